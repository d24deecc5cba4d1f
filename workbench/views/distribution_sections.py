"""Sections about predicates unit by unit: the distribution against its limits, before and after the decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from workbench.errors import message
from workbench.locale import Language
from workbench.model.distribution import DistributionCheck, LimitCheck
from workbench.model.people import People
from workbench.model.run import Run
from workbench.views import charts, selection, tables
from workbench.views.blocks import NOTHING, Block, callout, paragraph
from workbench.views.people_words import moves_text, organisation_name, people_of, predicate_name, unit_name

TESTED = ("within", "outside", "impossible")
MOST_BARS = 15


def distribution(run: Run, language: Language) -> Block:
    """Return how the final predicates of each unit's people lie against the limits for the unit's own predicate."""
    people = people_of(run, "organisation")
    if people is None:
        return NOTHING
    checks = people.checks["final"]
    tested = [check for check in checks if check.status in TESTED]
    question = language.text("Do the predicates of people fit those of their units?")
    parts = (
        _chart(run, people, tested, language) if tested else "",
        _table(run, people, language),
        paragraph(_reading(people, language), "note"),
        paragraph(_source(people, language), "note"),
        callout(language.text("To be looked at"), list(_to_be_looked_at(people, language))),
    )
    return Block(question, _finding(people, tested, language), parts, "distribution")


def unit_distribution(run: Run, unit: str, language: Language) -> Block:
    """Return the final predicates of one unit's people against each of its limits, and the smallest change."""
    people = people_of(run, "organisation")
    if people is None:
        return NOTHING
    check = next(each for each in people.checks["final"] if each.unit == unit)
    question = language.text("Do the predicates in {unit} fit the unit's own?", unit=unit_name(people, unit))
    parts = [_chart(run, people, [check], language)] if check.status in TESTED else []
    if check.limits:
        parts.append(_limits_table(run, check, language))
    parts.append(paragraph(_source(people, language), "note"))
    return Block(question, _unit_finding(run, people, check, language), tuple(parts))


def _unit_finding(run: Run, people: People, check: DistributionCheck, language: Language) -> str:
    said = language.text(
        "{people} people; the unit itself is rated: {own}. Against the limits: {status}.",
        people=language.number(check.size, 0),
        own=organisation_name(people, check.organisation, language),
        status=status_text(people, check, language),
    )
    if not check.moves:
        return said
    change = language.text(
        "The smallest change that would keep the limits: {moves}.", moves=change_text(run, check, language)
    )
    return f"{said} {change}"


def _limits_table(run: Run, check: DistributionCheck, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "predicates": " / ".join(predicate_name(run, code, language) for code in limit.predicates),
                "people": language.number(limit.people, 0),
                "lowest": language.number(limit.lowest, 0),
                "highest": language.number(limit.highest, 0),
                "kept": language.text("kept") if limit.kept else language.text("not kept"),
            }
            for limit in check.limits
        ]
    )
    headings = {
        "predicates": language.text("Predicate"),
        "people": language.text("People"),
        "lowest": language.text("At least"),
        "highest": language.text("At most"),
        "kept": language.text("Against the limits"),
    }
    return tables.table(rows, name="unit-limits", headings=headings, words={"kept"})


def _finding(people: People, tested: Sequence[DistributionCheck], language: Language) -> str:
    outside = [check for check in tested if check.status != "within"]
    if not tested:
        return language.text("No unit could be tested.")
    if not outside:
        return language.text("All {count} units that can be tested keep the limits.", count=len(tested))
    return language.text(
        "{outside} of {tested} units lie outside the limits; for all of them to keep the limits the predicates of at "
        "least {people} people would have to be different. Nothing has been changed: this is for the officials to "
        "weigh.",
        outside=len(outside),
        tested=len(tested),
        people=sum(check.to_move for check in outside),
    )


def _chart(run: Run, people: People, tested: Sequence[DistributionCheck], language: Language) -> str:
    shown = sorted(tested, key=lambda check: (-check.to_move, check.unit))[:MOST_BARS]
    names = [predicate_name(run, code, language) for code in people.facts["order"]]
    rows = pd.DataFrame(
        [
            {
                "label": unit_name(people, check.unit),
                "focus": check.status != "within",
                "organisation": organisation_name(people, check.organisation, language),
                "size": language.number(check.size, 0),
                **dict(zip(names, check.counts.values(), strict=True)),
            }
            for check in shown
        ]
    )
    limits = pd.DataFrame(
        [
            {"order": order, **tick}
            for order, check in enumerate(shown)
            for limit in check.limits
            for tick in _ticks(check, limit, language)
        ]
    )
    columns = {"organisation": language.text("Unit's own"), "size": language.text("People")}
    axis = language.text("Per cent of the unit's people; in the bars: how many")
    svg = charts.ordered_shares(rows, limits, names, axis=axis, columns=columns, language=language)
    legend = language.text(
        "Below the bar: how far the part that ends there may reach at most (≤). Above it: how far it must reach at "
        "least (≥). In people; brown where it does not. Units outside the limits come first."
    )
    alternative = _alternative(run, people, shown, language)
    return charts.Chart(svg, alternative, "", legend).html()


