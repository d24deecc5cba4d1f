"""How often the statistics of fairness are right: tried again and again on evaluations whose truth is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.analysis.simulated_evaluation import SimulatedEvaluation
from workbench.errors import Fault, ScoringError
from workbench.fairness.crossed_model import fit_crossed_model
from workbench.fairness.facets_model import fit_facets
from workbench.fairness.facets_ratings import facet_ratings
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.gaps import mean_gaps
from workbench.fairness.rates import count_classes
from workbench.fairness.reference_distribution import compare_with_reference
from workbench.fairness.shrinkage import shrunken_means
from workbench.model.methods import Floats

ACCEPTED = 0.05
"""Share of findings that may be false."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What an analysis said of raters, groups or units, beside what is true of them.

    Parameters
    ----------
    truth : ndarray, shape (n,)
        How far each really differs; 0 where there is nothing to find.
    found : ndarray of bool, shape (n,)
        Whether the analysis says that it does, by more than chance would explain.
    estimate, low, high : ndarray, shape (n,), optional
        How far the analysis says it does, and between which bounds; None where it says neither.
    """

    truth: Floats
    found: NDArray[np.bool_]
    estimate: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None


class Share(NamedTuple):
    """A mean over trials with its standard error; NaN where no trial has one."""

    value: float
    error: float


@dataclass(frozen=True, kw_only=True)
class Validation:
    """What became of many trials.

    Parameters
    ----------
    trials : int
        Evaluations that were invented.
    refused : int
        Those in which the analysis refused to answer.
    reasons : tuple of Fault
        Why, each reason once.
    power : Share
        Of what really differs, how much was found.
    false_alarms : Share
        Of what was found, how much does not differ (nothing found: none); where nothing differs at all, the share of
        trials with any finding.
    coverage : Share
        Of the intervals, how many hold the truth.
    correlation : Share
        Between estimates and truth.
    """

    trials: int
    refused: int
    reasons: tuple[Fault, ...]
    power: Share
    false_alarms: Share
    coverage: Share
    correlation: Share


Simulation = Callable[[np.random.Generator], SimulatedEvaluation]
Analysis = Callable[[SimulatedEvaluation], Claims]


def validate(simulate: Simulation, analysis: Analysis, *, rng: np.random.Generator, trials: int) -> Validation:
    """Return how often an analysis is right about evaluations that are invented anew each time.

    Parameters
    ----------
    simulate : callable
        Generator to evaluation: ``partial(simulate_evaluation, subjects=200, …)``.
    analysis : callable
        Evaluation to claims. A `ScoringError` is a refusal, and counts neither for nor against it.
    rng : Generator
        Every trial gets one of its own, spawned from it.
    trials : int
        How many evaluations.
    """
    claims: list[Claims] = []
    reasons: dict[str, Fault] = {}
    for own in rng.spawn(trials):
        try:
            claims.append(analysis(simulate(own)))
        except ScoringError as error:
            reasons |= {each.template: each for each in error.faults}
    return Validation(
        trials=trials,
        refused=trials - len(claims),
        reasons=tuple(reasons.values()),
        power=_over_trials([_power(each) for each in claims]),
        false_alarms=_over_trials([_false_alarms(each) for each in claims]),
        coverage=_over_trials([_coverage(each) for each in claims]),
        correlation=_over_trials([_correlation(each) for each in claims]),
    )


def _over_trials(values: list[float]) -> Share:
    present = np.array([each for each in values if not np.isnan(each)])
    if not present.size:
        return Share(np.nan, np.nan)
    error = present.std(ddof=1) / np.sqrt(present.size) if present.size > 1 else np.nan
    return Share(float(present.mean()), float(error))


def _power(claims: Claims) -> float:
    different = claims.truth != 0
    return float(claims.found[different].mean()) if different.any() else np.nan


def _false_alarms(claims: Claims) -> float:
    return float((claims.found & (claims.truth == 0)).sum() / max(claims.found.sum(), 1))


def _coverage(claims: Claims) -> float:
    if claims.low is None or claims.high is None:
        return np.nan
    present = ~np.isnan(claims.low) & ~np.isnan(claims.high)
    held = (claims.low <= claims.truth) & (claims.truth <= claims.high)
    return float(held[present].mean()) if present.any() else np.nan


def _correlation(claims: Claims) -> float:
    if claims.estimate is None:
        return np.nan
    present = ~np.isnan(claims.estimate)
    estimate, truth = claims.estimate[present], claims.truth[present]
    if len(truth) < 3 or np.ptp(truth) == 0 or np.ptp(estimate) == 0:
        return np.nan
    return float(np.corrcoef(estimate, truth)[0, 1])


# --- what is tried ---------------------------------------------------------------------------------------------------


def severities(evaluation: SimulatedEvaluation) -> Claims:
    """Return what the crossed model says of the raters' severities, relative to those of the same component.

    Severities are shrunken, so that severity over error is a careful test: it is too small where a rater differs.
    """
    true, seen = evaluation.truth, evaluation.ratings
    subjects, raters = len(true.quality), len(true.severity)
    found = fit_crossed_model(seen.score, seen.subject, seen.rater, subjects=subjects, raters=raters).raters
    severity, error = found["severity"].to_numpy(), found["error"].to_numpy()
    return Claims(
        truth=_among(true.severity, found["component"].to_numpy()),
        found=_beyond_chance(severity, error),
        estimate=severity,
        low=found["low"].to_numpy(),
        high=found["high"].to_numpy(),
    )


def severities_in_logits(evaluation: SimulatedEvaluation) -> Claims:
    """Return what the many-facet rating-scale model says of the raters' severities; for ratings on the rasch scale."""
    true, seen = evaluation.truth, evaluation.ratings
    table = {"subject": seen.subject, "rater": seen.rater, "item": seen.item, "score": seen.score}
    model = fit_facets(facet_ratings(pd.DataFrame(table)))
    severity, error = model.parameters.severities, model.severity_se
    kept = model.ratings.raters.to_numpy(dtype=int)
    return Claims(
        truth=_among(true.severity[kept], np.zeros(len(kept), dtype=int)),
        found=_beyond_chance(severity, error),
        estimate=severity,
        low=severity - 1.96 * error,
        high=severity + 1.96 * error,
    )


