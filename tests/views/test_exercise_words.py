"""Every exercise can be answered, is kind, and tells no answer before it is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbench.locale import LANGUAGES, Language
from workbench.views.exercise import feedback, verdict_of
from workbench.views.exercise_words import EXERCISES
from workbench.views.lesson_words import PRACTICE

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "training"
EVERY = {name: each for lesson in EXERCISES.values() for name, each in lesson.items()}
SCOLDING = r"\b(salah|keliru|bodoh|wrong|incorrect|stupid)\b"


def test_names_are_not_used_twice():
    assert len(EVERY) == sum(map(len, EXERCISES.values()))


@pytest.mark.parametrize("name", EVERY)
def test_its_own_answer_is_right(name):
    assert verdict_of(EVERY[name], EVERY[name].answer) == "right"


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hints_neither_scold_nor_tell_the_answer(name, language):
    exercise = EVERY[name]
    for hint in (exercise.hint, *exercise.hints.values()):
        text = hint.in_language(language)
        assert not re.search(SCOLDING, text, re.IGNORECASE)
        if exercise.of_numbers:
            assert exercise.answer not in re.findall(r"\d+", text)
        else:
            assert exercise.options[exercise.answer].in_language(language) not in text
    assert not re.search(SCOLDING, feedback(exercise, "999", Language(language)).finding, re.IGNORECASE)


@pytest.mark.parametrize("name", EVERY)
def test_a_hint_of_its_own_belongs_to_a_wrong_option(name):
    exercise = EVERY[name]
    assert set(exercise.hints) <= set(exercise.options) - {exercise.answer}


@pytest.mark.parametrize("lesson", EXERCISES)
def test_the_notebook_of_a_lesson_asks_each_of_its_exercises_once_and_no_other(lesson):
    text = (NOTEBOOKS / f"{lesson}.ipynb").read_text(encoding="utf-8")
    assert sorted(re.findall(r"exercise\(\\\"(\w+)\\\"", text)) == sorted(EXERCISES[lesson])


def test_the_numbers_asked_for_are_those_of_the_practice_unit():
    marks = {code: 100 * (each.value - each.worst) / (each.best - each.worst) for code, each in PRACTICE.items()}
    assert marks == pytest.approx({"on_time": 60, "days": 70, "satisfaction": 80})
    assert float(EVERY["normalise"].answer) == pytest.approx(marks["days"])
    score = sum(PRACTICE[code].weight * mark for code, mark in marks.items()) / 100
    assert float(EVERY["score"].answer) == pytest.approx(score)
    days = float(EVERY["slider"].answer)
    moved = (PRACTICE["days"].worst - days) / (PRACTICE["days"].worst - PRACTICE["days"].best) * 100
    assert score + 0.3 * (moved - marks["days"]) == pytest.approx(70)
