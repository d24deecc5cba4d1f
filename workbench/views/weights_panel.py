"""Sliders for the weights of a framework and a rank table that answers: state, one pure call, view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from workbench.errors import WorkbenchError
from workbench.locale import Language
from workbench.model.framework import Framework
from workbench.views import theme
from workbench.views.linked_weights import WHOLE, Group, groups_of, link
from workbench.views.rank_table import COLUMNS, beside_policy, leader_html, rank_table_html

Rank = Callable[[Mapping[str, float]], pd.DataFrame]

_LOCALES = {"id": "id-ID", "en": "en-GB"}
_HERE = Path(__file__).parent
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


def _stylesheet() -> str:
    look = " ".join(f"--{name}: {value};" for name, value in _LOOK.items())
    return f".wb-weights {{ {look} }}\n{(_HERE / 'weights_panel.css').read_text(encoding='utf-8')}"


class WeightsPanel(anywidget.AnyWidget):
    """Move a weight and see at once whose rank changes.

    Parameters
    ----------
    framework : Framework
        Its weights are the policy: the baseline that stays visible.
    rank : callable
        ``weights -> DataFrame`` indexed by subject with ``label``, ``score`` and ``rank``. It gets the weights (in
        percent) of those nodes only that differ from the policy, so that the policy itself is scored unchanged.
    language : {'id', 'en'}
        Of the words and numbers.

    Attributes
    ----------
    weights : dict
        Code to percent; adds up to 100 inside each node. Setting a part of them makes the others give way.
    locked : list of str
        Codes that keep their weight while others move.
    table : DataFrame
        ``label, score, rank, policy_score, policy_rank, change``, best first.
    """

    _esm = (_HERE / "weights_panel.js").read_text(encoding="utf-8")
    _css = _stylesheet()

    weights = traitlets.Dict().tag(sync=True)
    locked = traitlets.List(traitlets.Unicode()).tag(sync=True)
    groups: traitlets.List[Any] = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    locale = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, framework: Framework, rank: Rank, *, language: str = "id") -> None:
        self._rank = rank
        self._language = Language(language)
        self._groups = groups_of(framework)
        self._policy = {code: weight for group in self._groups for code, weight in group.policy.items()}
        self._baseline = rank({})
        self.table = pd.DataFrame(columns=list(COLUMNS))
        super().__init__(
            weights=dict(self._policy),
            groups=[_as_plain(group, language) for group in self._groups],
            words=_words(self._language),
            locale=_LOCALES[language],
        )

    def reset(self) -> None:
        """Return to the policy weights."""
        self.weights = dict(self._policy)

    @traitlets.validate("weights")
    def _linked(self, proposal: Mapping[str, Any]) -> dict[str, float]:
        return link(self._groups, self.weights, proposal["value"], locked=self.locked)

    @traitlets.observe("weights")
    def _show_answer(self, _change: object = None) -> None:
        self.table, problem = self._ranked()
        self.answer = self._view(problem) | {"weights": self.weights}

    def _ranked(self) -> tuple[pd.DataFrame, WorkbenchError | None]:
        changed = self._changed()
        try:
            ranking = self._rank(changed) if changed else self._baseline
            return beside_policy(ranking, self._baseline), None
        except WorkbenchError as problem:
            return self.table.iloc[:0], problem

    def _changed(self) -> dict[str, float]:
        """Return the weights of the nodes that differ from the policy."""
        return {
            code: self.weights[code]
            for group in self._groups
            if any(self.weights[child] != weight for child, weight in group.policy.items())
            for code in group.children
        }

    def _view(self, problem: WorkbenchError | None) -> dict[str, str]:
        if problem is not None:
            way_out = self._language.text("Move the weight back, or return to the policy weights.")
            return {"leader": "", "table": _problem_html(problem, self._language), "sentence": way_out}
        return {
            "leader": leader_html(self.table, self._language),
            "table": rank_table_html(self.table, self._language),
            "sentence": explain(self._groups, self.weights, self.table, self._language),
        }


def explain(groups: tuple[Group, ...], weights: Mapping[str, float], table: pd.DataFrame, language: Language) -> str:
    """Return one or two sentences: which weight is farthest from the policy, and what that does to the ranks."""
    labels = {code: label for group in groups for code, label in group.children.items()}
    policy = {code: weight for group in groups for code, weight in group.policy.items()}
    code = max(policy, key=lambda each: abs(weights[each] - policy[each]), default=None)
    if code is None or weights[code] == policy[code]:
        return language.text("These are the policy weights. Move a slider: the others in its group make room.")
    weight = language.text(
        "Weight of {name}: {now} (policy {policy}).",
        name=labels[code].in_language(language.code),
        now=_percent(weights[code], language),
        policy=_percent(policy[code], language),
    )
    return f"{weight} {_what_moved(table, language)}"


def _what_moved(table: pd.DataFrame, language: Language) -> str:
    change = table["change"].dropna()
    if change.empty:
        return language.text("There is nothing to compare.")
    moved = change[change != 0]
    if moved.empty:
        return language.text("No rank changes.")
    most = table.iloc[int(table["change"].abs().fillna(0).astype(int).argmax())]
    return language.text(
        "{moved} of {total} change rank; the most: {name}, from {before} to {after}.",
        moved=language.number(len(moved), 0),
        total=language.number(len(change), 0),
        name=most["label"],
        before=most["policy_rank"],
        after=most["rank"],
    )


def _percent(weight: float, language: Language) -> str:
    decimals = 0 if abs(weight - round(weight)) < 0.05 else 1
    return language.percent(weight / WHOLE, decimals)


def _problem_html(problem: WorkbenchError, language: Language) -> str:
    title = language.text("These weights cannot be scored:")
    faults = "".join(f"<li>{escape(line)}</li>" for line in problem.render(language.text).splitlines())
    return f'<div class="notice problem" role="alert">{escape(title)}<ul>{faults}</ul></div>'


def _as_plain(group: Group, language: str) -> dict[str, Any]:
    """Return a group as JSON for the browser."""
    return {
        "label": group.label.in_language(language),
        "level": group.level,
        "children": [
            {"code": code, "label": label.in_language(language), "policy": group.policy[code]}
            for code, label in group.children.items()
        ],
    }


def _words(language: Language) -> dict[str, str]:
    """Return the fixed words of the panel; the gaps in braces are filled in the browser."""
    return {
        "controls": language.text("Weights"),
        "hint": language.text(
            "Inside each group the weights add up to 100 %. Arrow keys move by one, with Shift by a tenth."
        ),
        "policy": language.text("policy {weight}"),
        "lock": language.text("Keep {name} as it is"),
        "reset": language.text("Back to the policy weights"),
        "only": language.text("the only one here"),
        "busy": language.text("Calculating…"),
        "ranks": language.text("Ranks"),
    }
