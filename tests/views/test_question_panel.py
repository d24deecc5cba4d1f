from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError, fault
from workbench.views.blocks import Block
from workbench.views.question_panel import Choice, QuestionPanel

UNIT = Choice(name="unit", label="Unit", options={"A": "Unit Awal", "B": "Unit Baik"})
DAY = Choice(name="day", label="Hari", kind="day", value="2025-05-31", low="2025-04-01", high="2025-06-30")
SHARE = Choice(name="share", label="Bagian", kind="share", value="0.5", low="0", high="1")


def answer(values):
    if values["unit"] == "B":
        raise WorkbenchError([fault("unit", "'{code}' has no data yet", code="B")])
    return [Block("Apa jawabnya?", f"{values['unit']} pada {values['day']}, {values['share']}")]


@pytest.fixture
def panel() -> QuestionPanel:
    return QuestionPanel("Pertanyaan", [UNIT, DAY, SHARE], answer, language="en")


def test_it_begins_with_an_answer(panel):
    assert panel.values == {"unit": "A", "day": "2025-05-31", "share": "0.5"}
    assert "A pada 2025-05-31, 0.5" in panel.answer
    assert panel.state == "ready"


def test_setting_one_value_answers_anew_and_keeps_the_others(panel):
    panel.values = {"day": "2025-06-01"}
    assert panel.values == {"unit": "A", "day": "2025-06-01", "share": "0.5"}
    assert "A pada 2025-06-01" in panel.answer


@pytest.mark.parametrize(
    "wrong", [{"unit": "C"}, {"day": "2025-07-01"}, {"day": "kemarin"}, {"share": "1.5"}, {"share": "x"}, {"no": "1"}]
)
def test_what_a_control_cannot_have_leaves_the_last_good_value(panel, wrong):
    before = dict(panel.values), panel.answer
    panel.values = {**panel.values, **wrong}
    assert (dict(panel.values), panel.answer) == before


def test_a_mistake_is_told_in_plain_words_and_the_next_choice_mends_it(panel):
    panel.values = {"unit": "B"}
    assert panel.state == "mistake"
    assert 'role="alert"' in panel.answer
    assert "&#x27;B&#x27; has no data yet" in panel.answer
    panel.values = {"unit": "A"}
    assert panel.state == "ready"


def test_a_list_to_search_in_takes_its_options_like_any_other():
    many = Choice(name="unit", label="Unit", kind="search", options={str(n): f"Unit {n}" for n in range(500)})
    panel = QuestionPanel("?", [many], lambda values: [Block("", values["unit"])])
    panel.values = {"unit": "499"}
    assert "499" in panel.answer


def test_a_panel_whose_answer_is_short_keeps_no_room_free(panel):
    assert not panel.compact
    assert QuestionPanel("?", [UNIT], lambda values: [Block("", values["unit"])], compact=True).compact
