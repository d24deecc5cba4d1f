from __future__ import annotations

import pytest
from kinerja.distribution import headcount_limits

SB, B, BP, K, SK = "sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"


def limits(rules, organisation: str, people: int) -> dict[tuple[str, ...], tuple[int, int]]:
    return {each.predicates: (each.least, each.most) for each in headcount_limits(rules, organisation, people)}


@pytest.mark.parametrize(
    ("people", "most_sb", "most_b", "least_bp", "most_sb_in_bp", "least_k", "least_bp_in_k"),
    [
        (3, 2, 2, 2, 0, 2, 1),
        (5, 3, 3, 3, 0, 3, 1),
        (10, 7, 7, 6, 1, 6, 1),
        (17, 11, 11, 11, 1, 11, 2),
        (30, 21, 21, 18, 3, 18, 3),
    ],
)
def test_limits_in_heads_of_small_units(
    rules, people, most_sb, most_b, least_bp, most_sb_in_bp, least_k, least_bp_in_k
):
    """SE MenPANRB 3/2023 with maxima rounded down and minima rounded up."""
    assert limits(rules, "istimewa", people) == {(SB,): (0, most_sb)}
    assert limits(rules, "baik", people) == {(B,): (0, most_b), (BP, K): (1, people)}
    assert limits(rules, "butuh_perbaikan", people) == {(SB,): (0, most_sb_in_bp), (BP,): (least_bp, people)}
    assert limits(rules, "kurang", people) == {
        (SB,): (0, most_sb_in_bp),
        (BP,): (least_bp_in_k, people),
        (K,): (least_k, people),
    }


def test_in_a_very_poor_unit_nobody_is_very_good(rules):
    assert limits(rules, "sangat_kurang", 11) == {(SB,): (0, 0), (BP, K): (2, 11), (SK,): (7, 11)}


def test_units_of_one_or_two_cannot_be_tested(rules):
    assert [headcount_limits(rules, "baik", people) for people in (0, 1, 2)] == [(), (), ()]


def test_the_limits_can_always_be_met(rules):
    """Whatever the size, the least numbers together never ask for more people than there are."""
    for organisation in ("istimewa", "baik", "butuh_perbaikan", "kurang", "sangat_kurang"):
        for people in range(3, 200):
            found = headcount_limits(rules, organisation, people)
            assert sum(each.least for each in found) <= people
            assert all(0 <= each.least <= each.most <= people for each in found)


def test_how_the_limits_are_rounded_is_marked_as_a_proposal(rules):
    assert rules.cited("distribusi.pembulatan").confidence == "proposed"
    assert rules.cited("distribusi.predikat").confidence == "secondary"
