"""Slow answers beside the event loop."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from workbench.views.background import Background


def run(*questions: int, between: float = 0.0, slow: float = 0.0) -> tuple[list[tuple[int, int]], list[str]]:
    shown: list[tuple[int, int]] = []
    threads: list[str] = []

    def answer(question: int) -> int:
        threads.append(threading.current_thread().name)
        time.sleep(slow)
        return question * 10

    async def asking() -> None:
        background = Background(answer, lambda *both: shown.append(both), pause=0.01)
        for question in questions:
            background.ask(question)
            await asyncio.sleep(between)
        await asyncio.sleep(0.1 + 3 * slow)

    elsewhere(asyncio.run, asking())
    return shown, threads


def elsewhere(call: Callable[..., object], *arguments: object) -> None:
    """Call in a fresh thread: in this one the browser of other tests may keep an event loop running."""
    with ThreadPoolExecutor(1) as fresh:
        fresh.submit(call, *arguments).result()


def test_a_question_is_answered_in_another_thread() -> None:
    shown, threads = run(1)
    assert shown == [(1, 10)]
    assert [name.partition("_")[0] for name in threads] == ["workbench-background"]


def test_of_questions_without_a_pause_only_the_last_is_answered() -> None:
    assert run(1, 2, 3)[0] == [(3, 30)]


def test_while_one_is_being_answered_only_the_newest_waits() -> None:
    assert run(1, 2, 3, between=0.03, slow=0.15)[0] == [(1, 10), (3, 30)]


def test_where_no_event_loop_runs_nothing_is_started() -> None:
    asked: list[int] = []
    background = Background(asked.append, lambda *both: None, pause=0.0)
    elsewhere(background.ask, 1)
    time.sleep(0.05)
    assert asked == []
