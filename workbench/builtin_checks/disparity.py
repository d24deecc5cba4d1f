"""Whether a group is behind the others by more than chance would explain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.analysis.group_statistics import group_statistics
from workbench.errors import message
from workbench.fairness.ceiling import ceiling
from workbench.fairness.comparison import COMPARED, NO_REFERENCE, REFERENCE, Codes
from workbench.fairness.controls import NOT_SEPARABLE, Controls, controlled_gaps
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.gaps import mean_gaps
from workbench.fairness.groupings import grouping
from workbench.fairness.parity import parity
from workbench.fairness.rates import count_classes, count_rates, rate_gaps
from workbench.fairness.resampling import bootstrap, impact_ratio, resampled_counts
from workbench.fairness.strata import (
    NEVER_TOGETHER,
    mean_gaps_within,
    rate_gaps_within,
    rates_in_units,
    statistics_in_units,
)
from workbench.model.fairness import (
    CANNOT_SAY,
    CROSSED,
    FOUND,
    NOT_FOUND,
    STATED,
    TOO_FEW,
    Examination,
    FairnessCase,
    FairnessCheck,
    findings_of,
)
from workbench.model.labels import Label
from workbench.model.methods import Floats

TOP = "top"
JOINED = " + "
"""Stands between the codes of the classes that count as favourable together."""

DRAWS = 1_000
FEWEST_UNITS = 10
"""Units a group lies in on average, from which an error lets people of one unit resemble each other."""

POINTS = message("difference of mean points")
RATING_POINTS = message("difference of mean ratings, in points of the scale")
POINTS_WITHIN = message("difference of mean points inside units")
POINTS_CONTROLLED = message("difference of mean points, factors held equal")
RATES = message("difference of shares")
RATES_WITHIN = message("difference of shares inside units")
OTHERS = message("all others")

_VERDICTS = {
    TOO_FEW: TOO_FEW,
    NO_REFERENCE: TOO_FEW,
    REFERENCE: STATED,
    NEVER_TOGETHER: CANNOT_SAY,
    NOT_SEPARABLE: CANNOT_SAY,
}
_REASONS = {
    NO_REFERENCE: message("too few people outside the group"),
    REFERENCE: message("the others are compared with this group"),
    NEVER_TOGETHER: message("no unit has people of this group and others"),
    NOT_SEPARABLE: message("the group and the factors go together, so that their parts cannot be told apart"),
}
_NO_SPREAD = message("all people of either side have the same value, so that chance cannot be told")


@dataclass(frozen=True, kw_only=True)
class _Groups:
    """One grouping, with what its groups may be compared inside of."""

    name: str
    codes: Codes
    labels: tuple[str, ...]
    reference: int | None
    units: Codes | None
    clusters: Codes | None
    controls: tuple[str, ...]

    @property
    def about(self) -> dict[str, Any]:
        against = str(OTHERS) if self.reference is None else self.labels[self.reference]
        return {"grouping": self.name, "group": list(self.labels), "against": against}

    @property
    def shape(self) -> tuple[int, int]:
        assert self.units is not None  # asked only where the grouping is compared inside units
        return int(self.units.max(initial=-1)) + 1, len(self.labels)


def disparity(case: FairnessCase) -> Examination:
    """Return the gaps of every group in every score and rate: pooled, inside units, and with factors held equal."""
    rng, groupings = case.rng(), [each for each in _groupings(case) if each.labels]
    means = [_means(case, groups, code, each) for groups in groupings for code, each in _measures(case).items()]
    outcomes = _outcomes(case)
    rates = [_rates(case, groups, code, outcome) for groups in groupings for code, outcome in outcomes.items()]
    widest = [_widest(case, groups, code, each, rng) for groups in groupings for code, each in outcomes.items()]
    ceilings, facts = _ceilings(case, groupings)
    parts = [*_mean_findings(means, case), *_rate_findings(rates)]
    return Examination(
        findings=_judged(parts, case.settings.false_discovery),
        tables={
            "means": _together(means),
            "rates": _together(rates),
            "widest": pd.DataFrame(widest, columns=_WIDEST),
            "ceilings": ceilings,
        },
        facts=facts,
    )


def _groupings(case: FairnessCase) -> Iterator[_Groups]:
    units = None if case.units is None else pd.factorize(case.units, sort=True)[0]
    for name, values in case.groupings.items():
        found = grouping(values.to_frame("group"), ["group"])
        labels = tuple(label for (label,) in found.levels)
        reference = case.settings.references.get(name)
        columns = name.split(CROSSED)
        inside, across = _spread_over(found.codes, units, len(labels))
        yield _Groups(
            name=name,
            codes=found.codes,
            labels=labels,
            reference=labels.index(reference) if reference in labels else None,
            units=units if inside else None,
            clusters=units if across else None,
            controls=tuple(each for each in case.settings.controls if each not in columns),
        )


def _spread_over(codes: Codes, units: Codes | None, groups: int) -> tuple[bool, bool]:
    """Return whether half the units have people of several groups, and whether groups lie in enough units on average.

    Without the first nobody can be compared inside a unit; without the second a unit is no observation of its own.
    """
    if units is None:
        return False, False
    known = (codes >= 0) & (units >= 0)
    pairs = pd.DataFrame({"code": codes[known], "unit": units[known]}).drop_duplicates()
    several = pairs["unit"].value_counts() > 1
    return bool(several.mean() >= 0.5), len(pairs) >= FEWEST_UNITS * groups


def _measures(case: FairnessCase) -> dict[str, Floats]:
    """Return the scores of the nodes, and of each table of ratings the mean of every person's, by code."""
    ratings = {code: each.rows.groupby("subject")["score"].mean() for code, each in case.ratings.items()}
    means = {code: each.reindex(case.subjects.index) for code, each in ratings.items()}
    return {code: each.to_numpy(float) for code, each in {**case.scores, **means}.items()}


