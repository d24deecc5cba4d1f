"""Feedback from all sides (umpan balik berkelanjutan): a role with too few givers is hidden, the rest is weighted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field
from scipy import stats

from kinerja.estimates import Floats, measured, places, totals
from kinerja.periods import period_ends
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

ROLES = ("pimpinan", "rekan", "bawahan", "pihak_lain")
Role = Literal["pimpinan", "rekan", "bawahan", "pihak_lain"]
WEIGHTS, LEAST_GIVERS, SCALE = "umpan_balik.bobot_peran", "umpan_balik.pemberi_minimum", "umpan_balik.skala"
GUIDES_IN_A_VALUE = 3

NOBODY_GAVE = message("nobody gave feedback in this cycle")
HIDDEN = message("too few givers: the roles that may be shown carry too little of the declared weight")


class FeedbackOptions(Options):
    """Declared weight of each role and the share of it that must be visible for a value."""

    labels: ClassVar[Mapping[str, Label]] = {
        "role_weights": Label(id="bobot peran", en="weights of the roles"),
        "pimpinan": Label(id="pimpinan", en="superior"),
        "rekan": Label(id="rekan", en="peers"),
        "bawahan": Label(id="bawahan", en="subordinates"),
        "pihak_lain": Label(id="pihak lain", en="others"),
        "visible_weight": Label(id="bobot paling sedikit yang tampak", en="least visible share of the weight"),
    }

    role_weights: dict[Role, Annotated[float, Field(ge=0)]] | None = None
    visible_weight: Annotated[float, Field(gt=0, le=1)] = 0.6


def feedback_360(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the weighted mean over roles of the mean over givers of the mean over the seven values.

    Guides 1-21 come in threes, one value each; a value is the mean of the guides answered. A role with fewer givers
    than the rules ask (three; the superior is one by nature and signs) is left out wholly, so that nobody can tell who
    said what; the weights of the others are scaled up, as long as enough of the declared weight is left. The interval
    takes the givers as sampled within their role, with a pooled variance; the one superior is not sampled.
    """
    givers = _scores_of_givers(tables["umpan_balik"], context)
    key = context.subject_key
    place = places(context.subjects, givers[key])
    size, kinds = len(context.subjects), len(ROLES)
    cell = place * kinds + pd.Index(ROLES).get_indexer(pd.Index(givers["peran"]))
    score = givers["score"].to_numpy(dtype=float)
    number = totals(cell, size * kinds)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = totals(cell, size * kinds, score) / number
    squares = totals(cell, size * kinds, (score - mean[cell]) ** 2).reshape(size, kinds)
    number, mean = number.reshape(size, kinds), mean.reshape(size, kinds)
    least = context.rules.cited(LEAST_GIVERS).value
    visible = number >= np.array([max(1, least[role]) for role in ROLES])
    given = context.options.role_weights or context.rules.cited(WEIGHTS).value
    declared = np.array([float(given.get(role, 0)) for role in ROLES])
    weights = np.where(visible, declared, 0.0)
    seen = weights.sum(axis=1)
    enough = seen >= context.options.visible_weight * declared.sum() - 1e-12
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = weights / seen[:, None]
        value = np.where(enough, np.where(weights > 0, weights * mean, 0.0).sum(axis=1), np.nan)
    half = _half_width(number, squares, weights)
    low, high = context.rules.cited(SCALE).value
    return measured(
        context.subjects,
        value=value,
        cases=np.where(weights > 0, number, 0.0).sum(axis=1),
        low=(value - half).clip(low, high),
        high=(value + half).clip(low, high),
        reason=np.where(number.sum(axis=1) == 0, NOBODY_GAVE, HIDDEN).astype(object),
    )


def _scores_of_givers(table: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return one score for each person, giver and role: guides to values, values to a mean, periods together."""
    ends = period_ends(table["periode"], table="umpan_balik")
    last = min(context.cycle.end, context.cycle.data_until)
    within = ends.between(pd.Timestamp(context.cycle.start), pd.Timestamp(last)) & table["skor"].notna()
    rows = table[within]
    rows = rows.assign(value=(rows["item"].astype(float) - 1) // GUIDES_IN_A_VALUE)
    who = [context.subject_key, "peran", "id_pemberi"]
    of_values = rows.groupby([*who, "value"], observed=True)["skor"].mean()
    return of_values.groupby(level=who, observed=True).mean().rename("score").reset_index()


def _half_width(number: Floats, squares: Floats, weights: Floats) -> Floats:
    sampled = (weights > 0) & (number >= 2)
    freedom = np.where(sampled, number - 1, 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = np.where(sampled, squares, 0).sum(axis=1) / freedom
        error = np.sqrt(pooled * np.where(sampled, weights**2 / number, 0).sum(axis=1))
    return np.where(freedom > 0, stats.t.ppf(0.975, np.maximum(freedom, 1)) * error, np.nan)


FEEDBACK_360 = Indicator(
    code="feedback_360",
    label=Label(id="Umpan balik 360 atas perilaku kerja", en="Feedback on conduct from all sides"),
    polarity="higher",
    measured_in=Label(id="skala 1–10", en="scale 1–10"),
    subject=("employee",),
    needs=(
        TableNeed(
            table="umpan_balik",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="id_pemberi", kind="text"),
                Column(name="peran", kind="category", values=ROLES),
                Column(name="periode", kind="text"),
                Column(name="item", kind="integer", low=1, high=21),
                Column(name="skor", kind="number", required=False, low=1, high=10),
            ),
            key=("{key}", "id_pemberi", "periode", "item"),
        ),
    ),
    measure=feedback_360,
    reference="PermenPANRB 6/2022 Ps 18–19, hlm. 69–70; bobot peran dan jumlah pemberi: pilihan setempat",
    valid_from=date(2022, 2, 7),
    attribution="employee",
    description=Label(
        id="Rata-rata umpan balik atas tujuh nilai BerAKHLAK dari pimpinan, rekan, bawahan, dan pihak lain, ditimbang "
        "menurut bobot peran yang dinyatakan. Peran dengan pemberi kurang dari jumlah minimum (bakunya tiga) tidak "
        "dihitung dan tidak ditampilkan, sehingga tidak seorang pun dapat dikenali; pimpinan memberi umpan balik atas "
        "namanya sendiri.",
        en="The mean feedback on the seven BerAKHLAK values from superior, peers, subordinates and others, by the "
        "declared weights of the roles. A role with fewer givers than the minimum (three by default) is neither "
        "counted nor shown, so that nobody can be recognised; the superior gives feedback under his or her own name.",
    ),
    options=FeedbackOptions,
)

INDICATORS = [FEEDBACK_360]
