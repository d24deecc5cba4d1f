"""What becomes of scores and ranks without one indicator, one dimension, or one rater."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from workbench.errors import InputError, ScoringError, fault, message
from workbench.model.catalogue import nearest_name
from workbench.model.framework import Framework, Node
from workbench.scoring.aggregation import aggregate
from workbench.scoring.ranking import rank_series


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Scores with and without. Frames are indexed by subject, one column for each part that was left out.

    Parameters
    ----------
    policy : Series
        The scores with everything.
    scores : DataFrame
        The scores without each part; NaN where too little remains.
    decimals : int, optional
        How finely scores are told apart when they are ranked.
    """

    policy: pd.Series
    scores: pd.DataFrame
    decimals: int | None = None

    @property
    def policy_ranks(self) -> pd.Series:
        """The ranks with everything, 1 for the best; NA without a score."""
        return rank_series(self.policy, self.decimals)

    @property
    def ranks(self) -> pd.DataFrame:
        """The ranks without each part."""
        return self.scores.apply(rank_series, decimals=self.decimals)

    @property
    def shifts(self) -> pd.DataFrame:
        """Places gained without each part: 2 where rank 5 becomes 3; NA where one of the ranks is absent."""
        return self.ranks.rsub(self.policy_ranks, axis=0)

    @property
    def mean_shifts(self) -> pd.Series:
        """Mean absolute shift in rank without each part, over those ranked with it and without it."""
        return self.shifts.abs().mean().astype(float)


def leave_branches_out(
    framework: Framework, normalised: pd.DataFrame, codes: Iterable[str] | None = None, *, decimals: int | None = None
) -> LeftOut:
    """Return scores and ranks without each of the nodes and indicators `codes`; its siblings take over its weight.

    Parameters
    ----------
    framework : Framework
        The tree with the weights of the policy.
    normalised : DataFrame
        Subjects in rows, indicators in columns, 0-100.
    codes : iterable of str, optional
        What is left out, one at a time; every indicator without it.
    decimals : int, optional
        As in the ranking itself.

    Raises
    ------
    ScoringError
        When a code is not in the tree, or nothing would remain without it.

    References
    ----------
    Becker, W. et al. (2022), COINr, doi:10.21105/joss.04567 (`remove_elements`).
    """
    columns = {code: normalised[code].to_numpy(float) for code in normalised}

    def score_under(tree: Framework) -> pd.Series:
        scores, _ = aggregate(tree, columns)
        return pd.Series(scores[tree.root.code], index=normalised.index)

    chosen = [leaf.code for leaf in framework.leaves] if codes is None else codes
    return leave_each_out(
        chosen, lambda code: score_under(without(framework, code)), policy=score_under(framework), decimals=decimals
    )


def leave_each_out(
    names: Iterable[str],
    score_without: Callable[[str], pd.Series],
    *,
    policy: pd.Series,
    decimals: int | None = None,
) -> LeftOut:
    """Return scores and ranks without each of `names`, such as raters, where `score_without` knows how to do that.

    Parameters
    ----------
    names : iterable of str
        What is left out, one at a time.
    score_without : callable
        Name to the scores of the same subjects without it.
    policy : Series
        Scores with everything, by subject.
    decimals : int, optional
        As in the ranking itself.
    """
    scores = pd.DataFrame({name: score_without(name).reindex(policy.index) for name in names}, index=policy.index)
    return LeftOut(policy=policy, scores=scores, decimals=decimals)


def without(framework: Framework, code: str) -> Framework:
    """Return the tree without the node or indicator `code`; a dimension that loses its last child goes too."""
    below = [child.code for node in framework.nodes for child in node.children]
    if code not in below:
        nearest = nearest_name(code, below) or "-"
        raise ScoringError(
            [fault(code, "no dimension or indicator has this name; did you mean: {nearest}?", nearest=nearest)]
        )
    root = _pruned(framework.root, code)
    if root is None:
        raise ScoringError([fault(code, "nothing that counts would remain without it")])
    return replace(framework, root=root)


def names_in(tables: Mapping[str, pd.DataFrame], *, table: str, column: str) -> list[str]:
    """Return who occurs in a column of a table, such as all raters, in order.

    Raises
    ------
    InputError
        When no such column was read.
    """
    if table not in tables or column not in tables[table]:
        known = ", ".join(f"{each}.{name}" for each, frame in tables.items() for name in frame)
        template = message("no column '{column}' was read here; known are: {known}")
        raise InputError([fault(table, template, column=column, known=known)])
    return sorted(tables[table][column].dropna().astype("str").unique())


def without_rows_of(
    tables: Mapping[str, pd.DataFrame], name: str, *, table: str, column: str
) -> dict[str, pd.DataFrame]:
    """Return `tables` without the rows of one rater: those of `table` whose `column` says `name`.

    Raises
    ------
    InputError
        When there is no such table, column or row.
    """
    if name not in names_in(tables, table=table, column=column):
        raise InputError([fault(table, "no row has '{name}' in the column '{column}'", name=name, column=column)])
    rows = tables[table]
    return {**tables, table: rows[rows[column].astype("str").ne(name).fillna(True).astype(bool)]}


def _pruned(node: Node, code: str) -> Node | None:
    """Return the node without `code` below it; None where nothing with a weight remains."""
    kept = []
    for child in node.children:
        if child.code != code:
            remaining = _pruned(child, code) if isinstance(child, Node) else child
            if remaining is not None:
                kept.append(remaining)
    return replace(node, children=tuple(kept)) if any(child.weight > 0 for child in kept) else None
