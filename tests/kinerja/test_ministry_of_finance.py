from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from kinerja.ministry_of_finance import target_quality


@pytest.mark.parametrize(
    ("target", "before", "reached", "quality"),
    [(79, 80, 85, 0.8), (80, 80, 85, 0.9), (80, 80, 75, 1.0), (86, 80, 85, 1.2), (85, 80, 85, 1.1), (82, 80, 85, 1.0)],
)
def test_the_quality_of_a_target_and_its_mirror_image(rules, target, before, reached, quality):
    """Tabel 15; where less is better, the same numbers with the sign turned."""
    table = rules.cited("kemenkeu.kualitas_target").value
    kind = pd.Series(["biasa"])
    numbers = [np.array([float(each)]) for each in (target, before, reached)]
    mirrored = [200 - each for each in numbers]

    assert target_quality(*numbers, kind, minimise=np.array([False]), table=table).tolist() == [quality]
    assert target_quality(*mirrored, kind, minimise=np.array([True]), table=table).tolist() == [quality]


def test_new_and_unbeatable_targets_need_no_last_year_and_others_do(rules):
    table = rules.cited("kemenkeu.kualitas_target").value
    unknown = np.full(3, np.nan)
    found = target_quality(
        unknown, unknown, unknown, pd.Series(["maksimal", "baru", "biasa"]), minimise=np.zeros(3, bool), table=table
    )

    assert found.tolist() == pytest.approx([1.2, 1.0, np.nan], nan_ok=True)


def test_a_missing_realisation_is_left_out_and_not_zero(measure):
    row = {"id_unit": "A", "validitas": "proxy", "kendali": "moderate", "arah": "maximize", "jenis_target": "baru"}
    found = measure(
        "kemenkeu_results_value", {"iku": [{**row, "indikator": "x", "capaian": 90}, {**row, "indikator": "y"}]}
    )

    assert found.loc["A", ["value", "cases"]].tolist() == pytest.approx([90, 1])


def test_a_cell_that_the_table_does_not_have_gives_no_value(measure):
    row = {
        "id_unit": "A", "indikator": "x", "capaian": 90, "validitas": "exact", "kendali": "high", "arah": "maximize",
        "jenis_target": "baru", "target": 1,
    }  # fmt: skip

    assert measure("kemenkeu_results_value", {"iku": [row]}).loc["A", "reason"].startswith("no result of this cycle")


def test_everything_the_pack_holds_is_marked_as_not_official(rules):
    pack = next(pack for pack in rules.packs if pack.code.startswith("kemenkeu"))

    assert {value.confidence for value in pack.values.values()} == {"secondary"}
    assert "tidak resmi" in pack.title.id
