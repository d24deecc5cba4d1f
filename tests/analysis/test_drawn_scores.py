from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis import drawn_scores
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.weight_draws import simplex_weights
from workbench.scoring.aggregation import aggregate

CODES = list("abcd")


def tree(method="arithmetic", minimum=0.0):
    inner = node("ab", leaf("a", 2), leaf("b"), method=method, minimum=minimum)
    return framework(inner, leaf("c"), leaf("d"), minimum=minimum)


def some_values(seed, gaps, count=15):
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(rng.uniform(1, 100, (count, 4)), columns=CODES)
    return values.mask(rng.uniform(size=values.shape) < gaps)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.sampled_from([0.0, 0.3]), st.sampled_from(["arithmetic", "geometric"]), st.booleans())
def test_blocks_of_draws_give_what_aggregation_gives_draw_by_draw(seed, gaps, method, uncertain):
    values, framed = some_values(seed, gaps), tree(method, minimum=0.4)
    weights = simplex_weights(framed, draws=7, rng=np.random.default_rng(seed))
    scores = DrawnScores(framework=framed, weights=weights, normalised=(lambda _: values) if uncertain else values)
    columns = {code: values[code].to_numpy() for code in CODES}
    policy, _ = aggregate(framed, columns)
    scored = {code: ~np.isnan(each) for code, each in policy.items()}
    expected = [aggregate(framed, columns, weights.at(draw), scored)[0]["score"] for draw in range(7)]
    assert scores.subjects.tolist() == values.index[scored["score"]].tolist()
    assert scores.block(0, 7) == pytest.approx(np.array(expected)[:, scored["score"]])
    assert scores.block(2, 5) == pytest.approx(scores.block(0, 7)[2:5])


def test_blocks_come_in_order_and_do_not_depend_on_the_number_of_threads(monkeypatch):
    monkeypatch.setattr(drawn_scores, "BLOCK", 40)
    framed = tree()
    weights = simplex_weights(framed, draws=50, rng=np.random.default_rng(0))
    scores = DrawnScores(framework=framed, weights=weights, normalised=some_values(0, 0.0))
    one, three = (list(scores.ranks(workers=workers)) for workers in (1, 3))
    assert [start for start, _ in three] == list(range(0, 50, 2))
    assert all(np.array_equal(left, right) for (_, left), (_, right) in zip(one, three, strict=True))


def test_moving_the_weights_drops_nobody_whom_the_policy_scores():
    framed = framework(leaf("a", 3), leaf("b", 1), minimum=0.6)
    values = pd.DataFrame({"a": [50.0, 60, np.nan], "b": [np.nan, 10, 20]})
    weights = simplex_weights(framed, draws=200, rng=np.random.default_rng(0))
    scores = DrawnScores(framework=framed, weights=weights, normalised=values)
    assert scores.subjects.tolist() == [0, 1]  # the third lacks 75 % of the weight, whatever the draw
    assert scores.block(0, 200)[:, 0] == pytest.approx(50)
