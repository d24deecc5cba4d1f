"""Slow answers beside the event loop: the newest question is answered after a pause, the page never waits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Background(Generic[Question, Answer]):
    """Answers questions one at a time in a thread of its own; a newer question takes the place of one that waits.

    Parameters
    ----------
    answer : callable
        Question to answer, slowly.
    show : callable
        Takes question and answer, in the event loop.
    pause : float
        Seconds without a new question before the last one is taken up.
    """

    def __init__(
        self, answer: Callable[[Question], Answer], show: Callable[[Question, Answer], None], *, pause: float
    ) -> None:
        self._answer = answer
        self._show = show
        self._pause = pause
        self._waiting: list[Question] = []
        self._timer: asyncio.TimerHandle | None = None
        self._busy = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="workbench-background")

    def ask(self, question: Question) -> None:
        """Have `question` answered after the pause; where no event loop runs, and so nobody watches, do nothing."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._waiting = [question]
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(self._pause, self._start, loop)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._busy or not self._waiting:
            return
        question = self._waiting.pop()
        self._busy = True
        self._task = loop.create_task(self._answered(loop, question))

    async def _answered(self, loop: asyncio.AbstractEventLoop, question: Question) -> None:
        try:
            self._show(question, await loop.run_in_executor(self._thread, self._answer, question))
        finally:
            self._busy = False
            self._start(loop)
