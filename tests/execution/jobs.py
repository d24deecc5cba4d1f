"""Jobs for the tests of the pools."""

from __future__ import annotations

from workbench.errors import ReportError, fault


def refuse_odd(number: int) -> int:
    if number % 2:
        raise ReportError([fault(str(number), "odd")])
    return number
