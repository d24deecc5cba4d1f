"""What officials decided, laid over what was computed: in the order of their dates, each from the value that stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workbench.errors import Fault, Words, fault, message
from workbench.model.catalogue import nearest_name
from workbench.model.framework import Predicate
from workbench.model.labels import Label
from workbench.model.people import COLUMNS
from workbench.model.people_tables import PREDICATE, Records
from workbench.model.strict import Period

NO_VALUE = "-"
MEETING = message("meeting")
OBJECTION = message("objection")
UPHELD, CHANGED = "upheld", "changed"

Labels = Mapping[str, Mapping[str, Label]]
"""Node (or ``predicate``) to the names of its codes."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What stands after all decisions.

    Parameters
    ----------
    ratings : DataFrame
        Final rating of each node with bands, by subject.
    predicates : Series
        Final predicates by subject.
    record : DataFrame
        Every change in order; see ``adjustments`` in `workbench.model.people.COLUMNS`.
    faults : tuple of Fault
        Decisions that cannot be laid over what was computed.
    """

    ratings: pd.DataFrame
    predicates: pd.Series
    record: pd.DataFrame
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Decision:
    where: str
    row: int
    kind: str
    subject: str
    node: str
    before: str
    after: str | None
    reason: str
    decided_by: str
    decided_on: pd.Timestamp


def decide(
    ratings: pd.DataFrame,
    predicates: pd.Series,
    *,
    adjustments: Records | None,
    objections: Records | None,
    words: Mapping[str, str],
    key: str,
    labels: Labels,
    predicate: Predicate | None,
    exempt: frozenset[str],
    window: Period,
) -> Decided:
    """Return ratings and predicates after the decisions, with a record of every change.

    A decision about a rating changes the predicate through the matrix of the predicate rule; a decision about the
    predicate changes nothing else. Each must begin at the value that stands when it is taken.

    Parameters
    ----------
    ratings, predicates : DataFrame, Series
        As computed, by subject.
    adjustments : Records, optional
        Rows ``key, node, from, to, reason, decided_by, decided_on``.
    objections : Records, optional
        Objections; those that changed a predicate are decisions too.
    words : mapping
        Outcome of an objection, as the table writes it, to ``upheld`` or ``changed``.
    key : str
        Name of the column with the subject's code.
    labels : mapping
        Names by which `from` and `to` may be written, besides the codes.
    predicate : Predicate, optional
        The matrix and its two nodes.
    exempt : frozenset of str
        Subjects that are not evaluated.
    window : Period
        Days on which adjustments may have been decided.
    """
    standing = _Standing(ratings.copy(), predicates.copy(), labels, predicate, exempt, window)
    decisions = [*_of_meetings(adjustments, key), *_of_objections(objections, words, key)]
    for decision in sorted(decisions, key=lambda each: (each.decided_on, each.kind, each.row)):
        standing.take(decision)
    faults = [*standing.faults, *_outcome_faults(objections, words)]
    record = pd.DataFrame(standing.record, columns=list(COLUMNS["adjustments"]))
    return Decided(ratings=standing.ratings, predicates=standing.predicates, record=record, faults=tuple(faults))


def _of_meetings(records: Records | None, key: str) -> Sequence[_Decision]:
    rows = [] if records is None else records.rows.reset_index().to_dict("records")
    return [
        _Decision(
            where=records.where if records else "",
            row=int(row["row"]),
            kind=str(MEETING),
            subject=str(row[key]),
            node=str(row["node"]),
            before=str(row["from"]),
            after=str(row["to"]),
            reason=str(row["reason"]),
            decided_by=str(row["decided_by"]),
            decided_on=row["decided_on"],
        )
        for row in rows
    ]


def _of_objections(records: Records | None, words: Mapping[str, str], key: str) -> Sequence[_Decision]:
    """Return one decision an objection; one that upholds, or is still open, only has to begin at what stands."""
    rows = [] if records is None else records.rows.reset_index().to_dict("records")
    return [
        _Decision(
            where=records.where if records else "",
            row=int(row["row"]),
            kind=str(OBJECTION),
            subject=str(row[key]),
            node=PREDICATE,
            before=str(row["from"]),
            after=str(row["to"]) if words.get(row["decision"]) == CHANGED and pd.notna(row["to"]) else None,
            reason=str(row["reason"] if pd.isna(row["decision_reason"]) else row["decision_reason"]),
            decided_by=str(row["decided_by"]),
            decided_on=row["decided_on"] if pd.notna(row["decided_on"]) else pd.Timestamp.max,
        )
        for row in rows
    ]


def _outcome_faults(records: Records | None, words: Mapping[str, str]) -> list[Fault]:
    faults = []
    rows = [] if records is None else records.rows.reset_index().to_dict("records")
    for row in rows:
        outcome, where = words.get(row["decision"]), records.where if records else ""
        if outcome == CHANGED and pd.isna(row["to"]):
            faults.append(fault(where, "row {row}: the predicate was changed, but 'to' is empty", row=row["row"]))
        if outcome != CHANGED and pd.notna(row["to"]) and row["to"] != row["from"]:
            faults.append(
                fault(
                    where, "row {row}: 'to' is another predicate, but the decision does not change it", row=row["row"]
                )
            )
    return faults


@dataclass
class _Standing:
    """Ratings and predicates as they stand, changed by one decision after the other."""

    ratings: pd.DataFrame
    predicates: pd.Series
    labels: Labels
    predicate: Predicate | None
    exempt: frozenset[str]
    window: Period
    faults: list[Fault] = field(default_factory=list)
    record: list[dict[str, Any]] = field(default_factory=list)

    def take(self, decision: _Decision) -> None:
        if not self._sound(decision):
            return
        before = self._code(decision, decision.before)
        after = before if decision.after is None else self._code(decision, decision.after)
        if before is None or after is None or not self._begins_at(decision, before):
            return
        if decision.after is None:
            return
        if before == after:
            self._fault(decision, "'from' and 'to' are the same: a decision that changes nothing does not belong here")
            return
        self._change(decision, before, after)

    def _sound(self, decision: _Decision) -> bool:
        if decision.node not in self.labels:
            template = message(
                "unknown node '{node}': decisions are about 'predicate' or a dimension with bands; nearest: {nearest}"
            )
            self._fault(decision, template, node=decision.node, nearest=nearest_name(decision.node, self.labels))
            return False
        if decision.subject in self.exempt:
            self._fault(decision, "this person is exempt from evaluation, so there is nothing to decide")
            return False
        day = decision.decided_on.date()
        if decision.kind == MEETING and not self.window.start <= day <= self.window.end:
            self._fault(
                decision,
                "decided on {day}, outside the window from {first} to {last}; see 'adjustments.window'",
                day=day.isoformat(),
                first=self.window.start.isoformat(),
                last=self.window.end.isoformat(),
            )
            return False
        return True

    def _code(self, decision: _Decision, written: str) -> str | None:
        if written.strip() in (NO_VALUE, "–"):
            return NO_VALUE
        names = self.labels[decision.node]
        code = code_of(written, names)
        if code is None:
            self._fault(
                decision,
                "'{value}' is no value of '{node}'; nearest: {nearest}",
                value=written,
                node=decision.node,
                nearest=nearest_name(written, names),
            )
        return code

    def _begins_at(self, decision: _Decision, before: str) -> bool:
        stands = self._stands(decision.subject, decision.node)
        if stands == before:
            return True
        earlier = any(
            each["subject"] == decision.subject and each["node"] in (decision.node, PREDICATE) for each in self.record
        )
        template: Words = (
            message("'from' says {given}, but after the decisions before it {stands} stands for '{node}'")
            if earlier or len(self._of(decision.subject))
            else message("'from' says {given}, but {stands} was computed for '{node}'; was it taken from another run?")
        )
        self._fault(decision, template, given=before, stands=stands, node=decision.node)
        return False

    def _of(self, subject: str) -> list[dict[str, Any]]:
        return [each for each in self.record if each["subject"] == subject]

    def _stands(self, subject: str, node: str) -> str:
        value = self.predicates[subject] if node == PREDICATE else self.ratings.at[subject, node]
        return NO_VALUE if pd.isna(value) else str(value)

    def _change(self, decision: _Decision, before: str, after: str) -> None:
        subject, was = decision.subject, self._stands(decision.subject, PREDICATE)
        if decision.node == PREDICATE:
            self.predicates[subject] = None if after == NO_VALUE else after
        else:
            self.ratings.loc[subject, decision.node] = None if after == NO_VALUE else after
            self._follow_the_matrix(subject, decision.node)
        self.record.append(
            {
                "subject": subject,
                "kind": decision.kind,
                "node": decision.node,
                "from": before,
                "to": after,
                "predicate_before": was,
                "predicate_after": self._stands(subject, PREDICATE),
                "reason": decision.reason,
                "decided_by": decision.decided_by,
                "decided_on": decision.decided_on.date().isoformat(),
            }
        )

    def _follow_the_matrix(self, subject: str, node: str) -> None:
        if self.predicate is None or node not in (self.predicate.rows, self.predicate.columns):
            return
        pair = tuple(self._stands(subject, side) for side in (self.predicate.rows, self.predicate.columns))
        self.predicates[subject] = self.predicate.rule.cells.get((pair[0], pair[1]))

    def _fault(self, decision: _Decision, template: str, **values: object) -> None:
        about = Fault("", template, values)
        self.faults.append(fault(decision.where, "row {row}: {fault}", row=decision.row, fault=about))


def code_of(written: str, names: Mapping[str, Label]) -> str | None:
    """Return the code that `written` stands for: the code itself, or its name in either language."""
    wanted = _plain(written)
    for code, label in names.items():
        if wanted in (_plain(code), _plain(label.id), _plain(label.en)):
            return code
    return None


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
