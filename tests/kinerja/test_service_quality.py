from __future__ import annotations

import numpy as np
import pytest
from kinerja.estimates import Z
from kinerja.satisfaction import ELEMENTS
from kinerja.service_quality import ServiceQualityOptions
from pydantic import ValidationError

SURVEY = [
    {"id_responden": str(number), "id_unit": "A", "tanggal": "2025-03-03", **dict.fromkeys(ELEMENTS, answer)}
    for number, answer in enumerate([2, 3, 3, 4])
]
STANDARDS = [
    {"id_unit": "A", "komponen": name, "tanggal": "2025-03-03", "terpenuhi": met}
    for name, met in [("Persyaratan", "ya"), ("Prosedur", "ya"), ("Waktu", "ya"), ("Biaya", "tidak")]
]
FILES = [
    {"id_berkas": str(number), "id_unit": "A", "tgl_selesai": "2025-03-03", "dikembalikan": back}
    for number, back in enumerate(["kesalahan_petugas", *["tidak"] * 9])
]
TABLES = {"skm": SURVEY, "standar_pelayanan": STANDARDS, "berkas": FILES}


def test_the_index_and_its_parts_agree(measure):
    # NIK 75, standards 75, returned 10: 0.5 · 75 + 0.3 · 75 + 0.2 · 90 = 78.
    index = measure("service_quality_index", TABLES).loc["A"]
    parts = {code: measure(code, TABLES).loc["A"] for code in ("ikm", "service_standards_met", "files_returned")}

    assert {code: part["value"] for code, part in parts.items()} == pytest.approx(
        {"ikm": 75, "service_standards_met": 75, "files_returned": 10}
    )
    assert index["value"] == pytest.approx(78)
    widths = [
        0.5 * (parts["ikm"]["high"] - parts["ikm"]["low"]),
        0.2 * (parts["files_returned"]["high"] - parts["files_returned"]["low"]),
    ]
    assert index["high"] - index["low"] == pytest.approx(np.hypot(*widths))
    assert np.isnan(parts["service_standards_met"]["low"])


def test_one_respondent_leaves_the_index_without_an_interval(measure):
    index = measure("service_quality_index", {**TABLES, "skm": SURVEY[:1]}).loc["A"]

    assert index["value"] == pytest.approx(0.5 * 50 + 22.5 + 18)
    assert np.isnan(index["low"])


def test_a_part_without_data_is_not_replaced_by_the_others(measure):
    without = measure("service_quality_index", {**TABLES, "berkas": []}).loc["A"]
    chosen = measure(
        "service_quality_index", {**TABLES, "berkas": []}, options={"weights": {"ikm": 2.0, "standards": 1.0}}
    )

    assert without["reason"].startswith("a part of the index has no value")
    assert chosen.loc["A", "value"] == pytest.approx(75)


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(ValidationError, match="at least one of the weights must be larger than 0"):
        ServiceQualityOptions.model_validate({"weights": {"ikm": 0.0}})


def test_the_parts_carry_no_more_certainty_than_wilson_gives(measure):
    # 1 of 10 returned: Wilson 1.79-40.42 %.
    found = measure("files_returned", TABLES).loc["A"]

    assert pytest.approx(1.96, abs=1e-3) == Z
    assert found[["low", "high"]].tolist() == pytest.approx([1.79, 40.42], abs=0.01)