def _ticks(check: DistributionCheck, limit: LimitCheck, language: Language) -> Iterator[dict[str, object]]:
    """Yield where a limit lies on the bar: from where its classes begin, as far as they may or must reach."""
    order = list(check.counts)
    places = sorted(order.index(code) for code in limit.predicates)
    if places != list(range(places[0], places[-1] + 1)):
        return  # classes that do not lie side by side have no one end; the table says it
    before = sum(check.counts[code] for code in order[: places[0]])
    for people, sign, bound in ((limit.highest, "≤", check.size), (limit.lowest, "≥", 0)):
        if people != bound:
            kept = limit.people <= people if sign == "≤" else limit.people >= people
            at = min(100.0, 100 * (before + people) / check.size)
            yield {"at": at, "text": f"{sign} {language.number(people, 0)}", "kept": kept, "most": sign == "≤"}


def _alternative(run: Run, people: People, shown: Sequence[DistributionCheck], language: Language) -> str:
    counts = [
        f"{unit_name(people, check.unit)}: "
        + ", ".join(f"{predicate_name(run, code, language)} {count}" for code, count in check.counts.items() if count)
        for check in shown
    ]
    return "; ".join(counts) + "."


def _table(run: Run, people: People, language: Language) -> str:
    before = {check.unit: check for check in people.checks["computed"]}
    decided = len(people.adjustments) > 0
    checks = sorted(people.checks["final"], key=lambda check: (-check.to_move, check.unit))[: selection.MOST_ROWS]
    rows = pd.DataFrame([_row(run, people, check, before.get(check.unit), language) for check in checks])
    headings = {
        "unit": language.text("Unit"),
        "organisation": language.text("Unit's own"),
        "size": language.text("People"),
        "status": language.text("Against the limits"),
        **({"before": language.text("Before decisions")} if decided else {}),
        "moves": language.text("Smallest change that would keep them"),
    }
    table = tables.table(rows, name="distribution", headings=headings, words={"organisation", "status", "moves"})
    if not (more := len(people.checks["final"]) - len(checks)):
        return table
    note = language.text("{count} more are in the table {file} of the run.", count=more, file="distribution.csv")
    return table + paragraph(note, "note")


def _row(
    run: Run, people: People, check: DistributionCheck, before: DistributionCheck | None, language: Language
) -> dict[str, str]:
    late = people.units.set_index("unit")["late"].get(check.unit, False)
    organisation = organisation_name(people, check.organisation, language)
    year = people.units.set_index("unit")["year"].get(check.unit)
    return {
        "unit": unit_name(people, check.unit) + (" *" if len(check.members) > 1 else ""),
        "organisation": f"{organisation} ({year})" if late and check.organisation else organisation,
        "size": language.number(check.size, 0),
        "status": status_text(people, check, language),
        "before": "–" if before is None or before.status not in TESTED else language.number(before.to_move, 0),
        "moves": change_text(run, check, language),
    }


def status_text(people: People, check: DistributionCheck, language: Language) -> str:
    """Return what the check of a unit found, in words."""
    if check.status == "outside":
        return language.text("outside: {people} people", people=check.to_move)
    if check.status == "pooled":
        return language.text("counted with {unit}", unit=unit_name(people, check.pooled_into))
    return {
        "within": language.text("within"),
        "impossible": language.text("cannot be kept by so few people"),
        "too_small": language.text("too few people to be tested"),
        "no_predicate": language.text("the unit has no predicate yet"),
    }[check.status]


def change_text(run: Run, check: DistributionCheck, language: Language) -> str:
    """Return the smallest change, both ways where there is more than one; an en dash where none is needed."""
    if not check.moves:
        return "–"
    one = moves_text(run, check.moves, language)
    if not check.alternative:
        return one
    return language.text("{one}; or {other}", one=one, other=moves_text(run, check.alternative, language))


def _reading(people: People, language: Language) -> str:
    sentences = [
        language.text(
            "How limits become people: what is allowed is rounded down, what is demanded is rounded up. Units with "
            "fewer than {smallest} people cannot be tested and are counted with the unit above (*).",
            smallest=people.facts["limits"]["smallest"],
        )
    ]
    if (people.units["late"] & people.units["predicate"].notna()).any():
        sentences.append(
            language.text(
                "A year in brackets: this year's predicate of the unit was not there yet, so an earlier one was used."
            )
        )
    return " ".join(sentences)


def _source(people: People, language: Language) -> str:
    limits = people.facts["limits"]
    return language.text(
        "Limits: {reference} ({confidence}). They are a consideration, not a command: an organisation outside them has "
        "to be able to say why.",
        reference=limits["reference"],
        confidence=selection.confidence_text(limits["confidence"], language),
    )


def _to_be_looked_at(people: People, language: Language) -> Iterator[str]:
    """Yield where people's predicates contradict that of their unit, and who is in no share."""
    together: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for check in people.checks["final"]:
        if check.status in ("outside", "impossible"):
            units = together.setdefault((str(check.organisation), check.fits), [])
            units.append(unit_name(people, check.unit))
    for (own, fits), units in together.items():
        yield _contradiction(people, own, fits, selection.listed(units, language), language)
    for check in people.checks["final"]:
        if check.unpredicated:
            yield language.text(
                "{unit}: {count} people were evaluated but have no predicate; they are in no share.",
                unit=unit_name(people, check.unit),
                count=check.unpredicated,
            )


def _contradiction(people: People, own: str, fits: tuple[str, ...], units: str, language: Language) -> str:
    rated = organisation_name(people, own, language)
    if not fits:
        template = message("Rated {own}: {units}. The predicates of their people would fit no rating of a unit.")
        return language.text(template, own=rated, units=units)
    return language.text(
        "Rated {own}: {units}. The predicates of their people would fit a unit rated: {fits}.",
        own=rated,
        units=units,
        fits=", ".join(organisation_name(people, code, language) for code in fits),
    )
