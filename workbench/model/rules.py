"""Regulations as dated data: bands, predicate matrices and cited values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from workbench.errors import ParametersError, fault
from workbench.model.labels import Label

Confidence = Literal["official", "secondary", "known", "uncertain", "proposed"]


@dataclass(frozen=True, kw_only=True)
class Band:
    """A named interval of a score, from its lower bound up to the next band's."""

    code: str
    label: Label
    low: float


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Bands in ascending order.

    Parameters
    ----------
    bands : tuple of Band
        Ascending by `low`; a score below the first `low` belongs to the first band.
    low_included : bool
        Whether a score equal to a lower bound belongs to that band (SAKIP excludes it: 80.00 is still BB).
    decimals : int
        Scores are rounded half away from zero to so many decimals before they are graded.
    reference : str
        Where the bounds come from.
    """

    bands: tuple[Band, ...]
    low_included: bool = True
    decimals: int = 2
    reference: str = ""

    def __post_init__(self) -> None:
        lows = [band.low for band in self.bands]
        if not lows or any(after <= before for before, after in pairwise(lows)):
            raise ValueError("bands need at least one entry and strictly rising lower bounds")

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes from lowest to highest."""
        return tuple(band.code for band in self.bands)


@dataclass(frozen=True, kw_only=True)
class PredicateRule:
    """Two bands in, one predicate out: the matrix of a regulation as data.

    Parameters
    ----------
    row_codes, column_codes : tuple of str
        Band codes of the two nodes, lowest first.
    cells : mapping
        ``(row, column) -> predicate code``, one for every pair.
    predicates : mapping
        Predicate code to label, best first.
    reference : str
        Article and page.
    """

    row_codes: tuple[str, ...]
    column_codes: tuple[str, ...]
    cells: Mapping[tuple[str, str], str]
    predicates: Mapping[str, Label]
    reference: str

    def __post_init__(self) -> None:
        wanted = {(row, column) for row in self.row_codes for column in self.column_codes}
        if set(self.cells) != wanted:
            raise ValueError(f"predicate matrix: cells missing or unknown: {sorted(set(self.cells) ^ wanted)}")
        if unknown := set(self.cells.values()) - set(self.predicates):
            raise ValueError(f"predicate matrix: predicates without a label: {sorted(unknown)}")


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A value out of a regulation, with where it stands, how sure we are of it and, for people, what it is."""

    value: Any
    reference: str
    confidence: Confidence
    label: Label | None = None


@dataclass(frozen=True, kw_only=True)
class RulePack:
    """One regulation's tables.

    Parameters
    ----------
    code : str
        Such as ``permenpanrb-6-2022``.
    title : Label
        Full name.
    reference : str
        Where it was published.
    confidence : str
        Of the pack as a whole.
    valid_from : date
        First day in force.
    valid_to : date, optional
        Last day in force; None while it stands.
    bands, predicates, values : mapping
        Its tables by name. Names of `values` are unique across the packs used together.
    """

    code: str
    title: Label
    reference: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    bands: Mapping[str, Bands] = field(default_factory=dict)
    predicates: Mapping[str, PredicateRule] = field(default_factory=dict)
    values: Mapping[str, Cited] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rule packs that one cycle is evaluated under."""

    packs: tuple[RulePack, ...] = ()

    def bands(self, name: str) -> Bands | None:
        """Return the bands called `name`, or None."""
        return next((pack.bands[name] for pack in self.packs if name in pack.bands), None)

    def predicate(self, name: str) -> PredicateRule | None:
        """Return the predicate matrix called `name`, or None."""
        return next((pack.predicates[name] for pack in self.packs if name in pack.predicates), None)

    def cited(self, name: str) -> Cited:
        """Return the value called `name` with its citation.

        Raises
        ------
        ParametersError
            When no pack under ``rules:`` holds it.
        """
        for pack in self.packs:
            if name in pack.values:
                return pack.values[name]
        raise ParametersError(
            [
                fault(
                    ("rules",),
                    "no rule pack listed here holds '{name}', which an indicator needs; add a pack that does "
                    "('workbench plugins' lists them)",
                    name=name,
                )
            ]
        )
