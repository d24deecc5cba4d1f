"""Choose a table of ratings: who is strict, who can be compared, what an adjustment changes, and what is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import pandas as pd

from workbench.analysis.decisions import NO_VALUE
from workbench.errors import Fault, WorkbenchError, fault, message
from workbench.fairness.adjustment_table import COLUMNS
from workbench.locale import Language
from workbench.model.people_tables import PREDICATE
from workbench.model.run import Run
from workbench.views import selection, severity_view
from workbench.views.accepted_lines import accepted_lines
from workbench.views.blocks import Block, callout
from workbench.views.boundary_view import judged_nodes
from workbench.views.fairness_words import outcome_name
from workbench.views.panel_controls import Accepted, Choice, Form, Line, Values, day_in
from workbench.views.people_words import value_name, what_was_decided
from workbench.views.question_panel import QuestionPanel
from workbench.views.rater_sections import raters_of

MOST_LINES = 40
"""So many people are offered to the meeting: those whose ratings change most."""

NO_REASON = message("{name}: no reason is given")
NO_TARGET = message("{name}: what it becomes is not chosen")
_NOTHING_ACCEPTED = message("no line is accepted; nothing was saved")
_NO_OFFICIAL = message("the official who decides is missing; nothing was saved")


class Decisions(Protocol):
    """Where accepted lines are kept; `workbench.files.decision_files` keeps them in files."""

    def save(self, lines: pd.DataFrame, page: str) -> tuple[Path, Path]:
        """Keep the lines as a table of adjustments with the page of the record, and return both files."""


def raters_panel(run: Run, *, decisions: Decisions | None = None, language: str = "id") -> QuestionPanel:
    """Return a panel that answers for one table of ratings of a run.

    Parameters
    ----------
    run : Run
        With the checks ``raters`` and ``calibration``.
    decisions : Decisions, optional
        Where accepted lines are kept; nothing can be accepted without it.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When the run has no ratings.
    """
    if "raters" not in run.fairness:
        cycle = str(run.manifest["cycle"])
        raise WorkbenchError([fault(cycle, "has no ratings to look at: its parameters file has no 'fairness.ratings'")])
    words, nodes = Language(language), _nodes(run)

    @lru_cache(maxsize=16)
    def answer_about(outcome: str) -> Sequence[Block]:
        views = (raters_of, severity_view.linkage, severity_view.adjustment)
        return [view(run, outcome, words) for view in views]

    return QuestionPanel(
        words.text("Are some raters stricter, and what follows from it?"),
        _choices(run, nodes, words),
        lambda values: answer_about(values["ratings"]),
        form=_form(run, decisions, words) if nodes and decisions is not None else None,
        language=language,
    )


def standing(run: Run, node: str) -> pd.Series:
    """Return the rating of `node`, or the predicate, that stands after all decisions so far, by subject."""
    final = "predicate_final" if node == PREDICATE else f"rating_{node}"
    if run.people is not None and final in run.people.status:
        return run.people.status[final]
    return run.scorecard.predicates if node == PREDICATE else run.scorecard.bands[node]


def _nodes(run: Run) -> list[str]:
    """Return what a meeting can decide about: conduct before results, since raters judge conduct; then the class."""
    return [*reversed(judged_nodes(run)), *([PREDICATE] if run.predicate is not None else [])]


def _choices(run: Run, nodes: Sequence[str], words: Language) -> list[Choice]:
    tables = {code: outcome_name(run, code, words) for code in run.fairness["raters"].facts}
    choices = [Choice(name="ratings", label=words.text("Table of ratings"), options=tables)]
    if nodes:
        about = {node: what_was_decided(run, node, words) for node in nodes}
        choices.append(Choice(name="node", label=words.text("The meeting decides about"), options=about))
    return choices


def _form(run: Run, decisions: Decisions, words: Language) -> Form:
    def save(values: Values, fields: Values, accepted: Accepted) -> Block:
        complete, missing = _sorted_out(run, values["node"], accepted, words)
        lines = _adjustments(run, values["node"], complete, fields)
        table, page = decisions.save(lines, accepted_lines(run, lines, words))
        said = words.text(
            "{count} lines saved in {table}, with the record to print in {page}.",
            count=len(lines),
            table=str(table),
            page=str(page),
        )
        not_saved = callout(words.text("Not saved"), [each.render(words.text) for each in missing])
        return Block("", said, (not_saved,))

    return Form(
        title=words.text("What does the meeting accept?"),
        note=words.text(
            "One line a person, those whose ratings would change most first. The meeting decides what a line becomes "
            "and why; a line without a reason, an official or a date is not saved."
        ),
        fields=(
            Choice(name="official", label=words.text("Official who decides"), kind="text"),
            Choice(name="date", label=words.text("Decided on"), kind="day"),
        ),
        button=words.text("Save the accepted lines"),
        save=save,
        headings=(
            selection.subject_word(run, words),
            words.text("As given"),
            words.text("Adjusted"),
            words.text("Change"),
            words.text("Stands now"),
        ),
        lines=lambda values: _lines(run, values, words),
    )


def _lines(run: Run, values: Values, words: Language) -> list[Line]:
    people = severity_view.people_adjusted(run, values["ratings"])
    if people.empty:
        return []
    node, now = values["node"], standing(run, values["node"])
    changed = people[people["change"].abs() > severity_view.UNSEEN]
    offered = changed[changed["subject"].isin(now.dropna().index)].head(MOST_LINES)
    codes = _codes(run, node)
    return [
        Line(
            key=f"{node}:{each['subject']}",
            cells=(
                selection.name_of(run, each["subject"]),
                words.number(each["raw"], 1),
                words.number(each["adjusted"], 1),
                selection.signed_text(each["change"], words),
                value_name(run, node, now[each["subject"]], words),
            ),
            options={code: value_name(run, node, code, words) for code in codes if code != now[each["subject"]]},
        )
        for each in offered.to_dict("records")
    ]


def _codes(run: Run, node: str) -> list[str]:
    if node == PREDICATE and run.predicate is not None:
        return list(run.predicate["predicates"])
    return [band["code"] for band in run.nodes[node]["bands"]]


def _sorted_out(
    run: Run, node: str, accepted: Accepted, words: Language
) -> tuple[Mapping[str, Mapping[str, str]], list[Fault]]:
    """Return the accepted lines that are complete, and what the others lack."""
    complete, missing = {}, []
    for key, line in accepted.items():
        subject = key.removeprefix(f"{node}:")
        name = selection.name_of(run, subject)
        if line.get("to") not in _codes(run, node):
            missing.append(fault("", NO_TARGET, name=name))
        elif not str(line.get("reason", "")).strip():
            missing.append(fault("", NO_REASON, name=name))
        else:
            complete[subject] = {"to": line["to"], "reason": str(line["reason"]).strip()}
    if not complete:
        raise WorkbenchError([*missing, fault("", _NOTHING_ACCEPTED)])
    return complete, missing


def _adjustments(run: Run, node: str, lines: Mapping[str, Mapping[str, str]], fields: Values) -> pd.DataFrame:
    """Return a table of adjustments in the format of the input that ``adjustments:`` names."""
    official = fields["official"].strip()
    if not official:
        raise WorkbenchError([fault("", _NO_OFFICIAL)])
    now = standing(run, node).fillna(NO_VALUE)
    rows = [
        {
            "subject": subject,
            "node": node,
            "from": now[subject],
            **line,
            "decided_by": official,
            "decided_on": day_in(fields, "date").isoformat(),
        }
        for subject, line in lines.items()
    ]
    return pd.DataFrame(rows)[list(COLUMNS)].astype("str")
