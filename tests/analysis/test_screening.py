"""What the data look like before anything is scored, with numbers a reader can count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.screening import (
    Limits,
    coverage_by_dimension,
    indicator_statistics,
    screen,
    subject_coverage,
)

VALUES = pd.DataFrame(
    {
        "a": [0.0, 0.0, 1.0, 2.0, 4.0, np.nan],
        "b": [1.0, 2.0, 3.0, 4.0, 5.0, 100.0],
        "c": [0.0, np.nan, np.nan, np.nan, np.nan, np.nan],
    },
    index=list("uvwxyz"),
)
TREE = framework(node("pair", leaf("a"), leaf("b")), leaf("c"))


def test_the_statistics_of_an_indicator_are_these():
    found = indicator_statistics(VALUES).loc["a"]
    numbers = found.drop(["few_values", "many_zeros", "few_different", "outliers", "skewness", "kurtosis"])
    assert numbers.to_dict() == pytest.approx(
        {
            "present": 5,
            "coverage": 5 / 6,
            "mean": 1.4,
            "sd": np.sqrt((1.4**2 * 2 + 0.4**2 + 0.6**2 + 2.6**2) / 4),
            "minimum": 0,
            "lower_quartile": 0,
            "median": 1,
            "upper_quartile": 2,
            "maximum": 4,
            "nonzero": 3,
            "different": 4,
            "most_equal": 2,
            "beyond_fences": 0,
        }
    )


def test_a_far_value_lies_beyond_the_fences_and_makes_the_column_an_outlier():
    # quartiles 2.25 and 4.75, fences 2.25 - 3.75 and 4.75 + 3.75
    found = indicator_statistics(VALUES).loc["b"]
    assert found["beyond_fences"] == 1
    assert bool(found["outliers"])


@pytest.mark.parametrize(
    ("column", "remark"), [("c", "few_values"), ("c", "many_zeros"), ("c", "few_different"), ("b", "outliers")]
)
def test_a_column_is_remarked_on_for_its_own_reason(column, remark):
    found = indicator_statistics(VALUES)
    assert found.index[found[remark]].tolist() == [column]


def test_the_limits_can_be_moved():
    assert indicator_statistics(VALUES, limits=Limits(coverage=0.9)).loc["a", "few_values"]
    assert not indicator_statistics(VALUES, limits=Limits(kurtosis=10)).loc["b", "outliers"]


def test_an_empty_column_has_no_statistics_and_no_value():
    found = indicator_statistics(VALUES.assign(c=np.nan)).loc["c"]
    assert (found["present"], found["different"], found["most_equal"]) == (0, 0, 0)
    assert np.isnan(found["mean"])


def test_the_data_of_a_subject_are_counted():
    found = subject_coverage(VALUES)
    assert found.loc["u"].to_dict() == pytest.approx({"absent": 0, "zeros": 2, "coverage": 1, "nonzero": 1 / 3})
    assert found.loc["z"].to_dict() == pytest.approx({"absent": 2, "zeros": 0, "coverage": 1 / 3, "nonzero": 1})


def test_a_subject_without_any_value_has_no_share_of_zeros():
    assert np.isnan(subject_coverage(VALUES[["c"]]).loc["z", "nonzero"])


def test_coverage_is_shared_out_among_dimensions():
    found = coverage_by_dimension(TREE, VALUES)
    assert found.loc["z"].to_dict() == pytest.approx({"pair": 0.5, "score": 1 / 3})


def test_a_screening_holds_every_answer():
    found = screen(TREE, VALUES, VALUES, kind="spearman")
    assert found.statistics.index.tolist() == ["a", "b", "c"]
    assert found.subjects.index.tolist() == list("uvwxyz")
    assert found.kind == "spearman"
    (pair,) = found.pairs.query("dimension == 'pair'").to_dict("records")
    assert pair["correlation"] == pytest.approx(0.9746794)  # ranks 1.5 1.5 3 4 5 and 1 2 3 4 5
    assert found.parents.empty  # nothing is scored here
    assert found.reliability.nodes.index.tolist() == ["pair"]


def test_the_order_of_subjects_does_not_matter():
    straight, turned = indicator_statistics(VALUES), indicator_statistics(VALUES.iloc[::-1])
    pd.testing.assert_frame_equal(straight, turned)