def group_gaps(evaluation: SimulatedEvaluation) -> Claims:
    """Return what is said of each group's mean rating beside everyone else's.

    The truth is what ratings show: a true difference and a bias are the same to it.
    """
    true = evaluation.truth
    groups = true.bias.shape[1]
    statistics = _of_subjects(evaluation, true.group, groups)
    found = mean_gaps(statistics).table
    shown = true.group_effect - true.bias.mean(axis=0)
    size = statistics.size
    others = ((shown * size).sum() - shown * size) / (size.sum() - size)
    return Claims(
        truth=np.where(np.isclose(shown, others), 0.0, shown - others),
        found=(found["q"] <= ACCEPTED).to_numpy(),
        estimate=found["difference"].to_numpy(),
        low=found["low"].to_numpy(),
        high=found["high"].to_numpy(),
    )


def unit_means(evaluation: SimulatedEvaluation) -> Claims:
    """Return what is said of the units' means, drawn towards each other; an advantage counts like true quality."""
    true = evaluation.truth
    found = shrunken_means(_of_subjects(evaluation, true.unit, len(true.unit_effect))).table
    return Claims(
        truth=true.unit_effect + true.unit_advantage,
        found=(found["beyond"] != 0).to_numpy(),
        estimate=found["value"].to_numpy(),
        low=found["low"].to_numpy(),
        high=found["high"].to_numpy(),
    )


def unit_distributions(evaluation: SimulatedEvaluation, *, rng: np.random.Generator) -> Claims:
    """Return which units' classes are said to be spread otherwise than all others'; for ratings in classes."""
    true, seen = evaluation.truth, evaluation.ratings
    classes = int(seen.score.max()) - seen.score.astype(np.int64)  # the best first
    units = len(true.unit_effect)
    counts = count_classes(classes, true.unit[seen.subject], groups=units, kinds=int(classes.max()) + 1)
    found = compare_with_reference(counts, statistic="distance", rng=rng).units
    return Claims(truth=true.unit_effect + true.unit_advantage, found=(found["q_value"] <= ACCEPTED).to_numpy())


def _of_subjects(evaluation: SimulatedEvaluation, codes: NDArray[np.integer], groups: int) -> GroupStatistics:
    """Return size, mean and deviation of the subjects' mean ratings by group."""
    seen, subjects = evaluation.ratings, len(evaluation.truth.quality)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(seen.subject, seen.score, subjects) / np.bincount(seen.subject, minlength=subjects)
    return group_statistics(mean, codes, groups)


def _among(severity: Floats, component: NDArray[np.integer]) -> Floats:
    """Return severities less the mean of their component; exactly 0 where all are alike."""
    mean = np.bincount(component, severity) / np.bincount(component)
    return np.where(np.isclose(severity, mean[component]), 0.0, severity - mean[component])


def _beyond_chance(estimate: Floats, error: Floats) -> NDArray[np.bool_]:
    from scipy.special import ndtr

    with np.errstate(invalid="ignore", divide="ignore"):
        p_values = np.where(error > 0, 2 * ndtr(-np.abs(estimate) / error), 1.0)
    return np.asarray(adjusted_p_values(p_values) <= ACCEPTED)
