"""A first place to begin with: the shipped example, copied where the user wants it."""

from __future__ import annotations

import shutil
from pathlib import Path

from workbench.errors import RunError, Words, fault
from workbench.shipped import shipped


def lay_out(folder: Path) -> Path:
    """Copy the starter place into `folder` and return the parameters file to run first.

    Raises
    ------
    RunError
        When `folder` holds anything already, or cannot be written.
    """
    refuse_used_folder(folder)
    source = shipped("starter")
    try:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    except OSError as error:
        raise RunError(
            [fault(str(folder), "cannot be written: {reason}", reason=Words(error.strerror or error))]
        ) from None
    return min(folder.glob("*.yaml"), key=lambda path: (len(path.name), path.name))


def refuse_used_folder(folder: Path) -> None:
    """Raise a `RunError` when `folder` holds anything already, or is no folder."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RunError([fault(str(folder), "is not empty; name a new folder, so that nothing is overwritten")])
