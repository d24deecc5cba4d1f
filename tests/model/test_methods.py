"""A method is a declaration: anybody's plugs into the scoring chain as the built-in ones do."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import leaf, measurements, node, siblings
from workbench.errors import ScoringError
from workbench.model.framework import Framework
from workbench.model.indicator import Options
from workbench.model.labels import Label
from workbench.model.methods import AggregationMethod, NormalisationMethod
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.scoring.composite import score


@dataclass(frozen=True)
class Doubled:
    times: float

    def apply(self, values):
        return values * self.times

    def describe(self):
        return {"times": self.times}


class Times(Options):
    times: float = 2.0


DOUBLING = NormalisationMethod(
    code="doubling",
    label=Label.of("doubling"),
    fit=lambda values, polarity, options: Doubled(options.times),
    options=Times,
    polarities=("higher",),
    relative=False,
    bounded=False,
    formula="2 x",
    reference="a third party",
)
WORST = AggregationMethod(
    code="worst",
    label=Label.of("worst child"),
    combine=lambda children, weights, options: np.where(weights > 0, children, np.inf).min(axis=1),
    additive=False,
    options=Options,
    needs_bounded=False,
    formula="min x",
    reference="a third party",
)


def test_a_third_partys_methods_score_like_the_built_in_ones():
    leaves = [replace(leaf(code), normalisation=DOUBLING, settings=Times()) for code in ("a", "b")]
    tree = Framework(root=replace(node("score", *leaves), aggregation=WORST, settings=Options()))
    values = pd.DataFrame({"a": [10.0, 40.0], "b": [30.0, np.nan]}, index=["x", "y"])
    card = score(
        tree,
        measurements(values),
        groups=pd.DataFrame(index=values.index),
        missing=Imputation(),
        treatment=Treatment(),
        ranking=Ranking(),
    )
    assert card.scores["score"].tolist() == [20, 80]  # the worse of 20 and 60; the only one of 80
    assert card.ranks.tolist() == [2, 1]
    assert card.scales == {"a": {"times": 2.0}, "b": {"times": 2.0}}
    # Shapley by hand: a joins first +20, second 20 - 60 = -40, mean -10; b joins first +60, second 0, mean 30
    assert card.contributions.loc["x"].tolist() == pytest.approx([-10, 30])


def test_a_method_is_told_by_its_kind():
    assert (DOUBLING.kind, WORST.kind) == ("normalisation", "aggregation")


def test_methods_are_frozen_and_made_by_keyword():
    with pytest.raises(AttributeError, match="cannot assign"):
        WORST.additive = True
    with pytest.raises(TypeError, match="positional"):
        AggregationMethod("worst")


def test_weights_from_data_use_the_subjects_that_have_every_child():
    children = siblings({"a": [1, 2, 3, np.nan], "b": [4, np.nan, 6, 7], "c": [1, 0, 2, 3]})
    with pytest.raises(ScoringError, match=r"only 2 subjects have a value for every part; .* at least 3"):
        children.complete("scores")
    full = siblings({"a": [1, 2, 3, np.nan], "b": [4, 5, 6, 7]})
    assert full.complete("values").tolist() == [[1, 4], [2, 5], [3, 6]]


def test_children_that_are_the_same_for_everybody_are_all_named():
    with pytest.raises(ScoringError, match=r"(?s)'a' is the same for every subject.*'c' is the same"):
        siblings({"a": [5, 5, 5], "b": [1, 2, 3], "c": [0, 0, 0]}).complete("scores")
