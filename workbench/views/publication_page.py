"""The page of an edition for leaders or the public, and what its README says: counts and means, nobody's result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.errors import message
from workbench.fairness.disclosure_tables import ALL, NOT_STATED
from workbench.locale import Language
from workbench.model.fairness import CANNOT_SAY, VERDICTS
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import Block, bullets, paragraph
from workbench.views.first_page import page_head

LEADERS, PUBLIC = "leaders", "public"
AUDIENCES = {LEADERS: message("edition for leaders"), PUBLIC: message("public edition")}
UNIT = "unit"
"""Grouping by the unit that judges."""

_STATUS = {True: message("hidden (too few)"), False: message("shown")}


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What one audience may see of a run.

    Parameters
    ----------
    audience : {'leaders', 'public'}
        Who will read it.
    smallest : int
        Numbers of fewer people are hidden.
    groupings : mapping
        Grouping (`ALL`: none) to its rows, as `fairness.publishing.rows_of` returns them. Empty where units are scored.
    left_out : mapping
        Grouping that is not published to the reason and to the grouping it is too much like.
    units : DataFrame, optional
        Scores where the subjects are units: ``unit, name, score, rank, class`` and a column a dimension.
    raters : DataFrame, optional
        For leaders: ``rater`` (pseudonym), ``outcome`` (what was rated), ``value, low, high`` and ``hidden``.
    """

    audience: str
    smallest: int
    groupings: Mapping[str, pd.DataFrame]
    left_out: Mapping[str, tuple[str, str]]
    units: pd.DataFrame | None = None
    raters: pd.DataFrame | None = None


def publication(edition: Edition, run: Run, language: Language) -> tuple[Block, ...]:
    """Return the sections of the page."""
    title = selection.words(run.manifest["title"], language)
    kind, whose = language.text("Results"), language.text(AUDIENCES[edition.audience])
    head = Block("", "", (page_head(run, title, kind, language, edition=whose),), "summary")
    sections = [_grouping(edition, grouping, run, language) for grouping in edition.groupings]
    if edition.units is not None:
        sections.append(_units(edition.units, run, language))
    if edition.raters is not None:
        sections.append(_raters(edition.raters, run, language))
    return head, *sections, _explanation(edition, run, language)


def readme(edition: Edition, run: Run, language: Language) -> str:
    """Return what was hidden and why, in Markdown."""
    title = selection.words(run.manifest["title"], language)
    heading = f"# {title}, {run.manifest['cycle']}: {language.text(AUDIENCES[edition.audience])}"
    lines = [f"* {sentence}" for sentence in explanation(edition, run, language)]
    source = language.text("Run: {fingerprint}", fingerprint=run.fingerprint)
    return "\n".join([heading, "", *lines, "", source, ""])


def tables_in_words(edition: Edition, run: Run, language: Language) -> dict[str, pd.DataFrame]:
    """Return the tables of the edition by name, with the words of the page beside the codes."""
    found = {f"by_{name or 'all'}": _in_words(rows, name, run, language) for name, rows in edition.groupings.items()}
    if edition.units is not None:
        found["units"] = edition.units
    if edition.raters is not None:
        found["raters"] = edition.raters.drop(columns="hidden").assign(
            outcome=_rated(edition.raters, run, language), status=_rater_status(edition.raters, language)
        )
    return found


def explanation(edition: Edition, run: Run, language: Language) -> tuple[str, ...]:
    """Return what is hidden and why, one sentence a line."""
    sentences = []
    if edition.units is not None:
        sentences.append(
            language.text(
                "These are results of units as bodies, which are to be published; nothing in them is about a person."
            )
        )
    if edition.groupings:
        sentences += _what_is_hidden(edition, language)
    sentences += [
        language.text(
            "{grouping} is not published: {reason}.",
            grouping=_grouping_word(name, language),
            reason=language.text(reason, smallest=edition.smallest, other=_grouping_word(other, language)),
        )
        for name, (reason, other) in edition.left_out.items()
    ]
    if edition.raters is not None:
        sentences.append(
            language.text(
                "Raters stand under pseudonyms made for this edition only; without the secret key nobody can connect "
                "them with those of another."
            )
        )
    return (*sentences, language.text("No name, personal number or pseudonym of a person evaluated stands in it."))


def _what_is_hidden(edition: Edition, language: Language) -> list[str]:
    first, *others = edition.groupings.values()  # everybody together stands in each of them
    rows = pd.concat([first, *(each[each["group"] != ALL] for each in others)])
    numbers = {
        "smallest": edition.smallest,
        "hidden": language.number(int(rows["hidden"].sum()), 0),
        "all": language.number(len(rows), 0),
    }
    return [
        language.text(
            "Numbers of fewer than {smallest} people are hidden, and so are those from which they could be worked out: "
            "{hidden} of {all} numbers. Each keeps its place in the tables.",
            **numbers,
        ),
        language.text(
            "A class that holds everybody of a group is hidden as well, since it would tell the class of each of them."
        ),
        language.text("That there is nobody (0) is shown, unless it would tell a hidden number."),
        language.text(
            "Percentages are whole and stand beside numbers that are shown; means are of at least {smallest} people, "
            "and left out where they would narrow a hidden number; no smallest or largest score is shown.",
            **numbers,
        ),
        language.text(
            "Before it was written, every hidden number was attacked with all that is shown: totals, percentages, "
            "means. None could be narrowed to fewer than {smallest} possible values.",
            **numbers,
        ),
        language.text(
            "The attack knows what stands here, not what a reader knows about single people. Never publish the same "
            "run twice with different thresholds: two editions can be subtracted from each other."
        ),
    ]


