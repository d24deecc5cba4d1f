"""Invented tables of a place called Plaju, for trying things out: ``python -m kinerja.sample_data DIR``.

Nobody in them exists: people are called "Pegawai Contoh 017" and were born in 1900. The same seed gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from kinerja.calendar import WorkingCalendar
from kinerja.complaints import CLASSES
from kinerja.rule_packs import built_in_rule_packs
from kinerja.sample_cases import case_tables, with_conduct, with_results
from kinerja.sample_files import write_csv, write_excel, write_parquet
from kinerja.satisfaction import ELEMENTS
from workbench import Rules

CASE_TABLES = (
    "unit_organisasi",
    "predikat_organisasi",
    "penempatan",
    "pengecualian",
    "keputusan",
    "keberatan",
)
SOURCE = "data sintetis"
START, END = np.datetime64("2025-01-01"), np.datetime64("2025-06-30")
QUARTERS = ("2025-Q1", "2025-Q2")
VALUES = ("pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif")
SURVEY_HEADERS = {element: f"U{number} {element.capitalize()}" for number, element in enumerate(ELEMENTS, start=1)}

README = """DATA SINTETIS

Semua tabel di folder ini dibuat oleh program (`python -m kinerja.sample_data`), bukan dari instansi mana pun.
Tidak ada orang, unit, pengaduan, atau kontrak yang nyata di dalamnya. NIP memakai tahun lahir 1900 sehingga
tidak mungkin dimiliki pegawai yang masih bertugas.
"""


class Unit(NamedTuple):
    """An invented unit: its name, its size, and how well it does (`quality`, about -1 to 1)."""

    code: str
    name: str
    kind: str
    employees: int
    complaints: int
    respondents: int
    contracts: int
    quality: float


UNITS = (
    Unit("PLU", "Kelurahan Plaju Ulu", "kelurahan", 12, 95, 62, 4, 0.2),
    Unit("PLI", "Kelurahan Plaju Ilir", "kelurahan", 11, 80, 48, 4, -0.6),
    Unit("PLD", "Kelurahan Plaju Darat", "kelurahan", 12, 70, 55, 4, 0.5),
    Unit("BGK", "Kelurahan Bagus Kuning", "kelurahan", 10, 48, 41, 3, 0.0),
    Unit("TLB", "Kelurahan Talang Bubuk", "kelurahan", 10, 40, 38, 3, -0.2),
    Unit("TLP", "Kelurahan Talang Putri", "kelurahan", 11, 60, 45, 4, 0.7),
    Unit("KMP", "Kelurahan Komperta", "kelurahan", 9, 25, 33, 3, 1.2),
    # The secretariat serves the other units and receives no complaints: its value is missing, not zero.
    Unit("SET", "Sekretariat Kecamatan", "sekretariat", 18, 0, 32, 0, 0.3),
    Unit("PMB", "Seksi Pemberdayaan Masyarakat dan Pembangunan", "seksi", 13, 55, 36, 15, -0.4),
    # Six answers are too few for a fair value of the survey.
    Unit("TRT", "Seksi Ketenteraman dan Ketertiban Umum", "seksi", 14, 75, 6, 0, -0.1),
    Unit("PLY", "Seksi Pelayanan Umum", "seksi", 12, 90, 71, 0, 0.4),
    Unit("PKM", "Puskesmas Plaju", "puskesmas", 34, 65, 80, 0, 0.6),
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


def sample_tables(seed: int) -> dict[str, pd.DataFrame]:
    """Return all tables by name, the same for the same `seed`."""
    streams = (np.random.default_rng([seed, number]) for number in range(100))
    calendar = WorkingCalendar.from_rules(Rules(packs=tuple(built_in_rule_packs())))
    employees = _employees(next(streams))
    contracts, addenda = _contracts(next(streams))
    tables = {
        "unit": pd.DataFrame([(u.code, u.name, u.kind) for u in UNITS], columns=["id_unit", "nama", "jenis_urusan"]),
        "pegawai": employees.drop(columns="effort"),
        "pengaduan": _complaints(next(streams), calendar),
        "skm": _survey(next(streams), calendar),
        "kehadiran": _attendance(next(streams), calendar, employees),
        "capaian_unit": _unit_targets(next(streams)),
        "capaian_pegawai": with_results(_employee_targets(next(streams), employees), employees),
        "perilaku": with_conduct(_conduct(next(streams), employees)),
        "kontrak": contracts,
        "adendum": addenda,
        **case_tables(employees),
    }
    return {name: table.assign(sumber=SOURCE) for name, table in tables.items()}


def write_sample_data(folder: Path, *, seed: int) -> None:
    """Write all tables to `folder`, each in the kind of file in which such data usually arrive."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = sample_tables(seed)
    for name in ("unit", "pegawai", "pengaduan", "kontrak", "adendum", *CASE_TABLES):
        write_csv(tables[name], folder / f"{name}.csv")
    for name in ("capaian_unit", "capaian_pegawai", "perilaku"):
        write_csv(tables[name], folder / f"{name}.csv", indonesian=True)
    write_parquet(tables["kehadiran"], folder / "kehadiran.parquet")
    write_excel(tables["skm"], folder / "skm.xlsx", sheet="SKM")
    (folder / "BACA-SAYA.txt").write_text(README, encoding="utf-8", newline="\n")


