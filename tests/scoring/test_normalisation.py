from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.scoring.frameworks import METHODS
from workbench.errors import ScoringError

NAN = np.nan


def normalised(method, values, polarity="higher", **settings):
    chosen = METHODS[method]
    options = chosen.options.model_validate(settings, context={"polarity": polarity})
    data = np.array(values, dtype=float)
    return chosen.fit(data, polarity, options).apply(data)


def test_goalposts_cut_at_both_ends_and_keep_gaps():
    assert normalised("goalposts", [30, 40, 70, 100, 110, NAN], low=40.0, high=100.0) == pytest.approx(
        [0, 0, 50, 100, 100, NAN], nan_ok=True
    )


def test_goalposts_turn_round_where_lower_is_better():
    assert normalised("goalposts", [2, 5, 8], "lower", low=2.0, high=8.0) == pytest.approx([100, 50, 0])


def test_log_goalposts_give_the_income_index_of_the_human_development_report():
    # Norway 2021, GNI per capita 64,660: (ln 64660 - ln 100) / (ln 75000 - ln 100) = 0.978
    assert normalised("goalposts", [64660.0], low=100.0, high=75000.0, scale="log") == pytest.approx([97.76], abs=0.01)


def test_a_log_scale_refuses_zero():
    with pytest.raises(ScoringError, match="2 values are 0 or negative"):
        normalised("goalposts", [0, -1, 5], low=1.0, high=10.0, scale="log")


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"low": 5.0, "high": 5.0}, "'low' must be smaller"),
        ({"low": 0.0, "high": 5.0, "scale": "log"}, "a log scale needs 'low' above 0"),
    ],
)
def test_impossible_goalposts_are_refused(settings, wrong):
    with pytest.raises(ValidationError, match=wrong):
        METHODS["goalposts"].options.model_validate(settings)


def test_target_for_higher_lower_and_on_target():
    assert normalised("target", [0, 40, 80, 90], value=80.0) == pytest.approx([0, 50, 100, 100])
    assert normalised("target", [5, 10, 15, 20], "lower", value=5.0, zero=15.0) == pytest.approx([100, 50, 0, 0])
    assert normalised("target", [28, 30, 35, 41], "target", value=30.0, tolerance=10.0) == pytest.approx(
        [80, 100, 50, 0]
    )


@pytest.mark.parametrize(
    ("polarity", "settings", "wrong"),
    [
        ("target", {"value": 1.0}, "needs 'tolerance' above 0"),
        ("higher", {"value": 1.0, "tolerance": 2.0}, "only for indicators whose polarity is 'target'"),
        ("higher", {"value": 1.0, "zero": 2.0}, "'zero' must be smaller"),
        ("lower", {"value": 1.0}, "where lower is better give 'zero'"),
    ],
)
def test_a_target_that_does_not_fit_the_polarity_is_refused(polarity, settings, wrong):
    with pytest.raises(ValidationError, match=wrong):
        METHODS["target"].options.model_validate(settings, context={"polarity": polarity})


def test_min_max_gives_the_worst_0_and_the_best_100():
    assert normalised("min_max", [2, 4, NAN, 6]) == pytest.approx([0, 50, NAN, 100], nan_ok=True)
    assert normalised("min_max", [2, 4, 6], "lower") == pytest.approx([100, 50, 0])


def test_z_scores_name_their_divisor():
    # 1, 2, 3: average 2, sample spread 1, population spread sqrt(2/3)
    assert normalised("z_score", [1, 2, 3]) == pytest.approx([40, 50, 60])
    assert normalised("z_score", [1, 2, 3], spread="population", mean=0.0, sd=1.0)[2] == pytest.approx(1.2247448714)
    assert normalised("z_score", [1, 2, 3], "lower") == pytest.approx([60, 50, 40])


def test_percentile_rank_counts_who_is_strictly_worse():
    assert normalised("percentile_rank", [10, 20, 20, 40, NAN]) == pytest.approx(
        [0, 100 / 3, 100 / 3, 100, NAN], nan_ok=True
    )
    assert normalised("percentile_rank", [10, 20, 40], "lower") == pytest.approx([100, 50, 0])


