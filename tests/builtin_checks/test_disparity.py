from __future__ import annotations

from tests.fairness.cases import case
from workbench.builtin_checks.disparity import disparity


def test_a_group_that_lies_20_points_below_is_found_and_a_small_one_is_shown_as_too_few():
    scores = {f"K{n:02}": 50.0 + n % 5 + 20.0 * (n % 2) for n in range(40)} | {f"S{n}": 50.0 for n in range(3)}
    found = disparity(case(scores, {"jk": [*("LP" * 20), *"XXX"]})).findings.set_index("group")
    assert found["verdict"].to_dict()["X"] == "too_few"
    assert found.at["P", "verdict"] == found.at["L", "verdict"] == "found"
    assert found.at["P", "value"] > 20 > 0 > found.at["L", "value"]
