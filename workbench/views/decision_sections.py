"""Sections about what officials decide: where they have to, what they decided, who objected, who was not evaluated."""

from __future__ import annotations

import pandas as pd

from workbench.analysis.decisions import MEETING
from workbench.analysis.guidance import UNDECIDED
from workbench.analysis.objections import LATE, OPEN, OVERDUE
from workbench.locale import Language
from workbench.model.people import People
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import NOTHING, Block, paragraph, subheading
from workbench.views.people_words import (
    day_text,
    people_of,
    predicate_name,
    text,
    unit_name,
    value_name,
    what_was_decided,
)

MOST_CASES = 20


def guidance(run: Run, language: Language) -> Block:
    """Return the ratings that the guidance does not simply confirm: the appraiser decides them."""
    people = people_of(run, "guidance")
    if people is None:
        return NOTHING
    cases = people.guidance.sort_values(["outcome", "node"], kind="stable")
    question = language.text("Where does the appraiser have to decide?")
    finding = language.text(
        "In {count} cases the rating from the declared thresholds is not simply confirmed by the rating guidance; in "
        "{undecided} of them the guidance does not decide at all. They are marked as decisions of the appraiser.",
        count=language.number(len(cases), 0),
        undecided=language.number(int((cases["outcome"] == str(UNDECIDED)).sum()), 0),
    )
    shown = cases.head(MOST_CASES)
    parts = [_guidance_table(run, shown, language)] if len(shown) else []
    if len(cases) > len(shown):
        more = language.text(
            "{count} more are in the table {file} of the run.", count=len(cases) - len(shown), file="guidance.csv"
        )
        parts.append(paragraph(more, "note"))
    references = "; ".join(dict.fromkeys(people.facts["guidance"].values()))
    parts.append(paragraph(language.text("Guidance: {reference}.", reference=references.rstrip(".")), "note"))
    return Block(question, finding, tuple(parts), "guidance")


def _guidance_table(run: Run, cases: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, case["subject"]),
                "node": selection.title_of(run, case["node"], language),
                "rating": value_name(run, case["node"], case["rating"], language),
                "guided": _guided_text(run, case, language),
            }
            for case in cases.to_dict("records")
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "node": language.text("Dimension"),
        "rating": language.text("Rating from the thresholds"),
        "guided": language.text("Rating by the guidance"),
    }
    return tables.table(rows, name="guidance", headings=headings, words={"node", "rating", "guided"})


def _guided_text(run: Run, case: dict[str, str], language: Language) -> str:
    ratings = [each for each in str(case["guided"]).split(", ") if each]
    if len(ratings) == 1:
        return value_name(run, case["node"], ratings[0], language)
    return language.text(case["outcome"])


def decisions(run: Run, language: Language) -> Block:
    """Return every change of a computed value: who decided it, when and why, before and after."""
    people = people_of(run, "adjustments", "objections")
    if people is None:
        return NOTHING
    question = language.text("What did officials decide after the computation?")
    record = people.adjustments
    if record.empty:
        return Block(question, language.text("Nothing: every predicate stands as it was computed."), (), "decisions")
    changed = people.status[_differs(people.status["predicate"], people.status["predicate_final"])]
    finding = language.text(
        "{decisions} decisions are recorded; {people} people have another predicate than the one that was computed.",
        decisions=len(record),
        people=len(changed),
    )
    note = language.text(
        "Computed and final predicate stand side by side in scores.csv; every decision is in adjustments.csv."
    )
    if len(people.status.filter(regex="^score_").columns):
        note += " " + language.text(
            "A score set by a decision stands beside the computed one; no other score, rank or predicate follows from "
            "it."
        )
    parts = (decisions_table(run, record, language), paragraph(note, "note"))
    return Block(question, finding, parts, "decisions")


def _differs(one: pd.Series, other: pd.Series) -> pd.Series:
    return one.fillna("") != other.fillna("")


