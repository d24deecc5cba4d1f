from __future__ import annotations

import numpy as np
import pytest
from mcdm import options, ratios
from mcdm.criteria import as_criteria

MATRIX = np.array([[60.0, 20.0], [30.0, 80.0]])


def given(matrix, settings, weights=(0.5, 0.5)):
    return as_criteria(np.array(matrix, dtype=float), np.tile(weights, (len(matrix), 1)), settings)


def test_weighted_sum_and_product_by_hand():
    # shares of the sum: 60/90, 20/100 and 30/90, 80/100
    assert ratios.weighted_sum(given(MATRIX, options.SumFirst())) == pytest.approx(
        [50 * (2 / 3 + 1 / 5), 50 * (1 / 3 + 4 / 5)]
    )
    assert ratios.weighted_product(given(MATRIX, options.SumFirst())) == pytest.approx(
        [100 * (2 / 15) ** 0.5, 100 * (4 / 15) ** 0.5]
    )


def test_waspas_mixes_the_two_by_shares_of_the_best():
    # 60/60, 20/80 and 30/60, 80/80
    def score(share):
        return ratios.waspas(given(MATRIX, options.SumAndProduct(sum_share=share)))

    assert score(1.0) == pytest.approx([62.5, 75])
    assert score(0.0) == pytest.approx([50, 100 * 0.5**0.5])
    assert score(0.5) == pytest.approx((score(0.0) + score(1.0)) / 2)


def test_the_ratio_system_with_and_without_costs():
    lengths = np.hypot(60, 30), np.hypot(20, 80)
    both = 50 * (60 / lengths[0] + 20 / lengths[1])
    assert ratios.moora(given(MATRIX, options.Pymcdm()))[0] == pytest.approx(both)
    cost = 50 * (60 / lengths[0] - 20 / lengths[1])
    assert ratios.moora(given(MATRIX * [1, -1], options.Pymcdm()))[0] == pytest.approx(cost)


def test_copras_by_hand():
    # benefit 1/3, 1/6 (halved shares); cost 0.1, 0.4: S- sum 0.5, sum of reciprocals 12.5
    found = ratios.copras(given(MATRIX * [1, -1], options.Plain()))
    first, second = 1 / 3 + 0.5 / (0.1 * 12.5), 1 / 6 + 0.5 / (0.4 * 12.5)
    assert found == pytest.approx([100, 100 * second / first])
    assert ratios.copras(given(MATRIX, options.Plain())) == pytest.approx([100 * 26 / 34, 100])  # without any cost


def test_the_border_of_mabac_does_not_vanish_among_many_subjects():
    few = given([[0, 0], [100, 100], [50, 50]], options.Plain())
    pymcdm = pytest.importorskip("pymcdm.methods")
    assert ratios.mabac(few) == pytest.approx(100 * few.ask(pymcdm.MABAC()))
    many = given(np.tile(few.matrix, (1000, 1)), options.Plain())
    assert ratios.mabac(many)[:3] == pytest.approx(ratios.mabac(few))
    with np.errstate(all="ignore"):
        assert 100 * many.ask(pymcdm.MABAC())[0] != pytest.approx(ratios.mabac(few)[0])  # why it is our own


def test_mairca_is_what_the_gap_leaves_of_100():
    # min-max makes 1, 0 and 0, 1: each has half of the weight
    assert ratios.mairca(given(MATRIX, options.Pymcdm())) == pytest.approx([50, 50])


def test_rafsi_runs_from_the_worst_bound_to_the_best():
    found = ratios.rafsi(given([[0, 0], [100, 100], [60, 20]], options.SubIntervals()))
    assert found == pytest.approx([0, 100, 40])
    costs = ratios.rafsi(given([[-100, 5], [-1, 5]], options.SubIntervals(bounds=((-100, -1), (0, 10))), (1.0, 0.0)))
    assert costs == pytest.approx([0, 100])


@pytest.mark.parametrize("method", [ratios.aras, ratios.marcos, ratios.ram, ratios.lmaw])
def test_a_subject_twice_as_good_in_everything_is_ahead(method):
    found = method(given([[20, 40], [40, 80]], options.Pymcdm()))
    assert found[1] > found[0]


def test_aras_is_the_share_of_the_best_of_all():
    assert ratios.aras(given([[20, 40], [40, 80]], options.Pymcdm())) == pytest.approx([50, 100])


def test_ocra_counts_leads_in_units_of_the_smallest():
    assert ratios.ocra(given([[20, 40], [40, 80]], options.Pymcdm())) == pytest.approx([0, 100])


def test_the_best_compromise_of_cocoso_has_100():
    found = ratios.cocoso(given([[20, 80], [40, 40], [35, 70]], options.Compromise()))
    assert found.max() == 100
    assert found.argmax() == 2
