"""Why a score changed between two evaluations: effects of data, weights, method and membership that add up exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import pandas as pd

from workbench.errors import ScoringError, fault, message
from workbench.model.framework import Framework, Node
from workbench.model.labels import Label
from workbench.model.parameters import Imputation, Ranking, Winsorising
from workbench.model.results import Measurements, Scorecard
from workbench.scoring.composite import score
from workbench.scoring.exemption import EXEMPT

FACTORS = ("data", "weights", "method", "membership")
NOT_LISTED = message("not in the table of subjects")
NO_SCORE = message("no score: too little of the weight has a value")
NOT_SPLIT = message("scored in both, but not in a mixture of both, so the change cannot be split")

Switched = frozenset[str]
"""The factors taken from the second evaluation; the others come from the first."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """One side of a comparison: what was measured, and everything that makes a score of it.

    Parameters
    ----------
    title : Label
        What a reader calls it.
    framework : Framework
        The tree with weights and methods.
    measurements : Measurements
        Of the subjects that were evaluated, and of nobody else.
    subjects : DataFrame
        Column ``label`` and the group columns, also of subjects that are exempt.
    missing, treatment, ranking : Imputation, Winsorising, Ranking
        The rules of its parameters file.
    """

    title: Label
    framework: Framework
    measurements: Measurements
    subjects: pd.DataFrame
    missing: Imputation
    treatment: Winsorising
    ranking: Ranking

    @property
    def members(self) -> pd.Index:
        """The subjects that were evaluated."""
        return self.measurements.values.index


@dataclass(frozen=True, kw_only=True)
class ScoreChange:
    """What changed from one evaluation to another, and by which effects.

    Parameters
    ----------
    before, after : Label
        What the two are called.
    scores, ranks : DataFrame
        A row for every subject scored in both: ``before, after, data, weights, method, membership``. The four effects
        add up to ``after - before``; they are NaN for a subject that cannot be split.
    contributions : DataFrame
        The same subjects; one column an indicator of either: how much its contribution to the score changed. Rows add
        up to ``after - before`` too.
    weights : DataFrame
        A row an indicator of either, ``before, after``: its weight in the whole; NaN where it does not count at all.
    absent : DataFrame
        ``subject, side, reason``: who has no change or no split, and why; `side` is ``before``, ``after`` or ``both``.
    subjects, indicators : mapping of str to str or Label
        What they are called.
    """

    before: Label
    after: Label
    scores: pd.DataFrame
    ranks: pd.DataFrame
    contributions: pd.DataFrame
    weights: pd.DataFrame
    absent: pd.DataFrame
    subjects: Mapping[str, str]
    indicators: Mapping[str, Label]


def score_change(before: Evaluation, after: Evaluation) -> ScoreChange:
    """Return how each subject's score and rank changed, split into four effects that add up exactly.

    The subjects are scored again under all mixtures of the two evaluations. Each factor comes from one of them:

    * *data*: the measured values of the subjects that are in both (how they are measured included);
    * *weights*: the weights of what stands in both trees. What stands in one tree only keeps its share there, and the
      others divide the rest in the proportions of the other evaluation;
    * *method*: the tree itself (which indicators and dimensions there are), normalisation and its goalposts,
      imputation, treatment, aggregation, ranking. An indicator that is measured in one evaluation only has the same
      values in every mixture, so that its coming or going is wholly an effect of the method;
    * *membership*: who else is scored. It moves ranks, and scores where a method depends on the other subjects.

    The effect of a factor is the change it makes when it is switched, averaged over the 24 orders in which the four can
    be switched: its Shapley value. So no order is preferred, and what two factors do only together is shared evenly.

    Parameters
    ----------
    before, after : Evaluation
        The two; of the same cycle under two sets of parameters, or of two cycles.

    Raises
    ------
    ScoringError
        When a mixture cannot be scored, as when a method of the one cannot take the values of the other.

    References
    ----------
    Shapley, L. S. (1953), A value for n-person games, doi:10.1515/9781400881970-018; Shorrocks, A. F. (2013),
    Decomposition procedures for distributional analysis, doi:10.1007/s10888-011-9214-z.
    """
    changed = tuple(factor for factor in FACTORS if _differs(factor, before, after))
    cards = {switched: _scored(before, after, switched) for switched in _subsets(changed)}
    first, last = cards[frozenset()], cards[frozenset(changed)]
    roots = before.framework.root.code, after.framework.root.code
    old, new = first.scores[roots[0]].dropna(), last.scores[roots[1]].dropna()
    both = old.index.intersection(new.index, sort=False)
    scores = {switched: _root_scores(card).reindex(both) for switched, card in cards.items()}
    ranks = {switched: card.ranks.reindex(both).astype(float) for switched, card in cards.items()}
    contributions = last.contributions.reindex(both).sub(first.contributions.reindex(both), fill_value=0.0)
    split = _effects(scores, changed)
    return ScoreChange(
        before=before.title,
        after=after.title,
        scores=split,
        ranks=_effects(ranks, changed),
        contributions=contributions[list(_indicators(before, after))],
        weights=_weights(before, after),
        absent=_absent(before, after, old.index, new.index, split),
        subjects={**before.subjects["label"], **after.subjects["label"]},
        indicators=_indicators(before, after),
    )


def _subsets(factors: tuple[str, ...]) -> Iterator[Switched]:
    for size in range(len(factors) + 1):
        yield from map(frozenset, combinations(factors, size))


def _root_scores(card: Scorecard) -> pd.Series:
    return card.scores.iloc[:, -1]


def _effects(worth: Mapping[Switched, pd.Series], changed: tuple[str, ...]) -> pd.DataFrame:
    """Return before, after and the Shapley value of each factor; a factor that did not change has no effect."""
    first, last = worth[frozenset()], worth[frozenset(changed)]
    effects = {factor: _shapley(worth, factor, changed) for factor in changed}
    unsplit = sum(worth.values()).isna()
    still = pd.Series(0.0, index=first.index)
    columns = {factor: effects.get(factor, still).mask(unsplit) for factor in FACTORS}
    return pd.DataFrame({"before": first, "after": last, **columns})


def _shapley(worth: Mapping[Switched, pd.Series], factor: str, changed: tuple[str, ...]) -> pd.Series:
    others = tuple(each for each in changed if each != factor)
    total = pd.Series(0.0, index=worth[frozenset()].index)
    for switched in _subsets(others):
        chance = factorial(len(switched)) * factorial(len(others) - len(switched)) / factorial(len(changed))
        total = total + chance * (worth[switched | {factor}] - worth[switched])
    return total


# --- mixtures -------------------------------------------------------------------------------------------------------


def _scored(before: Evaluation, after: Evaluation, switched: Switched) -> Scorecard:
    """Return the scorecard of one mixture."""

    def side(factor: str) -> tuple[Evaluation, Evaluation]:
        return (after, before) if factor in switched else (before, after)

    method, _ = side("method")
    members = side("membership")[0].members
    framework = method.framework
    if side("weights")[0] is not method:
        framework = with_shares_of(framework, side("weights")[0].framework)
    codes = [leaf.code for leaf in framework.leaves]
    values = _of_members([each.measurements.values for each in side("data")], members, codes)
    groups = _of_members([each.subjects.drop(columns="label") for each in side("data")], members)
    try:
        return score(
            framework,
            _measured(values),
            groups=groups,
            missing=method.missing,
            treatment=method.treatment,
            ranking=method.ranking,
        )
    except ScoringError as error:
        names = {factor: side(factor)[0].title.id for factor in FACTORS}
        template = "in a mixture (data of '{data}', methods of '{method}'): {fault}"
        raise ScoringError(
            fault("", template, data=names["data"], method=names["method"], fault=each) for each in error.faults
        ) from None


def _of_members(frames: list[pd.DataFrame], members: pd.Index, columns: list[str] | None = None) -> pd.DataFrame:
    """Return the rows of `members`: from the first of two frames, and what it does not have at all from the second."""
    first, second = frames
    wanted = columns or list(dict.fromkeys([*first, *second]))
    taken = {}
    for column in wanted:
        own, other = (frame[column] if column in frame else pd.Series(dtype=object) for frame in (first, second))
        if column in first:
            other = other.drop(index=own.index, errors="ignore")
        taken[column] = pd.concat([each for each in (own, other) if len(each)]).reindex(members)
    return pd.DataFrame(taken, index=members)


def _measured(values: pd.DataFrame) -> Measurements:
    nothing = pd.DataFrame(columns=["subject", "code", "reason"])
    return Measurements(values=values, cases=values, low=values, high=values, missing=nothing)


def with_shares_of(framework: Framework, other: Framework) -> Framework:
    """Return `framework` with the weights of `other`, as far as both have the same children at a node.

    A child that `other` does not have there keeps its share; the rest is divided in the proportions of `other`.
    """
    theirs = {node.code: node for node in other.nodes} | {framework.root.code: other.root}
    shares: dict[str, float] = {}
    for node in framework.nodes:
        shares |= _shares_of(node, theirs.get(node.code))
    return framework.with_weights(shares)


def _shares_of(node: Node, other: Node | None) -> dict[str, float]:
    own = {child.code: share for child, share in zip(node.children, node.shares, strict=True)}
    known = {child.code: share for child, share in zip(other.children, other.shares, strict=True)} if other else {}
    common = {code: known[code] for code in own if code in known}
    total = sum(common.values())
    if not total:
        return own
    rest = sum(own[code] for code in common)
    return {code: rest * common[code] / total if code in common else share for code, share in own.items()}


# --- what differs ---------------------------------------------------------------------------------------------------


def _differs(factor: str, before: Evaluation, after: Evaluation) -> bool:
    """Whether a factor can have an effect at all; a method is taken to differ, since two cannot be compared."""
    if factor == "membership":
        return set(before.members) != set(after.members)
    if factor == "weights":
        pairs = ((before.framework, after.framework), (after.framework, before.framework))
        return any(_weights_differ(own, with_shares_of(own, other)) for own, other in pairs)
    return factor == "method" or _data_differ(before, after)


def _weights_differ(one: Framework, other: Framework) -> bool:
    return any(abs(one.effective_weights[code] - weight) > 1e-12 for code, weight in other.effective_weights.items())


def _data_differ(before: Evaluation, after: Evaluation) -> bool:
    both = before.members.intersection(after.members)
    frames = [pd.concat([each.measurements.values, each.subjects], axis=1).loc[both] for each in (before, after)]
    columns = [column for column in frames[0] if column in frames[1] and column != "label"]
    return not frames[0][columns].equals(frames[1][columns])


def _indicators(before: Evaluation, after: Evaluation) -> dict[str, Label]:
    return {leaf.code: leaf.label for each in (before, after) for leaf in each.framework.leaves}


def _weights(before: Evaluation, after: Evaluation) -> pd.DataFrame:
    def of(each: Evaluation) -> dict[str, Any]:
        return {leaf.code: each.framework.effective_weights[leaf.code] for leaf in each.framework.leaves}

    both = pd.DataFrame({"before": pd.Series(of(before)), "after": pd.Series(of(after))})
    return both.reindex(list(_indicators(before, after)))


def _absent(before: Evaluation, after: Evaluation, old: pd.Index, new: pd.Index, split: pd.DataFrame) -> pd.DataFrame:
    """Return who has no change, or no split, and why."""
    rows = [
        (subject, side, _reason(subject, each))
        for side, each, there, here in (("before", before, new, old), ("after", after, old, new))
        for subject in there.difference(here)
    ]
    unsplit = split.index[split[list(FACTORS)].isna().any(axis=1)]
    rows += [(subject, "both", NOT_SPLIT) for subject in unsplit]
    return pd.DataFrame(rows, columns=["subject", "side", "reason"])


def _reason(subject: str, evaluation: Evaluation) -> str:
    if subject not in evaluation.subjects.index:
        return NOT_LISTED
    return NO_SCORE if subject in evaluation.members else EXEMPT
