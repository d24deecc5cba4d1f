"""What a calibration could do about a cycle, each option with its cost: none is applied, a meeting decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import Fault, ScoringError, fault, message
from workbench.fairness.adjustment_table import class_lines, no_lines, score_lines
from workbench.fairness.alignment import Alignment, align_location_scale, align_quantiles
from workbench.fairness.calibration_cost import CalibrationCost, calibration_cost
from workbench.fairness.crossed_model import fit_crossed_model
from workbench.fairness.effective_weights import with_effective_weights
from workbench.fairness.severity_adjustment import SeverityAdjustment, adjust_for_severity
from workbench.fairness.weights_under_gap import (
    TOO_FEW_GROUPS,
    Reweighted,
    WeighedGroups,
    weights_by_influence,
    weights_under_gap,
)
from workbench.model.fairness import CROSSED, FairnessCase, Ratings
from workbench.model.framework import Framework
from workbench.model.methods import Floats
from workbench.scoring.aggregation import aggregate, node_score
from workbench.scoring.bands import grade, predicates_from

LOCATION_SCALE, QUANTILES, WEIGHTS, INFLUENCE, SEVERITY = (
    "location_scale",
    "quantiles",
    "weights",
    "influence",
    "severity",
)
REASONS = {
    LOCATION_SCALE: message("mean and spread of the units aligned; the same change of scale for all of a unit"),
    QUANTILES: message("distributions of the units aligned; the order inside a unit is kept"),
    WEIGHTS: message("weights nearest to the policy with a smaller gap between groups"),
    INFLUENCE: message("weights that give every part the influence the policy intends"),
    SEVERITY: message("ratings without the severity of their raters"),
}
"""What stands as the reason of an option's lines, until the meeting gives its own."""

_LEAST_RANGE = 1e-9  # ratings that are all the same stay the same

BOUND_NOT_KEPT = message(
    "a gap of {bound} points is out of reach while each weight stays between half and twice itself; the weights shown "
    "here are those with the smallest gap"
)


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """One way to group the subjects of a case.

    Parameters
    ----------
    name : str
        Column of the group.
    codes : ndarray of int, shape (n,)
        Group of each subject; -1: in none.
    names : tuple of str
        Groups by code.
    reference : int, optional
        Code of the group that others are compared with.
    """

    name: str
    codes: NDArray[np.integer]
    names: tuple[str, ...]
    reference: int | None = None


@dataclass(frozen=True, kw_only=True)
class CalibrationOption:
    """One option.

    Parameters
    ----------
    code : str
        Of the option, unique in the case.
    kind : str
        A key of `REASONS`.
    grouping : Grouping
        Whose gap it is judged by.
    setting : float
        Its bound in points, its dial, or its cap.
    cost : CalibrationCost, optional
        None where it cannot be had.
    lines : DataFrame
        What a meeting would have to accept; see `workbench.fairness.adjustment_table`.
    weights : ndarray, shape (k,), optional
        Of the indicators in the whole, where the option is other weights: then it is a scenario too.
    about : str
        Code of the ratings that it adjusts.
    adjusted : SeverityAdjustment, optional
        These ratings, raw and adjusted.
    limit : Fault, optional
        Why it cannot be had, or only in part.
    """

    code: str
    kind: str
    grouping: Grouping
    setting: float = np.nan
    cost: CalibrationCost | None = None
    lines: pd.DataFrame = field(default_factory=no_lines)
    weights: Floats | None = None
    about: str = ""
    adjusted: SeverityAdjustment | None = None
    limit: Fault | None = None


def groupings_of(case: FairnessCase) -> dict[str, Grouping]:
    """Return the groupings that the case asks for."""
    return {name: _grouping(case, name, groups) for name, groups in case.groupings.items()}


def units_of(case: FairnessCase) -> Grouping | None:
    """Return the units that judge, as a grouping; None where there are none."""
    if case.units is None or case.units.isna().all():
        return None
    return _grouping(case, str(case.units.name), case.units)


def to_be_narrowed(case: FairnessCase, groupings: Iterable[Grouping]) -> list[Grouping]:
    """Return the groupings whose gap a calibration may be about, the surest first.

    They are those with a gap that is more than chance would explain, or above the bound of the case; and the widest
    gap in any case, so that what narrowing it would cost is known.
    """
    score, bound = case.score.to_numpy(float), case.settings.calibration.gap
    gaps = [(weighed_groups(case, grouping).gap(score), grouping) for grouping in groupings]
    known = sorted(
        ((gap, grouping) for gap, grouping in gaps if not np.isnan(gap.value)),
        key=lambda pair: (pair[0].low, pair[0].value),
        reverse=True,
    )
    return [
        grouping
        for place, (gap, grouping) in enumerate(known)
        if place == 0 or gap.low > 0 or (bound is not None and gap.value > bound)
    ]


