"""Units drawn towards their mean: published figures, peers, and known truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.fairness.shrinkage import (
    comparison_factor,
    rank_intervals,
    shrunken_estimates,
    shrunken_means,
    shrunken_rates,
)

# Davies & Goldsmith (1972), yield of dyestuff from six batches; fitted with lme4: Bates et al. (2015),
# doi:10.18637/jss.v067.i01
DYESTUFF = np.array(
    [
        [1545, 1440, 1440, 1520, 1580],
        [1540, 1555, 1490, 1560, 1495],
        [1595, 1550, 1605, 1510, 1560],
        [1445, 1440, 1595, 1465, 1545],
        [1595, 1630, 1515, 1635, 1625],
        [1520, 1455, 1450, 1480, 1445],
    ],
    dtype=float,
)
# Efron & Morris (1975), doi:10.1080/01621459.1975.10479864, table 1: hits of 18 players in their first 45 times at bat,
# and their averages in the rest of the season
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
SEASON = np.array([346, 298, 276, 222, 273, 270, 263, 210, 269, 230, 264, 256, 303, 264, 226, 285, 316, 200]) / 1000


def dyestuff():
    return shrunken_means(group_statistics(DYESTUFF.ravel(), np.repeat(np.arange(6), 5), 6))


def batting():
    average = HITS / 45
    return shrunken_estimates(average, np.full(18, np.sqrt(average.mean() * (1 - average.mean()) / 45)))


def drawn(rng, *, units, between=3.0, within=10.0, sizes=(5, 60)):
    """Return true means and what is seen of them."""
    size, truth = rng.integers(*sizes, units), rng.normal(50, between, units)
    freedom = np.maximum(size - 1, 1)
    seen = rng.normal(truth, within / np.sqrt(size))
    return truth, GroupStatistics(size, seen, within * np.sqrt(rng.chisquare(freedom) / freedom))


def test_dyestuff_as_lme4_fits_it():
    found = dyestuff()
    assert np.sqrt(found.between) == pytest.approx(42.00, abs=0.005)
    assert (found.mean, found.mean_se) == pytest.approx((1527.5, 19.38), abs=0.005)
    kept = found.table["value"] - found.mean
    assert kept.to_numpy() == pytest.approx([-17.61, 0.39, 28.56, -23.08, 56.73, -45.00], abs=0.006)
    # 49.51 is lme4's deviation within batches
    assert found.table["raw_se"].to_numpy() == pytest.approx(49.51 / np.sqrt(5), abs=0.005)
    assert found.table["reliability"].to_numpy() == pytest.approx(1764.05 / (1764.05 + 2451.25 / 5), abs=1e-5)


def test_units_of_different_sizes_as_statsmodels_fits_them():
    from statsmodels.regression.mixed_linear_model import MixedLM

    rng = np.random.default_rng(3)
    codes = np.repeat(np.arange(12), rng.integers(1, 15, 12))
    values = rng.normal(0, 2, 12)[codes] + rng.normal(0, 3, codes.size)
    peer = MixedLM(values, np.ones((codes.size, 1)), groups=codes).fit(reml=True)
    found = shrunken_means(group_statistics(values, codes, 12))
    assert found.between == pytest.approx(float(peer.cov_re[0, 0]), rel=1e-4)
    assert found.mean == pytest.approx(float(peer.fe_params[0]), rel=1e-5)
    effects = [float(np.asarray(peer.random_effects[code])[0]) for code in range(12)]
    assert (found.table["value"] - found.mean).to_numpy() == pytest.approx(effects, abs=1e-3)


def test_eighteen_players_as_james_and_stein_would_have_it():
    found = batting()
    # with equal variances restricted likelihood draws by 1 - (U - 1) V / S, James and Stein by 1 - (U - 3) V / S
    kept = 1 - 15 / 17 * (1 - found.table["reliability"].to_numpy())
    assert kept == pytest.approx(0.212, abs=0.0005)  # Efron & Morris (1977), doi:10.1038/scientificamerican0577-119
    seen = HITS / 45
    stein = found.mean + kept * (seen - found.mean)
    errors = [((each - SEASON) ** 2).sum() for each in (seen, stein)]
    assert errors == pytest.approx([0.077, 0.022], abs=0.002)
    assert errors[0] / errors[1] == pytest.approx(3.50, abs=0.05)


@pytest.mark.parametrize("found", [batting(), shrunken_rates(HITS, np.full(18, 45))], ids=["normal", "beta"])
def test_shrunken_averages_foretell_the_season_three_times_better(found):
    assert ((found.table["value"] - SEASON) ** 2).sum() < ((HITS / 45 - SEASON) ** 2).sum() / 3


def test_a_small_unit_is_drawn_further_by_hand():
    # mean and variances as found: 12 people keep less of their distance than 120
    found = shrunken_means(
        GroupStatistics(np.array([12, 120, 120, 120]), np.array([80.0, 70, 60, 65]), np.full(4, 20.0))
    )
    table = found.table
    for unit, size in enumerate([12, 120]):
        variance = table["raw_se"].iloc[unit] ** 2
        assert variance == pytest.approx(table["raw_se"].iloc[0] ** 2 * 12 / size)
        kept = found.between / (found.between + variance)
        assert table["value"].iloc[unit] == pytest.approx(found.mean + kept * (table["raw"].iloc[unit] - found.mean))
    assert table["reliability"].iloc[0] < table["reliability"].iloc[1]


def test_units_that_differ_no_more_than_by_chance_all_have_the_mean():
    found = shrunken_means(GroupStatistics(np.full(5, 12), np.array([50.0, 51, 49, 50, 50]), np.full(5, 15.0)))
    assert found.between == 0
    assert found.table["value"].to_numpy() == pytest.approx(50)
    assert not found.table["beyond"].any()


def test_the_smallest_unit_is_seldom_at_an_end_by_luck():
    rng, ends = np.random.default_rng(7), np.zeros(2)
    for _ in range(200):
        _, seen = drawn(rng, units=40)
        seen.size[0] = 4
        seen.mean[0] = rng.normal(50, 10 / 2)  # an average unit of four
        table = shrunken_means(seen).table
        ends += [table[name].rank().iloc[0] in (1.0, 40.0) for name in ("raw", "value")]
    assert ends[0] > 4 * max(ends[1], 1)


def test_shrunken_values_are_nearer_to_the_truth_and_so_are_their_ranks():
    rng, order, errors = np.random.default_rng(8), np.zeros(2), np.zeros(2)
    for _ in range(40):
        truth, seen = drawn(rng, units=60)
        table = shrunken_means(seen).table
        for place, name in enumerate(("raw", "value")):
            order[place] += spearmanr(truth, table[name]).statistic
            errors[place] += ((truth - table[name]) ** 2).mean()
    assert order[1] > order[0]
    assert errors[1] < 0.8 * errors[0]


def test_intervals_cover_the_truth_and_few_units_are_called_out_wrongly():
    rng, covered, wrong = np.random.default_rng(9), [], []
    for _ in range(150):
        truth, seen = drawn(rng, units=25)
        table = shrunken_means(seen).table
        covered.append(((table["low"] <= truth) & (truth <= table["high"])).mean())
        wrong.append((table["beyond"] * (truth - 50) < 0).mean())
    assert np.mean(covered) == pytest.approx(0.95, abs=0.015)
    assert np.mean(wrong) < 0.01


def test_rates_cover_the_truth_and_stay_rates():
    rng, covered = np.random.default_rng(10), []
    for _ in range(30):
        size, truth = rng.integers(5, 80, 50), rng.beta(2, 18, 50)
        table = shrunken_rates(rng.binomial(size, truth), size).table
        covered.append(((table["low"] <= truth) & (truth <= table["high"])).mean())
        assert (
            table[["value", "low", "high", "compare_low", "compare_high"]]
            .apply(lambda column: column.between(0, 1))
            .all(axis=None)
        )
    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)


def test_rates_find_the_spread_that_made_them():
    rng = np.random.default_rng(11)
    size = np.full(3_000, 40)
    found = shrunken_rates(rng.binomial(size, rng.beta(6, 14, 3_000)), size)
    assert found.mean == pytest.approx(0.3, abs=0.01)
    assert found.between == pytest.approx(0.3 * 0.7 / 21, rel=0.1)


def test_units_without_people_have_no_value_and_change_nothing():
    full = GroupStatistics(np.array([9, 20, 30]), np.array([3.0, 4, 6]), np.array([1.0, 2, 2]))
    holes = GroupStatistics(np.array([9, 0, 20, 30]), np.array([3.0, np.nan, 4, 6]), np.array([1.0, np.nan, 2, 2]))
    found = shrunken_means(holes).table
    assert found.iloc[1].drop("beyond").isna().all()
    pd.testing.assert_frame_equal(found.drop(index=1).reset_index(drop=True), shrunken_means(full).table)


def test_too_few_units_or_people_tell_nothing():
    two = shrunken_means(GroupStatistics(np.array([9, 20]), np.array([3.0, 4]), np.array([1.0, 2])))
    single = shrunken_means(GroupStatistics(np.ones(4, int), np.arange(4.0), np.full(4, np.nan)))
    nobody = shrunken_rates(np.zeros(4, int), np.full(4, 9))
    for each in (two, single, nobody):
        assert np.isnan(each.between)
        assert each.table["value"].isna().all()
        assert each.table["raw"].notna().all()


def test_equal_standard_errors_are_compared_with_1_39_of_them():
    assert comparison_factor(np.full(5, 2.0)) == pytest.approx(1.39, abs=0.005)
    # one tiny and one large: the second alone decides, as in a test against a known value
    assert comparison_factor(np.array([1e-9, 1.0])) == pytest.approx(1.96, abs=0.001)


def test_rank_intervals_of_units_far_apart_and_of_units_alike():
    apart = shrunken_means(GroupStatistics(np.full(3, 100), np.array([10.0, 50, 90]), np.ones(3)))
    ranks = rank_intervals(apart, rng=np.random.default_rng(0))
    assert ranks["rank"].tolist() == ranks["low"].tolist() == ranks["high"].tolist() == [3, 2, 1]
    assert ranks["first"].tolist() == [0, 0, 1]
    alike = shrunken_means(GroupStatistics(np.full(9, 10), np.arange(50.0, 59), np.full(9, 200.0)))
    ranks = rank_intervals(alike, rng=np.random.default_rng(0))
    assert (ranks["low"] == 1).all()
    assert (ranks["high"] == 9).all()
    assert ranks["last"].sum() == pytest.approx(1)


def test_a_unit_without_a_value_has_no_rank():
    units = shrunken_estimates(np.array([1.0, np.nan, 5, 9]), np.full(4, 0.1))
    ranks = rank_intervals(units, rng=np.random.default_rng(0))
    assert np.isnan(ranks["rank"][1])
    assert ranks["rank"].drop(1).tolist() == [3, 2, 1]


@given(seed=st.integers(0, 200), units=st.integers(3, 12))
def test_a_shrunken_value_lies_between_what_was_seen_and_the_mean(seed, units):
    _, seen = drawn(np.random.default_rng(seed), units=units)
    found = shrunken_means(seen)
    table = found.table
    assert table["reliability"].between(0, 1).all()
    off, kept = table["raw"] - found.mean, table["value"] - found.mean
    assert (np.abs(kept) <= np.abs(off) + 1e-9).all()
    assert (kept * off >= 0).all()
