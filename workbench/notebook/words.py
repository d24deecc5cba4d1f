"""What every call from a notebook shares: a mistake in plain lines, and the names of things."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.locale import Language

if TYPE_CHECKING:
    from workbench.prepare_cycle import Prepared


@contextmanager
def in_plain_words(language: str) -> Iterator[None]:
    """Let a notebook show a user's mistake as the lines of its message, without a traceback (an IPython protocol)."""
    try:
        yield
    except WorkbenchError as error:
        lines = error.render(Language(language).text).splitlines()
        error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]
        raise


def names_in(prepared: Prepared, language: str) -> dict[str, str]:
    """Return the name of every subject, indicator and node of a cycle, by code."""
    names = dict(prepared.inputs.subjects["label"])
    names |= {leaf.code: leaf.label.in_language(language) for leaf in prepared.framework.leaves}
    return names | {node.code: node.label.in_language(language) for node in prepared.framework.nodes}
