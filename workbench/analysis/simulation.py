"""Invented people, units and raters whose truth is known, so that a claim about fairness can be tested against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Design = Literal["crossed", "partially_crossed", "nested"]
"""Everybody is judged by all raters, by some drawn at random, or by those who belong to the unit and judge no other."""


@dataclass(frozen=True, kw_only=True)
class Population:
    """People in units: what is true of them before anybody measures anything.

    Parameters
    ----------
    unit : array of int, shape (people,)
        Position of each person's unit.
    unit_effect : array of float, shape (units,)
        How well each unit does, in standard deviations of nothing in particular.
    quality : array of float, shape (people,)
        How well each person does: a share of the unit's effect and the person's own.
    """

    unit: Ints
    unit_effect: Floats
    quality: Floats


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Who is judged by whom: one entry for each judgement.

    Parameters
    ----------
    subject, rater : array of int, shape (judgements,)
        Positions of the subject judged and of the rater who judges.
    """

    subject: Ints
    rater: Ints


def draw_unit_sizes(rng: np.random.Generator, *, people: int, units: int, spread: float = 0.5) -> Ints:
    """Return log-normal sizes of `units` units that add up to `people`, nobody's unit empty.

    Raises
    ------
    ValueError
        With fewer people than units.
    """
    if people < units or units < 1:
        raise ValueError(f"{people} people cannot fill {units} units")
    share = np.exp(rng.normal(0, spread, units))
    exact = (people - units) * share / share.sum()
    sizes = np.floor(exact).astype(np.int64)
    # largest remainders: the sizes add up exactly
    short = people - units - int(sizes.sum())
    sizes[np.argsort(sizes - exact, kind="stable")[:short]] += 1
    return np.asarray(sizes + 1)


def draw_population(
    rng: np.random.Generator, sizes: Ints, *, unit_effect: Floats, carried: float = 0.5, spread: float = 0.7
) -> Population:
    """Return people whose quality is ``carried · effect of their unit + N(0, spread²)``.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    sizes : array of int, shape (units,)
        People in each unit.
    unit_effect : array of float, shape (units,)
        How well each unit does.
    carried : float
        How much of a unit's effect shows in each of its people.
    spread : float
        Standard deviation of what is a person's own.
    """
    unit = np.repeat(np.arange(len(sizes)), sizes)
    effect = np.asarray(unit_effect, dtype=float)
    return Population(
        unit=unit, unit_effect=effect, quality=carried * effect[unit] + rng.normal(0, spread, int(sizes.sum()))
    )


def draw_severities(rng: np.random.Generator, raters: int, *, spread: float) -> Floats:
    """Return how much each rater takes off every judgement, on the latent scale; on average nothing."""
    drawn = rng.normal(0, spread, raters)
    return np.asarray(drawn - drawn.mean()) if raters else drawn


def raters_at_random(rng: np.random.Generator, subjects: int, raters: int, *, each: int) -> Assignment:
    """Return an assignment in which every subject has `each` different raters, drawn at random from all of them.

    Raters then share subjects with many others, so that the severity of each can be told from what he judged.

    Raises
    ------
    ValueError
        With fewer raters than each subject needs.
    """
    if each > raters:
        raise ValueError(f"{each} different raters for each subject need at least as many; there are {raters}")
    chosen = np.empty((subjects, each), dtype=np.int64)
    for number in range(each):
        # the place among those not chosen yet; then one further for every earlier choice at or before it
        place = rng.integers(0, raters - number, subjects)
        for earlier in np.sort(chosen[:, :number], axis=1).T:
            place += place >= earlier
        chosen[:, number] = place
    return Assignment(subject=np.repeat(np.arange(subjects), each), rater=chosen.ravel())


