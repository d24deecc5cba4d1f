"""How sure ranks are, at the price of a moment: as in a run where there is time, of fewer draws where there is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.scoring.frameworks import framework, leaf
from workbench.analysis import certainty
from workbench.analysis.certainty import certainty_of
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.robustness import rank_intervals
from workbench.analysis.weight_draws import draw_weights
from workbench.model.framework import Framework
from workbench.model.parameters import Robustness

TREE = framework(leaf("speed", 3), leaf("care", 1))
THREE = pd.DataFrame({"speed": [90.0, 80.0, 10.0], "care": [10.0, 30.0, 90.0]}, index=["a", "b", "c"])
ROBUSTNESS = Robustness(draws=200)


def many(count: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    return pd.DataFrame(rng.uniform(0, 100, (count, 2)), columns=["speed", "care"], index=range(count))


def test_the_intervals_are_those_of_a_run_with_the_same_seed():
    found = certainty_of(TREE, THREE, ROBUSTNESS, rng=np.random.default_rng(7))
    weights = draw_weights(TREE, ROBUSTNESS, rng=np.random.default_rng(7))
    direct = rank_intervals(DrawnScores(framework=TREE, weights=weights, normalised=THREE), top=ROBUSTNESS.top)
    pd.testing.assert_frame_equal(found.intervals, direct)
    assert found.draws == 200


def test_the_nearest_swap_is_the_one_a_reader_can_redo():
    # speed at w: a 10 + 80 w, b 30 + 50 w; level where 30 w = 20
    swaps = certainty_of(TREE, THREE, ROBUSTNESS, rng=np.random.default_rng(7)).swaps
    assert swaps.pairs.iloc[0].tolist() == ["a", "b"]
    assert round(swaps.thresholds.at[0, "speed"], 9) == round(2 / 3, 9)


def test_where_there_are_very_many_fewer_weights_are_drawn_but_never_too_few(monkeypatch):
    monkeypatch.setattr(certainty, "AFFORDABLE", 150 * 400)
    assert certainty_of(TREE, many(400), ROBUSTNESS, rng=np.random.default_rng(7)).draws == 150
    assert certainty_of(TREE, many(1000), ROBUSTNESS, rng=np.random.default_rng(7)).draws == 100
    root = TREE.root
    dearer = Framework(root=replace(root, aggregation=replace(root.aggregation, additive=False)))
    assert certainty_of(dearer, many(40), ROBUSTNESS, rng=np.random.default_rng(7)).draws == 150


def test_where_there_are_very_many_swaps_are_sought_among_the_first():
    values = many(201)
    certain = certainty_of(TREE, values, ROBUSTNESS, rng=np.random.default_rng(7))
    found = certain.swaps
    assert certain.first == 20
    best = (0.75 * values["speed"] + 0.25 * values["care"]).nlargest(20).index
    assert found.pairs["ahead"].tolist() == best[:-1].tolist()
    assert found.pairs["behind"].tolist() == best[1:].tolist()


def test_where_every_score_hangs_on_all_others_none_of_very_many_is_left_out_to_seek_swaps():
    root = TREE.root
    relative = Framework(root=replace(root, aggregation=replace(root.aggregation, relative=True)))
    found = certainty_of(relative, many(201), ROBUSTNESS, rng=np.random.default_rng(7)).swaps
    assert found.nearest().empty
    assert found.intervals().empty
