"""Whether the method holds up: coverage, coherence, robustness, and influence against the intended weight.

Every number is judged by a threshold that is named with its source, and by none where too little is known: a small
cycle is never called sound for want of evidence. What is shown for information only has no part in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbench.analysis.audit_checks import CANNOT_SAY, CHECKS, LOOK, SOUND, STATED, Thresholds
from workbench.analysis.coherence import correlated_pairs, parent_correlations, reliability
from workbench.analysis.influence import influences
from workbench.analysis.leave_one_out import without
from workbench.analysis.screening import indicator_statistics
from workbench.analysis.swaps import swap_thresholds
from workbench.errors import message
from workbench.model.framework import Framework, Node
from workbench.model.methods import FEWEST_SUBJECTS
from workbench.model.parameters import Ranking
from workbench.model.results import Scorecard
from workbench.scoring.composite import FittedComposite, only_scores
from workbench.scoring.ranking import rank_series

TOO_FEW = message("too few subjects")
NO_VARIATION = message("nothing varies here")
CHANCE = message("it may be chance")
SHARED = message("several share the first place")
TOO_MANY = message("too many subjects to try every weight")

COLUMNS = ["area", "check", "code", "other", "subjects", "value", "expected", "verdict", "reason", "source"]


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What was looked at, and what was found: one small frame an area, one row an indicator, node, or pair.

    All have the columns ``area, check, code, other, subjects, value, expected, verdict, reason, source``: the verdict
    on the `value` of `code` (with `other`, where it takes two) by the threshold or intended weight `expected`. It is
    ``sound``, ``look``, ``cannot_say`` with its reason, or empty where the number is only stated.

    Parameters
    ----------
    coverage : DataFrame
        By indicator: ``present, imputed, treated, same`` (shares), ``skewness`` (judged with kurtosis), ``kurtosis``.
    coherence : DataFrame
        ``reliability`` of nodes (Cronbach's alpha); ``redundant`` pairs, ``conflict`` of siblings and ``parent``, a
        child with its node (Pearson's correlations).
    robustness : DataFrame
        ``width`` and ``widest`` rank intervals, ``top`` (shares), ``certain`` and ``top_possible`` (counts);
        ``left_out``, mean shift in rank without `code` as a share of all ranks; ``swap``, the relative change of the
        weight of `code`, the smallest there is, that changes the first place, NaN where no single weight does.
    influence : DataFrame
        ``influence`` of an indicator `code` on the score of the root `other`, its share of the squared correlations of
        all indicators, beside its weight; ``influence_within``, of a child on its node among its siblings.
    """

    coverage: pd.DataFrame
    coherence: pd.DataFrame
    robustness: pd.DataFrame
    influence: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """Everything in one table."""
        return pd.concat([self.coverage, self.coherence, self.robustness, self.influence], ignore_index=True)


def verdicts(table: pd.DataFrame) -> pd.Series:
    """Return the verdict on each check of an audit's `table`: a look if any part needs one, sound only if all are."""
    judged = table[table["verdict"] != STATED]
    severity = {SOUND: 0, CANNOT_SAY: 1, LOOK: 2}
    worst = judged["verdict"].map(severity).groupby(judged["check"], sort=False).max()
    return worst.map({level: verdict for verdict, level in severity.items()})


def audit(
    fitted: FittedComposite,
    measured: pd.DataFrame,
    card: Scorecard,
    intervals: pd.DataFrame,
    *,
    ranking: Ranking,
    top: float,
    thresholds: Thresholds | None = None,
) -> Audit:
    """Return the audit of a cycle.

    Parameters
    ----------
    fitted : FittedComposite
        What made the scorecard.
    measured : DataFrame
        Values as measured, of those who are evaluated; the others' rows of what follows are not looked at.
    card : Scorecard
        What was made of them.
    intervals : DataFrame
        Of `rank_intervals`: ``low, high, top``.
    ranking : Ranking
        How scores are ranked.
    top : float
        Share of the subjects that makes up the top, as in `rank_intervals`.
    thresholds : Thresholds, optional
        From where on something needs a look.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en; Saisana, M. et al.,
    JRC statistical audits of composite indicators.
    """
    case = _Case(
        fitted=replace(fitted, framework=_counting(fitted.framework)),
        measured=measured,
        values=card.values.loc[measured.index],
        normalised=card.normalised.loc[measured.index],
        scores=card.scores.loc[measured.index],
        changed=card.changed,
        intervals=intervals.loc[measured.index].dropna().astype(float),
        decimals=ranking.decimals,
        top=top,
        limits=thresholds or Thresholds(),
    )
    return Audit(
        coverage=_of_area(_coverage(case)),
        coherence=_of_area(_coherence(case)),
        robustness=_of_area(_robustness(case)),
        influence=_of_area(_influence(case)),
    )