def decisions_table(run: Run, record: pd.DataFrame, language: Language, name: str = "decisions") -> str:
    """Return one row a decision, in the order in which they were taken."""
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, each["subject"]),
                "what": what_was_decided(run, each["node"], language)
                + ("" if each["kind"] == str(MEETING) else f" ({language.text('objection')})"),
                "change": _change_text(run, each, language),
                "predicate": _predicates_text(run, each, language),
                "reason": each["reason"],
                "by": f"{each['decided_by']}, {day_text(each['decided_on'], language)}",
            }
            for each in record.to_dict("records")
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "what": language.text("About"),
        "change": language.text("From → to"),
        "predicate": language.text("Predicate before → after"),
        "reason": language.text("Reason"),
        "by": language.text("Decided by, on"),
    }
    return tables.table(rows, name=name, headings=headings, words=set(headings))


def _change_text(run: Run, each: dict[str, str], language: Language) -> str:
    return " → ".join(value_name(run, each["node"], each[side], language) for side in ("from", "to"))


def _predicates_text(run: Run, each: dict[str, str], language: Language) -> str:
    return " → ".join(predicate_name(run, each[side], language) for side in ("predicate_before", "predicate_after"))


def objections_raised(run: Run, language: Language) -> Block:
    """Return the objections with their deadlines, late and open ones named, before and after side by side."""
    people = people_of(run, "objections")
    if people is None:
        return NOTHING
    question = language.text("Which objections were raised, and were the deadlines kept?")
    raised = people.objections
    if raised.empty:
        return Block(question, language.text("No objection is recorded."), (), "objections-raised")
    status = raised["status"]
    finding = language.text(
        "{count} objections: {decided} decided, {late} of them late; {open} open, {overdue} of them past the deadline "
        "on {day}.",
        count=len(raised),
        decided=int(raised["decided_on"].notna().sum()),
        late=int((status == str(LATE)).sum()),
        open=int(status.isin([str(OPEN), str(OVERDUE)]).sum()),
        overdue=int((status == str(OVERDUE)).sum()),
        day=selection.day(run.manifest["data_until"], language),
    )
    parts = (objections_table(run, raised, language), paragraph(deadlines_text(people, language), "note"))
    return Block(question, finding, parts, "objections-raised")


def objections_table(run: Run, raised: pd.DataFrame, language: Language, name: str = "objections-raised") -> str:
    """Return one row an objection."""
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, each["subject"]),
                "submitted": _submitted_text(each, language),
                "why": each["reason"],
                "due": day_text(each["decision_due"], language),
                "status": _status_text(each, language),
                "change": _outcome_text(run, each, language),
                "by": _decider_text(each, language),
            }
            for each in raised.to_dict("records")
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "submitted": language.text("Submitted"),
        "why": language.text("Ground"),
        "due": language.text("To be decided by"),
        "status": language.text("Decision"),
        "change": language.text("Predicate before → after"),
        "by": language.text("Decided by, reason"),
    }
    return tables.table(rows, name=name, headings=headings, words=set(headings))


def _submitted_text(each: dict[str, str], language: Language) -> str:
    day = day_text(each["submitted_on"], language)
    if each["submission"] != str(LATE):
        return day
    return language.text("{day}: late, due on {due}", day=day, due=day_text(each["submission_due"], language))


def _status_text(each: dict[str, str], language: Language) -> str:
    status = language.text(str(each["status"]))
    if pd.isna(each["decided_on"]):
        return language.text("{status}, {days} working days so far", status=status, days=int(each["days"]))
    outcome = language.text("upheld") if each["decision"] == "upheld" else language.text("changed")
    return language.text(
        "{outcome} on {day}: {status}, {days} working days",
        outcome=outcome,
        day=day_text(each["decided_on"], language),
        status=status,
        days=int(each["days"]),
    )


def _outcome_text(run: Run, each: dict[str, str], language: Language) -> str:
    before = predicate_name(run, each["from"], language)
    if pd.isna(each["decided_on"]):
        return f"{before} → …"
    after = each["from"] if pd.isna(each["to"]) else each["to"]
    return f"{before} → {predicate_name(run, after, language)}"


