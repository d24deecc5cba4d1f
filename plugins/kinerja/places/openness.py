"""Invented registers of what units show and hear: publications, forums, meetings, data filed, explanation given."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja.places.ground import Ground
from kinerja.places.services import numbered

ADVICE = ("Tambah loket pada jam sibuk", "Umumkan syarat di papan", "Perbaiki jalan akses", "Jadwal layanan keliling")
MEETINGS = {"forums": "forum_warga", "meetings": "rapat_rutin"}


def publications(rng: np.random.Generator, ground: Ground, *, year: int, due: dict[str, str]) -> pd.DataFrame:
    """Return the documents about `year` that each unit must publish, by when, and when it did; some never."""
    size, each = len(ground.units), len(due)
    effect = np.repeat(ground.effects, each)
    day = np.tile(np.array(list(due.values()), dtype="M8[D]"), size)
    late = np.rint(rng.normal(-6 - 9 * effect, 12)).astype(int)
    published = np.where(rng.random(size * each) < 0.03, np.datetime64("NaT"), day + late)
    code = np.repeat(np.array(ground.codes, dtype=object), each)
    kind = np.tile(np.array(list(due), dtype=object), size)
    known = ground.known(published)
    address = [
        f"https://contoh.invalid/{unit.lower()}/{name.lower()}-{year}.pdf"
        for unit, name in zip(code, kind, strict=True)
    ]
    return pd.DataFrame(
        {
            "id_unit": code,
            "tahun": year,
            "jenis": kind,
            "tgl_wajib": day,
            "tgl_terbit": known,
            "url": pd.Series(address, dtype="str").mask(np.isnat(known)),
        }
    )


def meetings(rng: np.random.Generator, ground: Ground) -> pd.DataFrame:
    """Return forums with citizens and regular meetings: what they recommended, by when, and when it was done."""
    tables = []
    for what, kind in MEETINGS.items():
        unit, quality = ground.rows(what)
        size = len(unit)
        day = ground.start + rng.integers(3, (ground.end - ground.start).astype(int) - 5, size)
        day = np.busday_offset(day, 0, roll="backward", busdaycal=ground.calendar.days)
        agreed = day + rng.integers(14, 46, size)
        done = agreed + np.rint(rng.normal(-4 - 8 * quality, 9)).astype(int)
        done = np.where(rng.random(size) < 0.08, np.datetime64("NaT"), np.maximum(done, day + 1))
        advised = rng.random(size) < 0.85
        tables.append(
            pd.DataFrame(
                {
                    "id_unit": unit,
                    "jenis": kind,
                    "tanggal": day,
                    "n_peserta": rng.integers(8, 60, size) if kind == "forum_warga" else 3 + rng.integers(0, 4, size),
                    "rekomendasi": pd.Series(rng.choice(np.array(ADVICE, dtype=object), size)).where(advised),
                    "tgl_batas": np.where(advised & (rng.random(size) < 0.9), agreed, np.datetime64("NaT")),
                    "tgl_tindak_lanjut": np.where(advised, ground.known(done), np.datetime64("NaT")),
                }
            )
        )
    table = pd.concat(tables, ignore_index=True).sort_values("tanggal", kind="stable").reset_index(drop=True)
    table.insert(0, "id_pertemuan", numbered("PRT-", len(table)))
    return table


def filing_log(rng: np.random.Generator, ground: Ground, *, names: Sequence[str], since: Sequence[str]) -> pd.DataFrame:
    """Return when each monthly value of an indicator was due, and when it came in; some have not.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    ground : Ground
        Units and period.
    names : sequence of str
        What is measured every month.
    since : sequence of str
        First month in which it is measured, one for each name: measuring begins in stages.
    """
    months = np.arange(ground.start.astype("M8[M]"), ground.end.astype("M8[M]") + 1)
    rows = [
        (name, month)
        for name, first in zip(names, since, strict=True)
        for month in months
        if month >= np.datetime64(first)
    ]
    size, each = len(ground.units), len(rows)
    effect = np.repeat(ground.effects, each)
    month = np.tile(np.array([month for _, month in rows]), size)
    due = (month + 1).astype("M8[D]") + 9  # the tenth of the next month
    filed = due + np.rint(rng.normal(-3 - 3 * effect, 4)).astype(int)
    filed = np.where(rng.random(size * each) < np.clip(0.06 - 0.05 * effect, 0.005, 0.2), np.datetime64("NaT"), filed)
    return pd.DataFrame(
        {
            "id_unit": np.repeat(np.array(ground.codes, dtype=object), each),
            "indikator": np.tile(np.array([name for name, _ in rows], dtype=object), size),
            "periode": month.astype(str),
            "tgl_batas": due,
            "tgl_masuk": filed,
        }
    )


def explanation(
    rng: np.random.Generator, ground: Ground, people: pd.DataFrame, *, days: dict[str, str]
) -> pd.DataFrame:
    """Return how many of each unit were asked to, and came to, each meeting that explained the evaluation."""
    invited = people.groupby("id_unit", sort=False).size().reindex(ground.codes).to_numpy()
    share = np.clip(0.8 + 0.12 * ground.effects, 0.3, 0.98)
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "id_unit": ground.codes,
                    "tanggal": np.datetime64(day),
                    "materi": topic,
                    "diundang": invited,
                    "hadir": rng.binomial(invited, share),
                }
            )
            for topic, day in days.items()
        ],
        ignore_index=True,
    )
