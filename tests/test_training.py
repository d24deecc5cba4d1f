"""What a training notebook imports, on numbers that a participant can redo."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from tests.views.reading import pictures, row, words
from workbench import training
from workbench.errors import WorkbenchError
from workbench.locale import LANGUAGES
from workbench.views.exercise_words import EXERCISES

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks" / "training").glob("*.ipynb"))
GUIDE = Path(__file__).parents[1] / "docs" / "pelatihan.md"
WEIGHTS = {"on_time": 50.0, "days": 30.0, "satisfaction": 20.0}


def code_cells(notebook: Path) -> list[dict]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_cells_without_definitions_and_begins_with_its_language(notebook):
    cells = code_cells(notebook)
    assert cells[0]["metadata"] == {"tags": ["parameters"]}
    assert "".join(cells[0]["source"]).startswith('language = "id"')
    for cell in cells:
        source = "".join(cell["source"])
        assert len(source.splitlines()) < 10
        assert not re.search(r"^\s*(def|class) |https?://", source, re.MULTILINE)
        assert cell["outputs"] == []


def test_there_is_a_notebook_for_each_lesson_and_a_worksheet():
    assert [path.stem for path in NOTEBOOKS] == [*EXERCISES, "worksheet"]
    text = NOTEBOOKS[-1].read_text(encoding="utf-8")
    assert re.findall(r'worksheet\(\\"(\w+)', text) == list(EXERCISES)


def test_the_guide_has_a_timetable_of_two_hours():
    rows = re.findall(r"^\| (\d+)–(\d+) \| (\d+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    times = [tuple(map(int, each)) for each in rows]
    assert all(end - start == long for start, end, long in times)
    assert [start for start, _, _ in times] == [0, *(end for _, end, _ in times[:-1])]
    assert times[-1][1] == 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_can_be_shown_in_both_languages(language):
    assert "<strong>" in training.explain("welcome", language=language)._repr_html_()
    assert training.exercise("missing", language=language).state == "ready"
    assert words(training.worksheet("3_raters", answers=True, language=language)._repr_html_())
    assert words(training.cases_to_rate(language=language)._repr_html_())
    assert "1900" in words(training.number_taken_apart(language=language)._repr_html_())


def test_a_name_that_does_not_exist_is_told_with_those_that_do():
    with pytest.raises(WorkbenchError, match="welcome, indicators"):
        training.explain("nothing", language="en")


def test_marks_and_score_are_those_worked_out_by_hand():
    marks = training.marks_of({"on_time": 80, "days": 5, "satisfaction": 3.4}, WEIGHTS)
    assert marks["mark"].to_numpy() == pytest.approx([60, 70, 80])
    assert marks["contribution"].to_numpy() == pytest.approx([30, 21, 16])
    assert training.score_by_hand(language="en").finding == "Score: 30.0 + 21.0 + 16.0 = 67.0"


def test_weights_count_as_shares_and_cannot_all_be_0():
    values = {"on_time": 80, "days": 5, "satisfaction": 3.4}
    doubled = training.marks_of(values, {code: 2 * weight for code, weight in WEIGHTS.items()})
    assert doubled["weight"].to_dict() == pytest.approx(WEIGHTS)
    with pytest.raises(WorkbenchError, match="all weights are 0"):
        training.marks_of(values, dict.fromkeys(WEIGHTS, 0.0))


def test_the_panel_of_a_score_answers_to_a_slider_and_forgives_a_mistake():
    panel = training.score_panel(language="en")
    assert "= 67.0" in panel.answer
    panel.values = {"value days": "4"}
    assert "= 70.0" in panel.answer  # the answer to the exercise
    panel.values = {f"weight {code}": "0" for code in WEIGHTS}
    assert panel.state == "mistake"
    panel.values = {"weight days": "10"}
    assert (panel.state, "= 80.0" in panel.answer) == ("ready", True)


def test_a_group_sees_its_own_severity():
    """Tono gives everybody 8 points more than Sari, and nobody else rates: both lie 4 from their mean, nearly."""
    sari = [70, 60, 80, 50, 75, 65]
    block = training.rate_together({"Sari": sari, "Tono": [each + 8 for each in sari[:-1]] + [72]}, language="en")
    picture = pictures(block._repr_html_())[0]
    assert picture.index("Sari") < picture.index("Tono")
    apart = float(re.search(r"yet ([\d.]+) points", block.finding)[1])
    assert apart == pytest.approx(7.8, abs=0.4)  # a little less: shrunken by how little six cases tell


def test_a_case_may_be_left_out():
    ratings = {"A": [70, 60, 80, 50, 75, None], "B": [75, 66, 84, 56, 79, 70], "C": [60, 52, 71, 40, 66, 58]}
    assert "of 3 raters" in training.rate_together(ratings, language="en").finding


@pytest.mark.parametrize(
    ("ratings", "message"),
    [
        ({"A": [1, 2, 3], "B": [1, 2, 3, 4, 5, 6]}, "A: 3 ratings where there are 6 cases"),
        ({"A": [1, 2, 3, 4, 5, 600], "B": [1, 2, 3, 4, 5, 6]}, "A: 600 does not lie between 0 and 100"),
        ({"A": [1, 2, 3, 4, 5, 6]}, "two raters at least"),
    ],
)
def test_ratings_that_cannot_be_compared_are_told_in_plain_words(ratings, message):
    with pytest.raises(WorkbenchError, match=message):
        training.rate_together(ratings, language="en")


def test_berkeley_turns_round_inside_departments():
    """Bickel, Hammel & O'Connell (1975), Science 187, doi:10.1126/science.187.4175.398: 44.5 % and 30.4 % admitted."""
    block = training.admissions(language="en")
    assert "14.2 percentage points less often" in block.finding  # 1198 of 2691, 557 of 1835
    assert "in 4 of 6 departments they were admitted more often" in block.finding
    assert "82 % of 108" in pictures(block._repr_html_())[0].replace("\u00a0", " ")  # women in department A