def _decider_text(each: dict[str, str], language: Language) -> str:
    if pd.isna(each["decided_by"]):
        return "–"
    reason = "" if pd.isna(each["decision_reason"]) else f": {each['decision_reason']}"
    return f"{each['decided_by']}{reason}"


def deadlines_text(people: People, language: Language) -> str:
    """Return the deadlines with their sources."""
    terms = people.facts["deadlines"]
    return language.text(
        "Deadlines in working days, without public holidays and joint leave: {submission} to submit ({first}), "
        "{decision} to decide ({second}).",
        submission=terms["submission"]["value"],
        first=terms["submission"]["reference"],
        decision=terms["decision"]["value"],
        second=terms["decision"]["reference"],
    )


def not_evaluated(run: Run, language: Language) -> Block:
    """Return who was not evaluated and why, and who was judged by another unit than the one they are listed in."""
    people = people_of(run, "exemptions", "placements")
    if people is None:
        return NOTHING
    exempt = people.exempt
    finding = language.text(
        "{count} people were not evaluated. They stay on the list with the reason; they are in no share and no "
        "ranking.",
        count=len(exempt),
    )
    parts = [_exempt_table(run, people, language)] if len(exempt) else []
    if people.facts["exemptions_reference"]:
        source = language.text("Reasons: {reference}.", reference=people.facts["exemptions_reference"])
        parts.append(paragraph(source, "note"))
    if len(people.placements):
        parts += [subheading(language.text("Who changed post inside the cycle, and who judges?"))]
        parts += [placements_table(run, people, people.placements, language), _judging_note(language)]
    return Block(
        language.text("Who was not evaluated, and who was judged where?"), finding, tuple(parts), "not-evaluated"
    )


def _exempt_table(run: Run, people: People, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, subject),
                "unit": unit_name(people, people.status.at[subject, "unit"]),
                "reason": reason_text(people, reason, language),
                "source": text(people.status.at[subject, "exempt_source"]),
            }
            for subject, reason in people.exempt.items()
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "unit": language.text("Unit"),
        "reason": language.text("Reason"),
        "source": language.text("Source"),
    }
    return tables.table(rows, name="not-evaluated", headings=headings, words=set(headings))


def reason_text(people: People, reason: str, language: Language) -> str:
    """Return why somebody is exempt."""
    return selection.words(people.facts["exemptions"][reason], language)


def placements_table(
    run: Run, people: People, placements: pd.DataFrame, language: Language, name: str = "placements"
) -> str:
    """Return one row a post: its share of the cycle, and whether this unit judges."""
    kinds = {"post": language.text("own post"), "acting": language.text("acting")}
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, each["subject"]),
                "unit": unit_name(people, each["unit"]),
                "kind": kinds[each["kind"]],
                "time": f"{day_text(each['start'], language)} – {_end_text(each['end'], language)}",
                "share": language.percent(each["share"]),
                "judges": _judges_text(people, each, language),
            }
            for each in placements.to_dict("records")
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "unit": language.text("Unit"),
        "kind": language.text("Post"),
        "time": language.text("From – to"),
        "share": language.text("Share of the cycle"),
        "judges": language.text("Judges"),
    }
    return tables.table(rows, name=name, headings=headings, words={"unit", "kind", "time", "judges"})


def _end_text(value: object, language: Language) -> str:
    return language.text("now") if pd.isna(value) else day_text(value, language)


def _judges_text(people: People, each: dict[str, str], language: Language) -> str:
    if not each["judges"]:
        return "–"
    because = {
        "moved": language.text("yes: the new unit"),
        "acting": language.text("yes: acting there on the last day"),
        "agreement": language.text("yes: {agreement}", agreement=each["agreement"]),
    }
    return because.get(str(people.status.at[each["subject"], "because"]), language.text("yes"))


def _judging_note(language: Language) -> str:
    words = language.text(
        "The last day of the cycle decides: the new unit judges; who acts in another post is judged by the unit where "
        "they report; an agreement of both appraisers may name another."
    )
    return paragraph(words, "note")
