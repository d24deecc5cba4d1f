"""Whether almost everyone is in one class, so that shares of that class cannot show any gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.fairness.comparison import Counts
from workbench.fairness.rates import FOUR_FIFTHS, TOLERANCE

ALMOST_EVERYONE = 0.9
"""Share of one class from which a warning is due."""


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """How concentrated the classes are, and what the four-fifths rule could still find.

    Parameters
    ----------
    people : int
        All who have a class.
    mode : int
        Code of the class that most of them have, of equal ones the first.
    outside : int
        People who have another.
    needed : ndarray of int, shape (g,)
        Members of each group who would have to have another class before its share falls below four fifths of a group
        where everyone has this one.
    actual : ndarray of int, shape (g,)
        Members of each group who do.
    """

    people: int
    mode: int
    outside: int
    needed: Counts
    actual: Counts

    @property
    def share(self) -> float:
        """Return the share (0-1) of the most frequent class; NaN where nobody has one."""
        return 1 - self.outside / self.people if self.people else np.nan

    @property
    def almost_everyone(self) -> bool:
        """Return whether a warning is due."""
        return bool(self.share >= ALMOST_EVERYONE)

    @property
    def blind(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return the groups that the rule could not flag even if all who have another class were among them."""
        return self.needed > self.outside


def ceiling(table: Counts, *, threshold: float = FOUR_FIFTHS) -> Ceiling:
    """Return how concentrated the classes are.

    Parameters
    ----------
    table : ndarray of int, shape (groups, kinds)
        People of each group in each class; see `workbench.fairness.rates.count_classes`.
    threshold : float
        Ratio of shares that is asked for.
    """
    of_class, size = table.sum(axis=0), table.sum(axis=1)
    mode = int(of_class.argmax())
    people = int(size.sum())
    return Ceiling(
        people=people,
        mode=mode,
        outside=people - int(of_class[mode]),
        needed=fewest_outside(size, threshold=threshold),
        actual=size - table[:, mode],
    )


def fewest_outside(size: Counts, *, threshold: float = FOUR_FIFTHS) -> Counts:
    """Return the smallest number outside with which the rest of a group is a smaller share than `threshold`."""
    fewest: Counts = np.floor(size * (1 - threshold) + TOLERANCE * size).astype(np.int64) + 1
    return fewest
