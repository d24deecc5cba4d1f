from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from workbench.fairness.rates import Rates
from workbench.fairness.strata import (
    cell_codes,
    mean_gaps_within,
    rate_gaps_within,
    rates_in_units,
    statistics_in_units,
)

NAN = np.nan

# Bickel, Hammel & O'Connell (1975), Science 187, doi 10.1126/science.187.4175.398; the six largest departments as
# Freedman, Pisani & Purves print them: admitted and applied, men and women.
BERKELEY = [
    ((512, 825), (89, 108)),
    ((353, 560), (17, 25)),
    ((120, 325), (202, 593)),
    ((138, 417), (131, 375)),
    ((53, 191), (94, 393)),
    ((22, 373), (24, 341)),
]
MEN, WOMEN = 0, 1


def in_units(*units: tuple[tuple[int, int], ...]) -> Rates:
    table = np.array(units)
    return Rates(hits=table[..., 0], size=table[..., 1])


def test_berkeley_women_are_behind_pooled_and_ahead_within_departments():
    women = rate_gaps_within(in_units(*BERKELEY), reference=MEN).table.loc[WOMEN]
    assert women["pooled"] == pytest.approx(557 / 1835 - 1198 / 2691)  # 30 % and 45 %
    assert women["pooled_high"] < 0 < women["within"]
    assert women["disagree"]
    assert women["units"] == 6
    assert women["shared"] == 1
    # Freedman, Pisani & Purves, Statistics, ch. 2: weighted by all applicants 39 % of the men, 43 % of the women.
    assert women["reference_standardised"] == pytest.approx(0.39, abs=0.005)
    assert women["standardised"] == pytest.approx(0.43, abs=0.005)


def test_without_the_department_of_most_men_nothing_remains():
    women = rate_gaps_within(in_units(*BERKELEY[1:]), reference=MEN).table.loc[WOMEN]
    assert women["within_low"] < 0 < women["within_high"]
    assert women["within_p"] > 0.5


@given(st.lists(st.tuples(*[st.integers(1, 20)] * 4), min_size=1, max_size=5))
def test_ratio_and_test_are_those_of_statsmodels(cells):
    k1, m1, k2, m2 = np.array(cells).T
    rates = Rates(hits=np.column_stack([k1, k2]), size=np.column_stack([k1 + m1, k2 + m2]))
    row = rate_gaps_within(rates, reference=1, smallest=1).table.loc[0]
    peer = StratifiedTable(np.array(cells, dtype=float).reshape(-1, 2, 2).transpose(1, 2, 0))
    assert row["within_ratio"] == pytest.approx(peer.riskratio_pooled)
    assert row["within_p"] == pytest.approx(peer.test_null_odds().pvalue)


def test_the_difference_in_one_unit_is_the_plain_one():
    row = rate_gaps_within(in_units(((10, 40), (30, 60))), reference=1).table.loc[0]
    assert row["within"] == pytest.approx(-0.25)
    # sqrt(.25 * .75 / 40 + .5 * .5 / 60) = .0942; Sato's error is near the plain one
    assert (row["within_high"] - row["within_low"]) / 3.92 == pytest.approx(0.0942, abs=0.003)
    assert row["within_ratio"] == pytest.approx(0.5)


def test_everyone_else_is_compared_unit_by_unit():
    units = in_units(((5, 20), (10, 20), (10, 20)), ((2, 10), (0, 0), (5, 10)))
    table = rate_gaps_within(units).table
    # first unit .25 and 20/40, second .2 and 5/10; weights 20*40/60 and 10*10/20
    assert table.loc[0, "within"] == pytest.approx((-0.25 * 800 / 60 - 0.3 * 5) / (800 / 60 + 5))
    assert table.loc[1, "units"] == 1
    assert table.loc[1, "shared"] == 1
    assert table.loc[0, "shared"] == 1


def test_groups_that_never_work_together_are_told_not_compared():
    table = rate_gaps_within(in_units(((5, 20), (0, 0)), ((0, 0), (10, 20)))).table
    assert table["status"].tolist() == ["never_together", "never_together"]
    assert table["within"].isna().all()
    assert table["pooled"].tolist() == [-0.25, 0.25]
    assert table["shared"].tolist() == [0, 0]


