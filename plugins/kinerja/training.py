"""Training (diklat): hours of those who were offered any, and the change between a test before and a test after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.deadlines import first_of_year, in_cycle
from kinerja.estimates import means, measured, percentages, places, totals
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

STATUSES = ("PNS", "PPPK")
Status = Literal["PNS", "PPPK"]
LEAST, MOST = "pelatihan.jp_minimum", "pelatihan.jp_maksimum"

NOTHING_OFFERED = message("no training was offered to this person")
NOBODY_OFFERED = message("no training was offered to anybody with a minimum of hours in this unit")
NOT_PAIRED = message("nobody took both the test before and the test after a training")


class TrainingHoursOptions(Options):
    """Whether hours are added up from 1 January, as the yearly minimum is, or over the cycle only."""

    labels: ClassVar[Mapping[str, Label]] = {
        "since": Label(id="dihitung sejak", en="counted from"),
        "year": Label(id="1 Januari", en="1 January"),
        "cycle": Label(id="awal siklus", en="the start of the cycle"),
    }

    since: Literal["year", "cycle"] = "year"


class TrainingShareOptions(TrainingHoursOptions):
    """The minimum of hours by status; the rule pack's own holds for a status that is not named."""

    labels: ClassVar[Mapping[str, Label]] = {
        **TrainingHoursOptions.labels,
        "minimum": Label(id="jam pelatihan paling sedikit (JP)", en="fewest hours of training"),
    }

    minimum: dict[Status, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)


