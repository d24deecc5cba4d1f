"""The run of an earlier cycle whose values methods are fitted on, so that a newcomer moves no old score."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import Fault, ParametersError, RunError, fault
from workbench.files.run_directory import open_run, verify_run
from workbench.model.framework import Framework
from workbench.model.parameters import Parameters
from workbench.model.results import Reference
from workbench.model.run import Run

_KEY = ("reference_cycle",)


def read_reference(parameters: Parameters, framework: Framework, folder: Path) -> Reference | None:
    """Return what was measured in the run that `parameters` names; None where they name none.

    Parameters
    ----------
    parameters : Parameters
        Of this cycle.
    framework : Framework
        Whose methods are to be fitted.
    folder : Path
        Where the parameters file lies.

    Raises
    ------
    ParametersError
        When there is no such run, it changed since it was sealed, or it lacks what this framework needs.
    """
    if parameters.reference_cycle is None:
        return None
    run = _trusted(folder / parameters.reference_cycle)
    ParametersError.raise_if(_lacking(run, parameters, framework))
    exempt = run.people.exempt.index if run.people is not None else []
    return Reference(
        values=run.measurements.values[[leaf.code for leaf in framework.leaves]].drop(index=exempt),
        groups=run.subjects.drop(columns="label").drop(index=exempt),
        missing=run.measurements.missing,
        fingerprint=run.fingerprint,
    )


def _trusted(path: Path) -> Run:
    try:
        faults = verify_run(path)
        if not faults:
            return open_run(path)
    except RunError as error:
        faults = list(error.faults)
    raise ParametersError(fault(_KEY, "the run it names cannot be used: {problem}", problem=each) for each in faults)


def _lacking(run: Run, parameters: Parameters, framework: Framework) -> list[Fault]:
    measured, group = run.measurements.values, parameters.missing.group
    faults = [
        fault(_KEY, "the run has no indicator '{code}', so nothing can be fitted to it", code=leaf.code)
        for leaf in framework.leaves
        if leaf.code not in measured
    ]
    if group is not None and group not in run.subjects:
        faults.append(fault(_KEY, "the run has no group column '{group}', which 'missing' needs", group=group))
    return faults