# --- sections --------------------------------------------------------------------------------------------------------


def _explanation(edition: Edition, run: Run, language: Language) -> Block:
    question = language.text("What is hidden, and why?")
    return Block(question, "", (bullets(explanation(edition, run, language)),), "hidden")


def _grouping(edition: Edition, name: str, run: Run, language: Language) -> Block:
    rows = edition.groupings[name]
    names = [_group_name(code, name, run, language) for code in rows["group"]]
    classes = [code for code in _classes(run, language) if (rows["class"] == code).any()]
    counts = {key: _count_text(row, language) for key, row in rows.set_index(["group", "class"]).iterrows()}
    table = pd.DataFrame(
        [
            {
                "name": row.name,
                "people": counts[row.group, ALL],
                **{f"class_{code}": counts[row.group, code] for code in classes},
                "mean": "–" if pd.isna(row.mean) else language.number(row.mean, 1),
            }
            for row in rows.assign(name=names)[rows["class"] == ALL].itertuples(index=False)
        ]
    )
    headings = {
        "name": _grouping_word(name, language),
        "people": language.text("People"),
        **{f"class_{code}": _classes(run, language)[code] for code in classes},
        **({"mean": language.text("Mean score")} if rows["mean"].notna().any() else {}),
    }
    question = language.text("What were the results by {grouping}?", grouping=_grouping_word(name, language))
    return Block(question, "", (tables.table(table, name=f"by-{name}", headings=headings),), f"by-{name}")


def _count_text(row: pd.Series, language: Language) -> str:
    if row["hidden"]:
        return language.text(_STATUS[True])
    count = language.number(int(row["people"]), 0)
    return count if pd.isna(row["percent"]) else f"{count} ({language.number(int(row['percent']), 0)} %)"


def _units(units: pd.DataFrame, run: Run, language: Language) -> Block:
    rows = pd.DataFrame(
        {
            "name": units["name"],
            "score": [selection.score_text(score, language) for score in units["score"]],
            "rank": [selection.count_text(rank, language) or "–" for rank in units["rank"]],
            "class": [_classes(run, language).get(code, "–") for code in units["class"]],
        }
    )
    headings = {
        "name": language.text("Unit"),
        "score": language.text("Score"),
        "rank": language.text("Rank"),
        **({"class": selection.class_heading(run, language)} if run.class_labels else {}),
    }
    question = language.text("How did the units do?")
    return Block(question, "", (tables.table(rows, name="units", headings=headings, words={"class"}),), "units")


def _raters(raters: pd.DataFrame, run: Run, language: Language) -> Block:
    rows = pd.DataFrame(
        {
            "rater": raters["rater"],
            "outcome": _rated(raters, run, language),
            "value": ["–" if pd.isna(each) else selection.signed_text(each, language, 2) for each in raters["value"]],
            "range": [
                selection.range_text(row.low, row.high, language, 2) or "–" for row in raters.itertuples(index=False)
            ],
            "status": _rater_status(raters, language),
        }
    )
    headings = {
        "rater": language.text("Rater"),
        "outcome": language.text("What was rated"),
        "value": language.text("Stricter by (points of the scale)"),
        "range": language.text("Interval (95 %)"),
        "status": language.text("Remarks"),
    }
    note = language.text("A rater can be stricter than others because of whom they rate: it is a question to ask.")
    table = tables.table(rows, name="raters", headings=headings, words={"outcome", "status"})
    return Block(language.text("Do raters differ?"), "", (table, paragraph(note, "note")), "raters")


def _rated(raters: pd.DataFrame, run: Run, language: Language) -> list[str]:
    labels = (run.manifest.get("fairness") or {}).get("ratings", {})
    return [selection.words(labels.get(code, code), language) for code in raters["outcome"]]


def _rater_status(raters: pd.DataFrame, language: Language) -> list[str]:
    return [
        language.text(_STATUS[bool(row.hidden)] if row.hidden or not pd.isna(row.value) else VERDICTS[CANNOT_SAY])
        for row in raters.itertuples(index=False)
    ]


# --- words -----------------------------------------------------------------------------------------------------------


def _classes(run: Run, language: Language) -> dict[str, str]:
    """Return the names of the classes, the best first, then that of having none."""
    labels = {code: selection.words(label, language) for code, label in run.class_labels.items()}
    return {**labels, NOT_STATED: language.text("without a class")}


def _grouping_word(name: str, language: Language) -> str:
    return {UNIT: language.text("Unit"), ALL: language.text("All together")}.get(name, name)


def _group_name(code: str, grouping: str, run: Run, language: Language) -> str:
    if code == ALL:
        return language.text("All together")
    if code == NOT_STATED:
        return language.text("not stated")
    if grouping == UNIT and run.people is not None:
        found = run.people.units.loc[run.people.units["unit"] == code, "label"].dropna()
        return str(found.iloc[0]) if len(found) else code
    return code


def _in_words(rows: pd.DataFrame, grouping: str, run: Run, language: Language) -> pd.DataFrame:
    classes = {**_classes(run, language), ALL: language.text("All together")}
    named = rows.assign(
        name=[_group_name(code, grouping, run, language) for code in rows["group"]],
        class_name=[classes.get(code, code) for code in rows["class"]],
    )
    order = ["group", "name", "class", "class_name", "people", "percent", "mean", "hidden"]
    return _with_status(named[order], language)


def _with_status(rows: pd.DataFrame, language: Language) -> pd.DataFrame:
    status = [language.text(_STATUS[bool(hidden)]) for hidden in rows["hidden"]]
    return rows.drop(columns="hidden").assign(status=status)
