"""Invented employees, born in 1900, and what registers hold about each of them: attendance, targets, conduct."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kinerja.places.ground import Ground
from workbench import draw_population

VALUES = ("pelayanan", "akuntabel", "kompeten", "harmonis", "loyal", "adaptif", "kolaboratif")

SANCTION_DAYS = {"ringan": 30, "sedang": 270, "berat": 365}

# name, unit of measurement, formula, consolidation, target of each period, spread
Target = tuple[str, str, str, str, tuple[float, ...], float]


def employees(rng: np.random.Generator, ground: Ground) -> pd.DataFrame:
    """Return the people of all units, the head of a unit first, with how well each does in ``effort``."""
    sizes = np.array([unit.employees for unit in ground.units])
    unit = np.repeat(np.array(ground.codes, dtype=object), sizes)
    size = len(unit)
    born = rng.integers(0, 365, size)
    contract = rng.random(size) < 0.25
    year = np.where(contract, rng.integers(2021, 2025, size), rng.integers(2003, 2024, size))
    month = np.where(contract, 21, rng.integers(1, 13, size))
    woman = rng.random(size) < 0.56
    head = np.r_[True, unit[1:] != unit[:-1]]
    functional = rng.random(size) < 0.5
    effort = draw_population(rng, sizes, unit_effect=ground.effects).quality
    number = np.arange(1, size + 1)
    digits = max(3, len(str(size)))
    written = pd.Series(number).astype("str").str.zfill(digits)
    return pd.DataFrame(
        {
            "nip": _numbers(rng, born, year * 100 + month, woman, number),
            "id_pegawai": "P" + written,
            "nama": "Pegawai Contoh " + written,
            "id_unit": unit,
            "jenis": np.where(contract, "PPPK", "PNS"),
            "jk": np.where(woman, "P", "L"),
            "kelompok_jabatan": np.select([head, functional], ["struktural", "fungsional"], "pelaksana"),
            "effort": effort,
        }
    )


def _numbers(
    rng: np.random.Generator,
    born: NDArray[np.int64],
    appointed: NDArray[np.int64],
    woman: NDArray[np.bool_],
    number: NDArray[np.int64],
) -> pd.Series:
    """Return 18 digits, different for everybody: birthdays are drawn again where a number came up twice."""
    born = born.copy()
    while True:
        days = np.datetime64("1900-01-01") + born
        months = days.astype("M8[M]")
        birthday = 190000 + months.astype(np.int64) % 12 + 1
        birthday = birthday * 100 + (days - months.astype("M8[D]")).astype(np.int64) + 1
        written = ((birthday * 10**6 + appointed) * 10 + 1 + woman) * 1000 + (number - 1) % 999 + 1
        twice = pd.Series(written).duplicated().to_numpy()
        if not twice.any():
            return pd.Series(written).astype("str")
        born[twice] = rng.integers(0, 365, int(twice.sum()))


def attendance(
    rng: np.random.Generator, ground: Ground, people: pd.DataFrame, *, leave: Sequence[tuple[int, int, int]] = ()
) -> pd.DataFrame:
    """Return one row for each person and working day.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    ground : Ground
        Period and working days.
    people : DataFrame
        From `employees`.
    leave : sequence of (person, first, last)
        Who is on long leave, and on which working days of the period.
    """
    days = np.arange(ground.start, ground.end + 1)
    days = days[np.is_busday(days, busdaycal=ground.calendar.days)]
    size, length = len(people), len(days)
    careless = np.clip(0.012 - 0.010 * people["effort"].to_numpy(), 0.0005, 0.06)
    draw = rng.random((size, length))
    bounds = np.cumsum(np.column_stack([careless, np.full((size, 4), [0.030, 0.020, 0.015, 0.010])]), axis=1)
    statuses = np.array(["TK", "DL", "cuti", "sakit", "izin", "hadir"])
    status = statuses[(draw[:, :, None] >= bounds[:, None, :]).sum(axis=2)]
    for person, first, last in leave:
        status[person : person + 1, first:last] = "cuti"
    late = np.where(status == "hadir", rng.poisson(3, (size, length)), 0)
    return pd.DataFrame(
        {
            "nip": np.repeat(people["nip"].to_numpy(), length),
            "id_pegawai": np.repeat(people["id_pegawai"].to_numpy(), length),
            "id_unit": np.repeat(people["id_unit"].to_numpy(), length),
            "tanggal": np.tile(days.astype("M8[ms]"), size),
            "status": status.ravel(),
            "menit_terlambat": late.ravel().astype("int16"),
        }
    )


def sanctions(rng: np.random.Generator, ground: Ground, people: pd.DataFrame) -> pd.DataFrame:
    """Return the disciplinary sanctions of one in ten people; some were over before the period began."""
    number = max(1, round(len(people) / 10))
    punished = np.sort(rng.choice(len(people), number, replace=False))
    level = rng.choice(list(SANCTION_DAYS), number, p=[0.5, 0.35, 0.15])
    begun = ground.start + rng.integers(-200, 120, number)
    lasting = pd.Series(level).map(SANCTION_DAYS).to_numpy()
    return pd.DataFrame(
        {
            "nomor_sk": [f"SK-DISIPLIN/{each:03d}" for each in range(1, number + 1)],
            "nip": people["nip"].to_numpy()[punished],
            "tingkat": level,
            "tgl_sk": begun - 7,
            "tgl_mulai": begun,
            "tgl_selesai": begun + lasting,
        }
    )


def targets(
    rng: np.random.Generator,
    key: str,
    subjects: Sequence[tuple[str, float]],
    asked: Sequence[Target],
    *,
    periods: Sequence[str],
    unreported: float,
) -> pd.DataFrame:
    """Return what each subject was asked to achieve in each period, and what it realised; numbers with decimal comma.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    key : str
        Column of the subject.
    subjects : sequence of (code, quality)
        Who is asked.
    asked : sequence of Target
        What is asked of everybody.
    periods : sequence of str
        One for each target number in `asked`.
    unreported : float
        Share of realisations that nobody wrote down.
    """
    rows = []
    for subject, quality in subjects:
        for name, measured_in, formula, consolidation, of_periods, spread in asked:
            for period, target in zip(periods, of_periods, strict=True):
                better = -1 if formula.startswith("negative") else 1
                realised = target * max(0.2, 1 + better * (0.06 * quality - 0.01) + rng.normal(0, spread))
                decimals = 0 if float(target).is_integer() else 1
                known = rng.random() >= unreported
                rows.append(
                    {
                        key: subject,
                        "indikator": name,
                        "satuan": measured_in,
                        "periode": period,
                        "target": _written(target, decimals),
                        "realisasi": _written(realised, decimals) if known else "",
                        "rumus": formula,
                        "konsolidasi": consolidation,
                    }
                )
    return pd.DataFrame(rows)


def _written(number: float, decimals: int) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")


def conduct(rng: np.random.Generator, people: pd.DataFrame, *, unrated: Sequence[int] = ()) -> pd.DataFrame:
    """Return the mean feedback (1-10) on the seven values; `unrated` had too little contact for ``adaptif``."""
    general = 7.6 + 0.6 * people["effort"].to_numpy() + rng.normal(0, 0.5, len(people))
    table = people[["nip"]].copy()
    for value in VALUES:
        table[value] = np.clip(general + rng.normal(0, 0.4, len(people)), 1, 10).round(1)
    table.loc[[person for person in unrated if person < len(people)], "adaptif"] = np.nan
    return table