def assign_raters(
    rng: np.random.Generator, unit: Ints, *, design: Design, raters: int, each: int, components: int = 1
) -> Assignment:
    """Return who is judged by whom under a design.

    With several components units and raters are dealt out to them in turn, and nobody is judged by a rater of another
    component: severities of two components cannot be compared.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    unit : array of int, shape (subjects,)
        Position of each subject's unit.
    design : {'crossed', 'partially_crossed', 'nested'}
        See `Design`.
    raters : int
        All raters; when nested, `each` for every unit.
    each : int
        Raters for each subject; when crossed, all of the component.
    components : int
        Parts that share neither raters nor subjects; when nested, every unit is one.

    Raises
    ------
    ValueError
        When there are not so many raters.
    """
    if design == "nested":
        units = int(unit.max()) + 1
        if raters != units * each:
            raise ValueError(f"{each} raters for each of {units} units are {units * each}, not {raters}")
        own = unit[:, None] * each + np.arange(each)
        return Assignment(subject=np.repeat(np.arange(len(unit)), each), rater=own.ravel())
    parts = [
        _within(rng, np.flatnonzero(unit % components == part), np.arange(part, raters, components), design, each)
        for part in range(components)
    ]
    subject, rater = (np.concatenate([getattr(part, name) for part in parts]) for name in ("subject", "rater"))
    return Assignment(subject=subject, rater=rater)


def _within(rng: np.random.Generator, subjects: Ints, raters: Ints, design: Design, each: int) -> Assignment:
    if design == "crossed":
        return Assignment(subject=np.repeat(subjects, len(raters)), rater=np.tile(raters, len(subjects)))
    drawn = raters_at_random(rng, len(subjects), len(raters), each=each)
    return Assignment(subject=subjects[drawn.subject], rater=raters[drawn.rater])


def judged(
    rng: np.random.Generator, assignment: Assignment, *, quality: Floats, severity: Floats, noise: float
) -> Floats:
    """Return each judgement on the latent scale: quality of the subject less severity of the rater, and noise."""
    drawn = rng.normal(0, noise, len(assignment.subject))
    return np.asarray(quality[assignment.subject] - severity[assignment.rater] + drawn)


def cuts_for_shares(shares: Sequence[float], *, spread: float = 1.0) -> Floats:
    """Return the cuts that split a normal latent scale with deviation `spread` into classes of these `shares`.

    ``cuts_for_shares([0.1, 0.8, 0.1])`` are the 10 % and the 90 % points.
    """
    total = np.cumsum(np.asarray(shares, dtype=float))
    return np.asarray(spread * stats.norm.ppf(total[:-1] / total[-1]))


def on_ordinal_scale(latent: Floats, cuts: Floats) -> Ints:
    """Return the class, from 1, that each latent value falls in: one more for every cut it reaches."""
    return np.asarray(np.searchsorted(cuts, latent, side="right") + 1, dtype=np.int64)


def on_number_scale(latent: Floats, *, centre: float, step: float, low: float, high: float) -> Floats:
    """Return ``centre + step · latent`` rounded to whole numbers and kept between `low` and `high`."""
    return np.asarray(np.clip(np.rint(centre + step * latent), low, high))


def on_rating_scale(rng: np.random.Generator, latent: Floats, steps: Floats) -> Ints:
    """Return classes, from 1, drawn by Andrich's rating scale: ``log(P_k / P_(k-1)) = latent - steps_k``.

    Chance is in the draw; the latent values need no noise of their own.

    References
    ----------
    Andrich (1978), doi:10.1007/BF02293814; with severities: Linacre (1989), Many-Facet Rasch Measurement.
    """
    exponents = np.pad(np.cumsum(np.subtract.outer(latent, steps), axis=1), ((0, 0), (1, 0)))
    drawn = np.exp(exponents - exponents.max(axis=1, keepdims=True)).cumsum(axis=1)
    return np.asarray((drawn < rng.random((len(latent), 1)) * drawn[:, -1:]).sum(axis=1) + 1, dtype=np.int64)
