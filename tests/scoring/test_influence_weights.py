from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError
from scipy.optimize import minimize

from tests.scoring.frameworks import siblings
from workbench.errors import ScoringError
from workbench.model.validation import faults_in
from workbench.scoring.influence_weights import TargetInfluence, correlation_ratio, target_influence_weights


def squared_correlations(weights, columns) -> np.ndarray:
    table = np.column_stack(list(columns.values()))
    score = table @ weights
    return np.array([np.corrcoef(column, score)[0, 1] ** 2 for column in table.T])


def correlated(k: int, n: int = 60, *, common: float = 1.0, seed: int = 0) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=n) * common
    return {f"x{i}": (1 + i) * (shared + rng.normal(size=n)) for i in range(k)}


def test_two_children_of_equal_influence_are_weighed_by_the_spread_of_the_other():
    """Becker et al. (2017), doi:10.1016/j.ecolind.2017.03.056: w1 = sd2 / (sd1 + sd2); here 3 / (1 + 3)."""
    children = siblings({"a": [0, 1, 2, 1], "b": [3, 0, 6, 3]}, given=[1, 1])
    weights = target_influence_weights(children, TargetInfluence())
    assert weights.shares.tolist() == pytest.approx([0.75, 0.25], abs=1e-12)
    assert weights.facts["reached"]
    assert weights.facts["intended"] == {"a": 0.5, "b": 0.5}
    assert weights.facts["reached_influence"] == pytest.approx({"a": 0.5, "b": 0.5}, abs=1e-12)


def test_uncorrelated_children_get_the_root_of_their_target_over_their_spread():
    """Without correlation S_i = w_i² sd_i²: targets 4 to 1 and spreads 1 to 2 give weights 2/1 to 1/2."""
    children = siblings({"a": [-1, -1, 1, 1], "b": [-2, 2, -2, 2]})
    weights = target_influence_weights(children, TargetInfluence(targets={"a": 4.0, "b": 1.0}))
    assert weights.shares.tolist() == pytest.approx([0.8, 0.2])


@pytest.mark.parametrize("seed", range(5))
def test_the_weights_written_are_the_influence_reached_to_twelve_digits(seed):
    columns = correlated(5, common=0.3, n=400, seed=seed)
    given = np.array([3.0, 2.0, 2.0, 1.5, 1.5]) / 10
    weights = target_influence_weights(siblings(columns, given=given.tolist()), TargetInfluence())
    found = squared_correlations(weights.shares, columns)
    assert found / found.sum() == pytest.approx(given, abs=1e-12)
    assert weights.facts["largest_deviation"] < 1e-12


IMPOSSIBLE = correlated(3, common=4.0)  # correlations of .95: none can have nine tenths of all influence
TARGETS = {"x0": 90.0, "x1": 5.0, "x2": 5.0}


def test_an_impossible_target_is_refused_and_the_part_named():
    with pytest.raises(ScoringError, match=r"'x0' would have 0\.\d+ of it instead of 0\.9"):
        target_influence_weights(siblings(IMPOSSIBLE), TargetInfluence(targets=TARGETS))


def test_where_a_deviation_is_allowed_the_nearest_influence_is_found_and_said_not_to_be_the_target():
    allowed = TargetInfluence(targets=TARGETS, largest_deviation=1.0)
    weights = target_influence_weights(siblings(IMPOSSIBLE), allowed)
    assert not weights.facts["reached"]
    intended = np.array([0.9, 0.05, 0.05])

    def miss(shares):
        found = squared_correlations(shares, IMPOSSIBLE)
        return float(np.square(found / found.sum() - intended).sum())

    simplex = {"type": "eq", "fun": lambda shares: shares.sum() - 1}
    starts = np.random.default_rng(1).dirichlet(np.ones(3), size=8)
    peers = [minimize(miss, start, bounds=[(0, 1)] * 3, constraints=simplex, tol=1e-14).fun for start in starts]
    assert miss(weights.shares) <= min(peers) + 1e-12
    reached = np.array(list(weights.facts["reached_influence"].values()))
    assert weights.facts["largest_deviation"] == pytest.approx(np.abs(reached - intended).max())


