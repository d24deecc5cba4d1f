"""Credit points (angka kredit) of functional posts: what a predicate is worth for a career. It follows a predicate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.estimates import Floats, measured, places, totals
from kinerja.faults import listed
from kinerja.periods import period_ends
from workbench import Column, Context, Indicator, InputError, Label, TableNeed, fault
from workbench.errors import message

PERCENT, COEFFICIENT = "angka_kredit.persentase", "angka_kredit.koefisien"
PREDICATES = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
LEVELS = (
    "pemula",
    "terampil",
    "mahir",
    "penyelia",
    "ahli_pertama",
    "ahli_muda",
    "ahli_madya",
    "ahli_utama",
)

NO_PREDICATE = message("no predicate for a period that ends in this cycle")


def credit_points(
    predicate: pd.Series,
    level: pd.Series,
    months: Floats,
    *,
    percent: Mapping[str, float],
    coefficient: Mapping[str, float],
) -> Floats:
    """Return percent / 100 · coefficient a year · months / 12 of each row.

    Parameters
    ----------
    predicate, level : Series of str
        Codes, as in the two tables.
    months : array of float
        Length of the period.
    percent, coefficient : mapping
        The tables of PermenPANRB 1/2023: by predicate, and a year by level of the post.
    """
    share = predicate.map(percent).to_numpy(dtype=float) / 100
    return np.asarray(share * level.map(coefficient).to_numpy(dtype=float) * np.asarray(months) / 12)


def credit_points_earned(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the credit points that each person's predicates of this cycle are worth, unrounded."""
    table, key = tables["predikat_periodik"], context.subject_key
    ends = period_ends(table["periode"], table="predikat_periodik")
    last = min(context.cycle.end, context.cycle.data_until)
    table = table[ends.between(pd.Timestamp(context.cycle.start), pd.Timestamp(last))]
    months = table["bulan"].to_numpy(dtype=float)
    place, size = places(context.subjects, table[key]), len(context.subjects)
    _refuse_more_months_than_the_cycle_has(totals(place, size, months), context)
    points = credit_points(
        table["predikat"],
        table["jenjang"],
        months,
        percent=context.rules.cited(PERCENT).value,
        coefficient=context.rules.cited(COEFFICIENT).value,
    )
    cases = totals(place, size)
    value = np.where(cases > 0, totals(place, size, points), np.nan)
    return measured(context.subjects, value=value, cases=cases, reason=NO_PREDICATE)


def _refuse_more_months_than_the_cycle_has(months: Floats, context: Context) -> None:
    start, end = context.cycle.start, context.cycle.end
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    double = context.subjects[months > length]
    if len(double):
        raise InputError(
            [
                fault(
                    ("tables", "predikat_periodik"),
                    "more than {length} months in this cycle for {rows}: a month counted twice, as after a transfer; "
                    "correct bulan",
                    length=length,
                    rows=listed(double),
                )
            ]
        )


CREDIT_POINTS = Indicator(
    code="credit_points",
    label=Label(id="Angka kredit dari predikat kinerja", en="Credit points from predicates"),
    polarity="higher",
    measured_in=Label(id="angka kredit", en="credit points"),
    subject=("employee",),
    needs=(
        TableNeed(
            table="predikat_periodik",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="periode", kind="text"),
                Column(name="jenjang", kind="category", values=LEVELS),
                Column(name="predikat", kind="category", values=PREDICATES),
                Column(name="bulan", kind="integer", low=1, high=12),
            ),
            key=("{key}", "periode", "jenjang"),
        ),
    ),
    measure=credit_points_earned,
    reference="PermenPANRB 1/2023; PerBKN 3/2023 (paket aturan: angka_kredit.persentase, angka_kredit.koefisien)",
    valid_from=date(2023, 1, 1),
    attribution="employee",
    description=Label(
        id="Persentase menurut predikat kali koefisien setahun menurut jenjang kali bulan/12, dijumlahkan atas periode "
        "dalam siklus ini. Angka kredit mengikuti predikat, jadi tidak pernah menentukan predikat. Program ini tidak "
        "memutuskan kenaikan pangkat.",
        en="Percentage by predicate times coefficient a year by level times months/12, added up over the periods in "
        "this cycle. Credit points follow a predicate, so they never decide one. This program does not decide "
        "promotions.",
    ),
    in_predicate=False,
)

INDICATORS = [CREDIT_POINTS]
