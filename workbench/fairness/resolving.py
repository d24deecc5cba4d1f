"""Names in the part about fairness that lead nowhere; they fail before any data is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.errors import Fault, ParametersError, Path, Words, fault, message
from workbench.fairness.published_distribution import published_distribution
from workbench.model.catalogue import nearest_name
from workbench.model.fairness_parameters import FairnessParameters
from workbench.model.framework import Framework
from workbench.model.labels import Label
from workbench.model.parameters import Parameters
from workbench.model.rules import Rules


def check_fairness(parameters: Parameters, framework: Framework, rules: Rules) -> None:
    """Refuse names of groups, classes, anchors and published distributions that the cycle does not have.

    Raises
    ------
    ParametersError
        With every such name; `where` is a path of keys.
    """
    if parameters.fairness is None:
        return
    ParametersError.raise_if(_faults(parameters.fairness, parameters.subjects.groups, framework))
    if (name := parameters.fairness.published_distribution) is not None:
        published_distribution(rules, name, list(class_labels(framework)))


def _faults(given: FairnessParameters, groups: tuple[str, ...], framework: Framework) -> Iterator[Fault]:
    grouped = [name for each in given.groupings for name in ((each,) if isinstance(each, str) else each)]
    where: Path = ("fairness",)
    yield from _unknown((*where, "groupings"), message("group"), grouped, groups)
    yield from _unknown((*where, "controls"), message("group"), given.controls, groups)
    yield from _unknown((*where, "references"), message("group"), given.references, groups)
    yield from _unknown((*where, "unit"), message("group"), [given.unit] if given.unit else [], groups)
    yield from _unknown((*where, "favourable"), message("class"), given.favourable, class_labels(framework))
    known = [node.code for node in framework.nodes if node is not framework.root]
    known += [leaf.code for leaf in framework.leaves]
    yield from _unknown((*where, "anchors"), message("indicator or dimension"), given.anchors, known)
    for code in given.ratings:
        if code in (framework.root.code, *known, *class_labels(framework)):
            yield fault(
                (*where, "ratings", code),
                "'{name}' is the name of a dimension, an indicator or a class already; call these ratings otherwise",
                name=code,
            )


def class_labels(framework: Framework) -> dict[str, Label]:
    """Return the classes a subject can have, best first, with their names: the predicates, else the root's bands."""
    if framework.predicate is not None:
        return dict(framework.predicate.rule.predicates)
    bands = framework.root.bands
    return {band.code: band.label for band in reversed(bands.bands)} if bands is not None else {}


def _unknown(where: Path, kind: Words, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield fault(
                where,
                "unknown {kind} '{name}'; did you mean: {near}?",
                kind=kind,
                name=name,
                near=nearest_name(name, known),
            )
