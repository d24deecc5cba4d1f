"""What better means for indicators of the service that citizens get."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st
from kinerja.satisfaction import ELEMENTS

from tests.kinerja.sense import (
    Sense,
    Tables,
    by_cells,
    in_turn,
    more,
    not_before,
    of_known,
    one_more_row,
    setting,
)

# --- complaints -----------------------------------------------------------------------------------------------------

COMPLAINT = {"id_pengaduan": "1", "tgl_terima": "2025-02-03"}
IN_ORDER = not_before("pengaduan", "tgl_terima", "tgl_selesai")
CUT_OFF = pd.Timestamp("2025-06-30")
AT_ONCE = {"tgl_selesai": lambda table: table["tgl_terima"]}

COMPLAINTS = {
    "complaints_on_time": by_cells(
        "pengaduan",
        COMPLAINT | {"kelas": "ringan"},
        worse={"tgl_selesai": None},
        better={"tgl_selesai": "2025-02-04"},
        best=AT_ONCE,
        tidy=IN_ORDER,
    ),
    "complaints_verified_in_time": by_cells(
        "pengaduan",
        COMPLAINT,
        worse={"tgl_verifikasi": "2025-05-02"},
        better={"tgl_verifikasi": "2025-02-04"},
        best={"tgl_verifikasi": lambda table: table["tgl_terima"]},
        tidy=not_before("pengaduan", "tgl_terima", "tgl_selesai", "tgl_verifikasi"),
    ),
    "complaints_answered_in_time": by_cells(
        "pengaduan",
        COMPLAINT,
        worse={"tgl_tanggapan_awal": "2025-05-02"},
        better={"tgl_tanggapan_awal": "2025-02-04"},
        best={"tgl_tanggapan_awal": lambda table: table["tgl_terima"]},
        tidy=not_before("pengaduan", "tgl_terima", "tgl_selesai", "tgl_tanggapan_awal"),
    ),
    "complaints_reopened": by_cells(
        "pengaduan",
        COMPLAINT | {"tgl_selesai": "2025-02-10"},
        worse={"dibuka_ulang": "ya"},
        better={"dibuka_ulang": "tidak"},
        tidy=IN_ORDER,
    ),
    "complaint_backlog_age": by_cells(
        "pengaduan",
        {"id_pengaduan": "1", "kelas": "ringan"},
        worse={"tgl_terima": "2025-02-03"},
        better={"tgl_terima": "2025-06-20"},
        best={"tgl_terima": lambda table: table["tgl_terima"].where(table["tgl_selesai"].notna(), CUT_OFF)},
        tidy=IN_ORDER,
    ),
}
COMPLAINTS |= {
    code: by_cells(
        "pengaduan",
        COMPLAINT | {"kelas": "ringan"},
        worse={"tgl_selesai": "2025-02-28"},
        better={"tgl_selesai": "2025-02-04"},
        best=AT_ONCE,
        tidy=IN_ORDER,
    )
    for code in ("complaint_settlement_days", "complaint_settlement_p90")
}

# --- patients and documents -----------------------------------------------------------------------------------------


def visit(kind: str, *, hour: str = "08", **triage: str) -> Sense:
    return by_cells(
        "kunjungan",
        {"id_kunjungan": "1", "jenis": kind, "waktu_daftar": f"2025-02-03 {hour}:00", **triage},
        worse={"waktu_dilayani": "2025-02-04 14:00"},
        better={"waktu_dilayani": f"2025-02-03 {hour}:04"},
        best={"waktu_dilayani": lambda table: table["waktu_daftar"]},
        tidy=not_before("kunjungan", "waktu_daftar", "waktu_dilayani"),
    )


def document(kind: str) -> Sense:
    return by_cells(
        "berkas",
        {"id_berkas": "1", "jenis": kind, "tgl_berkas_lengkap": "2025-02-03 09:00"},
        worse={"tgl_selesai": "2025-04-28 10:00"},
        better={"tgl_selesai": "2025-02-03 10:00"},
        best={"tgl_selesai": lambda table: table["tgl_berkas_lengkap"]},
        tidy=not_before("berkas", "tgl_berkas_lengkap", "tgl_selesai"),
        cells={"berkas.jenis": st.just(kind)},
    )


SERVED = {
    "outpatients_served_in_time": visit("rawat_jalan"),
    "outpatient_waiting_minutes": visit("rawat_jalan"),
    "emergency_patients_served_in_time": visit("igd", triase="merah"),
    "emergency_patients_served_in_time_at_night": visit("igd", hour="23", triase="merah"),
    "emergency_waiting_minutes": visit("igd", triase="merah"),
    "documents_on_time": document("ktp_el"),
    "ktp_processing_hours": document("ktp_el"),
    "birth_certificate_processing_hours": document("akta_kelahiran"),
}

# --- the survey and other voices --------------------------------------------------------------------------------------


def survey(*elements: str) -> Sense:
    return by_cells(
        "skm",
        {"id_responden": "1", "tanggal": "2025-03-01"},
        worse=dict.fromkeys(elements, 2),
        better=dict.fromkeys(elements, 3),
        best={element: more(element, 1, 4) for element in elements},
    )


def respondents(number: int) -> dict[str, list[dict[str, object]]]:
    rows = [{"id_responden": str(each), "subject": "A", "tanggal": "2025-03-01"} for each in range(number)]
    return {"skm": rows, "populasi_layanan": [{"subject": "A", "jumlah_dilayani": 30}]}


VOICES = {
    "ikm": survey(*ELEMENTS),
    "friendly_service": survey("perilaku"),
    "informative_service": survey("kompetensi"),
    "survey_sample_adequacy": Sense(
        worse=respondents(1),
        better=respondents(2),
        improve=one_more_row("skm", "id_responden", tanggal=pd.Timestamp("2025-03-01")),
    ),
    # With the overall mean fixed; else a unit is drawn towards the others, and better answers of theirs move it too.
    "app_feedback": by_cells(
        "ulasan",
        {"id_ulasan": "1", "tanggal": "2025-03-01", "id_pelapor_hash": "1", "terverifikasi": "ya"},
        worse={"skor": 2},
        better={"skor": 4},
        best={"skor": more("skor", 1, 5)},
        options={"overall_mean": 3.0, "worth_answers": 5.0},
    ),
    "app_messages_answered_in_time": by_cells(
        "ulasan",
        {"id_ulasan": "1", "tanggal": "2025-02-03"},
        worse={"tgl_tanggapan": None},
        better={"tgl_tanggapan": "2025-02-04"},
        best={"tgl_tanggapan": lambda table: table["tanggal"]},
        tidy=not_before("ulasan", "tanggal", "tgl_tanggapan"),
    ),
}

# --- standards, meetings, innovation ----------------------------------------------------------------------------------

QUALITY_WORSE = {
    "skm": [{"id_responden": "1", "subject": "A", "tanggal": "2025-03-01", **dict.fromkeys(ELEMENTS, 2)}],
    "standar_pelayanan": [{"subject": "A", "komponen": "biaya", "tanggal": "2025-03-01", "terpenuhi": "tidak"}],
    "berkas": [
        {"id_berkas": "1", "subject": "A", "tgl_selesai": "2025-03-01", "dikembalikan": "kesalahan_petugas"},
    ],
}
QUALITY_BETTER = {
    "skm": [{"id_responden": "1", "subject": "A", "tanggal": "2025-03-01", **dict.fromkeys(ELEMENTS, 3)}],
    "standar_pelayanan": [{"subject": "A", "komponen": "biaya", "tanggal": "2025-03-01", "terpenuhi": "ya"}],
    "berkas": [{"id_berkas": "1", "subject": "A", "tgl_selesai": "2025-03-01", "dikembalikan": "tidak"}],
}


def followed_up(kind: str) -> Sense:
    return by_cells(
        "pertemuan",
        {
            "id_pertemuan": "1",
            "jenis": kind,
            "tanggal": "2025-02-03",
            "rekomendasi": "Perbaiki jalan",
            "tgl_batas": "2025-03-03",
        },
        worse={"tgl_tindak_lanjut": None},
        better={"tgl_tindak_lanjut": "2025-02-20"},
        best={"tgl_tindak_lanjut": lambda table: table["tanggal"]},
        tidy=one_meeting_one_day,
        cells={"pertemuan.jenis": st.just(kind)},
    )


def one_meeting_one_day(tables: Tables) -> Tables:
    """A meeting is of one subject, kind and day; dates that follow from it are not before it."""
    frame = tables["pertemuan"]
    of_meeting = frame.groupby("id_pertemuan")
    same = {name: of_meeting[name].transform("first") for name in ("subject", "jenis", "tanggal")}
    return not_before("pertemuan", "tanggal", "tgl_batas", "tgl_tindak_lanjut")({"pertemuan": frame.assign(**same)})


def meetings(number: int) -> dict[str, list[dict[str, object]]]:
    row = {"subject": "A", "jenis": "rapat_rutin", "tanggal": "2025-02-03"}
    return {"pertemuan": [{"id_pertemuan": str(each), **row} for each in range(number)]}


INNOVATION = [{"id_inovasi": "1", "subject": "A", "tanggal": "2025-03-01", "tahap": "implementasi"}]


def reviews(score: float) -> list[dict[str, object]]:
    return [{"id_inovasi": "1", "id_penilai": str(each), "skor": score} for each in range(3)]


STANDARDS = {
    "service_standards_met": by_cells(
        "standar_pelayanan",
        {"komponen": "biaya", "tanggal": "2025-03-01"},
        worse={"terpenuhi": "tidak"},
        better={"terpenuhi": "ya"},
    ),
    "files_returned": by_cells(
        "berkas",
        {"id_berkas": "1", "tgl_selesai": "2025-03-01"},
        worse={"dikembalikan": "kesalahan_petugas"},
        better={"dikembalikan": "tidak"},
    ),
    "service_quality_index": Sense(
        worse=QUALITY_WORSE,
        better=QUALITY_BETTER,
        improve=in_turn(
            setting("skm", **{element: more(element, 1, 4) for element in ELEMENTS}),
            setting("standar_pelayanan", terpenuhi="ya"),
            setting("berkas", dikembalikan="tidak"),
        ),
        tidy=in_turn(*(setting(table, subject="A") for table in QUALITY_WORSE)),  # else none has all three
        rare=True,
    ),
    "forum_recommendations_followed_up": followed_up("forum_warga"),
    "meeting_recommendations_followed_up": followed_up("rapat_rutin"),
    "meetings_held": Sense(
        worse=meetings(1),
        better=meetings(2),
        improve=one_more_row("pertemuan", "id_pertemuan", jenis="rapat_rutin", tanggal=pd.Timestamp("2025-03-01")),
        tidy=one_meeting_one_day,
    ),
    "innovation_points": Sense(
        worse={"inovasi": INNOVATION, "nilai_inovasi": reviews(40)},
        better={"inovasi": INNOVATION, "nilai_inovasi": reviews(80)},
        improve=setting("nilai_inovasi", skor=more("skor", 10, 100)),
        tidy=of_known("nilai_inovasi", "id_inovasi", "inovasi"),
    ),
}

SERVICE = COMPLAINTS | SERVED | VOICES | STANDARDS
