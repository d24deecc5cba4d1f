from __future__ import annotations

from itertools import combinations

import pytest
from pydantic import ValidationError

from tests.scoring.frameworks import judged
from workbench.model.validation import faults_in
from workbench.scoring.pairwise_weights import PairwiseComparisons, ahp_weights

NATIONS = ("us", "ussr", "china", "france", "uk", "japan", "west_germany")
WEALTH = """
us ussr 4, us china 9, us france 6, us uk 6, us japan 5, us west_germany 5, ussr china 7, ussr france 5, ussr uk 5,
ussr japan 3, ussr west_germany 4, france china 5, uk china 5, japan china 7, west_germany china 5, france uk 1,
japan france 3, west_germany france 3, japan uk 3, west_germany uk 3, japan west_germany 2
"""

DRINKS = ("coffee", "wine", "tea", "beer", "soda", "milk", "water")
CONSUMED = """
coffee wine 9, coffee tea 5, coffee beer 2, coffee soda 1, coffee milk 1, water coffee 2, tea wine 3, beer wine 9,
soda wine 9, milk wine 9, water wine 9, beer tea 3, soda tea 4, milk tea 3, water tea 9, soda beer 2, beer milk 1,
water beer 3, soda milk 2, water soda 2, water milk 3
"""

HOUSE = ("size", "transport", "neighbourhood", "age", "yard", "facilities", "condition", "financing")
BUYING = """
size transport 5, size neighbourhood 3, size age 7, size yard 6, size facilities 6, condition size 3, financing size 4,
neighbourhood transport 3, transport age 5, transport yard 3, transport facilities 3, condition transport 5,
financing transport 7, neighbourhood age 6, neighbourhood yard 3, neighbourhood facilities 4,
neighbourhood condition 6, financing neighbourhood 5, yard age 3, facilities age 4, condition age 7, financing age 8,
facilities yard 2, condition yard 5, financing yard 6, condition facilities 5, financing facilities 6,
financing condition 2
"""


def pairs(text: str) -> list[dict[str, object]]:
    judgements = (each.split() for each in text.replace("\n", " ").split(","))
    return [{"more": more, "less": less, "times": float(times)} for more, less, times in judgements]


def comparisons(children, experts, **settings) -> PairwiseComparisons:
    return PairwiseComparisons.model_validate({"experts": experts} | settings, context={"children": children})


def faults(children, experts, **settings) -> list[str]:
    with pytest.raises(ValidationError, match=r"compared|consistency|part|pairs") as caught:
        comparisons(children, experts, **settings)
    return [each.render() for each in faults_in(caught.value, ("weighting",))]


def weights(children, experts, **settings):
    return ahp_weights(judged(*children), comparisons(children, experts, **settings))


def test_the_wealth_of_seven_nations():
    """Saaty (1977), A scaling method for priorities in hierarchical structures, doi:10.1016/0022-2496(77)90033-5."""
    found = weights(NATIONS, {"analyst": pairs(WEALTH)})
    assert found.shares.round(3).tolist() == [0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094]
    assert found.facts["consistency_ratio"] == pytest.approx((7.608 - 7) / 6 / 1.32, abs=1e-4)


def test_what_americans_drink():
    """Saaty (2008), Decision making with the analytic hierarchy process, doi:10.1504/IJSSCI.2008.017590."""
    found = weights(DRINKS, {"audience": pairs(CONSUMED)})
    assert found.shares.round(3).tolist() == [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert found.facts["consistency_by_expert"] == {"audience": pytest.approx(0.022, abs=5e-4)}


def test_buying_a_house_is_too_inconsistent_and_the_worst_contradiction_is_named():
    """Saaty (1990), How to make a decision, doi:10.1016/0377-2217(90)90057-I: λ = 9.669, consistency ratio .169."""
    assert faults(HOUSE, {"family": pairs(BUYING)}) == [
        "weighting.experts.family: consistency ratio 0.17 is above 0.1; look first at these: 'size' is 3 times "
        "'neighbourhood', and 'neighbourhood' is 6 times 'condition', so 'size' should be about 18 times "
        "'condition', not 0.33"
    ]
    found = weights(HOUSE, {"family": pairs(BUYING)}, highest_inconsistency=0.2)
    assert found.shares.round(3).tolist() == [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333]
    assert found.facts["consistency_ratio"] == pytest.approx(0.169, abs=5e-4)


def test_opposite_judgements_of_two_experts_cancel():
    found = weights(("a", "b"), {"head": pairs("a b 3"), "staff": pairs("b a 3")})
    assert found.shares.tolist() == pytest.approx([0.5, 0.5])
    assert found.facts["shares_by_expert"]["head"] == pytest.approx({"a": 0.75, "b": 0.25})
    assert found.facts["spread"]["a"] == pytest.approx({"low": 0.25, "high": 0.75, "sd": 0.5 / 2**0.5})
    assert found.facts["agreement"] == 0
    assert found.facts["consistency_ratio"] == 0


def test_every_pair_is_compared_once_by_every_expert():
    given = [*pairs("a b 2, b a 3, c c 1"), {"more": "a", "less": "d", "times": 2}]
    assert faults(("a", "b", "c"), {"head": given}) == [
        "weighting.experts.head.1: 'b' and 'a' are compared twice",
        "weighting.experts.head.2: 'c' is compared with itself",
        "weighting.experts.head.3.less: unknown part 'd'; did you mean: a, b, c?",
        "weighting.experts.head: 'a' and 'c' are not compared; every pair is compared once",
        "weighting.experts.head: 'b' and 'c' are not compared; every pair is compared once",
    ]


def test_sixteen_parts_are_too_many_for_the_random_index():
    children = tuple("abcdefghijklmnop")
    equal = [{"more": a, "less": b, "times": 1} for a, b in combinations(children, 2)]
    assert faults(children, {"head": equal}) == [
        "weighting: comparisons in pairs can weigh at most 15 parts; here are 16"
    ]
    fifteen = [each for each in equal if "p" not in each.values()]
    assert weights(children[:15], {"head": fifteen}).shares.tolist() == pytest.approx([1 / 15] * 15)
