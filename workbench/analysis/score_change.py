"""Why a score changed between two cycles or scenarios: four effects that add up exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import pandas as pd

from workbench.errors import Fault, ScoringError, fault, message
from workbench.model.framework import Framework, Node
from workbench.model.labels import Label
from workbench.model.results import Measurements, Scorecard
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.exemption import EXEMPT

FACTORS = ("data", "weights", "method", "membership")
NOT_LISTED = message("not in the table of subjects")
NO_SCORE = message("no score: too little of the weight has a value")
NOT_SPLIT = message("scored in both, but not in a mixture of both, so the change cannot be split")

Switched = frozenset[str]
"""The factors taken from the second side; the others come from the first."""

NOTHING_SWITCHED: Switched = frozenset()


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a comparison.

    Parameters
    ----------
    title : Label
        What a reader calls it.
    evaluation : Evaluation
        Who was evaluated, and everything that makes a score of it.
    subjects : DataFrame
        Column ``label``; also of subjects that are exempt.
    """

    title: Label
    evaluation: Evaluation
    subjects: pd.DataFrame

    @property
    def values(self) -> pd.DataFrame:
        """What was measured of those evaluated."""
        return self.evaluation.measurements.values


@dataclass(frozen=True, kw_only=True)
class ScoreChange:
    """What changed from one side to the other, and by which effects.

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
        A row for each indicator of either, ``before, after``: its weight in the whole; NaN where it does not
        count.
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

    @property
    def table(self) -> pd.DataFrame:
        """One row a subject scored in both: its name, and all columns of `scores` and `ranks` under their prefix."""
        names = pd.Series(self.subjects).reindex(self.scores.index).rename("label")
        return pd.concat([names, self.scores.add_prefix("score_"), self.ranks.add_prefix("rank_")], axis=1)


def score_change(before: Side, after: Side) -> ScoreChange:
    """Return how each subject's score and rank changed, split into four effects that add up exactly.

    The subjects are scored again under all mixtures of the two sides. Each factor comes from one of them:

    * *data*: the measured values of the subjects that are on both sides, however they were measured;
    * *weights*: the weights of what stands in both trees, as given or as settled from the data of its side. What stands
      in one tree only keeps its share there, and the others divide the rest in the proportions of the other side;
    * *method*: the tree itself (which indicators and dimensions there are), normalisation with its goalposts or its
      reference cycle, imputation, treatment, aggregation, ranking. An indicator that is measured on one side only has
      the same values in every mixture, so that its coming or going is wholly an effect of the method;
    * *membership*: who else is scored. It moves ranks, and scores where a method depends on the other subjects.

    The effect of a factor is the change it makes when it is switched, averaged over the 24 orders in which the four can
    be switched: its Shapley value. So no order is preferred, and what two factors do only together is shared evenly.

    Parameters
    ----------
    before, after : Side
        The two: one cycle under two sets of parameters, or two cycles.

    Raises
    ------
    ScoringError
        When a mixture cannot be scored, as when a method of the one cannot take the values of the other.

    References
    ----------
    Shapley, L. S. (1953), A value for n-person games, doi:10.1515/9781400881970-018; Shorrocks, A. F. (2013),
    Decomposition procedures for distributional analysis, doi:10.1007/s10888-011-9214-z.
    """
    before, after = (_with_settled_weights(side) for side in (before, after))
    changed = tuple(factor for factor in FACTORS if _differs(factor, before, after))
    cards = {switched: _scored(before, after, switched) for switched in _subsets(changed)}
    first, last = cards[NOTHING_SWITCHED], cards[frozenset(changed)]
    old, new = (_root_scores(card).dropna().index for card in (first, last))
    both = old.intersection(new, sort=False)
    split = _effects({switched: _root_scores(card).reindex(both) for switched, card in cards.items()}, changed)
    ranks = {switched: card.ranks.reindex(both).astype(float) for switched, card in cards.items()}
    moved = last.contributions.reindex(both).sub(first.contributions.reindex(both), fill_value=0.0)
    indicators = {leaf.code: leaf.label for side in (before, after) for leaf in side.evaluation.framework.leaves}
    return ScoreChange(
        before=before.title,
        after=after.title,
        scores=split,
        ranks=_effects(ranks, changed),
        contributions=moved[list(indicators)],
        weights=_weights(before, after).reindex(list(indicators)),
        absent=_absent({"before": (before, old), "after": (after, new)}, split),
        subjects={**before.subjects["label"], **after.subjects["label"]},
        indicators=indicators,
    )


def _with_settled_weights(side: Side) -> Side:
    """Weights taken from data are those of the side's own data in every mixture: they are what its report shows."""
    framework = side.evaluation.fit().framework
    return replace(side, evaluation=replace(side.evaluation, framework=framework))


def _subsets(factors: tuple[str, ...]) -> Iterator[Switched]:
    for size in range(len(factors) + 1):
        yield from map(frozenset, combinations(factors, size))


def _root_scores(card: Scorecard) -> pd.Series:
    return card.scores.iloc[:, -1]


def _effects(worth: Mapping[Switched, pd.Series], changed: tuple[str, ...]) -> pd.DataFrame:
    """Return before, after and the Shapley value of each factor; a factor that did not change has no effect."""
    first, last = worth[NOTHING_SWITCHED], worth[frozenset(changed)]
    unsplit = pd.concat(worth.values(), axis=1).isna().any(axis=1)
    effects = {factor: _shapley(worth, factor, changed).mask(unsplit) for factor in FACTORS}
    return pd.DataFrame({"before": first, "after": last, **effects})


