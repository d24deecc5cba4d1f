"""The audit of fairness as its notebook sees it: one section a check, each a question and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.locale import Language
from workbench.model.fairness import CANNOT_SAY, FOUND, NOT_FOUND, TOO_FEW
from workbench.model.run import Run
from workbench.views import (
    agreement_sections,
    calibration_sections,
    closing_sections,
    disparity_sections,
    predicate_sections,
    rater_sections,
    rating_scale_sections,
    selection,
    unit_mean_sections,
)
from workbench.views.blocks import NOTHING, Block, callout, paragraph, subheading
from workbench.views.fairness_words import (
    check_label,
    description_of,
    findings_table,
    question_of,
)
from workbench.views.first_page import page_head

Section = Callable[[Run, Language], Block]

SECTIONS: Mapping[str, Section] = {
    "disparity": disparity_sections.disparity,
    "unit_means": unit_mean_sections.unit_means,
    "raters": rater_sections.raters,
    "rating_scale": rating_scale_sections.rating_scale,
    "agreement": agreement_sections.agreement,
    "predicates": predicate_sections.predicates,
    "calibration": calibration_sections.calibration,
}
"""Checks that are told in a section of their own; the others' findings are shown as they stand."""


@dataclass(frozen=True)
class FairnessReport:
    """The report on fairness of one run.

    Parameters
    ----------
    run : Run
        What is reported; nothing is computed here.
    language : Language
        Of the words and numbers.
    """

    run: Run
    language: Language

    def opening(self) -> Block:
        """Return the first page: what was asked, what was found, what cannot be concluded."""
        run, language = self.run, self.language
        head = page_head(
            run, language.text("Audit of fairness"), selection.words(run.manifest["title"], language), language
        )
        if not run.fairness:
            template = "This run has no audit of fairness: its parameters file has no part 'fairness'."
            return Block("", "", (head, paragraph(language.text(template))), "summary")
        parts = (
            head,
            paragraph(self._summary(), "summary"),
            *self._found(),
            callout(language.text("What cannot be concluded yet"), self._limits()),
        )
        return Block("", "", parts, "summary")

    def section(self, check: str) -> Block:
        """Return what one check found; nothing where the run does not have it."""
        if check not in self.run.fairness:
            return NOTHING
        return SECTIONS.get(check, self._plainly(check))(self.run, self.language)

    def others(self) -> Block:
        """Return what the checks of other plugins found, each under a heading of its own; nothing without any."""
        codes = [code for code in self.run.fairness if code not in SECTIONS]
        if not codes:
            return NOTHING
        parts = [part for code in codes for part in self._plain_parts(code)]
        question = self.language.text("What did the additional checks find?")
        finding = self.language.text("{count} checks from plugins were asked too.", count=len(codes))
        return Block(question, finding, tuple(parts), "other-checks")

    def verification(self) -> Block:
        """Return how the report can be checked, and what its words mean."""
        return closing_sections.verification(self.run, self.language)

    def _plainly(self, check: str) -> Section:
        def section(run: Run, language: Language) -> Block:
            return Block(question_of(run, check, language), "", self._plain_parts(check)[1:], check)

        return section

    def _plain_parts(self, check: str) -> tuple[str, ...]:
        run, language = self.run, self.language
        return (
            subheading(question_of(run, check, language)),
            paragraph(description_of(run, check, language)),
            findings_table(run, run.fairness[check].findings, language, name=f"fairness-{check}"),
        )

    def _summary(self) -> str:
        findings = self._all()
        counts = findings["verdict"].value_counts()
        return self.language.text(
            "{asked} comparisons were assessed. In {found} of them the difference is more than chance would explain, "
            "in {none} it is not; {few} rest on too few people, and {unknown} cannot be answered with these data. A "
            "difference is a reason to look, not a proof; nothing in this report has changed a score.",
            asked=self.language.number(len(findings), 0),
            found=self.language.number(int(counts.get(FOUND, 0)), 0),
            none=self.language.number(int(counts.get(NOT_FOUND, 0)), 0),
            few=self.language.number(int(counts.get(TOO_FEW, 0)), 0),
            unknown=self.language.number(int(counts.get(CANNOT_SAY, 0)), 0),
        )

    def _found(self) -> tuple[str, ...]:
        """Return how many findings each check has."""
        lines = [
            self.language.text(
                "{check}: {found} of {asked}",
                check=check_label(self.run, code, self.language),
                found=int((examination.findings["verdict"] == FOUND).sum()),
                asked=len(examination.findings),
            )
            for code, examination in self.run.fairness.items()
            if len(examination.findings)
        ]
        return (callout(self.language.text("Where to look first"), lines, "look"),)

    def _limits(self) -> list[str]:
        reasons = self._all().query("verdict == @CANNOT_SAY")["reason"]
        return [self.language.text(str(reason)) for reason in dict.fromkeys(reasons) if reason]

    def _all(self) -> pd.DataFrame:
        return pd.concat([each.findings for each in self.run.fairness.values()], ignore_index=True)
