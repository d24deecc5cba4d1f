from __future__ import annotations

from pathlib import Path

import kinerja
from kinerja.indicator_page import indicator_page

PAGE = Path(__file__).parents[2] / "docs" / "indikator.md"


def test_the_page_in_the_repository_is_what_the_declarations_say():
    made = indicator_page(kinerja.workbench_indicators(), kinerja.workbench_rule_packs())

    assert PAGE.read_text(encoding="utf-8") == made, "python -m kinerja.indicator_page > docs/indikator.md"


def test_a_column_says_what_it_holds_and_whether_it_may_be_empty():
    page = PAGE.read_text(encoding="utf-8")

    assert "`tgl_selesai`? (tanggal)" in page
    assert "`skor` (angka 1–5)" in page
    assert "`jenis` (igd / rawat_jalan)" in page
    assert "tidak pernah masuk predikat" in page.split("`competence_gap`")[1].split("###")[0]


def test_what_no_regulation_settles_is_called_a_proposal():
    page = PAGE.read_text(encoding="utf-8")

    assert "`umpan_balik.bobot_peran` (usulan)" in page
    assert "Berlaku sejak 2021-01-01 sampai 2022-02-06." in page
