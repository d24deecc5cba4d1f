from __future__ import annotations

import math
import sys
import time

import pytest

from tests.execution.jobs import refuse_odd
from workbench.execution.fork_server import Answer, Request, _answers, answer, lost

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks need Linux")


def answers(function, jobs, *, workers=2, timeout=60.0):
    return dict(_answers(Request(function=function, jobs=jobs, workers=workers, timeout=timeout)))


def test_a_value_travels_back():
    assert answers(math.factorial, [3, 4]) == {0: Answer(value=6), 1: Answer(value=24)}


def test_a_users_mistake_travels_as_faults():
    assert [each.render() for each in answer(refuse_odd, 3).faults] == ["3: odd"]


def test_a_bug_travels_as_its_traceback():
    assert "ValueError" in answer(math.factorial, -1).crash


def test_a_job_that_takes_too_long_is_stopped_and_the_next_one_runs():
    started = time.monotonic()
    given = answers(time.sleep, [30, 0], workers=1, timeout=0.5)
    assert time.monotonic() - started < 10
    assert given[0] == lost(30, "0 s")
    assert given[1] == Answer(value=None)
