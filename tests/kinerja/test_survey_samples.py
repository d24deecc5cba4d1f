from __future__ import annotations

import numpy as np
import pytest
from kinerja.survey_samples import krejcie_morgan

TABLE = {100: 80, 200: 132, 500: 217, 1_000: 278, 5_000: 357, 10_000: 370, 100_000: 383}


def test_the_sample_sizes_of_krejcie_and_morgan(rules):
    """Krejcie & Morgan (1970), table 1; the printed 384 for 100 000 is 382.6 by their own formula."""
    given = rules.cited("survei.krejcie_morgan").value
    found = krejcie_morgan(
        np.array(list(TABLE), dtype=float), chi_square=given["chi_kuadrat"], share=given["p"], error=given["d"]
    )

    assert found.tolist() == list(TABLE.values())


def test_a_sample_is_never_more_than_enough(measure):
    rows = [{"id_responden": str(number), "id_unit": "A", "tanggal": "2025-03-03"} for number in range(30)]
    tables = {
        "skm": rows,
        "populasi_layanan": [{"id_unit": "A", "jumlah_dilayani": 20}, {"id_unit": "B", "jumlah_dilayani": 0}],
    }
    found = measure("survey_sample_adequacy", tables)

    assert found.loc["A", ["value", "cases"]].tolist() == [100, 20]
    assert found.loc["B", "reason"] == "it is not known how many people were served"


def test_people_served_and_nobody_asked_is_a_true_zero(measure):
    tables = {"skm": [], "populasi_layanan": [{"id_unit": "A", "jumlah_dilayani": 500}]}

    assert measure("survey_sample_adequacy", tables).loc["A", "value"] == pytest.approx(0)
