"""Choose a unit: its predicates against the limits of the rules, the smallest change, and who is near a boundary."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from workbench.errors import WorkbenchError, fault
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import boundary_view, distribution_sections
from workbench.views.blocks import Block
from workbench.views.panel_controls import Choice, Values
from workbench.views.people_words import unit_name
from workbench.views.question_panel import QuestionPanel

ALL = ""


def distribution_panel(run: Run, *, language: str = "id") -> QuestionPanel:
    """Return a panel that answers for one unit of a run, or for all of them.

    Raises
    ------
    WorkbenchError
        When nobody in the run has a rating or predicate that could lie near a boundary.
    """
    if not boundary_view.judged_nodes(run):
        raise WorkbenchError([fault(str(run.manifest["cycle"]), "has no ratings or predicates to be distributed")])
    words = Language(language)

    def answer(values: Values) -> Sequence[Block]:
        unit = values["unit"]
        whole = distribution_sections.distribution(run, words)
        shown = whole if unit == ALL else distribution_sections.unit_distribution(run, unit, words)
        return [shown, boundary_view.boundaries(run, _members(run, unit), words)]

    unit = Choice(name="unit", label=words.text("Unit"), options=_units(run, words))
    return QuestionPanel(words.text("How are the predicates distributed?"), [unit], answer, language=language)


def _units(run: Run, language: Language) -> dict[str, str]:
    people = run.people
    named = {} if people is None else {check.unit: unit_name(people, check.unit) for check in people.checks["final"]}
    return {ALL: language.text("All units"), **dict(sorted(named.items(), key=lambda pair: pair[1]))}


def _members(run: Run, unit: str) -> pd.Index:
    """Return who is evaluated in a unit and those counted with it, or everybody."""
    if unit == ALL or run.people is None:
        return run.scores.index
    check = next(each for each in run.people.checks["final"] if each.unit == unit)
    status = run.people.status
    return status.index[status["unit"].isin([unit, *check.members])]