def test_min_max_fits_any_part_of_the_scale():
    assert normalised("min_max", [2, 4, 6], low=1.0, high=100.0) == pytest.approx([1, 50.5, 100])
    assert normalised("min_max", [2, 4, 6], "lower", low=0.0, high=1.0) == pytest.approx([1, 0.5, 0])


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"low": 50.0, "high": 50.0}, "'low' must be smaller"),
        ({"low": -1.0}, "greater than or equal to 0"),
        ({"high": 101.0}, "less than or equal to 100"),
    ],
)
def test_min_max_stays_within_the_scale(settings, wrong):
    with pytest.raises(ValidationError, match=wrong):
        METHODS["min_max"].options.model_validate(settings)


def test_the_distance_to_the_best_is_what_min_max_gives():
    values = [2, 4, NAN, 6]
    assert normalised("distance_to_best", values) == pytest.approx(normalised("min_max", values), nan_ok=True)


def test_scaled_is_goalposts_without_cuts():
    assert normalised("scaled", [30, 40, 70, 160], low=40.0, high=100.0) == pytest.approx([-50 / 3, 0, 50, 200])
    assert normalised("scaled", [2, 5, 14], "lower", low=2.0, high=8.0) == pytest.approx([100, 50, -100])
    with pytest.raises(ValidationError, match="'low' must be smaller"):
        METHODS["scaled"].options.model_validate({"low": 8.0, "high": 2.0})


def test_the_reference_scores_100_and_whoever_passes_it_more():
    assert normalised("distance_to_reference", [10, 20, 50, NAN], value=30.0) == pytest.approx(
        [0, 50, 200, NAN], nan_ok=True
    )
    assert normalised("distance_to_reference", [10, 20, 50], "lower", value=30.0) == pytest.approx([200, 150, 0])


@pytest.mark.parametrize(("polarity", "value"), [("higher", 10.0), ("lower", 50.0)])
def test_a_reference_no_better_than_the_worst_is_refused(polarity, value):
    with pytest.raises(ScoringError, match=f"the reference value {value} is no better than the worst subject"):
        normalised("distance_to_reference", [10, 20, 50], polarity, value=value)


def test_a_fraction_of_the_best_counts_half_where_the_value_is_half_as_good():
    assert normalised("fraction_of_max", [5, 10, 20, NAN]) == pytest.approx([25, 50, 100, NAN], nan_ok=True)
    assert normalised("fraction_of_max", [5, 10, 20, NAN], "lower") == pytest.approx([100, 50, 25, NAN], nan_ok=True)


def test_shares_add_up_to_their_total():
    assert normalised("share_of_sum", [1, 3, 4]) == pytest.approx([12.5, 37.5, 50])
    # 1/1 + 1/2 + 1/4 = 7/4
    assert normalised("share_of_sum", [1, 2, 4], "lower", total=1.0) == pytest.approx([4 / 7, 2 / 7, 1 / 7])


def test_a_vector_has_its_length():
    assert normalised("vector", [3, 4, NAN]) == pytest.approx([60, 80, NAN], nan_ok=True)
    assert normalised("vector", [3, 4], "lower", length=1.0) == pytest.approx([-0.6, -0.8])


@pytest.mark.parametrize("method", ["fraction_of_max", "share_of_sum"])
def test_ratios_refuse_what_cannot_be_divided_by(method):
    with pytest.raises(ScoringError, match="2 values are 0 or negative, and where lower is better"):
        normalised(method, [0, -1, 5], "lower")
    with pytest.raises(ScoringError, match="no positive total or maximum"):
        normalised(method, [0, -1, -5])


def test_as_measured_only_turns_round_what_is_better_when_low():
    assert normalised("as_measured", [7, NAN]) == pytest.approx([7, NAN], nan_ok=True)
    assert normalised("as_measured", [7, 7], "lower") == pytest.approx([-7, -7])


def test_ranks_begin_at_1_for_the_worst_and_borda_points_at_0():
    assert normalised("rank", [10, 20, 20, 40, NAN]) == pytest.approx([1, 2, 2, 4, NAN], nan_ok=True)
    assert normalised("borda", [10, 20, 20, 40, NAN]) == pytest.approx([0, 1, 1, 3, NAN], nan_ok=True)
    assert normalised("rank", [10, 20, 20, 40], "lower") == pytest.approx([4, 2, 2, 1])


@pytest.mark.parametrize("method", ["rank", "borda", "percentile_rank"])
def test_floating_point_dust_separates_nobody(method):
    dust = [0.1 + 0.2, 0.3, 1e9]  # 0.30000000000000004 is 0.3
    assert normalised(method, dust)[0] == normalised(method, dust)[1]
    values = [-5.1, -5.1 + 1e-15, -4.0]
    assert normalised(method, values)[0] == normalised(method, values)[1] < normalised(method, values)[2]


