"""The built-in indicators, rule packs and identifiers of Indonesian public administration: an ordinary plugin."""

from __future__ import annotations

from kinerja import achievement, complaints, discipline, expectations, nip, projects, rule_packs, satisfaction
from workbench import IdentifierFormat, Indicator, RulePack, hookimpl


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
    """Return the personal number of civil servants."""
    return [nip.NIP]
