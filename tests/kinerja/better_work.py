"""What better means for indicators of work and conduct, of projects, and of data and reports."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import strategies as st
from kinerja.accountability import ASPECTS, COMPONENTS

from tests.kinerja.sense import (
    Sense,
    Tables,
    by_cells,
    in_turn,
    more,
    not_before,
    of_known,
    setting,
)

FEW = st.sampled_from(["1", "2", "3"])
PERIODS = st.sampled_from(["2025-Q1", "2025-Q2", "2025-03"])

# --- discipline -----------------------------------------------------------------------------------------------------


def attendance(status: str, **columns: str) -> dict[str, list[dict[str, Any]]]:
    days = [("2025-03-03", "hadir"), ("2025-03-04", status)]
    return {"kehadiran": [{"subject": "A", "tanggal": day, "status": each, **columns} for day, each in days]}


def present(**columns: str) -> Sense:
    return Sense(
        worse=attendance("TK", **columns),
        better=attendance("hadir", **columns),
        improve=setting("kehadiran", status=lambda table: table["status"].replace("TK", "hadir")),
    )


def absence(status: str) -> dict[str, list[dict[str, Any]]]:
    days = ["2025-03-03", "2025-03-05", "2025-03-07"]
    return {"kehadiran": [{"subject": "A", "tanggal": day, "status": status} for day in days]}


# --- results and conduct --------------------------------------------------------------------------------------------


def rated(table: str, column: str, worst: str, best: str) -> Sense:
    return by_cells(
        table,
        {"id_penilai": "1", "periode": "2025-Q1", "versi": 1, "tanggal": "2025-04-01"},
        worse={column: worst},
        better={column: best},
        cells={
            f"{table}.id_penilai": st.just("1"),
            f"{table}.periode": PERIODS,
            f"{table}.versi": st.sampled_from([1, 2]),
        },
    )


def feedback(score: float) -> dict[str, list[dict[str, Any]]]:
    row = {"subject": "A", "id_pemberi": "1", "peran": "pimpinan", "periode": "2025-Q1", "item": 1, "skor": score}
    return {"umpan_balik": [row]}


def achieved() -> Sense:
    return by_cells(
        "capaian",
        {"indikator": "Jalan", "periode": "2025-Q1", "target": 10},
        worse={"realisasi": 5},
        better={"realisasi": 11},
        best={"realisasi": lambda table: table["realisasi"] + table["target"].abs()},
        tidy=setting("capaian", rumus="positive", konsolidasi="sum", bobot=1.0, terburuk=100.0, jenis_hasil="utama"),
        cells={"capaian.periode": PERIODS},
    )


RESULTS = {
    "target_achievement": achieved(),
    "results_above_expectation": achieved(),
    "results_below_expectation": achieved(),
    "main_results_below": achieved(),
    "superior_results_rating": rated("penilaian", "rating_hk", "di_bawah", "di_atas"),
    "superior_conduct_rating": rated("penilaian", "rating_pk", "di_bawah", "di_atas"),
    "leader_rating_of_unit": rated("penilaian_unit", "capaian_organisasi", "kurang", "istimewa"),
    "feedback_360": Sense(
        worse=feedback(4),
        better=feedback(8),
        improve=setting("umpan_balik", skor=more("skor", 1, 10)),
        tidy=lambda tables: {"umpan_balik": tables["umpan_balik"].assign(peran="pimpinan")},
        cells={"umpan_balik.periode": st.just("2025-Q1"), "umpan_balik.id_pemberi": st.just("1")},
        options={"role_weights": {"pimpinan": 1.0}},
    ),
    "competence_gap": by_cells(
        "kompetensi",
        {"kompetensi": "1", "level_syarat": 3, "tanggal": "2025-03-01"},
        worse={"level_ukur": 1},
        better={"level_ukur": 3},
        best={"level_ukur": 5},
    ),
    "credit_points": by_cells(
        "predikat_periodik",
        {"periode": "2025-Q1", "jenjang": "ahli_pertama", "bulan": 3},
        worse={"predikat": "kurang"},
        better={"predikat": "sangat_baik"},
        tidy=setting("predikat_periodik", bulan=1),
        cells={"predikat_periodik.periode": PERIODS},
    ),
    "kemenkeu_results_value": by_cells(
        "iku",
        {
            "indikator": "1",
            "validitas": "exact",
            "kendali": "low",
            "arah": "maximize",
            "jenis_target": "maksimal",
        },
        worse={"capaian": 50},
        better={"capaian": 90},
        best={"capaian": more("capaian", 10, 120)},
        tidy=setting("iku", jenis_target="maksimal"),
    ),
}

# --- training -------------------------------------------------------------------------------------------------------


def trained(**person: str) -> Sense:
    offer = {"subject": "A", "jenis": "PNS", "tgl_tawaran": "2025-01-10", **person}
    course = {"tgl_selesai": "2025-02-03", "sertifikat": "ya"} | (person or {"subject": "A"})
    tables = [{"tawaran_diklat": [offer], "diklat": [{"jumlah_jp": hours, **course}]} for hours in (1, 40)]
    return Sense(
        worse=tables[0],
        better=tables[1],
        improve=setting("diklat", jumlah_jp=more("jumlah_jp", 20, 2000)),
        tidy=in_turn(one_kind_of_employment, setting("diklat", sertifikat="ya")),
        cells={
            "tawaran_diklat.id_pegawai": FEW,
            "diklat.id_pegawai": FEW,
            "diklat.jumlah_jp": st.integers(0, 40).map(float),
        },
    )


def one_kind_of_employment(tables: Tables) -> Tables:
    """One person is of one unit and one kind of employment."""
    offers = tables["tawaran_diklat"]
    who = offers.groupby("id_pegawai" if "id_pegawai" in offers else "subject")
    same = {name: who[name].transform("first") for name in ("subject", "jenis") if name != who.keys}
    return tables | {"tawaran_diklat": offers.assign(**same)}


TRAINING = {
    "training_hours": trained(),
    "trained_share": trained(id_pegawai="1"),
    "training_effect": by_cells(
        "uji_diklat",
        {"id_pegawai": "1", "id_diklat": "1", "tgl_selesai": "2025-03-01", "nilai_sebelum": 50},
        worse={"nilai_sesudah": 40},
        better={"nilai_sesudah": 70},
        best={"nilai_sesudah": more("nilai_sesudah", 10, 100)},
    ),
}

# --- projects -------------------------------------------------------------------------------------------------------

CONTRACT = {"kontrak": [{"id_kontrak": "1", "subject": "A"}]}


def progress(worse: float, better: float) -> Sense:
    row = {"id_kontrak": "1", "tanggal": "2025-03-01", "rencana_kum": 50}
    return Sense(
        worse=CONTRACT | {"progres": [row | {"realisasi_kum": worse}]},
        better=CONTRACT | {"progres": [row | {"realisasi_kum": better}]},
        improve=setting("progres", realisasi_kum=more("realisasi_kum", 20, 100)),
        tidy=of_known("progres", "id_kontrak", "kontrak"),
        cells={"kontrak.id_kontrak": FEW, "progres.id_kontrak": FEW},
    )


PROJECTS = {
    "projects_on_time": by_cells(
        "kontrak",
        {"id_kontrak": "1", "tgl_pho_rencana": "2025-03-31"},
        worse={"tgl_pho": None},
        better={"tgl_pho": "2025-03-31"},
        best={"tgl_pho": lambda table: table["tgl_pho_rencana"]},
        beside={"adendum": []},
        tidy=of_known("adendum", "id_kontrak", "kontrak"),
    ),
    "project_progress_deviation": progress(30, 50),
    "critical_contracts": progress(5, 50),
}

# --- data and reports -----------------------------------------------------------------------------------------------


def filed(worse: str | None, better: str) -> Sense:
    return by_cells(
        "log_data",
        {"indikator": "1", "periode": "2025-01", "tgl_batas": "2025-02-10"},
        worse={"tgl_masuk": worse},
        better={"tgl_masuk": better},
        best={"tgl_masuk": lambda table: table["tgl_batas"]},
    )


def all_components(tables: Tables) -> Tables:
    """Every subject has the four components of 2025, with the aspects that were drawn for its first one."""
    drawn = tables["lke_sakip"].drop_duplicates("subject").drop(columns=["tahun", "komponen"])
    components = pd.DataFrame({"tahun": pd.array([2025] * 4, dtype="Int64"), "komponen": list(COMPONENTS)})
    complete = drawn.merge(components.astype({"komponen": "str"}), how="cross")
    return {"lke_sakip": complete[tables["lke_sakip"].columns]}


def evaluated(points: float) -> dict[str, list[dict[str, Any]]]:
    aspects = dict.fromkeys(ASPECTS, points)
    return {"lke_sakip": [{"subject": "A", "tahun": 2025, "komponen": each, **aspects} for each in COMPONENTS]}


PUBLICATION = by_cells(
    "publikasi",
    {"tahun": 2024, "jenis": "LKjIP", "tgl_wajib": "2025-02-28"},
    worse={"tgl_terbit": "2025-04-01"},
    better={"tgl_terbit": "2025-02-28"},
    best={"tgl_terbit": lambda table: table["tgl_wajib"]},
    cells={"publikasi.tgl_wajib": st.dates(pd.Timestamp("2025-01-02").date(), pd.Timestamp("2025-06-30").date())},
)

REPORTING = {
    "data_filed_on_time": filed(None, "2025-02-10"),
    "data_completeness": filed(None, "2025-06-01"),
    "data_age_days": Sense(
        worse=filed("2025-02-01", "2025-06-01").worse,
        better=filed("2025-02-01", "2025-06-01").better,
        improve=setting("log_data", tgl_masuk=pd.Timestamp("2025-06-30")),
    ),
    "sakip_score": Sense(
        worse=evaluated(50),
        better=evaluated(80),
        improve=setting("lke_sakip", **{aspect: more(aspect, 10, 100) for aspect in ASPECTS}),
        tidy=all_components,
    ),
    "reports_published_on_time": PUBLICATION,
    "publication_days_late": PUBLICATION,
}

DISCIPLINE = {
    "attendance": present(),
    "attendance_of_unit": present(id_pegawai="1"),
    "unexcused_days": present(),
    "absence_discipline_step": Sense(
        worse=absence("TK"),
        better=absence("hadir"),
        improve=present().improve,
        cells={"kehadiran.status": st.sampled_from(["TK", "TK", "hadir"])},
    ),
    "disciplinary_sanction_in_force": by_cells(
        "hukdis",
        {"nomor_sk": "1", "tgl_mulai": "2025-02-03"},
        worse={"tingkat": "berat"},
        better={"tingkat": "ringan"},
        tidy=not_before("hukdis", "tgl_mulai", "tgl_selesai"),
    ),
}

WORK = DISCIPLINE | RESULTS | TRAINING | PROJECTS | REPORTING
