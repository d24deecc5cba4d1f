"""Discipline (disiplin): attendance on the days on which it was required, and days of absence without leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from kinerja.deadlines import first_of_year, in_cycle
from kinerja.estimates import Floats, means, measured, percentages, places, totals
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

STATUSES = ("hadir", "DL", "izin", "sakit", "cuti", "TK")
ATTENDED = ("hadir", "DL")
UNEXCUSED = "TK"

NOTHING_REQUIRED = message("no day on which attendance was required in this cycle")
NOTHING_RECORDED = message("no attendance records")

_DAYS = (Column(name="tanggal", kind="date"), Column(name="status", kind="category", values=STATUSES))
BY_EMPLOYEE = TableNeed(
    table="kehadiran",
    columns=(Column(name="{key}", kind="text", subject=True), *_DAYS),
    key=("{key}", "tanggal"),
)
_BY_UNIT = TableNeed(
    table="kehadiran",
    columns=(Column(name="{key}", kind="text", subject=True), Column(name="id_pegawai", kind="text"), *_DAYS),
    key=("id_pegawai", "tanggal"),
)
PP_94 = "PP 94/2021 tentang Disiplin PNS"


def attendance(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of each employee's required days that were attended (at the office or on duty travel)."""
    table = _required(tables["kehadiran"], context)
    attended = table["status"].isin(ATTENDED).to_numpy()
    days = percentages(context.subjects, table[context.subject_key], attended, reason=NOTHING_REQUIRED)
    # All days of the cycle are counted, none is sampled: an interval would claim an uncertainty that is not there.
    return days.assign(low=np.nan, high=np.nan)


def attendance_of_unit(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the mean over a unit's employees of their percentage of attended days, with a t-interval."""
    table = _required(tables["kehadiran"], context)
    attended = table["status"].isin(ATTENDED)
    shares = attended.groupby([table[context.subject_key], table["id_pegawai"]], observed=True).mean() * 100
    percent: Floats = np.asarray(shares, dtype=np.float64)
    units = shares.index.get_level_values(0).to_series()
    return means(context.subjects, units, percent, within=(0, 100), reason=NOTHING_REQUIRED)


def _required(table: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the days of the cycle on which attendance was required; leave, illness and permission never count."""
    return table[in_cycle(table["tanggal"], context) & table["status"].isin((*ATTENDED, UNEXCUSED))]


class UnexcusedDaysOptions(Options):
    """Whether days are added up from 1 January, as PP 94/2021 does, or over the cycle only."""

    labels: ClassVar[Mapping[str, Label]] = {
        "since": Label(id="dihitung sejak", en="counted from"),
        "year": Label(id="1 Januari", en="1 January"),
        "cycle": Label(id="awal siklus", en="the start of the cycle"),
    }

    since: Literal["year", "cycle"] = "year"


def unexcused_days(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the number of days that each employee was absent without leave, cumulative within the year."""
    table = tables["kehadiran"]
    since = first_of_year(context) if context.options.since == "year" else None
    table = table[in_cycle(table["tanggal"], context, since=since)]
    place, size = places(context.subjects, table[context.subject_key]), len(context.subjects)
    recorded = totals(place, size)
    absent = totals(place, size, (table["status"] == UNEXCUSED).to_numpy())
    return measured(
        context.subjects,
        value=np.where(recorded > 0, absent, np.nan),
        cases=recorded,
        reason=NOTHING_RECORDED,
    )


ATTENDANCE = Indicator(
    code="attendance",
    label=Label(id="Kehadiran", en="Attendance"),
    polarity="higher",
    measured_in=Label(id="% hari wajib", en="% of required days"),
    subject=("employee",),
    needs=(BY_EMPLOYEE,),
    measure=attendance,
    reference=PP_94,
    valid_from=date(2021, 8, 31),
    attribution="employee",
    description=Label(
        id="Bagian hari wajib hadir yang dipenuhi dengan hadir di tempat kerja atau dinas luar. Hari cuti, sakit, dan "
        "izin tidak termasuk hari wajib sehingga tidak pernah mengurangi nilai, termasuk cuti melahirkan.",
        en="The share of required days attended at the place of work or on duty travel. Days of leave, illness and "
        "permission are not required days, so they never lower the value; maternity leave is among them.",
    ),
)

ATTENDANCE_OF_UNIT = Indicator(
    code="attendance_of_unit",
    label=Label(id="Kehadiran pegawai unit", en="Attendance in the unit"),
    polarity="higher",
    measured_in=Label(id="% hari wajib", en="% of required days"),
    subject=("unit",),
    needs=(_BY_UNIT,),
    measure=attendance_of_unit,
    reference=PP_94,
    valid_from=date(2021, 8, 31),
    attribution="unit",
    description=Label(
        id="Rata-rata kehadiran pegawai unit. Kehadiran seorang pegawai adalah bagian hari wajib hadir yang dipenuhi "
        "dengan hadir di tempat kerja atau dinas luar; hari cuti, sakit, dan izin tidak termasuk hari wajib. Setiap "
        "pegawai berbobot sama.",
        en="The mean attendance of the unit's employees. An employee's attendance is the share of required days "
        "attended at the place of work or on duty travel; days of leave, illness and permission are not required "
        "days. Every employee weighs the same.",
    ),
)

UNEXCUSED_DAYS = Indicator(
    code="unexcused_days",
    label=Label(id="Hari tanpa keterangan", en="Days absent without leave"),
    polarity="lower",
    measured_in=Label(id="hari per tahun", en="days a year"),
    subject=("employee",),
    needs=(BY_EMPLOYEE,),
    measure=unexcused_days,
    reference=f"{PP_94}: kumulatif dalam satu tahun",
    valid_from=date(2021, 8, 31),
    attribution="employee",
    description=Label(
        id="Jumlah hari tidak masuk kerja tanpa alasan yang sah (TK), kumulatif sejak 1 Januari tahun siklus. "
        "Cuti, sakit, izin, dan dinas luar tidak dihitung. Angka ini bukan putusan hukuman disiplin.",
        en="The number of days absent without a valid reason (TK), cumulative since 1 January of the cycle's year. "
        "Leave, illness, permission and duty travel are not counted. This number is not a disciplinary decision.",
    ),
    options=UnexcusedDaysOptions,
)

INDICATORS = [ATTENDANCE, ATTENDANCE_OF_UNIT, UNEXCUSED_DAYS]
