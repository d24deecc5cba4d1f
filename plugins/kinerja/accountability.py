"""Accountability of performance (SAKIP): four components, each by presence, quality and use, weighted by rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.estimates import measured, places, totals
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

COMPONENTS = ("perencanaan", "pengukuran", "pelaporan", "evaluasi_internal")
ASPECTS = ("keberadaan", "kualitas", "pemanfaatan")
WEIGHTS = "sakip.bobot"

NOT_EVALUATED = message("the accountability of this unit was not evaluated for a year in this cycle")
INCOMPLETE = message("the evaluation is incomplete: a component or an aspect has no value")


def sakip_score(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return Σ weight · answer / 100 over the twelve cells of the latest evaluated year that ends in the cycle."""
    table, key = tables["lke_sakip"], context.subject_key
    year = table["tahun"].astype(float)
    table = table[(year >= context.cycle.start.year) & (year <= context.cycle.end.year)]
    table = table[table["tahun"] == table.groupby(key)["tahun"].transform("max")]
    weights = context.rules.cited(WEIGHTS).value
    place, size = places(context.subjects, table[key]), len(context.subjects)
    score, answered = np.zeros(size), np.zeros(size)
    for aspect in ASPECTS:
        weight = table["komponen"].map({component: weights[component][aspect] for component in COMPONENTS})
        answer = table[aspect].to_numpy(dtype=float)
        given = ~np.isnan(answer)
        score += totals(place, size, np.where(given, weight.to_numpy(dtype=float) * answer / 100, 0.0))
        answered += totals(place, size, given)
    evaluated = totals(place, size) > 0
    return measured(
        context.subjects,
        value=np.where(answered == len(COMPONENTS) * len(ASPECTS), score, np.nan),
        cases=answered,
        reason=np.where(evaluated, INCOMPLETE, NOT_EVALUATED).astype(object),
    )


SAKIP_SCORE = Indicator(
    code="sakip_score",
    label=Label(id="Nilai evaluasi SAKIP", en="Score of the accountability evaluation (SAKIP)"),
    polarity="higher",
    measured_in=Label(id="nilai 0–100", en="score 0–100"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="lke_sakip",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="tahun", kind="integer", low=2000, high=2100),
                Column(name="komponen", kind="category", values=COMPONENTS),
                *(Column(name=aspect, kind="number", required=False, low=0, high=100) for aspect in ASPECTS),
            ),
            key=("{key}", "tahun", "komponen"),
        ),
    ),
    measure=sakip_score,
    reference="PermenPANRB 88/2021 (paket aturan: sakip.bobot; pita: predikat_sakip)",
    valid_from=date(2021, 12, 31),
    attribution="unit",
    description=Label(
        id="Jumlah, atas empat komponen SAKIP, dari nilai keberadaan, kualitas, dan pemanfaatan (0–100) kali bobotnya. "
        "Evaluasi yang belum lengkap tidak dinilai. Predikat AA sampai D mengikuti paket aturan.",
        en="The sum, over the four components of SAKIP, of the scores for presence, quality and use (0–100) times "
        "their weights. An incomplete evaluation is not scored. The grades AA to D follow the rule pack.",
    ),
)

INDICATORS = [SAKIP_SCORE]
