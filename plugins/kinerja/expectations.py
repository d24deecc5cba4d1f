"""Results one by one against expectation: what the rating guidance of PermenPANRB 6/2022 asks about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.achievement import NO_TARGETS, NOT_REPORTED, TARGET_ACHIEVEMENT, each_achievement
from kinerja.estimates import Floats, measured, places, totals
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

    above: float = Field(default=100, gt=0)
    below: float = Field(default=90, gt=0)
    formula: str = "positive"
    consolidation: str = "sum"
    cap: float | None = None
    floor: float | None = None


def _share_of(count: Callable[[pd.DataFrame, ExpectationOptions], Floats]) -> Callable[..., pd.DataFrame]:
    def measure(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
        return _measured(tables, context, count, share=True)

    return measure


def _above(rows: pd.DataFrame, options: ExpectationOptions) -> Floats:
    return np.asarray(rows["achievement"] > options.above, dtype=float)


def _below(rows: pd.DataFrame, options: ExpectationOptions) -> Floats:
    return np.asarray(rows["achievement"] < options.below, dtype=float)


def _main_below(rows: pd.DataFrame, options: ExpectationOptions) -> Floats:
    main = np.asarray(rows["jenis_hasil"].fillna(MAIN) == MAIN)
    return np.where(main, _below(rows, options), 0.0)


def main_results_below(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return how many of each subject's main results are below expectation."""
    return _measured(tables, context, _main_below, share=False)


def _measured(
    tables: Mapping[str, pd.DataFrame],
    context: Context,
    count: Callable[[pd.DataFrame, ExpectationOptions], Floats],
    *,
    share: bool,
) -> pd.DataFrame:
    rows = each_achievement(tables, context, keep=("jenis_hasil",))
    size = len(context.subjects)
    expected = totals(places(context.subjects, rows[context.subject_key]), size)
    known = rows[rows["achievement"].notna()]
    place = places(context.subjects, known[context.subject_key])
    cases = totals(place, size)
    counted = totals(place, size, count(known, context.options))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(cases > 0, 100 * counted / cases if share else counted, np.nan)
    return measured(
        context.subjects,
        value=value,
        cases=cases,
        reason=np.where(expected == 0, NO_TARGETS, NOT_REPORTED).astype(object),
    )


RESULTS_ABOVE = Indicator(
    code="results_above_expectation",
    label=Label(id="Hasil kerja di atas ekspektasi", en="Results above expectation"),
    polarity="higher",
    measured_in=Label(id="% hasil kerja", en="% of results"),
    subject=("unit", "employee"),
    needs=(NEEDS,),
    measure=_share_of(_above),
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

RESULTS_BELOW = Indicator(
    code="results_below_expectation",
    label=Label(id="Hasil kerja di bawah ekspektasi", en="Results below expectation"),
    polarity="lower",
    measured_in=Label(id="% hasil kerja", en="% of results"),
    subject=("unit", "employee"),
    needs=(NEEDS,),
    measure=_share_of(_below),
    reference="PermenPANRB 6/2022, hlm. 97–102 (panduan rating); ambang per hasil dinyatakan di berkas parameter",
    valid_from=date(2022, 2, 7),
    attribution="employee",
    description=Label(
        id="Berapa persen hasil kerja yang capaiannya kurang dari ambang di bawah ekspektasi. Hasil tanpa realisasi "
        "yang dilaporkan tidak dihitung.",
        en="How many per cent of the results achieved less than the threshold below expectation. Results without a "
        "reported realisation are left out.",
    ),
    options=ExpectationOptions,
)

MAIN_RESULTS_BELOW = Indicator(
    code="main_results_below",
    label=Label(id="Hasil kerja utama di bawah ekspektasi", en="Main results below expectation"),
    polarity="lower",
    measured_in=Label(id="hasil kerja", en="results"),
    subject=("unit", "employee"),
    needs=(NEEDS,),
    measure=main_results_below,
    reference="PermenPANRB 6/2022, hlm. 97–102 (panduan rating): di atas ekspektasi tanpa hasil utama di bawahnya",
    valid_from=date(2022, 2, 7),
    attribution="employee",
    description=Label(
        id="Banyaknya hasil kerja utama yang capaiannya kurang dari ambang. Tanpa kolom jenis_hasil, semua hasil "
        "dianggap utama.",
        en="Number of main results that achieved less than the threshold. Without the column jenis_hasil all results "
        "count as main.",
    ),
    options=ExpectationOptions,
)

INDICATORS = [RESULTS_ABOVE, RESULTS_BELOW, MAIN_RESULTS_BELOW]
