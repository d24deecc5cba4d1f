"""Complaints (pengaduan): settled in time by class, how long settling takes, how old the open ones are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field, model_validator

from kinerja.calendar import WorkingCalendar, days_of
from kinerja.censored_times import quantile_times, standardised_times
from kinerja.deadlines import in_cycle, percentages_in_time, with_due_dates
from kinerja.estimates import measured, places, totals
from kinerja.faults import refuse_out_of_order
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

CLASSES: tuple[Class, ...] = ("ringan", "informasi", "non_pengawasan", "pengawasan")
Class = Literal["ringan", "informasi", "non_pengawasan", "pengawasan"]
TERMS = "pengaduan.sla"

NOTHING_DUE = message("no complaints fell due in this cycle")
NOTHING_OPEN = message("no complaint is open at the cut-off")
NOTHING_RECEIVED = message("no complaints were received in this cycle")
HALF_OPEN = message("fewer than half of the complaints received are settled: the median is not yet known")
TENTH_OPEN = message("fewer than nine in ten of the complaints received are settled: that time is not yet known")

REGISTER = TableNeed(
    table="pengaduan",
    columns=(
        Column(name="id_pengaduan", kind="text"),
        Column(name="{key}", kind="text", subject=True),
        Column(name="kelas", kind="category", values=CLASSES),
        Column(name="tgl_terima", kind="date"),
        Column(name="tgl_selesai", kind="date", required=False),
    ),
    key=("id_pengaduan",),
)


class ComplaintsOnTimeOptions(Options):
    """Terms in working days by class of complaint; the rule pack's own hold for a class that is not named."""

    labels: ClassVar[Mapping[str, Label]] = {
        "sla": Label(id="tenggat menurut kelas (hari kerja)", en="terms by class (working days)"),
    }

    sla: dict[Class, Annotated[int, Field(ge=1, le=260)]] = Field(default_factory=dict)


