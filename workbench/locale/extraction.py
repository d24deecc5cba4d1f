"""Finds the sentences to be translated, for pybabel (see ``babel.cfg``): constant arguments of the named calls.

Babel's own reader goes by words: a variable called ``text`` inside a call of ``fault`` hides that call from it.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO

Found = tuple[int, str, tuple[str | None, ...], list[str]]


def calls(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """Yield line, name, positional arguments (None where one is no constant text) and no comments of each call."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and (name := _called(node)) in keywords:
            yield node.lineno, name, tuple(map(_constant_text, node.args)), []


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _constant_text(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None