def test_the_gap_between_teachers_remains_inside_kinds_of_posts():
    """Of Hamermesh & Parker (2005); means by teacher: women 3.793 (40), men 3.989 (54)."""
    block = training.ratings_of_teachers(language="en")
    assert "rated 0.20 points lower" in block.finding
    # tenured 3.764 - 3.934 (32, 47), not tenured 3.910 - 4.360 (8, 7): weighted by 19.04 and 3.73
    within = (19.04 * (3.764 - 3.9342) + 3.733 * (3.9103 - 4.3598)) / (19.04 + 3.733)
    assert f"it is {-within:.2f} points" in block.finding


def test_a_draw_is_the_same_every_time_and_begins_with_a_small_unit_first():
    one, two = (training.lucky_units(1, language="en") for _ in range(2))
    assert one == two
    assert re.match(r"First: \w+ with 12 people", one.finding)
    assert training.lucky_units(2, language="en") != one


def test_where_units_really_differ_more_is_left_of_what_is_seen():
    panel = training.luck_panel(language="en")
    alike = panel.answer
    panel.values = {"truth": "differ"}
    assert panel.answer != alike

    def kept(truth: str) -> float:
        found = re.search(
            r"seen ([\d.]+), estimated (\d+\.\d)", training.lucky_units(1, truth=truth, language="en").finding
        )
        return abs(float(found[2]) - 70) / abs(float(found[1]) - 70)

    assert kept("differ") > kept("alike")


def test_subtraction_reads_what_is_crossed_out_and_not_what_is_protected():
    html = training.small_cells(language="en")._repr_html_()
    assert "2 of 2 hidden numbers can be worked out by subtraction" in words(html)
    assert "could be any of 10 values or more" in words(html)
    assert row(html, "Melati") == ["7", "14", "hidden", "23"]  # in the first table


def test_a_deadline_counts_working_days_only():
    """From Monday 3 March 2025, 14 working days: 4-7 (4), 10-14 (9), 17-21 (14); no holiday in between."""
    panel = training.deadline_panel(language="en")
    panel.values = {"received": "2025-03-03"}
    assert "until 21 March 2025" in words(panel.answer)
    panel.values = {"received": "2025-03-24"}  # Nyepi and Lebaran follow, with joint leave
    assert "until 21 March" not in panel.answer
    days = int(re.search(r"(\d+) days on the calendar", words(panel.answer))[1])
    assert days > 20


def test_practice_units_have_a_name_each():
    assert len(set(training.UNIT_NAMES)) == len(training.UNIT_SIZES) == 12
    assert np.all(np.diff(training.UNIT_SIZES) >= 0)
