from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.fairness.cases import case
from tests.fairness.test_calibration_options import NAMES, PLAIN, UNITS
from tests.scoring.frameworks import METHODS
from workbench.builtin_checks.calibration import calibration


@pytest.fixture(scope="module")
def found():
    return calibration(PLAIN)


def test_every_option_has_a_row_with_its_cost_and_none_is_a_finding(found):
    options = found.tables["options"].set_index("option")
    assert list(options.index) == ["location_scale", "quantiles", "weights_unit", "influence"]
    assert options.loc["quantiles", ["gap_before", "gap_after", "mean_change"]].tolist() == pytest.approx([5, 0, 2.5])
    assert options.loc["quantiles", ["highest_before", "lowest_before"]].tolist() == ["U1", "U2"]
    assert options["lines"].tolist() == found.tables["lines"].groupby("option").size().reindex(options.index).tolist()
    assert found.findings.empty


def test_the_frontier_begins_at_the_policy(found):
    frontier = found.tables["frontier"]
    assert frontier["grouping"].unique().tolist() == ["unit"]
    assert frontier.iloc[0][["distance", "gap"]].tolist() == pytest.approx([0, 5])
    assert frontier["rescored"].to_numpy() == pytest.approx(frontier["gap"].to_numpy(), abs=1e-8)


def test_the_weights_of_every_scenario_stand_beside_those_of_the_policy(found):
    weights = found.tables["weights"].query("option == 'weights_unit'")
    assert weights["policy"].tolist() == [0.5, 0.5]
    assert weights["weight"].sum() == pytest.approx(1)
    changed = found.facts["scenarios"]["weights_unit"]["framework"]["indicators"]
    assert [each["weight"] / 2 for each in changed.values()] == pytest.approx(weights["weight"].tolist())
    json.dumps(found.facts, allow_nan=False)


def test_a_weighting_that_would_settle_other_weights_gives_way_in_the_scenario():
    equal = replace(PLAIN.framework.root, weighting=METHODS["equal"])
    given = replace(PLAIN, written=replace(PLAIN.framework, root=equal))
    assert calibration(given).facts["scenarios"]["weights_unit"]["framework"]["weighting"] is None


def test_without_units_and_ratings_only_weights_are_offered():
    given = case(dict(zip(NAMES, np.arange(20.0), strict=True)), {"jk": UNITS})
    assert set(calibration(given).tables["options"]["kind"]) == {"weights", "influence"}


def test_without_groups_there_is_nothing_to_calibrate():
    found = calibration(case(dict(zip(NAMES, np.arange(20.0), strict=True)), {}))
    assert found.tables == {}
    assert found.findings.empty


def test_groups_that_are_all_too_small_leave_the_reason_and_no_cost():
    given = case(dict(zip(NAMES, np.arange(20.0), strict=True)), {"unit": UNITS}, unit="unit", smallest=15)
    options = calibration(given).tables["options"]
    assert options["compared"].isna().all()
    assert json.loads(options["limit_values"][0]) == {"fewest": 15}
    assert calibration(given).tables["frontier"].empty
