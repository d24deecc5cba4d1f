"""How people, units, predicates and decisions are called in a report."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.analysis.decisions import NO_VALUE
from workbench.locale import Language
from workbench.model.distribution import Move
from workbench.model.people import People
from workbench.model.people_tables import PREDICATE
from workbench.model.run import Run
from workbench.views import selection


def people_of(run: Run, *parts: str) -> People | None:
    """Return what the run knows about people, if its cycle has one of `parts`; None otherwise."""
    return run.people if run.people is not None and run.people.parts & set(parts) else None


def unit_name(people: People, unit: Any) -> str:
    """Return the name of a unit, or its code where no name is known."""
    if pd.isna(unit):
        return "–"
    found = people.units.loc[people.units["unit"] == unit, "label"]
    return str(found.iloc[0]) if len(found) else str(unit)


def predicate_name(run: Run, code: Any, language: Language) -> str:
    """Return the name of a predicate of people; an en dash where there is none."""
    if run.predicate is None or pd.isna(code) or code == NO_VALUE:
        return "–"
    return selection.words(run.predicate["predicates"][code], language)


def organisation_name(people: People, code: Any, language: Language) -> str:
    """Return the name of an organisational predicate; an en dash where there is none."""
    return "–" if pd.isna(code) else selection.words(people.facts["organisation"][code], language)


def what_was_decided(run: Run, node: str, language: Language) -> str:
    """Return what a decision is about: the predicate, or the rating or score of a dimension."""
    if node == PREDICATE:
        return language.text("Predicate")
    if not run.nodes[node]["bands"]:
        return language.text("Score: {dimension}", dimension=selection.title_of(run, node, language))
    return language.text("Rating: {dimension}", dimension=selection.title_of(run, node, language))


def value_name(run: Run, node: str, code: Any, language: Language) -> str:
    """Return the name of a predicate or of a rating of the dimension `node`; a score where it has no bands."""
    if node == PREDICATE:
        return predicate_name(run, code, language)
    if not run.nodes[node]["bands"]:
        return "–" if pd.isna(code) or code == NO_VALUE else selection.score_text(float(code), language)
    bands = {band["code"]: band["label"] for band in run.nodes[node]["bands"] or ()}
    return selection.words(bands[code], language) if code in bands else "–"


def moves_text(run: Run, moves: tuple[Move, ...], language: Language) -> str:
    """Return a change in words: ``Baik → Butuh Perbaikan: 1``."""
    return ", ".join(
        f"{predicate_name(run, move.before, language)} → {predicate_name(run, move.after, language)}: {move.people}"
        for move in moves
    )


def day_text(value: Any, language: Language) -> str:
    """Return an ISO date in words; an en dash where there is none."""
    return "–" if pd.isna(value) else selection.day(str(value), language)


def text(value: Any) -> str:
    """Return what people wrote; an en dash where they wrote nothing."""
    return "–" if pd.isna(value) else str(value)
