"""An exercise that checks itself: a question, one answer, and kind words that help on; state, one pure call, view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views.blocks import Block, escape, paragraph
from workbench.views.panel_controls import Choice, Values
from workbench.views.question_panel import QuestionPanel

_NUMBER = re.compile(r"[-+−]?\d+([.,]\d+)?")


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A question with one right answer.

    Parameters
    ----------
    question : Label
        What is asked.
    answer : str
        Code of the right option; or where there are no options, the right number, with a decimal point.
    why : Label
        Shown with the right answer: what is to be learnt from it.
    hint : Label
        Shown with a wrong answer: what to look at next, never the answer itself.
    options : mapping
        Code to words; none where a number is asked for.
    hints : mapping
        Code of a wrong option to a hint of its own.
    tolerance : float
        How far a number may be off and still be right.
    """

    question: Label
    answer: str
    why: Label
    hint: Label
    options: Mapping[str, Label] = field(default_factory=dict)
    hints: Mapping[str, Label] = field(default_factory=dict)
    tolerance: float = 0.0

    def __post_init__(self) -> None:
        if self.options and self.answer not in self.options:
            raise ValueError("the right answer must be one of the options")
        if not self.options and number_in(self.answer) is None:
            raise ValueError("without options the right answer is a number")

    @property
    def of_numbers(self) -> bool:
        """Whether a number is asked for."""
        return not self.options


Verdict = Literal["open", "not_a_number", "not_yet", "right"]


def number_in(given: str) -> float | None:
    """Return the number that a person wrote, with decimal comma or point, per cent sign or none; None without one."""
    written = given.strip().removesuffix("%").strip()
    if not _NUMBER.fullmatch(written):
        return None
    return float(written.replace(",", ".").replace("−", "-"))


def verdict_of(exercise: Exercise, given: str) -> Verdict:
    """Return how an answer stands: not given yet, no number, not yet right, or right."""
    if not given.strip():
        return "open"
    if not exercise.of_numbers:
        return "right" if given == exercise.answer else "not_yet"
    number = number_in(given)
    if number is None:
        return "not_a_number"
    return "right" if abs(number - float(exercise.answer)) <= exercise.tolerance + 1e-9 else "not_yet"


def feedback(exercise: Exercise, given: str, language: Language) -> Block:
    """Return what is said about an answer: a right one is explained, any other gets a hint."""
    verdict = verdict_of(exercise, given)
    if verdict == "right":
        return Block("", language.text("That is right."), (paragraph(exercise.why.in_language(language.code)),))
    if verdict == "not_yet":
        hint = exercise.hints.get(given, exercise.hint).in_language(language.code)
        return Block("", language.text("Not yet; have another look."), (paragraph(hint),))
    if verdict == "not_a_number":
        return Block("", language.text("Please write one number, for example {example}.", example=_example(language)))
    return Block("", language.text("Take your time; answers are neither recorded nor counted."))


def exercise_panel(exercise: Exercise, *, language: str = "id") -> QuestionPanel:
    """Return an exercise with its answer field; whatever is answered there stays in the notebook."""
    words = Language(language)

    def answer(values: Values) -> Sequence[Block]:
        return [feedback(exercise, values["answer"], words)]

    options = {code: label.in_language(language) for code, label in exercise.options.items()}
    field_of = Choice(
        name="answer",
        label=words.text("Your answer"),
        kind="text" if exercise.of_numbers else "list",
        options={"": words.text("choose …"), **options} if options else {},
    )
    question = exercise.question.in_language(language)
    return QuestionPanel(question, [field_of], answer, language=language, compact=True)


def worksheet(exercises: Iterable[Exercise], language: Language, *, answers: bool = False) -> Block:
    """Return exercises for printing, with room to write; with `answers`, the trainer's copy."""
    parts = []
    for place, exercise in enumerate(exercises, start=1):
        parts.append(paragraph(f"{place}. {exercise.question.in_language(language.code)}", "exercise"))
        options = [label.in_language(language.code) for label in exercise.options.values()]
        parts.append(_lettered(options) if options else paragraph(language.text("Answer: {room}", room="." * 24)))
        if answers:
            parts.append(paragraph(_solution(exercise, language), "note"))
    return Block("", "", tuple(parts))


def _lettered(options: Sequence[str]) -> str:
    return '<ol type="A">' + "".join(f"<li>{escape(each)}</li>" for each in options) + "</ol>"


def _solution(exercise: Exercise, language: Language) -> str:
    if exercise.of_numbers:
        decimals = len(exercise.answer.partition(".")[2])
        right = language.number(float(exercise.answer), decimals)
    else:
        right = exercise.options[exercise.answer].in_language(language.code)
    return language.text(
        "Right: {answer}. {why}", answer=right.rstrip("."), why=exercise.why.in_language(language.code)
    )


def _example(language: Language) -> str:
    return language.number(17.5, 1)
