"""What a parameters file can name, as rows of text: for the terminal, and as JSON for programs."""

from __future__ import annotations

from workbench.locale import Language
from workbench.model.catalogue import Catalogue

Rows = list[dict[str, str]]


def indicator_rows(catalogue: Catalogue, language: Language) -> Rows:
    """Return ``code, label, unit, polarity, subject, reference, plugin`` of every indicator."""
    return [
        {
            "code": each.code,
            "label": each.label.in_language(language.code),
            "unit": each.measured_in.in_language(language.code),
            "polarity": each.polarity,
            "subject": " / ".join(each.subject),
            "reference": each.reference,
            "plugin": catalogue.origins[f"indicator:{each.code}"].name,
        }
        for each in catalogue.indicators.values()
    ]


def method_rows(catalogue: Catalogue, language: Language) -> Rows:
    """Return ``code, kind, label, formula, reference, plugin`` of every normalisation, weighting and aggregation."""
    offered = (catalogue.normalisations, catalogue.weightings, catalogue.aggregations)
    return [
        {
            "code": each.code,
            "kind": each.kind,
            "label": each.label.in_language(language.code),
            "formula": language.text(each.formula),
            "reference": each.reference,
            "plugin": catalogue.origins[f"{each.kind}:{each.code}"].name,
        }
        for methods in offered
        for each in methods.values()
    ]


def plugin_rows(catalogue: Catalogue) -> Rows:
    """Return ``plugin, kind, place, sha256, offers`` of every plugin that loaded."""
    offers: dict[str, list[str]] = {origin.name: [] for origin in catalogue.plugins}
    for entry, origin in sorted(catalogue.origins.items()):
        offers[origin.name].append(entry)
    return [
        {
            "plugin": origin.name,
            "kind": origin.kind,
            "place": origin.place,
            "sha256": origin.sha256[:12],
            "offers": ", ".join(offers[origin.name]),
        }
        for origin in catalogue.plugins
    ]
