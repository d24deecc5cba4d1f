"""The contract without a test runner: each promise, and whether it is kept. For notebooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from unittest import SkipTest

from workbench.errors import Words
from workbench.testing.contract import PROMISES, IndicatorContract


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One promise of an indicator.

    Parameters
    ----------
    promise : Words
        As a sentence.
    outcome : {'kept', 'broken', 'not tried'}
        What the test said.
    detail : str
        Why it is broken or was not tried.
    """

    promise: Words
    outcome: Literal["kept", "broken", "not tried"]
    detail: str = ""


def check_contract(contract: IndicatorContract) -> tuple[Finding, ...]:
    """Return what became of every promise of `contract`."""
    return tuple(_tried(contract, test, promise) for test, promise in PROMISES.items())


def _tried(contract: IndicatorContract, test: str, promise: Words) -> Finding:
    try:
        getattr(contract, test)()
    except SkipTest as reason:
        return Finding(promise=promise, outcome="not tried", detail=str(reason))
    except AssertionError as broken:
        return Finding(promise=promise, outcome="broken", detail=str(broken))
    return Finding(promise=promise, outcome="kept")
