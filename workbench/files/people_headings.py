"""The tables about people as people read them: headings, and names instead of codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.analysis.decisions import NO_VALUE
from workbench.errors import message
from workbench.locale import Language
from workbench.model.run import Run

SHEETS = {
    "distribution": message("Distribution"),
    "placements": message("Placements"),
    "not_evaluated": message("Not evaluated"),
    "guidance": message("Guidance"),
    "adjustments": message("Decisions"),
    "objections": message("Objections"),
}
HEADINGS = {
    "predicate_final": message("Final predicate"),
    "exempt": message("Exempt"),
    "exempt_source": message("Source"),
    "stage": message("Stage"),
    "organisation": message("Unit's own predicate"),
    "people": message("People"),
    "unpredicated": message("Without a predicate"),
    "status": message("Status"),
    "to_move": message("People who would have to move"),
    "pooled_into": message("Counted with"),
    "kind": message("Kind"),
    "start": message("From"),
    "end": message("Until"),
    "days": message("Days"),
    "judges": message("Judges"),
    "agreement": message("Agreement"),
    "node": message("About"),
    "rating": message("Rating from the thresholds"),
    "guided": message("Rating by the guidance"),
    "outcome": message("Outcome"),
    "from": message("From value"),
    "to": message("To value"),
    "predicate_before": message("Predicate before"),
    "predicate_after": message("Predicate after"),
    "decided_by": message("Decided by"),
    "decided_on": message("Decided on"),
    "received_on": message("Received"),
    "submitted_on": message("Submitted"),
    "submission_due": message("To be submitted by"),
    "submission": message("Submission"),
    "decision_due": message("To be decided by"),
    "decision": message("Decision"),
    "decision_reason": message("Reason of the decision"),
}
_CODES = {
    "computed": message("Computed"),
    "final": message("Final"),
    "within": message("within"),
    "outside": message("outside"),
    "impossible": message("cannot be kept by so few people"),
    "too_small": message("too few people to be tested"),
    "pooled": message("counted with another unit"),
    "no_predicate": message("the unit has no predicate yet"),
    "post": message("own post"),
    "acting": message("acting"),
    "meeting": message("meeting"),
    "objection": message("objection"),
    "upheld": message("upheld"),
    "changed": message("changed"),
    "predicate": message("Predicate"),
}
_OF_PREDICATES = ("predicate_final", "predicate_before", "predicate_after")
_OF_WORDS = ("stage", "status", "kind", "submission", "decision", "outcome")


def with_names(table: pd.DataFrame, run: Run, language: Language) -> pd.DataFrame:
    """Return a table about people with names in place of codes, in `language`."""
    people = run.people
    if people is None:
        return table
    shown = table.copy()
    predicates = _labels(run.predicate["predicates"] if run.predicate else {}, language)
    organisation = _labels(people.facts["organisation"], language)
    values = {**dict.fromkeys(_OF_PREDICATES, predicates), "organisation": organisation}
    values["exempt"] = _labels(people.facts["exemptions"], language)
    for column in set(values) & set(shown):
        shown[column] = shown[column].map(values[column], na_action="ignore")
    for column in set(_OF_WORDS) & set(shown):
        shown[column] = shown[column].map(
            lambda code: language.text(_CODES.get(str(code), str(code))), na_action="ignore"
        )
    if "node" in shown:
        for column in {"from", "to", "rating", "guided"} & set(shown):
            shown[column] = [_value(run, *pair, language) for pair in zip(shown["node"], shown[column], strict=True)]
        shown["node"] = shown["node"].map(lambda node: _node(run, node, language))
    elif "submitted_on" in shown:
        for column in ("from", "to"):
            shown[column] = shown[column].map(predicates, na_action="ignore")
    return shown.rename(columns=lambda name: _count(name, predicates))


def _labels(labels: Mapping[str, Mapping[str, str]], language: Language) -> dict[str, str]:
    return {code: label[language.code] for code, label in labels.items()}


def _node(run: Run, node: str, language: Language) -> str:
    return str(run.nodes[node]["label"][language.code]) if node in run.nodes else language.text(_CODES.get(node, node))


def _value(run: Run, node: str, codes: Any, language: Language) -> Any:
    """Return the name of a predicate or of ratings of `node`; several ratings come as one text, a score as it is."""
    if pd.isna(codes):
        return codes
    if node in run.nodes and not run.nodes[node]["bands"]:
        return codes if codes == NO_VALUE else language.number(float(codes))
    if node in run.nodes:
        names = {band["code"]: band["label"][language.code] for band in run.nodes[node]["bands"] or ()}
    else:
        names = _labels(run.predicate["predicates"] if run.predicate else {}, language)
    return ", ".join(names.get(code, code) for code in str(codes).split(", "))


def _count(column: str, predicates: Mapping[str, str]) -> str:
    return predicates.get(column.removeprefix("count_"), column) if column.startswith("count_") else column
