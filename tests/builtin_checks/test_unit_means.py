from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.cases import case
from workbench.analysis.group_statistics import GroupStatistics
from workbench.builtin_checks.unit_means import NO_SPREAD, unit_means
from workbench.fairness.shrinkage import shrunken_means


def place(means, sizes, **options):
    """People around the mean of their unit, 10 points above and below it in turn."""
    units = [unit for unit, size in zip("ABCDEFGH", sizes, strict=False) for _ in range(size)]
    values = [mean + (10 if n % 2 else -10) for mean, size in zip(means, sizes, strict=True) for n in range(size)]
    scores = {f"K{n:03}": value for n, value in enumerate(values)}
    return case(scores, {"unit": units}, **{"unit": "unit", **options})


def test_the_units_are_drawn_in_as_shrinkage_does_it():
    sizes, means = [12, 40, 40, 40], [80.0, 60.0, 62.0, 64.0]
    found = unit_means(place(means, sizes)).findings
    spread = [10 * np.sqrt(size / (size - 1)) for size in sizes]
    expected = shrunken_means(GroupStatistics(np.array(sizes), np.array(means), np.array(spread))).table
    assert found["group"].tolist() == list("ABCD")
    assert found["value"].to_numpy() == pytest.approx(expected["value"].to_numpy())
    assert found["value"].iloc[0] < 80
    assert found["verdict"].iloc[0] == "found"


def test_units_that_differ_by_chance_only_are_not_called_out():
    found = unit_means(place([50.0, 51, 52, 50], [12, 20, 20, 20]))
    assert set(found.findings["verdict"]) == {"not_found"}
    assert found.tables["spread"]["sd"].tolist() == [0]


def test_a_unit_too_small_stays_without_its_numbers():
    found = unit_means(place([50.0, 60, 70, 90], [20, 20, 20, 4]))
    row = found.findings.iloc[3]
    assert (row["group"], row["verdict"], row["size"]) == ("D", "too_few", 4)
    assert np.isnan(row["value"])
    small = found.tables["units"].set_index("unit").loc["D"]
    assert small[["raw", "value", "low", "compare_low", "rank"]].isna().all()
    assert found.tables["spread"]["few"].tolist() == [1]


def test_the_share_in_the_best_class_is_compared_too():
    sizes = [20, 20, 20]
    best = {f"K{n:03}": "baik" if n % 20 < share else "kurang" for n in range(60) for share in [(2, 10, 18)[n // 20]]}
    found = unit_means(place([50.0, 50, 50], sizes, classes=best, class_order=("baik", "kurang")))
    rates = found.findings.query("outcome == 'baik'")
    assert found.tables["units"].query("outcome == 'baik'")["raw"].tolist() == [0.1, 0.5, 0.9]
    assert 0.1 < rates["value"].iloc[0] < rates["value"].iloc[1] < rates["value"].iloc[2] < 0.9
    both = place([50.0, 50, 50], sizes, classes=best, class_order=("baik", "kurang"), favourable=("baik", "kurang"))
    assert unit_means(both).findings["outcome"].iloc[-1] == "baik + kurang"


def test_two_units_cannot_be_compared_in_this_way():
    (row,) = unit_means(place([50.0, 60], [20, 20])).findings.to_dict("records")
    assert (row["verdict"], row["reason"]) == ("cannot_say", NO_SPREAD)


def test_without_units_there_is_nothing_to_ask():
    found = unit_means(place([50.0], [20], unit=None))
    assert found.findings.empty
    assert not found.tables


def test_ranks_are_drawn_with_the_seed_of_the_cycle():
    one, same = (unit_means(place([50.0, 52, 54], [20] * 3, seed=4)).tables["units"] for _ in range(2))
    assert one.equals(same)
    assert (one["rank_low"] <= one["rank"]).all()
    assert (one["rank"] <= one["rank_high"]).all()
