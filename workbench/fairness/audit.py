"""The audit: every check asked of one case, each isolated, each held to what it promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import pandas as pd

from workbench.errors import Fault, PluginError, WorkbenchError, fault
from workbench.model.fairness import COLUMNS, VERDICTS, Examination, FairnessCase, FairnessCheck


def audit_fairness(
    checks: Iterable[FairnessCheck], case: FairnessCase, *, origin_of: Callable[[str], str]
) -> dict[str, Examination]:
    """Return what each check found about `case`, by its code; checks that had nothing to ask are left out.

    Parameters
    ----------
    checks : iterable of FairnessCheck
        In the order of the audit.
    case : FairnessCase
        A cycle that has been scored.
    origin_of : callable
        Code of a check to the plugin it comes from, for faults.

    Raises
    ------
    PluginError
        With every check that raises, or returns what its contract forbids.
    """
    found: dict[str, Examination] = {}
    faults: list[Fault] = []
    for check in checks:
        try:
            examination = _examined(check, case, origin_of(check.code))
        except PluginError as error:
            faults += error.faults
        else:
            if len(examination.findings) or examination.tables:
                found[check.code] = examination
    PluginError.raise_if(faults)
    return found


def _examined(check: FairnessCheck, case: FairnessCase, origin: str) -> Examination:
    try:
        returned = check.examine(case)
    except WorkbenchError:
        raise
    except (Exception, SystemExit) as error:  # whatever a plugin raises must name the plugin, not end in a traceback
        raise PluginError(
            [
                fault(
                    origin,
                    "check '{code}' failed with {kind}: {text}; tell its author, or take the plugin out",
                    code=check.code,
                    kind=type(error).__name__,
                    text=str(error).splitlines()[0] if str(error) else "",
                )
            ]
        ) from error
    PluginError.raise_if(_contract_faults(check.code, returned, origin))
    return replace(returned, findings=returned.findings.astype(COLUMNS).reset_index(drop=True))


def _contract_faults(code: str, returned: object, origin: str) -> Iterator[Fault]:
    if not isinstance(returned, Examination):
        yield fault(origin, "check '{code}' must return an Examination", code=code)
        return
    if list(returned.findings) != list(COLUMNS):
        columns = ", ".join(COLUMNS)
        yield fault(
            origin, "check '{code}': the findings must have the columns {columns}, in this order", code=code,
            columns=columns,
        )  # fmt: skip
        return
    strange = sorted(set(returned.findings["verdict"].astype("str")) - {*VERDICTS})
    if strange:
        yield fault(
            origin,
            "check '{code}': a verdict is one of {known}, not {strange}",
            code=code,
            known=", ".join(VERDICTS),
            strange=", ".join(strange),
        )
    if not all(isinstance(table, pd.DataFrame) for table in returned.tables.values()):
        yield fault(origin, "check '{code}': every table must be a DataFrame", code=code)
