"""A first place to begin with: the shipped example, copied where the user wants it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from workbench.errors import Fault, RunError, Words, fault
from workbench.shipped import shipped


def lay_out(folder: Path) -> Path:
    """Copy the starter place into `folder` and return the parameters file to run first.

    Raises
    ------
    RunError
        When `folder` holds anything already, or cannot be written.
    """
    RunError.raise_if(occupied(folder))
    source = shipped("starter")
    try:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    except OSError as error:
        raise RunError(
            [fault(str(folder), "cannot be written: {reason}", reason=Words(error.strerror or error))]
        ) from None
    return min(folder.glob("*.yaml"), key=lambda path: (len(path.name), path.name))


def occupied(folder: Path) -> Iterator[Fault]:
    """Yield a fault when `folder` holds anything already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        yield fault(str(folder), "is not empty; name a new folder, so that nothing is overwritten")
