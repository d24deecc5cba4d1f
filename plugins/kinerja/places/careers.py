"""Invented registers about people's development: training, tests, competences, predicates and credit points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja.places.ground import Ground
from workbench import cuts_for_shares, on_ordinal_scale

LEVELS = ("ahli_pertama", "ahli_muda", "ahli_madya")
# Cumulative credit points asked for before the next level, and what a year at "baik" brings.
ASKED = {"ahli_pertama": 100, "ahli_muda": 200, "ahli_madya": 450}
YEARLY = {"ahli_pertama": 12.5, "ahli_muda": 25.0, "ahli_madya": 37.5}
PREDICATES = np.array(["sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik"], dtype=object)


def training(rng: np.random.Generator, ground: Ground, people: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who was offered training, and what they completed; three in ten are offered none."""
    length = (ground.end - ground.start).astype(int)
    offered = people[rng.random(len(people)) < 0.7]
    offers = offered[["nip", "id_pegawai", "id_unit", "jenis"]].assign(
        tgl_tawaran=ground.start + rng.integers(5, max(6, length // 3), len(offered))
    )
    number = rng.poisson(np.clip(1.6 + 0.5 * offered["effort"].to_numpy(), 0.2, 4))
    place = np.repeat(np.arange(len(offered)), number)
    size = len(place)
    finished = ground.start + rng.integers(length // 3, length, size)
    done = pd.DataFrame(
        {
            "nip": offered["nip"].to_numpy()[place],
            "id_pegawai": offered["id_pegawai"].to_numpy()[place],
            "nama": rng.choice(["Pelayanan prima", "Literasi digital", "Arsip dinamis", "Etika kerja"], size),
            "jumlah_jp": rng.choice([6, 8, 10, 16, 20], size, p=[0.2, 0.3, 0.25, 0.15, 0.1]),
            "tgl_selesai": finished,
            "sertifikat": np.where(rng.random(size) < 0.93, "ya", "tidak"),
        }
    )
    return offers.reset_index(drop=True), done


def results_around_training(rng: np.random.Generator, ground: Ground, people: pd.DataFrame) -> pd.DataFrame:
    """Return a test before and a test after a training, of those in `people`; some missed one of the two."""
    size = len(people)
    effect = dict(zip(ground.codes, ground.effects, strict=True))
    gain = 7 + 4 * people["id_unit"].map(effect).to_numpy(dtype=float)
    before = 62 + 8 * people["effort"].to_numpy() + rng.normal(0, 6, size)
    after = before + gain + rng.normal(0, 6, size)
    length = (ground.end - ground.start).astype(int)
    table = pd.DataFrame(
        {
            "id_unit": people["id_unit"].to_numpy(),
            "id_pegawai": people["id_pegawai"].to_numpy(),
            "id_diklat": rng.choice(["DIK-01", "DIK-02", "DIK-03"], size),
            "tgl_selesai": ground.start + rng.integers(length // 3, length, size),
            "nilai_sebelum": before.clip(0, 100).round(),
            "nilai_sesudah": after.clip(0, 100).round(),
        }
    )
    missed = rng.random((size, 2)) < 0.05
    return table.assign(
        nilai_sebelum=table["nilai_sebelum"].mask(missed[:, 0]), nilai_sesudah=table["nilai_sesudah"].mask(missed[:, 1])
    )


def competences(
    rng: np.random.Generator, ground: Ground, people: pd.DataFrame, *, names: Sequence[str]
) -> pd.DataFrame:
    """Return the level (1-5) of each competence that a post asks for and the level measured; a few never measured."""
    size, each = len(people), len(names)
    asked = np.select(
        [people["kelompok_jabatan"] == "struktural", people["kelompok_jabatan"] == "fungsional"], [4, 3], 2
    )
    asked = np.repeat(asked, each)
    latent = asked + 0.2 + 0.5 * np.repeat(people["effort"].to_numpy(), each) + rng.normal(0, 0.7, size * each)
    measured = pd.Series(np.clip(np.rint(latent), 0, 5)).mask(np.repeat(rng.random(size) < 0.04, each))
    day = pd.Series(ground.start + rng.integers(10, 120, size * each)).astype("datetime64[s]")
    return pd.DataFrame(
        {
            "nip": np.repeat(people["nip"].to_numpy(), each),
            "kompetensi": np.tile(np.array(names, dtype=object), size),
            "level_syarat": asked,
            "level_ukur": measured.astype("Int64"),
            "tanggal": day.where(measured.notna()),
            "metode": "uji kompetensi",
        }
    )


def careers(
    rng: np.random.Generator, people: pd.DataFrame, *, periods: Sequence[str], months: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the predicates of each period of functional posts, and how far each person is from the next level.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    people : DataFrame
        From `employees`; only those in functional posts appear.
    periods : sequence of str
        Periods that a predicate was set for.
    months : int
        Length of each.
    """
    functional = people[people["kelompok_jabatan"] == "fungsional"].reset_index(drop=True)
    size = len(functional)
    level = rng.choice(np.array(LEVELS, dtype=object), size, p=[0.5, 0.35, 0.15])
    cuts = cuts_for_shares([0.005, 0.01, 0.03, 0.805, 0.15])
    predicates = [
        pd.DataFrame(
            {
                "nip": functional["nip"],
                "periode": period,
                "jenjang": level,
                "predikat": PREDICATES[
                    on_ordinal_scale(functional["effort"].to_numpy() + rng.normal(0, 0.6, size), cuts) - 1
                ],
                "bulan": months,
            }
        )
        for period in periods
    ]
    asked, yearly = (pd.Series(level).map(table).to_numpy(dtype=float) for table in (ASKED, YEARLY))
    years = rng.integers(1, 9, size)
    points = (yearly * years * rng.uniform(0.95, 1.2, size)).round(2)
    met = np.column_stack([points >= asked, rng.random(size) < 0.9, rng.random(size) < 0.55, rng.random(size) < 0.97])
    readiness = pd.DataFrame(
        {
            "nip": functional["nip"],
            "jenjang": level,
            "angka_kredit_kumulatif": points,
            "angka_kredit_syarat": asked,
            "dua_tahun_paling_rendah_baik": _yes(met[:, 1]),
            "lulus_uji_kompetensi": _yes(met[:, 2]),
            "tanpa_hukuman_disiplin": _yes(met[:, 3]),
            "syarat_terpenuhi": met.sum(axis=1),
            "syarat_semua": met.shape[1],
        }
    )
    return pd.concat(predicates, ignore_index=True), readiness


def _yes(met: np.ndarray) -> np.ndarray:
    return np.where(met, "ya", "tidak")
