"""Innovation: how far an idea has come times how reviewers judge it, with a cap so that many small ones do not win."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field
from scipy import stats

from kinerja.deadlines import in_cycle
from kinerja.estimates import measured, places, totals
from kinerja.faults import refuse_unknown
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

STAGES = ("ide", "uji_coba", "implementasi", "replikasi")
STAGE_SHARES, CAP, LEAST_REVIEWERS = "inovasi.nilai_tahap", "inovasi.batas_unit", "inovasi.penilai_paling_sedikit"

NOTHING_REGISTERED = message("no innovation was registered in this cycle")
NOT_REVIEWED = message("innovations were registered, but none has enough reviewers yet")


class InnovationOptions(Options):
    """Cap and smallest number of reviewers; the rule pack's own when not given. What an empty register means."""

    labels: ClassVar[Mapping[str, Label]] = {
        "cap": Label(id="poin paling banyak", en="most points"),
        "reviewers": Label(id="penilai paling sedikit", en="fewest reviewers"),
        "none_registered": Label(id="tanpa inovasi terdaftar", en="no innovation registered"),
        "missing": Label(id="tidak ada nilai", en="no value"),
        "zero": Label(id="nol", en="zero"),
    }

    cap: Annotated[float, Field(gt=0)] | None = None
    reviewers: Annotated[int, Field(ge=1)] | None = None
    none_registered: Literal["missing", "zero"] = "missing"


def innovation_points(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the sum of stage share x mean reviewer score (0-100) of the innovations of each unit, up to the cap.

    The interval says how far the reviewers agree: the t-interval of the sum with their pooled variance,
    ``Σ stage² · s² / reviewers``, on ``Σ (reviewers - 1)`` degrees of freedom.
    """
    register, scores = tables["inovasi"], tables["nilai_inovasi"]
    refuse_unknown(
        scores["id_inovasi"], register["id_inovasi"], name="nilai_inovasi", column="id_inovasi", register="inovasi"
    )
    register = register[in_cycle(register["tanggal"], context)]
    reviewed = _reviewed(register, scores, context)
    size = len(context.subjects)
    place = places(context.subjects, reviewed[context.subject_key])
    cap = float(_setting(context, CAP, context.options.cap))
    points = totals(place, size, (reviewed["share"] * reviewed["mean"]).to_numpy(dtype=float))
    registered = totals(places(context.subjects, register[context.subject_key]), size)
    counted = totals(place, size)
    known = (counted > 0) | ((registered == 0) & (context.options.none_registered == "zero"))
    half = _half_width(reviewed, place, size)
    return measured(
        context.subjects,
        value=np.where(known, points.clip(max=cap), np.nan),
        cases=counted,
        low=(points - half).clip(0, cap),
        high=(points + half).clip(0, cap),
        reason=np.where(registered == 0, NOTHING_REGISTERED, NOT_REVIEWED).astype(object),
    )


def _reviewed(register: pd.DataFrame, scores: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the innovations with enough reviewers: stage share, mean score, squares about it, number of scores."""
    by_innovation = scores.groupby("id_inovasi")["skor"].agg(["mean", "count", "var"])
    rows = register.join(by_innovation, on="id_inovasi")
    rows = rows[rows["count"] >= int(_setting(context, LEAST_REVIEWERS, context.options.reviewers))]
    share = rows["tahap"].map(context.rules.cited(STAGE_SHARES).value).astype(float)
    return rows.assign(share=share, squares=rows["var"].fillna(0.0) * (rows["count"] - 1))


def _half_width(reviewed: pd.DataFrame, place: np.ndarray, size: int) -> np.ndarray:
    freedom = totals(place, size, (reviewed["count"] - 1).to_numpy(dtype=float))
    weight = totals(place, size, (reviewed["share"] ** 2 / reviewed["count"]).to_numpy(dtype=float))
    squares = totals(place, size, reviewed["squares"].to_numpy(dtype=float))
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(weight * squares / freedom)
    return np.where(freedom > 0, stats.t.ppf(0.975, np.maximum(freedom, 1)) * error, np.nan)


def _setting(context: Context, name: str, own: float | None) -> float:
    return float(context.rules.cited(name).value) if own is None else own


INNOVATION_POINTS = Indicator(
    code="innovation_points",
    label=Label(id="Inovasi", en="Innovation"),
    polarity="higher",
    measured_in=Label(id="poin", en="points"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="inovasi",
            columns=(
                Column(name="id_inovasi", kind="text"),
                Column(name="{key}", kind="text", subject=True),
                Column(name="tanggal", kind="date"),
                Column(name="tahap", kind="category", values=STAGES),
            ),
            key=("id_inovasi",),
        ),
        TableNeed(
            table="nilai_inovasi",
            columns=(
                Column(name="id_inovasi", kind="text"),
                Column(name="id_penilai", kind="text"),
                Column(name="skor", kind="number", low=0, high=100),
            ),
            key=("id_inovasi", "id_penilai"),
        ),
    ),
    measure=innovation_points,
    reference="PermenPANRB 91/2021 tentang Pembinaan Inovasi Pelayanan Publik; nilai tahap dan batas: usulan setempat",
    valid_from=date(2014, 1, 1),
    attribution="unit",
    description=Label(
        id="Jumlah, atas semua inovasi unit dalam siklus ini, dari nilai tahap (ide, uji coba, implementasi, "
        "replikasi) kali rata-rata skor para penilai. Jumlah itu dibatasi per unit sehingga banyak ide kecil tidak "
        "mengalahkan satu inovasi yang diterapkan. Selang 95 % memperlihatkan seberapa sepakat para penilai.",
        en="The sum, over all innovations of the unit in this cycle, of the value of the stage (idea, trial, in use, "
        "copied elsewhere) times the mean score of the reviewers. The sum is capped for each unit, so that many small "
        "ideas do not beat one that is in use. The 95 % interval shows how far the reviewers agree.",
    ),
    options=InnovationOptions,
)

INDICATORS = [INNOVATION_POINTS]