def _outcomes(case: FairnessCase) -> dict[str, Floats]:
    """Return the favourable classes and the top share by code: 1, 0, NaN where somebody has none."""
    favourable = case.classes.isin(case.favourable).where(case.classes.notna())
    outcomes = {TOP: case.in_top}
    if case.favourable and case.classes.notna().any():
        outcomes = {JOINED.join(case.favourable): favourable, **outcomes}
    return {code: each.astype("Float64").to_numpy(float, na_value=np.nan) for code, each in outcomes.items()}


# --- scores ----------------------------------------------------------------------------------------------------------


def _means(case: FairnessCase, groups: _Groups, code: str, values: Floats) -> pd.DataFrame:
    """Return the gaps of the scores of a node, or of the ratings of a table, one row a group."""
    options = _options(case, groups)
    plain = mean_gaps(group_statistics(values, groups.codes, len(groups.labels)), **options).table
    parts = [plain]
    if groups.units is not None:
        inside = statistics_in_units(values, groups.units, groups.codes, shape=groups.shape)
        parts.append(_within(mean_gaps_within(inside, **options).table))
    if groups.controls:
        parts += [_controlled(case, groups, values), _same_mix(case, groups, values)]
    return _filled(pd.concat(parts, axis=1).assign(outcome=code, **groups.about), _MEANS)


def _options(case: FairnessCase, groups: _Groups) -> dict[str, Any]:
    return {"reference": groups.reference, "smallest": case.settings.smallest}


def _within(table: pd.DataFrame) -> pd.DataFrame:
    renamed = table.rename(columns={"status": "within_status"})
    return renamed[[name for name in (*_INSIDE, *_RATIO_INSIDE) if name in renamed]]


def _controlled(case: FairnessCase, groups: _Groups, values: Floats) -> pd.DataFrame:
    factors = [pd.factorize(case.subjects[name], sort=True)[0] for name in groups.controls]
    controls = Controls(factors=factors, clusters=groups.clusters)
    found = controlled_gaps(values, groups.codes, len(groups.labels), controls=controls, **_options(case, groups)).table
    found = found.rename(columns={"difference": "middle"}).drop(columns=["size", "error", "freedom", "q"])
    return found.add_prefix("controlled_").rename(columns={"controlled_middle": "controlled"})


