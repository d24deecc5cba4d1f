"""A run in plain JSON values: what was evaluated, by which rules, from which data, with which software."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from workbench.model.catalogue import Catalogue
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.labels import Label
from workbench.model.log_parameters import Rollout
from workbench.model.parameters import Parameters
from workbench.model.results import Scorecard
from workbench.model.rules import Rules
from workbench.model.scenario import Scenario


def describe_framework(framework: Framework, scorecard: Scorecard, catalogue: Catalogue) -> dict[str, Any]:
    """Return the tree and the predicate rule, with everything needed to redo a score by hand.

    Parameters
    ----------
    framework : Framework
        The resolved tree.
    scorecard : Scorecard
        Its weights, scales and treatments, as given or as fitted.
    catalogue : Catalogue
        Where each indicator comes from.
    """
    settled = framework.with_weights(scorecard.weights)
    tree = _node(settled.root, 1.0, settled.effective_weights, scorecard, catalogue)
    weightings = {
        node.code: {
            **_method(node.weighting, node.weighting_settings),
            "from_data": node.weighting.from_data,
            "facts": dict(scorecard.weighting.get(node.code, {})),
        }
        for node in framework.nodes
        if node.weighting
    }
    return {"tree": tree, "weightings": weightings, "predicate": _predicate(framework)}


def describe_parameters(parameters: Parameters, rules: Rules) -> dict[str, Any]:
    """Return what the first page of a report says about the cycle."""
    cycle = parameters.evaluated
    return {
        "place": parameters.place,
        "title": _label(parameters.title),
        "cycle": cycle.code,
        "period": {"start": cycle.start.isoformat(), "end": cycle.end.isoformat()},
        "data_until": cycle.data_until.isoformat(),
        "subject_kind": parameters.subjects.kind,
        "group_names": {name: _label(label) for name, label in parameters.subjects.group_names.items()},
        "synthetic": parameters.synthetic,
        "source": _label(parameters.source) if parameters.source else None,
        "edition": parameters.reports.edition,
        "objections": _label(parameters.reports.objections) if parameters.reports.objections else None,
        "seed": parameters.seed,
        "robustness": parameters.robustness.model_dump(),
        "peers": parameters.peers.model_dump(),
        "ranking": parameters.ranking.model_dump(),
        "missing": parameters.missing.model_dump(),
        "treatment": parameters.treatment.model_dump(),
        "reference_cycle": parameters.reference_cycle,
        "rules": [_rule_pack(pack) for pack in rules.packs],
        "deadlines": {
            name: {
                "value": cited.value,
                "reference": cited.reference,
                "confidence": cited.confidence,
                "label": _label(cited.label or Label.of(name)),
            }
            for pack in rules.packs
            for name, cited in sorted(pack.values.items())
            if name.startswith("keberatan.")
        },
        "logs": [
            {
                "code": code,
                "label": _label(log.label),
                "columns": [{"name": name, "label": _label(label)} for name, label in log.columns.items()],
                "closed_by": log.closed_by,
                "due": log.due,
            }
            for code, log in parameters.logs.items()
        ],
        "rollout": _rollout(parameters.rollout) if parameters.rollout else None,
    }


def describe_scenario(scenario: Scenario) -> dict[str, Any]:
    """Return who proposes to change the parameters, and why; the changes are in the parameters already."""
    return scenario.model_dump(mode="json", exclude={"changes"})


def describe_fairness(parameters: Parameters, catalogue: Catalogue) -> dict[str, Any] | None:
    """Return what the audit of fairness asked, of which ratings, and how; None where nobody asked."""
    given = parameters.fairness
    if given is None:
        return None
    return {
        "settings": given.model_dump(mode="json", exclude={"ratings"}),
        "unit": given.unit or (parameters.organisation.unit if parameters.organisation is not None else None),
        "ratings": {code: _label(each.label) for code, each in given.ratings.items()},
        "checks": {
            code: {
                "label": _label(check.label),
                "question": _label(check.question),
                "description": _label(check.description),
                "reference": check.reference,
                "origin": catalogue.origins[f"check of fairness:{code}"].name,
            }
            for code, check in catalogue.checks.items()
        },
    }


def _rollout(rollout: Rollout) -> dict[str, Any]:
    stages = [
        {
            "label": _label(stage.label),
            "description": _label(stage.description) if stage.description else None,
            "start": stage.start.isoformat(),
            "end": stage.end.isoformat(),
        }
        for stage in rollout.stages
    ]
    return {"label": _label(rollout.label), "stages": stages}


def _rule_pack(pack: Any) -> dict[str, Any]:
    return {
        "code": pack.code,
        "title": _label(pack.title),
        "reference": pack.reference,
        "confidence": pack.confidence,
        "valid_from": pack.valid_from.isoformat(),
    }


def _node(
    node: Node,
    share: float,
    effective: Mapping[str, float],
    scorecard: Scorecard,
    catalogue: Catalogue,
) -> dict[str, Any]:
    children = [
        _node(child, part, effective, scorecard, catalogue)
        if isinstance(child, Node)
        else _leaf(child, part, effective, scorecard, catalogue)
        for child, part in zip(node.children, node.shares, strict=True)
    ]
    bands = node.bands and [{"code": b.code, "label": _label(b.label), "low": b.low} for b in node.bands.bands]
    return {
        "code": node.code,
        "label": _label(node.label),
        "description": _label(node.description) if node.description else None,
        "weight": node.weight,
        "share": share,
        "effective_weight": effective[node.code],
        "aggregation": _method(node.aggregation, node.settings),
        "minimum_coverage": node.minimum_coverage,
        "bands": bands,
        "children": children,
    }


def _leaf(
    leaf: Leaf,
    share: float,
    effective: Mapping[str, float],
    scorecard: Scorecard,
    catalogue: Catalogue,
) -> dict[str, Any]:
    indicator = leaf.indicator
    origin = catalogue.origins.get(f"indicator:{leaf.code}")
    return {
        "indicator": leaf.code,
        "label": _label(indicator.label),
        "description": _label(indicator.description),
        "measured_in": _label(indicator.measured_in),
        "polarity": indicator.polarity,
        "reference": indicator.reference,
        "attribution": indicator.attribution,
        "weight": leaf.weight,
        "share": share,
        "effective_weight": effective[leaf.code],
        "normalisation": {**_method(leaf.normalisation, leaf.settings), "fitted": dict(scorecard.scales[leaf.code])},
        "treatment": scorecard.treatments.get(leaf.code),
        "min_cases": leaf.min_cases,
        "target": leaf.target,
        "options": _settings(leaf.options),
        "option_labels": {name: _label(label) for name, label in getattr(leaf.options, "labels", {}).items()},
        "origin": origin.name if origin else "declared",
    }


def _predicate(framework: Framework) -> dict[str, Any] | None:
    if framework.predicate is None:
        return None
    rule = framework.predicate.rule
    return {
        "rows": framework.predicate.rows,
        "columns": framework.predicate.columns,
        "row_codes": list(rule.row_codes),
        "column_codes": list(rule.column_codes),
        "cells": {f"{row}/{column}": code for (row, column), code in rule.cells.items()},
        "order": list(rule.predicates),  # the keys of a mapping come back sorted
        "predicates": {code: _label(label) for code, label in rule.predicates.items()},
        "reference": rule.reference,
    }


def _method(method: Any, settings: Any) -> dict[str, Any]:
    return {
        "method": method.code,
        "label": _label(method.label),
        "formula": method.formula,
        "settings": _settings(settings),
    }


def _settings(settings: Any) -> dict[str, Any]:
    return settings.model_dump(mode="json") if isinstance(settings, BaseModel) else {}


def _label(label: Label) -> dict[str, str]:
    return {"id": label.id, "en": label.en}
