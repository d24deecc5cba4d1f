"""The opening of the cycle report: what a reader with one minute should take away."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, histograms, selection
from workbench.views.blocks import Block, Tile, callout, escape, paragraph, tiles

MOST_DOTS = 20  # beyond that the first page shows how many lie where; the table on the next page has them all


def opening(run: Run, language: Language) -> Block:
    """Return the first page: place, cycle, one paragraph, three numbers, one chart, what is not known."""
    title = selection.words(run.manifest["title"], language)
    parts = (
        page_head(run, title, language.text("Evaluation report"), language),
        paragraph(summary(run, language), "summary"),
        tiles(_three_numbers(run, language)),
        standing_chart(run, language).html(),
        callout(language.text("What cannot be concluded yet"), limits(run, language)),
    )
    return Block("", "", parts, "summary")


def page_head(run: Run, title: str, kind: str, language: Language, *, edition: str = "") -> str:
    """Return title, what is repeated on every printed page, and the warning on made-up data.

    `edition` says for whom the page is; without it, what the run's parameters say.
    """
    manifest, edition = run.manifest, edition or selection.edition_word(run, language)
    period = language.text(
        "{start} to {end}",
        start=selection.day(manifest["period"]["start"], language),
        end=selection.day(manifest["period"]["end"], language),
    )
    until = language.text("data until {day}", day=selection.day(manifest["data_until"], language))
    running = [title, manifest["cycle"], edition, *_rules_in_short(run, language)]
    banner = language.text("Made-up data: for practice only. Nothing here is about a real person or a real unit.")
    return "".join(
        (
            f'<p class="running">{escape(" · ".join([*running, run.fingerprint[:12]]))}</p>',
            f'<p class="synthetic">{escape(banner)}</p>' if manifest["synthetic"] else "",
            _proposal(manifest.get("scenario"), language),  # runs of earlier versions have none
            f'<p class="kind">{escape(kind)} · {escape(edition)}</p>',
            f"<h1>{escape(title)}</h1>",
            f'<p class="period">{escape(" · ".join((manifest["cycle"], period, until)))}</p>',
        )
    )


def _proposal(scenario: Mapping[str, str] | None, language: Language) -> str:
    """Return that this is a scenario, whose it is and why: it must never be taken for the policy."""
    if scenario is None:
        return ""
    words = language.text(
        "Scenario, not the policy: {name} ({author}, {day}). {rationale}",
        name=scenario["name"],
        author=scenario["author"],
        day=selection.day(scenario["date"], language),
        rationale=scenario["rationale"],
    )
    return f'<p class="synthetic scenario">{escape(words)}</p>'


def _rules_in_short(run: Run, language: Language) -> list[str]:
    packs = [rule["code"] for rule in run.manifest["rules"]]
    return packs if len(packs) <= 1 else [language.text("{count} rule packs", count=len(packs))]


def summary(run: Run, language: Language) -> str:
    """Return the cycle in one paragraph of plain words."""
    order = selection.scored(run)
    subjects = selection.subjects_word(run, language)
    if not len(order):
        return language.text("No score could be given: too few values are present.")
    sentences = [
        language.text(
            "{scored} of {all} {subjects} were given a score from {indicators} indicators.",
            scored=language.number(len(order), 0),
            all=language.number(len(run.subjects), 0),
            subjects=subjects,
            indicators=len(selection.counted(run)),
        ),
        _ends_sentence(run, order, language),
    ]
    if interim := selection.interim_sentence(run, language):
        sentences.insert(0, interim)
    moving = movable(run)
    if moving:
        sentences.append(
            language.text(
                "The order is not exact: {moving} of them would change place if the weights were a little different.",
                moving=language.number(moving, 0),
            )
        )
    return " ".join(sentences)


def _ends_sentence(run: Run, order: pd.Index, language: Language) -> str:
    highest, lowest = (selection.score_text(run.scores[order[end]], language) for end in (0, -1))
    sharing = selection.how_many_first(run)
    if sharing > 1:
        return language.text(
            "{count} {subjects} share the first place with {highest}; the lowest score is {lowest}.",
            count=language.number(sharing, 0),
            subjects=selection.subjects_word(run, language),
            highest=highest,
            lowest=lowest,
        )
    return language.text(
        "{first} stands first with {highest}; the lowest score is {lowest}.",
        first=selection.name_of(run, order[0]),
        highest=highest,
        lowest=lowest,
    )


def movable(run: Run) -> int:
    """Return how many subjects change place when the weights are shaken."""
    places = run.rank_intervals.dropna()
    return int((places["low"] < places["high"]).sum())


def _three_numbers(run: Run, language: Language) -> list[Tile]:
    scores = run.scores.dropna()
    quarter, half, three_quarters = scores.quantile([0.25, 0.5, 0.75]) if len(scores) else [float("nan")] * 3
    return [
        Tile(
            language.text("Median score"),
            selection.score_text(half, language),
            language.text(
                "half of them lie between {low} and {high}",
                low=selection.score_text(quarter, language),
                high=selection.score_text(three_quarters, language),
            ),
        ),
        _targets_tile(run, language),
        _presence_tile(run, language),
    ]


def _targets_tile(run: Run, language: Language) -> Tile:
    counted = selection.counted(run)
    reached = [selection.reaches_target(run, code) for code in counted]
    asked, met = sum(map(len, reached)), sum(int(each.sum()) for each in reached)
    if not asked:
        dimensions = sum(child["effective_weight"] > 0 for child in run.framework["children"])
        return Tile(
            language.text("Indicators"),
            language.number(len(counted), 0),
            language.text("combined in {count} parts; no targets are set", count=dimensions),
        )
    return Tile(
        language.text("Targets reached"),
        language.text("{reached} of {asked}", reached=language.number(met, 0), asked=language.number(asked, 0)),
        language.text("measured values that have a target"),
    )


def _presence_tile(run: Run, language: Language) -> Tile:
    values = run.measurements.values[selection.counted(run)]
    return Tile(
        language.text("Data present"),
        language.percent(float(values.notna().to_numpy().mean())),
        language.text(
            "a score needs at least {minimum} of its weight",
            minimum=language.percent(float(run.framework["minimum_coverage"])),
        ),
    )


def standing_chart(run: Run, language: Language, focus: str | None = None) -> charts.Chart:
    """Return who stands where: one dot a subject, or how many lie where when there are too many to draw."""
    order = selection.scored(run)
    title = _standing_sentence(run, order, focus, language)
    spread = language.text(
        "Scores range from {low} to {high}.",
        low=selection.score_text(run.scores.min(), language),
        high=selection.score_text(run.scores.max(), language),
    )
    source = _source(run, language)
    svg = _crowd(run, focus, language) if len(order) > MOST_DOTS else _rows_of_dots(run, order, focus, language)
    return charts.Chart(svg, f"{title} {spread}", title, source)


def _standing_sentence(run: Run, order: pd.Index, focus: str | None, language: Language) -> str:
    if not len(order):
        return language.text("No score could be given: too few values are present.")
    if focus is None and selection.class_heading(run, language):
        return _class_counts(run, order, language)
    if focus is None and len(order) > MOST_DOTS:
        low, high = run.scores.quantile([0.25, 0.75])
        return language.text(
            "Half of the {subjects} score between {low} and {high}.",
            subjects=selection.subjects_word(run, language),
            low=selection.score_text(low, language),
            high=selection.score_text(high, language),
        )
    subject = order[0] if focus is None else focus
    if pd.isna(run.scores[subject]):
        return language.text("{name} has no score; the others are shown.", name=selection.name_of(run, subject))
    return language.text(
        "{name} scores {score}, rank {rank} of {all}.",
        name=selection.name_of(run, subject),
        score=selection.score_text(run.scores[subject], language),
        rank=selection.rank_text(run, subject, language),
        all=language.number(len(order), 0),
    )


def _class_counts(run: Run, order: pd.Index, language: Language) -> str:
    codes = run.scorecard.predicates if run.predicate is not None else run.scorecard.bands[run.root]
    classes = codes[order].fillna("")
    counts = classes.value_counts(sort=False).loc[classes.unique()]
    named = {code: selection.words(label, language) for code, label in run.class_labels.items()}
    return ", ".join(f"{named.get(code, '–')}: {language.number(count, 0)}" for code, count in counts.items()) + "."


def _rows_of_dots(run: Run, order: pd.Index, focus: str | None, language: Language) -> str:
    rows = pd.DataFrame(
        {
            "label": [selection.name_of(run, subject) for subject in order],
            "value": run.scores[order].to_numpy(),
            "low": float("nan"),
            "high": float("nan"),
            "focus": order == focus,
            "score": [selection.score_text(run.scores[subject], language) for subject in order],
            "class": [selection.class_text(run, subject, language) for subject in order],
        }
    )
    columns = {"score": language.text("Score")}
    if heading := selection.class_heading(run, language):
        columns["class"] = heading
    axis = language.text("Score (more is better)")
    return charts.dots(rows, axis=axis, columns=columns, language=language, lines=_band_lines(run, language))


def _crowd(run: Run, focus: str | None, language: Language) -> str:
    marked = run.scores.median() if focus is None else run.scores[focus]
    name = language.text("median") if focus is None else selection.name_of(run, focus)
    return histograms.histogram(
        run.scores,
        axis=language.text("Score (more is better)"),
        count=language.text("How many {subjects}", subjects=selection.subjects_word(run, language)),
        language=language,
        lines=() if pd.isna(marked) else ((float(marked), name),),
    )


def _band_lines(run: Run, language: Language) -> list[tuple[float, str]]:
    """Return the lower bounds of the bands that lie among the scores."""
    lowest, highest = run.scores.min(), run.scores.max()
    bands = (run.framework.get("bands") or [])[1:]
    return [
        (float(band["low"]), selection.words(band["label"], language))
        for band in bands
        if lowest < band["low"] <= highest
    ]


def _source(run: Run, language: Language) -> str:
    given = selection.words(run.manifest["source"], language).rstrip(".") if run.manifest["source"] else ""
    until = language.text("data until {day}", day=selection.day(run.manifest["data_until"], language))
    return language.text("Source: {source}; {until}", source=given, until=until) if given else until


def limits(run: Run, language: Language) -> list[str]:
    """Return what the reader must not conclude from this run, one sentence each."""
    sentences = [*_without_score(run, language), *_overlapping(run, language), *_absent(run, language)]
    return [*sentences, *_unconfirmed_rules(run, language), *above_its_level(run, language)]


def _unconfirmed_rules(run: Run, language: Language) -> list[str]:
    packs = [rule["code"] for rule in run.manifest["rules"] if rule["confidence"] not in ("official", "proposed")]
    if not packs:
        return []
    return [
        language.text(
            "Whether every rule is quoted exactly: {packs} still have to be compared with the official text.",
            packs=selection.listed(packs, language),
        )
    ]


def _without_score(run: Run, language: Language) -> list[str]:
    absent = selection.unscored(run)
    if not len(absent):
        return []
    names = [selection.name_of(run, subject) for subject in absent]
    return [
        language.text(
            "How {names} performed as a whole: too few values are present for a score.",
            names=selection.listed(names, language),
        )
    ]


def _overlapping(run: Run, language: Language) -> list[str]:
    places = run.rank_intervals.loc[selection.scored(run)].dropna()
    ranks = run.scorecard.ranks
    neighbours = [(above, below) for above, below in pairwise(places.index) if ranks[above] != ranks[below]]
    pairs = [(above, below) for above, below in neighbours if places.at[below, "low"] <= places.at[above, "high"]]
    if not pairs:
        return []
    return [
        language.text(
            "Who is ahead in {count} of {all} neighbouring pairs, such as {above} and {below}: their places overlap "
            "when {how}.",
            count=language.number(len(pairs), 0),
            all=language.number(len(neighbours), 0),
            above=selection.name_of(run, pairs[0][0]),
            below=selection.name_of(run, pairs[0][1]),
            how=selection.how_moved(run, language),
        )
    ]


def _absent(run: Run, language: Language) -> list[str]:
    values = run.measurements.values[selection.counted(run)]
    absent = int(values.isna().to_numpy().sum())
    if not absent:
        return []
    return [
        language.text(
            "{absent} of {all} values are missing or rest on too few cases. They were left out, never counted as zero.",
            absent=language.number(absent, 0),
            all=language.number(values.size, 0),
        )
    ]


def above_its_level(run: Run, language: Language) -> list[str]:
    """Return which indicators are not fair to use for single employees, one sentence each."""
    if run.manifest["subject_kind"] != "employee":
        return []
    return [
        language.text(
            "{indicator} says something about a unit; it is not fair to hold a single employee to it.",
            indicator=selection.words(leaf["label"], language),
        )
        for leaf in run.leaves.values()
        if leaf["attribution"] == "unit"
    ]
