from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.rates import (
    Rates,
    below_four_fifths,
    count_classes,
    count_rates,
    exact_p_values,
    katz_interval,
    newcombe_interval,
    one_person_reverses,
    rate_gaps,
    wilson_interval,
)

NAN = np.nan


def rates(*pairs: tuple[int, int]) -> Rates:
    hits, size = np.array(pairs).T
    return Rates(hits=hits, size=size)


def test_hits_are_counted_by_group_and_what_is_left_out_is_told():
    outcome, codes = np.array([1, 0, 1, NAN, 1, 1]), np.array([0, 0, 1, 1, -1, 1])
    found = count_rates(outcome, codes, 3)
    assert found.hits.tolist() == [1, 2, 0]
    assert found.size.tolist() == [2, 2, 0]
    assert found.left_out == 2
    assert found.rate == pytest.approx([0.5, 1, NAN], nan_ok=True)


def test_an_outcome_may_be_true_or_false():
    assert count_rates(np.array([True, False, True]), np.array([0, 0, 0]), 1).hits.tolist() == [2]


def test_classes_are_counted_by_group():
    table = count_classes(np.array([0, 1, 1, -1, 2]), np.array([0, 0, 1, 1, -1]), groups=2, kinds=3)
    assert table.tolist() == [[1, 1, 0], [0, 1, 0]]


def test_wilson_interval_as_published():
    low, high = wilson_interval(np.array([81, 0]), np.array([263, 20]))  # Newcombe 1998, table I
    assert low == pytest.approx([0.2553, 0.0], abs=5e-5)
    assert high == pytest.approx([0.3662, 0.1611], abs=5e-5)


def test_newcombe_interval_as_published():
    low, high = newcombe_interval(rates((56, 70), (9, 10)), rates((48, 80), (3, 10)))  # Newcombe 1998, table II
    assert low == pytest.approx([0.0524, 0.1705], abs=5e-5)
    assert high == pytest.approx([0.3339, 0.8090], abs=5e-5)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=1, max_size=5))
def test_wilson_interval_is_that_of_statsmodels(pairs):
    found = rates(*((min(pair), max(pair)) for pair in pairs))
    low, high = wilson_interval(found.hits, found.size)
    wanted = proportion_confint(found.hits, found.size, method="wilson")
    assert low == pytest.approx(wanted[0], abs=1e-12)
    assert high == pytest.approx(wanted[1], abs=1e-12)


@given(st.tuples(st.integers(1, 39), st.integers(1, 39)), st.tuples(st.integers(1, 39), st.integers(1, 39)))
def test_intervals_of_two_rates_are_those_of_statsmodels(first, second):
    (k1, n1), (k2, n2) = ((k, k + more) for k, more in (first, second))
    own, other = rates((k1, n1)), rates((k2, n2))
    ratio = confint_proportions_2indep(k1, n1, k2, n2, compare="ratio", method="log")
    difference = confint_proportions_2indep(k1, n1, k2, n2, compare="diff", method="newcomb")
    assert np.ravel(katz_interval(own, other)) == pytest.approx(ratio, rel=1e-9)
    assert np.ravel(newcombe_interval(own, other)) == pytest.approx(difference, abs=1e-9)


def test_a_ratio_with_an_empty_side_still_has_an_interval():
    low, high = katz_interval(rates((0, 20), (5, 20), (0, 20), (20, 20)), rates((10, 20), (0, 20), (0, 20), (20, 20)))
    # ln 11 = 2.398, standard error sqrt(1/5.5 + 1/.5 - 2/21) = 1.4445: exp(2.398 - 1.96 * 1.4445);
    # ln .5/10.5 = -3.045, sqrt(1/.5 + 1/10.5 - 2/21) = 1.4142: exp(-3.045 + 1.96 * 1.4142)
    assert low[:2] == pytest.approx([0, 0.6484], abs=1e-4)
    assert high[:2] == pytest.approx([0.7613, np.inf], abs=1e-4)
    assert np.isnan([low[2], high[2]]).all()
    assert low[3] < 1 < high[3]


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 4), min_size=1, max_size=6))
def test_the_exact_test_is_that_of_scipy_for_all_groups_at_once(tables):
    k1, m1, k2, m2 = np.array(tables).T
    found = exact_p_values(Rates(hits=k1, size=k1 + m1), Rates(hits=k2, size=k2 + m2))
    for p, (a, b, c, d) in zip(found, tables, strict=True):
        if a + b and c + d:
            assert p == pytest.approx(fisher_exact([[a, b], [c, d]])[1], rel=1e-9)
        else:
            assert np.isnan(p)


def test_the_exact_test_of_the_lady_tasting_tea():
    assert exact_p_values(rates((3, 4)), rates((1, 4)))[0] == pytest.approx(34 / 70)  # Fisher 1935


def test_four_fifths_exactly_is_not_below():
    assert below_four_fifths(np.array([0.48 / 0.60, 0.75, 0.85, NAN])).tolist() == [False, True, False, False]


