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
_FAILED_CELL = message("cell {cell} failed with {kind}: {text}; open the notebook in JupyterLab and run that cell")
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

    kernel = {"kernel_manager_class": PrivateKernel, "shutdown_kernel": "immediate", "store_widget_state": False}
    try:
        executed = papermill.execute_notebook(
            str(notebook),
            None,  # papermill would save after every cell, and mark even cells that never ran as completed
            dict(parameters),
            engine_name=IN_PROCESS if engine == "in-process" else None,
            resources={"metadata": {"path": str(cwd)}},
            progress_bar=False,
            log_output=False,
            execution_timeout=CELL_TIMEOUT,
            **(kernel if engine == "kernel" else {}),
        )
    except PapermillExecutionError as error:
        raise _failed(
            notebook, output, _FAILED_CELL, cell=error.cell_index + 1, kind=error.ename, text=error.evalue
        ) from error
    except DeadKernelError as error:
        raise _failed(notebook, output, _DEAD_KERNEL) from error
    except CellTimeoutError as error:
        raise _failed(notebook, output, _TOO_LONG) from error
    output.write_text(stable_text(executed), encoding="utf-8", newline="\n")


def _failed(notebook: Path, output: Path, reason: str, **values: object) -> ReportError:
    return ReportError([fault(f"{output.name} ({notebook.name})", reason, **values)])


def stable_text(notebook: Mapping[str, Any]) -> str:
    """Return an executed notebook as JSON that holds no time, no path, no memory address and no random identifier."""
    metadata = {"kernelspec": notebook["metadata"].get("kernelspec", {}), "language_info": {"name": "python"}}
    cells = [_stable_cell(place, cell) for place, cell in enumerate(notebook["cells"])]
    stable = {**notebook, "metadata": metadata, "cells": cells}
    text = json.dumps(stable, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return _ADDRESS.sub("0xADDRESS", text) + "\n"


def _stable_cell(place: int, cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = {key: value for key, value in cell["metadata"].items() if key not in ("execution", "papermill")}
    source = "".join(cell["source"])
    identity = hashlib.sha256(f"{place}:{cell['cell_type']}:{source}".encode()).hexdigest()[:8]
    return {**cell, "id": identity, "metadata": metadata}
