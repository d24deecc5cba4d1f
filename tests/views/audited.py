"""Runs with an audit of a few chosen rows."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from workbench.analysis.audit_checks import CHECKS


def found(run, *lines):
    """Return `run` with an audit of these rows: check, code, other, value, expected, verdict."""
    columns = ["check", "code", "other", "value", "expected", "verdict"]
    table = pd.DataFrame(lines, columns=columns).assign(subjects=20)
    named = table.assign(
        area=[CHECKS[check].area for check in table["check"]],
        source=[CHECKS[check].source for check in table["check"]],
        reason=np.where(table["verdict"] == "cannot_say", "it may be chance", ""),
    )
    return dataclasses.replace(run, audit=named)
