"""Who can be compared with whom: raters are linked where they rated the same subjects, and only then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import Fault, ScoringError, Words, message
from workbench.model.methods import Floats

Ints = NDArray[np.integer]

FEWEST_RATINGS = 5
"""With fewer ratings a rater is shown as having too few."""
FEWEST_SHARED = 3
"""With fewer subjects whom others rated too, what sets a rater apart rests on hardly anybody."""

NO_RATINGS = message("no rating has a value, a subject and a rater")
ONE_RATER = message("there is one rater only: nobody to compare with")
ONE_RATER_EACH = message(
    "everybody has one rater only: how strict a rater is cannot be told apart from how good the rater's people are; it "
    "takes an anchor that does not come from the rater (objective indicators, the predicate of the organisation, "
    "360-degree feedback), or a second rater for some"
)


@dataclass(frozen=True, kw_only=True)
class Linkage:
    """What the design of the ratings allows to compare.

    Parameters
    ----------
    ratings, excluded : int
        Ratings that count; those without a value, a subject or a rater.
    rater_component, subject_component : array of int
        Component each belongs to, 0 the one with most ratings; -1 without a rating. Components share neither a rater
        nor a subject and are never compared.
    components : DataFrame
        Indexed by component: ``ratings, raters, subjects, shared``: `shared` counts subjects with two raters or more.
    raters : DataFrame
        Indexed by rater code: ``component, ratings, subjects, shared, few``: `few` marks fewer than five ratings or
        fewer than three shared subjects.
    nested_in_units : bool or None
        Whether every rater rated in one unit only, so that severity and the unit's own level are one; None where no
        units were given or there is only one.
    """

    ratings: int
    excluded: int
    rater_component: Ints
    subject_component: Ints
    components: pd.DataFrame
    raters: pd.DataFrame
    nested_in_units: bool | None

    @property
    def nested(self) -> bool:
        """Whether every subject has one rater only."""
        return not self.components["shared"].any()

    @property
    def comparable(self) -> pd.DataFrame:
        """Return the components with two raters or more that share a subject."""
        return self.components[(self.components["raters"] > 1) & (self.components["shared"] > 0)]

    @property
    def reason(self) -> Words | None:
        """Return why no rater can be compared with another; None where some can."""
        if not self.ratings:
            return NO_RATINGS
        if (self.raters["ratings"] > 0).sum() < 2:
            return ONE_RATER
        return ONE_RATER_EACH if self.nested else None

    def refuse(self) -> None:
        """Raise a `ScoringError` with the reason why no rater can be compared with another, if that is so."""
        ScoringError.raise_if([Fault("", self.reason)] if self.reason else [])


def link(
    subject: Ints,
    rater: Ints,
    *,
    subjects: int,
    raters: int,
    values: Floats | None = None,
    unit: Ints | None = None,
) -> Linkage:
    """Return the connected components of the graph whose edges are the ratings, and what they rest on.

    Parameters
    ----------
    subject, rater : array of int, shape (n,)
        Codes of each rating; -1 where unknown.
    subjects, raters : int
        Number of codes.
    values : array, shape (n,), optional
        The ratings; one that is NaN links nobody.
    unit : array of int, shape (n,), optional
        Unit in which each rating was given; -1 where unknown.
    """
    counted = complete(subject, rater, values)
    judged = rater[counted]
    pairs = _pairs(subject[counted], judged, raters=raters)
    of_rater, of_subject = _components(*pairs, np.bincount(judged, minlength=raters), subjects=subjects)
    shared = _shared(*pairs, subjects=subjects, raters=raters)
    return Linkage(
        ratings=int(counted.sum()),
        excluded=int((~counted).sum()),
        rater_component=of_rater,
        subject_component=of_subject,
        components=_component_table(of_rater, of_subject, judged, shared),
        raters=_rater_table(of_rater, judged, shared),
        nested_in_units=None if unit is None else _nested(judged, unit[counted]),
    )


def complete(subject: Ints, rater: Ints, values: Floats | None = None) -> NDArray[np.bool_]:
    """Return which ratings have a subject, a rater and a value."""
    known = (np.asarray(subject) >= 0) & (np.asarray(rater) >= 0)
    return known if values is None else known & ~np.isnan(values)


def _pairs(subject: Ints, rater: Ints, *, raters: int) -> tuple[Ints, Ints]:
    """Return every pair of subject and rater once."""
    both = np.sort(subject.astype(np.int64) * raters + rater)
    return np.divmod(both[np.diff(both, prepend=-1) > 0], raters)


def _components(subject: Ints, rater: Ints, ratings: Ints, *, subjects: int) -> tuple[Ints, Ints]:
    """Return the component of each rater and each subject, numbered by their `ratings`, most first."""
    from scipy import sparse

    raters = len(ratings)
    size = raters + subjects
    edges = sparse.coo_array((np.ones(len(rater), dtype=np.int8), (rater, raters + subject)), shape=(size, size))
    _, label = sparse.csgraph.connected_components(edges, directed=False)
    total = np.bincount(label[:raters], weights=ratings, minlength=int(label.max(initial=-1)) + 1)
    number = np.empty(len(total), dtype=np.int64)
    number[np.argsort(-total, kind="stable")] = np.arange(len(total))
    number[total == 0] = -1
    return number[label[:raters]], number[label[raters:]]


def _shared(subject: Ints, rater: Ints, *, subjects: int, raters: int) -> dict[str, Ints]:
    """Return of each rater the subjects and the shared subjects, and which subjects are shared, from single pairs."""
    several = np.bincount(subject, minlength=subjects) > 1
    return {
        "subjects": np.bincount(rater, minlength=raters),
        "shared": np.bincount(rater[several[subject]], minlength=raters),
        "several": np.flatnonzero(several),
    }


def _component_table(of_rater: Ints, of_subject: Ints, rater: Ints, shared: dict[str, Ints]) -> pd.DataFrame:
    number = int(of_rater.max(initial=-1)) + 1
    table = pd.DataFrame(
        {
            "ratings": np.bincount(of_rater[rater], minlength=number),
            "raters": np.bincount(of_rater[of_rater >= 0], minlength=number),
            "subjects": np.bincount(of_subject[of_subject >= 0], minlength=number),
            "shared": np.bincount(of_subject[shared["several"]], minlength=number),
        }
    )
    return table.rename_axis("component")


def _rater_table(of_rater: Ints, rater: Ints, shared: dict[str, Ints]) -> pd.DataFrame:
    ratings = np.bincount(rater, minlength=len(of_rater))
    table = pd.DataFrame(
        {"component": of_rater, "ratings": ratings, "subjects": shared["subjects"], "shared": shared["shared"]}
    ).rename_axis("rater")
    return table.assign(few=(table["ratings"] < FEWEST_RATINGS) | (table["shared"] < FEWEST_SHARED))


def _nested(rater: Ints, unit: Ints) -> bool | None:
    known = unit >= 0
    pairs = pd.DataFrame({"rater": rater[known], "unit": unit[known]}).drop_duplicates()
    if pairs["unit"].nunique() < 2:
        return None
    return not pairs["rater"].duplicated().any()