def weighed_groups(case: FairnessCase, grouping: Grouping) -> WeighedGroups:
    """Return the groups of the case, ready to be scored under other weights."""
    return WeighedGroups(
        framework=case.framework,
        normalised=_points(case),
        codes=grouping.codes,
        count=len(grouping.names),
        reference=grouping.reference,
        fewest=case.settings.smallest,
    )


def alignments(case: FairnessCase, units: Grouping) -> Iterator[CalibrationOption]:
    """Yield the alignments of the units: of mean and spread, and of whole distributions.

    What is aligned are the scores that classes are read from: those of the two nodes of the predicate, else that of the
    root. Of whole distributions, units smaller than the case allows for keep their own, since theirs is mostly luck.
    """
    dial = case.settings.calibration.dial
    scored = (units.codes >= 0) & case.score.notna().to_numpy()
    enough = np.bincount(units.codes[scored], minlength=len(units.names)) >= case.settings.smallest
    large = np.where((units.codes >= 0) & enough[units.codes], units.codes, -1)

    def scaled(values: Floats) -> Alignment:
        return align_location_scale(values, units.codes, len(units.names), dial=dial, bounds=(0.0, 100.0))

    def ranked(values: Floats) -> Alignment:
        return align_quantiles(values, large, len(units.names), dial=dial)

    align: Callable[[Floats], Alignment]
    for kind, align in ((LOCATION_SCALE, scaled), (QUANTILES, ranked)):
        option = CalibrationOption(code=kind, kind=kind, grouping=units, setting=dial)
        if enough.sum() < 2:
            yield replace(option, limit=fault("", TOO_FEW_GROUPS, fewest=case.settings.smallest))
        else:
            aligned = {node: align(case.scores[node].to_numpy(float)).aligned for node in judged_nodes(case.framework)}
            yield _with_cost(case, option, _carried_up(case, aligned))


def other_weights(case: FairnessCase, grouping: Grouping) -> CalibrationOption:
    """Return the weights nearest to the policy that bring the gap of a grouping under the bound of the case.

    Without a bound it is half of the gap there is.
    """
    groups = weighed_groups(case, grouping)
    bound = case.settings.calibration.gap or groups.gap(case.score.to_numpy(float)).value / 2
    code = f"{WEIGHTS}_{grouping.name.replace(CROSSED, '_x_')}"
    option = CalibrationOption(code=code, kind=WEIGHTS, grouping=grouping, setting=bound)
    try:
        found = weights_under_gap(groups, bound)
    except ScoringError as error:
        return replace(option, limit=error.faults[0])
    limit = None if found.kept else fault("", BOUND_NOT_KEPT, bound=bound)
    return _reweighted(case, replace(option, limit=limit), found)


def by_influence(case: FairnessCase, grouping: Grouping) -> CalibrationOption:
    """Return the weights under which every part has the influence that its weight in the policy promises."""
    option = CalibrationOption(code=INFLUENCE, kind=INFLUENCE, grouping=grouping)
    try:
        found = weights_by_influence(weighed_groups(case, grouping))
    except ScoringError as error:
        return replace(option, limit=error.faults[0])
    return _reweighted(case, option, found)


def without_severity(case: FairnessCase, code: str, grouping: Grouping) -> CalibrationOption:
    """Return the ratings of one table without the severity of their raters, beside the ratings as they were given.

    Ratings are put on 0-100, so that the cap of the case is in points; the severities are those of the crossed model,
    within linked components. What is compared is the mean of a subject's ratings, which no node of the framework needs
    to be: the option changes no score and proposes no line.
    """
    calibration, given = case.settings.calibration, case.ratings[code]
    option = CalibrationOption(
        code=f"{SEVERITY}_{code}", kind=SEVERITY, grouping=grouping, setting=calibration.cap, about=code
    )
    rows = given.rows.assign(rating=_in_points(given))
    try:
        raters = _severities(rows)
    except ScoringError as error:
        return replace(option, limit=error.faults[0])
    adjusted = adjust_for_severity(
        rows,
        raters["severity"],
        raters["component"],
        cap=calibration.cap,
        fewest=calibration.fewest_ratings,
        scale=(0.0, 100.0),
    )
    means = adjusted.subjects.reindex(case.subjects.index)
    cost = calibration_cost(
        means["raw"],
        means["adjusted"],
        grouping.codes,
        len(grouping.names),
        reference=grouping.reference,
        fewest=case.settings.smallest,
        top=case.top,
    )
    return replace(option, cost=cost, adjusted=adjusted)


def _in_points(given: Ratings) -> pd.Series:
    """Return the scores of ratings on 0-100: from the lowest to the highest word, or number given."""
    score = given.rows["score"]
    low, high = (1, len(given.levels)) if given.levels else (score.min(), score.max())
    return 100 * (score - low) / max(high - low, _LEAST_RANGE)


