"""Choose a grouping and an outcome: how far groups lie apart, and which weights would narrow the gap at what cost."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from workbench.errors import ScoringError, WorkbenchError, fault
from workbench.fairness.calibration_options import groupings_of
from workbench.fairness.effective_weights import tree_weights
from workbench.fairness.frontier_walk import FrontierStep, FrontierWalk
from workbench.locale import Language
from workbench.model.fairness import FairnessCase
from workbench.model.run import Run
from workbench.views import frontier_view, group_gaps
from workbench.views.blocks import Block, bullets
from workbench.views.fairness_words import grouping_name, outcome_name
from workbench.views.panel_controls import Accepted, Choice, Form, Values, day_in
from workbench.views.question_panel import QuestionPanel

MOST_MOVED = 50
"""Percent: while each weight stays between half and twice itself, no more weight can move."""

_PERCENT = 50  # of the weight a distance of 1 is: it counts what one indicator loses and what another gains


class Scenarios(Protocol):
    """Where weights are kept; `workbench.weight_scenarios` keeps them in files."""

    def save(
        self, weights: Mapping[str, float], *, name: str, author: str, rationale: str, date: datetime.date
    ) -> Path:
        """Keep weights, and return the file that ``workbench run`` takes."""


def fairness_panel(
    run: Run, case: FairnessCase | None = None, *, scenarios: Scenarios | None = None, language: str = "id"
) -> QuestionPanel:
    """Return a panel that answers for a grouping and an outcome of the audit of fairness.

    Parameters
    ----------
    run : Run
        With the check ``disparity``.
    case : FairnessCase, optional
        The same cycle, so that its weights can be moved; a finished run has gaps only.
    scenarios : Scenarios, optional
        Where chosen weights can be saved.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When the run has no audit of groups.
    """
    if group_gaps.CHECK not in run.fairness:
        cycle = str(run.manifest["cycle"])
        raise WorkbenchError([fault(cycle, "has no audit of groups: its parameters file has no part 'fairness'")])
    words = Language(language)
    walks = {} if case is None else {name: FrontierWalk(case, each) for name, each in groupings_of(case).items()}
    step_of = lru_cache(maxsize=64)(lambda grouping, moved: walks[grouping].step(moved / _PERCENT))
    gaps_of = lru_cache(maxsize=64)(lambda grouping, outcome: group_gaps.group_gaps(run, grouping, outcome, words))

    def answer(values: Values) -> Sequence[Block]:
        grouping, moved = values["grouping"], float(values.get("moved", 0))
        gaps = gaps_of(grouping, values["outcome"])
        if case is None:
            return [gaps]
        narrowed = _narrowed(walks[grouping], moved, step_of, run, words)
        return [*narrowed, gaps] if moved else [gaps, *narrowed]  # what a hand has just moved comes first

    saving = case is not None and scenarios is not None
    return QuestionPanel(
        words.text("How far apart are groups, and what would narrow the gap?"),
        _choices(run, walks, words),
        answer,
        form=_form(walks, step_of, scenarios, words) if saving and scenarios is not None else None,
        language=language,
    )


StepOf = Callable[[str, float], FrontierStep]


def _choices(run: Run, walks: Mapping[str, FrontierWalk], words: Language) -> list[Choice]:
    groupings = run.fairness[group_gaps.CHECK].tables["means"]["grouping"].unique()
    outcomes = {code: outcome_name(run, code, words) for code in group_gaps.outcomes_of(run)}
    choices = [
        Choice(
            name="grouping",
            label=words.text("Groups"),
            options={str(each): grouping_name(run, str(each), words) for each in groupings},
        ),
        Choice(name="outcome", label=words.text("Compared by"), options=outcomes),
    ]
    if walks:
        label = words.text("Weight moved to narrow the gap (%)")
        choices.append(Choice(name="moved", label=label, kind="share", value="0", low="0", high=str(MOST_MOVED)))
    return choices


def _narrowed(walk: FrontierWalk, moved: float, step_of: StepOf, run: Run, words: Language) -> Sequence[Block]:
    """Return the frontier and the weights chosen on it, or why there is none."""
    try:
        step = step_of(walk.grouping.name, moved)
    except ScoringError as error:
        reasons = bullets([each.render(words.text) for each in error.faults])
        question = words.text(
            "What would a smaller gap between groups of {grouping} take?",
            grouping=grouping_name(run, walk.grouping.name, words),
        )
        return [Block(question, words.text("That cannot be said here."), (reasons,))]
    return [frontier_view.weights(step, run, walk, words), frontier_view.frontier(walk, moved, run, words)]


def _form(walks: Mapping[str, FrontierWalk], step_of: StepOf, scenarios: Scenarios, words: Language) -> Form:
    def save(values: Values, fields: Values, _accepted: Accepted) -> Block:
        walk, step = walks[values["grouping"]], step_of(values["grouping"], float(values["moved"]))
        if not step.found.distance > 0:
            raise WorkbenchError([fault("", "these are the policy weights: there is nothing to save")])
        weights = tree_weights(walk.case.framework, step.found.weights)
        file = scenarios.save(
            weights,
            name=fields["name"],
            author=fields["author"],
            rationale=fields["rationale"],
            date=day_in(fields, "date"),
        )
        return Block("", words.text("Saved. To run it: {command}", command=f"workbench run {file}"))

    return Form(
        title=words.text("Keep these weights as a scenario"),
        note=words.text("A scenario is a proposal beside the policy: it changes no score until somebody runs it."),
        fields=(
            Choice(name="name", label=words.text("Name"), kind="text"),
            Choice(name="author", label=words.text("Proposed by"), kind="text"),
            Choice(name="rationale", label=words.text("Why"), kind="text"),
            Choice(name="date", label=words.text("Date"), kind="day"),
        ),
        button=words.text("Save as scenario"),
        save=save,
    )
