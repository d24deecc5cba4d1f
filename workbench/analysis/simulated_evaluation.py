"""A whole invented evaluation, with everything known that an analysis of its fairness would have to find out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from workbench.analysis.simulation import (
    Assignment,
    Design,
    Floats,
    Ints,
    assign_raters,
    cuts_for_shares,
    draw_population,
    draw_unit_sizes,
    on_ordinal_scale,
    on_rating_scale,
)

RatingScale = Literal["number", "classes", "rasch"]
"""The latent value itself; classes in given shares; classes drawn by the rating scale of a many-facet Rasch model."""


@dataclass(frozen=True, kw_only=True)
class EvaluationTruth:
    """What is true, on one latent scale on which higher is better.

    A rating is ``quality + advantage of the unit - bias against the group - severity of the rater - difficulty of the
    item + halo + noise``: only the first of them is what it should be about.

    Parameters
    ----------
    unit, group : array of int, shape (subjects,)
        Of each subject.
    quality : array of float, shape (subjects,)
        How good each is, true differences between units and groups included.
    unit_effect, unit_advantage : array of float, shape (units,)
        By how much the people of a unit are really better, and what their work adds to every rating without merit.
    group_effect : array of float, shape (groups,)
        By how much a group is really better.
    bias : array of float, shape (raters, groups)
        What each rater takes off a group's ratings for no reason in its work.
    severity, drift : array of float, shape (raters,)
        What each rater takes off every rating, in the middle of the period, and by how much more with every month.
    difficulty : array of float, shape (items,)
        What each item takes off.
    component : array of int, shape (raters,)
        Raters of different components share no subjects, nor others who do: their severities cannot be compared.
    """

    unit: Ints
    group: Ints
    quality: Floats
    unit_effect: Floats
    unit_advantage: Floats
    group_effect: Floats
    bias: Floats
    severity: Floats
    drift: Floats
    difficulty: Floats
    component: Ints


@dataclass(frozen=True, kw_only=True)
class SimulatedRatings:
    """What would be on record: one entry a rating.

    Parameters
    ----------
    subject, rater, item, month : array of int, shape (ratings,)
        Who was judged, by whom, on what and when, each from 0.
    score : array of float, shape (ratings,)
        A number, or a class from 1.
    """

    subject: Ints
    rater: Ints
    item: Ints
    month: Ints
    score: Floats


@dataclass(frozen=True, kw_only=True)
class SimulatedEvaluation:
    """Ratings and the truth behind them."""

    truth: EvaluationTruth
    ratings: SimulatedRatings


def simulate_evaluation(
    rng: np.random.Generator,
    *,
    subjects: int,
    units: int,
    raters: int,
    design: Design = "partially_crossed",
    each: int = 2,
    components: int = 1,
    items: int = 1,
    months: int = 1,
    spread: float = 0.7,
    noise: float = 0.5,
    halo: float = 0.0,
    severity: float | Floats = 0.5,
    drift: float | Floats = 0.0,
    unit_effect: float | Floats = 0.0,
    unit_advantage: float | Floats = 0.0,
    difficulty: float | Floats = 0.0,
    group_shares: Sequence[float] | Floats = (0.5, 0.5),
    group_effect: Sequence[float] = (0.0, 0.0),
    group_bias: Sequence[float] = (0.0, 0.0),
    biased_raters: float = 1.0,
    scale: RatingScale = "number",
    shares: Sequence[float] = (0.1, 0.2, 0.4, 0.2, 0.1),
    steps: Sequence[float] = (-1.5, -0.5, 0.5, 1.5),
) -> SimulatedEvaluation:
    """Return an invented evaluation; by default nothing but raters' severity stands between quality and rating.

    Where a number or an array may be given, a number is the standard deviation of what is drawn around 0, an array is
    the truth itself.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    subjects, units, raters : int
        How many there are.
    design, each, components
        Who judges whom: see `assign_raters`.
    items, months : int
        Every judgement gives a rating on each item in each month.
    spread : float
        Standard deviation of the subjects' own quality.
    noise, halo : float
        Standard deviation of what is chance in one rating, and of what all items of one judgement share without
        reason. On the rasch scale chance lies in the draw, and `noise` is not used.
    severity, drift : float or array, shape (raters,)
        See `EvaluationTruth`.
    unit_effect, unit_advantage : float or array, shape (units,)
        See `EvaluationTruth`.
    difficulty : float or array, shape (items,)
        See `EvaluationTruth`.
    group_shares : sequence, shape (groups,) or (units, groups)
        How often people belong to each group, the same everywhere or unit by unit.
    group_effect, group_bias : sequence, shape (groups,)
        True difference of each group, and what biased raters take off its ratings.
    biased_raters : float
        Share of the raters who have that bias.
    scale : {'number', 'classes', 'rasch'}
        What a rating is: see `RatingScale`.
    shares : sequence
        Of the classes, from the worst.
    steps : sequence
        Of the rasch scale.

    Raises
    ------
    ValueError
        With more units than subjects, or too few raters for the design.
    """
    effect, advantage = _drawn(rng, units, unit_effect), _drawn(rng, units, unit_advantage)
    sizes = draw_unit_sizes(rng, people=subjects, units=units)
    people = draw_population(rng, sizes, unit_effect=effect, carried=1.0, spread=spread)
    group = _draw_groups(rng, people.unit, np.asarray(group_shares, dtype=float))
    biased = rng.permutation(raters) < round(biased_raters * raters)
    pairs = assign_raters(rng, people.unit, design=design, raters=raters, each=each, components=components)
    truth = EvaluationTruth(
        unit=people.unit,
        group=group,
        quality=people.quality + np.asarray(group_effect)[group],
        unit_effect=effect,
        unit_advantage=advantage,
        group_effect=np.asarray(group_effect, dtype=float),
        bias=np.outer(biased, group_bias),
        severity=_drawn(rng, raters, severity),
        drift=_drawn(rng, raters, drift),
        difficulty=_drawn(rng, items, difficulty),
        component=np.arange(raters) // each if design == "nested" else np.arange(raters) % components,
    )
    latent = _latent(rng, truth, pairs, items=items, months=months, halo=halo)
    judgement, month, item = np.indices(latent.shape).reshape(3, -1)
    score = _scored(rng, latent.ravel(), scale, 0.0 if scale == "rasch" else noise, shares, np.asarray(steps))
    ratings = SimulatedRatings(
        subject=pairs.subject[judgement], rater=pairs.rater[judgement], item=item, month=month, score=score
    )
    return SimulatedEvaluation(truth=truth, ratings=ratings)


def _drawn(rng: np.random.Generator, number: int, given: float | Floats) -> Floats:
    """Return `given`, or so many values around 0 with this deviation, 0 on average."""
    if np.ndim(given):
        return np.asarray(given, dtype=float)
    drawn = rng.normal(0, float(given), number)
    return np.asarray(drawn - drawn.mean())


def _draw_groups(rng: np.random.Generator, unit: Ints, shares: Floats) -> Ints:
    cumulated = np.cumsum(np.broadcast_to(shares, (int(unit.max()) + 1, shares.shape[-1])), axis=1)
    reached = rng.random((len(unit), 1)) * cumulated[unit, -1:] >= cumulated[unit]
    return np.asarray(reached.sum(axis=1))


def _latent(
    rng: np.random.Generator, truth: EvaluationTruth, pairs: Assignment, *, items: int, months: int, halo: float
) -> Floats:
    """Return what each judgement says before chance, shape (judgements, months, items)."""
    subject, rater = pairs.subject, pairs.rater
    of_subject = truth.quality[subject] + truth.unit_advantage[truth.unit[subject]]
    of_pair = of_subject - truth.bias[rater, truth.group[subject]]
    from_middle = np.arange(months) - (months - 1) / 2
    severity = truth.severity[rater, None] + truth.drift[rater, None] * from_middle
    judged = of_pair[:, None] - severity + rng.normal(0, halo, severity.shape)
    return np.asarray(judged[:, :, None] - truth.difficulty)


def _scored(
    rng: np.random.Generator, latent: Floats, scale: RatingScale, noise: float, shares: Sequence[float], steps: Floats
) -> Floats:
    if scale == "rasch":
        return on_rating_scale(rng, latent, steps).astype(float)
    judged = latent + rng.normal(0, noise, len(latent))
    if scale == "number":
        return np.asarray(judged)
    cuts = judged.mean() + cuts_for_shares(shares, spread=float(judged.std()))
    return on_ordinal_scale(judged, cuts).astype(float)
