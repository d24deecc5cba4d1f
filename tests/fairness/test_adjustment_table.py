from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.fairness.adjustment_table import COLUMNS, class_lines, score_lines


def test_a_line_for_everyone_whose_printed_score_changes():
    before = pd.Series({"a": 70.04, "b": 60.25, "c": 50.0, "d": np.nan})
    after = pd.Series({"a": 70.01, "b": 61.349, "c": 48.0, "d": np.nan})
    lines = score_lines(before, after, node="score", reason="sama rata")
    assert tuple(lines) == COLUMNS
    assert lines[["subject", "from", "to"]].to_numpy().tolist() == [["b", "60.3", "61.3"], ["c", "50.0", "48.0"]]
    assert set(lines["node"]) == {"score"}
    assert set(lines["reason"]) == {"sama rata"}


def test_nobody_has_decided_yet():
    lines = score_lines(pd.Series({"a": 70.0}), pd.Series({"a": 71.0}), node="score", reason="x")
    assert lines[["decided_by", "decided_on"]].to_numpy().tolist() == [["", ""]]


def test_a_score_that_appears_or_goes_is_written_as_a_dash():
    lines = score_lines(pd.Series({"a": np.nan}), pd.Series({"a": 71.0}), node="score", reason="x")
    assert lines["from"].tolist() == ["-"]


def test_a_line_for_everyone_whose_class_changes():
    before = pd.Series({"a": "cukup", "b": "baik", "c": None}, dtype="str")
    after = pd.Series({"a": "baik", "b": "baik", "c": "cukup"}, dtype="str")
    lines = class_lines(before, after, node="hasil", reason="x")
    assert lines[["subject", "from", "to"]].to_numpy().tolist() == [["a", "cukup", "baik"], ["c", "-", "cukup"]]


def test_nothing_to_accept_is_an_empty_table_with_the_same_columns():
    same = pd.Series({"a": 70.0})
    assert tuple(score_lines(same, same, node="score", reason="x")) == COLUMNS
