"""What is being done, said on the terminal's error stream while it is being done."""

from __future__ import annotations

import sys
from typing import Any

from workbench.locale import Language
from workbench.progress import Progress


class ProgressLine:
    """What is being done, on the error stream: a bar where there is something to count and somebody to see it."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.bar: Any = None

    def __enter__(self) -> Progress:
        return self.show

    def __exit__(self, *exception: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def show(self, words: str, done: int = 0, of: int = 0) -> None:
        """Say what is being done, and how much of it is."""
        line = self.language.text(words)
        if of and sys.stderr.isatty():
            self._advance(line, done, of)
        elif not of or done in (1, of):
            counted = f" {done}/{of}" if of else ""
            sys.stderr.write(f"{line} …{counted}\n")
            sys.stderr.flush()

    def _advance(self, line: str, done: int, of: int) -> None:
        from tqdm import tqdm

        if self.bar is None:
            self.bar = tqdm(total=of, desc=line, leave=False, file=sys.stderr)
        self.bar.update(done - self.bar.n)