def _same_mix(case: FairnessCase, groups: _Groups, values: Floats) -> pd.DataFrame:
    """Return the gap if both sides had the factors as all people have them: the other way to hold them equal."""
    cells = grouping(case.subjects, groups.controls)
    inside = statistics_in_units(values, cells.codes, groups.codes, shape=(len(cells.levels), len(groups.labels)))
    table = mean_gaps_within(inside, **_options(case, groups)).table
    return pd.DataFrame({"same_mix": table["standardised"] - table["reference_standardised"]})


# --- rates -----------------------------------------------------------------------------------------------------------


def _rates(case: FairnessCase, groups: _Groups, code: str, outcome: Floats) -> pd.DataFrame:
    """Return the gaps of one rate, one row a group."""
    found = rate_gaps(
        count_rates(outcome, groups.codes, len(groups.labels)),
        against="rest" if groups.reference is None else groups.reference,
        smallest=case.settings.smallest,
        threshold=case.settings.ratio,
    )
    parts = [found.table]
    if groups.units is not None:
        inside = rates_in_units(outcome, groups.units, groups.codes, shape=groups.shape)
        parts.append(_within(rate_gaps_within(inside, **_options(case, groups)).table))
    return _filled(pd.concat(parts, axis=1).assign(outcome=code, **groups.about), _RATES)


def _widest(
    case: FairnessCase, groups: _Groups, code: str, outcome: Floats, rng: np.random.Generator
) -> dict[str, Any]:
    """Return the widest gap between two groups of a grouping, and how wide it were if all groups were alike."""
    rates = count_rates(outcome, groups.codes, len(groups.labels))
    found = parity(rates, smallest=case.settings.smallest)
    about = {"grouping": groups.name, "outcome": code, "difference": found.difference, "ratio": found.ratio}
    if found.lowest is None or found.highest is None or np.isnan(found.ratio):
        return about | {"lowest": "", "highest": ""}
    table = np.column_stack([rates.size - rates.hits, rates.hits])[rates.size >= case.settings.smallest]
    metric = impact_ratio(1)
    low, high = bootstrap(table, metric, draws=DRAWS, rng=rng).reflected()
    alike = table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum()
    chance = float(np.nanmedian(metric(resampled_counts(alike, draws=DRAWS, rng=rng))))
    names = {"lowest": groups.labels[found.lowest], "highest": groups.labels[found.highest]}
    bounds = {"low": float(np.clip(low, 0, 1)), "high": float(np.clip(high, 0, 1))}
    return about | names | bounds | {"by_chance": chance}


