"""Sections of a subject's report that explain its score: against its peers, and against the next band."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pandas as pd

from workbench.analysis.peers import strengths_and_weaknesses
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import NOTHING, Block, callout, folded, paragraph


def among_peers(run: Run, subject: str, language: Language) -> Block:
    """Return where the subject stands above and below its peers."""
    question = language.text("What are the strengths and weaknesses against peers?")
    standing = run.peers[run.peers["subject"] == subject]
    indicators = standing[standing["code"].isin(selection.counted(run))]
    if indicators.empty:
        return Block(question, language.text("There is nothing to compare here."), (), "peers")
    strengths, weaknesses = strengths_and_weaknesses(indicators)
    counted = (
        child for child in run.framework["children"] if "indicator" not in child and child["effective_weight"] > 0
    )
    whole = [run.root, *(child["code"] for child in counted)]
    order = {code: place for place, code in enumerate(whole)}
    overall = standing[standing["code"].isin(whole)].sort_values("code", key=lambda codes: codes.map(order))
    both = pd.concat([strengths, weaknesses[::-1]])
    compared = overall[overall["rank"].notna()]
    parts = (
        _standing_table(run, "peers", language.text("Indicator"), both, language) if len(both) else "",
        callout(language.text("What cannot be compared"), _too_few(run, indicators, language)),
        paragraph(_who_the_peers_are(run, indicators, language), "note"),
        folded(
            language.text("The score and its dimensions among the same peers"),
            _standing_table(run, "overall", language.text("Part"), compared, language) if len(compared) else "",
        ),
    )
    return Block(question, _standing_sentence(run, subject, strengths, weaknesses, language), parts, "peers")


def _standing_sentence(
    run: Run, subject: str, strengths: pd.DataFrame, weaknesses: pd.DataFrame, language: Language
) -> str:
    ends = [_place_sentence_values(run, each, language) for each in (strengths, weaknesses)]
    values = {"name": selection.name_of(run, subject)}
    if all(ends):
        return language.text(
            "{name} stands best in {best} (place {high}) and lowest in {worst} (place {low}).",
            **values,
            best=ends[0][0],
            high=ends[0][1],
            worst=ends[1][0],
            low=ends[1][1],
        )
    if ends[0]:
        return language.text(
            "{name} stands best in {best} (place {high}) and nowhere below the median of its peers.",
            **values,
            best=ends[0][0],
            high=ends[0][1],
        )
    if ends[1]:
        return language.text(
            "{name} stands lowest in {worst} (place {low}) and nowhere above the median of its peers.",
            **values,
            worst=ends[1][0],
            low=ends[1][1],
        )
    return language.text("Nothing sets {name} apart from the median of its peers.", **values)


def _place_sentence_values(run: Run, rows: pd.DataFrame, language: Language) -> tuple[str, ...]:
    if rows.empty:
        return ()
    first = rows.iloc[0]
    return selection.title_of(run, first["code"], language), _place_text(first, language)


def _place_text(row: pd.Series, language: Language) -> str:
    rank, peers = (language.number(float(row[column]), 0) for column in ("rank", "peers"))
    return language.text("{rank} of {peers}", rank=rank, peers=peers)


def _standing_table(run: Run, name: str, heading: str, standing: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame([_standing_row(run, row, language) for _, row in standing.iterrows()])
    headings = {
        "name": heading,
        "points": language.text("Points"),
        "median": language.text("Median of the peers"),
        "difference": language.text("Difference"),
        "place": language.text("Place"),
    }
    return tables.table(rows, name=name, headings=headings)


def _standing_row(run: Run, row: pd.Series, language: Language) -> dict[str, str]:
    difference = round(float(row["points"] - row["median"]), 1)
    arrow = "▲ " if difference > 0 else "▼ " if difference < 0 else ""
    return {
        "name": selection.title_of(run, row["code"], language),
        "points": selection.score_text(row["points"], language),
        "median": selection.score_text(row["median"], language),
        "difference": arrow + selection.signed_text(difference, language),
        "place": _place_text(row, language),
    }


def _too_few(run: Run, standing: pd.DataFrame, language: Language) -> list[str]:
    few = standing[standing["rank"].isna()]
    if few.empty:
        return []
    names = [selection.title_of(run, code, language) for code in few["code"]]
    return [
        language.text(
            "{names}: too few peers have a value; at least {minimum} are needed.",
            names=selection.listed(names, language),
            minimum=run.manifest["peers"]["minimum"],
        )
    ]


def _who_the_peers_are(run: Run, standing: pd.DataFrame, language: Language) -> str:
    column, subjects = run.manifest["peers"]["group"], selection.subjects_word(run, language)
    who = (
        language.text("Peers are all {subjects} with a value.", subjects=subjects)
        if column is None
        else language.text(
            "Peers are the {subjects} with a value whose '{column}' is '{group}'.",
            subjects=subjects,
            column=column,
            group=standing["group"].iloc[0],
        )
    )
    how = language.text(
        "A strength lies above their median, a weakness below it; at most five of each are shown. The subject itself "
        "is counted among its peers, and equals share a place."
    )
    return f"{who} {how}"


def band_change(run: Run, subject: str, language: Language) -> Block:
    """Return what one indicator alone would have to become for the class to change; nothing where there are none."""
    if not run.class_labels:
        return NOTHING
    question = (
        language.text("What would change the band?")
        if run.predicate is None
        else language.text("What would change the predicate?")
    )
    own = run.band_changes[run.band_changes["subject"] == subject].set_index("code")
    changes = own[own.index.isin(selection.counted(run))]
    if changes.empty:
        return Block(question, language.text("Nothing that one indicator alone could do."), (), "band-change")
    better, worse = (changes[changes["direction"] == direction] for direction in ("better", "worse"))
    parts = (
        _change_table(run, better, worse, language),
        *(paragraph(text, "note") for text in _cautions(run, subject, language)),
    )
    return Block(question, _change_sentence(run, subject, better, language), parts, "band-change")


def _change_sentence(run: Run, subject: str, better: pd.DataFrame, language: Language) -> str:
    values = {
        "name": selection.name_of(run, subject),
        "now": selection.class_text(run, subject, language),
    }
    if better.empty:
        return language.text("{name} is in {now}; no indicator alone leads to a better one.", **values)
    reachable = better.dropna(subset="value")
    if reachable.empty:
        return language.text(
            "{name} is in {now}. No indicator alone is enough for a better one, not even with 100 points.", **values
        )
    code = str(reachable["move"].idxmin())
    return language.text(
        "{name} is in {now}. With all else unchanged, the smallest single change that leads to {next} is in "
        "{indicator}: {value} {unit} instead of {present} ({points} points).",
        **values,
        next=selection.words(run.class_labels[reachable.at[code, "class"]], language),
        indicator=selection.title_of(run, code, language),
        value=_limit_text(run, code, reachable, language, better=True, sign=False),
        unit=selection.unit_text(run.leaves[code], language),
        present=_number(run, code, reachable.at[code, "now"], language),
        points=selection.signed_text(float(reachable.at[code, "move"]), language),
    )


def _change_table(run: Run, better: pd.DataFrame, worse: pd.DataFrame, language: Language) -> str:
    codes = [code for code in run.leaves if code in better.index or code in worse.index]
    rows = pd.DataFrame([_change_row(run, code, better, worse, language) for code in codes])
    headings = {
        "name": language.text("Indicator"),
        "now": language.text("Value used"),
        "better": _class_reached(run, better, language),
        "gain": language.text("Points to gain"),
        "worse": language.text("Kept while"),
        "loss": language.text("Points to spare"),
    }
    absent = {"better", "gain"} if better.empty else {"worse", "loss"} if worse.empty else set()
    shown = {column: heading for column, heading in headings.items() if column not in absent}
    return tables.table(rows, name="band-change", headings=shown)


def _class_reached(run: Run, changes: pd.DataFrame, language: Language) -> str:
    """Return the heading over what a better class needs: its name, where all indicators lead to the same."""
    classes = changes["class"].unique()
    if len(classes) != 1:
        return language.text("For a better one")
    return language.text("For {name}", name=selection.words(run.class_labels[classes[0]], language))


def _change_row(run: Run, code: str, better: pd.DataFrame, worse: pd.DataFrame, language: Language) -> dict[str, str]:
    return {
        "name": selection.title_of(run, code, language),
        "now": _number(run, code, pd.concat([better, worse]).loc[[code], "now"].iloc[0], language),
        "better": _limit_text(run, code, better, language, better=True),
        "gain": _move_text(code, better, language),
        "worse": _limit_text(run, code, worse, language, better=False),
        "loss": _move_text(code, worse, language),
    }


def _limit_text(
    run: Run, code: str, changes: pd.DataFrame, language: Language, *, better: bool, sign: bool = True
) -> str:
    """Return the value at which the class changes, rounded so that what is printed is enough."""
    if code not in changes.index or pd.isna(changes.at[code, "value"]):
        return language.text("not by it alone") if better else language.text("any value")
    value, now = float(changes.at[code, "value"]), float(changes.at[code, "now"])
    at_least = (value > now) == better
    decimals = selection.decimals_for(run.measurements.values[code])
    rounding = ROUND_CEILING if at_least else ROUND_FLOOR
    # Nine decimals first: what binary numbers cannot hold must not round 66.7 up to 66.8.
    enough = Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-decimals), rounding)
    text = language.number(float(enough), decimals)
    return f"{'≥' if at_least else '≤'} {text}" if sign else text


def _move_text(code: str, changes: pd.DataFrame, language: Language) -> str:
    known = code in changes.index and not pd.isna(changes.at[code, "move"])
    return selection.signed_text(float(changes.at[code, "move"]), language) if known else "–"


def _number(run: Run, code: str, value: float, language: Language) -> str:
    return language.number(value, selection.decimals_for(run.measurements.values[code]))


def _cautions(run: Run, subject: str, language: Language) -> list[str]:
    said = [
        language.text(
            "This is arithmetic under the rules of this cycle: one value moves, all others stay. It is no advice, and "
            "it does not say what is within reach. A scale that was fitted to the subjects of a cycle is held as it "
            "was fitted."
        )
    ]
    silent = [code for code in selection.counted(run) if code not in set(run.band_changes["code"])]
    if silent:
        names = [selection.title_of(run, code, language) for code in silent]
        said.append(
            language.text(
                "Nothing is said about {names}: there, no value acts alone.", names=selection.listed(names, language)
            )
        )
    if selection.has_decisions(run):
        said.append(language.text("This is about what was computed; decisions of officials are not part of it."))
    return said
