"""What a parameters file can name, as rows of text: for the terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from workbench.errors import message
from workbench.locale import Language
from workbench.model.catalogue import Catalogue

Rows = list[dict[str, str]]

_ROW_HEADINGS = {
    "label": message("name"),
    "unit": message("measured in"),
    "polarity": message("polarity"),
    "subject": message("subject"),
    "reference": message("reference"),
    "plugin": message("plugin"),
    "kind": message("kind"),
    "place": message("from"),
    "sha256": "SHA-256",
    "offers": message("offers"),
    "formula": message("formula"),
}
_PLUGIN_KINDS = {"built-in": message("built-in"), "installed": message("installed"), "local": message("local file")}


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


def listed(rows: Rows, language: Language, *, as_json: bool = False) -> str:
    """Return one block a row: readable at any width of a terminal, easy to search; codes where a program reads."""
    if as_json:
        return json.dumps(rows, ensure_ascii=False, indent=1)
    return "\n".join(line for row in rows for line in _block(row, language))


def _block(row: dict[str, str], language: Language) -> Iterator[str]:
    (_, title), *rest = row.items()
    yield title
    for key, value in rest:
        shown = language.text(_PLUGIN_KINDS.get(value, value)) if key == "kind" else value
        yield f"    {language.text(_ROW_HEADINGS[key]):<10} {shown}"
