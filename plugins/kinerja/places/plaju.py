"""Plaju, a district (kecamatan) of Palembang: results against targets, projects, complaints, and data watched daily."""

from __future__ import annotations

import re
from functools import partial

import numpy as np
import pandas as pd

from kinerja.places.ground import NOTICE, Ground, Unit, invented, laid_ground, parameters_of, streams
from kinerja.places.openness import explanation, filing_log
from kinerja.places.people import attendance, conduct, employees, targets
from kinerja.places.plaju_cases import case_tables, with_conduct, with_results
from kinerja.places.services import complaints, survey
from workbench import Invented, Label, Place, Size

SEED = 2025  # of the tables that are shipped
_CHOSEN = re.compile(r"subjects: \[[^]]*\]")

QUARTERS = ("2025-Q1", "2025-Q2")


def _unit(
    code: str, name: str, kind: str, employees: int, complaints: int, respondents: int, contracts: int, quality: float
) -> Unit:
    volumes = {"complaints": complaints, "respondents": respondents, "contracts": contracts}
    return Unit(code, name, kind, employees, quality, volumes)


UNITS = (
    _unit("PLU", "Kelurahan Plaju Ulu", "kelurahan", 12, 95, 62, 4, 0.2),
    _unit("PLI", "Kelurahan Plaju Ilir", "kelurahan", 11, 80, 48, 4, -0.6),
    _unit("PLD", "Kelurahan Plaju Darat", "kelurahan", 12, 70, 55, 4, 0.5),
    _unit("BGK", "Kelurahan Bagus Kuning", "kelurahan", 10, 48, 41, 3, 0.0),
    _unit("TLB", "Kelurahan Talang Bubuk", "kelurahan", 10, 40, 38, 3, -0.2),
    _unit("TLP", "Kelurahan Talang Putri", "kelurahan", 11, 60, 45, 4, 0.7),
    _unit("KMP", "Kelurahan Komperta", "kelurahan", 9, 25, 33, 3, 1.2),
    # The secretariat serves the other units and receives no complaints: its value is missing, not zero.
    _unit("SET", "Sekretariat Kecamatan", "sekretariat", 18, 0, 32, 0, 0.3),
    _unit("PMB", "Seksi Pemberdayaan Masyarakat dan Pembangunan", "seksi", 13, 55, 36, 15, -0.4),
    # Six answers are too few for a fair value of the survey.
    _unit("TRT", "Seksi Ketenteraman dan Ketertiban Umum", "seksi", 14, 75, 6, 0, -0.1),
    _unit("PLY", "Seksi Pelayanan Umum", "seksi", 12, 90, 71, 0, 0.4),
    _unit("PKM", "Puskesmas Plaju", "puskesmas", 34, 65, 80, 0, 0.6),
)

# What a unit is asked to achieve: name, unit of measurement, formula, consolidation, target of each quarter, spread.
UNIT_TARGETS = (
    ("Permohonan surat keterangan selesai", "berkas", "positive", "sum", (240, 260), 0.10),
    ("Berkas dikembalikan karena tidak lengkap", "berkas", "negative_complement", "sum", (20, 18), 0.20),
    ("Rata-rata waktu layanan loket", "menit", "negative_complement", "average", (17.5, 15.0), 0.12),
    ("Serapan anggaran kumulatif", "%", "stabilise", "last", (20.0, 47.5), 0.08),
    ("Kunjungan pembinaan warga", "kunjungan", "positive", "sum", (12, 15), 0.18),
)
EMPLOYEE_TARGETS = (
    ("Dokumen diselesaikan", "dokumen", "positive", "sum", (60, 60), 0.12),
    ("Rata-rata keterlambatan dokumen", "hari kerja", "negative_complement", "average", (2.5, 2.0), 0.25),
    ("Tindak lanjut arahan pimpinan", "%", "positive", "last", (90, 95), 0.06),
)

# Maternity, and one person away for the whole cycle. Neither may cost them anything.
LONG_LEAVE = ((20, 30, 95), (77, 10, 75), (131, 0, 366))
# Two people had too little contact with anyone to be rated on one of the values.
UNRATED = (40, 90)

# Measuring begins in stages: first explanation, then two registers a month, then all four.
MEASURED = ("Pengaduan", "Kehadiran", "Capaian target", "Progres kontrak")
MEASURED_SINCE = ("2025-01", "2025-01", "2025-03", "2025-04")
EXPLAINED = {"Sosialisasi sistem evaluasi": "2025-01-15", "Pelatihan pengisian data": "2025-02-12"}