def _severities(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``severity, component`` by rater, as the check of raters finds them.

    There is one value for what a rater says of a subject in a month, each item less its own mean; and no severity for
    who shares too few people with others.
    """
    centred = rows.assign(rating=rows["rating"] - rows.groupby("item")["rating"].transform("mean"))
    one = centred.groupby(["subject", "rater", "month"], as_index=False, dropna=False)["rating"].mean()
    subject, subjects = pd.factorize(one["subject"], sort=True)
    rater, raters = pd.factorize(one["rater"], sort=True)
    fitted = fit_crossed_model(
        one["rating"].to_numpy(float), subject, rater, subjects=len(subjects), raters=len(raters)
    )
    table = fitted.raters.set_axis(pd.Index(raters, name="rater"), axis=0)
    # so many digits that the order in which processors add up does not show
    return table.assign(severity=table["severity"].mask(table["few"].astype(bool)).round(9))


def judged_nodes(framework: Framework) -> tuple[str, ...]:
    """Return the nodes whose scores make the class: the two of the predicate, else the root."""
    rule = framework.predicate
    return (framework.root.code,) if rule is None else (rule.rows, rule.columns)


def classes_of(framework: Framework, scores: Mapping[str, Floats], subjects: pd.Index) -> pd.Series:
    """Return the class of each subject: its predicate, else the band of the root's score; NA where there is none."""
    if framework.predicate is not None:
        rule = framework.predicate
        rows, columns = (_bands(framework, node, scores[node], subjects) for node in (rule.rows, rule.columns))
        return predicates_from(rows, columns, rule.rule)
    return _bands(framework, framework.root.code, scores[framework.root.code], subjects)


def _grouping(case: FairnessCase, name: str, groups: pd.Series) -> Grouping:
    codes, names = pd.factorize(groups, sort=True)
    wanted = case.settings.references.get(name)
    return Grouping(
        name=name,
        codes=codes,
        names=tuple(map(str, names)),
        reference=list(names).index(wanted) if wanted in list(names) else None,
    )


def _reweighted(case: FairnessCase, option: CalibrationOption, found: Reweighted) -> CalibrationOption:
    after, _ = aggregate(with_effective_weights(case.framework, found.weights), _points(case))
    return _with_cost(case, replace(option, weights=found.weights), after, distance=found.distance)


def _with_cost(
    case: FairnessCase, option: CalibrationOption, after: Mapping[str, Floats], *, distance: float = np.nan
) -> CalibrationOption:
    subjects, grouping = case.subjects.index, option.grouping
    cost = calibration_cost(
        case.score,
        pd.Series(after[case.framework.root.code], index=subjects),
        grouping.codes,
        len(grouping.names),
        classes=(case.classes, classes_of(case.framework, after, subjects)),
        distance=distance,
        reference=grouping.reference,
        fewest=case.settings.smallest,
        top=case.top,
    )
    return replace(option, cost=cost, lines=_lines(case, after, reason=REASONS[option.kind]))


def _lines(case: FairnessCase, after: Mapping[str, Floats], *, reason: str) -> pd.DataFrame:
    """Return the lines of all judged nodes; whom a meeting has decided about already gets none."""
    subjects = case.subjects.index
    parts = []
    for node in judged_nodes(case.framework):
        before = case.scores[node]
        if case.framework.node(node).bands is None:
            parts.append(score_lines(before, pd.Series(after[node], index=subjects), node=node, reason=reason))
        else:
            classes = [_bands(case.framework, node, each, subjects) for each in (before.to_numpy(float), after[node])]
            parts.append(class_lines(classes[0], classes[1], node=node, reason=reason))
    lines = pd.concat(parts, ignore_index=True)
    if case.people is None or case.people.adjustments.empty:
        return lines
    decided = pd.MultiIndex.from_frame(case.people.adjustments[["subject", "node"]])
    return lines[~pd.MultiIndex.from_frame(lines[["subject", "node"]]).isin(decided)].reset_index(drop=True)


def _carried_up(case: FairnessCase, changed: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return the scores of all nodes when some have `changed`: those above them are combined again."""
    points, framework = _points(case), case.framework
    after, coverage = aggregate(framework, points)
    moved = set(changed)
    after |= changed
    for node in framework.nodes:
        if node.code not in changed and moved & {child.code for child in node.children}:
            share = np.asarray(node.shares)
            after[node.code] = node_score(node, {**points, **after}, share, coverage=coverage[node.code])
            moved.add(node.code)
    return after


def _points(case: FairnessCase) -> dict[str, Floats]:
    return {code: case.normalised[code].to_numpy(float) for code in case.normalised}


def _bands(framework: Framework, node: str, scores: Floats, subjects: pd.Index) -> pd.Series:
    bands = framework.node(node).bands
    if bands is None:
        return pd.Series(pd.NA, index=subjects, dtype="str")
    return grade(pd.Series(scores, index=subjects), bands)
