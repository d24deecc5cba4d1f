"""Achievement against target (capaian): the same words stand for different arithmetic, so each formula has a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.estimates import Floats, measured, places, totals
from kinerja.periods import period_ends
from kinerja.skp_conversion import skp_conversion_8_2021
from workbench import Column, Context, Indicator, InputError, Label, Options, TableNeed, fault
from workbench.errors import message

NO_TARGETS = message("no targets were set for this cycle")
NOT_REPORTED = message("targets were set, but no complete realisation has been reported")

Formula = Callable[[Floats, Floats, Floats], Floats]
FormulaName = Literal["positive", "negative_complement", "negative_ratio", "negative_difference", "stabilise"]
Consolidation = Literal["sum", "average", "last"]

_OF_THE_ROW = ("rumus", "konsolidasi", "bobot", "terburuk")


def positive(target: Floats, realised: Floats, worst: Floats) -> Floats:
    """Return R/T; for a negative target 1 + (1 - R/T); a target of 0 has no achievement."""
    ratio = realised / target
    return np.where(target > 0, ratio, np.where(target < 0, 2 - ratio, np.nan))


def negative_complement(target: Floats, realised: Floats, worst: Floats) -> Floats:
    """Return 1 + (1 - R/T); for a target of 0: 1 when it is met, else (worst - R)/worst if a worst value is known."""
    ratio = realised / target
    of_zero = np.where(realised <= 0, 1.0, np.where(worst > 0, (worst - realised) / worst, np.nan))
    return np.where(target > 0, 2 - ratio, np.where(target < 0, ratio, of_zero))


def negative_ratio(target: Floats, realised: Floats, worst: Floats) -> Floats:
    """Return T/R; a realisation of 0 is the best there is (it comes to the cap), and 1 when the target is 0 too."""
    of_zero = np.where(target > 0, np.inf, 1.0)
    result = np.where(realised > 0, target / realised, of_zero)
    known = (target >= 0) & (realised >= 0)  # false where a realisation is missing
    return np.where(known, result, np.nan)


def negative_difference(target: Floats, realised: Floats, worst: Floats) -> Floats:
    """Return (T - R)/T: the share saved, 0 when the target is met exactly; a target of 0 has no achievement."""
    return np.where(target > 0, (target - realised) / target, np.nan)


def stabilise(target: Floats, realised: Floats, worst: Floats) -> Floats:
    """Return R/T up to the target and 2 - R/T beyond it, to be read off a scale afterwards."""
    ratio = realised / target
    return np.where(target > 0, np.where(realised <= target, ratio, 2 - ratio), np.nan)


FORMULAS: Mapping[str, Formula] = {
    "positive": positive,
    "negative_complement": negative_complement,
    "negative_ratio": negative_ratio,
    "negative_difference": negative_difference,
    "stabilise": stabilise,
}


class TargetAchievementOptions(Options):
    """Formula and consolidation of rows that do not name their own; limits that differ from the rule pack's.

    `conversion` turns each achievement into the numeric SKP of the revoked PermenPANRB 8/2021, for old cycles.
    """

    labels: ClassVar[Mapping[str, Label]] = {
        "formula": Label(id="rumus bila target tidak menyebutnya", en="formula where a target names none"),
        "consolidation": Label(id="konsolidasi", en="consolidation"),
        "sum": Label(id="jumlah", en="sum"),
        "average": Label(id="rata-rata", en="average"),
        "last": Label(id="nilai terakhir", en="last value"),
        "cap": Label(id="batas atas", en="cap"),
        "floor": Label(id="batas bawah", en="floor"),
        "conversion": Label(id="konversi", en="conversion"),
        "none": Label(id="tidak ada", en="none"),
    }

    formula: FormulaName = "positive"
    consolidation: Consolidation = "sum"
    cap: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    floor: Annotated[float, Field(allow_inf_nan=False)] | None = None
    conversion: Literal["none", "permenpanrb_8_2021"] = "none"


def achievements(rows: pd.DataFrame, *, cap: float, floor: float, scale: list[list[float]]) -> Floats:
    """Return the achievement of each row in per cent, within `floor` and `cap`; NaN where it has none.

    Parameters
    ----------
    rows : DataFrame
        Columns ``target, realisasi, terburuk`` (float) and ``rumus`` (name of a formula).
    cap, floor : float
        Limits in per cent.
    scale : list of [achievement, result]
        The scale that `stabilise` is read off, linear in between.
    """
    target, realised, worst = (rows[name].to_numpy(dtype=float) for name in ("target", "realisasi", "terburuk"))
    result = np.full(len(rows), np.nan)
    for name, formula in FORMULAS.items():
        chosen = (rows["rumus"] == name).to_numpy()
        with np.errstate(divide="ignore", invalid="ignore"):
            result[chosen] = 100 * formula(target[chosen], realised[chosen], worst[chosen])
    steady = (rows["rumus"] == "stabilise").to_numpy() & ~np.isnan(result)
    result[steady] = np.interp(result[steady], *np.transpose(scale))
    return result.clip(floor, cap)


def target_achievement(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the weighted mean of the achievements of each subject's targets, in per cent."""
    key = context.subject_key
    rows = each_achievement(tables, context)
    if context.options.conversion == "permenpanrb_8_2021":
        table = context.rules.cited("skp.konversi_capaian").value
        rows["achievement"] = skp_conversion_8_2021(rows["achievement"].to_numpy(dtype=float), table)
    size = len(context.subjects)
    expected = totals(places(context.subjects, rows[key]), size)
    known = rows[rows["achievement"].notna()]
    place = places(context.subjects, known[key])
    weights = known["bobot"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = totals(place, size, weights * known["achievement"].to_numpy()) / totals(place, size, weights)
    return measured(
        context.subjects,
        value=value,
        cases=totals(place, size),
        reason=np.where(expected == 0, NO_TARGETS, NOT_REPORTED).astype(object),
    )


def each_achievement(
    tables: Mapping[str, pd.DataFrame], context: Context, *, keep: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return one row for each target of each subject with its ``achievement`` in per cent; NaN where it has none.

    Parameters
    ----------
    tables : mapping
        With ``capaian``.
    context : Context
        The cycle, its rules, and options with ``formula, consolidation, cap, floor``.
    keep : tuple of str
        Further columns that must stay the same over the periods of a target.
    """
    rows = _consolidated(_of_the_cycle(tables["capaian"], context), context, keep)
    rows["achievement"] = achievements(
        rows,
        cap=_limit(context, "capaian.batas_atas", context.options.cap),
        floor=_limit(context, "capaian.batas_bawah", context.options.floor),
        scale=context.rules.cited("capaian.skala_stabil").value,
    )
    return rows


def _limit(context: Context, name: str, own: float | None) -> float:
    return float(context.rules.cited(name).value) if own is None else own


def _of_the_cycle(table: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the rows with a target whose period ends within the cycle and not after the cut-off."""
    ends = period_ends(table["periode"], table="capaian")
    last = min(context.cycle.end, context.cycle.data_until)
    within = ends.between(pd.Timestamp(context.cycle.start), pd.Timestamp(last))
    return table.assign(ends=ends)[within & table["target"].notna()]


def _consolidated(table: pd.DataFrame, context: Context, keep: tuple[str, ...]) -> pd.DataFrame:
    """Return one row for each target of each subject: its periods summed, averaged, or the last known one taken.

    A sum or an average with a realisation missing is itself missing: adding up what there is would count the rest
    as zero.
    """
    key = [context.subject_key, "indikator"]
    table = table.sort_values([*key, "ends"], kind="stable")
    of_the_row = [*_OF_THE_ROW, *keep]
    _refuse_rows_that_change(table, key, of_the_row)
    groups = table.groupby(key, observed=True)
    rows = groups[of_the_row].first()
    rows["rumus"] = rows["rumus"].fillna(context.options.formula)
    rows["bobot"] = _weights(rows["bobot"], key)
    how = rows["konsolidasi"].fillna(context.options.consolidation)
    numbers = ["target", "realisasi"]
    known = table[table["realisasi"].notna()].groupby(key, observed=True)[numbers].last().reindex(rows.index)
    complete = groups["realisasi"].count() == groups.size()
    for name in numbers:
        together = groups[name].sum().where(how == "sum", groups[name].mean()).where(complete)
        rows[name] = known[name].where(how == "last", together)
    return rows.reset_index()


def _weights(weights: pd.Series, key: list[str]) -> pd.Series:
    """Return the weights of the rows: all equal where none is given, else one for each."""
    absent = weights.index[weights.isna()]
    if len(absent) == len(weights):
        return weights.astype(float).fillna(1.0)
    InputError.raise_if(
        fault(
            ("tables", "capaian"),
            "bobot is empty for '{row}' of {subject}: give every row a weight, or none",
            row=row,
            subject=who,
        )
        for who, row in absent
    )
    return weights


def _refuse_rows_that_change(table: pd.DataFrame, key: list[str], of_the_row: list[str]) -> None:
    changes = table.groupby(key, observed=True)[of_the_row].nunique()
    InputError.raise_if(
        fault(
            ("tables", "capaian"),
            "'{row}' of {subject} has more than one {column} in the periods of this cycle: it must stay the same",
            row=row,
            subject=who,
            column=column,
        )
        for column in of_the_row
        for who, row in changes.index[changes[column] > 1]
    )


TARGET_ACHIEVEMENT = Indicator(
    code="target_achievement",
    label=Label(id="Capaian target kinerja", en="Achievement of targets"),
    polarity="higher",
    measured_in=Label(id="% target", en="% of target"),
    subject=("unit", "employee"),
    needs=(
        TableNeed(
            table="capaian",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="indikator", kind="text"),
                Column(name="periode", kind="text"),
                Column(name="target", kind="number", required=False),
                Column(name="realisasi", kind="number", required=False),
                Column(name="rumus", kind="category", required=False, may_be_absent=True, values=tuple(FORMULAS)),
                Column(
                    name="konsolidasi",
                    kind="category",
                    required=False,
                    may_be_absent=True,
                    values=("sum", "average", "last"),
                ),
                Column(name="bobot", kind="number", required=False, may_be_absent=True, low=0),
                Column(name="terburuk", kind="number", required=False, may_be_absent=True),
            ),
            key=("{key}", "indikator", "periode"),
        ),
    ),
    measure=target_achievement,
    reference="PermenPANRB 6/2022 (lintasan target, hlm. 93); rumus dan batas: paket aturan capaian-kinerja",
    valid_from=date(2014, 1, 1),
    attribution="employee",
    description=Label(
        id="Rata-rata tertimbang capaian setiap target. Rumus tiap target tercantum namanya: positive = R/T; "
        "negative_complement = 1 + (1 − R/T); negative_ratio = T/R; negative_difference = (T − R)/T; stabilise = R/T "
        "atau 2 − R/T yang dibaca pada skala. Capaian dibatasi batas bawah dan batas atas. Realisasi yang belum "
        "dilaporkan bukan nol: target itu tidak dihitung, dan banyaknya target yang dihitung dicantumkan.",
        en="The weighted mean of the achievement of each target. Every target names its formula: positive = R/T; "
        "negative_complement = 1 + (1 − R/T); negative_ratio = T/R; negative_difference = (T − R)/T; stabilise = R/T "
        "or 2 − R/T read off a scale. Achievements are limited by a floor and a cap. A realisation that is not "
        "reported is not zero: that target is left out, and the number of targets counted is shown.",
    ),
    options=TargetAchievementOptions,
)

INDICATORS = [TARGET_ACHIEVEMENT]
