from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from kinerja.rule_packs import built_in_rule_packs

from workbench.analysis.distribution import check_distributions, check_unit, smallest_change
from workbench.model.distribution import DistributionRule, LimitCheck, Move, ShareLimit
from workbench.model.rules import Rules

ORDER = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
SB, B, BP, K, SK = ORDER


@pytest.fixture(scope="module")
def rule() -> DistributionRule:
    cited = Rules(packs=tuple(built_in_rule_packs())).cited("distribusi.predikat")
    return DistributionRule.of(
        cited.value, name="distribusi.predikat", reference=cited.reference, confidence=cited.confidence, smallest=3
    )


def check(rule, organisation, *counts):
    whole = np.array([*counts, 0], dtype=np.int64)
    return check_unit("U", whole, order=ORDER, organisation=organisation, rule=rule, members=("U",))


# Domain notes §1.4, computed there by hand: n, SB max (Istimewa), B max (Baik), BP min and SB max (Butuh Perbaikan),
# K min and BP min (Kurang).
SMALL_UNITS = [
    (3, 2, 2, 2, 0, 2, 1),
    (5, 3, 3, 3, 0, 3, 1),
    (10, 7, 7, 6, 1, 6, 1),
    (17, 11, 11, 11, 1, 11, 2),
    (30, 21, 21, 18, 3, 18, 3),
]


@pytest.mark.parametrize(("n", "most_sb", "most_b", "least_bp", "few_sb", "least_k", "some_bp"), SMALL_UNITS)
def test_limits_of_small_units_are_whole_people(rule, n, most_sb, most_b, least_bp, few_sb, least_k, some_bp):
    def of(organisation, *predicates):
        return next(limit for limit in rule.limits[organisation] if limit.predicates == predicates)

    assert of("istimewa", SB).highest(n) == most_sb
    assert of("baik", B).highest(n) == most_b
    assert of("baik", BP, K).lowest(n) == 1
    assert of("butuh_perbaikan", BP).lowest(n) == least_bp
    assert of("butuh_perbaikan", SB).highest(n) == few_sb
    assert of("kurang", K).lowest(n) == least_k
    assert of("kurang", BP).lowest(n) == some_bp


def test_a_good_unit_where_all_are_good_needs_four_of_twelve_to_move(rule):
    # 70 % of 12 = 8.4: at most 8 Baik; at least one BP or K.
    found = check(rule, "baik", 0, 12, 0, 0, 0)

    assert (found.status, found.to_move) == ("outside", 4)
    assert found.moves == (Move(before=B, after=SB, people=3), Move(before=B, after=BP, people=1))
    assert found.alternative == (Move(before=B, after=BP, people=4),)  # as few people, as few steps, but down
    assert found.fits == ("istimewa",)


def test_a_single_smallest_change_is_said_to_be_the_only_way(rule):
    # Istimewa, 10 people: at most 7 Sangat Baik; the nearest class for one of eight is Baik.
    found = check(rule, "istimewa", 8, 2, 0, 0, 0)

    assert found.moves == (Move(before=SB, after=B, people=1),)
    assert found.alternative == ()


def test_limits_that_are_kept_need_no_change(rule):
    found = check(rule, "baik", 2, 7, 1, 0, 0)

    assert (found.status, found.moves) == ("within", ())
    assert [limit.kept for limit in found.limits] == [True, True]
    assert found.fits == ("istimewa", "baik")


def test_classes_counted_together_may_be_one_or_the_other(rule):
    assert check(rule, "sangat_kurang", 0, 0, 0, 1, 9).status == "within"
    assert check(rule, "sangat_kurang", 0, 0, 1, 0, 9).status == "within"
    # One of ten must be BP or K. Baik to BP and Sangat Kurang to K are one step each: the better one is shown.
    found = check(rule, "sangat_kurang", 0, 1, 0, 0, 9)
    assert found.moves == (Move(before=SK, after=K, people=1),)
    assert found.alternative == (Move(before=B, after=BP, people=1),)


@pytest.mark.parametrize("people", [1, 2])
def test_one_or_two_people_cannot_be_tested(rule, people):
    found = check(rule, "baik", 0, people, 0, 0, 0)

    assert (found.status, found.limits, found.moves) == ("too_small", (), ())


def test_limits_that_nobody_can_keep_are_said_to_be_impossible():
    limits = {"x": (ShareLimit(predicates=(SB,), at_least=60), ShareLimit(predicates=(SB,), at_most=50))}
    odd = DistributionRule(limits=limits, smallest=3, reference="r", confidence="proposed")

    assert check(odd, "x", 1, 4, 0, 0, 0).status == "impossible"


