"""Which raters are stricter or more lenient than the others, where the design of the ratings can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import ScoringError, Words, message
from workbench.fairness.crossed_model import Z95, CrossedModel, fit_crossed_model
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.linkage import FEWEST_RATINGS, Linkage, link
from workbench.fairness.rater_drift import bias_against_group, drift_of_raters, severity_by_month
from workbench.fairness.rater_screen import screen_against_anchor, screen_raters
from workbench.model.fairness import (
    CANNOT_SAY,
    CROSSED,
    FOUND,
    NOT_FOUND,
    TOO_FEW,
    Examination,
    FairnessCase,
    FairnessCheck,
    Ratings,
    findings_of,
)
from workbench.model.labels import Label

SEVERITY = message("stricter than the other raters, in points of the scale")
SCREENED = message("lower than the other ratings of the same people, in points of the scale")
ANCHORED = message("lower than the anchors lead one to expect, in points of the scale")
DRIFT = message("growing stricter each month, in points of the scale")
BIAS = message("stricter with this group than with all others, in points of the scale")
OTHER_RATERS, EXPECTED, OTHER_PEOPLE = message("all other raters"), message("the expectation"), message("all others")

NOT_LINKED = message("these raters share nobody with another rater, so that they cannot be compared with anyone")
TOO_MANY = message("too many raters to ask this of all at once; ask it of a part of the organisation")
ONE_SIDE = message("raters with fewer than three ratings on one side of the comparison")

CROSSED_MODEL, SCREEN, ANCHOR, NOTHING = "crossed", "screen", "anchor", "nothing"
MOST_RATERS = 2_000
"""With more raters it is not asked whose severity moves: every question is a model as large as that of severity."""
MOST_GROUPS = 6
"""A grouping with more groups, such as units, is not held against every rater."""
FEWEST_MONTHS = 3

Ints = NDArray[np.integer]


class Sizes(TypedDict):
    """How many subjects and raters the codes count."""

    subjects: int
    raters: int


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One table of judgements with codes: one value for each subject, rater and month.

    `values` are means over the items, each item less its own mean, so that whoever rates the easier items is not milder
    for it; `month` is a place in `months`, -1 where not known.
    """

    outcome: str
    column: str
    subjects: pd.Index
    raters: pd.Index
    months: pd.Index
    subject: Ints
    rater: Ints
    month: Ints
    values: NDArray[np.float64]

    @property
    def sizes(self) -> Sizes:
        """How many subjects and raters there are."""
        return {"subjects": len(self.subjects), "raters": len(self.raters)}

    def of(self, rows: NDArray[np.bool_]) -> tuple[NDArray[np.float64], Ints, Ints]:
        """Return values, subjects and raters of some rows."""
        return self.values[rows], self.subject[rows], self.rater[rows]


def raters(case: FairnessCase) -> Examination:
    """Return for each table of judgements how strict each rater is, and whether that moves with month or group.

    Linkage comes first. Raters who share people are compared by the crossed model; who shares nobody with another is
    held against the anchors of the parameters file, which is no severity, and the reason is given.
    """
    found = [
        _of_panel(_panel(code, ratings, case), case) for code, ratings in case.ratings.items() if len(ratings.rows)
    ]
    if not found:
        return Examination(findings=findings_of())
    tables = {
        name: pd.concat([part.tables[name] for part in found if name in part.tables], ignore_index=True)
        for name in dict.fromkeys(name for part in found for name in part.tables)
    }
    facts = {code: fact for part in found for code, fact in part.facts.items()}
    return Examination(findings=findings_of(*(part.findings for part in found)), tables=tables, facts=facts)


def _panel(code: str, ratings: Ratings, case: FairnessCase) -> Panel:
    rows = ratings.rows
    centred = rows["score"] - rows.groupby("item")["score"].transform("mean") + rows["score"].mean()
    subject, subjects = pd.factorize(rows["subject"], sort=True)
    rater, names = pd.factorize(rows["rater"], sort=True)
    known = rows["month"].dropna()
    calendar = pd.period_range(known.min(), known.max(), freq="M") if len(known) else []
    months = pd.Index([str(each) for each in calendar], dtype="str")
    month = months.get_indexer(rows["month"].dt.strftime("%Y-%m"))
    coded = pd.DataFrame({"subject": subject, "rater": rater, "month": month})
    one = coded.assign(value=centred).groupby(["subject", "rater", "month"], as_index=False)["value"].mean()
    given = case.settings.ratings.get(code)
    return Panel(
        outcome=code,
        column=given.rater if given is not None else "rater",
        subjects=subjects,
        raters=names,
        months=months,
        subject=one["subject"].to_numpy(),
        rater=one["rater"].to_numpy(),
        month=one["month"].to_numpy(),
        values=one["value"].to_numpy(float),
    )