def training_hours(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the training hours (JP) that each person completed; 0 only for those who were offered some."""
    key = context.subject_key
    offered = _people_offered(tables["tawaran_diklat"], key, context)
    hours = _hours(tables["diklat"], key, context)
    size = len(context.subjects)
    place = places(context.subjects, hours.index.to_series())
    total = totals(place, size, hours.to_numpy(dtype=float))
    trained = totals(place, size) > 0
    known = trained | context.subjects.isin(offered[key])
    return measured(
        context.subjects,
        value=np.where(known, _capped(total, offered, key, context), np.nan),
        cases=known.astype(float),
        reason=NOTHING_OFFERED,
    )


def _capped(total: np.ndarray, offered: pd.DataFrame, key: str, context: Context) -> np.ndarray:
    most = offered.set_index(key)["jenis"].map(context.rules.cited(MOST).value).astype(float)
    return np.asarray(np.fmin(total, most.reindex(context.subjects).to_numpy(dtype=float)))


def trained_share(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of the staff offered training who reached the yearly minimum of hours of their status.

    Access to training is unequal: who was offered none is not held against the unit's people.
    """
    minimum = {**context.rules.cited(LEAST).value, **context.options.minimum}
    offered = _people_offered(tables["tawaran_diklat"], "id_pegawai", context)
    offered = offered[offered["jenis"].isin(list(minimum))]
    hours = _hours(tables["diklat"], "id_pegawai", context).reindex(pd.Index(offered["id_pegawai"])).fillna(0.0)
    needed = offered["jenis"].map(minimum).to_numpy(dtype=float)
    reached = hours.to_numpy(dtype=float) >= needed
    found = percentages(context.subjects, offered[context.subject_key], reached, reason=NOBODY_OFFERED)
    return found.assign(low=np.nan, high=np.nan)  # everybody offered is counted, nobody is sampled


def _people_offered(table: pd.DataFrame, person: str, context: Context) -> pd.DataFrame:
    """Return one row a person who was offered training: the latest offer, which knows the unit and the status."""
    offers = table[in_cycle(table["tgl_tawaran"], context, since=_since(context))]
    return offers.sort_values("tgl_tawaran", kind="stable").drop_duplicates(person, keep="last")


def _hours(table: pd.DataFrame, person: str, context: Context) -> pd.Series:
    """Return the hours of each person's completed training with a certificate."""
    done = table[in_cycle(table["tgl_selesai"], context, since=_since(context)) & (table["sertifikat"] == "ya")]
    return done.groupby(person)["jumlah_jp"].sum().astype(float)


def _since(context: Context) -> date:
    return first_of_year(context) if context.options.since == "year" else context.cycle.start


def training_effect(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the mean change from the test before a training to the test after it, of those who took both.

    The interval is the paired t-interval. Without a comparison group it says that people changed, not why.
    """
    table = tables["uji_diklat"]
    both = table["nilai_sebelum"].notna() & table["nilai_sesudah"].notna()
    table = table[in_cycle(table["tgl_selesai"], context) & both]
    change = (table["nilai_sesudah"] - table["nilai_sebelum"]).to_numpy(dtype=float)
    return means(context.subjects, table[context.subject_key], change, within=(-100, 100), reason=NOT_PAIRED)


def _offers(*person: Column) -> TableNeed:
    columns = (
        Column(name="{key}", kind="text", subject=True),
        *person,
        Column(name="jenis", kind="category", values=STATUSES),
        Column(name="tgl_tawaran", kind="date"),
    )
    return TableNeed(table="tawaran_diklat", columns=columns)


def _trainings(*person: Column) -> TableNeed:
    columns = (
        *person,
        Column(name="jumlah_jp", kind="number", low=0, high=2000),
        Column(name="tgl_selesai", kind="date", required=False),
        Column(name="sertifikat", kind="category", required=False, values=("ya", "tidak")),
    )
    return TableNeed(table="diklat", columns=columns)


_PERSON = Column(name="id_pegawai", kind="text")

TRAINING_HOURS = Indicator(
    code="training_hours",
    label=Label(id="Jam pelatihan", en="Training hours"),
    polarity="higher",
    measured_in=Label(id="JP", en="hours (JP)"),
    subject=("employee",),
    needs=(_offers(), _trainings(Column(name="{key}", kind="text", subject=True))),
    measure=training_hours,
    reference="PP 11/2017 jo. PP 17/2020 (20 JP setahun); PP 49/2018 untuk PPPK",
    valid_from=date(2017, 4, 7),
    attribution="employee",
    description=Label(
        id="Jumlah jam pelajaran (JP) dari pelatihan bersertifikat yang selesai sejak 1 Januari. Pegawai yang tidak "
        "pernah ditawari pelatihan tidak dinilai 0: nilainya tidak ada. Bagi PPPK jumlah yang dihitung dibatasi "
        "menurut ketentuan.",
        en="The hours (JP) of training with a certificate completed since 1 January. A person who was never offered "
        "training is not scored as 0: there is no value. For contract staff (PPPK) the hours counted are limited by "
        "rule.",
    ),
    options=TrainingHoursOptions,
)

TRAINED_SHARE = Indicator(
    code="trained_share",
    label=Label(id="Pegawai yang mencapai jam pelatihan minimum", en="Staff who reached the minimum of training"),
    polarity="higher",
    measured_in=Label(id="% pegawai yang ditawari", en="% of staff offered training"),
    subject=("unit",),
    needs=(_offers(_PERSON), _trainings(_PERSON)),
    measure=trained_share,
    reference=f"PP 11/2017 jo. PP 17/2020 (paket aturan: {LEAST})",
    valid_from=date(2017, 4, 7),
    attribution="unit",
    description=Label(
        id="Bagian pegawai yang mencapai jam pelatihan minimum setahun, di antara mereka yang ditawari pelatihan. "
        "Kesempatan pelatihan tidak merata, sehingga pegawai yang tidak ditawari tidak dihitung.",
        en="The share of staff who reached the yearly minimum of training hours, among those who were offered "
        "training. Access to training is unequal, so those who were offered none are not counted.",
    ),
    options=TrainingShareOptions,
)

TRAINING_EFFECT = Indicator(
    code="training_effect",
    label=Label(id="Perubahan hasil uji sesudah pelatihan", en="Change of test results after training"),
    polarity="higher",
    measured_in=Label(id="poin (skala 0–100)", en="points (scale 0–100)"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="uji_diklat",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="id_pegawai", kind="text"),
                Column(name="id_diklat", kind="text"),
                Column(name="tgl_selesai", kind="date"),
                Column(name="nilai_sebelum", kind="number", required=False, low=0, high=100),
                Column(name="nilai_sesudah", kind="number", required=False, low=0, high=100),
            ),
            key=("id_pegawai", "id_diklat"),
        ),
    ),
    measure=training_effect,
    reference="Student (1908), doi:10.1093/biomet/6.1.1; Kirkpatrick (1959), tingkat 2: pembelajaran",
    valid_from=date(2000, 1, 1),
    attribution="unit",
    description=Label(
        id="Rata-rata selisih nilai uji sesudah dan sebelum pelatihan, hanya dari pegawai yang mengikuti keduanya. "
        "Tanpa kelompok pembanding, angka ini menunjukkan bahwa hasil berubah, bukan bahwa pelatihanlah penyebabnya.",
        en="The mean difference between the test after and the test before a training, of those who took both. Without "
        "a comparison group it shows that results changed, not that the training is the cause.",
    ),
)

INDICATORS = [TRAINING_HOURS, TRAINED_SHARE, TRAINING_EFFECT]
