"""Whether people's predicates follow that of their unit, and which units stand out of line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from kinerja.rule_packs import built_in_rule_packs
from scipy.stats import kendalltau

from workbench.analysis.distribution import check_unit
from workbench.fairness.organisation_consistency import out_of_line, predicate_concordance
from workbench.model.distribution import DistributionRule
from workbench.model.rules import Rules

ORDER = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def check(organisation, *counts):
    cited = Rules(packs=tuple(built_in_rule_packs())).cited("distribusi.predikat")
    rule = DistributionRule.of(cited.value, name="", reference="", confidence="secondary", smallest=3)
    people = np.array([*counts, 0])
    return check_unit(str(organisation), people, order=ORDER, organisation=organisation, rule=rule, members=("u",))


def organisational():
    return list(Rules(packs=tuple(built_in_rule_packs())).cited("distribusi.predikat_organisasi").value)


def test_pairs_are_counted_between_units_with_different_predicates_only():
    # unit of 3 rated best: 2 high, 1 low; unit of 2 rated worse: 1 high, 1 low. Of 6 pairs 2·1 go the same way,
    # 1·1 the other, 3 are tied
    found = predicate_concordance(np.array([0, 1]), np.array([[2, 1], [1, 1]]), rng=rng())
    assert (found.concordant, found.discordant, found.tied) == pytest.approx((2 / 6, 1 / 6, 3 / 6))
    assert found.gamma == pytest.approx((2 - 1) / (2 + 1))
    assert found.reason == "too_few_units"
    assert np.isnan(found.gamma_low)


def test_gamma_of_a_published_table():
    # job satisfaction by income, Agresti (1990), table 2.4: 109,520 concordant and 84,915 discordant pairs, .127
    income = np.array([[20, 24, 80, 82], [22, 38, 104, 125], [13, 28, 81, 113], [7, 18, 54, 92]])
    found = predicate_concordance(np.arange(4), income, rng=rng())
    assert found.gamma == pytest.approx((109_520 - 84_915) / (109_520 + 84_915))


@settings(max_examples=30)
@given(arrays(np.int64, (6, 4), elements=st.integers(0, 4)))
def test_tau_b_is_that_of_the_people_one_by_one(counts):
    organisation = np.array([0, 0, 1, 2, 2, 3])
    found = predicate_concordance(organisation, counts, rng=rng(), draws=10)
    rows, classes = np.repeat(np.indices(counts.shape).reshape(2, -1), counts.ravel(), axis=1)
    expected = kendalltau(organisation[rows], classes).statistic if len(rows) > 1 else np.nan
    np.testing.assert_allclose(found.tau_b, expected, atol=1e-12)


def test_units_whose_people_follow_them_are_fully_concordant_and_the_interval_says_so():
    organisation = np.repeat([0, 1, 2], 4)
    counts = np.eye(3, dtype=int)[organisation] * 10
    found = predicate_concordance(organisation, counts, rng=rng())
    assert (found.gamma, found.gamma_low, found.gamma_high, found.units) == (1, 1, 1, 12)
    assert found.tau_b == 1


def test_the_interval_covers_no_association_about_as_often_as_it_says():
    covered = []
    for seed in range(200):
        draw = rng(seed)
        shares = draw.dirichlet([4, 12, 2], 40)  # units differ from each other, but not with their own predicate
        counts = draw.multinomial(30, shares)
        found = predicate_concordance(draw.integers(0, 4, 40), counts, rng=draw, draws=300)
        covered.append(found.gamma_low <= 0 <= found.gamma_high)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.04)


def test_units_may_count_alike_whatever_their_size():
    # a large unit against the order, two small ones along it
    counts = np.array([[0, 900], [9, 1], [1, 9]])
    organisation = np.array([0, 0, 1])
    assert predicate_concordance(organisation, counts, rng=rng()).gamma < 0
    alike = predicate_concordance(organisation, counts, rng=rng(), each_unit="alike")
    # 0.9 of two units' 2 are high above, 0.1 of one below: 0.9 · 0.9 against 1.1 · 0.1
    assert alike.gamma == pytest.approx((0.9 * 0.9 - 1.1 * 0.1) / (0.9 * 0.9 + 1.1 * 0.1))


@pytest.mark.parametrize(
    ("organisation", "counts", "reason"),
    [
        ([0, 0, -1], [[3, 2], [1, 1], [5, 5]], "one_organisational_predicate"),
        ([0, 1, 1], [[3, 0], [1, 0], [0, 0]], "one_personal_predicate"),
        ([0, 1, 1], [[3, 1], [1, 1], [1, 2]], "too_few_units"),
    ],
)
def test_what_cannot_be_said_has_a_reason(organisation, counts, reason):
    found = predicate_concordance(np.array(organisation), np.array(counts), rng=rng())
    assert found.reason == reason
    assert np.isnan([found.gamma_low, found.tau_b_high]).all()


def test_a_unit_rated_good_whose_people_fit_only_an_outstanding_one_is_out_of_line():
    # all 10 "baik": more than 70 % for a unit rated good, and nobody below; allowed for an outstanding one only
    found = out_of_line([check("baik", 0, 10, 0, 0, 0)], order=organisational()).iloc[0]
    assert found.to_dict() == {
        "unit": "baik",
        "size": 10,
        "organisation": "baik",
        "fits": "istimewa",
        "steps": 1,
        "direction": "people_higher",
    }


def test_people_may_be_lower_than_their_unit_or_fit_no_unit_and_the_furthest_comes_first():
    checks = [
        check("istimewa", 8, 2, 0, 0, 0),  # more than 70 % at the top; the limits of a good unit ask for one below
        check("istimewa", 8, 1, 1, 0, 0),  # fits a good unit only
        check("sangat_kurang", 1, 9, 0, 0, 0),  # fits an outstanding unit only, four classes away
        check("baik", 2, 6, 2, 0, 0),  # in line
        check(None, 9, 1, 0, 0, 0),
    ]
    found = out_of_line(checks, order=organisational())
    assert found["direction"].tolist() == ["people_higher", "people_lower", "none"]
    assert found["fits"].tolist() == ["istimewa", "baik", ""]
    assert found["steps"].tolist()[:2] == [4, 1]
    assert found["steps"].isna().tolist() == [False, False, True]


def test_where_every_unit_is_in_line_the_table_is_empty():
    assert out_of_line([check("istimewa", 1, 9, 0, 0, 0)], order=organisational()).empty
