"""The built-in indicators, rule packs and identifiers of Indonesian public administration: an ordinary plugin."""

from __future__ import annotations

from kinerja import (
    achievement,
    complaints,
    discipline,
    expectations,
    nip,
    projects,
    rule_packs,
    satisfaction,
    siasn,
)
from workbench import IdentifierFormat, Indicator, RulePack, TableFormat, hookimpl


@hookimpl
def workbench_indicators() -> list[Indicator]:
    """Return the indicators of every family."""
    families = (complaints, satisfaction, discipline, achievement, projects, expectations)
    return [indicator for family in families for indicator in family.INDICATORS]


@hookimpl
def workbench_rule_packs() -> list[RulePack]:
    """Return the rule packs in ``rules/``."""
    return rule_packs.built_in_rule_packs()


@hookimpl
def workbench_identifiers() -> list[IdentifierFormat]:
    """Return the personal number of civil servants, and the number that SIASN gives them."""
    return [nip.NIP, siasn.PNS_ID]


@hookimpl
def workbench_table_formats() -> list[TableFormat]:
    """Return the exports of SIASN, the civil service information system."""
    return [siasn.SKP_2022, siasn.PERIODIC]
