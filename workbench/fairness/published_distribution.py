"""A distribution over the classes that somebody published, as a rule pack holds it: a visible value with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.errors import ParametersError, fault
from workbench.model.methods import Floats
from workbench.model.rules import Cited, Rules


@dataclass(frozen=True, kw_only=True)
class PublishedDistribution:
    """Shares of the classes, adding up to 1.

    Parameters
    ----------
    shares : ndarray, shape (classes,)
        In the order of the classes of the cycle.
    cited : Cited
        The value as it stands in the rule pack, with its source.
    """

    shares: Floats
    cited: Cited


def published_distribution(rules: Rules, name: str, classes: Sequence[str]) -> PublishedDistribution:
    """Return the distribution that a rule pack calls `name`, in the order of `classes`.

    Raises
    ------
    ParametersError
        When no pack holds it, or when it has not one share for each of the classes.
    """
    cited = rules.cited(name)
    if not _is_distribution(cited.value, classes):
        raise ParametersError(
            [
                fault(
                    ("fairness", "published_distribution"),
                    "'{name}' must give each class a share: {classes}",
                    name=name,
                    classes=", ".join(classes),
                )
            ]
        )
    shares = np.array([cited.value[code] for code in classes], dtype=float)
    return PublishedDistribution(shares=shares / shares.sum(), cited=cited)


def _is_distribution(value: Any, classes: Sequence[str]) -> bool:
    """Whether `value` is a mapping of exactly these classes to numbers, none negative and not all zero."""
    if not isinstance(value, Mapping) or set(value) != set(classes):
        return False
    shares = list(value.values())
    return all(isinstance(each, int | float) and each >= 0 for each in shares) and sum(shares) > 0