def test_a_fitted_scale_is_frozen_for_later_cycles():
    chosen = METHODS["min_max"]
    scale = chosen.fit(np.array([0.0, 10.0]), "higher", chosen.options())
    assert scale.apply(np.array([5.0, 20.0])) == pytest.approx([50, 200])  # a new colleague moves nobody
    ranks = METHODS["percentile_rank"].fit(np.array([1.0, 2.0, 3.0]), "higher", None)
    assert ranks.apply(np.array([2.5, 9.0])) == pytest.approx([100, 100])
    ranks = METHODS["rank"].fit(np.array([1.0, 2.0, 3.0]), "higher", None)
    assert ranks.apply(np.array([0.0, 2.5, 9.0])) == pytest.approx([1, 3, 4])


SETTINGS = {
    "goalposts": {"low": 10.0, "high": 90.0},
    "scaled": {"low": 10.0, "high": 90.0},
    "target": {"value": 50.0, "zero": 5.0},
    "distance_to_reference": {"value": 500.0},
}
ALL = sorted(method.code for method in METHODS.values() if method.kind == "normalisation")
REFERENCE = st.lists(st.floats(1, 100), min_size=3, max_size=8).filter(lambda x: max(x) - min(x) > 1e-3)
LATER = st.lists(st.floats(0.5, 200), min_size=1, max_size=8)


@pytest.mark.parametrize("code", ALL)
@given(reference=REFERENCE, later=LATER, newcomers=LATER)
def test_a_new_colleague_never_moves_an_old_score(code, reference, later, newcomers):
    chosen = METHODS[code]
    options = chosen.options.model_validate(SETTINGS.get(code, {}), context={"polarity": "higher"})
    scale = chosen.fit(np.array(reference), "higher", options)
    alone = scale.apply(np.array(later))
    together = scale.apply(np.array(later + newcomers))
    assert np.array_equal(together[: len(later)], alone)


@pytest.mark.parametrize("polarity", ["higher", "lower"])
@pytest.mark.parametrize("code", ALL)
@given(reference=REFERENCE, later=LATER)
def test_a_better_value_is_never_worse_also_beyond_the_reference(code, polarity, reference, later):
    chosen = METHODS[code]
    written = {"value": 5.0, "zero": 50.0} if (code, polarity) == ("target", "lower") else SETTINGS.get(code, {})
    written = {"value": 0.1} if (code, polarity) == ("distance_to_reference", "lower") else written
    options = chosen.options.model_validate(written, context={"polarity": polarity})
    scaled = chosen.fit(np.array(reference), polarity, options).apply(np.sort(later))
    change = np.diff(scaled) if polarity == "higher" else -np.diff(scaled)
    assert (change >= -1e-9 * np.abs(scaled).max()).all()


@pytest.mark.parametrize("polarity", ["higher", "lower"])
@pytest.mark.parametrize("code", [code for code in ALL if METHODS[code].bounded])
@given(reference=REFERENCE)
def test_what_is_called_bounded_lies_within_0_and_100_where_it_was_fitted(code, polarity, reference):
    chosen = METHODS[code]
    written = {"value": 5.0, "zero": 50.0} if (code, polarity) == ("target", "lower") else SETTINGS.get(code, {})
    options = chosen.options.model_validate(written, context={"polarity": polarity})
    scaled = chosen.fit(np.array(reference), polarity, options).apply(np.array(reference))
    assert scaled.min() >= -1e-9
    assert scaled.max() <= 100 + 1e-9


@pytest.mark.parametrize("code", ALL)
def test_what_a_scale_says_of_itself_is_plain_json(code):
    chosen = METHODS[code]
    options = chosen.options.model_validate(SETTINGS.get(code, {}), context={"polarity": "higher"})
    told = chosen.fit(np.array([20.0, 30.0, 40.0]), "higher", options).describe()
    assert json.loads(json.dumps(told)) == told


def test_equal_values_cannot_be_told_apart_by_relative_methods():
    for method in ("min_max", "z_score", "percentile_rank", "rank", "borda", "distance_to_best"):
        with pytest.raises(ScoringError, match="use goalposts or a target"):
            normalised(method, [7, 7, NAN])
