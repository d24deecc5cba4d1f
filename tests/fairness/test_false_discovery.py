from __future__ import annotations

import numpy as np
import pytest

from workbench.fairness.false_discovery import adjusted_p_values

BENJAMINI_HOCHBERG_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_four_of_the_fifteen_comparisons_published_with_the_method_remain():
    assert (adjusted_p_values(np.array(BENJAMINI_HOCHBERG_1995)) <= 0.05).sum() == 4


def test_by_hand():
    assert adjusted_p_values(np.array([0.01, 0.04, 0.03])) == pytest.approx([0.03, 0.04, 0.04])


def test_what_was_not_compared_does_not_count():
    found = adjusted_p_values(np.array([0.01, np.nan, 0.04]))
    assert found == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert np.isnan(adjusted_p_values(np.array([np.nan]))).all()


def test_fair_places_seldom_raise_an_alarm():
    p = np.random.default_rng(3).uniform(size=(2000, 100))
    alarms = [(adjusted_p_values(place) <= 0.05).any() for place in p]
    assert np.mean(alarms) <= 0.065  # .05 with three standard errors of 2,000 places
    assert ((p <= 0.05).any(axis=1)).mean() > 0.99
