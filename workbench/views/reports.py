"""A report as its notebook sees it: one method a section, each a question and its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.errors import RunError, fault
from workbench.locale import Language
from workbench.model.catalogue import nearest_name
from workbench.model.run import Run
from workbench.views import (
    audit_sections,
    closing_sections,
    decision_sections,
    dimension_sections,
    distribution_sections,
    explanation_sections,
    first_page,
    indicator_sections,
    log_sections,
    person_sections,
    report_sections,
    rollout_section,
    selection,
    unit_sections,
)
from workbench.views.blocks import NOTHING, Block


@dataclass(frozen=True)
class Report:
    """The report on a whole cycle.

    Parameters
    ----------
    run : Run
        What is reported; nothing is computed here.
    language : Language
        Of the words and numbers.
    """

    run: Run
    language: Language

    def of(self, subject: str = "") -> SubjectReport:
        """Return the report on one subject; on the first when no code is given.

        Raises
        ------
        RunError
            When the run has no subject of this code.
        """
        known = self.run.subjects.index
        if subject and subject not in known:
            nearest = nearest_name(subject, map(str, known))
            raise RunError(
                [
                    fault(
                        "unit",
                        "'{code}' is not among the subjects of this run; did you mean: {nearest}?",
                        code=subject,
                        nearest=nearest,
                    )
                ]
            )
        return SubjectReport(self.run, self.language, subject or str(known[0]))

    def opening(self) -> Block:
        """Return the first page."""
        return first_page.opening(self.run, self.language)

    def results(self) -> Block:
        """Return who stands where."""
        return report_sections.results(self.run, self.language)

    def parts(self) -> Block:
        """Return how each part turned out; nothing where the framework has no dimensions."""
        return dimension_sections.parts(self.run, self.language)

    def information(self) -> Block:
        """Return what is shown for information only; nothing where everything counts."""
        return dimension_sections.information(self.run, self.language)

    def logs(self) -> Block:
        """Return what happened, case by case; nothing where the cycle has no logs."""
        return log_sections.logs(self.run, self.language)

    def rollout(self) -> Block:
        """Return how far the rollout has come; nothing where no stages are declared."""
        return rollout_section.rollout(self.run, self.language)

    def contributions(self) -> Block:
        """Return where the points come from."""
        return report_sections.contributions(self.run, self.language)

    def certainty(self) -> Block:
        """Return how sure the order is."""
        return report_sections.certainty(self.run, self.language)

    def weights(self) -> Block:
        """Return what counted, and how much."""
        return report_sections.weights(self.run, self.language)

    def audit(self) -> Block:
        """Return how sound the method is."""
        return audit_sections.audit(self.run, self.language)

    def indicators(self) -> Block:
        """Return how each indicator was measured."""
        return indicator_sections.indicators(self.run, self.language)

    def data(self) -> Block:
        """Return from which data, how complete they are, and what is missing."""
        return indicator_sections.data(self.run, self.language)

    def changes(self) -> Block:
        """Return what was changed before scoring."""
        return report_sections.changes(self.run, self.language)

    def distribution(self) -> Block:
        """Return how people's predicates lie against the limits for their unit; nothing where there are no limits."""
        return distribution_sections.distribution(self.run, self.language)

    def guidance(self) -> Block:
        """Return the ratings that the guidance leaves to the appraiser; nothing where there is no guidance."""
        return decision_sections.guidance(self.run, self.language)

    def decisions(self) -> Block:
        """Return what officials decided; nothing where the cycle records no decisions."""
        return decision_sections.decisions(self.run, self.language)

    def objections_raised(self) -> Block:
        """Return the objections and their deadlines; nothing where the cycle records none."""
        return decision_sections.objections_raised(self.run, self.language)

    def not_evaluated(self) -> Block:
        """Return who was not evaluated, and who was judged where; nothing where the cycle has neither."""
        return decision_sections.not_evaluated(self.run, self.language)

    def rules(self) -> Block:
        """Return which rules were applied."""
        return closing_sections.rules(self.run, self.language)

    def objections(self) -> Block:
        """Return what to do if you disagree."""
        return closing_sections.objections(self.run, self.language)

    def verification(self) -> Block:
        """Return how the report can be checked, and what its words mean."""
        return closing_sections.verification(self.run, self.language)


@dataclass(frozen=True)
class SubjectReport:
    """The report on one unit or employee.

    Parameters
    ----------
    run : Run
        What is reported.
    language : Language
        Of the words and numbers.
    subject : str
        Code of the subject.
    """

    run: Run
    language: Language
    subject: str

    def opening(self) -> Block:
        """Return the first page."""
        return unit_sections.opening(self.run, self.subject, self.language)

    def measured(self) -> Block:
        """Return every value, among those of the others."""
        return self._evaluated(unit_sections.measured)

    def made_of(self) -> Block:
        """Return how the score is made, with the numbers in the formulas."""
        return self._evaluated(unit_sections.made_of)

    def peers(self) -> Block:
        """Return where it stands above and below its peers."""
        return self._evaluated(explanation_sections.among_peers)

    def band_change(self) -> Block:
        """Return what one indicator alone would have to become for the class to change; nothing without bands."""
        return self._evaluated(explanation_sections.band_change)

    def information(self) -> Block:
        """Return what is shown about the subject for information only; nothing where everything counts."""
        return self._evaluated(dimension_sections.own_information)

    def logs(self) -> Block:
        """Return every case of the subject; nothing where the cycle has no logs."""
        return log_sections.own_logs(self.run, self.subject, self.language)

    def not_scored(self) -> Block:
        """Return what has no value, and why."""
        return self._evaluated(unit_sections.not_scored)

    def decided(self) -> Block:
        """Return what was decided about this person; nothing where the cycle has no part about people."""
        return person_sections.decided_about(self.run, self.subject, self.language)

    def objections(self) -> Block:
        """Return what to do if you disagree."""
        return closing_sections.objections(self.run, self.language)

    def provenance(self) -> Block:
        """Return the rules and the fingerprint."""
        return closing_sections.provenance(self.run, self.language)

    def _evaluated(self, section: Callable[[Run, str, Language], Block]) -> Block:
        """Return a section about an evaluation; nothing for a person who is not evaluated in this cycle."""
        if selection.is_exempt(self.run, self.subject):
            return NOTHING
        return section(self.run, self.subject, self.language)
