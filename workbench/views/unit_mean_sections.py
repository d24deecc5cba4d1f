"""Which units really differ: what was counted beside what luck leaves of it."""

from __future__ import annotations

import pandas as pd

from workbench.locale import Language
from workbench.model.fairness import CANNOT_SAY
from workbench.model.run import Run
from workbench.views import charts, selection
from workbench.views.blocks import Block, callout, paragraph, subheading
from workbench.views.fairness_words import description_of, findings_table, outcome_name, question_of

CHECK = "unit_means"
CONFIDENCE = 0.95
_ALIKE = 1e-9


def unit_means(run: Run, language: Language) -> Block:
    """Return the units with their shrunken means: which lie beyond chance, and which two differ."""
    found, question = run.fairness[CHECK], question_of(run, CHECK, language)
    description = paragraph(description_of(run, CHECK, language))
    if "units" not in found.tables:
        finding = language.text("The units cannot be compared.")
        return Block(question, finding, (description, findings_table(run, found.findings, language, name=CHECK)), CHECK)
    spreads = [row for _, row in found.tables["spread"].iterrows()]
    findings = [_finding(_units(run, spread), language) for spread in spreads]
    later = [paragraph(finding) for finding in findings[1:]]  # the first one stands under the question
    parts = [
        part
        for spread, finding in zip(spreads, ["", *later], strict=True)
        for part in _parts(run, spread, finding, language)
    ]
    limits = callout(language.text("What cannot be said"), _unanswered(run, found.findings, language))
    return Block(question, findings[0], (description, *parts, limits), CHECK)


def _unanswered(run: Run, findings: pd.DataFrame, language: Language) -> list[str]:
    rows = findings[findings["verdict"] == CANNOT_SAY]
    return [
        language.text(
            "{outcome}: {reason}.",
            outcome=outcome_name(run, row["outcome"], language),
            reason=language.text(row["reason"]),
        )
        for _, row in rows.iterrows()
    ]


def _units(run: Run, spread: pd.Series) -> pd.DataFrame:
    """Return the units that are shown for an outcome, the highest first, with their names."""
    units = run.fairness[CHECK].tables["units"]
    shown = units[(units["outcome"] == spread["outcome"]) & units["value"].notna()]
    known = {} if run.people is None else dict(run.people.units.set_index("unit")["label"].dropna())
    named = shown.assign(label=[str(known.get(unit, unit)) for unit in shown["unit"]])
    return named.sort_values(["value", "raw"], ascending=False, kind="stable")


def _finding(units: pd.DataFrame, language: Language) -> str:
    if units.empty:
        return language.text("All units have too few people to be shown.")
    beyond = [_mark(side) + label for side, label in zip(units["beyond"], units["label"], strict=True) if side]
    if not beyond:
        return language.text(
            "No unit differs from the mean of all by more than chance; {count} are shown.", count=len(units)
        )
    return language.text(
        "{beyond} of {count} units shown differ from the mean of all by more than chance would explain, {above} above "
        "it and {below} below: {names}.",
        beyond=len(beyond),
        above=int((units["beyond"] > 0).sum()),
        below=int((units["beyond"] < 0).sum()),
        count=len(units),
        names=selection.listed(beyond, language),
    )


def _parts(run: Run, spread: pd.Series, finding: str, language: Language) -> tuple[str, ...]:
    units, title = _units(run, spread), outcome_name(run, spread["outcome"], language)
    percent = bool(spread["rate"])
    heading = subheading(language.text("Share of {title}", title=title) if percent else title)
    sentences = (finding, paragraph(_spread_text(run, spread, language)))
    if units.empty:
        return (heading, *sentences)
    order, hidden = selection.ends_of(units.index)
    picture = _picture(units.loc[order], float(spread["mean"]), language, percent=percent)
    left_out = language.text("{count} in between are left out.", count=hidden) if hidden else ""
    chart = charts.Chart(picture, _finding(units, language), source=left_out).html()
    return (heading, *sentences, chart, paragraph(_first_text(units, language)), paragraph(_note(language), "note"))


def _picture(units: pd.DataFrame, mean: float, language: Language, *, percent: bool) -> str:
    scale = 100.0 if percent else 1.0
    numbers = units[["raw", "value", "compare_low", "compare_high"]].astype(float) * scale
    rows = pd.DataFrame(
        {
            "label": [_mark(side) + label for side, label in zip(units["beyond"], units["label"], strict=True)],
            "seen": numbers["raw"],
            "value": numbers["value"],
            "low": numbers["compare_low"],
            "high": numbers["compare_high"],
            "focus": False,
            "people": [language.number(int(size), 0) for size in units["size"]],
            "counted": [language.number(each, 1) for each in numbers["raw"]],
            "drawn": [language.number(each, 1) for each in numbers["value"]],
            "ranks": [
                selection.range_text(low, high, language)
                for low, high in zip(units["rank_low"], units["rank_high"], strict=True)
            ],
        }
    )
    columns = {
        "people": language.text("People"),
        "counted": language.text("Counted"),
        "drawn": language.text("Drawn in"),
        "ranks": language.text("Rank"),
    }
    return charts.dots(
        rows,
        axis="%" if percent else language.text("Points"),
        columns=columns,
        language=language,
        lines=[(scale * mean, language.text("all"))],
        names=(language.text("as counted"), language.text("drawn towards the mean of all units")),
    )


def _mark(side: float) -> str:
    return {1.0: "▲ ", -1.0: "▼ "}.get(float(side), "")


def _spread_text(run: Run, spread: pd.Series, language: Language) -> str:
    share = language.text(
        "Of the differences between people, about {share} lie between the units ({confidence} interval: {low} to "
        "{high}); the rest lies inside them.",
        confidence=language.percent(CONFIDENCE),
        share=_percent(spread["share"], language),
        low=_percent(spread["share_low"], language),
        high=_percent(spread["share_high"], language),
    )
    if not spread["few"]:
        return share
    few = language.text(
        "{few} units have fewer than {smallest} people with a value: too few to be shown, though they count in the "
        "mean.",
        few=int(spread["few"]),
        smallest=run.manifest["fairness"]["settings"]["smallest"],
    )
    return f"{share} {few}"


def _percent(share: float, language: Language) -> str:
    """Return a share; an estimate below 0 says no more than 0."""
    return "–" if pd.isna(share) else language.percent(max(float(share), 0.0))


def _first_text(units: pd.DataFrame, language: Language) -> str:
    """Return whose first place was luck, where it was."""
    if units["value"].max() - units["value"].min() < _ALIKE:
        return language.text("Chance alone would explain all of these differences.")
    counted, drawn = units.loc[units["raw"].idxmax()], units.iloc[0]
    if counted["unit"] == drawn["unit"]:
        return language.text(
            "{unit} stays highest: its rank lies between {low} and {high}.",
            unit=drawn["label"],
            low=int(drawn["rank_low"]),
            high=int(drawn["rank_high"]),
        )
    return language.text(
        "As counted, {counted} with {people} people is highest. That may be luck: once small units are drawn towards "
        "the mean, {drawn} is, and its rank lies between {low} and {high}.",
        counted=counted["label"],
        people=int(counted["size"]),
        drawn=drawn["label"],
        low=int(drawn["rank_low"]),
        high=int(drawn["rank_high"]),
    )


def _note(language: Language) -> str:
    return language.text(
        "Two units whose bands do not overlap differ by more than chance would explain; read over all pairs, that is "
        "wrong for one in twenty. ▲ and ▼: above or below the mean of all by more than chance. Rank: where {share} of "
        "the draws put the unit, 1 the highest.",
        share=language.percent(CONFIDENCE),
    )
