"""The ranks under every combination of methods that could have been chosen instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from pydantic import ValidationError

from workbench.errors import Fault, ParametersError, ScoringError, fault, message
from workbench.model.catalogue import Catalogue, nearest_name
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.methods import AggregationMethod, Floats, NormalisationMethod
from workbench.model.parameters import Imputation, Method, Treatment
from workbench.model.validation import faults_in
from workbench.scoring.aggregation import aggregate
from workbench.scoring.evaluation import Evaluation
from workbench.scoring.ranking import rank_series
from workbench.scoring.treatment import treat

Change = Callable[[Evaluation], Evaluation]
"""One alternative: takes an evaluation and returns it with another method."""

Alternatives = Mapping[str, Mapping[str, Change]]
"""Step (treatment, normalisation …) to its alternatives by name."""


def unchanged(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation as it is: the alternative that is the policy."""
    return evaluation


def with_imputation(missing: Imputation) -> Change:
    """Return the change to another way of filling absent values."""
    return lambda evaluation: replace(evaluation, missing=missing)


def with_treatment(treatment: Treatment) -> Change:
    """Return the change to another treatment of outliers; indicators with one of their own keep it."""
    return lambda evaluation: replace(evaluation, treatment=treatment)


def with_weights(weights: Mapping[str, float]) -> Change:
    """Return the change to other weights, by code of a node or indicator; those not named stay as they are."""
    return lambda evaluation: replace(evaluation, framework=evaluation.framework.with_weights(weights))


def with_normalisation(method: NormalisationMethod, **settings: Any) -> Change:
    """Return the change to another normalisation of all indicators.

    Raises, when it is applied, a ScoringError where a polarity is not for this method or the settings are wrong.
    """

    def changed(leaf: Leaf) -> Leaf:
        polarity = leaf.indicator.polarity
        if polarity not in method.polarities:
            template = "'{method}' cannot treat '{code}', whose polarity is '{polarity}'"
            raise ScoringError([fault(leaf.code, template, method=method.code, code=leaf.code, polarity=polarity)])
        options = _validated(method, settings, {"polarity": polarity})
        return replace(leaf, normalisation=method, settings=options)

    return lambda evaluation: replace(evaluation, framework=_rebuilt(evaluation.framework, leaf=changed))


def with_aggregation(method: AggregationMethod, **settings: Any) -> Change:
    """Return the change to another aggregation in all nodes.

    Raises, when it is applied, a ScoringError where the settings are wrong.
    """

    def changed(node: Node) -> Node:
        return replace(node, aggregation=method, settings=_validated(method, settings, {}))

    return lambda evaluation: replace(evaluation, framework=_rebuilt(evaluation.framework, node=changed))


STEPS: Mapping[str, type[Imputation] | type[Treatment] | type[Method]] = {
    "missing": Imputation,
    "treatment": Treatment,
    "normalisation": Method,
    "aggregation": Method,
}
"""The steps whose methods have names, in the order in which they are taken."""


def alternatives_by_name(steps: Mapping[str, Mapping[str, Mapping[str, Any]]], catalogue: Catalogue) -> Alternatives:
    """Return the alternatives that are written as in a parameters file, those of each step beside the policy.

    Parameters
    ----------
    steps : mapping
        Step (a key of `STEPS`) to its alternatives by name, each the block that a parameters file would have there,
        such as ``{"method": "min_max"}``. An empty block is the policy.
    catalogue : Catalogue
        Where methods are looked up.

    Raises
    ------
    ParametersError
        With every step or method that does not exist, and every setting that cannot be.
    """
    alternatives: dict[str, dict[str, Change]] = {step: {} for step in STEPS if step in steps}
    faults = [_unknown("step", step, STEPS) for step in steps if step not in STEPS]
    for step in alternatives:
        for name, block in steps[step].items():
            try:
                alternatives[step][name] = _change_to(step, block, catalogue) if block else unchanged
            except ParametersError as error:
                faults.extend(error.faults)
    ParametersError.raise_if(faults)
    return alternatives


def _change_to(step: str, block: Mapping[str, Any], catalogue: Catalogue) -> Change:
    try:
        written = STEPS[step].model_validate(dict(block))
    except ValidationError as error:
        raise ParametersError(faults_in(error, (step,))) from None
    if isinstance(written, Imputation):
        return with_imputation(written)
    if isinstance(written, Treatment):
        return with_treatment(written)
    normalising = step == "normalisation"
    known = catalogue.normalisations if normalising else catalogue.aggregations
    if written.method not in known:
        raise ParametersError([_unknown(step, written.method, known)])
    if normalising:
        return with_normalisation(catalogue.normalisations[written.method], **written.settings)
    return with_aggregation(catalogue.aggregations[written.method], **written.settings)


def _unknown(where: str, name: str, known: Iterable[str]) -> Fault:
    template = message("there is no '{name}' here; did you mean: {nearest}?")
    return fault(where, template, name=name, nearest=nearest_name(name, known))


@dataclass(frozen=True)
class MethodGrid:
    """Scores and ranks in every cell of the grid.

    Parameters
    ----------
    cells : DataFrame
        One row a cell, one column a step: the name of the alternative.
    scores : DataFrame
        Subjects in rows, cells in columns; scales differ between cells, so that only ranks compare.
    ranks : DataFrame
        The same, 1 for the best; NA without a score.
    reference : Series
        The ranks of the policy, or of the cell that was named.
    """

    cells: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame
    reference: pd.Series

    @cached_property
    def mean_shifts(self) -> pd.Series:
        """``R_S``, the mean of ``|rank - reference rank|`` over the subjects ranked in both, by cell (eq. 38)."""
        return self.ranks.rsub(self.reference, axis=0).abs().mean().astype(float)

    @cached_property
    def by_subject(self) -> pd.DataFrame:
        """The lowest, the median and the highest rank of each subject over all cells: ``min, median, max``."""
        ranks = self.ranks.astype("Float64")
        columns = {"min": ranks.min(axis=1), "median": ranks.median(axis=1), "max": ranks.max(axis=1)}
        return pd.DataFrame({"reference": self.reference, **columns})


