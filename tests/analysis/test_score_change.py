"""Why scores changed, on numbers that can be redone by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import METHODS, framework, leaf, measurements, node
from workbench.analysis.score_change import FACTORS, NO_SCORE, NOT_LISTED, NOT_SPLIT, Side, score_change, with_shares_of
from workbench.errors import ScoringError
from workbench.model.framework import Framework
from workbench.model.labels import Label
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Reference
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.exemption import EXEMPT
from workbench.scoring.missing import GAPS


def side(tree, title="a cycle", exempt=(), reference=None, **columns):
    """Return one side: subjects A, B, C … with a column of values for each indicator."""
    size = len(next(iter(columns.values())))
    frame = pd.DataFrame(columns, index=list("ABCDEFGH"[:size]), dtype=float)
    frame = frame.dropna(how="all").drop(index=list(exempt), errors="ignore")
    evaluation = Evaluation(
        framework=tree,
        measurements=measurements(frame),
        groups=pd.DataFrame(index=frame.index),
        missing=Imputation(),
        treatment=Treatment(),
        ranking=Ranking(),
        reference=reference,
    )
    listed = frame.index.append(pd.Index(list(exempt)))
    return Side(title=Label.of(title), evaluation=evaluation, subjects=pd.DataFrame({"label": listed}, index=listed))


def effects(change, subject="A"):
    return change.scores.loc[subject, list(FACTORS)].round(9).tolist()


X = framework(leaf("x"))
EVEN = framework(leaf("x"), leaf("y"))
UNEVEN = framework(leaf("x", 3.0), leaf("y"))
RELATIVE = framework(leaf("x", method="min_max"))


def test_other_values_alone_are_an_effect_of_the_data():
    change = score_change(side(EVEN, x=[50], y=[40]), side(EVEN, x=[60], y=[40]))
    assert change.scores.loc["A", ["before", "after"]].tolist() == [45, 50]
    assert effects(change) == [5, 0, 0, 0]


def test_other_weights_alone_are_an_effect_of_the_weights():
    change = score_change(side(EVEN, x=[80], y=[40]), side(UNEVEN, x=[80], y=[40]))
    assert effects(change) == [0, 10, 0, 0]  # from 60 to 70


def test_what_two_factors_do_only_together_is_shared_evenly():
    # data alone 60 -> 70, weights alone 60 -> 70, both 60 -> 85: (10 + 15) / 2 each
    change = score_change(side(EVEN, x=[80], y=[40]), side(UNEVEN, x=[100], y=[40]))
    assert effects(change) == [12.5, 12.5, 0, 0]


def test_other_goalposts_or_another_aggregation_are_an_effect_of_the_method():
    wider = framework(leaf("x", low=0.0, high=200.0))
    assert effects(score_change(side(X, x=[80]), side(wider, x=[80]))) == [0, 0, -40, 0]
    geometric = framework(leaf("x"), leaf("y"), method="geometric")
    change = score_change(side(EVEN, x=[90], y=[40]), side(geometric, x=[90], y=[40]))
    assert effects(change) == [0, 0, -5, 0]  # from 65 to sqrt(90 * 40) = 60


def test_a_newcomer_moves_relative_scores_and_that_is_an_effect_of_the_membership():
    change = score_change(side(RELATIVE, x=[10, 20, 30]), side(RELATIVE, x=[10, 20, 30, 110]))
    assert change.scores.loc["B", ["before", "after"]].tolist() == [50, 10]
    assert effects(change, "B") == [0, 0, 0, -40]


def test_goalposts_and_a_reference_cycle_know_no_effect_of_the_membership():
    first = side(RELATIVE, x=[10, 20, 30])
    reference = Reference(values=first.values, groups=first.evaluation.groups)
    old, new = (side(RELATIVE, x=x, reference=reference) for x in ([10, 20, 30], [10, 25, 30, 110]))
    assert effects(score_change(old, new), "B") == [25, 0, 0, 0]
    assert effects(score_change(side(X, x=[10]), side(X, x=[10, 99]))) == [0, 0, 0, 0]


def test_everyone_can_improve_and_everyone_can_lose_a_place():
    change = score_change(side(X, x=[50, 60, np.nan]), side(X, x=[55, 65, 90]))
    assert change.scores["data"].tolist() == [5, 5]
    assert change.ranks[["before", "after"]].to_numpy().tolist() == [[2, 3], [1, 2]]
    assert change.ranks["membership"].tolist() == [1, 1]
    assert change.ranks["data"].tolist() == [0, 0]


def test_everyone_can_improve_while_the_mean_of_all_falls():
    change = score_change(side(X, x=[50, 60, np.nan]), side(X, x=[55, 65, 3]))
    assert change.scores["data"].tolist() == [5, 5]
    assert (change.scores["after"].sum() + 3) / 3 < change.scores["before"].mean()
    assert change.absent.to_numpy().tolist() == [["C", "before", NOT_LISTED]]


def test_an_indicator_of_one_side_only_comes_or_goes_with_the_method():
    one, two = side(X, x=[80]), side(EVEN, x=[80], y=[40])
    assert effects(score_change(one, two)) == [0, 0, -20, 0]
    assert effects(score_change(two, one)) == [0, 0, 20, 0]
    change = score_change(one, two)
    assert change.contributions.loc["A"].tolist() == [-40, 20]
    assert change.weights.loc["x"].tolist() == [1, 0.5]
    assert change.weights.loc["y", "after"] == 0.5
    assert pd.isna(change.weights.loc["y", "before"])


def test_contributions_add_up_to_the_change_too():
    change = score_change(side(EVEN, x=[80, 10], y=[40, 90]), side(UNEVEN, x=[100, 20], y=[40, np.nan]))
    total = change.scores["after"] - change.scores["before"]
    assert change.contributions.sum(axis=1).tolist() == pytest.approx(total.tolist())


def test_weights_settled_from_the_data_are_those_of_their_own_side():
    equal = METHODS["equal"]
    weighed = Framework(root=replace(UNEVEN.root, weighting=equal, weighting_settings=equal.options()))
    change = score_change(side(UNEVEN, x=[80], y=[40]), side(weighed, x=[80], y=[40]))
    assert effects(change) == [0, -10, 0, 0]


def test_whether_a_value_may_be_filled_belongs_to_the_data():
    def filled(reason):
        given = side(EVEN, x=[10, 20, 30], y=[50, 70, np.nan])
        missing = pd.DataFrame({"subject": ["C"], "code": ["y"], "reason": [reason]})
        known = replace(given.evaluation.measurements, missing=missing)
        return replace(
            given, evaluation=replace(given.evaluation, measurements=known, missing=Imputation(method="mean"))
        )

    change = score_change(filled(GAPS[0]), filled("it does not concern this unit"))
    assert change.scores.loc["C", ["before", "after"]].tolist() == [45, 30]  # y was the mean, 60, and is left out
    assert effects(change, "C") == [-15, 0, 0, 0]


def test_who_is_on_one_side_only_is_listed_with_the_reason():
    before = side(EVEN, x=[10, 20, 30, np.nan], y=[10, 20, 30, np.nan])
    strict = framework(leaf("x"), leaf("y"), minimum=0.9)
    after = side(strict, exempt="B", x=[10, 20, np.nan, 5], y=[10, 20, 30, 5])
    absent = score_change(before, after).absent.to_numpy().tolist()
    assert absent == [["D", "before", NOT_LISTED], ["B", "after", EXEMPT], ["C", "after", NO_SCORE]]


def test_who_has_no_score_in_a_mixture_is_listed_and_not_split():
    strict, lax = framework(leaf("x"), leaf("y"), minimum=0.9), framework(leaf("x"), leaf("y"), minimum=0.5)
    change = score_change(side(strict, x=[10, 50], y=[30, 50]), side(lax, x=[10, 50], y=[np.nan, 50]))
    assert change.scores.loc["A", ["before", "after"]].tolist() == [20, 10]
    assert change.scores.loc["A", list(FACTORS)].isna().all()
    assert change.absent.to_numpy().tolist() == [["A", "both", NOT_SPLIT]]


def test_a_mixture_that_cannot_be_scored_is_said_with_its_parts():
    of_logs = framework(leaf("x", low=1.0, high=100.0, scale="log"))
    with pytest.raises(
        ScoringError, match=r"x: with the data of 'new' and the methods of 'old', which the split needs"
    ):
        score_change(side(of_logs, "old", x=[10]), side(X, "new", x=[0]))


def test_a_branch_keeps_its_own_share_and_the_others_take_the_proportions_of_the_other_tree():
    tree = framework(leaf("a", 1.0), leaf("b", 1.0), leaf("c", 2.0))
    other = framework(leaf("a", 30.0), leaf("b", 10.0), leaf("d", 60.0))
    # c keeps 1/2; the other half is divided 3 : 1
    weights = with_shares_of(tree, other).effective_weights
    assert [weights[code] for code in "abc"] == pytest.approx([0.375, 0.125, 0.5])


def test_a_part_without_anything_in_common_keeps_its_weights():
    tree = framework(node("inner", leaf("a", 1.0), leaf("b", 3.0)), leaf("c"))
    other = framework(node("inner", leaf("d")), leaf("c", 3.0))
    weights = with_shares_of(tree, other).effective_weights
    assert [weights[code] for code in ("inner", "a", "b", "c")] == pytest.approx([0.25, 0.0625, 0.1875, 0.75])


def test_zero_weights_of_the_other_side_leave_the_own_ones():
    tree, other = framework(leaf("a"), leaf("b")), framework(leaf("a", 0.0), leaf("c"))
    assert with_shares_of(tree, other).effective_weights["a"] == 0.5


# --- any two sides --------------------------------------------------------------------------------------------------

points = st.integers(1, 99)
sides = st.fixed_dictionaries(
    {
        "x": st.lists(points, min_size=6, max_size=6),
        "y": st.lists(points, min_size=6, max_size=6),
        "present": st.sets(st.integers(0, 5), min_size=3),
        "weight": st.integers(1, 4),
        "normalisation": st.sampled_from(["goalposts", "min_max", "percentile_rank"]),
        "aggregation": st.sampled_from(["arithmetic", "geometric"]),
    }
)


def any_side(drawn):
    present = [place in drawn["present"] for place in range(6)]
    # the last subjects differ by construction, so that a relative scale always has something to tell apart
    x = [
        value + 100 * place if keep else np.nan
        for place, (value, keep) in enumerate(zip(drawn["x"], present, strict=True))
    ]
    y = [value if keep else np.nan for value, keep in zip(drawn["y"], present, strict=True)]
    first = leaf("x", drawn["weight"], method=drawn["normalisation"])
    return side(framework(first, leaf("y"), method=drawn["aggregation"]), x=x, y=y)


@settings(max_examples=40, deadline=None)
@given(sides, sides)
def test_the_effects_add_up_and_turn_their_sign_with_the_direction(one, other):
    before, after = any_side(one), any_side(other)
    there, back = score_change(before, after), score_change(after, before)
    for kind in ("scores", "ranks"):
        forth, reverse = getattr(there, kind), getattr(back, kind).reindex(getattr(there, kind).index)
        total = forth["after"] - forth["before"]
        assert forth[list(FACTORS)].sum(axis=1).to_numpy() == pytest.approx(total.to_numpy(), abs=1e-9)
        assert forth["after"].tolist() == reverse["before"].tolist()
        assert forth[list(FACTORS)].to_numpy() == pytest.approx(-reverse[list(FACTORS)].to_numpy(), abs=1e-9)
