"""Changed weights in the format of the parameters file, and back: what a scenario of weights consists of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.errors import ParametersError, Path, fault, message
from workbench.model.framework import Framework, Node


def weight_changes(before: Framework, after: Framework) -> dict[str, Any]:
    """Return what to change in the parameters of `before` so that it has the weights of `after`, to the last digit.

    Parameters
    ----------
    before : Framework
        As the parameters file has it.
    after : Framework
        The same tree with other weights, every one of them settled.

    Returns
    -------
    dict
        Empty where no weight differs. Otherwise the weights of each node in which one does; a weighting that found
        its weights in the data gives way to what it found, since it would find others next to changed scores.
    """
    changes: dict[str, Any] = {}
    for path, node in _nodes(before.root, ("framework",)):
        weights = {child.code: child.weight for child in after.node(node.code).children}
        if node.weighting is not None:
            _put(changes, (*path, "weighting"), None)
        if node.weighting is not None or any(child.weight != weights[child.code] for child in node.children):
            for child, below in _children(node, path):
                _put(changes, (*below, "weight"), weights[child.code])
    return changes


def weights_in(changes: Mapping[str, Any], framework: Framework) -> dict[str, float]:
    """Return the weights of all children of each node of which `changes` name one.

    Parameters
    ----------
    changes : mapping
        In the format of the parameters file.
    framework : Framework
        As the parameters file has it; a child that is not named keeps its weight.

    Raises
    ------
    ParametersError
        When something else is changed too, with every such key.
    """
    asked = dict(_flat(changes, ()))
    weights: dict[str, float] = {}
    for path, node in _nodes(framework.root, ("framework",)):
        given = {child.code: asked.pop((*below, "weight"), None) for child, below in _children(node, path)}
        if any(weight is not None for weight in given.values()):
            weights |= {child.code: child.weight for child in node.children}
            weights |= {code: weight for code, weight in given.items() if weight is not None}
        if asked.get((*path, "weighting"), ...) is None:
            asked.pop((*path, "weighting"))
    template = message("changes more than weights, so it cannot be shown by moving weights: {keys}")
    keys = ", ".join(".".join(map(str, path)) for path in asked)
    ParametersError.raise_if([fault("", template, keys=keys)] if asked else [])
    return weights


def _nodes(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    yield path, node
    for child, below in _children(node, path):
        if isinstance(child, Node):
            yield from _nodes(child, below)


def _children(node: Node, path: Path) -> Iterator[tuple[Any, Path]]:
    for child in node.children:
        yield child, (*path, "dimensions" if isinstance(child, Node) else "indicators", child.code)


def _put(block: dict[str, Any], path: Path, value: Any) -> None:
    for key in path[:-1]:
        block = block.setdefault(str(key), {})
    block[str(path[-1])] = value


def _flat(block: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, Any]]:
    for key, value in block.items():
        if isinstance(value, Mapping):
            yield from _flat(value, (*path, key))
        else:
            yield (*path, key), value
