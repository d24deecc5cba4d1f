"""The record to be signed (berita acara): what a calibration meeting and the objections changed, and who decided it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.locale import Language
from workbench.model.people import People
from workbench.model.run import Run
from workbench.views import decision_sections, selection, tables
from workbench.views.blocks import NOTHING, Block, definitions, escape, paragraph
from workbench.views.first_page import page_head
from workbench.views.people_words import day_text, people_of, predicate_name


@dataclass(frozen=True)
class MeetingRecord:
    """The record of the decisions of one cycle.

    Parameters
    ----------
    run : Run
        What is recorded; nothing is computed here.
    language : Language
        Of the words and numbers.
    """

    run: Run
    language: Language

    @property
    def _people(self) -> People | None:
        return people_of(self.run, "adjustments", "objections")

    def opening(self) -> Block:
        """Return title, identity of the cycle and the one paragraph that says what this paper is."""
        language, people = self.language, self._people
        title = language.text("Record of decisions")
        head = page_head(self.run, title, selection.words(self.run.manifest["title"], language), language)
        if people is None:
            return Block("", "", (head, paragraph(language.text("This cycle has no table of decisions."))), "summary")
        summary = language.text(
            "This paper records {decisions} decisions about {people} people and {objections} objections. The program "
            "proposes a predicate from measured values; every change was decided by the officials named here.",
            decisions=len(people.adjustments),
            people=people.adjustments["subject"].nunique(),
            objections=len(people.objections),
        )
        parts = (head, paragraph(summary, "summary"), definitions(self._identity(people)))
        return Block("", "", parts, "summary")

    def _identity(self, people: People) -> list[tuple[str, str]]:
        language, manifest = self.language, self.run.manifest
        days = sorted(set(people.adjustments["decided_on"].dropna()))
        return [
            (language.text("Cycle"), manifest["cycle"]),
            (language.text("Decided on"), ", ".join(day_text(day, language) for day in days)),
            (language.text("Rules"), ", ".join(pack["code"] for pack in manifest["rules"])),
            (language.text("Fingerprint"), self.run.fingerprint),
        ]

    def decisions(self) -> Block:
        """Return every decision with reason, official and date."""
        return decision_sections.decisions(self.run, self.language)

    def before_and_after(self) -> Block:
        """Return how many people hold which predicate before and after, and the limits before and after."""
        people = self._people
        if people is None or not people.facts["order"]:
            return NOTHING
        language, evaluated = self.language, people.status[people.status["exempt"].isna()]
        rows = pd.DataFrame(
            [
                {
                    "predicate": predicate_name(self.run, code, language),
                    "before": language.number(int((evaluated["predicate"] == code).sum()), 0),
                    "after": language.number(int((evaluated["predicate_final"] == code).sum()), 0),
                }
                for code in people.facts["order"]
            ]
        )
        headings = {
            "predicate": language.text("Predicate"),
            "before": language.text("Computed"),
            "after": language.text("Final"),
        }
        table = tables.table(rows, name="before-after", headings=headings)
        question = language.text("How many people hold which predicate, before and after?")
        return Block(question, self._limits(people), (table,), "before-after")

    def _limits(self, people: People) -> str:
        if "organisation" not in people.parts:
            return ""
        before, after = (
            sum(check.status in ("outside", "impossible") for check in people.checks[stage])
            for stage in ("computed", "final")
        )
        return self.language.text(
            "Units outside the limits of the distribution: {before} before, {after} after.", before=before, after=after
        )

    def objections(self) -> Block:
        """Return the objections with deadlines and outcome."""
        return decision_sections.objections_raised(self.run, self.language)

    def signatures(self) -> Block:
        """Return a line to sign for everyone who decided, and one for whoever kept the record."""
        people, language = self._people, self.language
        if people is None:
            return NOTHING
        deciders = pd.concat([people.adjustments["decided_by"], people.objections["decided_by"]]).dropna()
        roles = [*dict.fromkeys(deciders), language.text("Keeper of the record")]
        name, day = language.text("Name"), language.text("Place and date")
        boxes = "".join(
            f'<div><p>{escape(role)}</p><p class="line">{escape(day)}:</p><p class="line sign"></p>'
            f'<p class="line">{escape(name)}:</p></div>'
            for role in roles
        )
        return Block(language.text("Signatures"), "", (f'<div class="signatures">{boxes}</div>',), "signatures")
