"""Ratings in ordered categories as integer codes, ready for a many-facet model, or refused with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import Fault, ScoringError, fault, message
from workbench.fairness.linkage import link
from workbench.model.methods import Floats

Codes = NDArray[np.intp]

MOST_CATEGORIES = 20
"""A scale with more steps than this is a measure, not a list of categories."""


@dataclass(frozen=True, kw_only=True)
class FacetRatings:
    """Each rating as four codes; the labels are sorted, so that the order of the rows never matters.

    Parameters
    ----------
    person, rater, item : ndarray of int, shape (n,)
        Who was rated, by whom, on what: positions in the labels.
    score : ndarray of int, shape (n,)
        Category, 0 for the lowest in use.
    persons, raters, items : Index
        The labels.
    categories : ndarray, shape (k,)
        What the categories are called in the data: the values that occur, in rising order.
    rows : ndarray of int, shape (n,)
        Where each rating stood in the table it came from.
    left_out : int
        Rows of that table without a person, a rater, an item or a score.
    """

    person: Codes
    rater: Codes
    item: Codes
    score: Codes
    persons: pd.Index[Any]
    raters: pd.Index[Any]
    items: pd.Index[Any]
    categories: Floats
    rows: Codes
    left_out: int

    @property
    def size(self) -> int:
        """How many ratings there are."""
        return len(self.score)


def facet_ratings(table: pd.DataFrame) -> FacetRatings:
    """Return the ratings of a table as codes.

    Parameters
    ----------
    table : DataFrame
        One row a rating: ``subject`` (the person rated), ``rater``, ``score`` (a number; higher is better) and, where
        there are several, ``item``. A row that lacks one of them is left out and counted.
    """
    whole = table if "item" in table else table.assign(item="")
    present = whole[["subject", "rater", "item", "score"]].notna().all(axis=1).to_numpy()
    kept = whole[present]
    person, persons = pd.factorize(kept["subject"], sort=True)
    rater, raters = pd.factorize(kept["rater"], sort=True)
    item, items = pd.factorize(kept["item"], sort=True)
    categories, score = np.unique(kept["score"].to_numpy(float), return_inverse=True)
    return FacetRatings(
        person=person,
        rater=rater,
        item=item,
        score=score,
        persons=pd.Index(persons),
        raters=pd.Index(raters),
        items=pd.Index(items),
        categories=categories,
        rows=np.flatnonzero(present),
        left_out=int((~present).sum()),
    )


def only(ratings: FacetRatings, kept: NDArray[np.bool_]) -> FacetRatings:
    """Return the ratings that `kept`, shape (n,), marks; persons, raters, items and categories without one vanish."""
    person, of_person = np.unique(ratings.person[kept], return_inverse=True)
    rater, of_rater = np.unique(ratings.rater[kept], return_inverse=True)
    item, of_item = np.unique(ratings.item[kept], return_inverse=True)
    score, of_score = np.unique(ratings.score[kept], return_inverse=True)
    return FacetRatings(
        person=of_person,
        rater=of_rater,
        item=of_item,
        score=of_score,
        persons=ratings.persons[person],
        raters=ratings.raters[rater],
        items=ratings.items[item],
        categories=ratings.categories[score],
        rows=ratings.rows[kept],
        left_out=ratings.left_out,
    )


def without_extremes(ratings: FacetRatings) -> FacetRatings:
    """Return the ratings without raters and items whose ratings are all in the lowest, or all in the highest, class.

    No severity explains such ratings best: each still greater one explains them better. What remains may have new
    extremes, so that it is looked at again until there are none.
    """
    while not (kept := ~_extreme(ratings.rater, ratings) & ~_extreme(ratings.item, ratings)).all():
        ratings = only(ratings, kept)
    return ratings


def check_estimable(ratings: FacetRatings) -> None:
    """Raise `ScoringError` where the ratings cannot tell severities apart, and say why."""
    ScoringError.raise_if(_obstacles(ratings))


def _obstacles(ratings: FacetRatings) -> list[Fault]:
    where = "ratings"
    raters, categories = len(ratings.raters), len(ratings.categories)
    if raters < 2:
        return [fault(where, "{raters} raters can be compared; at least two are needed", raters=raters)]
    if categories > MOST_CATEGORIES:
        template = message("{found} different scores; a rating scale has at most {most}: these are no categories")
        return [fault(where, template, found=categories, most=MOST_CATEGORIES)]
    groups = int(linked_raters(ratings).max()) + 1
    if groups > 1:
        template = message(
            "the raters fall into {groups} groups that share no person; severities cannot be compared across them"
        )
        return [fault(where, template, groups=groups)]
    over_items = link(ratings.item, ratings.rater, subjects=len(ratings.items), raters=raters)
    if over_items.rater_component.max() > 0:
        return [fault(where, "groups of raters judge different items; a strict rater and a hard item look the same")]
    return []


def linked_raters(ratings: FacetRatings) -> Codes:
    """Return the group of each rater, 0 for the one with most ratings; raters of different groups share no person."""
    found = link(ratings.person, ratings.rater, subjects=len(ratings.persons), raters=len(ratings.raters))
    return np.asarray(found.rater_component, dtype=np.intp)


def _extreme(codes: Codes, ratings: FacetRatings) -> NDArray[np.bool_]:
    """Return for each rating whether the code it has occurs in the lowest class only, or in the highest only."""
    counted = np.bincount(codes)
    lowest = np.bincount(codes, weights=ratings.score == 0) == counted
    highest = np.bincount(codes, weights=ratings.score == len(ratings.categories) - 1) == counted
    return np.asarray((lowest | highest)[codes])
