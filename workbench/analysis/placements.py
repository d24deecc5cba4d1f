"""Which unit judges whom, when people move or act in another post inside a cycle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import Fault, fault, message
from workbench.model.indicator import Cycle
from workbench.model.people import COLUMNS, empty
from workbench.model.people_tables import Records

HOME = message("home")
MOVED = message("moved")
ACTING = message("acting")
AGREED = message("agreement")


@dataclass(frozen=True, kw_only=True)
class Judging:
    """Who judges whom.

    Parameters
    ----------
    units, because : Series of str
        By subject: the unit that judges, and why it does.
    placements : DataFrame
        Posts held inside the cycle with days and share of the cycle; see `workbench.model.people.COLUMNS`.
    faults : tuple of Fault
        What is wrong with the table of placements.
    """

    units: pd.Series
    because: pd.Series
    placements: pd.DataFrame
    faults: tuple[Fault, ...] = ()


def judging_units(
    home: pd.Series, records: Records | None, kinds: Mapping[str, str], cycle: Cycle, *, key: str
) -> Judging:
    """Return the unit that judges each subject.

    The last day of the cycle decides: whoever acts in another post that day is judged by the unit they report to
    there; whoever has moved, by the new unit; unless an agreement names another post. All others are judged by the
    unit of the table of subjects.

    Parameters
    ----------
    home : Series of str
        Unit of each subject in the table of subjects.
    records : Records, optional
        Rows ``key, unit, kind, start, end, agreement``.
    kinds : mapping
        Word of the table to ``post`` or ``acting``.
    cycle : Cycle
        Its first and last day count.
    key : str
        Name of the column with the subject's code.

    References
    ----------
    PermenPANRB 6/2022: annual evaluation by the new appraiser on the new unit's result; an acting official is judged
    by the unit where they report.
    """
    because = pd.Series(str(HOME), index=home.index, dtype="str")
    if records is None:
        return Judging(units=home, because=because, placements=empty("placements"))
    held = _inside(records, kinds, cycle, key)
    faults = tuple(_faults(records, held, cycle))
    units = home.copy()
    for subject, posts in held.groupby("subject", sort=True):
        judge = _judge(posts, cycle)
        if judge is not None:
            held.loc[judge, "judges"] = True
            units[subject] = str(held.at[judge, "unit"])
            because[subject] = _why(posts, held.loc[judge])
    return Judging(units=units, because=because, placements=_told(held), faults=faults)


def _inside(records: Records, kinds: Mapping[str, str], cycle: Cycle, key: str) -> pd.DataFrame:
    """Return the posts that touch the cycle, cut to it, with their days and their share of it."""
    rows = records.rows.rename(columns={key: "subject"})
    first, last = pd.Timestamp(cycle.start), pd.Timestamp(cycle.end)
    start = rows["start"].clip(lower=first)
    end = rows["end"].fillna(last).clip(upper=last)
    days = (end - start).dt.days + 1
    length = (last - first).days + 1
    held = rows.assign(kind=rows["kind"].map(dict(kinds)), days=days, share=days / length, judges=False)
    return held[days > 0].sort_values(["subject", "start"], kind="stable")


def _judge(posts: pd.DataFrame, cycle: Cycle) -> int | None:
    agreed = posts[posts["agreement"].notna()]
    last = pd.Timestamp(cycle.end)
    on_the_last_day = posts[(posts["start"] <= last) & (posts["end"].isna() | (posts["end"] >= last))]
    acting = on_the_last_day[on_the_last_day["kind"] == "acting"]
    for candidates in (agreed, acting, on_the_last_day):
        if len(candidates):
            return int(candidates.index[-1])
    return None


def _why(posts: pd.DataFrame, judge: pd.Series) -> str:
    if pd.notna(judge["agreement"]):
        return str(AGREED)
    if judge["kind"] == "acting":
        return str(ACTING)
    own = posts[posts["kind"] == "post"]
    return str(MOVED if (own["unit"] != judge["unit"]).any() else HOME)


def _faults(records: Records, held: pd.DataFrame, cycle: Cycle) -> Iterator[Fault]:
    rows = records.rows
    for row in rows.index[(rows["end"] < rows["start"]).fillna(False)]:
        yield fault(records.where, "row {row}: the post ends before it starts", row=row)
    for _, posts in held.groupby("subject", sort=True):
        own = posts[posts["kind"] == "post"]
        overlap = (own["start"] <= own["end"].fillna(pd.Timestamp.max.floor("D")).shift()).to_numpy()
        for row in own.index[np.asarray(overlap, dtype=bool)]:
            yield fault(
                records.where,
                "row {row}: this post begins before the one before it has ended; only an acting post may overlap",
                row=row,
            )
        agreed = posts.index[posts["agreement"].notna()]
        if len(agreed) > 1:
            yield fault(
                records.where,
                "rows {rows}: one person has agreements for more than one post; one unit judges",
                rows=", ".join(map(str, sorted(agreed))),
            )
        elif not len(agreed) and _judge(posts, cycle) is None:
            yield fault(
                records.where,
                "row {row}: no post of this person reaches the last day of the cycle, {day}; who judges?",
                row=posts.index[-1],
                day=cycle.end.isoformat(),
            )


def _told(held: pd.DataFrame) -> pd.DataFrame:
    """Return the posts as they are kept: dates without a time."""
    days = {name: held[name].dt.strftime("%Y-%m-%d") for name in ("start", "end")}
    return held.assign(**days)[list(COLUMNS["placements"])].reset_index(drop=True)
