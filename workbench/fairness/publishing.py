"""From people with their groups and classes to tables that may be published together, once an attack found nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import DisclosureError, fault, message
from workbench.fairness.disclosure import DisclosureRule, mean_to_hide, protect
from workbench.fairness.disclosure_attack import attack, attack_means
from workbench.fairness.disclosure_tables import ALL, NOT_STATED, PublishedTables, count_tables, nesting

ALIKE = message("it divides people as {other} does")
NEARLY_ALIKE = message("fewer than {smallest} people tell some group of it from one of {other}")
TOO_SMALL = message("no group has {smallest} people")


@dataclass(frozen=True, kw_only=True)
class Groupings:
    """Which groupings can be published side by side.

    Parameters
    ----------
    kept : tuple of str
        In the order given.
    left_out : mapping
        Grouping to the reason, an English sentence part with gaps, and the other grouping, or an empty text.
    """

    kept: tuple[str, ...]
    left_out: Mapping[str, tuple[str, str]]


def publishable_groupings(people: pd.DataFrame, groupings: Sequence[str], *, smallest: int) -> Groupings:
    """Return the groupings that do not tell about a few people when they are subtracted from each other.

    Whoever knows who is in which group takes one table from the other: two groups that differ by three people tell the
    classes of these three. Areas that lie within each other may stand together, because an attack knows their sums.
    """
    kept: list[str] = []
    left_out: dict[str, tuple[str, str]] = {}
    levels = people[list(groupings)].astype("string").fillna(NOT_STATED)
    for name in groupings:
        reasons = ((_unfit(levels[name], levels[other], smallest), other) for other in kept)
        found = next(((reason, other) for reason, other in reasons if reason), None)
        if found is None and levels[name].value_counts().max() < smallest:
            found = TOO_SMALL, ""
        if found is None:
            kept.append(name)
        else:
            left_out[name] = found
    return Groupings(kept=tuple(kept), left_out=left_out)


def _unfit(one: pd.Series, other: pd.Series, smallest: int) -> str:
    together = pd.crosstab(one, other)
    filled = (together > 0).to_numpy()
    own, others = filled.sum(axis=1), filled.sum(axis=0)
    if (own == 1).all() and (others == 1).all():
        return ALIKE
    if (own == 1).all() or (others == 1).all():
        return ""
    sizes, other_sizes = together.sum(axis=1).to_numpy(), together.sum(axis=0).to_numpy()
    apart = sizes[:, None] + other_sizes[None, :] - 2 * together.to_numpy()
    return NEARLY_ALIKE if ((apart > 0) & (apart < smallest)).any() else ""


def published_together(
    people: pd.DataFrame, groupings: Sequence[str], rule: DisclosureRule, *, sensitive: str, score: str | None = None
) -> PublishedTables:
    """Return one table of each grouping crossed by the sensitive variable, protected together and attacked together.

    Parameters
    ----------
    people : DataFrame
        A row a person.
    groupings : sequence of str
        Columns, see `publishable_groupings`.
    rule : DisclosureRule
        What must not be told.
    sensitive : str
        Column with the class.
    score : str, optional
        Column of which the groups' means are published.

    Raises
    ------
    DisclosureError
        When the attack works out anything that is hidden: then nothing may be published.
    """
    tables = count_tables(
        people,
        [(name, sensitive) for name in groupings] or [(sensitive,)],
        within=nesting(people, groupings) if len(groupings) > 1 else {},
        sensitive=sensitive,
        score=score,
    )
    published = protect(tables, rule).published
    if score is None:
        _require_none(attack(published, exact=False))
        return published
    scored = tables.cells["scored"].to_numpy(np.int64)
    class_scores = _scores_of_classes(people, sensitive, score, rule.smallest)
    published = _without_telling_means(published, class_scores, scored)
    _require_none(attack_means(published, scored, scale=rule.scale, asked=rule.mean_width))
    return published


def _scores_of_classes(
    people: pd.DataFrame, sensitive: str, score: str, smallest: int
) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest score in each class: more than a reader knows, who knows the bands at most.

    Of a class of too few people they would be known of nobody but themselves: it gets the ends of all.
    """
    classes = people[sensitive].astype("string").fillna(NOT_STATED)
    ends = people[score].groupby(classes).agg(["min", "max", "count"]).dropna()
    ends.loc[ends["count"] < smallest, ["min", "max"]] = people[score].min(), people[score].max()
    return {str(name): (float(row["min"]), float(row["max"])) for name, row in ends.iterrows()}


def _without_telling_means(
    published: PublishedTables, class_scores: Mapping[str, tuple[float, float]], scored: NDArray[np.int64]
) -> PublishedTables:
    """Return the tables without the means that narrow a hidden count: that of its row, then those that add up to it."""
    while True:
        shown = published.cells["mean"].notna().to_numpy()
        if not shown.any() or not class_scores:
            _require_none(attack(published, exact=False))
            return published
        found = attack(published, exact=False, class_scores=class_scores)
        solved = found.index[found["solved"]].to_numpy()
        if not len(solved):
            return published
        rows = np.where(published.whole()[solved] >= 0, published.whole()[solved], solved)
        told = np.isin(np.arange(len(shown)), rows)
        if not (shown & told).any():
            told[mean_to_hide(published, shown, scored, int(rows[0]))] = True
        published = replace(published, cells=published.cells.assign(mean=published.cells["mean"].mask(told)))


def _require_none(found: pd.DataFrame) -> None:
    solved = int(found["solved"].sum())
    if solved:
        template = message(
            "{count} hidden numbers can be worked out from the others; nothing is published. Publish fewer groupings, "
            "or tell us, because this must not happen"
        )
        raise DisclosureError([fault("", template, count=solved)])


def rows_of(published: PublishedTables, grouping: str) -> pd.DataFrame:
    """Return the rows of one grouping, and of all people together, in the order of the groups.

    Returns
    -------
    DataFrame
        ``group`` (`ALL`: everybody), ``class`` (`ALL`: every class), ``people`` (Int64), ``percent`` (Int64), ``mean``
        (NaN on rows of one class) and ``hidden``.
    """
    cells, sensitive = published.cells, str(published.sensitive)
    others = [name for name in published.variables if name not in (grouping, sensitive)]
    own = cells[(cells[others] == ALL).all(axis=1)]
    return pd.DataFrame(
        {
            "group": own.get(grouping, ALL),
            "class": own[sensitive],
            "people": own["count"],
            "percent": own["percent"],
            "mean": own.get("mean", np.nan),
            "hidden": published.hidden[own.index],
        }
    ).sort_values(["group", "class"], kind="stable", ignore_index=True)
