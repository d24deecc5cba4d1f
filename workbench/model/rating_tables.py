"""The tables of judgements that an audit of fairness reads: what must stand in them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.fairness_parameters import RatingParameters
from workbench.model.indicator import Column, TableNeed
from workbench.model.parameters import Parameters

KEY = "{key}"


def rating_needs(parameters: Parameters) -> Iterator[tuple[str, TableNeed]]:
    """Yield the key of the parameters file and the table it needs, for each table of judgements."""
    if parameters.fairness is not None:
        for code, given in parameters.fairness.ratings.items():
            yield f"fairness.ratings.{code}", TableNeed(table=given.table, columns=tuple(_columns(given)))


def _columns(given: RatingParameters) -> Iterator[Column]:
    yield Column(name=KEY, kind="text", subject=True)
    yield Column(name=given.rater, kind=given.rater_format)
    for name in given.scores:
        yield Column(name=name, kind="category" if given.levels else "number", values=given.levels, required=False)
    named = {"text": (given.item, given.period), "date": (given.on,), "integer": (given.version,)}
    for kind, names in named.items():
        yield from (Column(name=name, kind=kind) for name in names if name is not None)
