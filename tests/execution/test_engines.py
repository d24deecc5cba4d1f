from __future__ import annotations

import os
import sys

import pytest

from workbench.execution.engines import PrivateKernel
from workbench.execution.notebooks import PRELOAD, ReportJob, render_report
from workbench.execution.workers import run_jobs

forks = pytest.mark.skipif(sys.platform != "linux", reason="the in-process engine runs in forks, which need Linux")


@forks
@pytest.mark.parametrize("kind", ["cycle", "unit"])
def test_both_engines_give_the_same_bytes(run_folder, kind):
    made = {}
    for engine in ("kernel", "in-process"):
        subject = "C" if kind == "unit" else ""
        job = ReportJob(
            notebook=kind, folder=run_folder, place=f"{engine}/report", language="id", subject=subject, engine=engine
        )
        run_jobs(render_report, [job], pool="forks" if engine == "in-process" else "threads", preload=PRELOAD)
        made[engine] = (run_folder / engine / "report.ipynb").read_bytes()
    assert made["kernel"] == made["in-process"]


def test_the_kernel_is_this_python_whatever_the_user_installed():
    assert PrivateKernel(kernel_name="python3").kernel_spec.argv[:3] == [sys.executable, "-m", "ipykernel_launcher"]


@pytest.mark.skipif(os.name != "posix", reason="sockets as files are a POSIX matter")
def test_kernels_do_not_share_ports():
    one, two = PrivateKernel(), PrivateKernel()
    assert one.transport == two.transport == "ipc"
    assert one.connection_file != two.connection_file
    assert len(one.connection_file) < 80  # a socket's path has about 100 characters
