from __future__ import annotations

import os
import sys

import pytest

from workbench.execution.engines import PrivateKernel
from workbench.execution.notebooks import ReportJob, render_report

forks = pytest.mark.skipif(sys.platform != "linux", reason="the in-process engine runs in forks, which need Linux")


@forks
@pytest.mark.parametrize("place", ["cycle", "units/C"])
def test_both_engines_give_the_same_bytes(reports, run_folder, place):
    kind, subject = ("unit", "C") if place == "units/C" else ("cycle", "")
    render_report(
        ReportJob(
            notebook=kind, folder=run_folder, place=f"reports/{place}", language="id", subject=subject, engine="kernel"
        )
    )
    in_kernel = (run_folder / "reports" / f"{place}.ipynb").read_bytes()
    assert in_kernel == (reports["id"] / f"{place}.ipynb").read_bytes()


def test_the_kernel_is_this_python_whatever_the_user_installed():
    assert PrivateKernel(kernel_name="python3").kernel_spec.argv[:3] == [sys.executable, "-m", "ipykernel_launcher"]


@pytest.mark.skipif(os.name != "posix", reason="sockets as files are a POSIX matter")
def test_kernels_do_not_share_ports():
    one, two = PrivateKernel(), PrivateKernel()
    assert one.transport == two.transport == "ipc"
    assert one.connection_file != two.connection_file
    assert len(one.connection_file) < 80  # a socket's path has about 100 characters
