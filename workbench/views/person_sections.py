"""The section of a person's report about decisions: what was computed, what stands, who decided it and why."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from workbench.locale import Language
from workbench.model.people import People
from workbench.model.run import Run
from workbench.views.blocks import NOTHING, Block, definitions, paragraph
from workbench.views.decision_sections import (
    deadlines_text,
    decisions_table,
    objections_table,
    placements_table,
    reason_text,
)
from workbench.views.people_words import people_of, predicate_name, text, unit_name, value_name
from workbench.views.selection import score_text, title_of

PARTS = ("organisation", "exemptions", "placements", "guidance", "adjustments", "objections")


def decided_about(run: Run, subject: str, language: Language) -> Block:
    """Return the record of decisions about one person."""
    people = people_of(run, *PARTS)
    if people is None:
        return NOTHING
    question = language.text("What was decided about you?")
    own = people.status.loc[subject]
    parts = [definitions(_facts(run, people, subject, own, language))]
    for frame, table in (
        (people.adjustments, decisions_table),
        (people.objections, objections_table),
    ):
        about = frame[frame["subject"] == subject]
        if len(about):
            parts.append(table(run, about, language))
    if (people.objections["subject"] == subject).any():
        parts.append(paragraph(deadlines_text(people, language), "note"))
    posts = people.placements[people.placements["subject"] == subject]
    if len(posts):
        parts.append(placements_table(run, people, posts, language))
    parts += [paragraph(each, "note") for each in _cases(run, people, subject, language)]
    return Block(question, _finding(run, people, own, language), tuple(parts), "decided")


def _finding(run: Run, people: People, own: pd.Series, language: Language) -> str:
    if pd.notna(own["exempt"]):
        return language.text(
            "Not evaluated in this cycle: {reason}.", reason=reason_text(people, own["exempt"], language)
        )
    computed, final = (predicate_name(run, own[name], language) for name in ("predicate", "predicate_final"))
    decided = own.name in set(people.adjustments["subject"])
    if computed == final and decided:
        return language.text(
            "After the decisions below the predicate is the computed one: {predicate}.", predicate=final
        )
    if computed == final:
        return language.text("The predicate stands as it was computed: {predicate}.", predicate=final)
    return language.text("Computed: {computed}. After the decisions below: {final}.", computed=computed, final=final)


def _facts(run: Run, people: People, subject: str, own: pd.Series, language: Language) -> list[tuple[str, str]]:
    if pd.notna(own["exempt"]):
        return [(language.text("Reason"), reason_text(people, own["exempt"], language)), _source(own, language)]
    facts = [
        (language.text("Computed predicate"), predicate_name(run, own["predicate"], language)),
        (language.text("Final predicate"), predicate_name(run, own["predicate_final"], language)),
    ]
    ratings = [name for name in own.index if name.startswith("rating_")]
    facts += [
        (
            language.text("Rating: {dimension}", dimension=title_of(run, name.removeprefix("rating_"), language)),
            value_name(run, name.removeprefix("rating_"), own[name], language),
        )
        for name in ratings
    ]
    facts += list(_decided_scores(run, subject, own, language))
    if pd.notna(own["unit"]):
        facts.append((language.text("Judged by"), unit_name(people, own["unit"])))
    return facts


def _source(own: pd.Series, language: Language) -> tuple[str, str]:
    return language.text("Source"), text(own["exempt_source"])


def _decided_scores(run: Run, subject: str, own: pd.Series, language: Language) -> Iterator[tuple[str, str]]:
    for name in own.index[own.index.str.startswith("score_")]:
        node = name.removeprefix("score_")
        values = own[name], run.scorecard.scores.at[subject, node]
        final, computed = (score_text(value, language) for value in values)
        if final != computed:
            title = language.text("Score: {dimension}", dimension=title_of(run, node, language))
            yield title, language.text("{final}, decided (computed: {computed})", final=final, computed=computed)


def _cases(run: Run, people: People, subject: str, language: Language) -> list[str]:
    cases = people.guidance[people.guidance["subject"] == subject]
    return [
        language.text(
            "{dimension}: the thresholds give {rating}; {outcome}. The appraiser decides.",
            dimension=title_of(run, case["node"], language),
            rating=value_name(run, case["node"], case["rating"], language),
            outcome=language.text(case["outcome"]),
        )
        for case in cases.to_dict("records")
    ]
