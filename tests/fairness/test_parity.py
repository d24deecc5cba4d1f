from __future__ import annotations

import numpy as np
import pytest
from fairlearn.metrics import demographic_parity_difference, demographic_parity_ratio, equalized_odds_difference

from workbench.fairness.parity import confusion, equalised_odds, parity
from workbench.fairness.rates import Rates, count_rates

NAN = np.nan


def test_the_widest_gap_by_hand():
    found = parity(Rates(hits=np.array([10, 30, 20]), size=np.array([40, 40, 40])))
    assert (found.lowest, found.highest) == (0, 1)
    assert found.difference == pytest.approx(0.5)
    assert found.ratio == pytest.approx(1 / 3)


def test_groups_with_too_few_people_do_not_make_the_gap():
    found = parity(Rates(hits=np.array([0, 30, 20]), size=np.array([3, 40, 40])))
    assert (found.lowest, found.highest) == (2, 1)


def test_one_group_has_no_gap():
    found = parity(Rates(hits=np.array([0, 30]), size=np.array([3, 40])))
    assert np.isnan([found.difference, found.ratio]).all()
    assert found.lowest is None


def test_nobody_chosen_anywhere_has_no_ratio():
    found = parity(Rates(hits=np.array([0, 0]), size=np.array([30, 40])))
    assert found.difference == 0
    assert np.isnan(found.ratio)


def test_decisions_beside_what_happened_later_by_hand():
    decided = np.array([1, 1, 1, 0, 0, 0, 1, NAN, 1])
    later = np.array([1, 1, 0, 1, 0, 0, NAN, 1, 1])
    found = confusion(decided, later, np.array([0, 0, 0, 0, 0, 0, 0, 0, -1]), 1)
    counts = (found.true_positive, found.false_positive, found.true_negative, found.false_negative)
    assert [count.tolist() for count in counts] == [[2], [1], [2], [1]]
    assert found.left_out == 3
    assert found.selected().rate == pytest.approx([3 / 6])
    assert found.prevalence().rate == pytest.approx([3 / 6])
    assert found.true_positive_rate().rate == pytest.approx([2 / 3])
    assert found.false_positive_rate().rate == pytest.approx([1 / 3])
    assert found.false_negative_rate().rate == pytest.approx([1 / 3])
    assert found.false_discovery_rate().rate == pytest.approx([1 / 3])
    assert found.false_omission_rate().rate == pytest.approx([1 / 3])


def test_gaps_are_those_of_fairlearn():
    rng = np.random.default_rng(0)
    codes, later = rng.integers(0, 6, 900), rng.integers(0, 2, 900)
    decided = (rng.uniform(size=900) < 0.2 + 0.1 * codes).astype(int)
    selected = parity(count_rates(decided, codes, 6), smallest=1)
    peer = {"y_true": later, "y_pred": decided, "sensitive_features": codes}
    assert selected.difference == pytest.approx(demographic_parity_difference(**peer))
    assert selected.ratio == pytest.approx(demographic_parity_ratio(**peer))
    odds = equalised_odds(confusion(decided, later, codes, 6), smallest=1)
    assert odds.difference == pytest.approx(equalized_odds_difference(**peer))
