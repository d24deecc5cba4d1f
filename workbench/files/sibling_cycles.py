"""The cycles of one place that lie in one folder: what a cycle can be compared with."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.files.parameters_file import read_parameters


def sibling_cycles(path: Path) -> list[Path]:
    """Return `path`, and the other parameters files beside it of the same place and kind of subject.

    Raises
    ------
    WorkbenchError
        When `path` itself cannot be read; other files with faults are left out.
    """
    if path.is_dir():
        return [path]
    own = read_parameters(path).parameters
    found = [path]
    for other in sorted(path.parent.glob("*.yaml")):
        with suppress(WorkbenchError):
            file = read_parameters(other)
            theirs = file.parameters
            alike = (theirs.place, theirs.subjects.kind) == (own.place, own.subjects.kind)
            if alike and not file.scenario and other.resolve() != path.resolve():
                found.append(other)
    return found
