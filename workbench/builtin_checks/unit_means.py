"""Which units really differ, once luck has been taken out of the means of small ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.analysis.group_statistics import GroupStatistics, group_statistics
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

FAVOURABLE = "favourable"
"""Outcome that stands for all favourable classes together, where there is more than one."""

MEAN = message("mean points, drawn towards the mean of all units")
RATE = message("share in a favourable class, drawn towards that of all units")
AGAINST = message("mean of all units")
NO_SPREAD = message(
    "there are fewer than three units, or none with two people, or all people are alike; units cannot be compared"
)


def unit_means(case: FairnessCase) -> Examination:
    """Return the shrunken mean score, and share in a favourable class, of each unit, and how sure its rank is."""
    if case.units is None:
        return Examination(findings=findings_of())
    codes, names = pd.factorize(case.units, sort=True)
    grouping, rng, smallest = case.settings.unit or "unit", case.rng(), case.settings.smallest
    findings, tables, spreads = [], [], []
    for outcome, measure, values, rate in _outcomes(case):
        groups = group_statistics(values, codes, len(names))
        found = _shrunken(groups, rate=rate)
        if np.isnan(found.between):
            reason = {"measure": measure, "outcome": outcome, "verdict": CANNOT_SAY, "reason": NO_SPREAD}
            findings.append(pd.DataFrame([reason]))
            continue
        ranks = rank_intervals(found, rng=rng)[["rank", "low", "high"]].set_axis(
            ["rank", "rank_low", "rank_high"], axis=1
        )
        units = pd.DataFrame({"outcome": outcome, "unit": names, "size": groups.size}).join([found.table, ranks])
        few = units["size"] < smallest
        units[[*units.columns[3:]]] = units[[*units.columns[3:]]].mask(few)
        findings.append(_findings(units, few).assign(measure=measure))
        tables.append(units)
        spreads.append({"outcome": outcome, **_spread(found, groups, few)})
    return Examination(
        findings=findings_of(*findings, grouping=grouping, against=AGAINST),
        tables={"units": pd.concat(tables, ignore_index=True), "spread": pd.DataFrame(spreads)} if tables else {},
    )


def _outcomes(case: FairnessCase) -> Iterator[tuple[str, Words, Floats, bool]]:
    """Yield what is compared: its code, what it is, one value a person, and whether that is 0 or 1."""
    yield case.framework.root.code, MEAN, case.score.to_numpy(float), False
    if case.classes.notna().any():
        code = case.favourable[0] if len(case.favourable) == 1 else FAVOURABLE
        favourable = case.classes.isin(case.favourable).astype(float).where(case.classes.notna())
        yield code, RATE, favourable.to_numpy(float), True


def _shrunken(groups: GroupStatistics, *, rate: bool) -> ShrunkenUnits:
    if not rate:
        return shrunken_means(groups)
    hits = np.rint(np.nan_to_num(groups.mean) * groups.size).astype(np.int64)
    return shrunken_rates(hits, groups.size)


def _findings(units: pd.DataFrame, few: pd.Series) -> pd.DataFrame:
    verdict = np.where(units["beyond"].fillna(0) != 0, FOUND, NOT_FOUND)
    rows = units[["outcome", "size", "value", "low", "high"]]
    return rows.assign(group=units["unit"], verdict=np.where(few, TOO_FEW, verdict))


def _spread(found: ShrunkenUnits, groups: GroupStatistics, few: pd.Series) -> dict[str, float]:
    """Return mean and spread of the units' true values, and which share of people's differences lies between units."""
    share = one_way_correlation(groups)
    return {
        "units": len(few),
        "few": int(few.sum()),
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
