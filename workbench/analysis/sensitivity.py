"""Which choice moves the ranks: their variance shared out between treatment, normalisation, aggregation and weights."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.method_grid import Alternatives, settled, settled_in_cell
from workbench.analysis.weight_draws import children_in, weights_at
from workbench.errors import WorkbenchError, fault
from workbench.model.methods import Floats
from workbench.model.parameters import Robustness
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.ranking import rank_series

MEAN_SHIFT = "mean_shift"
"""The output that is the mean absolute shift of all ranks against the policy."""
WEIGHTS = "weights"
"""The factor that is all weights together."""


def rank_sensitivity(
    evaluation: Evaluation,
    alternatives: Alternatives,
    *,
    weights: Robustness | None = None,
    samples: int = 1024,
    subjects: Iterable[str] = (),
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return how much of the variance of the ranks is due to each step's choice, and to the weights.

    Parameters
    ----------
    evaluation : Evaluation
        The policy.
    alternatives : mapping
        Step to its alternatives by name, all equally likely; see `workbench.analysis.method_grid`.
    weights : Robustness, optional
        How the weights are drawn, all together one more factor; they stay as they are without it.
    samples : int
        A power of 2; the ranks are computed ``samples · (factors + 2)`` times.
    subjects : iterable of str
        Whose own ranks are outputs too, beside the mean shift of all.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    DataFrame
        As `sobol_indices`: the output ``mean_shift`` (mean of ``|rank - rank under the policy|``) and, by code, the
        rank of each of `subjects`.

    Raises
    ------
    ScoringError
        When a combination of alternatives cannot be computed.
    WorkbenchError
        As `sobol_indices`.
    """
    named = list(subjects)
    policy = settled(evaluation)
    reference = rank_series(policy.scores, evaluation.ranking.decimals)
    factors = dict.fromkeys(alternatives, 1) | ({WEIGHTS: children_in(policy.framework)} if weights else {})

    def outputs_at(uniform: Floats) -> pd.DataFrame:
        outputs = np.empty((len(uniform), 1 + len(named)))
        for cell, rows in _cells(alternatives, uniform).items():
            found = settled_in_cell(evaluation, alternatives, dict(zip(alternatives, cell, strict=True)))
            given = uniform[rows, len(alternatives) :] if weights else np.full((1, children_in(found.framework)), 0.5)
            drawn = weights_at(found.framework, weights or Robustness(), given)
            scores = DrawnScores(framework=found.framework, weights=drawn, normalised=found.normalised)
            blocks = [block for _, block in scores.ranks(evaluation.ranking.decimals)]
            outputs[rows] = _outputs(np.concatenate(blocks), scores.subjects, reference, named)
        return pd.DataFrame(outputs, columns=[MEAN_SHIFT, *named])

    return sobol_indices(factors, outputs_at, samples=samples, rng=rng)


def sobol_indices(
    factors: Mapping[str, int],
    outputs_at: Callable[[Floats], pd.DataFrame],
    *,
    samples: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the share of the variance of each output that each factor explains, alone and with all interactions.

    Parameters
    ----------
    factors : mapping
        Name to how many of the columns belong to it; the columns stand in this order.
    outputs_at : callable
        Numbers evenly drawn between 0 and 1, shape (evaluations, columns), to one row of outputs each.
    samples : int
        A power of 2.
    rng : numpy.random.Generator
        Where the randomness comes from.

    Returns
    -------
    DataFrame
        One row an output and factor: ``output, factor, first, first_low, first_high, total, total_low, total_high``.
        `first` is ``V[E(y | x_i)] / V(y)``, `total` is ``1 - V[E(y | all others)] / V(y)``; the limits hold 95 % of a
        bootstrap. NaN for an output that never changes: then there is no variance to share out.

    Raises
    ------
    WorkbenchError
        When the extra ``sensitivity`` is not installed, `samples` is no power of 2, or there is a single factor.

    References
    ----------
    Saltelli, A. et al. (2010), Variance based sensitivity analysis of model output, doi:10.1016/j.cpc.2009.09.018;
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7, eqs. 41-48.
    """
    if samples < 2 or samples & (samples - 1):
        raise WorkbenchError([fault("samples", "must be a power of 2, such as 1024; found {found}", found=samples)])
    if len(factors) < 2:
        raise WorkbenchError([fault("factors", "variance is shared out between two factors or more")])
    analyze, sample = _salib()
    groups = [name for name, columns in factors.items() for _ in range(columns)]
    problem = {
        "num_vars": len(groups),
        "names": [f"x{number}" for number in range(len(groups))],
        "bounds": [[0.0, 1.0]] * len(groups),
        "groups": groups,
    }
    outputs = outputs_at(sample(problem, samples, calc_second_order=False, seed=rng))
    tables = [
        _indices(analyze, problem, outputs[name], list(factors), seed=int(rng.integers(1, 2**31))) for name in outputs
    ]
    return pd.concat(tables, ignore_index=True)


def _indices(
    analyze: Callable[..., Mapping[str, Floats]], problem: object, output: pd.Series, factors: list[str], *, seed: int
) -> pd.DataFrame:
    table = pd.DataFrame({"output": output.name, "factor": factors})
    if output.min() == output.max():
        return table.assign(
            **{f"{index}{end}": np.nan for index in ("first", "total") for end in ("", "_low", "_high")}
        )
    # a seed of 0 would be taken for none
    found = analyze(problem, output.to_numpy(float), calc_second_order=False, seed=seed)
    for name, code in {"first": "S1", "total": "ST"}.items():
        share, margin = np.asarray(found[code]), np.asarray(found[f"{code}_conf"])
        table = table.assign(**{name: share, f"{name}_low": share - margin, f"{name}_high": share + margin})
    return table


def _salib() -> tuple[Callable[..., Mapping[str, Floats]], Callable[..., Floats]]:
    try:
        from SALib.analyze import sobol as analyzing
        from SALib.sample import sobol as sampling
    except ModuleNotFoundError:
        install = "pip install 'kinerja-workbench[sensitivity]'"
        template = "this needs the extra 'sensitivity', which is not installed: {install}"
        raise WorkbenchError([fault("SALib", template, install=install)]) from None
    return analyzing.analyze, sampling.sample


def _cells(
    alternatives: Alternatives, uniform: Floats
) -> dict[tuple[str, ...], np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return which rows fall into each combination of alternatives."""
    names = [list(changes) for changes in alternatives.values()]
    places = [np.minimum((uniform[:, step] * len(each)).astype(int), len(each) - 1) for step, each in enumerate(names)]
    combined, row_to_cell = np.unique(np.column_stack(places), axis=0, return_inverse=True)
    return {
        tuple(each[place] for each, place in zip(names, cell, strict=True)): np.flatnonzero(
            row_to_cell.ravel() == number
        )
        for number, cell in enumerate(combined)
    }


def _outputs(ranks: Floats, subjects: pd.Index, reference: pd.Series, named: list[str]) -> Floats:
    """Return mean shift and the ranks of those named, one row a draw."""
    shift = np.abs(ranks - reference.reindex(subjects).to_numpy(float))
    own = ranks[:, subjects.get_indexer(pd.Index(named))] if named else ranks[:, :0]
    return np.column_stack([np.nanmean(shift, axis=1), own])
