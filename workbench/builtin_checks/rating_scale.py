"""How consistent raters are, by the rating-scale model: severity, fit, use of the scale, halo, shifts of severity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import message
from workbench.fairness.rater_fit import EXPECTED
from workbench.fairness.rating_scale import RatingScale, rating_scale
from workbench.model.fairness import (
    CANNOT_SAY,
    CROSSED,
    FOUND,
    NOT_FOUND,
    TOO_FEW,
    Examination,
    FairnessCase,
    FairnessCheck,
    findings_of,
)
from workbench.model.labels import Label

DIGITS = 6
FEWEST_PERSONS = 3
"""With fewer persons, however many items, a rater's severity rests on hardly anybody."""
SEVERITY = message("stricter with the average person than a rater of mean severity, in points of the scale")
OUTFIT = message("how far ratings lie from what is expected (outfit; 1 as expected, above 1 hard to predict)")
SPREAD = message("spread of the ratings as a multiple of the expected one")
HALO = message("correlation between the items of one person")
SHIFT = message("stricter here than the same rater elsewhere, in logits")
OTHER_RATERS, ELSEWHERE = message("all other raters"), message("the same rater elsewhere")
NO_RATERS = message("no two raters share a person, so that severity and quality cannot be told apart")


def examine_rating_scale(case: FairnessCase) -> Examination:
    """Return what the rating-scale model says about the raters of every table of ratings in ordered classes."""
    groupings = {name: groups for name, groups in case.groupings.items() if CROSSED not in name}
    found = {code: rating_scale(ratings.rows, groupings) for code, ratings in case.ratings.items() if ratings.ordered}
    if not found:
        return Examination(findings=findings_of())
    findings = [part for code, scale in found.items() for part in _findings(scale, case, code)]
    return Examination(
        findings=findings_of(*findings),
        tables={
            "raters": _stacked({code: scale.raters.reset_index() for code, scale in found.items()}),
            "groups": _stacked({code: scale.groups.reset_index() for code, scale in found.items()}),
            "shifts": _stacked({code: scale.shifts for code, scale in found.items()}),
        },
        facts={code: _facts(scale) for code, scale in found.items()},
    )


def _stacked(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([table.assign(outcome=code) for code, table in tables.items()], ignore_index=True).round(DIGITS)


def _facts(scale: RatingScale) -> dict[str, Any]:
    return {"ratings": scale.ratings, "modelled": scale.modelled, "left_out": scale.left_out}


def _findings(scale: RatingScale, case: FairnessCase, code: str) -> list[pd.DataFrame]:
    """Return the findings about one table of ratings; one sentence where no rater can be compared."""
    given = case.settings.ratings.get(code)
    column = given.rater if given is not None else "rater"
    if scale.groups.empty:
        rows = pd.DataFrame({"measure": [SEVERITY], "verdict": [CANNOT_SAY], "reason": [NO_RATERS]})
        return [rows.assign(outcome=code, grouping=column, size=len(scale.raters))]
    known = scale.raters[scale.raters["reason"] == ""]
    unknown = scale.raters[scale.raters["reason"] != ""]
    limit, fewest = case.settings.false_discovery, case.settings.calibration.fewest_ratings
    few = ((known["ratings"] < fewest) | (known["persons"] < FEWEST_PERSONS)).to_numpy(bool)
    columns = {
        SEVERITY: ("points", "points_low", "points_high", "severity"),
        OUTFIT: ("outfit", None, None, "outfit"),
        SPREAD: ("spread", "spread_low", "spread_high", "spread"),
        HALO: ("halo", None, None, "halo"),
    }
    parts = [
        _of_raters(known, measure, *names, few=few, limit=limit)
        for measure, names in columns.items()
        if known[names[0]].notna().any()
    ]
    reasons = pd.DataFrame({"group": unknown.index, "verdict": CANNOT_SAY, "reason": unknown["reason"].to_numpy()})
    parts.append(reasons.assign(measure=SEVERITY))
    parts = [part.assign(grouping=column) for part in parts] + _of_shifts(scale, column, limit=limit)
    # so many digits that the order in which processors add up does not show
    return [
        part.assign(outcome=code).round(dict.fromkeys(("value", "low", "high", "p_value"), DIGITS)) for part in parts
    ]


def _of_raters(
    known: pd.DataFrame,
    measure: str,
    value: str,
    low: str | None,
    high: str | None,
    tested: str,
    *,
    few: np.ndarray,
    limit: float,
) -> pd.DataFrame:
    """Return one finding a rater; a misfit counts only where it is large as well as certain."""
    p = known[f"{tested}_p"].to_numpy(float)
    beyond = known[f"{tested}_p_adjusted"].to_numpy(float) <= limit
    if measure == OUTFIT:
        beyond &= (known["fit"] != EXPECTED).to_numpy(bool)
    unclear = few | np.isnan(p)
    rows = pd.DataFrame(
        {
            "measure": measure,
            "group": known.index,
            "against": OTHER_RATERS,
            "size": known["persons"].to_numpy(),
            "value": known[value].to_numpy(float),
            "low": known[low].to_numpy(float) if low else np.nan,
            "high": known[high].to_numpy(float) if high else np.nan,
            "p_value": p,
            "verdict": np.where(unclear, TOO_FEW, np.where(beyond, FOUND, NOT_FOUND)),
        }
    )
    rows.loc[unclear, ["value", "low", "high", "p_value"]] = np.nan
    return rows


def _of_shifts(scale: RatingScale, column: str, *, limit: float) -> list[pd.DataFrame]:
    """Return one finding for each rater and month, or group, of whom there are enough persons."""
    if scale.shifts.empty:
        return []
    shifts = scale.shifts.dropna(subset="p")
    return [
        pd.DataFrame(
            {
                "measure": SHIFT,
                "grouping": column + CROSSED + shifts["grouping"].astype("str"),
                "group": shifts["rater"].astype("str") + CROSSED + shifts["label"].astype("str"),
                "against": ELSEWHERE,
                "size": shifts["persons"],
                "value": shifts["difference"],
                "low": shifts["low"],
                "high": shifts["high"],
                "p_value": shifts["p"],
                "verdict": np.where(shifts["p_adjusted"] <= limit, FOUND, NOT_FOUND),
            }
        )
    ]


RATING_SCALE = FairnessCheck(
    code="rating_scale",
    label=Label(id="Keajekan penilai", en="Consistency of raters"),
    question=Label(id="Seberapa ajek para penilai?", en="How consistent are the raters?"),
    description=Label(
        id="Memperkirakan keketatan tiap penilai dari pegawai yang juga dinilai orang lain, lalu melihat apakah "
        "nilainya dapat diramalkan, memakai seluruh skala, membedakan tiap butir, dan tetap sama dari bulan ke bulan. "
        "Penilai yang tidak berbagi seorang pun pegawai dengan penilai lain tidak dapat dibandingkan.",
        en="Estimates how strict each rater is from people whom others rated too, then looks at whether the ratings "
        "can be predicted, use the whole scale, tell items apart and stay the same from month to month. Raters who "
        "share nobody with another rater cannot be compared.",
    ),
    examine=examine_rating_scale,
    reference="Linacre (1989), Many-Facet Rasch Measurement; Myford & Wolfe (2004), Journal of Applied Measurement 5",
)
