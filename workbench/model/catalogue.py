"""Everything the plugins offer, sorted and frozen."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.model.indicator import IdentifierFormat, Indicator
from workbench.model.methods import AggregationMethod, NormalisationMethod, WeightingMethod
from workbench.model.place import Place
from workbench.model.rules import RulePack
from workbench.model.table_formats import TableFormat

if TYPE_CHECKING:  # the rules about people, which a check may look at, need `nearest_name` from here
    from workbench.model.fairness import FairnessCheck


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a plugin comes from, so that a run can say whose arithmetic it used.

    Parameters
    ----------
    name : str
        Name of the plugin.
    kind : str
        ``built-in``, ``installed`` (entry point) or ``local`` (a file in a plugins folder).
    place : str
        Distribution and version, or the file's name.
    sha256 : str
        Of its source files.
    """

    name: str
    kind: str
    place: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What can be used in a parameters file, each by its code, with the plugin it came from.

    Parameters
    ----------
    origins : mapping
        ``"kind:code" -> Origin`` for every entry below.
    plugins : tuple of Origin
        All plugins that loaded, also those that offer nothing used.
    """

    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    normalisations: Mapping[str, NormalisationMethod] = field(default_factory=dict)
    aggregations: Mapping[str, AggregationMethod] = field(default_factory=dict)
    weightings: Mapping[str, WeightingMethod] = field(default_factory=dict)
    checks: Mapping[str, FairnessCheck] = field(default_factory=dict)
    rule_packs: Mapping[str, RulePack] = field(default_factory=dict)
    identifiers: Mapping[str, IdentifierFormat] = field(default_factory=dict)
    table_formats: Mapping[str, TableFormat] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    plugins: tuple[Origin, ...] = ()


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`, or all of them when none is like it and there are few."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return close[0]
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
