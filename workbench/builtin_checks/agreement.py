"""Whether several raters of the same people agree, and what one rating is worth."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.errors import Words, message
from workbench.fairness.agreement import RaterAgreement, rater_agreement
from workbench.fairness.reliability_data import Estimate, reliability_data
from workbench.model.fairness import (
    CANNOT_SAY,
    STATED,
    TOO_FEW,
    Examination,
    FairnessCase,
    FairnessCheck,
    Ratings,
    findings_of,
)
from workbench.model.labels import Label

COEFFICIENTS = {
    "alpha": message("agreement of ordered classes (Krippendorff's alpha)"),
    "ICC(2,1)": message("reliability of one rating, strictness counted (ICC 2,1)"),
    "ICC(1,1)": message("reliability of one rating, own raters (ICC 1,1)"),
}
EQUAL = message("share of pairs of ratings that are equal")
NEAR = message("share of pairs of ratings at most one class apart")
MEAN = message("reliability of the mean of a person's ratings (ICC, k)")
ORDER = message("agreement on the order (Kendall's W)")

ONE_RATER = message(
    "every person has one rater, so that nothing can be said about agreement; let a second rater judge some of them too"
)
ALL_EQUAL = message("all ratings are the same, so that agreement cannot be told from a scale that nobody uses")

ALL_ITEMS = ""
"""Stands for the mean of all items in the column ``item``, and in the findings for a table with one item only."""


def agreement(case: FairnessCase) -> Examination:
    """Return, for each item of each table of ratings, the coefficient that suits it and what it says."""
    rng = case.rng()
    findings, rows = [], []
    for code, ratings in case.ratings.items():
        for item, scores, ordered in _items(ratings):
            data = reliability_data(
                scores["score"].to_numpy(float),
                pd.factorize(scores["subject"])[0],
                pd.factorize(scores["rater"])[0],
            )
            found = rater_agreement(data, ordered=ordered, rng=rng)
            findings.append(_findings(found, item, case.settings.smallest).assign(outcome=code, group=item))
            rows.append({"outcome": code, "item": item, **_row(found)})
    return Examination(findings=findings_of(*findings), tables={"coefficients": pd.DataFrame(rows)} if rows else {})


def _items(ratings: Ratings) -> Iterator[tuple[str, pd.DataFrame, bool]]:
    """Yield each item with one score a person and rater, and the mean of all items where there are several.

    Where every person has one rater there is one answer for all items.
    """
    once = ratings.rows.groupby(["item", "subject", "rater"], as_index=False, observed=True)["score"].mean()
    together = once.groupby(["subject", "rater"], as_index=False, observed=True)["score"].mean()
    items = sorted(once["item"].unique(), key=_in_order)
    alone = len(items) == 1
    if not alone and together["subject"].duplicated().any():
        yield from ((item, once[once["item"] == item], ratings.ordered) for item in items)
    yield ALL_ITEMS, together, ratings.ordered and alone


def _in_order(item: str) -> tuple[float, str]:
    """Return what sorts items: numbers by size, then words."""
    return (float(item), "") if item.isdigit() else (np.inf, item)


def _findings(found: RaterAgreement, item: str, smallest: int) -> pd.DataFrame:
    """Return the coefficient; of all items together, or of the only one, what else can be said too."""
    coefficient = COEFFICIENTS[found.coefficient]
    if not found.several:
        return _unanswered(coefficient, found.subjects, CANNOT_SAY, ONE_RATER)
    if found.several < smallest:
        return _unanswered(coefficient, found.several, TOO_FEW)
    if np.isnan(found.single.value):
        return _unanswered(coefficient, found.several, CANNOT_SAY, ALL_EQUAL)
    stated = {coefficient: found.single}
    if item == ALL_ITEMS:
        stated |= {measure: each for measure, each in _further(found).items() if each is not None}
    rows = [
        {"measure": measure, "value": each.value, "low": each.low, "high": each.high}
        for measure, each in stated.items()
    ]
    return pd.DataFrame(rows).assign(size=found.several, verdict=STATED)


def _further(found: RaterAgreement) -> dict[Words, Estimate | None]:
    return {
        MEAN: found.mean,
        EQUAL: found.equal.share if found.equal is not None else None,
        NEAR: found.near.share if found.near is not None else None,
        ORDER: found.concordance.w if found.concordance is not None else None,
    }


def _unanswered(measure: str, size: int, verdict: str, reason: str = "") -> pd.DataFrame:
    return pd.DataFrame([{"measure": measure, "size": size, "verdict": verdict, "reason": reason}])


def _row(found: RaterAgreement) -> dict[str, object]:
    """Return what a report shows of one item: who rated whom, what a rating is worth, whose the differences are."""
    of_subjects, of_raters, rest = found.shares
    return {
        "subjects": found.subjects,
        "raters": found.raters,
        "several": found.several,
        "averaged": found.averaged,
        "coefficient": found.coefficient,
        "value": found.single.value,
        "low": found.single.low,
        "high": found.single.high,
        "of_mean": found.mean.value,
        "equal": np.nan if found.equal is None else found.equal.share.value,
        "near": np.nan if found.near is None else found.near.share.value,
        "of_subjects": of_subjects,
        "of_raters": of_raters,
        "of_rest": rest,
        "needed": found.needed,
    }


AGREEMENT = FairnessCheck(
    code="agreement",
    label=Label(id="Kesepakatan penilai", en="Agreement of raters"),
    question=Label(id="Apakah para penilai sepakat?", en="Do the raters agree?"),
    description=Label(
        id="Membandingkan penilaian beberapa penilai atas orang yang sama. Kesepakatan belum berarti penilaiannya "
        "benar: para penilai dapat keliru bersama-sama. Orang yang hanya punya satu penilai tidak memberi keterangan.",
        en="Compares what several raters said about the same people. Agreement does not mean that they are right: "
        "raters can be wrong together. People with one rater tell nothing.",
    ),
    examine=agreement,
    reference="Krippendorff (2011); Shrout & Fleiss (1979), doi:10.1037/0033-2909.86.2.420; McGraw & Wong (1996), "
    "doi:10.1037/1082-989X.1.1.30",
)
