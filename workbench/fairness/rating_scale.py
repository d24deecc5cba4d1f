"""Everything the rating-scale model says about the raters of one table of judgements, group by linked group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import ScoringError, message
from workbench.fairness.facets_model import FacetsModel, fit_facets
from workbench.fairness.facets_ratings import FacetRatings, facet_ratings, linked_raters, only, without_extremes
from workbench.fairness.facets_residuals import dispersion
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.halo import halo
from workbench.fairness.rater_fit import rater_table, separation
from workbench.fairness.rater_screen import screen_raters
from workbench.fairness.rater_shifts import severity_by

MOST_RATINGS, MOST_GROUPS, MOST_LABELS = 60_000, 40, 12
"""What is modelled: ratings, linked groups of raters, and labels of a grouping."""
MONTH = "month"

EXTREME = message("all ratings of this rater lie in the lowest class, or all in the highest")
ALONE = message("this rater shares nobody with another rater, so that severity and quality cannot be told apart")
NOT_MODELLED = message("not among the raters that a first look found most extreme, so that no model was fitted")
UNSETTLED = message("the ratings of this group of raters are too few, or too alike, for the model")

TESTED = ("severity", "outfit", "spread", "halo")


@dataclass(frozen=True, kw_only=True)
class RatingScale:
    """What the model says about raters who share persons, and why it says nothing about others.

    Parameters
    ----------
    raters : DataFrame
        Indexed by rater, every one who rated: ``reason`` (empty, or an English sentence why nothing is known),
        ``linked`` (number of the group that raters can be compared within; NA without), the columns of `rater_table`,
        those of `halo` as ``halo``, ``halo_usual`` and ``halo_p``, and for severity, outfit, spread and halo a column
        ``…_p_adjusted``, controlled for the false discovery rate over all raters.
    groups : DataFrame
        Indexed by the number of the linked group: ``raters, persons, ratings, separation, reliability, person_sd,
        dispersion``.
    shifts : DataFrame
        Rows of `severity_by`, with ``grouping`` in front: ``month`` or the name of a grouping.
    ratings, modelled, left_out : int
        Ratings with a person, a rater and a score; how many of them were modelled; rows without one of these.
    """

    raters: pd.DataFrame
    groups: pd.DataFrame
    shifts: pd.DataFrame
    ratings: int
    modelled: int
    left_out: int


def rating_scale(
    rows: pd.DataFrame, groupings: Mapping[str, pd.Series], *, most: int = MOST_RATINGS, groups: int = MOST_GROUPS
) -> RatingScale:
    """Return severity, fit, spread, halo and shifts of the raters in a table of judgements.

    Parameters
    ----------
    rows : DataFrame
        One judgement a row: ``subject, rater, item, score, month``.
    groupings : mapping
        Name to the group of each subject; those with more than twelve groups are left out.
    most : int
        With more ratings than this, the raters whom a first look finds most extreme are modelled, with everybody who
        rated the same persons.
    groups : int
        Linked groups that are modelled, those with most ratings first.
    """
    ratings = facet_ratings(rows)
    usable = without_extremes(ratings)
    chosen = without_extremes(only(usable, most_extreme(usable, most))) if usable.size > most else usable
    reason = pd.Series(np.where(ratings.raters.isin(usable.raters), NOT_MODELLED, EXTREME), index=ratings.raters)
    models: dict[int, FacetsModel] = {}
    for number, part in enumerate(_linked(chosen)):
        if len(part.raters) < 2:
            reason[part.raters] = ALONE
        elif len(models) < groups:
            try:
                models[number] = fit_facets(part)
                reason[models[number].ratings.raters] = ""
            except ScoringError:
                reason[part.raters] = UNSETTLED
    shifts = [each for model in models.values() for each in _shifts(model, rows, groupings)]
    summaries = {number: _summary(model) for number, model in models.items()}
    return RatingScale(
        raters=_controlled([_described(model).assign(linked=number) for number, model in models.items()], reason),
        groups=pd.DataFrame.from_dict(summaries, orient="index").rename_axis("linked"),
        shifts=pd.concat(shifts, ignore_index=True) if shifts else pd.DataFrame(),
        ratings=ratings.size,
        modelled=sum(model.ratings.size for model in models.values()),
        left_out=ratings.left_out,
    )


def most_extreme(ratings: FacetRatings, most: int) -> NDArray[np.bool_]:
    """Return which ratings are of persons met by the raters who lie furthest from the others, at most `most` of them.

    The first look is that of `screen_raters`, as a multiple of its error.
    """
    sizes = {"subjects": len(ratings.persons), "raters": len(ratings.raters)}
    look = screen_raters(ratings.score.astype(float), ratings.person, ratings.rater, **sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        away = np.nan_to_num(np.abs(look.deviation / look.error))
    count = np.bincount(ratings.rater)
    place = np.empty(len(count), dtype=np.intp)
    place[np.argsort(-away, kind="stable")] = np.arange(len(count))
    first = np.full(len(ratings.persons), len(count))
    np.minimum.at(first, ratings.person, place[ratings.rater])  # the most extreme rater whom each person met
    needed = np.cumsum(np.bincount(first[ratings.person], minlength=len(count)))
    return np.asarray(first[ratings.person] < max(1, int(np.searchsorted(needed, most, side="right"))))


def _linked(ratings: FacetRatings) -> Iterator[FacetRatings]:
    """Yield the ratings of each group of raters who share persons, the group with most ratings first."""
    if ratings.size:
        group = linked_raters(ratings)
        for number in range(int(group.max()) + 1):
            yield only(ratings, group[ratings.rater] == number)


def _described(model: FacetsModel) -> pd.DataFrame:
    items = halo(model.ratings).rename(columns={"correlation": "halo", "usual": "halo_usual", "p": "halo_p"})
    return rater_table(model).join(items[["halo", "halo_usual", "halo_p"]])


def _summary(model: FacetsModel) -> dict[str, float]:
    spread = dispersion(model)
    found = separation(model.parameters.severities, model.severity_se * np.sqrt(spread))
    return {
        "raters": len(model.ratings.raters),
        "persons": len(model.ratings.persons),
        "ratings": model.ratings.size,
        "separation": found.separation,
        "reliability": found.reliability,
        "person_sd": model.parameters.person_sd,
        "dispersion": spread,
    }


def _shifts(model: FacetsModel, rows: pd.DataFrame, groupings: Mapping[str, pd.Series]) -> Iterator[pd.DataFrame]:
    """Yield how severity differs from month to month and from group to group, where there is more than one."""
    of_subject = {name: rows["subject"].map(groups.to_dict()) for name, groups in groupings.items()}
    for name, labels in {MONTH: rows["month"].dt.strftime("%Y-%m"), **of_subject}.items():
        codes, known = pd.factorize(labels, sort=True)
        if 2 <= len(known) <= MOST_LABELS:
            yield severity_by(model, codes, pd.Index(known)).assign(grouping=name)


def _controlled(tables: list[pd.DataFrame], reason: pd.Series) -> pd.DataFrame:
    """Return all raters in one table, each p-value beside one that is controlled over all of them."""
    whole = pd.concat(tables) if tables else pd.DataFrame(columns=["linked", *(f"{each}_p" for each in TESTED)])
    whole = whole.reindex(reason.index).astype({"linked": "Int64"})
    adjusted = {f"{each}_p_adjusted": adjusted_p_values(whole[f"{each}_p"].to_numpy(float)) for each in TESTED}
    return whole.assign(reason=reason, **adjusted).rename_axis("rater")
