from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from kinerja.credit_points import LEVELS, PREDICATES, credit_points

from workbench import InputError


@pytest.mark.parametrize(
    ("predicate", "level", "months", "points"),
    [
        ("baik", "ahli_pertama", 2, 2.08),
        ("baik", "ahli_muda", 12, 25.00),
        ("sangat_baik", "ahli_madya", 12, 56.25),
        ("butuh_perbaikan", "ahli_utama", 12, 37.5),
        ("kurang", "penyelia", 6, 6.25),
        ("sangat_kurang", "pemula", 12, 0.94),
    ],
)
def test_credit_points_of_the_regulation(rules, predicate, level, months, points):
    """PerBKN 3/2023, slides: 2/12 · 100 % · 12.5 = 2.08; the others redone by hand."""
    found = credit_points(
        pd.Series([predicate]),
        pd.Series([level]),
        np.array([months]),
        percent=rules.cited("angka_kredit.persentase").value,
        coefficient=rules.cited("angka_kredit.koefisien").value,
    )

    assert found.round(2).tolist() == pytest.approx([points], abs=0.005)


def test_the_tables_know_every_predicate_and_level(rules):
    assert set(rules.cited("angka_kredit.persentase").value) == set(PREDICATES)
    assert set(rules.cited("angka_kredit.koefisien").value) == set(LEVELS)


def test_a_promotion_inside_the_year_adds_up_and_a_month_counted_twice_is_refused(measure):
    def row(period, level, months):
        return {"nip": "P1", "periode": period, "jenjang": level, "predikat": "baik", "bulan": months}

    year = {"subjects": ["P1"], "key": "nip", "end": date(2025, 12, 31)}
    promoted = {"predikat_periodik": [row("2025-S1", "ahli_pertama", 6), row("2025-S2", "ahli_muda", 6)]}
    double = {"predikat_periodik": [row("2025-S1", "ahli_pertama", 7), row("2025-S2", "ahli_muda", 6)]}

    assert measure("credit_points", promoted, **year).loc["P1", "value"] == pytest.approx(12.5 / 2 + 25 / 2)
    with pytest.raises(InputError, match="more than 12 months in this cycle for P1"):
        measure("credit_points", double, **year)
