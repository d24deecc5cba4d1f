"""Small frameworks for tests, built by hand so that a reader can redo every number."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from workbench.builtin_methods import workbench_methods
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.indicator import Indicator, Options
from workbench.model.labels import Label
from workbench.model.methods import Siblings
from workbench.model.results import Measurements

METHODS = {method.code: method for method in workbench_methods()}


def indicator(code: str, polarity: str = "higher") -> Indicator:
    return Indicator(
        code=code,
        label=Label.of(code),
        polarity=polarity,
        measured_in=Label.of("points"),
        subject=("unit",),
        needs=(),
        measure=lambda tables, context: pd.DataFrame(),
        reference="test",
        valid_from=date(2020, 1, 1),
        attribution="unit",
        description=Label.of(code),
    )


def leaf(code: str, weight: float = 1.0, polarity: str = "higher", method: str = "goalposts", **settings) -> Leaf:
    chosen = METHODS[method]
    given = settings or ({"low": 0.0, "high": 100.0} if method == "goalposts" else {})
    return Leaf(
        indicator=indicator(code, polarity),
        weight=weight,
        normalisation=chosen,
        settings=chosen.options.model_validate(given, context={"polarity": polarity}),
        min_cases=1,
        target=None,
        options=Options(),
    )


def node(
    code: str,
    *children,
    weight: float = 1.0,
    method: str = "arithmetic",
    minimum: float = 0.0,
    bands=None,
    **settings,
) -> Node:
    return Node(
        code=code,
        label=Label.of(code),
        weight=weight,
        aggregation=METHODS[method],
        settings=METHODS[method].options.model_validate(settings),
        minimum_coverage=minimum,
        bands=bands,
        children=children,
    )


def measurements(values: pd.DataFrame) -> Measurements:
    empty = pd.DataFrame(np.nan, index=values.index, columns=values.columns)
    absent = [(subject, code) for code in values for subject in values.index[values[code].isna()]]
    missing = pd.DataFrame(absent, columns=["subject", "code"]).assign(reason="no data for this subject")
    return Measurements(values=values, cases=empty, low=empty, high=empty, missing=missing)


def framework(*children, **settings) -> Framework:
    return Framework(root=node("score", *children, **settings))


def siblings(
    columns: dict[str, list[float]],
    *,
    given: list[float] | None = None,
    directions: list[float] | None = None,
    additive: bool = True,
) -> Siblings:
    table = np.column_stack([np.asarray(column, dtype=float) for column in columns.values()])
    weights = np.asarray(given or [1.0] * len(columns), dtype=float)
    return Siblings(
        codes=tuple(columns),
        given=weights / weights.sum(),
        scores=table,
        values=table,
        directions=np.asarray(directions or [1.0] * len(columns)),
        additive=additive,
    )


def judged(*codes: str) -> Siblings:
    """Return children that experts weigh, without looking at their values."""
    return siblings({code: [0.0, 1.0] for code in codes})
