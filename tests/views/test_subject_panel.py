from __future__ import annotations

from dataclasses import replace

import pytest

from tests.small_run import small_run
from workbench.views.subject_panel import MOST_LISTED, subject_panel


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return small_run(tmp_path_factory.mktemp("small"))


def test_a_score_is_taken_apart_for_whoever_is_chosen(run):
    panel = subject_panel(run, language="en")
    assert "Score 86.3, place 1 of 4" in panel.answer  # the best first: 0.75*90 + 0.25*75 = 86.25
    panel.values = {"subject": "D"}
    assert "Score 37.5, place 4 of 4" in panel.answer
    assert panel.state == "ready"


def test_who_has_no_score_is_told_why(run):
    panel = subject_panel(run, language="en")
    panel.values = {"subject": "E"}
    assert "No score: " in panel.answer


def test_names_that_are_shared_are_told_apart_by_their_codes(run):
    same = replace(run, subjects=run.subjects.assign(label=["Sama", "Sama", "C", "D", "E"]))
    names = dict(subject_panel(same).controls[0]["options"])
    assert {names["A"], names["B"], names["C"]} == {"Sama (A)", "Sama (B)", "C"}


def test_few_are_listed_and_many_are_searched(run, monkeypatch):
    assert subject_panel(run).controls[0]["kind"] == "list"
    monkeypatch.setattr("workbench.views.subject_panel.MOST_LISTED", 3)
    assert MOST_LISTED > 3
    assert subject_panel(run).controls[0]["kind"] == "search"
