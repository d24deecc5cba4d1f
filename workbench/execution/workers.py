"""Many jobs at once: on this machine by default, on a Dask cluster by address."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, Literal, TypeVar

from workbench.errors import ReportError, fault
from workbench.execution.fork_server import Answer, Request, answer, lost

Pool = Literal["forks", "threads"]
Progress = Callable[[int, int], None]
Job = TypeVar("Job")
Result = TypeVar("Result")

JOB_TIMEOUT = 1800.0  # seconds
# Settled before a worker imports anything: the order of sets, and one thread of linear algebra for each worker.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def local_pool() -> Pool:
    """Return the faster pool that this system can bear: forks need Linux, threads run everywhere."""
    return "forks" if sys.platform == "linux" else "threads"


def run_jobs(
    function: Callable[[Job], Result],
    jobs: Sequence[Job],
    *,
    cluster: str | None = None,
    workers: int | None = None,
    pool: Pool | None = None,
    preload: Sequence[str] = (),
    progress: Progress = lambda done, all_jobs: None,
) -> list[Result]:
    """Return what `function` makes of each of `jobs`, in their order.

    Parameters
    ----------
    function : callable
        Of one job; it must be importable, because it runs in other processes.
    jobs : sequence
        Values that can be pickled; ``str(job)`` names a job in messages.
    cluster : str, optional
        Address of a Dask scheduler (``tcp://…``); the local pool without it.
    workers : int, optional
        How many jobs at once on this machine; one for each core when not given.
    pool : {'forks', 'threads'}, optional
        What the local pool is made of; the best this system can bear when not given.
    preload : sequence of str
        Modules that forks inherit instead of importing them again.
    progress : callable
        Told how many jobs are done, and of how many.

    Raises
    ------
    ReportError
        With the faults of all jobs, in the order of the jobs.
    OSError
        When the system refused a job something: a full disk, say.
    """
    if not jobs:
        return []
    at_once = min(workers or os.cpu_count() or 1, len(jobs))
    if cluster is not None:
        arriving = _on_cluster(function, jobs, cluster)
    elif (pool or local_pool()) == "forks":
        arriving = _in_forks(Request(function=function, jobs=jobs, workers=at_once, timeout=JOB_TIMEOUT), preload)
    else:
        arriving = _in_threads(function, jobs, at_once)
    answers: dict[int, Answer] = {}
    for place, given in arriving:
        answers[place] = given
        progress(len(answers), len(jobs))
    return _values([answers[place] for place in range(len(jobs))])


def _values(answers: Sequence[Answer]) -> list[Any]:
    if crashes := [each.crash for each in answers if each.crash]:
        raise RuntimeError(crashes[0])
    if refusals := [each.refused for each in answers if each.refused]:
        raise refusals[0]
    ReportError.raise_if(found for each in answers for found in each.faults)
    return [each.value for each in answers]


def _in_threads(function: Callable[[Any], Any], jobs: Sequence[Any], workers: int) -> Iterator[tuple[int, Answer]]:
    with ThreadPoolExecutor(workers) as threads:
        places = {threads.submit(answer, function, job): place for place, job in enumerate(jobs)}
        for future in as_completed(places):
            yield places[future], future.result()


def _in_forks(request: Request, preload: Sequence[str]) -> Iterator[tuple[int, Answer]]:
    command = [sys.executable, "-P", "-c", "from workbench.execution.fork_server import main; main()"]
    environment = {**os.environ, **ENVIRONMENT}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            pickle.dump(list(preload), server.stdin)
            pickle.dump(request, server.stdin)
            server.stdin.close()
            answered: set[int] = set()
            while len(answered) < len(request.jobs):
                place, given = pickle.load(server.stdout)
                answered.add(place)
                yield place, given
        except (EOFError, BrokenPipeError):
            for place in sorted(set(range(len(request.jobs))) - answered):
                yield place, lost(request.jobs[place], f"exit code {server.wait()}")
        finally:
            server.terminate()


def _on_cluster(function: Callable[[Any], Any], jobs: Sequence[Any], address: str) -> Iterator[tuple[int, Answer]]:
    with _client(address) as client:
        from distributed import as_completed as finished

        futures = client.map(answer, [function] * len(jobs), jobs, pure=False)
        places = {future.key: place for place, future in enumerate(futures)}
        for future in finished(futures):  # type: ignore[no-untyped-call]
            if future.status == "finished":
                yield places[future.key], future.result()
            else:
                place = places[future.key]
                yield place, lost(jobs[place], str(future.exception()))


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        install = "pip install 'kinerja-workbench[cluster]'"
        raise ReportError(
            [fault(address, "a cluster needs the extra 'cluster', which is not installed: {install}", install=install)]
        ) from None
    try:
        return Client(address, timeout=5)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ReportError(
            [
                fault(
                    address,
                    "no Dask scheduler answers at this address ({reason}); start one with 'dask scheduler', or leave "
                    "--cluster out to use this machine",
                    reason=error,
                )
            ]
        ) from None