def method_grid(
    evaluation: Evaluation, alternatives: Alternatives, *, reference: Mapping[str, str] | None = None
) -> MethodGrid:
    """Return the ranks under every combination of the alternatives; a combination that cannot be computed is a fault.

    Parameters
    ----------
    evaluation : Evaluation
        The policy.
    alternatives : mapping
        Step to its alternatives by name, applied in this order; see `with_treatment` and its siblings.
    reference : mapping, optional
        Step to alternative of the cell to compare with; the policy without it.

    Raises
    ------
    ScoringError
        With every fault of every cell, each under the names of its alternatives. No cell is ever left out in silence.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 7, doi:10.1787/9789264043466-en; Saisana, M.,
    Saltelli, A. & Tarantola, S. (2005), doi:10.1111/j.1467-985X.2005.00350.x.
    """
    cells = [dict(zip(alternatives, names, strict=True)) for names in product(*alternatives.values())]
    scores: dict[int, pd.Series] = {}
    faults: list[Fault] = []
    for number, cell in enumerate(cells):
        try:
            scores[number] = settled_in_cell(evaluation, alternatives, cell).scores
        except ScoringError as error:
            faults.extend(error.faults)
    ScoringError.raise_if(faults)
    compared = settled(evaluation).scores if reference is None else scores[cells.index(dict(reference))]
    return ranked_cells(pd.DataFrame(cells), pd.DataFrame(scores), compared, decimals=evaluation.ranking.decimals)


def ranked_cells(
    cells: pd.DataFrame, scores: pd.DataFrame, reference: pd.Series, *, decimals: int | None = None
) -> MethodGrid:
    """Return the ranks that the scores of every cell give, beside those of the scores `reference`.

    Parameters
    ----------
    cells : DataFrame
        One row a cell, one column a step.
    scores : DataFrame
        Subjects in rows, one column for each row of `cells`, in its order.
    reference : Series
        Scores of the same subjects to compare with.
    decimals : int, optional
        How finely scores are told apart, as in the ranking itself.
    """
    scores = scores.set_axis(cells.index, axis="columns")
    ranks = scores.apply(rank_series, decimals=decimals)
    return MethodGrid(cells.rename_axis("cell"), scores, ranks, rank_series(reference, decimals))


def settled_in_cell(evaluation: Evaluation, alternatives: Alternatives, cell: Mapping[str, str]) -> Settled:
    """Return what the alternatives that `cell` names, applied step by step, make of the evaluation.

    Raises
    ------
    ScoringError
        With the names of the alternatives before each fault.
    """
    try:
        for step, changes in alternatives.items():
            evaluation = changes[cell[step]](evaluation)
        return settled(evaluation)
    except ScoringError as error:
        names = " × ".join(cell.values())
        raise ScoringError(fault(names, "{reason}", reason=each) for each in error.faults) from None


@dataclass(frozen=True, kw_only=True)
class Settled:
    """The part of a scorecard that ranks need.

    Parameters
    ----------
    framework : Framework
        With the weights that its weightings settled.
    normalised : DataFrame
        Subjects in rows, indicators in columns.
    scores : Series
        Of the root, by subject.
    """

    framework: Framework
    normalised: pd.DataFrame
    scores: pd.Series


def settled(evaluation: Evaluation) -> Settled:
    """Return normalised values and root scores of an evaluation.

    Raises
    ------
    ScoringError
        When a method cannot be fitted or applied, also where it would only give a meaningless number.
    """
    fitted, measured = evaluation.fit(), evaluation.measurements
    filled = fitted.imputer.fill(measured.values, evaluation.groups, measured.missing)
    normalised = fitted.normalise(treat(filled, fitted.treatments))
    scores, _ = aggregate(fitted.framework, normalised)
    ScoringError.raise_if(_negative_children(fitted.framework, {**normalised, **scores}))
    subjects = measured.values.index
    return Settled(
        framework=fitted.framework,
        normalised=pd.DataFrame(normalised, index=subjects),
        scores=pd.Series(scores[fitted.framework.root.code], index=subjects),
    )


def _negative_children(framework: Framework, values: Mapping[str, Floats]) -> list[Fault]:
    faults = []
    for node in framework.nodes:
        if not node.aggregation.needs_bounded:
            continue
        for child in node.children:
            if count := int(np.sum(values[child.code] < 0)):
                template = message("'{method}' in '{node}' cannot take the {count} values below 0 of '{code}'")
                names = {"method": node.aggregation.code, "node": node.code, "code": child.code}
                faults.append(fault(node.code, template, count=count, **names))
    return faults


def _validated(method: NormalisationMethod | AggregationMethod, settings: dict[str, Any], context: Any) -> Any:
    try:
        return method.options.model_validate(settings, context=context)
    except ValidationError as error:
        raise ScoringError(faults_in(error, (method.code,))) from None


def _rebuilt(
    framework: Framework,
    *,
    leaf: Callable[[Leaf], Leaf] = lambda each: each,
    node: Callable[[Node], Node] = lambda each: each,
) -> Framework:
    def rebuilt(branch: Node) -> Node:
        children = (rebuilt(child) if isinstance(child, Node) else leaf(child) for child in branch.children)
        return node(replace(branch, children=tuple(children)))

    return replace(framework, root=rebuilt(framework.root))
