"""Progress of running contracts against their plan: how far behind, and how many are critical."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from kinerja.deadlines import in_cycle
from kinerja.estimates import means, percentages
from kinerja.faults import refuse_unknown
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

CRITICAL = "kontrak.kritis"

NOT_REPORTED = message("no progress of a contract was reported in this cycle")


def progress_deviation(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the mean of realised minus planned progress, in percentage points, at each contract's last report."""
    latest = _latest(tables, context)
    found = means(
        context.subjects,
        latest[context.subject_key],
        _deviation(latest),
        within=(-100, 100),
        reason=NOT_REPORTED,
    )
    return found.assign(low=np.nan, high=np.nan)  # every contract is counted, none is sampled


def critical_contracts(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of contracts whose last report is further behind the plan than the rules allow.

    The rules give ranges of the planned progress, the upper bound included, each with the deviation that is critical
    below it.
    """
    latest = _latest(tables, context)
    planned, deviation = latest["rencana_kum"].to_numpy(dtype=float), _deviation(latest)
    critical = np.zeros(len(latest), dtype=bool)
    for number, (low, high, limit) in enumerate(context.rules.cited(CRITICAL).value):
        within = (planned >= low if number == 0 else planned > low) & (planned <= high)
        critical |= within & (deviation < limit)
    found = percentages(context.subjects, latest[context.subject_key], critical, reason=NOT_REPORTED)
    return found.assign(low=np.nan, high=np.nan)


def _latest(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    contracts, reports = tables["kontrak"], tables["progres"]
    refuse_unknown(
        reports["id_kontrak"], contracts["id_kontrak"], name="progres", column="id_kontrak", register="kontrak"
    )
    reports = reports[in_cycle(reports["tanggal"], context)]
    latest = reports.sort_values("tanggal", kind="stable").drop_duplicates("id_kontrak", keep="last")
    return latest.merge(contracts[["id_kontrak", context.subject_key]], on="id_kontrak")


def _deviation(latest: pd.DataFrame) -> np.ndarray:
    # Rounded where sources round: -10 must not read as -10.000000000000002.
    return np.asarray((latest["realisasi_kum"] - latest["rencana_kum"]).to_numpy(dtype=float).round(6))


PROGRESS_DEVIATION = Indicator(
    code="project_progress_deviation",
    label=Label(id="Deviasi progres proyek", en="Progress of projects against plan"),
    polarity="higher",
    measured_in=Label(id="poin persen", en="percentage points"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="kontrak",
            columns=(Column(name="id_kontrak", kind="text"), Column(name="{key}", kind="text", subject=True)),
            key=("id_kontrak",),
        ),
        TableNeed(
            table="progres",
            columns=(
                Column(name="id_kontrak", kind="text"),
                Column(name="tanggal", kind="date"),
                Column(name="rencana_kum", kind="number", low=0, high=100),
                Column(name="realisasi_kum", kind="number", low=0, high=100),
            ),
            key=("id_kontrak", "tanggal"),
        ),
    ),
    measure=progress_deviation,
    reference="Peraturan LKPP 12/2021 (pengendalian kontrak; kontrak kritis)",
    valid_from=date(2018, 3, 22),
    attribution="unit",
    description=Label(
        id="Rata-rata selisih antara realisasi dan rencana kumulatif pada laporan terakhir setiap kontrak dalam siklus "
        "ini. Nilai di bawah 0 berarti terlambat dari rencana.",
        en="The mean difference between realised and planned cumulative progress in the last report of each contract "
        "in this cycle. Below 0 means behind plan.",
    ),
)

CRITICAL_CONTRACTS = replace(
    PROGRESS_DEVIATION,
    code="critical_contracts",
    label=Label(id="Kontrak kritis", en="Critical contracts"),
    polarity="lower",
    measured_in=Label(id="% kontrak", en="% of contracts"),
    measure=critical_contracts,
    reference=f"Peraturan LKPP 12/2021 (paket aturan: {CRITICAL})",
    description=Label(
        id="Bagian kontrak yang pada laporan terakhirnya tertinggal dari rencana lebih jauh daripada batas kontrak "
        "kritis.",
        en="The share of contracts that were, in their last report, further behind plan than the limit for a critical "
        "contract.",
    ),
)

INDICATORS = [PROGRESS_DEVIATION, CRITICAL_CONTRACTS]
