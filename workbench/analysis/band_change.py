"""What would change the band: the value of one indicator at which the class becomes another, all else held fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import Floats, Scale
from workbench.model.results import Scorecard
from workbench.scoring.aggregation import node_score
from workbench.scoring.bands import entry_scores
from workbench.scoring.composite import FittedComposite
from workbench.scoring.normalisation import DistanceScale, LinearScale, RankScale, ReciprocalScale

Ints = NDArray[np.int64]
Direction = Literal["better", "worse"]
COLUMNS = ["subject", "code", "direction", "class", "move", "now", "value"]
_HALVINGS = 50  # from 100 points down to less than 1e-12
_DUST = 1e-11  # what binary numbers may lack of a score that should be met exactly


@dataclass(frozen=True)
class _Aim:
    """The score a node must reach (or may fall to) for the class to become another, by subject; NaN where none."""

    node: Node
    direction: Direction
    target: Floats
    becomes: NDArray[np.object_]


def band_changes(fitted: FittedComposite, card: Scorecard, *, subjects: pd.Index | None = None) -> pd.DataFrame:
    """Return, for every indicator alone, the value at which each subject's class becomes the next better or worse.

    The class is the predicate where the framework sets one, else the band of the root's score. Everything else stays
    as it is: the other values, the weights, and the scales as they were fitted, also where a normalisation depends on
    the other subjects. An indicator may move between 0 and 100 points. Where all nodes above it are weighted means,
    the answer is exact; elsewhere it is found by bisection, which takes a node's score to rise with its children.
    Where a node, or a scale of places, compares subjects with each other nothing is said: there no value acts alone.

    This is arithmetic under the rules of the cycle: it does not say what is within reach, nor what is worth doing.

    Parameters
    ----------
    fitted : FittedComposite
        What scored the subjects: the tree with its bands, and the fitted scales.
    card : Scorecard
        What it made of them.
    subjects : Index, optional
        Who is asked about; everyone where absent.

    Returns
    -------
    DataFrame
        Long: ``subject, code, direction, class, move, now, value``; a row for every value present of a subject whose
        class can become better (``better``) or worse (``worse``). `move` is how many points the normalised value would
        move, with its sign; `now` the present value in the indicator's own unit, as filled and winsorised; `value` the
        one at the change: the first that earns the better class, the last that still keeps the present one. `move` and
        `value` are NaN where the indicator alone cannot do it.
    """
    chosen = card.scores.index if subjects is None else subjects
    points = pd.concat([card.normalised, card.scores], axis=1).loc[chosen]
    tables = [
        _changes(fitted, aim, path, leaf, points, card.values.loc[chosen, leaf.code].to_numpy(float))
        for aim in _aims(fitted.framework, card.bands.loc[chosen])
        for leaf in fitted.framework.leaves
        if (path := _path(aim.node, leaf)) and _acts_alone(path, fitted.scales[leaf.code])
    ]
    return _nearest(pd.concat(tables, ignore_index=True)) if tables else pd.DataFrame(columns=COLUMNS)


def _acts_alone(path: tuple[Node, ...], scale: Scale) -> bool:
    """Whether a value leads to a score by itself, once the scale is fitted."""
    return not isinstance(scale, RankScale) and not any(node.aggregation.relative for node in path)


def _changes(
    fitted: FittedComposite, aim: _Aim, path: tuple[Node, ...], leaf: Leaf, points: pd.DataFrame, used: Floats
) -> pd.DataFrame:
    asked = (points[leaf.code].notna() & ~np.isnan(aim.target)).to_numpy()
    present = {code: points[code].to_numpy(float)[asked] for code in points}
    wanted = _crossing(aim, path, leaf, present, aim.target[asked])
    treated = _treated_value_at(fitted.scales[leaf.code], wanted, used, asked)
    treatment = fitted.treatments.get(leaf.code)
    now, value = ((treatment.invert(each) if treatment else each) for each in (used[asked], treated))
    return pd.DataFrame(
        {
            "subject": points.index[asked],
            "code": leaf.code,
            "direction": aim.direction,
            "class": aim.becomes[asked],
            "move": np.where(np.isnan(value), np.nan, wanted - present[leaf.code]),
            "now": now,
            "value": value,
        }
    )


def _nearest(table: pd.DataFrame) -> pd.DataFrame:
    """Keep one answer each where an indicator counts in both nodes of a predicate: the smaller move."""
    size = table["move"].abs()
    order = table.assign(size=size).sort_values("size", kind="stable", na_position="last").index
    nearest = table.loc[order].drop_duplicates(["subject", "code", "direction"])
    return nearest.sort_index().reset_index(drop=True)


# --- which score is needed ------------------------------------------------------------------------------------------


def _aims(framework: Framework, bands: pd.DataFrame) -> Iterator[_Aim]:
    for node, own, other, classes, quality in _deciding(framework, bands):
        entries = entry_scores(node.bands) if node.bands else np.empty(0)
        known = (own >= 0) & (other >= 0)
        for direction in ("better", "worse"):
            reached = np.where(known, _band_reached(quality, direction)[own, other], -1)
            last = reached if direction == "better" else reached + 1  # the band to get into, or to stay in
            target = np.where(reached >= 0, entries[last], np.nan)
            becomes = np.asarray(np.where(reached >= 0, classes[reached, other], None), dtype=object)
            yield _Aim(node, direction, target, becomes)


def _deciding(framework: Framework, bands: pd.DataFrame) -> Iterator[tuple[Node, Ints, Ints, Any, Ints]]:
    """Yield each node whose band decides, the subjects' bands in it and beside it, and each pair's class and rank."""
    predicate, root = framework.predicate, framework.root
    if predicate is None:
        if root.bands is not None:
            codes = np.array(root.bands.codes, dtype=object)[:, None]
            own = _places(bands[root.code], root.bands.codes)
            yield root, own, np.where(own < 0, -1, 0), codes, np.arange(len(codes))[:, None]
        return
    cells, best_first = predicate.rule.cells, list(predicate.rule.predicates)
    row, column = framework.node(predicate.rows), framework.node(predicate.columns)
    rows, columns = (node.bands.codes if node.bands else () for node in (row, column))
    classes = np.array([[cells[pair] for pair in product([each], columns)] for each in rows], dtype=object)
    quality = -np.vectorize(best_first.index)(classes)
    in_row, in_column = _places(bands[row.code], rows), _places(bands[column.code], columns)
    yield row, in_row, in_column, classes, quality
    yield column, in_column, in_row, classes.T, quality.T


def _places(bands: pd.Series, codes: tuple[str, ...]) -> Ints:
    return np.asarray(pd.Categorical(bands, categories=list(codes)).codes, dtype=np.int64)


def _band_reached(quality: Ints, direction: Direction) -> Ints:
    """Return, for each band and each band beside it, the nearest band that makes the class better or worse; else -1."""
    reached = np.full(quality.shape, -1)
    for band, beside in product(*map(range, quality.shape)):
        step = 1 if direction == "better" else -1
        others = range(band + step, len(quality) if step > 0 else -1, step)
        gains = (other for other in others if step * (quality[other, beside] - quality[band, beside]) > 0)
        reached[band, beside] = next(gains, -1)
    return reached


# --- which points, and which value, give that score -----------------------------------------------------------------


def _path(branch: Node, leaf: Leaf) -> tuple[Node, ...]:
    """Return the nodes from the one that holds `leaf` up to `branch`; none where it is not below `branch`."""
    for child in branch.children:
        if isinstance(child, Leaf):
            if child.code == leaf.code:
                return (branch,)
        elif below := _path(child, leaf):
            return (*below, branch)
    return ()


def _crossing(aim: _Aim, path: tuple[Node, ...], leaf: Leaf, present: Mapping[str, Floats], target: Floats) -> Floats:
    """Return the points of `leaf` at which the node's score crosses `target`; NaN where 0 to 100 do not hold it."""

    def score_at(points: Floats) -> Floats:
        scores = {**present, leaf.code: points}
        for node in path:
            scored = ~np.isnan(present[node.code])
            scores[node.code] = node_score(node, scores, np.asarray(node.shares), coverage=points, scored=scored)
        return scores[aim.node.code]

    now = present[leaf.code]
    below = now if aim.direction == "better" else np.minimum(now, 0.0)
    above = now if aim.direction == "worse" else np.maximum(now, 100.0)
    low, high = score_at(below), score_at(above)
    possible = (low < target) & (high >= target - _DUST) & (low < high)
    if all(node.aggregation.additive for node in path):
        share = (target - low) / np.where(possible, high - low, 1.0)
        return np.where(possible, below + np.minimum(share, 1.0) * (above - below), np.nan)
    return np.where(possible, _first_reaching(score_at, target, below, above), np.nan)


