"""Two ways to run the cells of a notebook: in a kernel of its own, or inside this process.

The kernel is the reference and works everywhere. The in-process engine gives the same outputs several times faster, but
leaves its state behind: it is only used in a process that ends with the notebook (see `workbench.execution.workers`).
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

IN_PROCESS = "workbench-in-process"


@cache
def _runtime_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a private folder for sockets, removed when this process ends; short, because socket paths must be."""
    return tempfile.TemporaryDirectory(prefix="kw-")


class PrivateKernel(AsyncKernelManager):
    """A kernel of this very Python that listens to nobody else and knows no start-up files of the user.

    Sockets are files of this user on POSIX: kernels started at the same time cannot take each other's port.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if os.name == "posix":
            self.transport = "ipc"
            self.connection_file = str(Path(_runtime_folder().name) / f"{uuid.uuid4().hex[:8]}.json")

    @property
    def kernel_spec(self) -> KernelSpec:
        """Return this interpreter's kernel, whatever kernels the user has installed under the same name."""
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=[*argv, "--HistoryManager.enabled=False"], display_name="Python 3", language="python")

    async def _async_start_kernel(self, **options: Any) -> None:
        private = {"PYTHONHASHSEED": "0", "IPYTHONDIR": _runtime_folder().name}
        options["env"] = {**os.environ, **(options.get("env") or {}), **private}
        await super()._async_start_kernel(**options)

    start_kernel = _async_start_kernel


def _output(kind: str, **content: Any) -> Any:
    return nbformat.v4.new_output(kind, **content)  # type: ignore[no-untyped-call]


class _Publisher(DisplayPublisher):
    """Collects what ``display()`` shows."""

    shell: Any

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        """Keep what is shown in all its formats."""
        self.shell.outputs.append(_output("display_data", data=data, metadata=metadata or {}))


class _Hook(DisplayHook):
    """Collects the value of a cell's last line."""

    shell: Any

    def write_output_prompt(self) -> None:
        """Show no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the value in all its formats."""
        content = {"data": format_dict, "metadata": md_dict or {}, "execution_count": self.prompt_count}
        result = _output("execute_result", **content)
        self.shell.outputs.append(result)

    def finish_displayhook(self) -> None:
        """Print nothing."""


class _Shell(InteractiveShell):
    """An IPython shell whose outputs are kept as a notebook stores them."""

    display_pub_class = _Publisher
    displayhook_class = _Hook
    outputs: list[Any]

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        error = _output("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))
        self.outputs.append(error)

    def run(self, source: str) -> tuple[list[Any], BaseException | None]:
        """Return the outputs of one cell, and what it raised."""
        self.outputs = []
        with (
            contextlib.redirect_stdout(_Stream("stdout", self.outputs)),
            contextlib.redirect_stderr(_Stream("stderr", self.outputs)),
        ):
            result = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        return self.outputs, result.error_before_exec or result.error_in_exec


class _Stream(io.TextIOBase):
    """Text written by a cell, joined as a kernel joins it."""

    def __init__(self, name: str, outputs: list[Any]) -> None:
        self.name, self.outputs = name, outputs

    def write(self, text: str) -> int:
        last = self.outputs[-1] if self.outputs else None
        if last is not None and last.output_type == "stream" and last.name == self.name:
            last.text += text
        elif text:
            self.outputs.append(_output("stream", name=self.name, text=text))
        return len(text)


class InProcessEngine(Engine):  # type: ignore[misc]
    """Runs the cells one after another in an IPython shell of this process."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, resources: Any = None, **_: Any) -> Any:
        """Run every cell until one fails; papermill raises what it finds in the outputs."""
        shell = _Shell(config=Config({"HistoryManager": {"enabled": False}}))  # type: ignore[no-untyped-call]
        with contextlib.chdir(resources["metadata"]["path"]):
            for place, cell in enumerate(nb_man.nb.cells):
                nb_man.cell_start(cell, place)
                if cell.cell_type == "code" and not _run_cell(shell, cell):
                    nb_man.cell_exception(cell, cell_index=place)
                    break
                nb_man.cell_complete(cell, cell_index=place)
        return nb_man.nb


def _run_cell(shell: _Shell, cell: Any) -> bool:
    if not cell.source.strip():
        return True  # a kernel does not count an empty cell either
    cell.execution_count = shell.execution_count
    cell.outputs, raised = shell.run(cell.source)
    return raised is None


papermill_engines.register(IN_PROCESS, InProcessEngine)
