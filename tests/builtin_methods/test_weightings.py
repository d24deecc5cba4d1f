"""What every built-in weighting must hold, whatever the data: weights add up, and order is no matter."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.frameworks import siblings
from workbench.builtin_methods.weightings import weightings
from workbench.errors import ScoringError
from workbench.model.methods import Siblings

WEIGHTINGS = {each.code: each for each in weightings()}
CHILDREN = ("a", "b", "c", "d")
BY_DATA = {
    "first": ("principal_components", {"negative": "zero"}),
    "rotated": ("principal_components", {"composite": "rotated", "factors": 2, "lowest_explained": 0}),
    "influence": ("target_influence", {"largest_deviation": 1}),
    "ratio": ("target_influence", {"largest_deviation": 1, "measure": "correlation_ratio", "bins": 2}),
}


def settled(code: str, options: dict[str, object], children: Siblings):
    method = WEIGHTINGS[code]
    return method.weigh(children, method.options.model_validate(options, context={"children": children.codes}))


def permuted(children: Siblings, order: list[int]) -> Siblings:
    return replace(
        children,
        codes=tuple(children.codes[place] for place in order),
        given=children.given[order],
        scores=children.scores[:, order],
        values=children.values[:, order],
        directions=children.directions[order],
    )


@st.composite
def tables(draw, rows: int = 30):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    common = draw(st.floats(0.0, 2.0))
    columns = rng.normal(size=(rows, 1)) * common + rng.normal(size=(rows, len(CHILDREN)))
    columns *= rng.uniform(0.1, 20, len(CHILDREN))
    return siblings(dict(zip(CHILDREN, columns.T.tolist(), strict=True)), given=rng.uniform(0.5, 1.5, 4).tolist())


def test_the_weightings_that_come_with_the_workbench():
    assert list(WEIGHTINGS) == [
        "equal",
        "budget_allocation",
        "ahp",
        "best_worst",
        "principal_components",
        "target_influence",
    ]


@pytest.mark.parametrize("code", ["principal_components"])
def test_weights_taken_from_data_say_in_their_name_that_they_are_no_policy(code):
    label = WEIGHTINGS[code].label
    assert "bukan kebijakan" in label.id
    assert "not policy" in label.en


@pytest.mark.parametrize("name", BY_DATA)
@given(children=tables())
@settings(max_examples=20, deadline=None)
def test_weights_are_shares(name, children):
    weights = settled(*BY_DATA[name], children)
    assert weights.shares.shape == (4,)
    assert (weights.shares >= 0).all()
    assert weights.shares.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("name", ["first", "rotated", "influence"])
@given(children=tables(), order=st.permutations(range(4)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_children_is_no_matter(name, children, order):
    one, other = settled(*BY_DATA[name], children), settled(*BY_DATA[name], permuted(children, list(order)))
    assert other.shares == pytest.approx(one.shares[list(order)], abs=1e-6)


@pytest.mark.parametrize("name", ["first", "rotated", "influence", "ratio"])
@given(children=tables())
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_subjects_is_no_matter(name, children):
    turned = replace(children, scores=children.scores[::-1].copy(), values=children.values[::-1].copy())
    assert settled(*BY_DATA[name], turned).shares == pytest.approx(settled(*BY_DATA[name], children).shares, abs=1e-6)


@pytest.mark.parametrize("name", ["first", "rotated", "influence"])
@given(children=tables())
@settings(max_examples=10, deadline=None)
def test_everybody_twice_gives_the_same_weights(name, children):
    double = replace(children, scores=np.tile(children.scores, (2, 1)), values=np.tile(children.values, (2, 1)))
    assert settled(*BY_DATA[name], double).shares == pytest.approx(settled(*BY_DATA[name], children).shares, abs=1e-6)


@pytest.mark.parametrize("code", ["principal_components", "target_influence"])
@pytest.mark.parametrize(
    ("column", "line"), [([1.0, 2.0], "only 2 subjects"), ([4.0, 4.0, 4.0], "'a' is the same for every subject")]
)
def test_data_that_cannot_weigh_are_refused_in_words(code, column, line):
    with pytest.raises(ScoringError, match=line):
        settled(code, {}, siblings({"a": column, "b": list(range(len(column)))}))


points = st.lists(st.integers(1, 30), min_size=4, max_size=4)


@given(experts=st.lists(points, min_size=1, max_size=4), order=st.permutations(range(4)))
@settings(max_examples=30, deadline=None)
def test_points_of_experts_are_shares_in_any_order(experts, order):
    def weights(children):
        table = {
            f"expert_{number}": {code: 100 * given / sum(row) for code, given in zip(CHILDREN, row, strict=True)}
            for number, row in enumerate(experts)
        }
        return settled("budget_allocation", {"experts": table}, siblings({code: [0.0, 1.0] for code in children}))

    shares = weights(CHILDREN).shares
    assert shares.sum() == pytest.approx(1)
    assert weights([CHILDREN[place] for place in order]).shares == pytest.approx(shares[list(order)])


@given(importance=points, order=st.permutations(range(4)))
@settings(max_examples=30, deadline=None)
def test_free_of_contradiction_all_judgements_give_back_what_they_were_made_of(importance, order):
    """Importances within 1 to 9 of each other, compared in pairs: exactly their shares, in any order."""
    importance = [1 + each % 9 for each in importance]
    children = [CHILDREN[place] for place in order]
    by_code = dict(zip(CHILDREN, map(float, importance), strict=True))
    ranked = sorted(children, key=lambda code: -by_code[code])
    pairs = [
        {"more": more, "less": less, "times": by_code[more] / by_code[less]}
        for place, more in enumerate(ranked)
        for less in ranked[place + 1 :]
    ]
    weights = settled("ahp", {"experts": {"head": pairs}}, siblings({code: [0.0, 1.0] for code in children}))
    expected = [by_code[code] / sum(by_code.values()) for code in children]
    assert weights.shares.tolist() == pytest.approx(expected)
    assert weights.facts["consistency_ratio"] == pytest.approx(0, abs=1e-9)


@given(
    to_others=st.lists(st.integers(1, 9), min_size=2, max_size=2),
    to_worst=st.lists(st.integers(1, 9), min_size=2, max_size=2),
    span=st.integers(2, 9),
    order=st.permutations(range(4)),
)
@settings(max_examples=40, deadline=None)
def test_best_and_worst_comparisons_have_one_answer_in_any_order(to_others, to_worst, span, order):
    given_ = {
        "best": "a",
        "worst": "d",
        "best_to_others": {"b": to_others[0], "c": to_others[1], "d": span},
        "others_to_worst": {"a": span, "b": to_worst[0], "c": to_worst[1]},
    }
    options = {"experts": {"head": given_}, "highest_inconsistency": 100.0}
    shares = settled("best_worst", options, siblings({code: [0.0, 1.0] for code in CHILDREN})).shares
    other = settled("best_worst", options, siblings({CHILDREN[place]: [0.0, 1.0] for place in order})).shares
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1)
    assert other == pytest.approx(shares[list(order)], abs=1e-7)


def test_the_libraries_of_weightings_are_loaded_only_when_they_are_used():
    code = (
        "import sys, workbench.cli, workbench.builtin_methods.weightings; "
        "print(sorted({'sklearn', 'pymcdm', 'scipy.optimize', 'scipy.stats'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
