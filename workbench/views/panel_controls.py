"""The controls of a panel: what can be chosen, and what can be written down and saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from workbench.errors import WorkbenchError, fault
from workbench.views.blocks import Block

Values = Mapping[str, str]
Accepted = Mapping[str, Mapping[str, Any]]
"""Key of a line to what it shall become, under ``to``, and why, under ``reason``."""


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


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line that can be accepted, with a reason of its own.

    Parameters
    ----------
    key : str
        By which it is known.
    cells : tuple of str
        What it says, under the headings of its form.
    options : mapping
        Value to words of what it may become; nothing to choose without any.
    to : str
        What is proposed among them; empty where a person has to choose.
    """

    key: str
    cells: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    to: str = ""


def _no_lines(_values: Values) -> Sequence[Line]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Form:
    """What can be written down below an answer, and saved.

    Parameters
    ----------
    title : str
        What is saved.
    note : str
        What it means to save it.
    fields : sequence of Choice
        What has to be written.
    button : str
        What pressing it does.
    save : callable
        ``values, fields, accepted -> block``; says what was saved and where, or raises a `WorkbenchError`.
    headings : sequence of str
        Of the cells of its lines.
    lines : callable
        ``values -> lines`` to be accepted one by one.
    """

    title: str
    note: str = ""
    fields: Sequence[Choice]
    button: str
    save: Callable[[Values, Values, Accepted], Block]
    headings: Sequence[str] = ()
    lines: Callable[[Values], Sequence[Line]] = _no_lines

    def plain(self) -> dict[str, Any]:
        """Return what the screen has to know."""
        return {
            "title": self.title,
            "note": self.note,
            "button": self.button,
            "headings": list(self.headings),
            "fields": [plain(each) for each in self.fields],
        }


def plain(choice: Choice) -> dict[str, Any]:
    """Return a control as the screen needs it: its options in order."""
    return {**asdict(choice), "options": [list(pair) for pair in choice.options.items()], "value": choice.start}


def checked(choices: Mapping[str, Choice], present: Values, asked: Mapping[str, Any]) -> dict[str, str]:
    """Return `present` with what is `asked`, where the controls can have it: else the last good value stays."""
    values = {**present, **{name: str(value) for name, value in asked.items()}}
    return {
        name: values[name] if choice.accepts(values[name]) else str(present.get(name, choice.start))
        for name, choice in choices.items()
        if name in values
    }


def day_in(fields: Values, name: str) -> date:
    """Return the date that is written in a field.

    Raises
    ------
    WorkbenchError
        When none is written there.
    """
    if not _is_day(fields[name]):
        raise WorkbenchError([fault("", "the date is missing; nothing was saved")])
    return date.fromisoformat(fields[name])


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
