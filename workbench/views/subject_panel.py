"""One subject: its score taken apart, its peers, and what would change its band."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection
from workbench.views.blocks import Block
from workbench.views.panel_controls import Choice, Values
from workbench.views.question_panel import QuestionPanel
from workbench.views.reports import SubjectReport

MOST_LISTED = 60
"""Beyond that a name is searched for instead of chosen from a list."""

_PARTS = ("made_of", "peers", "band_change", "not_scored")


def subject_panel(run: Run, *, language: str = "id") -> QuestionPanel:
    """Return a panel that answers for one subject of a run: why this score, and what would change it."""
    words = Language(language)

    def answer(values: Values) -> Sequence[Block]:
        report = SubjectReport(run, words, values["subject"])
        return [Block(selection.name_of(run, values["subject"]), _standing(run, values["subject"], words))] + [
            getattr(report, part)() for part in _PARTS
        ]

    names = {str(code): selection.name_of(run, code) for code in run.scores.index}
    subject = Choice(
        name="subject",
        label=selection.subject_word(run, words),
        kind="list" if len(names) <= MOST_LISTED else "search",
        options=_told_apart(names),
    )
    return QuestionPanel(words.text("Why this score?"), [subject], answer, language=language)


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Return the names, with the code where several subjects have the same."""
    seen: dict[str, int] = {}
    for name in names.values():
        seen[name] = seen.get(name, 0) + 1
    return {code: name if seen[name] == 1 else f"{name} ({code})" for code, name in names.items()}


def _standing(run: Run, subject: str, language: Language) -> str:
    if run.scores.isna()[subject]:
        return language.text("No score: {reason}", reason=selection.reason_text(run, subject, run.root, "", language))
    return language.text(
        "Score {score}, place {rank} of {all}.",
        score=selection.score_text(run.scores[subject], language),
        rank=selection.rank_text(run, subject, language),
        all=language.number(len(selection.scored(run)), 0),
    )
