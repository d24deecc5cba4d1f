"""Which units really differ, once luck has been taken out of the means of small ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
from workbench.builtin_checks.disparity import JOINED
from workbench.errors import Words, message
from workbench.fairness.intraclass import one_way_correlation
from workbench.fairness.shrinkage import (
    ShrunkenUnits,
    rank_intervals,
    shrunken_means,
    shrunken_rates,
)
from workbench.model.fairness import (
    CANNOT_SAY,
    FOUND,
    NOT_FOUND,
    TOO_FEW,
    Examination,
    FairnessCase,
    FairnessCheck,
    findings_of,
)
from workbench.model.labels import Label
from workbench.model.methods import Floats

MEAN = message("mean points, drawn towards the mean of all units")
RATE = message("share in a favourable class, drawn towards that of all units")
AGAINST = message("mean of all units")
NO_SPREAD = message(
    "there are fewer than three units, or none with two people, or all people are alike; units cannot be compared"
)


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What is compared: its code, what its mean is, one value a person, and whether that is 0 or 1."""

    code: str
    measure: Words
    values: Floats
    rate: bool


def unit_means(case: FairnessCase) -> Examination:
    """Return the shrunken mean score, and share in a favourable class, of each unit, and how sure its rank is."""
    if case.units is None:
        return Examination(findings=findings_of())
    codes, names = pd.factorize(case.units, sort=True)
    rng = case.rng()
    findings, tables, spreads = [], [], []
    for outcome in _outcomes(case):
        groups = group_statistics(outcome.values, codes, len(names))
        found = _shrunken(groups, rate=outcome.rate)
        if np.isnan(found.between):
            findings.append(_unanswered(outcome))
            continue
        few = groups.size < case.settings.smallest
        shown = _shown(found, rank_intervals(found, rng=rng), few)
        units = pd.DataFrame({"outcome": outcome.code, "unit": names, "size": groups.size}).join(shown)
        findings.append(_findings(units, few, outcome.measure))
        tables.append(units)
        spreads.append({"outcome": outcome.code, "rate": outcome.rate, "few": int(few.sum()), **_spread(found, groups)})
    return Examination(
        findings=findings_of(*findings, grouping=case.settings.unit or "unit", against=AGAINST),
        tables={"units": pd.concat(tables, ignore_index=True), "spread": pd.DataFrame(spreads)} if tables else {},
    )


def _outcomes(case: FairnessCase) -> Iterator[_Outcome]:
    yield _Outcome(code=case.framework.root.code, measure=MEAN, values=case.score.to_numpy(float), rate=False)
    if case.favourable and case.classes.notna().any():
        favourable = case.classes.isin(case.favourable).astype(float).where(case.classes.notna())
        code = JOINED.join(case.favourable)
        yield _Outcome(code=code, measure=RATE, values=favourable.to_numpy(float), rate=True)


def _shrunken(groups: GroupStatistics, *, rate: bool) -> ShrunkenUnits:
    if not rate:
        return shrunken_means(groups)
    hits = np.rint(np.nan_to_num(groups.mean) * groups.size).astype(np.int64)
    return shrunken_rates(hits, groups.size)


def _shown(found: ShrunkenUnits, ranks: pd.DataFrame, few: NDArray[np.bool_]) -> pd.DataFrame:
    """Return what is known of each unit; of those too few, nothing."""
    table = found.table.astype(float).assign(rank=ranks["rank"], rank_low=ranks["low"], rank_high=ranks["high"])
    table.loc[few] = np.nan
    return table


def _findings(units: pd.DataFrame, few: NDArray[np.bool_], measure: Words) -> pd.DataFrame:
    """Return a finding a unit; those too few stay, without their numbers."""
    beyond = units["beyond"].fillna(0.0) != 0
    verdict = np.where(few, TOO_FEW, np.where(beyond, FOUND, NOT_FOUND))
    rows = units[["outcome", "size", "value", "low", "high"]]
    return rows.assign(group=units["unit"], measure=measure, verdict=verdict)


def _unanswered(outcome: _Outcome) -> pd.DataFrame:
    reason = {"measure": outcome.measure, "outcome": outcome.code, "verdict": CANNOT_SAY, "reason": NO_SPREAD}
    return pd.DataFrame([reason])


def _spread(found: ShrunkenUnits, groups: GroupStatistics) -> dict[str, float]:
    """Return mean and spread of the units' true values, and which share of people's differences lies between units."""
    share = one_way_correlation(groups)
    return {
        "mean": found.mean,
        "sd": float(np.sqrt(found.between)),
        "share": share.value,
        "share_low": share.low,
        "share_high": share.high,
    }


UNIT_MEANS = FairnessCheck(
    code="unit_means",
    label=Label(id="Rerata unit", en="Means of units"),
    question=Label(id="Unit mana yang benar-benar berbeda?", en="Which units really differ?"),
    description=Label(
        id="Rerata unit kecil mudah menjadi yang tertinggi atau terendah karena kebetulan. Karena itu setiap rerata "
        "ditarik ke arah rerata semua unit, makin kuat makin sedikit orangnya. Perbedaan yang tersisa belum "
        "menunjukkan sebabnya: kinerja, pekerjaan, atau cara menilai.",
        en="The mean of a small unit is easily the highest or the lowest by luck. Each mean is therefore drawn towards "
        "that of all units, the more so the fewer people it has. What difference remains does not show its cause: "
        "performance, the work, or the way of rating.",
    ),
    examine=unit_means,
    reference="Efron & Morris (1975), doi:10.1080/01621459.1975.10479864; Goldstein & Healy (1995), "
    "doi:10.2307/2983411",
)