def _shapley(worth: Mapping[Switched, pd.Series], factor: str, changed: tuple[str, ...]) -> pd.Series:
    total = 0.0 * worth[NOTHING_SWITCHED]
    others = tuple(each for each in changed if each != factor)
    for switched in _subsets(others) if factor in changed else ():
        chance = factorial(len(switched)) * factorial(len(others) - len(switched)) / factorial(len(changed))
        total = total + chance * (worth[switched | {factor}] - worth[switched])
    return total


# --- mixtures -------------------------------------------------------------------------------------------------------


def _scored(before: Side, after: Side, switched: Switched) -> Scorecard:
    """Return the scorecard of one mixture."""

    def of(factor: str) -> Side:
        return after if factor in switched else before

    method, data = of("method"), of("data")
    members = of("membership").values.index
    framework = method.evaluation.framework
    if of("weights") is not method:
        framework = with_shares_of(framework, of("weights").evaluation.framework)
    # Those on both sides have the values of `data`; who is on one side only has the values of that side.
    sides = (data, after if data is before else before)
    measurements = _measured(sides, members, [leaf.code for leaf in framework.leaves])
    groups = _of_members([side.evaluation.groups for side in sides], members)
    mixture = replace(method.evaluation, framework=framework, measurements=measurements, groups=groups)
    try:
        return mixture.score(mixture.fit())
    except ScoringError as error:
        template = message("with the data of '{data}' and the methods of '{method}', which the split needs: {fault}")
        names = {"data": data.title.id, "method": method.title.id}
        faults = ((each.where, Fault("", each.template, each.values)) for each in error.faults)
        raise ScoringError(fault(where, template, **names, fault=inner) for where, inner in faults) from None


def _of_members(frames: list[pd.DataFrame], members: pd.Index) -> pd.DataFrame:
    """Return the rows of `members` from the first of two frames; rows and columns it lacks come from the second."""
    first, second = frames
    only_there = second.drop(index=first.index, errors="ignore")
    rows = pd.concat([first, only_there]) if len(only_there) else first
    columns = second[[column for column in second if column not in first]]
    return rows.drop(columns=columns.columns, errors="ignore").join(columns).reindex(members)


def _measured(sides: tuple[Side, Side], members: pd.Index, codes: list[str]) -> Measurements:
    """Return what was measured of `members`, with the reasons for what is absent."""
    known_values = sides[0].values
    values = _of_members([side.values for side in sides], members)[codes]
    known, more = (side.evaluation.measurements.missing for side in sides)
    elsewhere = ~(more["subject"].isin(known_values.index) & more["code"].isin(known_values.columns))
    missing = pd.concat([known, more[elsewhere]], ignore_index=True)
    here = missing["subject"].isin(members) & missing["code"].isin(codes)
    return Measurements(values=values, cases=values, low=values, high=values, missing=missing[here])


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


def _differs(factor: str, before: Side, after: Side) -> bool:
    """Whether a factor can have an effect at all; methods are taken to differ, since functions cannot be compared."""
    if factor == "membership":
        return set(before.values.index) != set(after.values.index)
    if factor == "weights":
        trees = before.evaluation.framework, after.evaluation.framework
        return any(_weights_differ(own, with_shares_of(own, other)) for own, other in (trees, trees[::-1]))
    return factor == "method" or _data_differ(before, after)


def _weights_differ(one: Framework, other: Framework) -> bool:
    return any(abs(one.effective_weights[code] - weight) > 1e-12 for code, weight in other.effective_weights.items())


def _data_differ(before: Side, after: Side) -> bool:
    """Whether anyone on both sides has another value, another group, or another reason for having none."""
    both = before.values.index.intersection(after.values.index)
    old, new = (pd.concat([side.values, side.evaluation.groups], axis=1).loc[both] for side in (before, after))
    columns = [column for column in old if column in new]
    return not old[columns].equals(new[columns]) or _reasons(before, both) != _reasons(after, both)


def _reasons(side: Side, subjects: pd.Index) -> set[tuple[str, ...]]:
    missing = side.evaluation.measurements.missing
    return set(missing[missing["subject"].isin(subjects)].itertuples(index=False, name=None))


def _weights(before: Side, after: Side) -> pd.DataFrame:
    def of(side: Side) -> pd.Series:
        framework = side.evaluation.framework
        return pd.Series({leaf.code: framework.effective_weights[leaf.code] for leaf in framework.leaves})

    return pd.DataFrame({"before": of(before), "after": of(after)})


def _absent(sides: Mapping[str, tuple[Side, pd.Index]], split: pd.DataFrame) -> pd.DataFrame:
    """Return who has no change, or no split, and why."""
    everyone = pd.Index([]).append([scored for _, scored in sides.values()]).unique()
    rows = [
        (subject, name, _reason(subject, side))
        for name, (side, scored) in sides.items()
        for subject in everyone.difference(scored)
    ]
    unsplit = split.index[split[list(FACTORS)].isna().any(axis=1)]
    rows += [(subject, "both", NOT_SPLIT) for subject in unsplit]
    return pd.DataFrame(rows, columns=["subject", "side", "reason"])


def _reason(subject: str, side: Side) -> str:
    if subject not in side.subjects.index:
        return NOT_LISTED
    return NO_SCORE if subject in side.values.index else EXEMPT