def _of_panel(panel: Panel, case: FairnessCase) -> Examination:
    unit = None if case.units is None else pd.factorize(case.units.reindex(panel.subjects))[0][panel.subject]
    linkage = link(panel.subject, panel.rater, unit=unit, **panel.sizes)
    compared = np.isin(linkage.rater_component, linkage.comparable.index)
    table = linkage.raters.assign(compared=compared)
    parts: list[pd.DataFrame] = []
    facts = _linkage_facts(linkage, int(compared.sum()))
    model = _fitted(panel, compared[panel.rater]) if compared.any() else None
    if compared.any():
        own, told = _compared(panel, model, compared, case)
        parts += own
        facts |= told
    alone = ~compared & (linkage.raters["ratings"] > 0).to_numpy()
    if alone.any():
        own, told = _alone(panel, alone, linkage, case)
        parts += own
        facts |= told
    findings = findings_of(*(findings_of(part, outcome=panel.outcome) for part in parts))
    return Examination(
        findings=findings,
        tables={
            "raters": _rater_rows(panel, table, findings),
            "components": linkage.components.reset_index().assign(outcome=panel.outcome),
            **({} if model is None else _by_month(panel, model, compared[panel.rater], findings)),
        },
        facts={panel.outcome: facts},
    )


def _linkage_facts(linkage: Linkage, compared: int) -> dict[str, Any]:
    return {
        "ratings": linkage.ratings,
        "raters": int((linkage.raters["ratings"] > 0).sum()),
        "subjects": int(linkage.components["subjects"].sum()),
        "components": len(linkage.comparable),
        "compared": compared,
        "nested_in_units": linkage.nested_in_units,
        "method": NOTHING,
        "anchors": [],
    }


def _fitted(panel: Panel, rows: NDArray[np.bool_]) -> CrossedModel | None:
    """Return the crossed model of some rows; None where they are too many or too few for it."""
    try:
        return fit_crossed_model(*panel.of(rows), **panel.sizes)
    except ScoringError:
        return None


def _compared(
    panel: Panel, model: CrossedModel | None, compared: NDArray[np.bool_], case: FairnessCase
) -> tuple[list[pd.DataFrame], dict[str, Any]]:
    """Return the findings about raters who share people, by the crossed model or, where there is none, the screen."""
    rows = compared[panel.rater]
    if model is None:
        return [_screened(panel, rows, case)], {"method": SCREEN}
    parts = [_severities(panel, model, compared, case)]
    if compared.sum() <= MOST_RATERS:
        parts += [*_drifting(panel, rows, case, model.ratios), *_biased(panel, rows, case, model.ratios)]
    else:
        unanswered = {"size": int(compared.sum()), "verdict": CANNOT_SAY, "reason": TOO_MANY}
        parts.append(pd.DataFrame([{"measure": measure, **unanswered} for measure in (DRIFT, BIAS)]))
    reliability = model.rater_reliability
    facts = {
        "method": CROSSED_MODEL,
        "separation": reliability.separation if np.isfinite(reliability.separation) else None,
        "reliability": reliability.reliability,
        "shares": model.variances["share"].to_dict(),
        "sd": float(model.variances["sd"]["rater"]),
    }
    return parts, facts


def _severities(panel: Panel, model: CrossedModel, compared: NDArray[np.bool_], case: FairnessCase) -> pd.DataFrame:
    found = model.raters[compared]
    return _judged(
        found.rename(columns={"severity": "value"}),
        case,
        few=found["few"].to_numpy(bool),
        measure=SEVERITY,
        grouping=panel.column,
        group=panel.raters[compared],
        against=OTHER_RATERS,
    )


