from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from kinerja.feedback_360 import LEAST_GIVERS, ROLES
from kinerja.rule_packs import built_in_rule_packs

from workbench import Cited


def given(role: str, *scores: float, item: int = 1) -> list[dict[str, object]]:
    return [
        {"nip": "P1", "id_pemberi": f"{role}{n}", "peran": role, "periode": "2025-Q2", "item": item, "skor": score}
        for n, score in enumerate(scores)
    ]


def feedback(measure, *rows, **settings):
    table = [row for group in rows for row in group]
    return measure("feedback_360", {"umpan_balik": table}, subjects=["P1"], key="nip", **settings).loc["P1"]


def test_roles_are_weighted_and_the_interval_comes_from_the_peers(measure):
    # (40 · 8 + 30 · 7)/70 = 7.571; s² = 1, error √((3/7)²/3) = 0.2474, t(0.975; 2) = 4.303: ± 1.065.
    found = feedback(measure, given("pimpinan", 8), given("rekan", 6, 7, 8))

    assert found[["value", "low", "high", "cases"]].tolist() == pytest.approx([7.571, 6.507, 8.636, 4], abs=1e-3)


@pytest.mark.parametrize("scores", [(1, 1), (10, 10), (5,)])
def test_what_two_givers_said_cannot_be_seen_in_the_value(measure, scores):
    """With fewer than three in a role, whatever they say leaves the value as it is."""
    without = feedback(measure, given("pimpinan", 8), given("rekan", 6, 7, 8))
    found = feedback(measure, given("pimpinan", 8), given("rekan", 6, 7, 8), given("bawahan", *scores))

    assert found.tolist() == without.tolist()


def test_three_givers_are_enough(measure):
    found = feedback(measure, given("pimpinan", 8), given("rekan", 6, 7, 8), given("bawahan", 2, 2, 2))

    assert found["value"] == pytest.approx((40 * 8 + 30 * 7 + 20 * 2) / 90)


def test_the_rules_may_hide_a_single_superior_too(measure):
    three = Cited(value=dict.fromkeys(ROLES, 3), reference="x", confidence="proposed")
    packs = [
        replace(pack, values={**pack.values, LEAST_GIVERS: three}) if LEAST_GIVERS in pack.values else pack
        for pack in built_in_rule_packs()
    ]
    rows = given("pimpinan", 8), given("rekan", 6, 7, 8)

    assert np.isnan(feedback(measure, *rows, packs=packs)["value"])
    assert feedback(measure, *rows, packs=packs, options={"visible_weight": 0.3})["value"] == 7


def test_role_weights_are_declared(measure):
    rows = given("pimpinan", 8), given("rekan", 6, 7, 8)

    assert feedback(measure, *rows, options={"role_weights": {"pimpinan": 50.0, "rekan": 50.0}})["value"] == 7.5


def test_feedback_outside_the_cycle_does_not_count(measure):
    late = [{**row, "periode": "2025-Q3"} for row in given("pimpinan", 8)]

    assert feedback(measure, late)["reason"] == "nobody gave feedback in this cycle"