@dataclass(frozen=True, kw_only=True)
class _Case:
    """What is audited: the tree of what counts, and the frames of those who are evaluated."""

    fitted: FittedComposite
    measured: pd.DataFrame
    values: pd.DataFrame
    normalised: pd.DataFrame
    scores: pd.DataFrame
    changed: pd.DataFrame
    intervals: pd.DataFrame
    decimals: int | None
    top: float
    limits: Thresholds

    @property
    def framework(self) -> Framework:
        return self.fitted.framework

    @cached_property
    def codes(self) -> list[str]:
        return [leaf.code for leaf in self.framework.leaves]

    @cached_property
    def ranks(self) -> pd.Series:
        return rank_series(self.scores[self.framework.root.code], self.decimals)

    @cached_property
    def stands_for(self) -> dict[str, str]:
        """Code of every node and indicator to itself, or to the only indicator below it."""
        codes = {code: code for code in self.codes}
        for node in self.framework.nodes:
            codes[node.code] = codes[node.children[0].code] if len(node.children) == 1 else node.code
        return codes

    @cached_property
    def compared(self) -> pd.DataFrame:
        nodes = [node.code for node in self.framework.nodes]
        return pd.concat([self.normalised[self.codes], self.scores[nodes]], axis=1)


def _counting(framework: Framework) -> Framework:
    return replace(framework, root=_with_weight(framework.root), predicate=None)


def _with_weight(node: Node) -> Node:
    kept = (child for child in node.children if child.weight > 0)
    return replace(node, children=tuple(_with_weight(each) if isinstance(each, Node) else each for each in kept))


def _of_area(parts: Iterator[pd.DataFrame]) -> pd.DataFrame:
    table = pd.concat([part for part in parts if len(part)] or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)
    texts = dict.fromkeys(("area", "check", "code", "other", "verdict", "reason", "source"), "str")
    return table.astype({**texts, "subjects": "int64", "value": "float64", "expected": "float64"})


def _judged(check: str, found: pd.DataFrame, *, off: ArrayLike, fewest: int, unsure: ArrayLike = False) -> pd.DataFrame:
    """Return the rows of one check with a verdict: a look where `off`, unless that is `unsure` or too few to tell."""
    few = found["subjects"] < fewest
    reason = np.select([few, found["value"].isna(), np.broadcast_to(unsure, len(found))],
                       [TOO_FEW, NO_VARIATION, CHANCE], "")  # fmt: skip
    verdict = np.select([reason != "", np.broadcast_to(off, len(found))], [CANNOT_SAY, LOOK], SOUND)
    return _labelled(check, found.assign(verdict=verdict, reason=reason))


def _stated(check: str, found: pd.DataFrame) -> pd.DataFrame:
    return _labelled(check, found.assign(verdict=STATED, reason=""))


def _labelled(check: str, found: pd.DataFrame) -> pd.DataFrame:
    known = CHECKS[check]
    named = {"code": "", "other": "", "expected": np.nan} | {name: found[name] for name in found}
    return found.assign(**named, area=known.area, check=check, source=known.source)[COLUMNS]


# --- coverage --------------------------------------------------------------------------------------------------------


