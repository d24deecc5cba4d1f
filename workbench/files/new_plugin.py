"""A plugin of one's own to begin with: the shipped template, copied under another name."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from workbench.errors import Fault, RunError, Words, fault
from workbench.files.starter import occupied
from workbench.shipped import shipped

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_TEMPLATE = "my_indicator"
_OF_THE_EXAMPLE = ("score", "unit")  # its root, and its table of subjects
_MADE_BY_RUNNING = ("__pycache__", "*.pyc", ".*", "*.egg-info", "build", "dist", "runs")


def lay_out_plugin(name: str, folder: Path | None = None, *, taken: Mapping[str, str]) -> Path:
    """Copy the template under the name `name` and return the folder it was copied to.

    Parameters
    ----------
    name : str
        Code of the indicator, in snake_case. The distribution is called ``workbench-<name>``, its module
        ``workbench_<name>``.
    folder : Path, optional
        A new or empty folder; ``workbench-<name>`` when not given.
    taken : mapping
        Names that exist already, of plugins and of indicators, to where they come from.

    Raises
    ------
    RunError
        When the name cannot be used, or `folder` holds anything already or cannot be written.
    """
    RunError.raise_if(_name_faults(name, taken))
    target = folder or Path(f"workbench-{name.replace('_', '-')}")
    RunError.raise_if(occupied(target))
    try:
        shutil.copytree(
            shipped("template"), target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_MADE_BY_RUNNING)
        )
        _rename(target, name)
    except OSError as error:
        reason = Words(error.strerror or error)
        raise RunError([fault(str(target), "cannot be written: {reason}", reason=reason)]) from None
    return target


def _name_faults(name: str, taken: Mapping[str, str]) -> Iterator[Fault]:
    if not NAME.fullmatch(name):
        yield fault(
            name,
            "a plugin's name is snake_case: letters a-z, digits and single underscores, the first a letter; "
            "such as: {example}",
            example=_nearest(name),
        )
    elif name in taken:
        yield fault(name, "this name is taken already, by {origin}; choose another", origin=taken[name])
    elif name in _OF_THE_EXAMPLE:
        yield fault(name, "the example that is laid out calls something else by this name; choose another")


def _nearest(name: str) -> str:
    """Return `name` as it could be written, or an example when nothing of it can be used."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    nearest = re.sub(r"[^a-z0-9]+", "_", words).strip("_0123456789")
    return nearest if NAME.fullmatch(nearest) else "patents_granted"


def _rename(folder: Path, name: str) -> None:
    """Put `name` in the place of the template's own, in the names and in the text of all files."""
    for path in sorted(folder.rglob("*"), reverse=True):  # what lies in a folder before the folder itself
        if path.is_file():
            path.write_text(_renamed(path.read_text(encoding="utf-8"), name), encoding="utf-8", newline="\n")
        path.rename(path.with_name(_renamed(path.name, name)))


def _renamed(text: str, name: str) -> str:
    for spelt in (str.lower, str.upper, lambda each: each.replace("_", "-")):
        text = text.replace(spelt(_TEMPLATE), spelt(name))
    return text
