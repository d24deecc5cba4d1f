"""Publication of the yearly performance report and its companions: by the due date, and how many days late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.calendar import Days, days_of
from kinerja.deadlines import due_in_cycle, percentages_in_time
from kinerja.estimates import means
from kinerja.faults import listed
from workbench import Column, Context, Indicator, InputError, Label, TableNeed, fault
from workbench.errors import message

KINDS = ("LKjIP", "PK", "IKU", "SKM")
MONTHS = "publikasi.bulan_sesudah_tahun"

NOTHING_DUE = message("no document was due for publication in this cycle")


def published_on_time(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of documents due for publication in the cycle that were published by their due date."""
    table = tables["publikasi"]
    due, published = _due_dates(table, context), days_of(table["tgl_terbit"])
    found = percentages_in_time(context, table[context.subject_key], due, published, reason=NOTHING_DUE)
    return found.assign(low=np.nan, high=np.nan)  # every document is counted, none is sampled


def publication_days_late(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the mean of days that the documents due in the cycle were late, 0 for one in time.

    A document not published by the cut-off is late by at least the days until then, and counts so.
    """
    table = tables["publikasi"]
    due, published = _due_dates(table, context), days_of(table["tgl_terbit"])
    counted = due_in_cycle(due, context)
    cut_off = np.datetime64(context.cycle.data_until)
    until = np.where(np.isnat(published) | (published > cut_off), cut_off, published)
    late = ((until - due) / np.timedelta64(1, "D")).clip(min=0)[counted]
    subjects = table[context.subject_key][counted]
    found = means(context.subjects, subjects, late, within=(0, np.inf), reason=NOTHING_DUE)
    return found.assign(low=np.nan, high=np.nan)


def _due_dates(table: pd.DataFrame, context: Context) -> Days:
    """Return the due date as written; where it is empty, the end of the month that the rules name for the kind."""
    due = days_of(table["tgl_wajib"])
    empty = np.isnat(due)
    if not empty.any():
        return due
    months = context.rules.cited(MONTHS).value
    unknown = set(table["jenis"][empty]) - set(months)
    if unknown:
        raise InputError(
            [
                fault(
                    ("tables", "publikasi"),
                    "tgl_wajib is empty for {kinds}, and no rule sets a due date for these; write the date",
                    kinds=listed(unknown),
                )
            ]
        )
    after = (table["tahun"][empty].to_numpy(dtype=np.int64) - 1969) * 12
    month = after + table["jenis"][empty].map(months).to_numpy(dtype=np.int64)
    due[empty] = month.astype("M8[M]").astype("M8[D]") - np.timedelta64(1, "D")
    return due


_NEED = TableNeed(
    table="publikasi",
    columns=(
        Column(name="{key}", kind="text", subject=True),
        Column(name="tahun", kind="integer", low=2000, high=2100),
        Column(name="jenis", kind="category", values=KINDS),
        Column(name="tgl_wajib", kind="date", required=False),
        Column(name="tgl_terbit", kind="date", required=False),
    ),
    key=("{key}", "tahun", "jenis"),
)

PUBLISHED_ON_TIME = Indicator(
    code="reports_published_on_time",
    label=Label(id="Laporan kinerja dipublikasikan tepat waktu", en="Performance reports published on time"),
    polarity="higher",
    measured_in=Label(id="% dokumen", en="% of documents"),
    subject=("unit",),
    needs=(_NEED,),
    measure=published_on_time,
    reference="UU 14/2008; Perpres 29/2014; PermenPANRB 53/2014 (paket aturan: publikasi.bulan_sesudah_tahun)",
    valid_from=date(2014, 4, 21),
    attribution="unit",
    description=Label(
        id="Bagian dokumen kinerja (LKjIP, PK, IKU, SKM) yang wajib terbit dalam siklus ini dan dipublikasikan paling "
        "lambat pada tanggal wajib. Dokumen yang belum terbit dihitung terlambat.",
        en="The share of performance documents (LKjIP, PK, IKU, SKM) due in this cycle that were published by their "
        "due date. A document not published counts as late.",
    ),
)

PUBLICATION_DAYS_LATE = Indicator(
    code="publication_days_late",
    label=Label(id="Keterlambatan publikasi laporan kinerja", en="Days late in publishing performance reports"),
    polarity="lower",
    measured_in=Label(id="hari", en="days"),
    subject=("unit",),
    needs=(_NEED,),
    measure=publication_days_late,
    reference="UU 14/2008; Perpres 29/2014; PermenPANRB 53/2014 (paket aturan: publikasi.bulan_sesudah_tahun)",
    valid_from=date(2014, 4, 21),
    attribution="unit",
    description=Label(
        id="Rata-rata hari keterlambatan dokumen kinerja yang wajib terbit dalam siklus ini; yang tepat waktu dihitung "
        "0. Dokumen yang belum terbit dihitung terlambat sampai batas data, jadi paling sedikit sekian hari.",
        en="The mean of days late of the performance documents due in this cycle; one in time counts 0. A document not "
        "published counts as late until the cut-off, so by at least that much.",
    ),
)

INDICATORS = [PUBLISHED_ON_TIME, PUBLICATION_DAYS_LATE]
