"""Whether the method holds up: coverage, coherence, robustness, and influence against the intended weight.

Every number is judged by a threshold that is named with its source, and by none where too little is known: a small
cycle is never called sound for want of evidence. What is shown for information only has no part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from workbench.analysis.coherence import Thresholds as Correlation
from workbench.analysis.coherence import correlated_pairs, parent_correlations, reliability
from workbench.analysis.influence import influences
from workbench.analysis.leave_one_out import without
from workbench.analysis.screening import Limits, indicator_statistics
from workbench.analysis.swaps import swap_thresholds
from workbench.errors import message
from workbench.model.framework import Framework, Node
from workbench.model.methods import FEWEST_SUBJECTS
from workbench.model.parameters import Ranking
from workbench.model.results import Scorecard
from workbench.scoring.composite import FittedComposite, only_scores
from workbench.scoring.ranking import rank_series

SOUND, LOOK, CANNOT_SAY, STATED = "sound", "look", "cannot_say", ""

TOO_FEW = message("too few subjects")
NO_VARIATION = message("nothing varies here")
CHANCE = message("it may be chance")
SHARED = message("several share the first place")
TOO_MANY = message("too many subjects to try every weight")

COLUMNS = ["area", "check", "code", "other", "subjects", "value", "expected", "verdict", "reason", "source"]

VERDICTS = {SOUND: message("sound"), LOOK: message("needs a look"), CANNOT_SAY: message("cannot be said")}
AREAS = {
    "coverage": message("Coverage"),
    "coherence": message("Coherence"),
    "robustness": message("Robustness"),
    "influence": message("Influence and weight"),
}

_COINR = "Becker et al. (2022), COINr, doi:10.21105/joss.04567"
_BENNETT = "Bennett (2001), doi:10.1111/j.1467-842X.2001.tb00294.x"
_NUNNALLY = "Nunnally (1978), Psychometric Theory"
_COHEN = "Cohen (1988), Statistical Power Analysis for the Behavioral Sciences"
_OWN = message("convention of the workbench")


@dataclass(frozen=True)
class Check:
    """One question that an audit asks.

    Parameters
    ----------
    area : str
        One of `AREAS`.
    name : str
        What is measured.
    source : str
        Of the threshold; empty where the number is only stated, or judged together with another.
    """

    area: str
    name: str
    source: str = ""


CHECKS: Mapping[str, Check] = {
    "present": Check("coverage", message("values measured"), _COINR),
    "imputed": Check("coverage", message("values filled in"), _BENNETT),
    "treated": Check("coverage", message("outliers pulled in"), _OWN),
    "same": Check("coverage", message("most frequent value"), _COINR),
    "skewness": Check("coverage", message("skewness"), _COINR),
    "kurtosis": Check("coverage", message("kurtosis"), _COINR),
    "reliability": Check("coherence", message("Cronbach's alpha"), _NUNNALLY),
    "redundant": Check("coherence", message("two parts that say the same"), _COINR),
    "conflict": Check("coherence", message("two parts that work against each other"), _COHEN),
    "parent": Check("coherence", message("a part with its dimension"), _COINR),
    "width": Check("robustness", message("half of the rank intervals at most so wide"), _OWN),
    "widest": Check("robustness", message("nine tenths of the rank intervals at most so wide"), _OWN),
    "certain": Check("robustness", message("places that are certain")),
    "top": Check("robustness", message("places in the top that are certain"), _OWN),
    "top_possible": Check("robustness", message("subjects that may be in the top")),
    "left_out": Check("robustness", message("shift in rank without the part"), _OWN),
    "swap": Check("robustness", message("smallest change of a weight that changes the first place"), _OWN),
    "influence": Check("influence", message("influence beside weight"), _OWN),
}


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From where on something needs a look. Shares are 0-1.

    Parameters
    ----------
    subjects : int
        With fewer, nothing estimated from the spread of subjects is judged. Convention.
    coverage : float
        Smallest share of subjects with a measured value. COINr, practice of JRC audits.
    imputed : float
        Largest share of filled-in values. Bennett, D. A. (2001), doi:10.1111/j.1467-842X.2001.tb00294.x.
    treated : float
        Largest share of values pulled in as outliers. Convention.
    same : float
        Largest share of values that equal the most frequent one. COINr's limit for zeros, here for any value.
    skewness, kurtosis : float
        An indicator as used is lopsided beyond both. COINr; OECD/JRC (2008), doi:10.1787/9789264043466-en.
    alpha : float
        Smallest Cronbach's alpha. Nunnally (1978). A convention for tests: a dimension may join unlike things on
        purpose.
    collinear, weak, significance : float
        As in `coherence.Thresholds`. COINr.
    conflict : float
        A correlation below it inside a dimension works against it, unless it may be chance. Cohen (1988): "small".
    width, widest : float
        Largest median, and 90th percentile, of the widths of rank intervals as shares of all ranks. Convention.
    top : float
        Smallest share of the top places whose holders are certain. Convention.
    left_out : float
        Largest mean shift in rank without a part, as a share of all ranks; a random order shifts by 1/3. Convention.
    swap : float
        Smallest relative change of one weight that may change the first place. Convention.
    influence, influence_points : float
        Largest deviation of influence from weight, as a share of the weight, unless it is fewer points than this.
        Convention, after Paruolo, Saisana & Saltelli (2013), doi:10.1111/j.1467-985X.2012.01059.x.
    most_swapped : int
        With more subjects the search for swaps is left out: it takes time in proportion to subjects and weights.
    """

    subjects: int = 10
    coverage: float = Limits.coverage
    imputed: float = 0.1
    treated: float = 0.05
    same: float = 0.5
    skewness: float = Limits.skewness
    kurtosis: float = Limits.kurtosis
    alpha: float = 0.7
    collinear: float = Correlation.collinear
    weak: float = Correlation.weak
    significance: float = Correlation.significance
    conflict: float = -0.1
    width: float = 0.1
    widest: float = 0.25
    top: float = 0.5
    left_out: float = 0.1
    swap: float = 0.1
    influence: float = 0.5
    influence_points: float = 0.05
    most_swapped: int = 2_000


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
        ``influence`` of `code` on the score of `other`: its share of the squared correlations, beside its weight.
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
    same = pairs["value"].abs() > limits.collinear
    yield _judged("redundant", pairs.assign(expected=limits.collinear), off=same, fewest=limits.subjects)
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
    """Yield influence beside weight; where all indicators hang on the root, they are its children and come once.

    What is the same for everybody has no influence on a score that varies: 0, not unknown.
    """
    limits = case.limits
    found = influences(case.framework, case.normalised, case.scores).drop_duplicates(["node", "code"])
    groups = found.groupby(["node", "among"])
    silent = (
        found["correlation"].isna()
        & (found["subjects"] >= FEWEST_SUBJECTS)
        & (groups["influence"].transform("sum") > 0)
    )
    several = found.assign(influence=found["influence"].mask(silent, 0.0))[groups["code"].transform("size") > 1]
    shown = several.rename(columns={"node": "other", "influence": "value", "weight": "expected"})
    allowed = np.maximum(limits.influence * shown["expected"], limits.influence_points)
    off = (shown["value"] - shown["expected"]).abs() > allowed
    yield _judged("influence", shown, off=off, fewest=limits.subjects)
