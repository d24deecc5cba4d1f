from __future__ import annotations

import numpy as np
import pytest
from mcdm import distances, options
from mcdm.criteria import as_criteria

MATRIX = np.array([[60.0, 20.0, 80.0], [30.0, 70.0, 50.0], [50.0, 40.0, 10.0], [90.0, 85.0, 95.0]])


def given(matrix, settings, weights=(0.2, 0.3, 0.5)):
    return as_criteria(np.array(matrix, dtype=float), np.tile(weights, (len(matrix), 1)), settings)


def test_topsis_by_hand():
    # one child, min-max: 0, 50, 100 -> distances from the worst are the values themselves
    found = distances.topsis(given([[1], [2], [3]], options.VectorFirst(normalisation="minmax"), (1.0,)))
    assert found.tolist() == pytest.approx([0, 50, 100])


def test_vikor_leaves_out_a_child_that_is_the_same_for_all():
    constant = MATRIX.copy()
    constant[:, 1] = 7.0
    found = distances.vikor(given(constant, options.Vikor()))
    assert found == pytest.approx(distances.vikor(given(constant[:, [0, 2]], options.Vikor(), (0.2, 0.5))))
    assert np.isnan(distances.vikor(given(np.full((4, 3), 7.0), options.Vikor()))).all()


@pytest.mark.parametrize("normalisation", ["linear", "minmax", "vector"])
def test_codas_is_that_of_the_library_but_for_its_walk_over_pairs(normalisation):
    pymcdm = pytest.importorskip("pymcdm.methods")
    problem = given(MATRIX * [1, -1, 1], options.Codas(normalisation=normalisation))
    leads = problem.ask(pymcdm.CODAS(normalisation))
    assert distances.codas(problem) == pytest.approx(50 + 25 * leads / 3)


def test_below_the_threshold_of_codas_only_the_euclidean_distance_counts():
    # weighted leads over the worst: (0.5, 0) and (0, 0.5 * 0.98): distances 0.5 and 0.49, in taxicab the same
    near = [[100, 50], [50, 99.0]]
    found = distances.codas(given(near, options.Codas(threshold=1.0), (0.5, 0.5)))
    gaps = 0.5 * (1 - 0.5), 0.5 * (1 - 50 / 99)
    assert found[0] - 50 == pytest.approx(25 * (gaps[0] - gaps[1]))
    assert found.sum() == pytest.approx(100)


def test_simplified_probid_needs_four_subjects():
    assert np.isnan(distances.simplified_probid(given(MATRIX[:3], options.Pymcdm()))).all()
    with np.errstate(all="ignore"):  # as the adapter asks
        best = distances.simplified_probid(given(MATRIX, options.Pymcdm()))
    assert (best[:3] < 100).all()
    assert best[3] == 100


def test_balanced_spotis_goes_from_the_best_bound_to_the_expected_point():
    def score(alpha):
        settings = options.Balanced(expected=(60.0, 20.0, 80.0), alpha=alpha)
        return distances.balanced_spotis(given(MATRIX, settings))[0]

    assert score(1.0) == 100  # the first subject is what was expected
    assert score(0.0) == distances.spotis(given(MATRIX, options.Bounded()))[0]
    assert score(0.5) == pytest.approx((score(0.0) + score(1.0)) / 2)


def test_limits_on_properties_by_hand():
    # best 90, 85, 95: the third loses 0.2 * 90/50 + 0.3 * 85/40 + 0.5 * 95/10
    found = distances.limits_on_properties(given(MATRIX, options.Pymcdm()))
    assert found[2] == pytest.approx(100 / (0.2 * 90 / 50 + 0.3 * 85 / 40 + 0.5 * 95 / 10))
    assert found[3] == pytest.approx(100)


def test_a_loss_below_the_reference_weighs_more_than_a_gain_above_it():
    def lead(loss_aversion):
        settings = options.ReferencePoint(reference=50.0, loss_aversion=loss_aversion, bend=1.0)
        found = distances.ervd(given([[40, 60], [60, 40.0], [50, 50]], settings, (0.5, 0.5)))
        return found[2] - found[0]

    assert lead(1.0) == pytest.approx(0)
    assert lead(2.25) > 0