def test_groups_with_too_few_people_stay_in_the_table():
    table = rate_gaps_within(in_units(((5, 9), (10, 20)))).table
    assert table["status"].tolist() == ["too_few", "no_reference"]
    assert table[["pooled", "within", "standardised"]].isna().all(axis=None)
    assert not table["disagree"].any()


def test_cells_of_people_without_unit_or_group_are_none():
    assert cell_codes(np.array([0, 1, -1, 2]), np.array([1, 0, 1, -1]), groups=2).tolist() == [1, 2, -1, -1]
    found = rates_in_units(np.array([1, 0, 1, 1]), np.array([0, 1, -1, 2]), np.array([1, 0, 1, -1]), shape=(3, 2))
    assert found.hits.tolist() == [[0, 1], [0, 0], [0, 0]]
    assert found.size.tolist() == [[0, 1], [1, 0], [0, 0]]
    assert found.left_out == 2


def people(seed: int, *, gap: float = 0.0, n: int = 400, units: int = 8):
    """Return values, units and groups of people; units with better people have more of the first group."""
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, units, n)
    group = (rng.uniform(size=n) > (unit + 1) / (units + 1)).astype(int)
    return rng.normal(60, 8, n) + 3 * unit + gap * (group == 0), unit, group


@pytest.mark.parametrize("seed", range(5))
def test_the_gap_within_units_is_that_of_dummies_of_the_units(seed):
    values, unit, group = people(seed)
    row = mean_gaps_within(statistics_in_units(values, unit, group, shape=(8, 2)), reference=1).table.loc[0]
    frame = pd.DataFrame({"values": values, "unit": unit, "first": (group == 0).astype(float)})
    peer = smf.ols("values ~ first + C(unit)", frame).fit()
    assert row["within"] == pytest.approx(peer.params["first"])
    assert (row["within_high"] - row["within_low"]) / 3.93 == pytest.approx(peer.bse["first"], rel=0.15)


def test_a_gap_that_comes_from_the_units_vanishes_inside_them():
    values, unit, group = people(1, n=4000)
    row = mean_gaps_within(statistics_in_units(values, unit, group, shape=(8, 2))).table.loc[0]
    assert row["pooled_low"] > 3
    assert row["within_low"] < 0 < row["within_high"]
    assert row["standardised"] - row["reference_standardised"] == pytest.approx(0, abs=1)


def test_a_gap_hidden_by_the_units_is_found_inside_them():
    values, unit, group = people(2, gap=-2.0, n=4000)
    row = mean_gaps_within(statistics_in_units(values, unit, group, shape=(8, 2))).table.loc[0]
    assert row["pooled"] > 0 > row["within_high"]
    assert row["disagree"]


def test_one_person_of_the_group_in_each_unit_borrows_the_spread_of_the_others():
    rng = np.random.default_rng(0)
    values, unit, group = rng.normal(70, 10, 240), np.repeat(np.arange(12), 20), np.tile([0] + [1] * 19, 12)
    row = mean_gaps_within(statistics_in_units(values, unit, group, shape=(12, 2))).table.loc[0]
    assert row["within_high"] - row["within_low"] == pytest.approx(3.92 * 10 / np.sqrt(12 * 19 / 20), rel=0.15)


def test_intervals_within_units_cover_the_truth():
    covered = []
    for seed in range(200):
        values, unit, group = people(seed, gap=-2.0, n=150)
        row = mean_gaps_within(statistics_in_units(values, unit, group, shape=(8, 2))).table.loc[0]
        covered.append(row["within_low"] <= -2 <= row["within_high"])
    assert 0.92 < np.mean(covered) < 0.98  # 200 places: two standard errors are 3 points


def test_intervals_of_differences_in_rates_within_units_cover_the_truth():
    rng = np.random.default_rng(6)
    size = np.repeat([[30, 60], [50, 20], [25, 80]], 1, axis=0)
    covered = []
    for _ in range(200):
        hits = rng.binomial(size, [[0.3, 0.4], [0.5, 0.6], [0.2, 0.3]])
        row = rate_gaps_within(Rates(hits=hits, size=size), reference=1).table.loc[0]
        covered.append(row["within_low"] <= -0.1 <= row["within_high"])
    assert 0.92 < np.mean(covered) < 0.98
