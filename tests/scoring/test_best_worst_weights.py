from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.scoring.frameworks import judged
from workbench.model.validation import faults_in
from workbench.scoring.best_worst_weights import BestWorstComparisons, best_worst_weights

CAR = ("quality", "price", "comfort", "safety", "style")


def expert(best_to_others: list[int], others_to_worst: list[int], *, best="price", worst="style", children=CAR):
    return {
        "best": best,
        "worst": worst,
        "best_to_others": dict(zip(children, best_to_others, strict=True)),
        "others_to_worst": dict(zip(children, others_to_worst, strict=True)),
    }


def comparisons(experts, children=CAR, **settings) -> BestWorstComparisons:
    return BestWorstComparisons.model_validate({"experts": experts} | settings, context={"children": children})


def faults(experts, children=CAR, **settings) -> list[str]:
    with pytest.raises(ValidationError, match=r"consistency|part|missing|both|times") as caught:
        comparisons(experts, children, **settings)
    return [each.render() for each in faults_in(caught.value, ("weighting",))]


def test_a_consistent_buyer_of_a_car():
    """Car example of Rezaei (2015, 2016); weights as in the tests of the R package jakub-tomczak/BWM."""
    found = best_worst_weights(judged(*CAR), comparisons({"buyer": expert([2, 1, 4, 2, 8], [4, 8, 2, 4, 1])}))
    expected = [0.21052632, 0.42105263, 0.10526316, 0.21052632, 0.05263158]
    assert found.shares.tolist() == pytest.approx(expected, abs=1e-8)
    assert found.facts["xi_by_expert"]["buyer"] == pytest.approx(0, abs=1e-12)
    assert found.facts["consistency_ratio"] == 0


def test_a_buyer_who_contradicts_himself_a_little():
    """The same package: 0.002444958 is xi / 4.47. Safety: 3 · 3 = 9 instead of 8, over 8² - 8 = 56."""
    found = best_worst_weights(judged(*CAR), comparisons({"buyer": expert([2, 1, 4, 3, 8], [4, 8, 2, 3, 1])}))
    expected = [0.22950820, 0.44808743, 0.11475410, 0.15300546, 0.05464481]
    assert found.shares.tolist() == pytest.approx(expected, abs=1e-8)
    assert found.facts["xi_by_expert"]["buyer"] / 4.47 == pytest.approx(0.002444958, abs=1e-9)
    assert found.facts["consistency_by_expert"]["buyer"] == pytest.approx(1 / 56)


def test_two_experts_count_the_same():
    first = expert([1, 3], [3, 1], best="a", worst="b", children=("a", "b"))
    second = expert([1, 1], [1, 1], best="b", worst="a", children=("a", "b"))
    found = best_worst_weights(judged("a", "b"), comparisons({"head": first, "staff": second}, ("a", "b")))
    assert found.shares.tolist() == pytest.approx([(0.75 + 0.5) / 2, (0.25 + 0.5) / 2])
    assert found.facts["spread"]["a"] == pytest.approx({"low": 0.5, "high": 0.75, "sd": 0.25 / 2**0.5})


def test_above_the_published_limit_the_contradiction_is_named():
    """Five parts and a span of 8: at most .2958 (Liang, Brunelli & Rezaei 2020); here |8 · 4 - 8| / 56 = .43."""
    assert faults({"buyer": expert([2, 1, 4, 8, 8], [4, 8, 2, 4, 1])}) == [
        "weighting.experts.buyer: consistency ratio 0.43 is above 0.2958; look first at these: 'price' is 8 times "
        "'safety', and 'safety' is 4 times 'style', so 'price' should be about 32 times 'style', not 8"
    ]
    assert comparisons({"buyer": expert([2, 1, 4, 8, 8], [4, 8, 2, 4, 1])}, highest_inconsistency=0.5)


@pytest.mark.parametrize(
    ("best_to_others", "others_to_worst", "children", "limit"),
    [
        ([1, 3, 9], [9, 9, 1], "abc", 0.1359),
        ([1, 9, *[3] * 9, 9], [9, 9, *[3] * 9, 1], "abcdefghijkl", 0.3662),
        ([1, 2, 2], [2, 2, 1], "abc", 0.0),
    ],
)
def test_the_limit_follows_the_span_and_the_number_of_parts(best_to_others, others_to_worst, children, limit):
    given = expert(best_to_others, others_to_worst, best="a", worst=children[-1], children=tuple(children))
    assert f"is above {limit};" in faults({"head": given}, tuple(children))[0]


def test_what_is_missing_unknown_or_stated_twice_differently_is_named():
    wrong = {
        "best": "price",
        "worst": "styl",
        "best_to_others": {"quality": 2, "comfort": 4, "safety": 2},
        "others_to_worst": {"quality": 4, "price": 8, "comfort": 2, "safety": 4, "colour": 1, "style": 1},
    }
    assert faults({"buyer": wrong}) == [
        "weighting.experts.buyer.worst: unknown part 'styl'; did you mean: style?",
        "weighting.experts.buyer.best_to_others: 'style' is missing",
        "weighting.experts.buyer.others_to_worst.colour: unknown part 'colour'; did you mean: comfort?",
    ]
    assert faults({"buyer": expert([2, 1, 4, 2, 8], [4, 7, 2, 4, 1])}) == [
        "weighting.experts.buyer: 'price' is 8 times 'style' in one list and 7 times in the other"
    ]
    assert faults({"buyer": expert([2, 1, 4, 2, 8], [4, 8, 2, 4, 1], worst="price")})[0] == (
        "weighting.experts.buyer: 'price' cannot be both the best and the worst"
    )
