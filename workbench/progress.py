"""How long work tells what it is doing, without knowing whether anybody looks."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told what is being done (a key of the message catalogue) and, where it can be counted, how much of it."""

    def __call__(self, words: str, done: int = 0, of: int = 0) -> None:
        """Take note."""


def silent(words: str, done: int = 0, of: int = 0) -> None:
    """Tell nobody."""
