from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError, fault
from workbench.views.blocks import Block
from workbench.views.panel_controls import Choice, Form, Line
from workbench.views.question_panel import QuestionPanel

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


def decided(values, fields, accepted):
    missing = [key for key, each in accepted.items() if not each["reason"]]
    WorkbenchError.raise_if(fault(key, "has no reason") for key in missing)
    return Block("", f"{values['unit']}: {', '.join(accepted)} by {fields['official']}")


@pytest.fixture
def deciding() -> QuestionPanel:
    form = Form(
        title="Putusan",
        fields=[Choice(name="official", label="Pejabat", kind="text")],
        button="Simpan",
        save=decided,
        headings=["Nama"],
        lines=lambda values: [Line(key=f"{values['unit']}{number}", cells=(f"Orang {number}",)) for number in (1, 2)],
    )
    return QuestionPanel("Pertanyaan", [UNIT, DAY, SHARE], answer, form=form, language="en")


def test_lines_follow_the_choices_and_only_those_accepted_are_saved(deciding):
    assert [line["key"] for line in deciding.lines] == ["A1", "A2"]
    deciding.fields = {"official": "Camat"}
    deciding.accepted = {"A1": {"accept": True, "reason": "x"}, "A2": {"reason": "y"}, "B1": {"accept": True}}
    deciding.save()
    assert "A: A1 by Camat" in deciding.saved
    deciding.values = {"unit": "B"}  # a mistake: nothing is left to accept
    assert deciding.lines == []


def test_what_cannot_be_saved_is_said_and_nothing_is_lost(deciding):
    deciding.accepted = {"A2": {"accept": True, "reason": ""}}
    deciding.save()
    assert "A2: has no reason" in deciding.saved
    assert deciding.accepted == {"A2": {"accept": True, "reason": ""}}


def test_the_button_brings_along_what_was_written_last(deciding):
    written = {"fields": {"official": "Camat"}, "accepted": {"A1": {"accept": True, "reason": "x"}}}
    deciding._asked(deciding, {"type": "save", **written}, [])
    assert "A: A1 by Camat" in deciding.saved


def test_a_panel_whose_answer_is_short_keeps_no_room_free(panel):
    assert not panel.compact
    assert QuestionPanel("?", [UNIT], lambda values: [Block("", values["unit"])], compact=True).compact
