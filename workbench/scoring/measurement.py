"""From checked tables to one value per subject and indicator, each measure isolated from the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from workbench.errors import Fault, PluginError, WorkbenchError, fault, message
from workbench.model.framework import Framework, Leaf
from workbench.model.indicator import Context, Indicator
from workbench.model.results import Measurements

COLUMNS = ("value", "cases", "low", "high")
NO_DATA = message("no data for this subject")
TOO_FEW = message("too few cases for a fair value")


def measure_all(
    framework: Framework,
    tables: Mapping[str, pd.DataFrame],
    context_of: Callable[[Leaf], Context],
    origin_of: Callable[[str], str],
) -> Measurements:
    """Return what every indicator of `framework` measures.

    Parameters
    ----------
    framework : Framework
        Its leaves say which indicators.
    tables : mapping
        Checked input tables by name.
    context_of : callable
        Leaf to what its measure may know.
    origin_of : callable
        Indicator code to where its plugin comes from, for faults.

    Raises
    ------
    PluginError
        When a measure raises, or returns what its contract forbids.
    InputError, ParametersError
        When a measure finds fault with the tables, or with the rules it was given. All faults come at once, under the
        class of the first.
    """
    measured: dict[str, pd.DataFrame] = {}
    errors: list[WorkbenchError] = []
    subjects = pd.Index([])
    for leaf in framework.leaves:
        context = context_of(leaf)
        subjects = context.subjects
        try:
            measured[leaf.code] = measure_indicator(
                leaf.indicator, tables, context, origin=origin_of(leaf.code), min_cases=leaf.min_cases
            )
        except WorkbenchError as error:
            errors.append(error)
    if errors:
        raise type(errors[0])(each for error in errors for each in error.faults)
    columns = {
        column: pd.DataFrame({code: frame[column] for code, frame in measured.items()}, index=subjects)
        for column in COLUMNS
    }
    return Measurements(
        values=columns["value"],
        cases=columns["cases"],
        low=columns["low"],
        high=columns["high"],
        missing=_missing(measured),
    )


def measure_indicator(
    indicator: Indicator, tables: Mapping[str, pd.DataFrame], context: Context, *, origin: str, min_cases: int = 1
) -> pd.DataFrame:
    """Return what one indicator measures, for all subjects: ``value, cases, low, high, reason``.

    Parameters
    ----------
    indicator : Indicator
        Its measure is isolated: what it raises, or returns against its contract, names the plugin.
    tables : mapping
        Checked input tables by name.
    context : Context
        What the measure may know besides.
    origin : str
        Where the plugin comes from, for faults.
    min_cases : int
        Values that rest on fewer cases become missing.

    Raises
    ------
    PluginError
        When the measure raises, or returns what its contract forbids.
    WorkbenchError
        Whatever fault the measure itself finds with the tables or rules.
    """
    needed = {need.table: tables[need.table].copy(deep=False) for need in indicator.needs}
    try:
        returned = indicator.measure(needed, context)
    except WorkbenchError:
        raise
    except (Exception, SystemExit) as error:  # whatever a plugin raises must name the plugin, not end in a traceback
        raise PluginError(
            [
                fault(
                    origin,
                    "indicator '{code}' failed with {kind}: {text}; tell its author, or take it out of the framework",
                    code=indicator.code,
                    kind=type(error).__name__,
                    text=str(error).splitlines()[0] if str(error) else "",
                )
            ]
        ) from error
    PluginError.raise_if(_contract_faults(indicator.code, returned, context.subjects, origin))
    return _complete(returned, context.subjects, min_cases)


def _contract_faults(code: str, returned: object, subjects: pd.Index, origin: str) -> list[Fault]:
    if not isinstance(returned, pd.DataFrame) or "value" not in returned:
        return [fault(origin, "indicator '{code}' must return a DataFrame with the column 'value'", code=code)]
    faults = []
    unknown_columns = set(returned) - {*COLUMNS, "reason"}
    if unknown_columns:
        faults.append(
            fault(
                origin,
                "indicator '{code}' returned unknown columns: {names}",
                code=code,
                names=", ".join(sorted(map(str, unknown_columns))),
            )
        )
    if not returned.index.is_unique:
        faults.append(fault(origin, "indicator '{code}' returned a subject more than once", code=code))
    if strangers := len(returned.index.difference(subjects)):
        faults.append(
            fault(
                origin,
                "indicator '{code}' returned {count} subjects that are not in this cycle",
                code=code,
                count=strangers,
            )
        )
    for column in (each for each in COLUMNS if each in returned):
        if not pd.api.types.is_numeric_dtype(returned[column]):
            faults.append(
                fault(origin, "indicator '{code}': column '{column}' is not numeric", code=code, column=column)
            )
        elif np.isinf(returned[column].to_numpy(dtype=float, na_value=np.nan)).any():
            faults.append(
                fault(origin, "indicator '{code}': column '{column}' holds infinity", code=code, column=column)
            )
    return faults


def _complete(returned: pd.DataFrame, subjects: pd.Index, min_cases: int) -> pd.DataFrame:
    """Bring a measure's answer to all subjects, and refuse values that rest on too few cases."""
    unmentioned = ~subjects.isin(returned.index)
    frame = returned.reindex(subjects)
    numbers = {
        column: frame[column].astype(float) if column in frame else pd.Series(np.nan, index=subjects)
        for column in COLUMNS
    }
    complete = pd.DataFrame(numbers)
    given = (
        frame["reason"].fillna("").astype("str") if "reason" in frame else pd.Series("", index=subjects, dtype="str")
    )
    absent = complete["value"].isna()
    reason = given.mask(unmentioned | (absent & (given == "")), NO_DATA).where(absent, "")
    few = ~absent & (complete["cases"] < min_cases)
    for column in ("value", "low", "high"):
        complete[column] = complete[column].mask(few)
    return complete.assign(reason=reason.mask(few, TOO_FEW))


def _missing(measured: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"subject": frame.index[absent], "code": code, "reason": frame["reason"][absent].to_numpy()})
        for code, frame in measured.items()
        if (absent := frame["value"].isna().to_numpy()).any()
    ]
    columns = ["subject", "code", "reason"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({name: [] for name in columns}, dtype="str")
