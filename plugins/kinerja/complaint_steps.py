"""The steps of a complaint before it is settled (verified, answered), and complaints that had to be reopened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from kinerja.calendar import days_of
from kinerja.complaints import known_cases
from kinerja.deadlines import TermOptions, in_cycle, percentages_in_time, term_of, with_due_dates
from kinerja.estimates import percentages
from kinerja.faults import refuse_out_of_order
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

VERIFICATION = "pengaduan.hari_kerja_verifikasi"
FIRST_ANSWER = "pengaduan.hari_kerja_tanggapan_awal"

NO_STEP_DUE = message("no complaint had to reach this step in this cycle")
NOTHING_SETTLED = message("no complaints were settled in this cycle")


def complaints_verified(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of complaints that were verified and forwarded within the term."""
    return _step_in_time(tables["pengaduan"], context, step="tgl_verifikasi", rule=VERIFICATION)


def complaints_answered(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of complaints that had a first answer within the term."""
    return _step_in_time(tables["pengaduan"], context, step="tgl_tanggapan_awal", rule=FIRST_ANSWER)


def _step_in_time(table: pd.DataFrame, context: Context, *, step: str, rule: str) -> pd.DataFrame:
    refuse_out_of_order(table, name="pengaduan", key="id_pengaduan", first="tgl_terima", then=step)
    cases, due = with_due_dates(known_cases(table, context), term_of(context, rule), context, received="tgl_terima")
    # Whoever settles a complaint has verified and answered it, even where nobody wrote that down.
    done = days_of(cases[[step, "tgl_selesai"]].min(axis=1))
    return percentages_in_time(context, cases[context.subject_key], due, done, reason=NO_STEP_DUE)


def complaints_reopened(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of complaints settled in the cycle that had been reopened."""
    cases = known_cases(tables["pengaduan"], context)
    cases = cases[in_cycle(cases["tgl_selesai"], context) & cases["dibuka_ulang"].notna()]
    reopened = (cases["dibuka_ulang"] == "ya").to_numpy(dtype=bool)
    return percentages(context.subjects, cases[context.subject_key], reopened, reason=NOTHING_SETTLED)


def _register(*columns: Column) -> TableNeed:
    return TableNeed(
        table="pengaduan",
        columns=(
            Column(name="id_pengaduan", kind="text"),
            Column(name="{key}", kind="text", subject=True),
            Column(name="tgl_terima", kind="date"),
            Column(name="tgl_selesai", kind="date", required=False),
            *columns,
        ),
        key=("id_pengaduan",),
    )


COMPLAINTS_VERIFIED = Indicator(
    code="complaints_verified_in_time",
    label=Label(id="Pengaduan diverifikasi tepat waktu", en="Complaints verified in time"),
    polarity="higher",
    measured_in=Label(id="% pengaduan", en="% of complaints"),
    subject=("unit",),
    needs=(_register(Column(name="tgl_verifikasi", kind="date", required=False)),),
    measure=complaints_verified,
    reference=f"SP4N-LAPOR!: verifikasi dan penerusan (paket aturan: {VERIFICATION})",
    valid_from=date(2013, 1, 1),
    attribution="unit",
    description=Label(
        id="Bagian pengaduan yang diverifikasi dan diteruskan dalam tenggat, dihitung dalam hari kerja sesudah "
        "diterima. Pengaduan yang belum diverifikasi padahal sudah lewat waktu dihitung terlambat. Pengaduan yang "
        "langsung diselesaikan dihitung diverifikasi pada hari itu.",
        en="The share of complaints verified and forwarded within the term, counted in working days after receipt. A "
        "complaint that is still not verified after that counts as late. One that was settled at once counts as "
        "verified on that day.",
    ),
    options=TermOptions,
)

COMPLAINTS_ANSWERED = replace(
    COMPLAINTS_VERIFIED,
    code="complaints_answered_in_time",
    label=Label(id="Pengaduan ditanggapi tepat waktu", en="Complaints answered in time"),
    needs=(_register(Column(name="tgl_tanggapan_awal", kind="date", required=False)),),
    measure=complaints_answered,
    reference=f"SP4N-LAPOR!: tanggapan awal (paket aturan: {FIRST_ANSWER})",
    description=Label(
        id="Bagian pengaduan yang mendapat tanggapan awal dalam tenggat, dihitung dalam hari kerja sesudah diterima. "
        "Pengaduan yang belum ditanggapi padahal sudah lewat waktu dihitung terlambat. Pengaduan yang langsung "
        "diselesaikan dihitung ditanggapi pada hari itu.",
        en="The share of complaints that had a first answer within the term, counted in working days after receipt. A "
        "complaint without an answer after that counts as late. One that was settled at once counts as answered on "
        "that day.",
    ),
)

COMPLAINTS_REOPENED = replace(
    COMPLAINTS_VERIFIED,
    code="complaints_reopened",
    label=Label(id="Pengaduan dibuka kembali", en="Complaints reopened"),
    polarity="lower",
    measured_in=Label(id="% pengaduan selesai", en="% of settled complaints"),
    needs=(_register(Column(name="dibuka_ulang", kind="category", required=False, values=("ya", "tidak"))),),
    measure=complaints_reopened,
    reference="Perpres 76/2013 tentang Pengelolaan Pengaduan Pelayanan Publik",
    valid_from=date(2013, 9, 10),
    description=Label(
        id="Bagian pengaduan yang selesai dalam siklus ini tetapi pernah dibuka kembali karena pelapor tidak puas. "
        "Penyelesaian yang cepat tetapi tidak tuntas terlihat di sini.",
        en="The share of complaints settled in this cycle that had been reopened because the reporter was not "
        "satisfied. Settling fast without settling well shows here.",
    ),
    options=Options,
)

INDICATORS = [COMPLAINTS_VERIFIED, COMPLAINTS_ANSWERED, COMPLAINTS_REOPENED]
