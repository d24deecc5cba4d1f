"""Invented registers of what citizens meet: complaints, surveys, visits, documents, feedback in an app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kinerja.complaints import CLASSES
from kinerja.places.ground import Ground, in_working_hours
from kinerja.satisfaction import ELEMENTS
from workbench import cuts_for_shares, on_ordinal_scale

SURVEY_HEADERS = {element: f"U{number} {element.capitalize()}" for number, element in enumerate(ELEMENTS, start=1)}
BEFORE_THE_CYCLE = 58  # days: complaints from then on fall due in the cycle


def complaints(rng: np.random.Generator, ground: Ground) -> pd.DataFrame:
    """Return the register of complaints, received a little before the period or in it, with every step and its date."""
    unit, quality = ground.rows("complaints")
    size = len(unit)
    kind = rng.choice(CLASSES, size, p=[0.35, 0.30, 0.28, 0.07])
    term = pd.Series(kind).map({"ringan": 2, "informasi": 5, "non_pengawasan": 14, "pengawasan": 60}).to_numpy()
    first = ground.start - BEFORE_THE_CYCLE
    received = first + rng.integers(0, (ground.end - first).astype(int) + 1, size)
    reopened = rng.random(size) < 0.06
    days = term * np.exp(rng.normal(-0.55 - 0.55 * quality, 0.6, size)) * np.where(reopened, 1.8, 1.0)
    settled = ground.calendar.due(received, np.maximum(1, np.rint(days)).astype(np.int64))
    verified = ground.calendar.due(received, rng.integers(1, 5, size))
    answered = ground.calendar.due(received, rng.integers(2, 8, size))
    open_ = settled > ground.end
    order = np.argsort(rng.random(size))  # units arrive mixed, as in a real register
    table = pd.DataFrame(
        {
            "id_unit": unit[order],
            "kelas": kind[order],
            "tgl_terima": received[order],
            "tgl_verifikasi": ground.known(np.minimum(verified, settled))[order],
            "tgl_tanggapan_awal": ground.known(np.minimum(answered, settled))[order],
            "tgl_selesai": ground.known(settled)[order],
            "status": np.where(open_, "proses", "selesai")[order],
            "dibuka_ulang": np.where(reopened, "ya", "tidak")[order],
        }
    )
    table = table.sort_values("tgl_terima", kind="stable").reset_index(drop=True)
    table.insert(0, "id_pengaduan", numbered("ADU-", size))
    return table


def survey(rng: np.random.Generator, ground: Ground, *, headers: Mapping[str, str] = SURVEY_HEADERS) -> pd.DataFrame:
    """Return the answers (1-4) to the nine elements of the citizen survey, some of them left empty."""
    unit, quality = ground.rows("respondents")
    size = len(unit)
    ease = np.array([0.05, -0.05, -0.20, 0.30, 0.00, 0.10, 0.15, -0.10, -0.15])
    mood = rng.normal(0, 0.35, (size, 1))
    answers = np.clip(np.rint(3.2 + 0.32 * quality[:, None] + ease + mood + rng.normal(0, 0.5, (size, 9))), 1, 4)
    answers[rng.random((size, 9)) < 0.015] = np.nan
    first = ground.start + 33
    span = (ground.end - first).astype(int) - 17
    day = ground.calendar.due(first + rng.integers(0, span, size), np.ones(size, dtype=np.int64))
    table = pd.DataFrame({"id_unit": unit, "tanggal": pd.to_datetime(day)})
    for place, header in enumerate(headers.values()):
        table[header] = pd.array(answers[:, place], dtype="Int64")
    table.insert(0, "id_responden", numbered("R", size))
    return table


def visits(rng: np.random.Generator, ground: Ground) -> pd.DataFrame:
    """Return patients' visits: registered, then served after a wait, longer at night; some leave unseen."""
    outpatients, emergencies = ground.rows("outpatients"), ground.rows("emergencies")
    unit = np.r_[outpatients[0], emergencies[0]]
    quality = np.r_[outpatients[1], emergencies[1]]
    emergency = np.r_[np.zeros(len(outpatients[0]), bool), np.ones(len(emergencies[0]), bool)]
    size = len(unit)
    day = ground.start + rng.integers(0, (ground.end - ground.start).astype(int) + 1, size)
    registered = np.where(
        emergency,
        day.astype("M8[m]") + rng.integers(0, 1440, size).astype("m8[m]"),
        in_working_hours(rng, day, ground.calendar),
    )
    triage = rng.choice(["merah", "kuning", "hijau"], size, p=[0.1, 0.35, 0.55])
    usual = np.where(emergency, pd.Series(triage).map({"merah": 2.0, "kuning": 4.0, "hijau": 7.0}).to_numpy(), 38.0)
    hour = (registered - registered.astype("M8[D]")) // np.timedelta64(1, "h")
    usual = usual * np.where((hour < 7) | (hour >= 21), 1.3, 1.0)  # fewer people are on duty
    minutes = usual * np.exp(rng.normal(-0.25 * quality, 0.45, size))
    served = registered + np.maximum(1, np.rint(minutes)).astype("m8[m]")
    left = ~emergency & (rng.random(size) < 0.02)
    online = ~emergency & (rng.random(size) < 0.35 + 0.12 * quality)
    table = pd.DataFrame(
        {
            "id_unit": unit,
            "jenis": np.where(emergency, "igd", "rawat_jalan"),
            "triase": pd.Series(triage, dtype="str").where(emergency),
            "kanal_daftar": np.select([emergency, online], ["langsung", "aplikasi"], "loket"),
            "waktu_daftar": registered.astype("M8[s]"),
            "waktu_dilayani": np.where(left, np.datetime64("NaT"), served).astype("M8[s]"),
        }
    )
    table = table[registered < ground.end + 1].sort_values("waktu_daftar", kind="stable").reset_index(drop=True)
    table.insert(0, "id_kunjungan", numbered("KJG-", len(table)))
    return table


