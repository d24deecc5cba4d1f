"""From people with their groups and classes to tables that may be published together, once an attack found nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import DisclosureError, fault, message
from workbench.fairness.disclosure import DisclosureRule, protect
from workbench.fairness.disclosure_attack import attack, attack_means
from workbench.fairness.disclosure_tables import ALL, NOT_STATED, LinkedTables, PublishedTables, count_tables, nesting

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
    require_nothing_solved(published, tables, rule)
    return published


def require_nothing_solved(published: PublishedTables, tables: LinkedTables, rule: DisclosureRule) -> None:
    """Attack what is to be published, with the rule that it should keep.

    Raises
    ------
    DisclosureError
        When anything hidden can be worked out.
    """
    solved = int(attack(published, exact=False)["solved"].sum())
    if "mean" in published.cells:
        scored = tables.cells["scored"].to_numpy(np.int64)
        solved += int(attack_means(published, scored, scale=rule.scale, asked=rule.mean_width)["solved"].sum())
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
