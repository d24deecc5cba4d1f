"""From a parameters file to a notebook or a page in which its weights are moved by hand; nothing leaves the machine."""

from __future__ import annotations

import importlib.util
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workbench.errors import RunError, Words, WorkbenchError, fault, message
from workbench.files.parameters_file import read_parameters
from workbench.shipped import shipped

_JUPYTER = Path(__file__).parent / "execution" / "jupyter"
_INJECTED = "injected-parameters"  # papermill's own name for a cell that overrides the one before it
_LAB = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
_APP = (
    "--template=workbench",
    "--token",
    "--VoilaConfiguration.show_tracebacks=True",  # a mistake of the user is shown as its plain words
)


def explore(
    path: Path,
    *,
    notebook: str = "weights",
    app: bool = False,
    language: str = "id",
    folder: Path = Path("explore"),
    browser: bool = True,
    port: int | None = None,
) -> None:
    """Open a notebook about the cycle at `path`, and return when Jupyter is stopped.

    Parameters
    ----------
    path : Path
        Parameters file, or a scenario based on one.
    notebook : str
        Which of `explore_notebooks`.
    app : bool
        As a page without code, served by Voila; in JupyterLab otherwise.
    language : {'id', 'en'}
        Of the panels.
    folder : Path
        Where the notebooks for JupyterLab are laid out, to be changed and kept; a page needs none.
    browser : bool
        Whether a browser is opened; the address is printed in any case.
    port : int, optional
        On which the server listens, to this machine only; a free one where absent.

    Raises
    ------
    WorkbenchError
        When the parameters file has faults, or what it takes is not installed.
    """
    place = read_parameters(path).parameters.place
    if notebook not in explore_notebooks():
        template = message("there is no such notebook; there are: {names}")
        raise RunError([fault(notebook, template, names=", ".join(explore_notebooks()))])
    _require("voila" if app else "jupyterlab")
    with _place_for(folder / place / path.stem, temporary=app) as target:
        lay_out_notebooks(target, parameters_file=path, language=language)
        serve(_arguments(target / f"{notebook}.ipynb", app=app, browser=browser, port=port), app=app)


def serve(arguments: list[str], *, app: bool) -> None:
    """Run Jupyter's own server until it is stopped."""
    for variable in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):  # our page template and settings, before anybody else's
        os.environ[variable] = os.pathsep.join(filter(None, (str(_JUPYTER), os.environ.get(variable))))
    if app:
        from voila.app import Voila as Server
    else:
        from jupyterlab.labapp import LabApp as Server
    Server.launch_instance(arguments)


def explore_notebooks() -> tuple[str, ...]:
    """Return the names of the notebooks that explore a parameters file."""
    return tuple(sorted(path.stem for path in shipped("notebooks/explore").glob("*.ipynb")))


def lay_out_notebooks(folder: Path, *, parameters_file: Path, language: str) -> None:
    """Write the notebooks for `parameters_file` into `folder`; in those that are there, only say which file it is.

    Raises
    ------
    RunError
        When the folder cannot be written.
    """
    said = f'parameters_file = {json.dumps(str(parameters_file.resolve()))}\nlanguage = "{language}"'
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in explore_notebooks():
            target = folder / f"{name}.ipynb"
            source = target if target.exists() else shipped("notebooks/explore") / target.name
            content = _with_parameters(json.loads(source.read_text(encoding="utf-8")), said)
            target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        template = message("cannot be written: {reason}")
        raise RunError([fault(str(folder), template, reason=Words(error.strerror or error))]) from None


def _with_parameters(notebook: dict[str, Any], said: str) -> dict[str, Any]:
    cells = [cell for cell in notebook["cells"] if _INJECTED not in cell["metadata"].get("tags", ())]
    place = next(number for number, cell in enumerate(cells) if "parameters" in cell["metadata"].get("tags", ()))
    injected = {
        "cell_type": "code",
        "execution_count": None,
        "id": _INJECTED,
        "metadata": {"tags": [_INJECTED]},
        "outputs": [],
        "source": said.splitlines(keepends=True),
    }
    return {**notebook, "cells": [*cells[: place + 1], injected, *cells[place + 1 :]]}


def _arguments(notebook: Path, *, app: bool, browser: bool, port: int | None) -> list[str]:
    arguments = [str(notebook), *(_APP if app else _LAB)]
    if not browser:
        arguments.append("--no-browser")
    if port is not None:
        arguments.append(f"--port={port}")
    if not app:
        arguments.append(f"--ServerApp.root_dir={notebook.parent}")
        if getattr(os, "geteuid", lambda: 1)() == 0:  # who works as root has chosen to
            arguments.append("--allow-root")
    return arguments


@contextmanager
def _place_for(folder: Path, *, temporary: bool) -> Iterator[Path]:
    if not temporary:
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="workbench-") as made:
        yield Path(made)


def _require(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        install = "pip install 'kinerja-workbench[lab]'"
        template = message("this needs the extra 'lab', which is not installed: {install}")
        raise WorkbenchError([fault(module, template, install=install)])
