from __future__ import annotations

import pytest

from tests.views.reading import words
from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views.exercise import Exercise, exercise_panel, feedback, number_in, verdict_of, worksheet

ENGLISH = Language("en")
SUM = Exercise(
    question=Label(id="Berapa 15 + 2,5?", en="What is 15 + 2.5?"),
    answer="17.5",
    tolerance=0.1,
    why=Label(id="Lima belas dan dua setengah.", en="Fifteen and two and a half."),
    hint=Label(id="Jumlahkan.", en="Add them up."),
)
PICK = Exercise(
    question=Label(id="Mana?", en="Which?"),
    options={"a": Label(id="Awal", en="First"), "b": Label(id="Baik", en="Good"), "c": Label(id="Cukup", en="Fair")},
    answer="b",
    why=Label(id="Karena baik.", en="Because it is good."),
    hint=Label(id="Lihat lagi huruf kedua.", en="Look at the second letter."),
    hints={"a": Label(id="Bukan yang awal.", en="Not the first.")},
)


@pytest.mark.parametrize(
    ("written", "number"),
    [("17,5", 17.5), (" 17.5 ", 17.5), ("75 %", 75.0), ("−3", -3.0), ("+4", 4.0), ("x", None), ("", None)],
)
def test_a_number_is_read_with_comma_or_point_and_per_cent(written, number):
    assert number_in(written) == number


@pytest.mark.parametrize("unclear", ["1.234,5", "12 34", "1e3", "nan", "inf"])
def test_what_could_mean_two_things_is_no_number(unclear):
    assert number_in(unclear) is None


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("", "open"),
        ("  ", "open"),
        ("17,5", "right"),
        ("17.6", "right"),
        ("17,7", "not_yet"),
        ("banyak", "not_a_number"),
    ],
)
def test_a_number_is_right_within_its_tolerance(given, verdict):
    assert verdict_of(SUM, given) == verdict


def test_an_option_has_its_own_hint_or_the_common_one():
    assert "Not the first." in words(feedback(PICK, "a", ENGLISH)._repr_html_())
    assert "Look at the second letter." in words(feedback(PICK, "c", ENGLISH)._repr_html_())
    assert "Because it is good." in words(feedback(PICK, "b", ENGLISH)._repr_html_())


def test_a_wrong_answer_gets_a_hint_and_neither_a_scolding_nor_the_answer():
    said = words(feedback(SUM, "3", ENGLISH)._repr_html_())
    assert said == "Not yet; have another look. Add them up."
    assert "17.5" not in said


def test_a_panel_answers_without_a_browser():
    panel = exercise_panel(SUM, language="en")
    assert panel.title == "What is 15 + 2.5?"
    assert "neither recorded nor counted" in panel.answer
    panel.values = {"answer": "12"}
    assert "Add them up." in panel.answer
    panel.values = {"answer": "17,5"}
    assert "Fifteen and two and a half." in panel.answer
    panel.values = {"answer": "seven"}
    assert "17.5" in panel.answer  # an example of a number, in the reader's notation
    assert panel.state == "ready"


def test_a_choice_begins_with_none_chosen_and_refuses_others():
    panel = exercise_panel(PICK, language="id")
    assert panel.values == {"answer": ""}
    assert [value for value, _ in panel.controls[0]["options"]] == ["", "a", "b", "c"]
    panel.values = {"answer": "d"}
    assert panel.values == {"answer": ""}
    panel.values = {"answer": "b"}
    assert "Karena baik." in panel.answer


def test_it_takes_little_room():
    assert exercise_panel(SUM).compact


def test_an_exercise_needs_an_answer_that_can_be_given():
    with pytest.raises(ValueError, match="one of the options"):
        Exercise(question=PICK.question, options=PICK.options, answer="z", why=PICK.why, hint=PICK.hint)
    with pytest.raises(ValueError, match="is a number"):
        Exercise(question=SUM.question, answer="many", why=SUM.why, hint=SUM.hint)


def test_a_worksheet_has_room_to_write_and_no_answers():
    printed = words(worksheet([SUM, PICK], ENGLISH)._repr_html_())
    assert "1. What is 15 + 2.5? Answer: ...." in printed
    assert "2. Which? First Good Fair" in printed
    assert "Because" not in printed
    assert "17.5" not in printed


def test_the_trainers_copy_has_them():
    printed = words(worksheet([SUM, PICK], Language("en"), answers=True)._repr_html_())
    assert "Right: 17.5. Fifteen and two and a half." in printed
    assert "Right: Good. Because it is good." in printed
