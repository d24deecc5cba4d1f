"""A finished run, as read back from its directory: what every report shows, and nothing a report has to compute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from workbench.model.fairness import Examination
from workbench.model.people import People
from workbench.model.results import Measurements, Scorecard

Tree = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Run:
    """One execution of the workbench. Frames are indexed by subject.

    Parameters
    ----------
    fingerprint : str
        Hash of everything that decides the result.
    manifest : mapping
        ``place, title {id, en}, cycle, period {start, end}, data_until, subject_kind, group_names, synthetic, source,
        edition, seed, rules, inputs, plugins, packages, python, robustness, peers, objections, deadlines, logs,
        rollout`` as plain JSON values.
    framework : mapping
        The resolved tree as JSON, the root first. A node holds ``children``; a leaf holds ``indicator``, its code.
    subjects : DataFrame
        Column ``label`` and the group columns.
    measurements : Measurements
        What was measured.
    scorecard : Scorecard
        What was made of it.
    rank_intervals : DataFrame
        Columns ``low, median, high``: the ranks between which 90 % of the draws lie when the weights are shaken, and
        their middle; ``top``, the share of the draws in which the subject belongs to the top.
    peers : DataFrame
        Long: ``subject, code, group, peers, rank, points, mean, median``, as `analysis.peers` returns it.
    band_changes : DataFrame
        Long: ``subject, code, direction, class, move, now, value``, as `analysis.band_change` returns it.
    audit : DataFrame
        Long: ``area, check, code, other, subjects, value, expected, verdict, reason, source``, as `analysis.audit`
        returns it.
    weightings : mapping
        Node code to ``method, label, settings, from_data, facts`` of the weighting that settled its weights; empty
        where all weights are given.
    predicate : mapping, optional
        ``rows, columns`` (codes of nodes), ``predicates {code: {id, en}}``, their ``order``, best first,
        ``reference``; None where
        the cycle sets no predicate.
    people : People, optional
        Units, exemptions, decisions and objections; None where the cycle has none of them.
    fairness : mapping
        Code of a check to what it found; empty where the cycle asks for no audit of fairness. What the checks are
        called stands in ``manifest["fairness"]``.
    logs : mapping
        Code to the rows of each log, as `analysis.logs` returns them; their names stand in ``manifest["logs"]``.
    """

    fingerprint: str
    manifest: Mapping[str, Any]
    framework: Tree
    subjects: pd.DataFrame
    measurements: Measurements
    scorecard: Scorecard
    rank_intervals: pd.DataFrame
    peers: pd.DataFrame
    band_changes: pd.DataFrame
    audit: pd.DataFrame
    weightings: Mapping[str, Any] = field(default_factory=dict)
    predicate: Mapping[str, Any] | None = None
    people: People | None = None
    fairness: Mapping[str, Examination] = field(default_factory=dict)
    logs: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @cached_property
    def root(self) -> str:
        """Code of the node whose score is the subject's score."""
        return str(self.framework["code"])

    @cached_property
    def branches(self) -> tuple[tuple[int, Tree], ...]:
        """Every node and indicator with its depth, parents before their children."""
        return tuple(_walk(self.framework, 0))

    @cached_property
    def nodes(self) -> Mapping[str, Tree]:
        """Nodes by code, the root first."""
        return {branch["code"]: branch for _, branch in self.branches if "indicator" not in branch}

    @cached_property
    def leaves(self) -> Mapping[str, Tree]:
        """Indicators by code, in the order of the framework."""
        return {branch["indicator"]: branch for _, branch in self.branches if "indicator" in branch}

    @cached_property
    def scores(self) -> pd.Series:
        """The subjects' scores, best first; those without a score come last."""
        return self.scorecard.scores[self.root].sort_values(ascending=False, kind="stable", na_position="last")

    @cached_property
    def class_labels(self) -> Mapping[str, Mapping[str, str]]:
        """What the class of a subject can be, best first, with its label: the predicates, else the root's bands."""
        if self.predicate is not None:
            return {code: self.predicate["predicates"][code] for code in self.predicate["order"]}
        return {band["code"]: band["label"] for band in reversed(self.framework["bands"] or ())}

    def dimension_of(self, indicator: str) -> str:
        """Return the code of the root's child that `indicator` belongs to (itself when it hangs on the root)."""
        return self._dimensions[indicator]

    @cached_property
    def _dimensions(self) -> Mapping[str, str]:
        return {
            leaf["indicator"]: str(child.get("indicator", child.get("code")))
            for child in self.framework["children"]
            for _, leaf in _walk(child, 1)
            if "indicator" in leaf
        }


def _walk(branch: Tree, depth: int) -> Iterator[tuple[int, Tree]]:
    yield depth, branch
    for child in branch.get("children", ()):
        yield from _walk(child, depth + 1)