def digital_services(rng: np.random.Generator, ground: Ground, visited: pd.DataFrame) -> pd.DataFrame:
    """Return, for each unit and month, how many registered through the app and how long the service was down."""
    month = visited["waktu_daftar"].dt.strftime("%Y-%m")
    by_month = visited.groupby(["id_unit", month.rename("bulan")], sort=True)
    table = by_month.agg(
        pendaftaran=("id_kunjungan", "size"), lewat_aplikasi=("kanal_daftar", lambda k: (k == "aplikasi").sum())
    )
    table = table.reset_index()
    effect = table["id_unit"].map(dict(zip(ground.codes, ground.effects, strict=True))).to_numpy()
    down = rng.gamma(1.5, 40 * np.exp(-0.4 * effect))
    return table.assign(
        menit_layanan=22 * 8 * 60,
        menit_gangguan=np.rint(down).astype(int),
        menit_tersedia=22 * 8 * 60 - np.rint(down).astype(int),
    )


def app_feedback(rng: np.random.Generator, ground: Ground) -> pd.DataFrame:
    """Return feedback (1-5) in the app and when it was answered: some not verified, some people more than once."""
    unit, quality = ground.rows("reviews")
    size = len(unit)
    latent = quality + rng.normal(0, 1, size)
    reporter = rng.integers(0, max(1, int(size * 0.9)), size)
    day = ground.start + rng.integers(0, (ground.end - ground.start).astype(int) + 1, size)
    table = pd.DataFrame(
        {
            "id_unit": unit,
            "tanggal": day,
            "skor": on_ordinal_scale(latent, cuts_for_shares([0.06, 0.09, 0.2, 0.35, 0.3], spread=1.1)),
            "kanal": rng.choice(["aplikasi", "situs"], size, p=[0.8, 0.2]),
            "id_pelapor_hash": pd.Series(reporter).map(_mixed),
            "terverifikasi": np.where(rng.random(size) < 0.9, "ya", "tidak"),
        }
    )
    days = np.maximum(1, np.rint(3.5 * np.exp(rng.normal(-0.35 * quality, 0.5, size)))).astype(np.int64)
    answered = np.where(rng.random(size) < 0.9, ground.calendar.due(day, days), np.datetime64("NaT"))
    table.insert(len(table.columns) - 1, "tgl_tanggapan", ground.known(answered))
    table = table.sort_values("tanggal", kind="stable").reset_index(drop=True)
    table.insert(0, "id_ulasan", numbered("ULS-", size))
    return table


