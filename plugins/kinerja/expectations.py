"""Results one by one against expectation: what the rating guidance of PermenPANRB 6/2022 asks about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import ClassVar

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.achievement import NO_TARGETS, NOT_REPORTED, TARGET_ACHIEVEMENT, each_achievement
from kinerja.estimates import measured, places, totals
from workbench import Column, Context, Indicator, Label, Options, TableNeed

MAIN = "utama"
_CAPAIAN = TARGET_ACHIEVEMENT.needs[0]

NEEDS = TableNeed(
    table="capaian",
    columns=(
        *_CAPAIAN.columns,
        Column(name="jenis_hasil", kind="category", required=False, may_be_absent=True, values=(MAIN, "tambahan")),
    ),
    key=_CAPAIAN.key,
)


class ExpectationOptions(Options):
    """From which achievement, in per cent, a result is above expectation, and below which it is below."""

    labels: ClassVar[Mapping[str, Label]] = {
        "above": Label(id="di atas ekspektasi mulai", en="above expectation from"),
        "below": Label(id="di bawah ekspektasi kurang dari", en="below expectation under"),
        "formula": Label(id="rumus bila target tidak menyebutnya", en="formula where a target names none"),
        "consolidation": Label(id="konsolidasi", en="consolidation"),
        "sum": Label(id="jumlah", en="sum"),
        "average": Label(id="rata-rata", en="average"),
        "last": Label(id="nilai terakhir", en="last value"),
        "cap": Label(id="batas atas", en="cap"),
        "floor": Label(id="batas bawah", en="floor"),
    }

    above: float = Field(default=100, gt=0)
    below: float = Field(default=90, gt=0)
    formula: str = "positive"
    consolidation: str = "sum"
    cap: float | None = None
    floor: float | None = None


def results_above(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of each subject's results that are above expectation."""
    results = each_achievement(tables, context, keep=("jenis_hasil",))
    return _counted(context, results, results["achievement"] > context.options.above, percent=True)


def results_below(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of each subject's results that are below expectation."""
    results = each_achievement(tables, context, keep=("jenis_hasil",))
    return _counted(context, results, results["achievement"] < context.options.below, percent=True)


def main_results_below(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return how many of each subject's main results are below expectation."""
    results = each_achievement(tables, context, keep=("jenis_hasil",))
    main = results["jenis_hasil"].fillna(MAIN) == MAIN
    return _counted(context, results, main & (results["achievement"] < context.options.below))


def _counted(context: Context, results: pd.DataFrame, found: pd.Series, *, percent: bool = False) -> pd.DataFrame:
    """Return how many results, or how many per cent, were `found`; those without an achievement are left out."""
    place, size = places(context.subjects, results[context.subject_key]), len(context.subjects)
    cases = totals(place, size, results["achievement"].notna().to_numpy())
    number = totals(place, size, found.to_numpy(dtype=bool))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(cases > 0, 100 * number / cases if percent else number, np.nan)
    reason = np.where(totals(place, size) == 0, NO_TARGETS, NOT_REPORTED).astype(object)
    return measured(context.subjects, value=value, cases=cases, reason=reason)


RESULTS_ABOVE = Indicator(
    code="results_above_expectation",
    label=Label(id="Hasil kerja di atas ekspektasi", en="Results above expectation"),
    polarity="higher",
    measured_in=Label(id="% hasil kerja", en="% of results"),
    subject=("unit", "employee"),
    needs=(NEEDS,),
    measure=results_above,
    reference="PermenPANRB 6/2022, hlm. 97–102 (panduan rating); ambang per hasil dinyatakan di berkas parameter",
    valid_from=date(2022, 2, 7),
    attribution="employee",
    description=Label(
        id="Berapa persen hasil kerja yang capaiannya melampaui ambang di atas ekspektasi. Hasil tanpa realisasi yang "
        "dilaporkan tidak dihitung.",
        en="How many per cent of the results achieved more than the threshold above expectation. Results without a "
        "reported realisation are left out.",
    ),
    options=ExpectationOptions,
)

RESULTS_BELOW = replace(
    RESULTS_ABOVE,
    code="results_below_expectation",
    label=Label(id="Hasil kerja di bawah ekspektasi", en="Results below expectation"),
    polarity="lower",
    measure=results_below,
    description=Label(
        id="Berapa persen hasil kerja yang capaiannya kurang dari ambang di bawah ekspektasi. Hasil tanpa realisasi "
        "yang dilaporkan tidak dihitung.",
        en="How many per cent of the results achieved less than the threshold below expectation. Results without a "
        "reported realisation are left out.",
    ),
)

MAIN_RESULTS_BELOW = replace(
    RESULTS_BELOW,
    code="main_results_below",
    label=Label(id="Hasil kerja utama di bawah ekspektasi", en="Main results below expectation"),
    measured_in=Label(id="hasil kerja", en="results"),
    measure=main_results_below,
    reference="PermenPANRB 6/2022, hlm. 97–102 (panduan rating): di atas ekspektasi tanpa hasil utama di bawahnya",
    description=Label(
        id="Banyaknya hasil kerja utama yang capaiannya kurang dari ambang. Tanpa kolom jenis_hasil, semua hasil "
        "dianggap utama.",
        en="Number of main results that achieved less than the threshold. Without the column jenis_hasil all results "
        "count as main.",
    ),
)

INDICATORS = [RESULTS_ABOVE, RESULTS_BELOW, MAIN_RESULTS_BELOW]
