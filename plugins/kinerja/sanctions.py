"""Disciplinary sanctions (hukuman disiplin): those in force, and the step that absence reaches; never scored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.calendar import Days, WorkingCalendar, days_of
from kinerja.deadlines import first_of_year, in_cycle, last_day
from kinerja.discipline import BY_EMPLOYEE, NOTHING_RECORDED, PP_94, UNEXCUSED
from kinerja.estimates import Floats, measured, places, totals
from kinerja.faults import refuse_out_of_order
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

LEVELS = ("ringan", "sedang", "berat")
STEPS = "disiplin.hari_tanpa_keterangan"
IN_A_ROW = "disiplin.hari_berturut_pemberhentian"

NONE_IN_FORCE = message("no disciplinary sanction in force is registered")


def sanction_in_force(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the heaviest sanction (1-3) of each employee that was in force on any day of the cycle.

    A sanction without a last day is still in force. Who has none has no value, so that nobody can be given points for
    not having been punished.
    """
    table = tables["hukdis"]
    refuse_out_of_order(table, name="hukdis", key="nomor_sk", first="tgl_mulai", then="tgl_selesai")
    begun = table["tgl_mulai"] <= pd.Timestamp(last_day(context))
    over = table["tgl_selesai"] < pd.Timestamp(context.cycle.start)
    table = table[begun & ~over]
    level = pd.Series(pd.Index(LEVELS).get_indexer(pd.Index(table["tingkat"])) + 1.0, index=table.index)
    heaviest = level.groupby(table[context.subject_key]).max().reindex(context.subjects)
    number = totals(places(context.subjects, table[context.subject_key]), len(context.subjects))
    return measured(context.subjects, value=heaviest.to_numpy(dtype=float), cases=number, reason=NONE_IN_FORCE)


def absence_step(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return which step of the rules (0 none, 1 the lightest) each employee's absence without leave reaches.

    Days add up from 1 January, so the table must reach back to it. Ten working days in a row, or as many as the rules
    say, reach the last step at once.
    """
    steps = context.rules.cited(STEPS).value
    table = tables["kehadiran"]
    table = table[in_cycle(table["tanggal"], context, since=first_of_year(context))]
    place, size = places(context.subjects, table[context.subject_key]), len(context.subjects)
    absent = (table["status"] == UNEXCUSED).to_numpy()
    days = totals(place, size, absent)
    step = np.searchsorted([least for least, _ in steps], days, side="right").astype(float)
    row = _longest_row(days_of(table["tanggal"])[absent], place[absent], size, context)
    step = np.where(row >= context.rules.cited(IN_A_ROW).value, len(steps), step)
    recorded = totals(place, size)
    value = np.where(recorded > 0, step, np.nan)
    return measured(context.subjects, value=value, cases=recorded, reason=NOTHING_RECORDED)


def _longest_row(days: Days, place: np.ndarray, size: int, context: Context) -> Floats:
    """Return the most working days in a row among the `days` of each subject; weekends and holidays break no row."""
    longest = np.zeros(size)
    if not len(days):
        return longest
    calendar = WorkingCalendar.from_rules(context.rules)
    calendar.require(days.min().astype(object), days.max().astype(object))
    number = np.busday_count(np.datetime64("1970-01-01"), days, busdaycal=calendar.days)
    # The working days before each day are counted: equal differences to the rank within a subject are one row.
    frame = pd.DataFrame({"place": place, "number": number}).drop_duplicates().sort_values(["place", "number"])
    start = frame["number"] - frame.groupby("place").cumcount()
    rows = frame.groupby(["place", start.rename("start")]).size()
    most = rows.groupby(level="place").max()
    longest[most.index] = most
    return longest


SANCTION_IN_FORCE = Indicator(
    code="disciplinary_sanction_in_force",
    label=Label(id="Hukuman disiplin yang berlaku", en="Disciplinary sanction in force"),
    polarity="lower",
    measured_in=Label(id="1 ringan, 2 sedang, 3 berat", en="1 light, 2 moderate, 3 severe"),
    subject=("employee",),
    needs=(
        TableNeed(
            table="hukdis",
            columns=(
                Column(name="nomor_sk", kind="text"),
                Column(name="{key}", kind="text", subject=True),
                Column(name="tingkat", kind="category", values=LEVELS),
                Column(name="tgl_mulai", kind="date"),
                Column(name="tgl_selesai", kind="date", required=False),
            ),
            key=("nomor_sk",),
        ),
    ),
    measure=sanction_in_force,
    reference=f"{PP_94}: tingkat hukuman ringan, sedang, dan berat",
    valid_from=date(2021, 8, 31),
    attribution="employee",
    description=Label(
        id="Tingkat hukuman disiplin terberat yang berlaku pada suatu hari dalam siklus ini. Hukuman tanpa tanggal "
        "selesai dihitung masih berlaku. Ini keterangan untuk pejabat: bobotnya 0 dan tidak pernah masuk predikat; "
        "yang tidak dihukum tidak memperoleh nilai karenanya.",
        en="The heaviest disciplinary sanction that was in force on any day of this cycle. A sanction without a last "
        "day counts as still in force. It informs the official: its weight is 0 and it never enters a predicate; "
        "nobody is given points for not having been punished.",
    ),
    in_predicate=False,
)

ABSENCE_STEP = Indicator(
    code="absence_discipline_step",
    label=Label(id="Langkah disiplin yang dicapai hari tanpa keterangan", en="Disciplinary step that absence reaches"),
    polarity="lower",
    measured_in=Label(id="langkah, 0 belum ada", en="step, 0 none yet"),
    subject=("employee",),
    needs=(BY_EMPLOYEE,),
    measure=absence_step,
    reference=f"{PP_94}: kumulatif dalam satu tahun (paket aturan: {STEPS}, {IN_A_ROW})",
    valid_from=date(2021, 8, 31),
    attribution="employee",
    description=Label(
        id="Langkah menurut PP 94/2021 yang dicapai jumlah hari tidak masuk kerja tanpa alasan yang sah sejak 1 "
        "Januari: 1 teguran lisan, 2 teguran tertulis, 3 pernyataan tidak puas, 4–6 pemotongan tunjangan kinerja, 7 "
        "penurunan jabatan, 8 pembebasan jabatan, 9 pemberhentian; sepuluh hari kerja berturut-turut mencapai langkah "
        "9. Cuti, sakit, izin, dan dinas luar tidak dihitung. Ini petunjuk untuk diperiksa pejabat yang berwenang, "
        "bukan putusan hukuman.",
        en="The step of PP 94/2021 that the days absent without a valid reason since 1 January reach: 1 oral warning, "
        "2 written warning, 3 statement of dissatisfaction, 4–6 cut of the allowance, 7 lower post, 8 release from "
        "the post, 9 dismissal; ten working days in a row reach step 9. Leave, illness, permission and duty travel "
        "are not counted. It is a hint for the official in charge to look into, not a sanction.",
    ),
    in_predicate=False,
)

INDICATORS = [SANCTION_IN_FORCE, ABSENCE_STEP]