def test_a_child_that_repeats_another_cannot_have_more_influence():
    columns = correlated(2)
    twins = siblings({"a": columns["x0"], "b": columns["x0"], "c": columns["x1"]})
    weights = target_influence_weights(
        twins, TargetInfluence(targets={"a": 2.0, "b": 1.0, "c": 1.0}, largest_deviation=1)
    )
    reached = weights.facts["reached_influence"]
    assert reached["a"] == pytest.approx(reached["b"])
    assert not weights.facts["reached"]
    equal = target_influence_weights(twins, TargetInfluence())
    assert equal.facts["reached"]


def test_the_squared_correlation_of_a_mirrored_child_is_no_influence_in_its_favour():
    """With all weight on a both squared correlations are 1: equal influence on paper, and b turned upside down."""
    opposed = {"a": [1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0]}
    assert squared_correlations(np.array([1.0, 0.0]), opposed).tolist() == pytest.approx([1, 1])
    with pytest.raises(ScoringError, match="no weights give every part its intended influence"):
        target_influence_weights(siblings(opposed), TargetInfluence())


def test_a_score_that_is_no_weighted_mean_is_refused():
    with pytest.raises(ScoringError, match="need a score that is a weighted mean"):
        target_influence_weights(siblings({"a": [1, 2, 3]}, additive=False), TargetInfluence())


def test_subjects_without_every_child_do_not_count():
    full = {"a": [0, 1, 2, 1], "b": [3, 0, 6, 3]}
    gaps = {"a": [*full["a"], np.nan, 100], "b": [*full["b"], 50, np.nan]}
    weights = target_influence_weights(siblings(gaps), TargetInfluence())
    assert weights.shares.tolist() == pytest.approx([0.75, 0.25])
    assert weights.facts["subjects"] == 4


def test_targets_name_every_part_and_are_not_all_zero():
    with pytest.raises(ValidationError, match="targets") as caught:
        TargetInfluence.model_validate({"targets": {"a": 0, "d": 0}}, context={"children": ("a", "b")})
    assert [each.render() for each in faults_in(caught.value, ("weighting",))] == [
        "weighting.targets.d: unknown part 'd'; did you mean: a, b?",
        "weighting.targets: 'b' is missing",
        "weighting.targets: all targets are 0; at least one must be larger",
    ]


def test_a_bent_relation_is_seen_by_the_correlation_ratio_only():
    """Score = x² on -2 -1 0 1 2, five times each: no correlation, yet x explains all of it."""
    of = np.repeat([-2.0, -1.0, 0.0, 1.0, 2.0], 5)
    assert np.corrcoef(of, of**2)[0, 1] == pytest.approx(0)
    assert correlation_ratio(of**2, of, bins=5) == pytest.approx(1)


def test_the_correlation_ratio_by_hand():
    """Two groups of five with means 1 and 3 and variance 1 inside: eta² = 1/2, adjusted 1 - (1/2)(9/8) = 7/16."""
    of = np.repeat([0.0, 1.0], 5)
    inside = np.array([-1.0, 1.0, -1.0, 1.0, 0.0]) * (5 / 4) ** 0.5
    score = np.concatenate([1 + inside, 3 + inside])
    assert correlation_ratio(score, of, bins=2) == pytest.approx(7 / 16)


def test_chance_explains_nothing_once_the_number_of_groups_is_allowed_for():
    rng = np.random.default_rng(3)
    ratios = [correlation_ratio(rng.normal(size=200), rng.normal(size=200)) for _ in range(50)]
    assert np.median(ratios) < 0.01


def test_influence_by_correlation_ratio_reaches_its_target_too():
    rng = np.random.default_rng(5)
    x = rng.uniform(-1, 1, 400)
    columns = {"a": x + rng.normal(size=400), "b": x**2 + rng.normal(size=400), "c": x + x**2 + rng.normal(size=400)}
    weights = target_influence_weights(siblings(columns), TargetInfluence(measure="correlation_ratio"))
    table = np.column_stack(list(columns.values()))
    found = np.array([correlation_ratio(table @ weights.shares, column) for column in columns.values()])
    assert found / found.sum() == pytest.approx([1 / 3] * 3, abs=1e-9)