def test_the_four_rates_of_the_guidelines():
    # Uniform Guidelines, question 11: 60 %, 45 %, 48 % and 51 % hired; only the second is adverse.
    table = rate_gaps(rates((600, 1000), (450, 1000), (480, 1000), (510, 1000)), against="best").table
    assert table["ratio"].to_numpy() == pytest.approx([NAN, 0.75, 0.80, 0.85], nan_ok=True)
    assert table["below_four_fifths"].tolist() == [False, True, False, False]
    assert table["status"].tolist() == ["reference", "compared", "compared", "compared"]


def test_no_finding_where_one_person_would_reverse_it():
    # Uniform Guidelines, question 21: 16 of 80 and 3 of 20; 15 of 80 and 4 of 20 would turn the order round.
    table = rate_gaps(rates((16, 80), (3, 20)), against=0).table
    assert table.loc[1, "ratio"] == pytest.approx(0.75)
    assert table.loc[1, ["below_four_fifths", "one_person_reverses", "adverse"]].tolist() == [True, True, False]


def test_ten_times_as_many_people_make_it_one():
    table = rate_gaps(rates((160, 800), (30, 200)), against=0).table
    assert table.loc[1, ["below_four_fifths", "one_person_reverses", "adverse"]].tolist() == [True, False, True]


def test_one_person_may_reverse_a_gap_in_favour_too():
    assert one_person_reverses(rates((4, 20), (10, 20), (5, 20)), rates((15, 80), (15, 80), (20, 80))).tolist() == [
        True,
        False,
        False,
    ]


def test_everyone_else_is_the_default_reference():
    found = rate_gaps(rates((10, 50), (30, 60), (5, 40)))
    assert found.reference is None
    assert found.table["reference_hits"].tolist() == [35, 15, 40]
    assert found.table["reference_size"].tolist() == [100, 90, 110]
    assert found.table["difference"].to_numpy() == pytest.approx([-0.15, 0.5 - 1 / 6, 0.125 - 40 / 110])


def test_groups_with_too_few_people_stay_in_the_table_and_never_become_the_best():
    found = rate_gaps(rates((9, 9), (30, 60), (10, 40)), against="best", smallest=10)
    assert found.reference == 1
    assert found.table["status"].tolist() == ["too_few", "reference", "compared"]
    assert found.table.loc[0, "rate"] == 1
    assert found.table.loc[0, ["ratio", "difference", "p", "q"]].isna().all()


def test_of_equal_rates_the_largest_group_is_the_best():
    assert rates((5, 10), (50, 100), (2, 20)).best() == 1
    assert rates((1, 2)).best() is None
    assert rate_gaps(rates((1, 2), (2, 2)), against="best").table["status"].tolist() == ["too_few", "too_few"]


def test_a_single_group_has_nobody_beside_it():
    table = rate_gaps(rates((5, 50))).table
    assert table["status"].tolist() == ["no_reference"]
    assert np.isnan(table.loc[0, "reference_rate"])


def test_adjusted_values_count_the_compared_groups_only():
    table = rate_gaps(rates((5, 50), (25, 50), (0, 3)), against=1).table
    assert table.loc[0, "q"] == table.loc[0, "p"]


def test_the_complement_turns_the_rates_round():
    assert rates((5, 50)).complement().rate == pytest.approx([0.9])


def test_intervals_cover_the_truth_in_95_of_100_samples():
    rng = np.random.default_rng(1)
    own, other = (Rates(hits=rng.binomial(n, p, 4000), size=np.full(4000, n)) for n, p in ((120, 0.2), (400, 0.3)))
    intervals = [wilson_interval(own.hits, own.size), katz_interval(own, other), newcombe_interval(own, other)]
    for (low, high), truth in zip(intervals, [0.2, 0.2 / 0.3, -0.1], strict=True):
        assert 0.93 < ((low <= truth) & (truth <= high)).mean() < 0.97


def test_fair_units_raise_no_more_false_alarms_than_agreed():
    rng = np.random.default_rng(2)
    size = rng.integers(20, 200, (200, 40))  # 200 places of 40 units
    hits = rng.binomial(size, 0.3)
    others = Rates(hits=(hits.sum(1, keepdims=True) - hits).ravel(), size=(size.sum(1, keepdims=True) - size).ravel())
    p = exact_p_values(Rates(hits=hits.ravel(), size=size.ravel()), others).reshape(200, 40)
    assert np.mean([(adjusted_p_values(place) <= 0.05).any() for place in p]) <= 0.05
    assert (p <= 0.05).any(axis=1).mean() > 0.5  # as many places would be alarmed without adjustment


def test_order_of_people_never_matters():
    rng = np.random.default_rng(4)
    outcome, codes = rng.integers(0, 2, 500), rng.integers(-1, 5, 500)
    shuffled = rng.permutation(500)
    first, second = count_rates(outcome, codes, 5), count_rates(outcome[shuffled], codes[shuffled], 5)
    assert first.hits.tolist() == second.hits.tolist()
    assert first.size.tolist() == second.size.tolist()
