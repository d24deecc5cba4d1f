"""Whether the parts of a framework belong together: correlations along the tree, and reliability inside each node.

Frames hold one column for each indicator, on a scale where higher is better, and where there are scores one for each
node: ``pd.concat([card.normalised, card.scores], axis=1)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from workbench.analysis.correlation import CorrelationKind, Correlations, correlations
from workbench.errors import message
from workbench.model.framework import Framework
from workbench.model.methods import Floats

COLLINEAR = message("nearly the same")
CONFLICT = message("against each other")
WEAK = message("hardly related")


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """When a correlation is remarked on.

    Parameters
    ----------
    collinear : float
        Above it two parts say nearly the same, and counting both counts one thing twice.
    weak : float
        Below it a part has hardly any say in the dimension it belongs to.
    significance : float
        A negative correlation counts as a conflict only up to this p-value.
    """

    collinear: float = 0.92
    weak: float = 0.3
    significance: float = 0.05


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Cronbach's alpha of every node with two children or more.

    Parameters
    ----------
    nodes : DataFrame
        Indexed by node: ``children, alpha``.
    items : DataFrame
        Columns ``node, child, alpha_without, item_rest``: alpha if the child were left out, and its correlation with
        the sum of the others.
    """

    nodes: pd.DataFrame
    items: pd.DataFrame


def correlated_pairs(
    framework: Framework,
    frame: pd.DataFrame,
    *,
    kind: CorrelationKind = "pearson",
    thresholds: Thresholds | None = None,
) -> pd.DataFrame:
    """Return the correlation of every two indicators, and of every two nodes of one parent.

    Returns
    -------
    DataFrame
        Columns ``first, second, dimension, correlation, pairs, p_value, remark``: `dimension` is the node both are
        children of, empty where they are not; `remark` is COLLINEAR for a strong correlation of either sign, CONFLICT
        for a negative one inside a dimension, or empty.
    """
    chosen = thresholds or Thresholds()
    found = correlations(frame, kind=kind)
    pairs = pd.DataFrame(list(_pairs(framework, set(frame))), columns=["first", "second", "dimension"], dtype="str")
    table = _looked_up(pairs, found, "first", "second")
    conflict = (table["dimension"] != "") & (table["correlation"] < 0) & (table["p_value"] <= chosen.significance)
    collinear = table["correlation"].abs() > chosen.collinear
    return table.assign(remark=np.select([collinear, conflict], [COLLINEAR, CONFLICT], ""))


def parent_correlations(
    framework: Framework,
    frame: pd.DataFrame,
    *,
    kind: CorrelationKind = "pearson",
    thresholds: Thresholds | None = None,
) -> pd.DataFrame:
    """Return the correlation of every indicator and node with each node above it.

    Returns
    -------
    DataFrame
        Columns ``code, above, levels, correlation, pairs, p_value, remark``: `levels` is 1 for the parent; `remark`,
        for the parent only, is CONFLICT (negative), WEAK or empty.
    """
    chosen = thresholds or Thresholds()
    found = correlations(frame, kind=kind)
    lineage = pd.DataFrame(list(_lineage(framework)), columns=["code", "above", "levels"])
    table = _looked_up(lineage, found, "code", "above")
    direct = table["levels"] == 1
    conflict = direct & (table["correlation"] < 0) & (table["p_value"] <= chosen.significance)
    weak = direct & (table["correlation"] < chosen.weak)
    return table.assign(remark=np.select([conflict, weak], [CONFLICT, WEAK], ""))


def reliability(framework: Framework, frame: pd.DataFrame) -> Reliability:
    """Return Cronbach's alpha of every node's children, and what it would be without each of them.

    ``alpha = k / (k - 1) (1 - sum of variances / sum of all covariances)``, covariances on the rows in which both
    columns have a value. Nothing is standardised here: give the children on one scale.

    References
    ----------
    Cronbach (1951), doi:10.1007/BF02310555; OECD/JRC (2008), Handbook on Constructing Composite Indicators.
    """
    nodes, items = [], []
    for node in framework.nodes:
        codes = [child.code for child in node.children if child.code in frame]
        if len(codes) < 2:
            continue
        covariances = frame[codes].cov().to_numpy(float)
        nodes.append({"node": node.code, "children": len(codes), "alpha": _alpha(covariances)})
        for place, code in enumerate(codes):
            rest = np.delete(np.delete(covariances, place, axis=0), place, axis=1)
            item_rest = _item_rest(covariances, place, rest)
            items.append({"node": node.code, "child": code, "alpha_without": _alpha(rest), "item_rest": item_rest})
    return Reliability(
        nodes=pd.DataFrame(nodes, columns=["node", "children", "alpha"]).set_index("node"),
        items=pd.DataFrame(items, columns=["node", "child", "alpha_without", "item_rest"]),
    )


def directed(framework: Framework, values: pd.DataFrame) -> pd.DataFrame:
    """Return `values` in their own units, turned so that higher is better: for correlations without normalising."""
    lower = [leaf.code for leaf in framework.leaves if leaf.indicator.polarity == "lower"]
    return values.assign(**{code: -values[code] for code in lower})


def _alpha(covariances: Floats) -> float:
    k, total = len(covariances), float(covariances.sum())
    if k < 2 or total == 0:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(covariances) / total))


def _item_rest(covariances: Floats, place: int, rest: Floats) -> float:
    spread = float(covariances[place, place] * rest.sum())
    return float(np.delete(covariances[place], place).sum() / np.sqrt(spread)) if spread > 0 else float("nan")


def _looked_up(table: pd.DataFrame, found: Correlations, first: str, second: str) -> pd.DataFrame:
    known = table[table[first].isin(found.pairs.index) & table[second].isin(found.pairs.index)].reset_index(drop=True)
    rows, columns = (found.pairs.index.get_indexer(known[side]) for side in (first, second))
    return known.assign(
        correlation=found.coefficients.to_numpy()[rows, columns],
        pairs=found.pairs.to_numpy()[rows, columns],
        p_value=found.p_values().to_numpy()[rows, columns],
    )


def _pairs(framework: Framework, known: set[str]) -> Iterator[tuple[str, str, str]]:
    parent = {child.code: node.code for node in framework.nodes for child in node.children}
    leaves = [leaf.code for leaf in framework.leaves if leaf.code in known]
    for first, second in combinations(leaves, 2):
        yield first, second, parent[first] if parent[first] == parent[second] else ""
    for node in framework.nodes:
        children = [child.code for child in node.children if child.code in known]
        for first, second in combinations(children, 2):
            if not {first, second} <= set(leaves):
                yield first, second, node.code


def _lineage(framework: Framework) -> Iterator[tuple[str, str, int]]:
    parent = {child.code: node.code for node in framework.nodes for child in node.children}
    for code in parent:
        above, levels = parent.get(code), 1
        while above is not None:
            yield code, above, levels
            above, levels = parent.get(above), levels + 1
