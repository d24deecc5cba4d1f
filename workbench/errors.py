"""Faults a user can mend, and the exceptions that carry them.

A fault is data, not a sentence: its English template is also the key of the message catalogue, so the terminal,
a notebook and a test can each show it in their own language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

Path = tuple[str | int, ...]


class Words(str):
    """Words that are themselves a key of the message catalogue, to be put into a gap of a larger sentence."""


def message(template: str) -> Words:
    """Return `template` as `Words`; the message extractor collects it."""
    return Words(template)


OF_THE_SYSTEM = (
    message("No such file or directory"),
    message("Permission denied"),
    message("Is a directory"),
    message("Not a directory"),
    message("File exists"),
    message("File name too long"),
    message("Read-only file system"),
    message("No space left on device"),
    message("File too large"),
    message("Disk quota exceeded"),
    message("Too many open files"),
    message("Input/output error"),
)
"""Reasons that come from the operating system, in its own words."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what was found, what was expected, what to do next.

    Parameters
    ----------
    where : str or tuple
        A place a person can open (``tables/skm.csv``), or a path of keys inside the parameters file, which
        ``workbench.files.parameters_file`` turns into a file and a line.
    template : str
        English sentence with ``{named}`` gaps; key of the message catalogue.
    values : mapping
        What fills the gaps.
    """

    where: str | Path
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def render(self, translate: Callable[[str], str] = str) -> str:
        """Return the fault as one line, in the language of `translate`."""
        where = self.where if isinstance(self.where, str) else ".".join(map(str, self.where))
        values = {gap: _in_gap(value, translate) for gap, value in self.values.items()}
        text = translate(self.template).format(**values) if values else translate(self.template)
        return f"{where}: {text}" if where else text


def _in_gap(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, Fault):
        return value.render(translate)
    return translate(value) if isinstance(value, Words) else value


def fault(where: str | Path, template: str, /, **values: Any) -> Fault:
    """Return a `Fault`; the message extractor collects the second argument of every call."""
    return Fault(where, template, values)


class WorkbenchError(Exception):
    """Anything the user can mend. Carries every fault found at that stage, not only the first."""

    stage: ClassVar[str] = "workbench"

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(each.render() for each in self.faults))

    def __reduce__(self) -> tuple[type[WorkbenchError], tuple[tuple[Fault, ...]]]:
        """Travel between processes with the faults, not only with their text."""
        return type(self), (self.faults,)

    def render(self, translate: Callable[[str], str] = str) -> str:
        """Return all faults, one a line."""
        return "\n".join(each.render(translate) for each in self.faults)

    @classmethod
    def raise_if(cls, faults: Iterable[Fault]) -> None:
        """Raise one error with all `faults`; do nothing when there are none."""
        found = tuple(faults)
        if found:
            raise cls(found)


class ParametersError(WorkbenchError):
    """The parameters file: its form, its names, its weights."""

    stage = "parameters"


class PluginError(WorkbenchError):
    """A plugin could not be loaded, clashes with another, or broke its contract."""

    stage = "plugins"


class InputError(WorkbenchError):
    """The input tables do not hold what the indicators need."""

    stage = "input"


class ScoringError(WorkbenchError):
    """The data cannot be scored by the chosen methods."""

    stage = "scoring"


class RunError(WorkbenchError):
    """A run directory is missing, incomplete, changed or cannot be written."""

    stage = "run"


class DisclosureError(WorkbenchError):
    """What is to be published would tell about single people."""

    stage = "publication"


class ReportError(WorkbenchError):
    """A report notebook could not be executed or converted."""

    stage = "report"
