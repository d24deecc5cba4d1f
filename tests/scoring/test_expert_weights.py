from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from tests.scoring.frameworks import judged
from workbench.model.validation import faults_in
from workbench.scoring.expert_weights import BudgetAllocation, budget_weights, kendalls_w, rounded

CHILDREN = ("mutu", "waktu")


def allocation(experts, **settings) -> BudgetAllocation:
    return BudgetAllocation.model_validate({"experts": experts} | settings, context={"children": CHILDREN})


def faults(experts, **settings) -> list[str]:
    with pytest.raises(ValidationError, match=r"experts|points|part|missing|allowed") as caught:
        allocation(experts, **settings)
    return [each.render() for each in faults_in(caught.value, ("weighting",))]


def test_points_become_their_mean_share_and_the_spread_is_kept():
    experts = {"kepala_bidang": {"mutu": 40, "waktu": 60}, "perwakilan_pegawai": {"waktu": 80, "mutu": 20}}
    weights = budget_weights(judged(*CHILDREN), allocation(experts))
    assert weights.shares.tolist() == pytest.approx([0.3, 0.7])
    assert weights.facts["shares_by_expert"]["perwakilan_pegawai"] == {"mutu": 0.2, "waktu": 0.8}
    assert weights.facts["spread"]["mutu"] == pytest.approx({"low": 0.2, "high": 0.4, "sd": 0.1 * 2**0.5})
    assert weights.facts["agreement"] == 1  # both rank time above quality


def test_one_expert_has_no_spread():
    weights = budget_weights(judged(*CHILDREN), allocation({"kepala": {"mutu": 3, "waktu": 1}}, budget=4.0))
    assert weights.shares.tolist() == [0.75, 0.25]
    assert set(weights.facts) == {"shares_by_expert"}


def test_every_fault_of_every_expert_is_told_at_once():
    assert faults({"kepala": {"mutu": 40, "waktu": 55}, "staf": {"mutu": 50, "wktu": 50}}) == [
        "weighting.experts.kepala: the points add up to 95, not to 100",
        "weighting.experts.staf.wktu: unknown part 'wktu'; did you mean: waktu?",
        "weighting.experts.staf: 'waktu' is missing",
    ]


def test_points_that_only_miss_the_budget_by_rounding_are_taken():
    assert allocation({"kepala": {"mutu": 33.3, "waktu": 66.7}}).experts["kepala"]["mutu"] == 33.3


def test_points_below_zero_and_experts_with_names_are_refused():
    assert faults({"kepala": {"mutu": -5, "waktu": 105}}) == [
        "weighting.experts.kepala.mutu: must be at least 0.0; found -5"
    ]
    assert faults({"Ibu Sari": {"mutu": 50, "waktu": 50}})[0].startswith(
        "weighting.experts.Ibu Sari: 'Ibu Sari' is not allowed here"
    )
    assert faults({}) == ["weighting.experts: must not be empty"]


def test_kendalls_w_of_three_judges_and_six_applicants():
    """Siegel (1956), Nonparametric Statistics for the Behavioral Sciences, chapter 9: W = .16."""
    ranks = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], dtype=float)
    assert kendalls_w(ranks) == pytest.approx(12 * 25.5 / (9 * 210))
    assert round(kendalls_w(ranks), 2) == 0.16


def test_kendalls_w_with_ties_by_hand():
    """Ranks 1.5 1.5 3 and 1 2 3: sums 2.5 3.5 6, S = 6.5; 12·6.5 / (4·24 - 2·6) = 78/84."""
    assert kendalls_w(np.array([[1.0, 1.0, 2.0], [1.0, 2.0, 3.0]])) == pytest.approx(78 / 84)


def test_where_nobody_prefers_anything_there_is_no_agreement_to_measure():
    assert kendalls_w(np.full((3, 4), 0.25)) is None


def test_numbers_in_messages_are_short():
    assert [rounded(12.3456), rounded(0.16908), rounded(1 / 3), rounded(3.0)] == [12.35, 0.17, 0.33, 3]
