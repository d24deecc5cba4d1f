"""Sections part by part, each under its own name: how every dimension turned out, and what is shown for information."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import NOTHING, Block, heading, kept_together, paragraph

Branch = Mapping[str, Any]

MOST_COLUMNS = 5
MOST_SUBJECTS = 16
FIRST_LEVEL = 3  # headings: the section is 2, its dimensions 3, theirs 4


def parts(run: Run, language: Language) -> Block:
    """Return every dimension that counts: what it is about, how it turned out, the values of its parts."""
    dimensions = _dimensions(run, counted=True)
    if not dimensions:
        return NOTHING
    scores = run.scorecard.scores[[dimension["code"] for dimension in dimensions]].median().dropna()
    pieces = [piece for dimension in dimensions for piece in _dimension(run, dimension, FIRST_LEVEL, language)]
    question = language.text("How did each part turn out?")
    return Block(question, _parts_sentence(run, scores, language), tuple(pieces), "parts")


def information(run: Run, language: Language) -> Block:
    """Return the dimensions of weight 0: shown beside the score, never counted in it; nothing where there are none."""
    dimensions = _dimensions(run, counted=False)
    if not dimensions:
        return NOTHING
    pieces = [piece for dimension in dimensions for piece in _dimension(run, dimension, FIRST_LEVEL, language)]
    question = language.text("What is shown for information only?")
    return Block(question, _information_sentence(dimensions, language), tuple(pieces), "information")


def own_information(run: Run, subject: str, language: Language) -> Block:
    """Return what is shown about one subject for information only; nothing where there is no such dimension."""
    dimensions = _dimensions(run, counted=False)
    if not dimensions:
        return NOTHING
    pieces = []
    for dimension in dimensions:
        pieces += [heading(selection.words(dimension["label"], language), FIRST_LEVEL), *_about(dimension, language)]
        if dimension["code"] in run.scorecard.bands:
            band = selection.band_text(run, subject, dimension["code"], language)
            pieces.append(paragraph(language.text("Band: {name}", name=band)))
        pieces.append(_own_values(run, subject, dimension, language))
    question = language.text("What is shown about you for information only?")
    return Block(question, _information_sentence(dimensions, language), tuple(pieces), "information")


def _dimensions(run: Run, *, counted: bool) -> list[Branch]:
    return [
        child
        for child in run.framework["children"]
        if "indicator" not in child and (child["effective_weight"] > 0) == counted
    ]


def _parts_sentence(run: Run, medians: pd.Series, language: Language) -> str:
    if len(medians) < 2 or medians.max() == medians.min():
        return language.text("{count} parts make up the score.", count=len(_dimensions(run, counted=True)))
    return language.text(
        "Half of the {subjects} have {high} points or more in {best}, and half have {low} or fewer in {worst}.",
        subjects=selection.subjects_word(run, language),
        best=selection.title_of(run, str(medians.idxmax()), language),
        high=selection.score_text(medians.max(), language),
        worst=selection.title_of(run, str(medians.idxmin()), language),
        low=selection.score_text(medians.min(), language),
    )


def _information_sentence(dimensions: list[Branch], language: Language) -> str:
    return language.text(
        "{names}: no part of the score, the rank or the predicate. It informs the officials; nothing is decided here.",
        names=selection.listed([selection.words(each["label"], language) for each in dimensions], language),
    )


def _dimension(run: Run, dimension: Branch, level: int, language: Language) -> list[str]:
    """Return heading, description, finding and table of a dimension, then its own dimensions."""
    weight = float(dimension["effective_weight"])
    name = selection.words(dimension["label"], language)
    if weight > 0:
        name = language.text("{name} ({weight} of the whole)", name=name, weight=language.percent(weight))
    head = (
        heading(name, level, f"part-{dimension['code']}"),
        *_about(dimension, language),
        paragraph(_dimension_sentence(run, dimension, language)),
    )
    table = _table(run, dimension, language)
    below = [child for child in dimension["children"] if "indicator" not in child]
    inner = [piece for child in below for piece in _dimension(run, child, level + 1, language)]
    return [kept_together(*head, role="head"), *_bands(run, dimension, language), table, *inner]


def _about(dimension: Branch, language: Language) -> list[str]:
    said = dimension.get("description")  # runs of earlier versions have none
    return [paragraph(selection.words(said, language))] if said else []


def _dimension_sentence(run: Run, dimension: Branch, language: Language) -> str:
    scores = run.scorecard.scores[dimension["code"]].dropna()
    if scores.empty:
        return language.text("Nobody has enough values for a score in this part.")
    said = {
        "count": language.number(len(scores), 0),
        "all": language.number(len(run.subjects), 0),
        "subjects": selection.subjects_word(run, language),
    }
    if not dimension["effective_weight"] > 0:
        return language.text("{count} of {all} {subjects} have a value in this part.", **said)
    return language.text(
        "{count} of {all} {subjects} have a score in this part; {middle}.",
        **said,
        middle=selection.middle_text(scores, language, 1),
    )


def _bands(run: Run, dimension: Branch, language: Language) -> list[str]:
    """Return how many subjects lie in which band; nothing where every subject has a row of its own."""
    code = dimension["code"]
    if code not in run.scorecard.bands or len(run.subjects) <= MOST_SUBJECTS:
        return []
    counts = run.scorecard.bands[code].value_counts()
    rows = pd.DataFrame(
        [
            {
                "band": selection.words(band["label"], language),
                "count": language.number(int(counts.get(band["code"], 0)), 0),
                "share": language.percent(float(counts.get(band["code"], 0) / max(1, counts.sum()))),
            }
            for band in reversed(dimension["bands"])
        ]
    )
    headings = {
        "band": language.text("Band"),
        "count": language.text("How many {subjects}", subjects=selection.subjects_word(run, language)),
        "share": language.text("Share"),
    }
    return [tables.table(rows, name=f"bands-{_dashed(code)}", headings=headings)]


def _table(run: Run, dimension: Branch, language: Language) -> str:
    children = dimension["children"]
    if len(run.subjects) <= MOST_SUBJECTS and len(children) <= MOST_COLUMNS:
        return _by_subject(run, dimension, language)
    return _by_child(run, dimension, language)


def _by_subject(run: Run, dimension: Branch, language: Language) -> str:
    """Return one row a subject, best first: its score in a dimension that counts, its band, the values of the parts."""
    code, children = dimension["code"], dimension["children"]
    counts = dimension["effective_weight"] > 0
    order = run.scorecard.scores[code].sort_values(ascending=False, kind="stable", na_position="last").index
    banded = code in run.scorecard.bands
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, subject),
                "score": selection.score_text(run.scorecard.scores.at[subject, code], language),
                **({"band": selection.band_text(run, subject, code, language)} if banded else {}),
                **{_code(child): _child_text(run, subject, child, language) for child in children},
            }
            for subject in order
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        **({"score": language.text("Score")} if counts else {}),
        **({"band": language.text("Band")} if banded else {}),
        **{_code(child): _child_heading(dimension, child, language) for child in children},
    }
    return tables.table(rows, name=f"part-{_dashed(code)}", headings=headings, words={"band"})


def _by_child(run: Run, dimension: Branch, language: Language) -> str:
    """Return one row an indicator or dimension: how many have a value, and where the values lie."""
    rows = pd.DataFrame([_summary_row(run, dimension, child, language) for child in dimension["children"]])
    headings = {
        "name": language.text("Part"),
        "count": language.text("With a value"),
        "low": language.text("A quarter lies below"),
        "median": language.text("Median"),
        "high": language.text("A quarter lies above"),
        "target": language.text("Targets reached"),
    }
    shown = {column: words for column, words in headings.items() if rows[column].str.len().any()}
    return tables.table(rows, name=f"part-{_dashed(dimension['code'])}", headings=shown)


def _summary_row(run: Run, dimension: Branch, child: Branch, language: Language) -> dict[str, str]:
    code, indicator = _code(child), "indicator" in child
    values = (run.measurements.values if indicator else run.scorecard.scores)[code].dropna()
    decimals = selection.decimals_for(values) if indicator else 1
    reached = selection.reaches_target(run, code) if indicator else pd.Series(dtype=bool)
    low, median, high = (
        language.number(float(values.quantile(each)) if len(values) else None, decimals) for each in (0.25, 0.5, 0.75)
    )
    return {
        "name": _child_heading(dimension, child, language),
        "count": language.number(len(values), 0),
        "low": low,
        "median": median,
        "high": high,
        "target": language.percent(float(reached.mean())) if len(reached) else "",
    }


def _own_values(run: Run, subject: str, dimension: Branch, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "name": _child_heading(dimension, child, language),
                "value": _child_text(run, subject, child, language),
                "median": _summary_row(run, dimension, child, language)["median"],
            }
            for child in dimension["children"]
        ]
    )
    headings = {
        "name": language.text("Indicator"),
        "value": language.text("Value"),
        "median": language.text("Median of all"),
    }
    return tables.table(rows, name=f"own-{_dashed(dimension['code'])}", headings=headings)


def _code(child: Branch) -> str:
    return str(child.get("indicator") or child["code"])


def _child_heading(dimension: Branch, child: Branch, language: Language) -> str:
    """Return the name of a part; of an indicator with its unit, and marked where it alone does not count."""
    if "indicator" not in child:
        return language.text("{name} (score)", name=selection.words(child["label"], language))
    marked = dimension["effective_weight"] > 0 and not child["effective_weight"] > 0
    name = selection.with_unit(child, language)
    return language.text("{name}, for information", name=name) if marked else name


def _child_text(run: Run, subject: str, child: Branch, language: Language) -> str:
    if "indicator" not in child:
        return selection.score_text(run.scorecard.scores.at[subject, child["code"]], language)
    values = run.measurements.values[child["indicator"]]
    return language.number(values[subject], selection.decimals_for(values))


def _dashed(code: str) -> str:
    return code.replace("_", "-")