def _ceilings(case: FairnessCase, groupings: list[_Groups]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return for each group how many would have to differ before a gap could show, and how full one class is."""
    classes = pd.Categorical(case.classes, categories=list(case.class_labels)).codes.astype(np.int64)
    kinds, threshold = len(case.class_labels), case.settings.ratio
    if not (classes >= 0).any():
        return pd.DataFrame(columns=_CEILINGS), {}
    whole = ceiling(count_classes(classes, np.zeros_like(classes), groups=1, kinds=kinds), threshold=threshold)
    parts = []
    for groups in groupings:
        table = count_classes(classes, groups.codes, groups=len(groups.labels), kinds=kinds)
        needed = ceiling(table, threshold=threshold).needed
        actual = table.sum(axis=1) - table[:, whole.mode]
        counts = {"size": table.sum(axis=1), "needed": needed, "actual": actual, "blind": needed > whole.outside}
        parts.append(pd.DataFrame({**groups.about, **counts})[_CEILINGS])
    facts = {
        "class": list(case.class_labels)[whole.mode],
        "people": whole.people,
        "outside": whole.outside,
        "share": whole.share,
        "almost_everyone": whole.almost_everyone,
    }
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_CEILINGS), facts


# --- findings --------------------------------------------------------------------------------------------------------


def _mean_findings(means: list[pd.DataFrame], case: FairnessCase) -> Iterator[pd.DataFrame]:
    """Return the gaps of all nodes and ratings; of the root also those inside units and with the factors held equal."""
    for table in means:
        rated = table["outcome"].isin(list(case.ratings)).all()
        yield _part(table, RATING_POINTS if rated else POINTS, "difference", "low", "high", "p", "status")
        if (table["outcome"] == case.framework.root.code).all():
            yield _part(table, POINTS_WITHIN, "within", "within_low", "within_high", "within_p", "within_status")
            held = [f"controlled{end}" for end in ("", "_low", "_high", "_p", "_status")]
            yield _part(table, POINTS_CONTROLLED, *held)


def _rate_findings(rates: list[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    for table in rates:
        yield _part(table, RATES, "difference", "difference_low", "difference_high", "p", "status")
        yield _part(table, RATES_WITHIN, "within", "within_low", "within_high", "within_p", "within_status")


def _part(table: pd.DataFrame, measure: str, *columns: str) -> pd.DataFrame:
    names = dict(zip(columns, ("value", "low", "high", "p_value", "status"), strict=True))
    rows = table.loc[table[columns[-1]] != "", ["outcome", "grouping", "group", "against", "size", *names]]
    return rows.rename(columns=names).assign(measure=measure)


def _judged(parts: list[pd.DataFrame], level: float) -> pd.DataFrame:
    """Return the findings with their verdicts; p-values are adjusted over all of them together."""
    if not parts:
        return findings_of()
    rows = pd.concat(parts, ignore_index=True)
    compared = rows["status"] == COMPARED
    found = adjusted_p_values(rows["p_value"].to_numpy(float)) <= level
    untested = compared & rows["p_value"].isna() & (rows["value"] != 0)
    verdict = np.where(found, FOUND, np.where(untested, CANNOT_SAY, NOT_FOUND))
    return findings_of(
        rows.assign(
            verdict=rows["status"].map(_VERDICTS).where(~compared, verdict),
            reason=rows["status"].map(_REASONS).fillna("").mask(untested, str(_NO_SPREAD)),
        )
    )


# --- tables ----------------------------------------------------------------------------------------------------------

_ABOUT = ["outcome", "grouping", "group", "against", "size"]
_INSIDE = ["within", "within_low", "within_high", "within_p", "within_status", "units", "shared", "disagree"]
_RATIO_INSIDE = ["within_ratio", "within_ratio_low", "within_ratio_high"]
_MEANS = [
    *_ABOUT, "mean", "reference_mean", "difference", "low", "high", "p", "standardised", "status", *_INSIDE,
    "controlled", "controlled_low", "controlled_high", "controlled_p", "controlled_status", "same_mix",
]  # fmt: skip
_RATES = [
    *_ABOUT, "hits", "rate", "low", "high", "reference_size", "reference_rate", "ratio", "ratio_low", "ratio_high",
    "difference", "difference_low", "difference_high", "p", "below_four_fifths", "one_person_reverses", "adverse",
    "status", *_INSIDE, *_RATIO_INSIDE,
]  # fmt: skip
_WIDEST = ["grouping", "outcome", "lowest", "highest", "difference", "ratio", "low", "high", "by_chance"]
_CEILINGS = ["grouping", "group", "size", "needed", "actual", "blind"]


def _filled(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Return all `columns`; what was not asked of this grouping is empty."""
    for name in columns:
        if name not in table:
            empty = "" if name.endswith("status") else False if name == "disagree" else np.nan
            table = table.assign(**{name: empty})
    return table[columns]


def _together(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


DISPARITY = FairnessCheck(
    code="disparity",
    label=Label(id="Kesenjangan antarkelompok", en="Gaps between groups"),
    question=Label(id="Apakah ada kelompok yang tertinggal?", en="Is any group behind the others?"),
    description=Label(
        id="Membandingkan skor, kelas, dan bagian teratas tiap kelompok dengan pegawai lainnya. Kesenjangan belum "
        "membuktikan perlakuan yang berbeda: pekerjaan dan datanya dapat berbeda.",
        en="Compares scores, classes and the top share of each group with everybody else's. A gap does not prove that "
        "people were treated differently: their work and their data may differ.",
    ),
    examine=disparity,
    reference="Wilson (1927); Katz et al. (1978), doi:10.2307/2530610; UGESP (1978), 29 CFR 1607.4 D; Mantel & "
    "Haenszel (1959), doi:10.1093/jnci/22.4.719; Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x",
)
