"""Published decisions, computed again from their tables through a parameters file.

The first part are the cases of the acceptance folder that combine or compare; the second, further published examples,
each with its citation.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from tests.acceptance.decision_problem import scored, scores_of
from workbench.analysis.outranking import concordance


@pytest.fixture
def case(published):
    cases = {each["id"]: each for each in json.loads((published("mcdm_published") / "cases.json").read_text())}

    def named(code):
        found = cases[code]
        return found["matrix"], found["types"], found["weights"], np.array(found["expected"], float), found["atol"]

    return named


def test_topsis_of_tzeng_and_huang(case, tmp_path):
    matrix, types, weights, expected, atol = case("topsis_tzeng_huang_2011")
    found = scores_of(tmp_path, matrix, types, weights, aggregation="topsis")
    assert found / 100 == pytest.approx(expected, abs=atol)


def test_topsis_of_opricovic_and_tzeng_with_its_cost_criterion(case, tmp_path):
    matrix, types, weights, expected, atol = case("topsis_opricovic_tzeng_2004")
    by_min_max = {"method": "topsis", "normalisation": "minmax"}
    assert scores_of(tmp_path, matrix, types, weights, aggregation=by_min_max) / 100 == pytest.approx(
        expected, abs=atol
    )


@pytest.mark.parametrize("code", ["vikor_tzeng_huang_2011_Q", "vikor_yang_wu_2020"])
def test_vikor_turned_round_so_that_the_best_compromise_is_100(case, tmp_path, code):
    matrix, types, weights, expected, atol = case(code)
    found = scores_of(tmp_path, matrix, types, weights, aggregation={"method": "vikor", "v": 0.5})
    assert 1 - found / 100 == pytest.approx(expected, abs=atol)


def test_the_group_utility_of_vikor_is_what_a_weighted_mean_of_min_max_lacks_to_100(case, tmp_path):
    matrix, types, weights, expected, atol = case("vikor_tzeng_huang_2011_S")
    found = scores_of(tmp_path, matrix, types, weights, normalisation="min_max")
    assert 1 - found / 100 == pytest.approx(expected, abs=atol)


def test_promethee_of_zhao_peng_and_li(case, tmp_path):
    matrix, types, weights, expected, atol = case("promethee2_zhao_2013")
    assert scores_of(tmp_path, matrix, types, weights, aggregation="promethee") / 50 - 1 == pytest.approx(
        expected, abs=atol
    )


def test_the_weighted_sum_of_kracka_with_costs_turned_over(case, tmp_path):
    matrix, types, weights, expected, atol = case("wsm_kracka_2010")
    shares = {"method": "share_of_sum", "total": 100.0}
    found = scores_of(tmp_path, matrix, types, weights, normalisation=shares)
    assert found / 100 == pytest.approx(expected, abs=atol)
    of_its_own = scores_of(tmp_path, matrix, types, weights, aggregation="wsm")
    assert of_its_own == pytest.approx(found, rel=1e-12)


@pytest.mark.parametrize(
    ("normalisation", "aggregation"),
    [({"method": "vector", "length": 100.0}, "arithmetic"), ("as_measured", "moora")],
    ids=["vector and weighted mean", "moora"],
)
def test_the_ratio_system_of_kracka_is_seven_times_the_mean(case, tmp_path, normalisation, aggregation):
    matrix, types, _, expected, atol = case("moora_ratio_kracka_2010")
    found = scores_of(tmp_path, matrix, types, [1.0] * 7, normalisation=normalisation, aggregation=aggregation)
    assert 7 * found / 100 == pytest.approx(expected, abs=atol)


def test_electre_concordance_of_cebrian_and_porcar(case, tmp_path):
    matrix, types, weights, expected, atol = case("electre_concordance_cebrian_2009")
    card = scored(tmp_path, matrix, types, weights)
    shares = dict(zip(card.values, weights, strict=True))
    found = concordance(card.normalised, shares)  # as measured, costs with their sign turned
    np.testing.assert_allclose(found.sort_index().sort_index(axis=1), expected, atol=atol, equal_nan=True)
    directions = dict(zip(card.values, types, strict=True))
    pd.testing.assert_frame_equal(concordance(card.values, shares, directions=directions), found)


# --- published elsewhere --------------------------------------------------------------------------------------------

ASSISTANTS = [
    [3.57, 4.00, 4.00, 83.75, 3, 9, 1],
    [3.07, 3.95, 4.00, 83.00, 3, 1, 3],
    [3.23, 3.54, 3.46, 66.00, 4, 0, 2],
    [3.42, 3.96, 4.00, 70.00, 5, 5, 7],
    [2.56, 3.37, 3.79, 82.00, 4, 4, 5],
]
INVENTORY = [
    [3873, 39.55, 0.27, 0.87, 150, 0.07, 12, 2130],
    [5067, 67.26, 0.23, 0.23, 40, 0.02, 21, 2200],
    [2213, 24.69, 0.08, 0.17, 200, 0.04, 35, 570],
    [6243, 132, 0.07, 0.25, 100, 0.04, 16, 100],
    [8312, 460.47, 0.05, 0.21, 25, 0.1, 25, 200],
]
FORKLIFTS = [
    [22600, 3800, 2, 5, 1.06, 3.00, 3.5, 2.8, 24.5, 6.5],
    [19500, 4200, 3, 2, 0.95, 3.00, 3.4, 2.2, 24, 7.0],
    [21700, 4000, 1, 3, 1.25, 3.20, 3.3, 2.5, 24.5, 7.3],
    [20600, 3800, 2, 5, 1.05, 3.25, 3.2, 2.0, 22.5, 11.0],
    [22500, 3800, 4, 3, 1.35, 3.20, 3.7, 2.1, 23, 6.3],
    [23250, 4210, 3, 5, 1.45, 3.60, 3.5, 2.8, 23.5, 7.0],
    [20300, 3850, 2, 5, 0.90, 3.25, 3.0, 2.6, 21.5, 6.0],
]
DEPOTS = [
    [3.828, 5.000, 3.720, 2.723, 4.255],
    [4.675, 5.000, 3.000, 3.452, 2.587],
    [4.515, 4.836, 3.289, 3.491, 4.069],
    [4.421, 5.000, 3.555, 2.839, 4.397],
    [4.717, 5.000, 3.430, 4.401, 1.000],
    [4.695, 5.000, 3.925, 3.847, 1.000],
    [4.688, 5.000, 2.000, 4.990, 1.000],
    [4.688, 5.000, 3.971, 4.001, 1.000],
]
ROBOTS = [
    [60, 0.4, 2540, 500, 990],
    [6.35, 0.15, 1016, 3000, 1041],
    [6.8, 0.1, 1727.2, 1500, 1676],
    [10, 0.2, 1000, 2000, 965],
    [2.5, 0.1, 560, 500, 915],
    [4.5, 0.08, 1016, 350, 508],
    [3, 0.1, 1778, 1000, 920],
]
HOTELS = [
    [7.7, 256, 7.2, 7.3, 7.3],
    [8.1, 250, 7.9, 7.8, 7.7],
    [8.7, 352, 8.6, 7.9, 8.0],
    [8.1, 262, 7.0, 8.1, 7.2],
    [6.5, 271, 6.3, 6.4, 6.1],
    [6.8, 228, 7.1, 7.2, 6.5],
]
REACTORS = [
    [0.1299, 0.1754, 0.3256, 0.3255, 0.0892],
    [0.1712, 0.1500, 0.2825, 0.2827, 0.2029],
    [0.1903, 0.1662, 0.3349, 0.3358, 0.0169],
    [0.2207, 0.1772, 0.3450, 0.3449, 0.0488],
    [0.2403, 0.1751, 0.3284, 0.3294, 0.0889],
    [0.2764, 0.1690, 0.2865, 0.2866, 0.1951],
    [0.3041, 0.2274, 0.2719, 0.2723, 0.3481],
    [0.3390, 0.1486, 0.2731, 0.2736, 0.3037],
    [0.3858, 0.1944, 0.3274, 0.3281, 0.2587],
    [0.4251, 0.6560, 0.2618, 0.2593, 0.5786],
    [0.4448, 0.5353, 0.2622, 0.2606, 0.5358],
]
REACTOR_TYPES, REACTOR_WEIGHTS = [1, -1, -1, -1, -1], [0.1819, 0.2131, 0.1838, 0.1832, 0.2379]


def test_copras_of_uysal_and_inan_which_pymcdm_misses(tmp_path):
    # Uysal & İnan (2022), Performance evaluation of research assistants by COPRAS method, IJSSER 7
    types, expected = [1, 1, 1, 1, -1, 1, 1], [100.0, 78.8501, 63.3837, 98.6506, 86.8878]
    assert scores_of(tmp_path, ASSISTANTS, types, [1.0] * 7, aggregation="copras") == pytest.approx(expected, abs=1e-3)
    pymcdm = pytest.importorskip("pymcdm.methods")
    theirs = pymcdm.COPRAS()(np.array(ASSISTANTS), np.full(7, 1 / 7), np.array(types), validation=False)
    assert np.abs(100 * theirs - expected).max() > 1  # when this fails pymcdm has mended it: take its own again


def test_edas_of_keshavarz_ghorabaee(tmp_path):
    # Keshavarz Ghorabaee et al. (2015), doi:10.15388/Informatica.2015.57
    weights, types = [0.131, 0.113, 0.126, 0.125, 0.126, 0.129, 0.132, 0.117], [-1, -1, -1, 1, 1, -1, 1, 1]
    found = scores_of(tmp_path, INVENTORY, types, weights, aggregation="edas")
    # published weights add up to 0.999; EDAS divides by the largest sum, so their unit does not matter
    assert found / 100 == pytest.approx([0.841, 0.632, 0.883, 0.457, 0.104], abs=1e-3)


def test_mabac_of_pamucar_and_cirovic(tmp_path):
    # Pamučar & Ćirović (2015), doi:10.1016/j.eswa.2014.11.057
    weights = [0.146, 0.144, 0.119, 0.121, 0.115, 0.101, 0.088, 0.068, 0.050, 0.048]
    types = [-1, 1, 1, 1, -1, -1, 1, 1, 1, 1]
    found = scores_of(tmp_path, FORKLIFTS, types, weights, aggregation="mabac")
    expected = [0.0826, 0.2183, -0.0488, 0.0246, -0.0704, 0.0465, 0.0464]
    assert found / 100 == pytest.approx(expected, abs=1e-4)


def test_mairca_of_gigovic(tmp_path):
    # Gigović et al. (2016), doi:10.3390/su8040372; the weights add up to 1.034, the published gaps with them
    weights, types = np.array([0.2016, 0.2304, 0.2232, 0.1912, 0.1536]), [-1, 1, -1, -1, -1]
    found = scores_of(tmp_path, DEPOTS, types, weights, aggregation="mairca")
    expected = [0.0427, 0.0548, 0.0919, 0.0592, 0.0631, 0.0637, 0.0483, 0.0658]
    assert weights.sum() * (1 - found / 100) / 8 == pytest.approx(expected, abs=1e-4)


def test_cocoso_of_yazdani(tmp_path):
    # Yazdani et al. (2019), doi:10.1108/MD-05-2017-0458; printed with three decimals, scaled here to the best
    found = scores_of(tmp_path, ROBOTS, [1, -1, 1, 1, 1], [0.036, 0.192, 0.326, 0.326, 0.12], aggregation="cocoso")
    expected = np.array([2.041, 2.788, 2.882, 2.416, 1.299, 1.443, 2.519])
    assert found == pytest.approx(100 * expected / 2.882, abs=0.05)


def test_ocra_of_isik_and_adali(tmp_path):
    # Işık & Adalı (2016), A new integrated decision making approach based on SWARA and OCRA, IJAOM 8(2)
    found = scores_of(tmp_path, HOTELS, [1, -1, 1, 1, 1], [0.239, 0.225, 0.197, 0.186, 0.153], aggregation="ocra")
    assert found / 100 == pytest.approx([0.143, 0.210, 0.164, 0.167, 0.0, 0.112], abs=5.1e-4)


def test_probid_of_wang_rangaiah_and_wang(tmp_path):
    # Wang, Rangaiah & Wang (2021), doi:10.1021/acs.iecr.1c01413; the table holds four decimals only
    found = scores_of(tmp_path, REACTORS, REACTOR_TYPES, REACTOR_WEIGHTS, aggregation="probid")
    expected = [0.8568, 0.7826, 0.9362, 0.9369, 0.9379, 0.8716, 0.5489, 0.7231, 0.7792, 0.3331, 0.3387]
    assert found / 100 == pytest.approx(expected, abs=1e-3)
    simple = scores_of(tmp_path, REACTORS, REACTOR_TYPES, REACTOR_WEIGHTS, aggregation="sprobid")
    ratio = [2.4246, 2.0596, 3.2805, 3.3702, 3.4375, 2.6435, 1.2628, 1.8158, 2.0885, 0.3399, 0.4279]
    assert simple / (100 - simple) == pytest.approx(ratio, abs=2e-3)


def test_spotis_of_dezert(tmp_path):
    # Dezert et al. (2020), doi:10.23919/FUSION45008.2020.9190347; the second criterion is a cost: its bounds turn too
    matrix = [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]]
    spotis = {"method": "spotis", "bounds": [[-5.0, 12.0], [-10.0, 6.0], [-8.0, 5.0]]}
    found = scores_of(tmp_path, matrix, [1, -1, 1], [0.2, 0.3, 0.5], aggregation=spotis)
    # printed from distances rounded to four decimals; exactly, the second is 0.37051
    assert 1 - found / 100 == pytest.approx([0.1989, 0.3707, 0.3063, 0.7491], abs=2.5e-4)
    cars = [
        [15000, 4.3, 99, 42, 737],
        [15290, 5.0, 116, 42, 892],
        [15350, 5.0, 114, 45, 952],
        [15490, 5.3, 123, 45, 1120],
    ]
    bounds = [[-16000.0, -14000.0], [-8.0, -3.0], [-140.0, -80.0], [35.0, 60.0], [650.0, 1300.0]]
    weights = [0.2941, 0.2353, 0.2353, 0.0588, 0.1765]
    found = scores_of(tmp_path, cars, [-1, -1, -1, 1, 1], weights, aggregation={"method": "spotis", "bounds": bounds})
    assert 1 - found / 100 == pytest.approx([0.4779, 0.5781, 0.5558, 0.5801], abs=1e-4)


def test_rim_of_cables_lamata_and_verdegay(tmp_path):
    # Cables, Lamata & Verdegay (2016), doi:10.1016/j.ins.2015.12.011
    matrix = [[30, 0, 2, 3, 3, 2], [40, 9, 1, 3, 2, 2], [25, 0, 3, 1, 3, 2], [27, 0, 5, 3, 3, 1], [45, 15, 2, 2, 3, 4]]
    rim = {
        "method": "rim",
        "bounds": [[23.0, 60.0], [0.0, 15.0], [-10.0, 0.0], [1.0, 3.0], [1.0, 3.0], [1.0, 5.0]],
        "ideal": [[30.0, 35.0], [10.0, 15.0], [0.0, 0.0], [3.0, 3.0], [3.0, 3.0], [4.0, 5.0]],
    }
    weights = [0.2262, 0.2143, 0.1786, 0.1429, 0.1190, 0.1190]
    found = scores_of(tmp_path, matrix, [1, 1, -1, 1, 1, 1], weights, aggregation=rim)
    assert found / 100 == pytest.approx([0.5866, 0.7558, 0.3716, 0.4666, 0.7401], abs=1e-4)


def test_ervd_of_shyur(tmp_path):
    # Shyur et al. (2015), Foundations of Computing and Decision Sciences 40(4), 299-315
    matrix = [
        [80, 70, 87, 77, 76, 80, 75], [85, 65, 76, 80, 75, 65, 75], [78, 90, 72, 80, 85, 90, 85],
        [75, 84, 69, 85, 65, 65, 70], [84, 67, 60, 75, 85, 75, 80], [85, 78, 82, 81, 79, 80, 80],
        [77, 83, 74, 70, 71, 65, 70], [78, 82, 72, 80, 78, 70, 60], [85, 90, 80, 88, 90, 80, 85],
        [89, 75, 79, 67, 77, 70, 75], [65, 55, 68, 62, 70, 50, 60], [70, 64, 65, 65, 60, 60, 65],
        [95, 80, 70, 75, 70, 75, 75], [70, 80, 79, 80, 85, 80, 70], [60, 78, 87, 70, 66, 70, 65],
        [92, 85, 88, 90, 85, 90, 95], [86, 87, 80, 70, 72, 80, 85],
    ]  # fmt: skip
    weights = [0.066, 0.196, 0.066, 0.130, 0.130, 0.216, 0.196]
    found = scores_of(tmp_path, matrix, [1] * 7, weights, aggregation={"method": "ervd", "reference": 80.0})
    expected = [0.66, 0.503, 0.885, 0.521, 0.61, 0.796, 0.498, 0.549, 0.908, 0.565, 0.07, 0.199, 0.632, 0.716, 0.438]
    assert found / 100 == pytest.approx([*expected, 0.972, 0.767], abs=1e-3)


def test_aras_of_zavadskas_and_turskis(tmp_path):
    # Zavadskas & Turskis (2010), doi:10.3846/tede.2010.10 in the arrangement of pymcdm's documentation
    matrix = [
        [4.64, 3.00, 3.00, 3.00, 2.88, 3.63],
        [4.00, 4.00, 4.64, 3.56, 3.63, 5.00],
        [3.30, 4.31, 3.30, 4.00, 3.30, 4.00],
        [2.62, 5.00, 4.22, 4.31, 5.00, 5.00],
    ]
    found = scores_of(tmp_path, matrix, [1] * 6, [0.28, 0.25, 0.19, 0.15, 0.08, 0.04], aggregation="aras")
    assert found / 100 == pytest.approx([0.74, 0.86, 0.78, 0.86], abs=5.1e-3)


def test_marcos_ram_and_waspas_of_their_authors(tmp_path):
    # Stević et al. (2020), doi:10.1016/j.cie.2019.106231, as printed in pymcdm's documentation
    marcos = [
        [660, 1000, 1600, 18, 1200], [800, 1000, 1600, 24, 900], [980, 1000, 2500, 24, 900],
        [920, 1500, 1600, 24, 900], [1380, 1500, 1500, 24, 1150], [1230, 1000, 1600, 24, 1150],
        [680, 1500, 1600, 18, 1100], [960, 2000, 1600, 12, 1150],
    ]  # fmt: skip
    weights = [0.1061, 0.3476, 0.3330, 0.1185, 0.0949]
    found = scores_of(tmp_path, marcos, [-1, 1, 1, 1, 1], weights, aggregation="marcos")
    expected = [0.5649, 0.5543, 0.6410, 0.6174, 0.6016, 0.5453, 0.6282, 0.6543]
    assert found / 100 == pytest.approx(expected, abs=1e-4)
    # Sotoudeh-Anvari (2023), doi:10.1016/j.jclepro.2023.138695
    ram = [
        [0.068, 0.066, 0.150, 0.098, 0.156, 0.114, 0.098], [0.078, 0.076, 0.108, 0.136, 0.082, 0.171, 0.105],
        [0.157, 0.114, 0.128, 0.083, 0.108, 0.113, 0.131], [0.106, 0.139, 0.058, 0.074, 0.132, 0.084, 0.120],
        [0.103, 0.187, 0.125, 0.176, 0.074, 0.064, 0.057], [0.105, 0.083, 0.150, 0.051, 0.134, 0.094, 0.113],
        [0.137, 0.127, 0.056, 0.133, 0.122, 0.119, 0.114], [0.100, 0.082, 0.086, 0.060, 0.062, 0.109, 0.093],
        [0.053, 0.052, 0.043, 0.100, 0.050, 0.078, 0.063], [0.094, 0.074, 0.097, 0.087, 0.080, 0.054, 0.106],
    ]  # fmt: skip
    weights = [0.132, 0.135, 0.138, 0.162, 0.09, 0.223, 0.12]
    found = scores_of(tmp_path, ram, [1, -1, -1, 1, 1, 1, 1], weights, aggregation="ram")
    root = 2 ** (1 / 3) + found / 100 * (3**0.5 - 2 ** (1 / 3))
    expected = [1.4332, 1.4392, 1.4353, 1.4322, 1.4279, 1.4301, 1.4394, 1.4308, 1.4294, 1.4288]
    assert root == pytest.approx(expected, abs=6e-5)
    # Zavadskas et al. (2012), doi:10.5755/j01.eee.122.6.1810; the printed weights add up to 1.0166
    waspas = [
        [30, 23, 5, 0.745, 0.745, 1500, 5000], [18, 13, 15, 0.745, 0.745, 1300, 6000],
        [15, 12, 10, 0.500, 0.500, 950, 7000], [25, 20, 13, 0.745, 0.745, 1200, 4000],
        [14, 18, 14, 0.255, 0.745, 950, 3500], [17, 15, 9, 0.745, 0.500, 1250, 5250],
        [23, 18, 20, 0.500, 0.745, 1100, 3000], [16, 8, 14, 0.255, 0.500, 1500, 3000],
    ]  # fmt: skip
    weights = [0.1181, 0.1181, 0.0445, 0.1181, 0.2861, 0.2861, 0.0445]
    found = scores_of(tmp_path, waspas, [1, 1, 1, 1, 1, -1, -1], weights, aggregation="waspas")
    expected = [0.8329, 0.7884, 0.6987, 0.8831, 0.7971, 0.7036, 0.8728, 0.5749]
    assert found.argsort().tolist() == np.argsort(expected).tolist()
    assert found / 100 == pytest.approx(expected, abs=0.02)


def test_codas_of_keshavarz_ghorabaee(tmp_path):
    # Keshavarz Ghorabaee et al. (2016), ECECSR 50(3), 25-44
    matrix = [
        [45, 3600, 45, 0.9], [25, 3800, 60, 0.8], [23, 3100, 35, 0.9],
        [14, 3400, 50, 0.7], [15, 3300, 40, 0.8], [28, 3000, 30, 0.6],
    ]  # fmt: skip
    found = scores_of(tmp_path, matrix, [1, -1, 1, 1], [0.2857, 0.3036, 0.2321, 0.1786], aggregation="codas")
    expected = np.array([1.3914, 0.3411, -0.2170, -0.5381, -0.7292, -0.2481])
    assert (found - 50) / 25 * 5 == pytest.approx(expected, abs=1e-3)


def test_lmaw_of_pamucar(tmp_path):
    # Pamučar et al. (2021), doi:10.22190/FUME210214031P
    matrix = [
        [647.34, 6.24, 49.87, 19.46, 212.58, 6.75], [115.64, 3.24, 16.26, 9.69, 207.59, 3.00],
        [373.61, 5.00, 26.43, 12.00, 184.62, 3.74], [37.63, 2.48, 2.85, 9.35, 142.50, 3.24],
        [858.01, 4.74, 62.85, 45.96, 267.95, 4.00], [222.92, 3.00, 19.24, 21.46, 221.38, 3.49],
    ]  # fmt: skip
    weights = [0.215, 0.126, 0.152, 0.09, 0.19, 0.226]
    found = scores_of(tmp_path, matrix, [1, 1, -1, -1, -1, 1], weights, aggregation="lmaw")
    assert 6 * found / 100 == pytest.approx([4.840, 4.681, 4.799, 4.733, 4.736, 4.704], abs=2e-3)


def test_triantaphyllous_example_by_sum_and_by_product(tmp_path):
    # Triantaphyllou (2000), doi:10.1007/978-1-4757-3157-6, sections 2.2.1 and 2.2.2: four criteria, three alternatives
    matrix, weights = [[25, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]], [0.20, 0.15, 0.40, 0.25]
    found = scores_of(tmp_path, matrix, [1] * 4, weights)
    assert found == pytest.approx([21.50, 22.00, 22.00])
    wpm = scores_of(tmp_path, matrix, [1] * 4, weights, aggregation="wpm")
    assert wpm[0] / wpm[1] == pytest.approx(1.007, abs=5e-4)
    assert wpm[0] / wpm[2] == pytest.approx(1.067, abs=1e-3)
    assert wpm[1] / wpm[2] == pytest.approx(1.059, abs=1e-3)
