"""Scores alone must be those of the scorecard, however the rows are cut into blocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.scoring.frameworks import framework, leaf, measurements, node
from workbench.errors import ScoringError
from workbench.model.framework import Framework
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Reference
from workbench.scoring import blockwise
from workbench.scoring.composite import apply, fit, only_scores

CODES = ["a", "b", "c", "d"]
VALUES = arrays(float, (9, 4), elements=st.one_of(st.floats(-50, 150), st.just(np.nan)))


def tree(method: str = "arithmetic", minimum: float = 0.6) -> Framework:
    pair = node("pair", leaf("a", 3), leaf("b", 1, method="min_max"), method=method, minimum=minimum, weight=2)
    spare = node("spare", leaf("d", 0.3, method="percentile_rank"), weight=0, minimum=minimum)
    return framework(pair, leaf("c", 0.7, "lower", method="z_score"), spare, minimum=minimum)


def frame(values):
    full = np.vstack([values, [[10, 20, 30, 40], [11, 22, 33, 44]]])  # a scale needs two different values
    return pd.DataFrame(full, index=[f"s{i}" for i in range(len(full))], columns=CODES)


def fitted(framework, data):
    reference = Reference(values=data, groups=data.iloc[:, :0])
    return fit(framework, reference, missing=Imputation(), treatment=Treatment())


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(blockwise, "ROWS", 4)


@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic", "minimum", "copeland"])
@pytest.mark.parametrize("root_only", [True, False])
@given(values=VALUES, minimum=st.sampled_from([0.0, 0.6, 1.0]), size=st.sampled_from([1, 4, 100]))
def test_scores_alone_are_those_of_the_scorecard(method, root_only, values, minimum, size):
    data = frame(values)
    composite = fitted(tree(method, minimum), data)
    card = apply(composite, measurements(data), groups=data.iloc[:, :0], ranking=Ranking())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blockwise, "ROWS", size)
        alone = only_scores(composite, data, root_only=root_only)
    assert list(alone) == (["score"] if root_only else ["pair", "spare", "score"])
    for code, scores in alone.items():
        np.testing.assert_allclose(scores, card.scores[code], rtol=0, atol=1e-10, err_msg=code)


def test_between_fixed_points_they_are_those_of_the_scorecard_to_the_last_digit(small_blocks):
    data = frame(np.linspace(-20, 120, 36).reshape(9, 4))
    composite = fitted(framework(node("pair", leaf("a", 3), leaf("b", 0.7)), leaf("c", 0.9, "lower"), leaf("d")), data)
    card = apply(composite, measurements(data), groups=data.iloc[:, :0], ranking=Ranking())
    assert only_scores(composite, data)["score"].tolist() == card.scores["score"].tolist()


def test_however_many_cores_there_are_the_digits_are_the_same(monkeypatch, small_blocks):
    data = frame(np.random.default_rng(0).uniform(0, 100, (400, 4)))
    found = []
    for cores in (1, 2, 7):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        found.append(only_scores(fitted(tree(), data), data)["score"].tolist())
    assert found[0] == found[1] == found[2]


def test_imputation_and_treatment_come_first(small_blocks):
    data = frame(np.arange(36.0).reshape(9, 4))
    data.iloc[3, 0], data.iloc[5, 2] = np.nan, 1e6
    rules = {"missing": Imputation(method="mean"), "treatment": Treatment(method="winsorise")}
    composite = fit(tree(), Reference(values=data, groups=data.iloc[:, :0]), **rules)
    card = apply(composite, measurements(data), groups=data.iloc[:, :0], ranking=Ranking())
    assert set(card.changed["step"]) == {"filled", "treated"}
    scores = only_scores(composite, composite.treat(data, groups=data.iloc[:, :0]))
    assert scores["score"].tolist() == pytest.approx(card.scores["score"].tolist(), abs=1e-10)


def test_whoever_watches_is_told_of_every_block_in_order(small_blocks):
    data = frame(np.arange(36.0).reshape(9, 4))
    told = []
    scores = only_scores(fitted(tree(), data), data, each=lambda block, part: told.append((block, part)))
    assert [block for block, _ in told] == [slice(0, 4), slice(4, 8), slice(8, 11)]
    assert np.concatenate([part["score"] for _, part in told]).tolist() == scores["score"].tolist()


def test_where_a_subject_depends_on_the_others_nobody_is_cut_off_from_them(small_blocks):
    def above_average(children, weights, options):
        return children[:, 0] - children[:, 0].mean()

    root = tree().root
    method = replace(root.aggregation, additive=False, relative=True, combine=above_average)
    relative = Framework(root=replace(root, aggregation=method, minimum_coverage=0.0))
    data = frame(np.arange(36.0).reshape(9, 4))
    scores = only_scores(fitted(relative, data), data)
    assert scores["score"].mean() == pytest.approx(0)
    assert scores["score"] == pytest.approx(scores["pair"] - scores["pair"].mean())


def test_every_indicator_that_its_scale_cannot_take_is_named(small_blocks):
    logs = [leaf(code, low=1.0, high=100.0, scale="log") for code in "ab"]
    data = frame(np.full((9, 4), 50.0))
    composite = fitted(framework(*logs, leaf("c")), data)
    data.iloc[[0, 7], 0], data.iloc[8, 1] = 0.0, -1.0
    with pytest.raises(ScoringError, match=r"(?s)a: 2 values are 0 or negative.*b: 1 values are 0 or negative"):
        only_scores(composite, data)


def test_values_are_never_changed(small_blocks):
    data = frame(np.arange(36.0).reshape(9, 4))
    before = data.copy()
    only_scores(fitted(tree(), data), data)
    pd.testing.assert_frame_equal(data, before)
