"""A framework written in Python instead of a parameters file: the same words, checked in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from workbench.errors import Fault, ParametersError, fault
from workbench.model.catalogue import Catalogue, nearest_name
from workbench.model.framework import Framework
from workbench.model.parameters import Parameters
from workbench.model.validation import faults_in
from workbench.scoring.resolving import resolve

Rule = str | Mapping[str, Any]
"""A method by name, or its settings with the name under ``method``, as in a parameters file."""

Tree = Mapping[str, Any] | Sequence[str]
"""Columns in a list; in a mapping, code of a dimension to what is inside, or a column to None."""

_TABLE = "X"
_DAY = date(2000, 1, 1)  # there is no cycle here, so nothing depends on the day


def framework_in_code(
    columns: Sequence[str],
    catalogue: Catalogue,
    *,
    tree: Tree | None = None,
    weights: Mapping[str, float] | None = None,
    polarity: Mapping[str, str] | None = None,
    normalisation: Rule | Mapping[str, Rule] = "min_max",
    aggregation: Rule | Mapping[str, Rule] = "arithmetic",
    weighting: Rule | Mapping[str, Rule] = "given",
    minimum_coverage: float = 0.6,
    name: str = "score",
) -> Framework:
    """Return the framework over `columns`, whose indicators have the columns' names in snake case as codes.

    Parameters
    ----------
    columns : sequence of str
        Names of the columns, all of which must be in the tree.
    catalogue : Catalogue
        Methods by name.
    tree : mapping or sequence, optional
        Dimensions and columns below the root; all columns where absent.
    weights, polarity : mapping, optional
        Weight of columns and dimensions, 1 where not named; polarity of columns, ``higher`` where not named.
    normalisation, aggregation, weighting : str or mapping
        One method for all, or by column (`normalisation`) or by dimension; ``min_max``, ``arithmetic`` and ``given``
        for what is not named.
    minimum_coverage : float
        Share of a dimension's weight that must have a value.
    name : str
        Code of the root.

    Raises
    ------
    ParametersError
        With every name that leads nowhere and every choice that cannot work.
    """
    given = tree if tree is not None else list(columns)
    leaves, nodes = list(_columns_in(given)), [name, *_dimensions_in(given)]
    ParametersError.raise_if(
        [
            *_strangers("dimensions", leaves, columns),
            *_strangers("columns", columns, leaves),
            *_strangers("weights", weights or {}, [*leaves, *nodes]),
            *_strangers("polarity", polarity or {}, leaves),
            *_strangers("normalisation", _named(normalisation), leaves),
            *_strangers("aggregation", _named(aggregation), nodes),
            *_strangers("weighting", _named(weighting), nodes),
        ]
    )
    codes = dict(zip(columns, codes_of(columns), strict=True))

    def node(code: str, inside: Tree) -> dict[str, Any]:
        parts = inside if isinstance(inside, Mapping) else dict.fromkeys(inside)
        return {
            "label": code,
            "aggregation": _rule_of(code, aggregation, "arithmetic"),
            "weighting": _rule_of(code, weighting, "given"),
            "dimensions": {
                part: node(part, below) | {"weight": _weight(part)}
                for part, below in parts.items()
                if below is not None
            },
            "indicators": {
                codes[part]: {"weight": _weight(part), "normalisation": _rule_of(part, normalisation, "min_max")}
                for part, below in parts.items()
                if below is None
            },
        }

    def _weight(part: str) -> float:
        return float((weights or {}).get(part, 1.0))

    root = node(name, given) | {"code": name, "minimum_coverage": minimum_coverage}
    declared = {codes[column]: _declared(column, (polarity or {}).get(column, "higher")) for column in leaves}
    return _resolved({"framework": root, "declare": declared}, catalogue)


def codes_of(columns: Iterable[str]) -> list[str]:
    """Return `columns` as codes: in snake case, each once."""
    codes: list[str] = []
    for column in columns:
        code = re.sub(r"[^a-z0-9]+", "_", str(column).lower()).strip("_")
        code = code if code[:1].isalpha() else f"x_{code}"
        codes.append(code if code not in codes else f"{code}_{len(codes)}")
    return codes


def _resolved(parts: Mapping[str, Any], catalogue: Catalogue) -> Framework:
    nowhere: dict[str, Any] = {
        "place": "code",
        "title": "code",
        "cycle": "code",
        "period": {"start": _DAY, "end": _DAY},
        "tables": {_TABLE: {"file": _TABLE}},
        "subjects": {"kind": "unit", "table": _TABLE, "key": "subject"},
    }
    try:
        parameters = Parameters.model_validate(nowhere | dict(parts))
    except ValidationError as error:
        raise ParametersError(faults_in(error, ())) from None
    return resolve(parameters, catalogue)[0]


def _declared(column: str, polarity: str) -> dict[str, str]:
    return {
        "table": _TABLE,
        "column": column,
        "polarity": polarity,
        "measured_in": column,
        "label": column,
        "reference": column,
    }


def _columns_in(tree: Tree) -> Iterator[str]:
    if not isinstance(tree, Mapping):
        yield from tree
        return
    for part, below in tree.items():
        if below is None:
            yield part
        else:
            yield from _columns_in(below)


def _dimensions_in(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Mapping):
        for part, below in tree.items():
            if below is not None:
                yield part
                yield from _dimensions_in(below)


def _named(rule: Rule | Mapping[str, Rule]) -> Mapping[str, Rule]:
    """Return the methods by name of what they are for; none where one rule holds for all."""
    return {} if isinstance(rule, str) or "method" in rule else rule


def _rule_of(name: str, rule: Rule | Mapping[str, Rule], default: str) -> Rule:
    return _named(rule).get(name, default) if _named(rule) else rule


def _strangers(where: str, names: Iterable[str], known: Sequence[str]) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            nearest = nearest_name(str(name), map(str, known)) or "-"
            yield fault((where, str(name)), "there is no such name here; did you mean: {nearest}?", nearest=nearest)
