"""Continuous monitoring: how fresh and how complete the data of a unit is, at any date inside the cycle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from kinerja.calendar import days_of
from kinerja.deadlines import due_in_cycle, percentages_in_time
from kinerja.estimates import measured, percentages, places, totals
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

NOTHING_DUE = message("no value was due by the cut-off of this cycle")
NOTHING_FILED = message("no value has ever been filed")


def filed_on_time(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of values due in the cycle, by the cut-off, that were filed by their due date."""
    table = tables["log_data"]
    due, filed = days_of(table["tgl_batas"]), days_of(table["tgl_masuk"])
    found = percentages_in_time(context, table[context.subject_key], due, filed, reason=NOTHING_DUE)
    return found.assign(low=np.nan, high=np.nan)  # every value is counted, none is sampled


def data_completeness(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of values due in the cycle, by the cut-off, that are there at the cut-off, late or not."""
    table = tables["log_data"]
    counted = due_in_cycle(days_of(table["tgl_batas"]), context)
    there = days_of(table["tgl_masuk"]) <= np.datetime64(context.cycle.data_until)
    found = percentages(context.subjects, table[context.subject_key][counted], there[counted], reason=NOTHING_DUE)
    return found.assign(low=np.nan, high=np.nan)


def data_age(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the days from the last value filed until the cut-off."""
    table = tables["log_data"]
    cut_off = np.datetime64(context.cycle.data_until)
    filed = days_of(table["tgl_masuk"])
    known = filed <= cut_off  # false for what has not been filed
    subjects = table[context.subject_key][known]
    last = pd.Series(filed[known], index=subjects.index).groupby(subjects).max().reindex(context.subjects)
    age = (cut_off - last.to_numpy(dtype="M8[D]")) / np.timedelta64(1, "D")
    return measured(
        context.subjects,
        value=age.astype(float),
        cases=totals(places(context.subjects, subjects), len(context.subjects)),
        reason=NOTHING_FILED,
    )


DATA_FILED_ON_TIME = Indicator(
    code="data_filed_on_time",
    label=Label(id="Data masuk tepat waktu", en="Data filed on time"),
    polarity="higher",
    measured_in=Label(id="% nilai", en="% of values"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="log_data",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="indikator", kind="text"),
                Column(name="periode", kind="text"),
                Column(name="tgl_batas", kind="date"),
                Column(name="tgl_masuk", kind="date", required=False),
            ),
            key=("{key}", "indikator", "periode"),
        ),
    ),
    measure=filed_on_time,
    reference="PermenPANRB 6/2022 Ps 16 (dokumentasi kinerja); tanggal batas menurut jadwal setempat",
    valid_from=date(2022, 2, 7),
    attribution="unit",
    description=Label(
        id="Bagian nilai indikator yang jatuh tempo sampai batas data dan masuk paling lambat pada tanggal batasnya. "
        "Nilai yang belum jatuh tempo tidak dihitung.",
        en="The share of indicator values due by the cut-off that were filed by their due date. Values not yet due are "
        "not counted.",
    ),
)

DATA_COMPLETENESS = replace(
    DATA_FILED_ON_TIME,
    code="data_completeness",
    label=Label(id="Kelengkapan data", en="Completeness of data"),
    measure=data_completeness,
    description=Label(
        id="Bagian nilai indikator yang jatuh tempo sampai batas data dan sudah masuk, tepat waktu atau terlambat.",
        en="The share of indicator values due by the cut-off that are there, in time or late.",
    ),
)

DATA_AGE = replace(
    DATA_FILED_ON_TIME,
    code="data_age_days",
    label=Label(id="Umur data terakhir", en="Age of the latest data"),
    polarity="lower",
    measured_in=Label(id="hari", en="days"),
    measure=data_age,
    description=Label(
        id="Banyaknya hari sejak nilai terakhir masuk sampai batas data: makin kecil, makin segar datanya.",
        en="The number of days from the last value filed until the cut-off: the smaller, the fresher the data.",
    ),
)

INDICATORS = [DATA_FILED_ON_TIME, DATA_COMPLETENESS, DATA_AGE]
