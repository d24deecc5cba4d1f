"""The place of `fairness_run`, with units large enough to be compared and a band that their alignment crosses.

The units differ in results only: by 1.25 points of them from each unit to the next. Only units are compared.
"""

from __future__ import annotations

from pathlib import Path

from tests import fairness_run

CHANGES = {
    "groupings: [jk, unit, [jk, unit]]": "groupings: [unit]\n  smallest: 5",
    "baik: {from: 70,": "baik: {from: 67.8,",
}


def lay_out(folder: Path) -> Path:
    """Write the place to `folder` and return the parameters file."""
    return fairness_run.lay_out(folder, CHANGES)