def _employees(rng: np.random.Generator) -> pd.DataFrame:
    unit = np.repeat([u.code for u in UNITS], [u.employees for u in UNITS])
    quality = np.repeat([u.quality for u in UNITS], [u.employees for u in UNITS])
    size = len(unit)
    born = pd.to_datetime("1900-01-01") + pd.to_timedelta(rng.integers(0, 365, size), unit="D")
    contract = rng.random(size) < 0.25
    year = np.where(contract, rng.integers(2021, 2025, size), rng.integers(2003, 2024, size))
    month = np.where(contract, 21, rng.integers(1, 13, size))
    woman = rng.random(size) < 0.56
    head = np.r_[True, unit[1:] != unit[:-1]]
    functional = rng.random(size) < 0.5
    post = np.select([head, functional], ["struktural", "fungsional"], "pelaksana")
    number = range(1, size + 1)
    return pd.DataFrame(
        {
            "nip": [
                f"{b:%Y%m%d}{y}{m:02d}{1 + w}{n:03d}"
                for b, y, m, w, n in zip(born, year, month, woman, number, strict=True)
            ],
            "id_pegawai": [f"P{n:03d}" for n in number],
            "nama": [f"Pegawai Contoh {n:03d}" for n in number],
            "id_unit": unit,
            "jenis": np.where(contract, "PPPK", "PNS"),
            "jk": np.where(woman, "P", "L"),
            "kelompok_jabatan": post,
            "effort": 0.5 * quality + rng.normal(0, 0.7, size),
        }
    )


def _complaints(rng: np.random.Generator, calendar: WorkingCalendar) -> pd.DataFrame:
    unit = np.repeat([u.code for u in UNITS], [u.complaints for u in UNITS])
    quality = np.repeat([u.quality for u in UNITS], [u.complaints for u in UNITS])
    size = len(unit)
    kind = rng.choice(CLASSES, size, p=[0.35, 0.30, 0.28, 0.07])
    term = pd.Series(kind).map({"ringan": 2, "informasi": 5, "non_pengawasan": 14, "pengawasan": 60}).to_numpy()
    received = np.datetime64("2024-11-04") + rng.integers(0, 239, size)
    reopened = rng.random(size) < 0.06
    days = term * np.exp(rng.normal(-0.55 - 0.55 * quality, 0.6, size)) * np.where(reopened, 1.8, 1.0)
    settled = calendar.due(received, np.maximum(1, np.rint(days)).astype(np.int64))
    verified = calendar.due(received, rng.integers(1, 5, size))
    answered = calendar.due(received, rng.integers(2, 8, size))
    open_ = settled > END
    order = np.argsort(rng.random(size))  # units arrive mixed, as in a real register
    table = pd.DataFrame(
        {
            "id_unit": unit[order],
            "kelas": kind[order],
            "tgl_terima": received[order],
            "tgl_verifikasi": _known(np.minimum(verified, settled))[order],
            "tgl_tanggapan_awal": _known(np.minimum(answered, settled))[order],
            "tgl_selesai": _known(settled)[order],
            "status": np.where(open_, "proses", "selesai")[order],
            "dibuka_ulang": np.where(reopened, "ya", "tidak")[order],
        }
    )
    table = table.sort_values("tgl_terima", kind="stable").reset_index(drop=True)
    table.insert(0, "id_pengaduan", [f"ADU-{number:04d}" for number in range(1, size + 1)])
    return table


def _known(days: np.ndarray) -> np.ndarray:
    """Return the days up to the cut-off; what lies after it is not known yet."""
    return np.where(days <= END, days, np.datetime64("NaT"))


def _survey(rng: np.random.Generator, calendar: WorkingCalendar) -> pd.DataFrame:
    unit = np.repeat([u.code for u in UNITS], [u.respondents for u in UNITS])
    quality = np.repeat([u.quality for u in UNITS], [u.respondents for u in UNITS])
    size = len(unit)
    ease = np.array([0.05, -0.05, -0.20, 0.30, 0.00, 0.10, 0.15, -0.10, -0.15])
    mood = rng.normal(0, 0.35, (size, 1))
    answers = np.clip(np.rint(3.2 + 0.32 * quality[:, None] + ease + mood + rng.normal(0, 0.5, (size, 9))), 1, 4)
    answers[rng.random((size, 9)) < 0.015] = np.nan
    day = calendar.due(np.datetime64("2025-02-03") + rng.integers(0, 130, size), np.ones(size, dtype=np.int64))
    table = pd.DataFrame({"id_unit": unit, "tanggal": pd.to_datetime(day)})
    for place, header in enumerate(SURVEY_HEADERS.values()):
        table[header] = pd.array(answers[:, place], dtype="Int64")
    table.insert(0, "id_responden", [f"R{number:04d}" for number in range(1, size + 1)])
    return table


