"""Where a subject stands among its peers: indicator by indicator, dimension by dimension."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.model.results import Scorecard
from workbench.scoring.bands import rounded_half_up

COLUMNS = ["subject", "code", "group", "peers", "rank", "points", "mean", "median"]
_DUST = 8  # decimals beyond which two normalised values are the same


def standing_among_peers(
    card: Scorecard,
    groups: pd.Series | None = None,
    *,
    minimum: int,
    decimals: int | None = None,
    subjects: pd.Index | None = None,
) -> pd.DataFrame:
    """Return the rank of each subject among its peers and their mean and median, for every indicator and node.

    Points are normalised values and scores: 0-100, more is better. The peer group counts its member itself, as the
    rank of a cycle does; whoever has no value is no peer in this respect.

    Parameters
    ----------
    card : Scorecard
        Of all subjects.
    groups : Series, optional
        Group of each subject; all subjects are peers where absent. Without a group of its own a subject has no peers.
    minimum : int
        With fewer peers than this, rank, mean and median are NA: too few to compare with.
    decimals : int, optional
        How finely scores are told apart, as in the ranking itself.
    subjects : Index, optional
        Whose standing is wanted; everyone's where absent.

    Returns
    -------
    DataFrame
        Long: ``subject, code, group, peers, rank, points, mean, median``, a row for each value present. Rank 1 is best,
        ties share the smaller number.

    References
    ----------
    Becker et al. (2022), COINr, strengths and weaknesses, doi:10.21105/joss.04567.
    """
    everyone = card.scores.index
    group = pd.Series("", index=everyone) if groups is None else groups.reindex(everyone)
    wanted = everyone if subjects is None else subjects
    finely = _DUST if decimals is None else decimals
    rounded = {
        **{code: rounded_half_up(card.normalised[code].to_numpy(float), _DUST) for code in card.normalised},
        **{code: rounded_half_up(card.scores[code].to_numpy(float), finely) for code in card.scores},
    }
    points = pd.concat([card.normalised, card.scores], axis=1)
    tables = [_column(points[code], pd.Series(rounded[code], index=everyone), group, wanted) for code in points]
    table = pd.concat(tables, ignore_index=True)
    few = table["peers"] < minimum
    table[["mean", "median"]] = table[["mean", "median"]].mask(few)
    return table.assign(rank=table["rank"].mask(few))[COLUMNS]


def _column(points: pd.Series, rounded: pd.Series, group: pd.Series, subjects: pd.Index) -> pd.DataFrame:
    within = points.groupby(group)
    known = points[subjects].notna().to_numpy() & group[subjects].notna().to_numpy()
    chosen = subjects[known]
    return pd.DataFrame(
        {
            "subject": chosen,
            "code": points.name,
            "group": group[chosen].to_numpy(),
            "peers": within.transform("count")[chosen].to_numpy(np.int64),
            "rank": rounded.groupby(group).rank(ascending=False, method="min")[chosen].astype("Int64").to_numpy(),
            "points": points[chosen].to_numpy(float),
            "mean": within.transform("mean")[chosen].to_numpy(),
            "median": within.transform("median")[chosen].to_numpy(),
        }
    )


def strengths_and_weaknesses(standing: pd.DataFrame, *, most: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of one subject where it stands best, best first, and where it stands lowest, lowest first.

    A strength is above the median of the peers, or shares a best value that most peers have, but not all. A weakness
    is below the median. Of equal ranks the first in the order of the framework is a strength sooner, the last a
    weakness sooner.

    Parameters
    ----------
    standing : DataFrame
        Rows of `standing_among_peers` for one subject and the codes to compare.
    most : int
        At most so many of each.
    """
    ordered = standing[standing["rank"].notna()].sort_values("rank", kind="stable")
    best = (ordered["rank"] == 1) & (ordered["points"] > ordered["mean"])
    strengths = ordered[(ordered["points"] > ordered["median"]) | best]
    weaknesses = ordered[ordered["points"] < ordered["median"]]
    return strengths.head(most), weaknesses.iloc[::-1].head(most)