def _first_reaching(function: Callable[[Floats], Floats], target: Floats, below: Floats, above: Floats) -> Floats:
    """Return where a rising `function` first reaches `target` between `below`, where it does not, and `above`."""
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        reaches = function(middle) >= target
        below, above = np.where(reaches, below, middle), np.where(reaches, middle, above)
    return above


def _treated_value_at(scale: Scale, points: Floats, used: Floats, asked: NDArray[np.bool_]) -> Floats:
    """Return the value, before the scale is applied, that is worth so many points, nearest to the present one."""
    now = used[asked]
    if isinstance(scale, LinearScale):
        x = (points - scale.intercept) / scale.slope
        return np.asarray(np.exp(x) if scale.logarithmic else x)
    if isinstance(scale, ReciprocalScale):
        return scale.numerator / np.where(points > 0, points, np.nan)
    if isinstance(scale, DistanceScale):
        side = np.where(now < scale.target, -1.0, 1.0)
        return scale.target + side * scale.tolerance * (1.0 - points / 100.0)
    return _value_by_bisection(scale, points, now, (float(np.nanmin(used)), float(np.nanmax(used))))


def _value_by_bisection(scale: Scale, points: Floats, now: Floats, span: tuple[float, float]) -> Floats:
    """Return the value of a scale that no formula inverts, searched as far again as the values are apart."""
    room = (span[1] - span[0]) or max(abs(span[1]), 1.0)
    ends = np.array([span[0] - room, span[1] + room])
    worst, best = ends if np.diff(scale.apply(ends)) >= 0 else ends[::-1]
    rises = points > scale.apply(now)
    below, above = np.where(rises, now, worst), np.where(rises, best, now)
    between = (scale.apply(below) < points) & (scale.apply(above) >= points)
    return np.where(between, _first_reaching(scale.apply, points, below, above), np.nan)
