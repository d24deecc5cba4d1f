"""The practice of the Ministry of Finance (Kemenkeu), known from unofficial sources: results weighted by quality."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.estimates import Floats, measured, places, totals
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

VALIDITY, CONTROL = ("exact", "proxy", "activity"), ("low", "moderate", "high")
KINDS = ("biasa", "maksimal", "baru")
INDICATOR_QUALITY, TARGET_QUALITY = "kemenkeu.kualitas_iku", "kemenkeu.kualitas_target"
CAP = "kemenkeu.batas_capaian"

NO_RESULTS = message("no results contracted for this cycle")
NOT_WEIGHTED = message("no result of this cycle has an achievement and a quality that the tables know")


def target_quality(
    target: Floats,
    earlier_target: Floats,
    earlier_result: Floats,
    kind: pd.Series,
    *,
    minimise: np.ndarray,
    table: Mapping[str, float],
) -> Floats:
    """Return the quality of each target against last year's (Tabel 15).

    Parameters
    ----------
    target, earlier_target, earlier_result : array of float
        This year's target, last year's target and realisation; the last two may be missing for a new target.
    kind : Series of str
        ``biasa``, ``maksimal`` (statutory or unbeatable) or ``baru`` (no last year).
    minimise : array of bool
        Where less is better, the comparison is mirrored.
    table : mapping
        The value of each case.
    """
    sign = np.where(minimise, -1.0, 1.0)
    now, before, reached = sign * target, sign * earlier_target, sign * earlier_result
    known = ~np.isnan(now) & ~np.isnan(before) & ~np.isnan(reached)
    cases = [
        ((kind == "maksimal").to_numpy(), "maksimal"),
        ((kind == "baru").to_numpy(), "baru"),
        (known & (now < before), "diturunkan"),
        (known & (now == before) & (reached > before), "tetap_padahal_terlampaui"),
        (known & (now == before), "tetap"),
        (known & (now > reached), "naik_di_atas_realisasi"),
        (known & (now == reached), "naik_setara_realisasi"),
        (known, "naik"),
    ]
    return np.select([case for case, _ in cases], [float(table[name]) for _, name in cases], np.nan)


def results_value(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return NHK = Σ min(achievement · K3, cap) · K3 / Σ K3, K3 the mean of indicator and target quality.

    A result without an achievement is left out, never counted as 0; the number counted is shown.
    """
    table, key = tables["iku"], context.subject_key
    of_indicator = context.rules.cited(INDICATOR_QUALITY).value
    cells = {f"{validity}/{control}": of for validity, row in of_indicator.items() for control, of in row.items()}
    indicator = (table["validitas"] + "/" + table["kendali"]).map(cells).to_numpy(dtype=float)
    target = target_quality(
        table["target"].to_numpy(dtype=float),
        table["target_lalu"].to_numpy(dtype=float),
        table["realisasi_lalu"].to_numpy(dtype=float),
        table["jenis_target"],
        minimise=(table["arah"] == "minimize").to_numpy(dtype=bool),
        table=context.rules.cited(TARGET_QUALITY).value,
    )
    quality = (indicator + target) / 2
    achievement = table["capaian"].to_numpy(dtype=float)
    known = ~np.isnan(quality) & ~np.isnan(achievement)
    place, size = places(context.subjects, table[key][known]), len(context.subjects)
    cap = float(context.rules.cited(CAP).value)
    weighted = np.minimum(achievement[known] * quality[known], cap) * quality[known]
    contracted = totals(places(context.subjects, table[key]), size)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = totals(place, size, weighted) / totals(place, size, quality[known])
    reason = np.where(contracted == 0, NO_RESULTS, NOT_WEIGHTED).astype(object)
    return measured(context.subjects, value=value, cases=totals(place, size), reason=reason)


RESULTS_VALUE = Indicator(
    code="kemenkeu_results_value",
    label=Label(
        id="Nilai hasil kerja (NHK) menurut praktik Kemenkeu", en="Value of results (NHK), Ministry of Finance"
    ),
    polarity="higher",
    measured_in=Label(id="nilai 0–120", en="value 0–120"),
    subject=("employee", "unit"),
    needs=(
        TableNeed(
            table="iku",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="indikator", kind="text"),
                Column(name="capaian", kind="number", required=False, low=0, high=120),
                Column(name="validitas", kind="category", values=VALIDITY),
                Column(name="kendali", kind="category", values=CONTROL),
                Column(name="arah", kind="category", values=("maximize", "minimize")),
                Column(name="jenis_target", kind="category", values=KINDS),
                Column(name="target", kind="number", required=False),
                Column(name="target_lalu", kind="number", required=False),
                Column(name="realisasi_lalu", kind="number", required=False),
            ),
            key=("{key}", "indikator"),
        ),
    ),
    measure=results_value,
    reference="KMK 300/2022; KMK 127/2026 menurut aplikasi tidak resmi “Kalkulator Kinerja” (periksa KMK-nya)",
    valid_from=date(2022, 1, 1),
    attribution="employee",
    description=Label(
        id="Rata-rata capaian IKU yang ditimbang dengan kualitasnya: validitas dan tingkat kendali indikator, dan "
        "seberapa menantang target dibandingkan dengan tahun lalu. IKU tanpa realisasi tidak dihitung sebagai nol. "
        "Tabelnya berasal dari sumber tidak resmi.",
        en="The mean achievement of the contracted indicators, weighted by their quality: how valid the indicator is, "
        "how far it is under control, and how demanding the target is against last year's. One without a realisation "
        "does not count as zero. The tables come from an unofficial source.",
    ),
)

INDICATORS = [RESULTS_VALUE]