def _attendance(rng: np.random.Generator, calendar: WorkingCalendar, employees: pd.DataFrame) -> pd.DataFrame:
    days = np.arange(START, END + 1)
    days = days[np.is_busday(days, busdaycal=calendar.days)]
    size, length = len(employees), len(days)
    careless = np.clip(0.012 - 0.010 * employees["effort"].to_numpy(), 0.0005, 0.06)
    draw = rng.random((size, length))
    bounds = np.cumsum(np.column_stack([careless, np.full((size, 4), [0.030, 0.020, 0.015, 0.010])]), axis=1)
    statuses = np.array(["TK", "DL", "cuti", "sakit", "izin", "hadir"])
    status = statuses[(draw[:, :, None] >= bounds[:, None, :]).sum(axis=2)]
    # Long leave: maternity, and one person away for the whole cycle. Neither may cost them anything.
    for person, first, last in ((20, 30, 95), (77, 10, 75), (131, 0, length)):
        status[person, first:last] = "cuti"
    late = np.where(status == "hadir", rng.poisson(3, (size, length)), 0)
    return pd.DataFrame(
        {
            "nip": np.repeat(employees["nip"].to_numpy(), length),
            "id_pegawai": np.repeat(employees["id_pegawai"].to_numpy(), length),
            "id_unit": np.repeat(employees["id_unit"].to_numpy(), length),
            "tanggal": np.tile(days.astype("M8[ms]"), size),
            "status": status.ravel(),
            "menit_terlambat": late.ravel().astype("int16"),
        }
    )


def _unit_targets(rng: np.random.Generator) -> pd.DataFrame:
    subjects = [(u.code, u.quality) for u in UNITS]
    return _target_rows(rng, "id_unit", subjects, UNIT_TARGETS, unreported=0.03)


def _employee_targets(rng: np.random.Generator, employees: pd.DataFrame) -> pd.DataFrame:
    subjects = list(zip(employees["nip"], employees["effort"], strict=True))
    return _target_rows(rng, "nip", subjects, EMPLOYEE_TARGETS, unreported=0.01)


def _target_rows(
    rng: np.random.Generator,
    key: str,
    subjects: Sequence[tuple[str, float]],
    targets: Sequence[tuple[str, str, str, str, tuple[float, float], float]],
    *,
    unreported: float,
) -> pd.DataFrame:
    rows = []
    for subject, quality in subjects:
        for name, measured_in, formula, consolidation, quarterly, spread in targets:
            for quarter, target in zip(QUARTERS, quarterly, strict=True):
                better = -1 if formula.startswith("negative") else 1
                realised = target * max(0.2, 1 + better * (0.06 * quality - 0.01) + rng.normal(0, spread))
                decimals = 0 if float(target).is_integer() else 1
                known = rng.random() >= unreported
                rows.append(
                    {
                        key: subject,
                        "indikator": name,
                        "satuan": measured_in,
                        "periode": quarter,
                        "target": _written(target, decimals),
                        "realisasi": _written(realised, decimals) if known else "",
                        "rumus": formula,
                        "konsolidasi": consolidation,
                    }
                )
    return pd.DataFrame(rows)


def _written(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")


def _conduct(rng: np.random.Generator, employees: pd.DataFrame) -> pd.DataFrame:
    general = 7.6 + 0.6 * employees["effort"].to_numpy() + rng.normal(0, 0.5, len(employees))
    table = employees[["nip"]].copy()
    for value in VALUES:
        table[value] = np.clip(general + rng.normal(0, 0.4, len(employees)), 1, 10).round(1)
    # Two people had too little contact with anyone to be rated on one of the values.
    table.loc[[40, 90], "adaptif"] = np.nan
    return table


def _contracts(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    works = ("Drainase lingkungan", "Jalan setapak", "Lampu penerangan", "Posyandu", "Talud", "Balai warga")
    unit = np.repeat([u.code for u in UNITS], [u.contracts for u in UNITS])
    quality = np.repeat([u.quality for u in UNITS], [u.contracts for u in UNITS])
    size = len(unit)
    started = np.datetime64("2024-11-15") + rng.integers(0, 120, size)
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
            "tgl_pho": _known(handed_over),
        }
    )
    addenda = pd.DataFrame({"id_kontrak": number, "tgl_adendum": planned - 7, "sebab": cause, "tambahan_hari": extra})
    return contracts, addenda[(cause != "") & (planned - 7 <= END)].reset_index(drop=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample tables to the folder named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m kinerja.sample_data", description="Write invented sample tables.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write, such as parameters/plaju/tables")
    parser.add_argument("--seed", type=int, default=2025, help="another seed gives other invented data (default 2025)")
    chosen = parser.parse_args(arguments)
    write_sample_data(chosen.folder, seed=chosen.seed)
    sys.stdout.write(f"{chosen.folder}\n")


if __name__ == "__main__":
    main()
