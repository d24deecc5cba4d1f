from __future__ import annotations

import math
import os
import sys
import time

import pytest

from tests.execution import jobs
from workbench.errors import ReportError
from workbench.execution.workers import run_jobs

POOLS = ["threads", pytest.param("forks", marks=pytest.mark.skipif(sys.platform != "linux", reason="forks need Linux"))]


@pytest.mark.parametrize("pool", POOLS)
def test_results_come_in_the_order_of_the_jobs(pool):
    assert run_jobs(math.factorial, [5, 0, 3, 4], workers=2, pool=pool) == [120, 1, 6, 24]


@pytest.mark.parametrize("pool", POOLS)
def test_no_jobs_no_work(pool):
    assert run_jobs(math.factorial, [], pool=pool) == []


@pytest.mark.parametrize("pool", POOLS)
def test_progress_counts_every_job(pool):
    seen = []
    run_jobs(math.factorial, [1, 2, 3], pool=pool, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("pool", POOLS)
def test_a_bug_is_raised_as_a_bug(pool):
    with pytest.raises(RuntimeError, match=r"factorial.* not defined for negative values"):
        run_jobs(math.factorial, [3, -1], pool=pool)


def test_faults_of_all_jobs_are_raised_together_in_their_order():
    with pytest.raises(ReportError) as caught:
        run_jobs(jobs.refuse_odd, [1, 2, 3], workers=1, pool="threads")
    assert caught.value.render().splitlines() == ["1: odd", "3: odd"]


@pytest.mark.skipif(sys.platform != "linux", reason="forks need Linux")
def test_a_process_that_ends_early_is_named_with_its_job_and_the_others_finish():
    seen = []
    with pytest.raises(ReportError, match=r"^7: the process that worked on it ended early \(exit code 7\)"):
        run_jobs(os._exit, [7], pool="forks", progress=lambda done, of: seen.append(done))
    assert seen == [1]


@pytest.mark.skipif(sys.platform != "linux", reason="forks need Linux")
def test_what_a_job_prints_does_not_disturb_the_answers(capfd):
    assert run_jobs(print, ["noise", "more noise"], pool="forks", workers=1) == [None, None]
    assert "noise" in capfd.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="forks need Linux")
def test_forks_work_side_by_side():
    started = time.monotonic()
    run_jobs(time.sleep, [0.0], pool="forks")
    alone = time.monotonic() - started
    started = time.monotonic()
    run_jobs(time.sleep, [1.5] * 4, pool="forks", workers=4)
    assert time.monotonic() - started < alone + 4.5  # one after another would take 6 s


def test_a_cluster_that_does_not_answer_is_told():
    with pytest.raises(ReportError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers at this address"):
        run_jobs(math.factorial, [1], cluster="tcp://127.0.0.1:9")


def test_a_cluster_needs_its_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ReportError, match=r"needs the extra 'cluster'.*kinerja-workbench\[cluster\]"):
        run_jobs(math.factorial, [1], cluster="tcp://127.0.0.1:9")


def test_a_cluster_gives_the_same_results_in_the_same_order():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        assert run_jobs(math.factorial, [5, 0, 3], cluster=cluster.scheduler_address) == [120, 1, 6]
        with pytest.raises(RuntimeError, match="negative"):
            run_jobs(math.factorial, [-1], cluster=cluster.scheduler_address)
