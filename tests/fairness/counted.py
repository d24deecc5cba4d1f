"""Tables of counts for the tests: people written as a table, and the table as a reader sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.fairness.disclosure_tables import HIDDEN, SHOWN, LinkedTables, PublishedTables, count_tables


def people_of(rows: Mapping[str, Sequence[int]], classes: Sequence[str]) -> pd.DataFrame:
    """Return one row a person: `unit` and `class`, from a table with a row a unit and a column a class."""
    people = [
        (unit, each) for unit, row in rows.items() for each, n in zip(classes, row, strict=True) for _ in range(n)
    ]
    return pd.DataFrame(people, columns=["unit", "class"])


def two_way(rows: Mapping[str, Sequence[int]], classes: Sequence[str]) -> LinkedTables:
    return count_tables(people_of(rows, classes), [("unit", "class")], sensitive="class")


def at(tables: LinkedTables, **keys: str) -> int:
    """Return the position of the cell with these keys, summed over all other variables."""
    wanted = {name: keys.get(name, "") for name in tables.variables}
    return int(np.flatnonzero((tables.cells[list(wanted)] == pd.Series(wanted)).all(axis=1))[0])


def without(tables: LinkedTables, hidden: Sequence[int], *, smallest: int = 5) -> PublishedTables:
    """Return the tables with all cells shown but those at the positions `hidden`."""
    is_hidden = np.isin(np.arange(len(tables.cells)), hidden)
    cells = tables.cells[[*tables.variables, "count"]].assign(status=np.where(is_hidden, HIDDEN, SHOWN))
    cells["count"] = cells["count"].astype("Int64").mask(is_hidden)
    return PublishedTables(
        cells=cells, sums=tables.sums, variables=tables.variables, sensitive=tables.sensitive, smallest=smallest
    )


# Investment of enterprises by activity and region, Willenborg & de Waal (1996), Statistical Disclosure Control in
# Practice, doi:10.1007/978-1-4612-4028-0; the example of Fischetti & Salazar-González (2001),
# doi:10.1287/mnsc.47.7.1008.9805.
INVESTMENT = {"I": (20, 50, 10), "II": (8, 19, 22), "III": (17, 32, 12)}