def _screened(panel: Panel, rows: NDArray[np.bool_], case: FairnessCase) -> pd.DataFrame:
    found = screen_raters(*panel.of(rows), **panel.sizes)
    known = found.ratings > 0
    frame = pd.DataFrame({"value": -found.deviation, "error": found.error, "p_value": found.p_values()})
    frame = frame.assign(ratings=found.ratings, low=frame["value"] - Z95 * frame["error"])
    return _judged(
        frame.assign(high=frame["value"] + Z95 * frame["error"])[known],
        case,
        few=found.ratings[known] < FEWEST_RATINGS,
        measure=SCREENED,
        grouping=panel.column,
        group=panel.raters[known],
        against=OTHER_RATERS,
    )


def _drifting(
    panel: Panel, rows: NDArray[np.bool_], case: FairnessCase, start: Mapping[str, float]
) -> Iterator[pd.DataFrame]:
    """Yield who grows stricter or milder, where the months of at least three are known."""
    dated = rows & (panel.month >= 0)
    if len(np.unique(panel.month[dated])) < FEWEST_MONTHS:
        return
    try:
        found = drift_of_raters(*panel.of(dated), panel.month[dated], **panel.sizes, start=start)
    except ScoringError:
        return
    yield from _both_sides(
        [found.rename(columns={"change": "value"}).assign(grouping=panel.column, group=panel.raters)],
        case,
        measure=DRIFT,
        against=OTHER_RATERS,
    )