def invent(seed: int, size: Size) -> Invented:
    """Return the tables of Plaju and the truth they were drawn from."""
    ground = laid_ground(UNITS, size, seed, start="2025-01-01", end="2025-06-30")
    rng = streams(seed)
    people = employees(next(rng), ground)
    contracts, addenda = _contracts(next(rng), ground)
    in_units = list(zip(ground.codes, ground.effects, strict=True))
    in_person = list(zip(people["nip"], people["effort"], strict=True))
    ask = partial(targets, periods=QUARTERS)
    tables = {
        "unit.csv": ground.table_of_units(),
        "pegawai.csv": people.drop(columns="effort"),
        "pengaduan.csv": complaints(next(rng), ground),
        "skm.xlsx": survey(next(rng), ground),
        "kehadiran.parquet": attendance(next(rng), ground, people, leave=LONG_LEAVE),
        "capaian_unit.csv": ask(next(rng), "id_unit", in_units, UNIT_TARGETS, unreported=0.03),
        "capaian_pegawai.csv": with_results(
            ask(next(rng), "nip", in_person, EMPLOYEE_TARGETS, unreported=0.01), people
        ),
        "perilaku.csv": with_conduct(conduct(next(rng), people, unrated=UNRATED)),
        "kontrak.csv": contracts,
        "adendum.csv": addenda,
        "log_data.csv": filing_log(next(rng), ground, names=MEASURED, since=MEASURED_SINCE),
        "sosialisasi.csv": explanation(next(rng), ground, people, days=EXPLAINED),
        **case_tables(people, ground.table_of_units()),
    }
    written_by_excel = ("capaian_unit.csv", "capaian_pegawai.csv", "perilaku.csv")
    texts = parameters_of("plaju")
    if (seed, size) != (SEED, Size()):
        # The file names some people who get a page of their own; others have taken their place.
        texts = {name: _CHOSEN.sub("subjects: none", text) for name, text in texts.items()}
    return invented(tables, texts, ground=ground, people=people, decimal_comma=written_by_excel)


def _contracts(rng: np.random.Generator, ground: Ground) -> tuple[pd.DataFrame, pd.DataFrame]:
    works = ("Drainase lingkungan", "Jalan setapak", "Lampu penerangan", "Posyandu", "Talud", "Balai warga")
    unit, quality = ground.rows("contracts")
    size = len(unit)
    started = ground.start - 47 + rng.integers(0, 120, size)
    planned = started + rng.integers(60, 130, size)
    cause = rng.choice(
        ["", "kahar", "peristiwa_kompensasi", "perubahan_lingkup", "keterlambatan_penyedia"],
        size,
        p=[0.62, 0.12, 0.10, 0.08, 0.08],
    )
    extra = np.where(cause == "", 0, rng.integers(10, 31, size))
    handed_over = planned + np.where(cause == "", 0, extra - 6) + np.rint(rng.normal(-4 - 10 * quality, 10)).astype(int)
    number = [f"SPK-{each:03d}" for each in range(1, size + 1)]
    contracts = pd.DataFrame(
        {
            "id_kontrak": number,
            "id_unit": unit,
            "pekerjaan": [f"{rng.choice(works)} {each:02d}" for each in range(1, size + 1)],
            "tgl_spmk": started,
            "tgl_pho_rencana": planned,
            "tgl_pho": ground.known(handed_over),
        }
    )
    addenda = pd.DataFrame({"id_kontrak": number, "tgl_adendum": planned - 7, "sebab": cause, "tambahan_hari": extra})
    return contracts, addenda[(cause != "") & (planned - 7 <= ground.end)].reset_index(drop=True)


PLAJU = Place(
    code="plaju",
    label=Label(id="Kecamatan Plaju, Palembang", en="District of Plaju, Palembang"),
    description=Label(
        id="Capaian target, proyek tepat waktu, catatan pengaduan, dan pemantauan kesegaran data pada hari mana pun.",
        en="Results against targets, projects on time, complaints, and how fresh the data is on any day.",
    ),
    units=len(UNITS),
    employees=sum(unit.employees for unit in UNITS),
    invent=invent,
    notice=NOTICE,
)