def _coverage(case: _Case) -> Iterator[pd.DataFrame]:
    limits, n = case.limits, len(case.measured)
    measured, used = case.measured[case.codes], case.values[case.codes]
    statistics = indicator_statistics(used).loc[case.codes]
    present = statistics["present"].to_numpy()
    pulled = case.changed.loc[case.changed["step"] == "treated", "code"].value_counts().reindex(case.codes).fillna(0)
    filled = (used.notna() & measured.isna()).sum()

    def found(values: ArrayLike, expected: float, subjects: ArrayLike = present) -> pd.DataFrame:
        rows = {"code": case.codes, "subjects": subjects, "value": np.asarray(values, float), "expected": expected}
        return pd.DataFrame(rows)

    def share(counts: pd.Series) -> pd.Series:
        return counts / np.maximum(present, 1)

    shown = found(measured.notna().mean(), limits.coverage, n)
    yield _judged("present", shown, off=shown["value"] < limits.coverage, fewest=1)
    for check, counts, limit, fewest in (
        ("imputed", filled, limits.imputed, 1),
        ("treated", pulled, limits.treated, 1),
        ("same", statistics["most_equal"], limits.same, limits.subjects),
    ):
        shown = found(share(counts), limit)
        yield _judged(check, shown, off=shown["value"] > limit, fewest=fewest)
    lopsided = (statistics["skewness"].abs() > limits.skewness) & (statistics["kurtosis"] > limits.kurtosis)
    shown = found(statistics["skewness"], limits.skewness)
    yield _judged("skewness", shown, off=lopsided.to_numpy(), fewest=limits.subjects)
    yield _stated("kurtosis", found(statistics["kurtosis"], limits.kurtosis))


# --- coherence -------------------------------------------------------------------------------------------------------


def _coherence(case: _Case) -> Iterator[pd.DataFrame]:
    limits, framework = case.limits, case.framework
    found = reliability(framework, case.compared).nodes.reset_index(names="code")
    children = {node.code: [child.code for child in node.children] for node in framework.nodes}
    complete = [int(case.compared[children[code]].notna().all(axis=1).sum()) for code in found["code"]]
    alphas = found.rename(columns={"alpha": "value"}).assign(subjects=complete, expected=limits.alpha)
    yield _judged("reliability", alphas, off=alphas["value"] < limits.alpha, fewest=limits.subjects)
    pairs = correlated_pairs(framework, case.compared).rename(
        columns={"first": "code", "second": "other", "correlation": "value", "pairs": "subjects"}
    )
    once = pairs[~pd.DataFrame({end: pairs[end].map(case.stands_for) for end in ("code", "other")}).duplicated()]
    same = once["value"].abs() > limits.collinear
    yield _judged("redundant", once.assign(expected=limits.collinear), off=same, fewest=limits.subjects)
    siblings = pairs[pairs["dimension"] != ""]
    against = siblings["value"] < limits.conflict
    yield _judged(
        "conflict",
        siblings.assign(expected=limits.conflict),
        off=against,
        unsure=against & (siblings["p_value"] > limits.significance),
        fewest=limits.subjects,
    )
    above = parent_correlations(framework, case.compared).rename(
        columns={"above": "other", "correlation": "value", "pairs": "subjects"}
    )
    direct = above[(above["levels"] == 1) & above["other"].map(children).map(len).gt(1)]
    weak = direct["value"] < limits.weak
    yield _judged("parent", direct.assign(expected=limits.weak), off=weak, fewest=limits.subjects)


# --- robustness ------------------------------------------------------------------------------------------------------


def _robustness(case: _Case) -> Iterator[pd.DataFrame]:
    limits, n = case.limits, len(case.intervals)

    def found(value: float, expected: float = np.nan) -> pd.DataFrame:
        return pd.DataFrame({"code": [case.framework.root.code], "subjects": n, "value": value, "expected": expected})

    width = (case.intervals["high"] - case.intervals["low"]) / max(n, 1)
    for check, percentile, limit in (("width", 0.5, limits.width), ("widest", 0.9, limits.widest)):
        shown = found(float(width.quantile(percentile)), limit)
        yield _judged(check, shown, off=shown["value"] > limit, fewest=limits.subjects)
    yield _stated("certain", found(int((width == 0).sum())))
    often, size = case.intervals["top"], max(1, int(case.top * n + 1e-9))
    certain = found(min(1.0, int((often == 1).sum()) / size), limits.top)
    yield _judged("top", certain, off=certain["value"] < limits.top, fewest=limits.subjects)
    yield _stated("top_possible", found(int((often > 0).sum())))
    yield _left_out(case)
    yield _swap(case)


