"""Sliders for the weights of a framework and a rank table that answers: state, one pure call, view."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import anywidget
import pandas as pd
import traitlets

from workbench.analysis.certainty import Certainty
from workbench.errors import WorkbenchError, fault
from workbench.locale import Language
from workbench.model.framework import Framework
from workbench.model.scenario import Scenario
from workbench.views import theme
from workbench.views.background import Background
from workbench.views.linked_weights import Group, effective_weights, from_points, groups_of, in_points, link
from workbench.views.rank_table import COLUMNS, Window, alphabetical, beside_policy
from workbench.views.weight_answer import Shown, answer_of, drawn_groups, refusal
from workbench.views.weight_history import History
from workbench.views.weight_words import panel_words

Weights = Mapping[str, float]
Rank = Callable[[Weights], pd.DataFrame]

PAUSE = 0.3
"""Seconds without a change of the weights before it is worked out how sure the ranks are."""

_LOCALES = {"id": "id-ID", "en": "en-GB"}
_HERE = Path(__file__).parent
_SCRIPTS = ("linked_weights.js", "weight_controls.js", "weights_panel.js")
_LOOK = {
    "ink": theme.INK,
    "muted": theme.MUTED,
    "line": theme.LINE,
    "band": theme.BAND,
    "paper": theme.PAPER,
    "accent": theme.ACCENT,
    "better": theme.BETTER,
    "worse": theme.WORSE,
    "warning": theme.WARNING,
    "warning-paper": theme.WARNING_PAPER,
    "font": f"system-ui, {theme.FONT}",
}


class Scenarios(Protocol):
    """Where weights are kept under a name."""

    def names(self) -> dict[str, str]:
        """Return code and name of each scenario that can be loaded."""

    def load(self, code: str) -> tuple[Scenario, Weights]:
        """Return a scenario, and the weights that it gives to the nodes that it changes."""

    def save(self, weights: Weights, *, name: str, author: str, rationale: str, date: datetime.date) -> Path:
        """Keep weights, and return the file that ``workbench run`` takes."""


def _stylesheet() -> str:
    look = " ".join(f"--{name}: {value};" for name, value in _LOOK.items())
    return f".wb-weights {{ {look} }}\n{(_HERE / 'weights_panel.css').read_text(encoding='utf-8')}"


class WeightsPanel(anywidget.AnyWidget):
    """Move a weight and see at once whose rank changes, and after a moment how sure that is.

    Parameters
    ----------
    framework : Framework
        Its weights are the policy: the baseline that stays visible.
    rank : callable
        ``weights -> DataFrame`` indexed by subject with ``label``, ``score`` and ``rank``. It gets the weights (in
        percent) of those nodes only that differ from the policy, so that the policy itself is scored unchanged.
    certainty : callable, optional
        ``weights -> Certainty``, of the same weights; slow, so it is called when no weight has moved for a moment.
    scenarios : Scenarios, optional
        Where weights are saved and loaded.
    language : {'id', 'en'}
        Of the words and numbers.

    Attributes
    ----------
    weights : dict
        Code to percent; adds up to 100 inside each node. Setting a part of them makes the others give way.
    locked : list of str
        Codes that keep their weight while others move.
    points : dict
        Code to relative weight, such as 3 : 2 : 1 inside a node. Setting them sets the weights.
    mode : {'percent', 'points'}
        Which of the two the controls show.
    window : dict
        What is looked at: ``page``, ``order`` (``rank`` or ``change``) and ``search``.
    table : DataFrame
        ``label, score, rank, policy_score, policy_rank, change``, best first.
    certainty : Certainty or None
        How sure the ranks in `table` are; None until that is known.
    """

    _esm = "\n".join((_HERE / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    _css = _stylesheet()

    weights = traitlets.Dict().tag(sync=True)
    locked = traitlets.List(traitlets.Unicode()).tag(sync=True)
    points = traitlets.Dict().tag(sync=True)
    mode = traitlets.Enum(("percent", "points"), "percent").tag(sync=True)
    window = traitlets.Dict().tag(sync=True)
    move = traitlets.Int().tag(sync=True)  # number of the move of a slider, by hand; 0 for weights set from Python
    steps = traitlets.Dict().tag(sync=True)
    presets = traitlets.Dict().tag(sync=True)
    notice = traitlets.Dict().tag(sync=True)
    groups: traitlets.List[Any] = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    locale = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        framework: Framework,
        rank: Rank,
        *,
        certainty: Callable[[Weights], Certainty] | None = None,
        scenarios: Scenarios | None = None,
        language: str = "id",
    ) -> None:
        self._rank = rank
        self._work_out = certainty
        self._scenarios = scenarios
        self._language = Language(language)
        self._groups = groups_of(framework)
        self._policy = {code: weight for group in self._groups for code, weight in group.policy.items()}
        self._baseline = rank({})
        self._by_name = alphabetical(self._baseline["label"])
        self._history = History((dict(self._policy),))
        self._last_move = 0
        self._background = Background(self._certainty_under, self._show_certainty, pause=PAUSE)
        self.table = pd.DataFrame(columns=list(COLUMNS))
        self.certainty: Certainty | None = None
        super().__init__(
            weights=dict(self._policy),
            points=in_points(self._groups, self._policy, {}),
            groups=drawn_groups(self._groups, language),
            words=panel_words(self._language, saving=scenarios is not None),
            presets=scenarios.names() if scenarios else {},
            locale=_LOCALES[language],
        )
        self.on_msg(self._do)

    def reset(self) -> None:
        """Return to the policy weights."""
        self.weights = dict(self._policy)

    def undo(self) -> None:
        """Return to the weights before the last move."""
        self._history = self._history.undone()
        self.weights = dict(self._history.present)

    def redo(self) -> None:
        """Take back the last undo."""
        self._history = self._history.redone()
        self.weights = dict(self._history.present)

    @property
    def effective(self) -> pd.Series:
        """Weight of every indicator in the whole, in percent."""
        return pd.Series(effective_weights(self._groups, self.weights), dtype=float)

    def settle(self) -> None:
        """Work out now how sure the ranks are, instead of after a pause."""
        weights = dict(self.weights)
        self._show_certainty(weights, self._certainty_under(weights))

    def save(self, *, name: str, author: str, rationale: str, date: datetime.date) -> Path:
        """Save the weights as a scenario and return its file, which ``workbench run`` takes.

        Raises
        ------
        WorkbenchError
            When these are the policy weights, something is not said, or the file cannot be written.
        """
        if self._scenarios is None:
            raise WorkbenchError([fault("", "this panel was opened without a place to save scenarios")])
        changed = self._changed()
        if not changed:
            raise WorkbenchError([fault("", "these are the policy weights: there is nothing to save")])
        file = self._scenarios.save(changed, name=name, author=author, rationale=rationale, date=date)
        self.presets = self._scenarios.names()
        return file

    def load(self, code: str) -> Scenario:
        """Set the weights of a saved scenario, and return what is known about it.

        Raises
        ------
        WorkbenchError
            When it is not there, or changes more than weights.
        """
        if self._scenarios is None:
            raise WorkbenchError([fault("", "this panel was opened without a place to save scenarios")])
        scenario, weights = self._scenarios.load(code)
        self.show(scenario, weights)
        return scenario

    def show(self, scenario: Scenario, weights: Weights) -> None:
        """Set the weights that a scenario gives to the nodes that it changes, and say whose proposal that is."""
        self.weights = {**self._policy, **weights}
        about = self._language.text(
            "Loaded: {name} ({author}, {day}). {rationale}",
            name=scenario.name,
            author=scenario.author,
            day=self._language.date(scenario.date),
            rationale=scenario.rationale,
        )
        self._say("done", about)

    @traitlets.validate("weights")
    def _linked(self, proposal: Mapping[str, Any]) -> dict[str, float]:
        return link(self._groups, self.weights, proposal["value"], locked=self.locked)

    @traitlets.validate("points")
    def _all_points(self, proposal: Mapping[str, Any]) -> dict[str, float]:
        return {**in_points(self._groups, self.weights, {}), **proposal["value"]}

    @traitlets.observe("points")
    def _follow_points(self, _change: object = None) -> None:
        weights = from_points(self._groups, self.weights, self.points)
        if weights != self.weights:
            self.weights = weights

    @traitlets.observe("weights")
    def _answer_weights(self, _change: object = None) -> None:
        self._remember()
        self.points = in_points(self._groups, self.weights, self.points)
        self.table, problem = self._ranked()
        self.certainty = None
        self._show(problem)
        if self._work_out is not None and problem is None:
            self._background.ask(dict(self.weights))

    @traitlets.observe("window")
    def _show_window(self, _change: object = None) -> None:
        if not self.table.empty:
            self._show(None)

    def _remember(self) -> None:
        if self.weights != self._history.present:
            same_move = 0 < self.move == self._last_move
            self._history = self._history.then(dict(self.weights), same_move=same_move)
            self._last_move = self.move
        self.steps = {"undo": self._history.can_undo, "redo": self._history.can_redo}

    def _ranked(self) -> tuple[pd.DataFrame, WorkbenchError | None]:
        changed = self._changed()
        try:
            ranking = self._rank(changed) if changed else self._baseline
            return beside_policy(ranking, self._baseline, by_name=self._by_name), None
        except WorkbenchError as problem:
            return self.table.iloc[:0], problem

    def _changed(self) -> dict[str, float]:
        """Return the weights of the nodes that differ from the policy."""
        return _differing(self._groups, self.weights)

    def _certainty_under(self, weights: Weights) -> Certainty | None:
        try:
            return self._work_out(_differing(self._groups, weights)) if self._work_out else None
        except WorkbenchError:  # the ranks stand; how sure they are cannot be said
            return None

    def _show_certainty(self, weights: Weights, found: Certainty | None) -> None:
        if found is not None and weights == self.weights:
            self.certainty = found
            self._show(None)

    def _show(self, problem: WorkbenchError | None) -> None:
        if problem is not None:
            view = refusal(problem, self._language)
        else:
            state = Shown(
                groups=self._groups,
                weights=self.weights,
                locked=self.locked,
                table=self.table,
                window=Window.of(self.window),
                certainty=self.certainty,
                certainty_follows=self._work_out is not None,
            )
            view = answer_of(state, self._language)
        self.answer = view | {"weights": self.weights}

    def _do(self, _widget: object, asked: Mapping[str, Any], _buffers: object) -> None:
        """Do what a button in the browser asks for."""
        try:
            match asked:
                case {"do": "undo"}:
                    self.undo()
                case {"do": "redo"}:
                    self.redo()
                case {"do": "save", "said": dict(said)}:
                    self._say("done", self._saved(said))
                case {"do": "load", "code": str(code)}:
                    self.load(code)
        except WorkbenchError as problem:
            self._say("problem", problem.render(self._language.text))

    def _saved(self, said: Mapping[str, Any]) -> str:
        file = self.save(
            name=str(said.get("name", "")),
            author=str(said.get("author", "")),
            rationale=str(said.get("rationale", "")),
            date=_day(said.get("date", "")),
        )
        return self._language.text("Saved. To run it: {command}", command=f"workbench run {file}")

    def _say(self, kind: str, words: str) -> None:
        self.notice = {"kind": kind, "words": words, "number": self.notice.get("number", 0) + 1}


def _differing(groups: tuple[Group, ...], weights: Weights) -> dict[str, float]:
    return {
        code: weights[code]
        for group in groups
        if any(weights[child] != weight for child, weight in group.policy.items())
        for code in group.children
    }


def _day(written: object) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(written))
    except ValueError:
        raise WorkbenchError([fault("", "the date is missing; write it as 2025-06-30")]) from None