def documents(rng: np.random.Generator, ground: Ground, *, shares: Mapping[str, float]) -> pd.DataFrame:
    """Return files of civil documents: complete, finished some hours later, a few returned for the office's error.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    ground : Ground
        Units with their ``documents``.
    shares : mapping
        How often each kind of document is asked for.
    """
    unit, quality = ground.rows("documents")
    size = len(unit)
    kind = rng.choice(list(shares), size, p=np.array(list(shares.values())) / sum(shares.values()))
    day = ground.start + rng.integers(0, (ground.end - ground.start).astype(int) + 1, size)
    complete = in_working_hours(rng, day, ground.calendar)
    usual = np.where(kind == "akta_kelahiran", 14.0, 9.0)
    hours = usual * np.exp(rng.normal(-0.45 * quality, 0.7, size))
    days, rest = np.divmod(hours, 24)
    finished = ground.calendar.due(complete.astype("M8[D]"), days.astype(np.int64)).astype("M8[m]")
    finished = finished + (complete - complete.astype("M8[D]")) + np.maximum(10, np.rint(rest * 60)).astype("m8[m]")
    returned = rng.random(size)
    table = pd.DataFrame(
        {
            "id_unit": unit,
            "jenis": kind,
            "tgl_berkas_lengkap": complete.astype("M8[s]"),
            "tgl_selesai": ground.known(finished).astype("M8[s]"),
            "dikembalikan": np.select(
                [returned < np.clip(0.04 - 0.03 * quality, 0.005, 0.1), returned > 0.95],
                ["kesalahan_petugas", "pemohon"],
                "tidak",
            ),
        }
    )
    table = table[complete < ground.end + 1].sort_values("tgl_berkas_lengkap", kind="stable").reset_index(drop=True)
    table.insert(0, "id_berkas", numbered("BKS-", len(table)))
    return table


def service_standards(rng: np.random.Generator, ground: Ground, *, parts: Sequence[str]) -> pd.DataFrame:
    """Return the last assessment of every part of each unit's published service standard; a few not assessed."""
    size = len(ground.units) * len(parts)
    effect = np.repeat(ground.effects, len(parts))
    met = np.where(rng.random(size) < np.clip(0.8 + 0.15 * effect, 0.3, 0.98), "ya", "tidak")
    return pd.DataFrame(
        {
            "id_unit": np.repeat(np.array(ground.codes, dtype=object), len(parts)),
            "komponen": np.tile(np.array(parts, dtype=object), len(ground.units)),
            "tanggal": ground.end - rng.integers(20, 60, size),
            "terpenuhi": pd.Series(met, dtype="str").where(rng.random(size) >= 0.04),
        }
    )


def numbered(prefix: str, size: int) -> pd.Series:
    """Return ``prefix0001, prefix0002, …``."""
    return prefix + pd.Series(np.arange(1, size + 1)).astype("str").str.zfill(max(4, len(str(size))))


def _mixed(number: int) -> str:
    """Return 16 hexadecimal digits that look like the hash of a reporter's number."""
    return f"{(number + 1) * 0x9E3779B97F4A7C15 % 2**64:016x}"
