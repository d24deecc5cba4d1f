"""A process that imports the heavy libraries once and forks a fresh child for every job.

Started by `workbench.execution.workers` as a program of its own, so that it forks from a single thread and so that the
hash seed and the thread counts are settled before anything is imported. It reads one request from its standard input
and writes one answer for each job, in the order in which they end.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from typing import Any, BinaryIO

from workbench.errors import Fault, WorkbenchError, fault


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is to be done: `function` on each of `jobs`, so many at once, each for so many seconds at most."""

    function: Callable[[Any], Any]
    jobs: Sequence[Any]
    workers: int
    timeout: float


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one job: its value, the user's faults, what the system refused, or our mistake's traceback."""

    value: Any = None
    faults: tuple[Fault, ...] = ()
    refused: OSError | None = None
    crash: str = ""


def answer(function: Callable[[Any], Any], job: Any) -> Answer:
    """Return what becomes of `function` on `job`; exceptions travel as data, because not all can be pickled."""
    try:
        return Answer(value=function(job))
    except WorkbenchError as error:
        return Answer(faults=error.faults)
    except OSError as error:
        return Answer(refused=OSError(error.errno, error.strerror))
    except Exception:  # noqa: BLE001  # carried to the caller, which raises it there
        return Answer(crash=traceback.format_exc())


def lost(job: Any, why: str) -> Answer:
    """Return the answer for a job whose process is gone."""
    return Answer(faults=(fault(str(job), "the process that worked on it ended early ({why}); try again", why=why),))


def main() -> None:
    """Read the request, do the jobs, write the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a job prints must not get among the answers
    # jsonschema builds this grammar at import, two thirds of the time nbformat takes, to check a format (IRI) that no
    # notebook uses; marked as not installed, it is left out.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    for module in pickle.load(sys.stdin.buffer):
        import_module(module)
    request = pickle.load(sys.stdin.buffer)
    for place, given in _answers(request):
        _send(answers, (place, given))


def _send(stream: BinaryIO, message: Any) -> None:
    pickle.dump(message, stream)
    stream.flush()


@dataclass(frozen=True)
class _Running:
    place: int
    process: Any
    until: float


def _answers(request: Request) -> Iterator[tuple[int, Answer]]:
    waiting = deque(enumerate(request.jobs))
    running: dict[Connection, _Running] = {}
    while waiting or running:
        while waiting and len(running) < request.workers:
            place, job = waiting.popleft()
            connection, process = _start(request.function, job)
            running[connection] = _Running(place, process, time.monotonic() + request.timeout)
        patience = max(0.0, min(each.until for each in running.values()) - time.monotonic())
        heard = set(wait(list(running), patience))
        for connection in [each for each in running if each in heard]:
            done = running.pop(connection)
            yield done.place, _received(connection, done, request)
        for connection in [each for each, job in running.items() if job.until <= time.monotonic()]:
            late = running.pop(connection)
            late.process.kill()
            late.process.join()
            yield late.place, lost(request.jobs[late.place], f"{request.timeout:.0f} s")


def _start(function: Callable[[Any], Any], job: Any) -> tuple[Connection, Any]:
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sending, function, job), daemon=True)
    process.start()
    sending.close()  # the child's copy is now the only one: the pipe ends when the child does
    return receiving, process


def _work(sending: Connection, function: Callable[[Any], Any], job: Any) -> None:
    sending.send(answer(function, job))
    sending.close()


def _received(connection: Connection, running: _Running, request: Request) -> Answer:
    try:
        given: Answer = connection.recv()
    except EOFError:
        running.process.join()
        return lost(request.jobs[running.place], f"exit code {running.process.exitcode}")
    running.process.join()
    return given