def _by_month(
    panel: Panel, model: CrossedModel, rows: NDArray[np.bool_], findings: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the severity in each month of those whose severity was found to move; nothing without any."""
    moved = findings.query("measure == @DRIFT and verdict == @FOUND")["group"]
    if moved.empty:
        return {}
    found = severity_by_month(model, panel.subject[rows], panel.rater[rows], panel.month[rows])
    named = found.assign(rater=panel.raters[found["rater"]], month=panel.months[found["month"]], outcome=panel.outcome)
    kept = named[named["rater"].isin(moved)].reset_index(drop=True)
    return {"months": kept.round(9).astype({"rater": "str", "month": "str"})}


def _biased(
    panel: Panel, rows: NDArray[np.bool_], case: FairnessCase, start: Mapping[str, float]
) -> Iterator[pd.DataFrame]:
    """Yield whose severity depends on the group of the person rated, all groups and raters controlled together."""
    parts = []
    for grouping, group, inside in _sides(panel, case):
        try:
            found = bias_against_group(*panel.of(rows), inside[panel.subject][rows], **panel.sizes, start=start)
        except ScoringError:
            continue
        names = [CROSSED.join((rater, group)) for rater in panel.raters]
        columns = CROSSED.join((panel.column, grouping))
        parts.append(found.rename(columns={"bias": "value"}).assign(grouping=columns, group=names))
    if parts:
        yield from _both_sides(parts, case, measure=BIAS, against=OTHER_PEOPLE)


def _sides(panel: Panel, case: FairnessCase) -> Iterator[tuple[str, str, Ints]]:
    """Yield each group of few, and which subjects are in it (1), out of it (0) or of no known group (-1)."""
    for grouping, groups in case.groupings.items():
        codes, names = pd.factorize(groups.reindex(panel.subjects), sort=True)
        if CROSSED in grouping or not 2 <= len(names) <= MOST_GROUPS:
            continue
        reference = case.settings.references.get(grouping, names[0])
        for number, name in enumerate(names):
            # of two groups, the second one's difference is the first one's turned round
            if len(names) > 2 or name != reference:
                yield grouping, str(name), np.where(codes < 0, -1, (codes == number).astype(np.int64))


def _both_sides(
    parts: list[pd.DataFrame], case: FairnessCase, *, measure: Words, against: Words
) -> Iterator[pd.DataFrame]:
    """Yield the raters with enough ratings on both sides, and in one row how many have too few."""
    found = pd.concat(parts, ignore_index=True)
    enough = found["p_value"].notna()
    yield _judged(found[enough], case, few=np.zeros(int(enough.sum()), dtype=bool), measure=measure, against=against)
    few = int((~enough & (found["ratings"] > 0)).sum())
    if few:
        yield pd.DataFrame([{"measure": measure, "size": few, "verdict": TOO_FEW, "reason": ONE_SIDE}])


def _alone(
    panel: Panel, alone: NDArray[np.bool_], linkage: Linkage, case: FairnessCase
) -> tuple[list[pd.DataFrame], dict[str, Any]]:
    """Return why raters who share nobody are not compared, and how they lie to the anchors where there are some."""
    reason = linkage.reason or NOT_LINKED
    refusal = pd.DataFrame(
        [{"measure": SEVERITY, "size": int(alone.sum()), "verdict": CANNOT_SAY, "reason": str(reason)}]
    )
    facts: dict[str, Any] = {"reason": str(reason)}
    anchors = _anchors(panel, case)
    if anchors is None:
        return [refusal], facts
    found = screen_against_anchor(panel.values, panel.rater, anchors[panel.subject], raters=len(panel.raters))
    shown = alone & (found.ratings > 0)
    value, error = -found.deviation[shown], found.error[shown]
    frame = pd.DataFrame({"value": value, "low": value - Z95 * error, "high": value + Z95 * error})
    judged = _judged(
        frame.assign(p_value=found.p_values()[shown], ratings=found.ratings[shown]),
        case,
        few=found.ratings[shown] < FEWEST_RATINGS,
        measure=ANCHORED,
        grouping=panel.column,
        group=panel.raters[shown],
        against=EXPECTED,
    )
    explained = found.explained if np.isfinite(found.explained) else None
    facts |= {"method": ANCHOR, "anchors": list(case.settings.anchors), "explained": explained}
    return [refusal, judged], facts


def _anchors(panel: Panel, case: FairnessCase) -> NDArray[np.float64] | None:
    """Return the anchors of each subject of the panel, one column each; None where the parameters file names none."""
    known = {**{name: case.normalised[name] for name in case.normalised}, **dict(case.scores.items())}
    chosen = [known[code].reindex(panel.subjects).to_numpy(float) for code in case.settings.anchors if code in known]
    return np.column_stack(chosen) if chosen else None


def _judged(found: pd.DataFrame, case: FairnessCase, *, few: NDArray[np.bool_], **constants: Any) -> pd.DataFrame:
    """Return findings with their verdicts, the share of false ones among those found controlled over all rows."""
    adjusted = adjusted_p_values(found["p_value"].to_numpy(float))
    beyond = adjusted <= case.settings.false_discovery
    # so many digits that the order in which processors add up does not show
    rounded = found.round({"value": 9, "low": 9, "high": 9, "p_value": 12})
    return rounded.rename(columns={"ratings": "size"}).assign(
        verdict=np.where(few, TOO_FEW, np.where(beyond, FOUND, NOT_FOUND)), **constants
    )


def _rater_rows(panel: Panel, table: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Return one row a rater, for charts: whom he can be compared with, and what was found of him alone."""
    alone = findings[findings["measure"].isin([SEVERITY, SCREENED, ANCHORED]) & (findings["group"] != "")]
    found = alone.set_index("group")[["value", "low", "high", "verdict"]]
    rows = table.reset_index(drop=True).assign(outcome=panel.outcome, rater=panel.raters)
    return rows.join(found, on="rater").astype({"rater": "str", "verdict": "str"})


RATERS = FairnessCheck(
    code="raters",
    label=Label(id="Ketat dan longgarnya penilai", en="Strict and lenient raters"),
    question=Label(
        id="Penilai mana yang lebih ketat atau lebih longgar?", en="Which raters are stricter or more lenient?"
    ),
    description=Label(
        id="Membandingkan penilai yang menilai orang yang sama. Penilai yang tidak berbagi orang dengan penilai lain "
        "tidak dapat dibandingkan: ketatnya penilai dan mutu orangnya tidak terpisahkan. Lebih ketat bukan berarti "
        "salah.",
        en="Compares raters who rated the same people. Raters who share nobody with another cannot be compared: how "
        "strict they are and how good their people are cannot be told apart. Stricter does not mean wrong.",
    ),
    examine=raters,
    reference="Bates et al. (2015), doi:10.18637/jss.v067.i01; Henderson (1975), doi:10.2307/2529430; Benjamini & "
    "Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x",
)
