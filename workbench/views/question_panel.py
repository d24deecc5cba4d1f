"""A question with a few choices, and its answer in the words of a report: state, one pure call, view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Literal

import anywidget
import traitlets

from workbench.errors import WorkbenchError
from workbench.locale import Language
from workbench.views import theme
from workbench.views.blocks import Block

_HERE = Path(__file__).parent
Values = Mapping[str, str]
Answer = Callable[[Values], Sequence[Block]]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One control of a panel.

    Parameters
    ----------
    name : str
        By which the answer knows its value.
    label : str
        What a person reads, in the reader's language.
    kind : {'list', 'search', 'day', 'share', 'text'}
        A list to choose from, a list to search in (for many), a date, a slider from `low` to `high`, or a line of text.
    options : mapping
        Value to words, for lists.
    value : str
        Where the panel begins; the first option where it is empty.
    low, high, step : str
        Bounds of a date or slider.
    """

    name: str
    label: str
    kind: Literal["list", "search", "day", "share", "text"] = "list"
    options: Mapping[str, str] = field(default_factory=dict)
    value: str = ""
    low: str = ""
    high: str = ""
    step: str = ""

    @property
    def start(self) -> str:
        """The value the panel begins with."""
        return self.value or next(iter(self.options), "")

    def accepts(self, value: str) -> bool:
        """Return whether `value` is one that this control can have."""
        if self.kind in ("list", "search"):
            return value in self.options
        if self.kind == "day":
            return _is_day(value) and self.low <= value <= (self.high or value)
        if self.kind == "share":
            return _is_number(value) and float(self.low) <= float(value) <= float(self.high)
        return True


class QuestionPanel(anywidget.AnyWidget):
    """Choose, and read the answer beside it.

    Parameters
    ----------
    title : str
        The question.
    choices : sequence of Choice
        The controls, in reading order.
    answer : callable
        ``values -> blocks``; pure, so that the same choices always read the same. A `WorkbenchError` is shown in its
        own words.
    language : {'id', 'en'}
        Of the words and numbers.
    compact : bool
        Whether the answer is a sentence or two, and needs no room kept free.

    Attributes
    ----------
    values : dict
        Name of each control to its value, as text. Setting some of them answers anew.
    answer : str
        The answer as HTML.
    """

    _esm = _HERE / "question_panel.js"
    _css = theme.panel_variables("wb-question") + (_HERE / "question_panel.css").read_text(encoding="utf-8")

    title = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    state = traitlets.Unicode("ready").tag(sync=True)
    compact = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self, title: str, choices: Sequence[Choice], answer: Answer, *, language: str = "id", compact: bool = False
    ) -> None:
        self._language, self._answer = Language(language), answer
        self._choices = {choice.name: choice for choice in choices}
        super().__init__(
            title=title,
            compact=compact,
            words={
                "computing": self._language.text("computing …"),
                "choices": self._language.text("Choices"),
                "nothing": self._language.text("Nothing of this name"),
            },
            controls=[_plain(choice) for choice in choices],
            values={choice.name: choice.start for choice in choices},
        )

    @traitlets.validate("values")
    def _checked(self, proposal: Mapping[str, Any]) -> dict[str, str]:
        """Keep what a control cannot have out of the state: the last good value stays."""
        asked = {**self.values, **{name: str(value) for name, value in proposal["value"].items()}}
        return {
            name: asked[name] if choice.accepts(asked[name]) else str(self.values.get(name, choice.start))
            for name, choice in self._choices.items()
            if name in asked
        }

    @traitlets.observe("values")
    def _show(self, _change: object = None) -> None:
        try:
            blocks = self._answer(self.values)
            self.answer, self.state = "".join(block._repr_html_() for block in blocks), "ready"
        except WorkbenchError as error:
            self.answer, self.state = self._in_plain_words(error), "mistake"
        self.send({"type": "answered"})  # also when the answer reads as before, so that nobody waits for another

    def _in_plain_words(self, error: WorkbenchError) -> str:
        lines = "".join(f"<li>{escape(each.render(self._language.text))}</li>" for each in error.faults)
        return f'<div class="mistake" role="alert"><ul>{lines}</ul></div>'


def _plain(choice: Choice) -> dict[str, Any]:
    return {**asdict(choice), "options": [list(pair) for pair in choice.options.items()], "value": choice.start}


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
