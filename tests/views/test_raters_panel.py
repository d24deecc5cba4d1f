from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.test_calibration_meeting import MEETING
from workbench.errors import WorkbenchError
from workbench.files.decision_files import DecisionFiles
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate
from workbench.views.raters_panel import raters_panel

SAID = {"official": "Camat", "date": "2025-07-10"}


@pytest.fixture
def panel(shown, tmp_path):
    panel = raters_panel(shown.run, decisions=DecisionFiles(tmp_path, "kode"), language="en")
    panel.values = {"ratings": "rekan"}
    return panel


def line(to: str = "kurang", reason: str = "Dua penilai lain berpendapat sama", accept: bool = True) -> dict:
    return {"accept": accept, "to": to, "reason": reason}


def test_it_answers_for_the_table_of_ratings_that_is_chosen(panel):
    assert panel.state == "ready"
    assert "What would taking out the severity change?" in panel.answer
    panel.values = {"ratings": "atasan"}
    assert "no adjustment can be worked out" in panel.answer
    assert panel.lines == []


def test_those_whose_ratings_change_are_offered_one_line_each(panel):
    assert {each["key"] for each in panel.lines} >= {f"score:K{number:02}" for number in range(8)}
    name, raw, adjusted, change, now = panel.lines[0]["cells"]
    assert name.startswith("Orang")
    assert float(adjusted) < float(raw)
    assert change.startswith("−")
    assert now == "Fair"
    assert panel.lines[0]["options"] == {"kurang": "Poor", "baik": "Good"}  # what it is already is no choice
    assert panel.lines[0]["to"] == ""  # the meeting decides, not the program


def test_accepted_lines_count_once_the_parameters_file_names_their_table(panel, shown, tmp_path):
    panel.fields = SAID
    panel.accepted = {"score:K00": line(), "score:K01": line(to="baik"), "score:K02": line(accept=False)}
    panel.save()
    assert "2 lines saved" in panel.saved
    assert "Dua penilai lain berpendapat sama" in (tmp_path / "berita_acara.html").read_text(encoding="utf-8")
    place = shown.prepared.file.path
    table = tmp_path / "keputusan.csv"
    changes = {**MEETING, "tables": {"usulan": {"file": str(table)}}}
    final = evaluate(prepare(place, changes=changes), checks=()).people.status["rating_score"]
    assert final[["K00", "K01", "K02"]].tolist() == ["kurang", "baik", "cukup"]


def test_a_line_that_lacks_something_is_not_saved_and_the_panel_says_so(panel, tmp_path):
    panel.fields = SAID
    panel.accepted = {"score:K00": line(), "score:K01": line(reason=" "), "score:K02": line(to="")}
    panel.save()
    assert "1 lines saved" in panel.saved
    assert "Orang 1: no reason is given" in panel.saved
    assert "Orang 2: what it becomes is not chosen" in panel.saved
    assert pd.read_csv(tmp_path / "keputusan.csv")["kode"].tolist() == ["K00"]


@pytest.mark.parametrize(
    ("fields", "accepted", "said"),
    [
        ({**SAID, "official": " "}, {"score:K00": line()}, "the official who decides is missing; nothing was saved"),
        ({"official": "Camat"}, {"score:K00": line()}, "the date is missing; nothing was saved"),
        (SAID, {}, "no line is accepted; nothing was saved"),
        (SAID, {"score:K00": line(reason="")}, "Orang 0: no reason is given"),
    ],
)
def test_without_official_date_or_reason_no_file_is_written(panel, tmp_path, fields, accepted, said):
    panel.fields, panel.accepted = fields, accepted
    panel.save()
    assert said in panel.saved
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_ratings_has_nothing_to_ask(shown):
    with pytest.raises(WorkbenchError, match="has no ratings to look at"):
        raters_panel(replace(shown.run, fairness={}))


def test_without_a_place_to_keep_them_no_lines_are_offered(shown):
    assert raters_panel(shown.run).form == {}