def _left_out(case: _Case) -> pd.DataFrame:
    """Return how far ranks shift without each indicator and dimension, one scoring each, never all side by side."""
    limits, n = case.limits, int(case.ranks.notna().sum())
    shifts = {code: _shift_without(case, code) for code in _removable(case.framework)}
    found = pd.DataFrame(
        {
            "code": list(shifts),
            "subjects": [len(shift) for shift in shifts.values()],
            "value": [float(shift.mean()) / max(n, 1) for shift in shifts.values()],
            "expected": limits.left_out,
        }
    )
    return _judged("left_out", found, off=found["value"] > limits.left_out, fewest=limits.subjects)


def _shift_without(case: _Case, code: str) -> pd.Series:
    remaining = replace(case.fitted, framework=without(case.framework, code))
    scores = only_scores(remaining, case.values, root_only=True)[case.framework.root.code]
    ranks = rank_series(pd.Series(scores, index=case.values.index), case.decimals)
    return (ranks - case.ranks).abs().dropna().astype(float)


def _removable(framework: Framework) -> list[str]:
    """Return every indicator, then every dimension of several parts, without which something else remains."""
    leaves = [leaf.code for leaf in framework.leaves]
    root = framework.root
    several = [child.code for child in root.children if isinstance(child, Node) and len(child.children) > 1]
    return [*(leaves if len(leaves) > 1 else []), *(several if len(root.children) > 1 else [])]


def _swap(case: _Case) -> pd.DataFrame:
    limits, n = case.limits, int(case.ranks.notna().sum())
    if sum(len(node.children) for node in case.framework.nodes) == len(case.framework.nodes):
        return pd.DataFrame(columns=COLUMNS)  # everything stands alone in its dimension: no weight can move
    shown = pd.DataFrame({"code": [""], "subjects": n, "value": np.nan, "expected": limits.swap})
    reasons = ((n < 2, TOO_FEW), (int((case.ranks == 1).sum()) > 1, SHARED), (n > limits.most_swapped, TOO_MANY))
    reason = next((reason for met, reason in reasons if met), "")
    if reason:
        return _labelled("swap", shown.assign(verdict=CANNOT_SAY, reason=reason))
    swaps = swap_thresholds(case.framework, case.normalised, pairs="winner")
    moves = ((swaps.thresholds - swaps.shares).abs() / swaps.shares).min()
    if moves.notna().any():
        shown = shown.assign(code=moves.idxmin(), value=moves.min())
    verdict = LOOK if moves.min() < limits.swap else SOUND
    return _labelled("swap", shown.assign(verdict=verdict, reason=""))


# --- influence -------------------------------------------------------------------------------------------------------


def _influence(case: _Case) -> Iterator[pd.DataFrame]:
    """Yield influence beside weight; children that stand for the indicators of the whole are not told again.

    What is the same for everybody has no influence on a score that varies: 0, not unknown.
    """
    limits = case.limits
    found = influences(case.framework, case.normalised, case.scores).sort_values(
        "among", ascending=False, kind="stable"
    )  # "indicators" first
    groups = found.groupby(["node", "among"])
    some, several = groups["influence"].transform("sum") > 0, groups["code"].transform("size") > 1
    silent = found["correlation"].isna() & (found["subjects"] >= FEWEST_SUBJECTS) & some
    known = found.assign(influence=found["influence"].mask(silent, 0.0), part=found["code"].map(case.stands_for))
    once = known[several].drop_duplicates(["node", "part", "weight", "influence"])
    shown = once.rename(columns={"node": "other", "influence": "value", "weight": "expected"})
    for check, among in (("influence", "indicators"), ("influence_within", "children")):
        rows = shown[shown["among"] == among]
        allowed = np.maximum(limits.influence * rows["expected"], limits.influence_points)
        off = (rows["value"] - rows["expected"]).abs() > allowed
        yield _judged(check, rows, off=off, fewest=limits.subjects)