def complaints_on_time(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of complaints due in the cycle that were settled by their due date.

    A case counts in the cycle that its due date lies in, from the first day to the last (or to the cut-off when that
    is earlier), whenever it was received. Settled by the due date is a success; settled later, or still open, is
    not. What is not yet due is left for the next cycle.
    """
    cases = known_cases(tables["pengaduan"], context)
    terms = {**context.rules.cited(TERMS).value, **context.options.sla}
    term = cases["kelas"].map(terms).to_numpy(dtype=np.int64)
    cases, due = with_due_dates(cases, term, context, received="tgl_terima")
    settled = days_of(cases["tgl_selesai"])
    return percentages_in_time(context, cases[context.subject_key], due, settled, reason=NOTHING_DUE)


class SettlementOptions(Options):
    """Which classes are counted, and the mix of classes they are standardised to, as shares in any unit.

    A unit that receives mostly requests for information looks faster than one that receives cases for inspection.
    With a `mix` both are read as if they had received the same complaints.
    """

    labels: ClassVar[Mapping[str, Label]] = {
        "classes": Label(id="kelas yang dihitung", en="classes counted"),
        "mix": Label(id="bauran kelas", en="mix of classes"),
    }

    classes: Annotated[list[Class], Field(min_length=1)] = Field(default_factory=lambda: list(CLASSES))
    mix: dict[Class, Annotated[float, Field(gt=0)]] | None = None

    @model_validator(mode="after")
    def _the_mix_names_the_classes_counted(self) -> SettlementOptions:
        if self.mix is not None and set(self.mix) != set(self.classes):
            raise ValueError(message("'mix' must give a share for each of the classes counted, and for no other"))
        return self


def complaint_settlement_days(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the median of working days from receipt to settlement, of the complaints received in the cycle.

    Cases still open at the cut-off count as "longer than so far" (Kaplan-Meier), so that a slow unit does not look
    fast because its slow cases are not finished.
    """
    return _settlement_days(tables["pengaduan"], context, share=0.5, not_reached=HALF_OPEN)


def complaint_settlement_p90(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the working days within which nine in ten of the complaints received in the cycle were settled."""
    return _settlement_days(tables["pengaduan"], context, share=0.9, not_reached=TENTH_OPEN)


def _settlement_days(table: pd.DataFrame, context: Context, *, share: float, not_reached: str) -> pd.DataFrame:
    options, size = context.options, len(context.subjects)
    cases = known_cases(table, context)
    cases = cases[in_cycle(cases["tgl_terima"], context) & cases["kelas"].isin(options.classes)]
    received, settled = days_of(cases["tgl_terima"]), days_of(cases["tgl_selesai"])
    calendar = WorkingCalendar.from_rules(context.rules)
    if len(received):
        calendar.require(received.min().astype(object), context.cycle.data_until)
    until = np.where(np.isnat(settled), np.datetime64(context.cycle.data_until), settled)
    place = places(context.subjects, cases[context.subject_key])
    found = quantile_times(
        calendar.elapsed(received, until).astype(float),
        ~np.isnat(settled),
        place,
        size,
        share=share,
        stratum=pd.Index(options.classes).get_indexer(pd.Index(cases["kelas"])),
        mix=None if options.mix is None else np.array([options.mix[each] for each in options.classes]),
    )
    return standardised_times(context, found, totals(place, size), nothing=NOTHING_RECEIVED, not_reached=not_reached)


def complaint_backlog_age(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the median age in calendar days, at the cut-off, of the complaints still open, whenever received.

    Calendar days need no list of holidays, which the oldest cases would ask for years back.
    """
    cases = known_cases(tables["pengaduan"], context)
    left = cases[cases["tgl_selesai"].isna()]
    age = (pd.Timestamp(context.cycle.data_until) - left["tgl_terima"]) / pd.Timedelta(days=1)
    median = age.groupby(left[context.subject_key]).median().reindex(context.subjects)
    return measured(
        context.subjects,
        value=median.to_numpy(dtype=float),
        cases=totals(places(context.subjects, left[context.subject_key]), len(context.subjects)),
        reason=NOTHING_OPEN,
    )


def known_cases(table: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the complaints known at the cut-off; what was settled after it was still open then."""
    refuse_out_of_order(table, name="pengaduan", key="id_pengaduan", first="tgl_terima", then="tgl_selesai")
    cut_off = pd.Timestamp(context.cycle.data_until)
    known = table[table["tgl_terima"] <= cut_off]
    settled = known["tgl_selesai"]
    return known.assign(tgl_selesai=settled.where(settled <= cut_off))


COMPLAINTS_ON_TIME = Indicator(
    code="complaints_on_time",
    label=Label(id="Pengaduan selesai tepat waktu", en="Complaints settled on time"),
    polarity="higher",
    measured_in=Label(id="%", en="%"),
    subject=("unit",),
    needs=(REGISTER,),
    measure=complaints_on_time,
    reference="Perpres 76/2013; standar SP4N-LAPOR! per kelas pengaduan (paket aturan: pengaduan.sla)",
    valid_from=date(2013, 1, 1),
    attribution="unit",
    description=Label(
        id="Bagian pengaduan yang jatuh tempo dalam siklus ini dan diselesaikan selambat-lambatnya pada tanggal jatuh "
        "tempo. Jatuh tempo dihitung dalam hari kerja menurut kelas pengaduan; hari kerja pertama sesudah pengaduan "
        "diterima adalah hari ke-1. Pengaduan yang masih terbuka padahal sudah jatuh tempo dihitung terlambat; yang "
        "belum jatuh tempo dihitung pada siklus berikutnya. Pengaduan yang dibuka kembali dihitung menurut tanggal "
        "selesai terakhir.",
        en="The share of complaints falling due in this cycle that were settled by their due date. The due date is "
        "counted in working days by class of complaint; the first working day after receipt is day 1. A complaint "
        "that is still open after its due date counts as late; one that is not yet due counts in the next cycle. A "
        "complaint that was reopened counts by its last settlement date.",
    ),
    options=ComplaintsOnTimeOptions,
)

COMPLAINT_SETTLEMENT_DAYS = Indicator(
    code="complaint_settlement_days",
    label=Label(id="Waktu penyelesaian pengaduan (median)", en="Time to settle a complaint (median)"),
    polarity="lower",
    measured_in=Label(id="hari kerja", en="working days"),
    subject=("unit",),
    needs=(REGISTER,),
    measure=complaint_settlement_days,
    reference="Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452; Perpres 76/2013",
    valid_from=date(2013, 1, 1),
    attribution="unit",
    description=Label(
        id="Banyaknya hari kerja yang dibutuhkan sampai separuh dari pengaduan yang diterima dalam siklus ini selesai. "
        "Pengaduan yang masih terbuka pada batas data ikut dihitung sebagai “lebih lama daripada sejauh ini” "
        "(Kaplan–Meier), tidak dibuang. Bila bauran kelas dinyatakan, unit dengan jenis pengaduan "
        "yang berbeda dibandingkan pada bauran yang sama.",
        en="The number of working days until half of the complaints received in this cycle are settled. Complaints "
        "that are still open at the cut-off are counted as “longer than so far” (Kaplan–Meier), not left out. Where a "
        "mix of classes is declared, units with unlike complaints are compared on that same mix.",
    ),
    options=SettlementOptions,
)

COMPLAINT_SETTLEMENT_P90 = replace(
    COMPLAINT_SETTLEMENT_DAYS,
    code="complaint_settlement_p90",
    label=Label(id="Waktu penyelesaian sembilan dari sepuluh pengaduan", en="Time to settle nine in ten complaints"),
    measure=complaint_settlement_p90,
    description=Label(
        id="Banyaknya hari kerja yang dibutuhkan sampai sembilan dari sepuluh pengaduan yang diterima dalam siklus ini "
        "selesai. Angka ini memperlihatkan kasus yang lama, yang tidak tampak pada median. Pengaduan yang masih "
        "terbuka dihitung sebagai “lebih lama daripada sejauh ini” (Kaplan–Meier).",
        en="The number of working days until nine in ten of the complaints received in this cycle are settled. It "
        "shows the long cases, which the median hides. Complaints that are still open count as “longer than so far” "
        "(Kaplan–Meier).",
    ),
)

COMPLAINT_BACKLOG_AGE = Indicator(
    code="complaint_backlog_age",
    label=Label(id="Umur pengaduan yang belum selesai (median)", en="Age of open complaints (median)"),
    polarity="lower",
    measured_in=Label(id="hari kalender", en="calendar days"),
    subject=("unit",),
    needs=(REGISTER,),
    measure=complaint_backlog_age,
    reference="Perpres 76/2013 tentang Pengelolaan Pengaduan Pelayanan Publik",
    valid_from=date(2013, 9, 10),
    attribution="unit",
    description=Label(
        id="Umur, pada batas data, yang tidak dilampaui oleh separuh pengaduan yang masih terbuka, kapan pun "
        "diterima. Bila hanya kasus mudah yang diselesaikan, sisa yang lama terlihat di sini meskipun persentase tepat "
        "waktu tinggi. Unit tanpa pengaduan terbuka tidak punya nilai, dan kasus yang tenggatnya panjang wajar lebih "
        "tua; karena itu sebaiknya ditampilkan berbobot 0.",
        en="The age, at the cut-off, that half of the complaints still open do not exceed, whenever they came in. "
        "Where only easy cases are settled, the old rest shows here even if the share on time is high. A unit without "
        "open complaints has no value, and cases with a long term may well be older; it is best shown with weight 0.",
    ),
)

INDICATORS = [COMPLAINTS_ON_TIME, COMPLAINT_SETTLEMENT_DAYS, COMPLAINT_SETTLEMENT_P90, COMPLAINT_BACKLOG_AGE]
