"""The built-in indicators, rule packs and identifiers of Indonesian public administration: an ordinary plugin."""

from __future__ import annotations

from kinerja import (
    accountability,
    achievement,
    app_feedback,
    competence,
    complaint_steps,
    complaints,
    credit_points,
    discipline,
    documents,
    expectations,
    feedback_360,
    innovation,
    meetings,
    ministry_of_finance,
    monitoring,
    nip,
    patients,
    project_progress,
    projects,
    publication,
    rule_packs,
    sanctions,
    satisfaction,
    service_quality,
    siasn,
    superior_ratings,
    survey_elements,
    survey_samples,
    training,
)
from kinerja.places import PLACES
from workbench import IdentifierFormat, Indicator, Place, RulePack, TableFormat, hookimpl

_FAMILIES = (
    complaints,
    complaint_steps,
    patients,
    sanctions,
    satisfaction,
    survey_elements,
    survey_samples,
    service_quality,
    discipline,
    innovation,
    documents,
    training,
    projects,
    project_progress,
    app_feedback,
    superior_ratings,
    feedback_360,
    publication,
    monitoring,
    achievement,
    expectations,
    ministry_of_finance,
    accountability,
    credit_points,
    competence,
    meetings,
)


@hookimpl
def workbench_indicators() -> list[Indicator]:
    """Return the indicators of every family."""
    return [indicator for family in _FAMILIES for indicator in family.INDICATORS]


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


@hookimpl
def workbench_places() -> list[Place]:
    """Return the five places that can be made up."""
    return list(PLACES)