def fewest_by_trying_all(counts, limits):
    """Return the fewest people, and then the fewest steps, over every distribution of as many people."""
    n, best = sum(counts), None
    for bars in itertools.combinations(range(n + 4), 4):  # every way to put n people into five classes
        target = np.diff([-1, *bars, n + 4]) - 1
        held = [sum(target[ORDER.index(code)] for code in limit.predicates) for limit in limits]
        if not all(a.lowest <= b <= a.highest for a, b in zip(limits, held, strict=True)):
            continue
        people = sum(max(0, now - then) for then, now in zip(counts, target, strict=True))
        left = np.repeat(range(5), [max(0, c - t) for c, t in zip(counts, target, strict=True)])
        taken = np.repeat(range(5), [max(0, t - c) for c, t in zip(counts, target, strict=True)])
        cost = (people, int(np.abs(left - taken).sum()))
        best = cost if best is None or cost < best else best
    return best


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7, 8])
def test_the_smallest_change_is_the_smallest_of_all(rule, n):
    rng = np.random.default_rng(n)
    for organisation in rule.limits:
        counts = rng.multinomial(n, [0.2, 0.5, 0.1, 0.1, 0.1]).astype(np.int64)
        limits = check(rule, organisation, *counts).limits
        moves = smallest_change(tuple(counts.tolist()), limits, ORDER).best
        steps = sum(each.people * abs(ORDER.index(each.before) - ORDER.index(each.after)) for each in moves)

        assert (sum(each.people for each in moves), steps) == fewest_by_trying_all(counts.tolist(), limits)


@pytest.mark.parametrize("n", [13, 34, 250, 10_000])
def test_after_the_moves_every_limit_is_kept(rule, n):
    rng = np.random.default_rng(n)
    for organisation in rule.limits:
        counts = rng.multinomial(n, [0.11, 0.85, 0.02, 0.01, 0.01]).astype(np.int64)
        found = check(rule, organisation, *counts)
        after = dict(found.counts)
        for move in found.moves:
            after[move.before] -= move.people
            after[move.after] += move.people

        assert check(rule, organisation, *after.values()).status == "within"
        assert min(after.values()) >= 0


def test_moves_never_take_more_people_than_a_class_has():
    limits = (LimitCheck(predicates=(SK,), people=0, lowest=3, highest=3),)

    assert smallest_change((1, 1, 1, 0, 0), limits, ORDER).best == (
        Move(before=SB, after=SK, people=1),
        Move(before=B, after=SK, people=1),
        Move(before=BP, after=SK, people=1),
    )


def people_in(**units):
    rows = [(unit, code) for unit, codes in units.items() for code in codes]
    frame = pd.DataFrame(rows, columns=["unit", "predicate"], dtype="str")
    return frame["predicate"], frame["unit"]


def test_units_that_are_too_small_are_counted_with_the_unit_above(rule):
    predicates, units = people_in(SEK=[B, B, B], A=[B, BP], B=[B] * 6 + [BP] * 3)
    found = check_distributions(
        predicates,
        units,
        order=ORDER,
        organisation={"SEK": "baik", "A": "baik", "B": "baik"},
        rule=rule,
        parents={"A": "SEK", "B": "SEK"},
    )
    by_unit = {each.unit: each for each in found}

    assert [each.unit for each in found] == ["A", "B", "SEK"]
    assert (by_unit["A"].status, by_unit["A"].pooled_into, by_unit["A"].size) == ("pooled", "SEK", 2)
    assert (by_unit["SEK"].members, by_unit["SEK"].size) == (("A", "SEK"), 5)
    assert by_unit["SEK"].counts[B] == 4  # of 5 people at most 3 may be Baik
    assert (by_unit["SEK"].status, by_unit["SEK"].to_move) == ("outside", 1)
    assert by_unit["B"].status == "within"


def test_small_units_climb_until_there_are_enough_people(rule):
    predicates, units = people_in(A=[B], M=[B], T=[BP])
    found = check_distributions(
        predicates, units, order=ORDER, organisation={"T": "baik"}, rule=rule, parents={"A": "M", "M": "T"}
    )

    assert {each.unit: each.pooled_into for each in found} == {"A": "T", "M": "T", "T": None}
    assert next(each for each in found if each.unit == "T").status == "within"  # 2 of 3 Baik, 1 BP


def test_people_without_a_predicate_are_counted_apart_and_units_without_one_are_named(rule):
    predicates, units = people_in(A=[B, B, None, BP], Z=[B, B, B])
    found = check_distributions(predicates, units, order=ORDER, organisation={"A": "baik"}, rule=rule)

    assert [(each.unit, each.size, each.unpredicated, each.status) for each in found] == [
        ("A", 3, 1, "within"),
        ("Z", 3, 0, "no_predicate"),
    ]
