from __future__ import annotations

import pandas as pd
import pytest

from tests.scoring.frameworks import measurements
from workbench.model.results import Measurements, Scorecard

VALUES = pd.DataFrame({"ikm": [80.0, None]}, index=["A", "B"])


def test_results_are_frozen():
    with pytest.raises(AttributeError, match="cannot assign"):
        measurements(VALUES).values = VALUES * 2


@pytest.mark.parametrize("kind", [Measurements, Scorecard])
def test_no_part_of_a_result_can_be_left_out_or_given_by_place(kind):
    with pytest.raises(TypeError, match=r"missing .* required keyword-only argument"):
        kind()
    with pytest.raises(TypeError, match="positional"):
        kind(VALUES)
