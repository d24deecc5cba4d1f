"""What officials decided, laid over what was computed: in the order of their dates, each from the value that stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
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
PRINTED = Decimal("0.1")  # reports print scores to one decimal, halves up

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
    scores : DataFrame
        Final score of each node without bands that a decision changed, by subject. No other score, rank or predicate
        follows from it.
    record : DataFrame
        Every change in order; see ``adjustments`` in `workbench.model.people.COLUMNS`.
    faults : tuple of Fault
        Decisions that cannot be laid over what was computed.
    """

    ratings: pd.DataFrame
    predicates: pd.Series
    scores: pd.DataFrame
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
    scores: pd.DataFrame,
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
    """Return ratings, predicates and scores after the decisions, with a record of every change.

    A decision about a rating changes the predicate through the matrix of the predicate rule; a decision about the
    predicate, or about the score of a node without bands, changes nothing else. Each must begin at the value that
    stands when it is taken; a score as reports print it.

    Parameters
    ----------
    ratings, predicates, scores : DataFrame, Series, DataFrame
        As computed, by subject; one column a node.
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
    numbers = scores.drop(columns=[node for node in labels if node in scores])
    standing = _Standing(ratings.copy(), predicates.copy(), numbers, labels, predicate, exempt, window)
    decisions = [*_of_meetings(adjustments, key), *_of_objections(objections, words, key)]
    for decision in sorted(decisions, key=lambda each: (each.decided_on, each.kind, each.row)):
        standing.take(decision)
    faults = [*standing.faults, *_outcome_faults(objections, words)]
    record = pd.DataFrame(standing.record, columns=list(COLUMNS["adjustments"]))
    changed = [node for node in standing.scores if (record["node"] == node).any()]
    return Decided(
        ratings=standing.ratings,
        predicates=standing.predicates,
        scores=standing.scores[changed],
        record=record,
        faults=tuple(faults),
    )


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
    """Ratings, predicates and scores as they stand, changed by one decision after the other."""

    ratings: pd.DataFrame
    predicates: pd.Series
    scores: pd.DataFrame
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
        if decision.node in self.scores and after != NO_VALUE and not 0 <= Decimal(after) <= 100:
            self._fault(decision, "'to' must be a score from 0 to 100, not {value}", value=decision.after)
            return
        if decision.after is None:
            return
        if before == after:
            self._fault(decision, "'from' and 'to' are the same: a decision that changes nothing does not belong here")
            return
        self._change(decision, before, after)

    def _sound(self, decision: _Decision) -> bool:
        nodes = {*self.labels, *self.scores}
        if decision.node not in nodes:
            template = message(
                "unknown node '{node}': decisions are about 'predicate' or a dimension; nearest: {nearest}"
            )
            self._fault(decision, template, node=decision.node, nearest=nearest_name(decision.node, nodes))
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
        if decision.node in self.scores:
            return self._number(decision, written)
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

    def _number(self, decision: _Decision, written: str) -> str | None:
        score = score_of(written)
        if score is None:
            template = message(
                "'{value}' is no score of '{node}': write it as reports print it, with at most one decimal, such as "
                "78.5"
            )
            self._fault(decision, template, value=written, node=decision.node)
        return score

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
        if node in self.scores:
            score = self.scores.at[subject, node]
            return NO_VALUE if pd.isna(score) else printed_score(score)
        value = self.predicates[subject] if node == PREDICATE else self.ratings.at[subject, node]
        return NO_VALUE if pd.isna(value) else str(value)

    def _change(self, decision: _Decision, before: str, after: str) -> None:
        subject, was = decision.subject, self._stands(decision.subject, PREDICATE)
        if decision.node == PREDICATE:
            self.predicates[subject] = None if after == NO_VALUE else after
        elif decision.node in self.scores:
            # A new frame: the computed scores stay as they were, and nothing is computed from the decided one.
            decided = self.scores[decision.node].copy()
            decided[subject] = float("nan") if after == NO_VALUE else float(after)
            self.scores = self.scores.assign(**{decision.node: decided})
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


def printed_score(score: float) -> str:
    """Return a score as reports print it, whatever their language: ``78.0``."""
    return str(Decimal(repr(float(score))).quantize(PRINTED, ROUND_HALF_UP))


def score_of(written: str) -> str | None:
    """Return the score that `written` stands for, as `printed_score`; None where it says more than is printed."""
    try:
        number = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not number.is_finite() or number != number.quantize(PRINTED):
        return None
    return str(number.quantize(PRINTED))


def _plain(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
