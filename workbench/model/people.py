"""People and their units, and what officials decided about their predicates, beside what was computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.model.distribution import DistributionCheck, DistributionRule
from workbench.model.labels import Label
from workbench.model.rules import Cited
from workbench.model.working_days import WorkingDays

STAGES = ("computed", "final")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "placements": ("subject", "unit", "kind", "start", "end", "days", "share", "judges", "agreement"),
    "units": ("unit", "label", "parent", "predicate", "year", "source", "late"),
    "guidance": ("subject", "node", "rating", "guided", "outcome"),
    "adjustments": (
        "subject",
        "kind",
        "node",
        "from",
        "to",
        "predicate_before",
        "predicate_after",
        "reason",
        "decided_by",
        "decided_on",
    ),
    "objections": (
        "subject",
        "received_on",
        "submitted_on",
        "submission_due",
        "submission",
        "decision_due",
        "decided_on",
        "days",
        "status",
        "decision",
        "from",
        "to",
        "reason",
        "decision_reason",
        "decided_by",
    ),
}
"""Columns of each frame of `People`, in order."""


@dataclass(frozen=True, kw_only=True)
class ObjectionTerms:
    """How long an objection may take: two numbers of working days, each cited, and the calendar they are counted in."""

    submission: Cited
    decision: Cited
    calendar: WorkingDays


@dataclass(frozen=True, kw_only=True)
class PeopleRules:
    """The rules about people with every name resolved; what a cycle does not have is None.

    Parameters
    ----------
    order : tuple of str
        Codes of the predicates, best first.
    predicates, organisation : mapping
        Names of the people's and of the units' predicates by code.
    distribution : DistributionRule, optional
        Limits on the distribution.
    exemptions : mapping
        Reason for exemption to its name.
    exemptions_cited : Cited, optional
        Where these reasons stand.
    terms : ObjectionTerms, optional
        Deadlines of objections.
    """

    order: tuple[str, ...] = ()
    predicates: Mapping[str, Label]
    organisation: Mapping[str, Label]
    distribution: DistributionRule | None = None
    exemptions: Mapping[str, Label]
    exemptions_cited: Cited | None = None
    terms: ObjectionTerms | None = None


@dataclass(frozen=True, kw_only=True)
class People:
    """What a run knows about people beyond their scores. Frames are empty where the cycle has no such table.

    Parameters
    ----------
    status : DataFrame
        Indexed by subject: ``unit`` that judges, ``because`` (``home``, ``moved``, ``acting``, ``agreement``),
        ``exempt`` (code of the reason; NA for those evaluated), ``exempt_source``, ``predicate`` (computed) and
        ``predicate_final``, ``rating_<node>`` with the final rating of each node that has one, and ``score_<node>``
        with the final score of each node without bands that a decision changed for anybody.
    placements, units, guidance, adjustments, objections : DataFrame
        See `COLUMNS`. In `adjustments` the kind is ``meeting`` or ``objection``; days are dates without a time.
    checks : mapping
        ``computed`` and ``final``: the distribution before and after the decisions.
    facts : mapping
        Plain values that reports need: ``parts`` (what the cycle has), names, deadlines with their citations.
    """

    status: pd.DataFrame
    placements: pd.DataFrame
    units: pd.DataFrame
    guidance: pd.DataFrame
    adjustments: pd.DataFrame
    objections: pd.DataFrame
    checks: Mapping[str, Sequence[DistributionCheck]]
    facts: Mapping[str, Any]

    @property
    def parts(self) -> frozenset[str]:
        """The parts of the parameters file that this cycle has, such as ``organisation`` and ``objections``."""
        return frozenset(self.facts["parts"])

    @property
    def exempt(self) -> pd.Series:
        """Reason of those who are not evaluated, by subject."""
        return self.status["exempt"].dropna()


def empty(frame: str) -> pd.DataFrame:
    """Return the frame of this name without rows."""
    return pd.DataFrame({column: pd.Series(dtype="object") for column in COLUMNS[frame]})
