"""Where units stand on a day inside the cycle, how fresh and complete the data are, and how it has moved since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache

import pandas as pd

from workbench.errors import WorkbenchError
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import first_page, indicator_sections, selection, trend_chart
from workbench.views.blocks import Block, callout, paragraph
from workbench.views.panel_controls import Choice, Values
from workbench.views.question_panel import QuestionPanel

StandingOn = Callable[[date], Run]
POINTS = 6
"""So many days of the cycle are looked at for a trend: fewer would hide a turn, more would take long."""


def monitoring_panel(
    standing_on: StandingOn, *, start: date, end: date, today: date, language: str = "id"
) -> QuestionPanel:
    """Return a panel that answers for a day inside the cycle.

    Parameters
    ----------
    standing_on : callable
        The run of the cycle as if it were that day: what happened later is not known to it.
    start, end : date
        First and last day of the cycle.
    today : date
        The day the panel begins with.
    language : {'id', 'en'}
        Of the words and numbers.
    """
    words, remembered = Language(language), lru_cache(maxsize=32)(standing_on)

    def answer(values: Values) -> Sequence[Block]:
        day = date.fromisoformat(values["day"])
        run = remembered(day)
        return [_standing(run, words), *_trend(remembered, start, day, words), indicator_sections.data(run, words)]

    day = Choice(
        name="day",
        label=words.text("Standing on"),
        kind="day",
        value=min(max(today, start), end).isoformat(),
        low=start.isoformat(),
        high=end.isoformat(),
    )
    return QuestionPanel(words.text("Where do things stand inside the cycle?"), [day], answer, language=language)


def days_between(start: date, end: date, points: int = POINTS) -> list[date]:
    """Return at most `points` days from `start` to `end`, evenly spread, the last one always among them."""
    length = (end - start).days
    steps = sorted({round(length * step / points) for step in range(1, points + 1)})
    return [start + timedelta(days=step) for step in steps]


def _standing(run: Run, language: Language) -> Block:
    parts = (
        paragraph(first_page.summary(run, language)),
        first_page.standing_chart(run, language).html(),
        callout(language.text("What cannot be concluded yet"), first_page.limits(run, language)),
    )
    return Block(language.text("Who stands where?"), "", parts)


def _where_scored(standing_on: StandingOn, day: date) -> Run | None:
    """Return the standing on a day; None early in a cycle, where an indicator has no value for anybody yet."""
    try:
        return standing_on(day)
    except WorkbenchError:
        return None


def _trend(standing_on: StandingOn, start: date, day: date, language: Language) -> list[Block]:
    runs = {each: run for each in days_between(start, day) if (run := _where_scored(standing_on, each)) is not None}
    scores = pd.DataFrame({each: run.scores for each, run in runs.items()}).dropna(how="all")
    if len(runs) < 2 or scores.empty:
        return []
    run = runs[day]
    names = {subject: selection.name_of(run, str(subject)) for subject in scores.index}
    question = language.text("How has it moved since the cycle began?")
    return [
        Block(question, trend_chart.sentence(scores, names, language), (trend_chart.html(scores, names, language),))
    ]
