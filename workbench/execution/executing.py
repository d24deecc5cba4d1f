"""Execution of one notebook: parameters in, outputs out, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from workbench.errors import ReportError, fault, message

Engine = Literal["kernel", "in-process"]
CELL_TIMEOUT = 600  # seconds
_DEAD_KERNEL = message("its kernel ended before the notebook did; is there enough memory?")
_TOO_LONG = message("a cell took longer than 10 minutes and was stopped")
_ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def execute(notebook: Path, output: Path, parameters: Mapping[str, Any], *, cwd: Path, engine: Engine) -> None:
    """Run `notebook` with `parameters` in the folder `cwd` and keep it, with its outputs, as `output`.

    Parameters
    ----------
    notebook : Path
        Source, with a cell tagged ``parameters``.
    output : Path
        Where the executed notebook goes; it does not exist after a failure.
    parameters : mapping
        Checked values; see `workbench.execution.report_parameters`.
    cwd : Path
        Folder the cells run in; relative paths in `parameters` start there.
    engine : {'kernel', 'in-process'}
        ``in-process`` only in a process that ends afterwards.

    Raises
    ------
    ReportError
        When a cell fails, takes too long, or its kernel dies.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from workbench.execution.engines import IN_PROCESS, PrivateKernel

    options = {"kernel_manager_class": PrivateKernel, "shutdown_kernel": "immediate", "store_widget_state": False}
    try:
        papermill.execute_notebook(
            str(notebook),
            str(output),
            dict(parameters),
            engine_name=IN_PROCESS if engine == "in-process" else None,
            resources={"metadata": {"path": str(cwd)}},
            progress_bar=False,
            log_output=False,
            execution_timeout=CELL_TIMEOUT,
            **(options if engine == "kernel" else {}),
        )
    except PapermillExecutionError as error:
        raise _failed_cell(notebook, output, error) from error
    except DeadKernelError as error:
        raise _given_up(notebook, output, _DEAD_KERNEL) from error
    except CellTimeoutError as error:
        raise _given_up(notebook, output, _TOO_LONG) from error
    output.write_text(stable_text(json.loads(output.read_text(encoding="utf-8"))), encoding="utf-8", newline="\n")


def _failed_cell(notebook: Path, output: Path, error: Any) -> ReportError:
    output.unlink(missing_ok=True)  # papermill marks even cells that never ran as completed
    return ReportError(
        [
            fault(
                f"{notebook.name} ({output.name})",
                "cell {cell} failed with {kind}: {text}; open the notebook in JupyterLab and run that cell",
                cell=error.cell_index + 1,
                kind=error.ename,
                text=error.evalue,
            )
        ]
    )


def _given_up(notebook: Path, output: Path, reason: str) -> ReportError:
    output.unlink(missing_ok=True)
    return ReportError([fault(f"{notebook.name} ({output.name})", reason)])


def stable_text(notebook: dict[str, Any]) -> str:
    """Return an executed notebook as JSON that holds no time, no path, no memory address and no random identifier."""
    metadata = {"kernelspec": notebook["metadata"].get("kernelspec", {}), "language_info": {"name": "python"}}
    cells = [_stable_cell(place, cell) for place, cell in enumerate(notebook["cells"])]
    stable = {**notebook, "metadata": metadata, "cells": cells}
    text = json.dumps(stable, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return _ADDRESS.sub("0xADDRESS", text) + "\n"


def _stable_cell(place: int, cell: dict[str, Any]) -> dict[str, Any]:
    metadata = {key: value for key, value in cell["metadata"].items() if key not in ("execution", "papermill")}
    source = "".join(cell["source"])
    identity = hashlib.sha256(f"{place}:{cell['cell_type']}:{source}".encode()).hexdigest()[:8]
    return {**cell, "id": identity, "metadata": metadata}
