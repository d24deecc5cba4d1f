from __future__ import annotations

import numpy as np
import pytest

from workbench.fairness.comparison import normal_quantile, statuses, where_compared


def test_every_group_says_whether_it_is_compared():
    size, other = np.array([50, 9, 40, 12]), np.array([50, 50, 50, 9])
    assert statuses(size, other, reference=0, smallest=10).tolist() == [
        "reference",
        "too_few",
        "compared",
        "no_reference",
    ]


def test_what_is_not_compared_has_no_number():
    status = statuses(np.array([50, 9]), np.array([50, 50]), reference=None, smallest=10)
    assert where_compared(status, np.array([0.5, 0.7])) == pytest.approx([0.5, np.nan], nan_ok=True)


def test_the_normal_quantile_of_95_per_cent():
    assert normal_quantile(0.95) == pytest.approx(1.959964, abs=1e-6)
