"""From the policy along the frontier of gaps, as far as somebody asks: the weights there, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.fairness.calibration_cost import CalibrationCost, calibration_cost
from workbench.fairness.calibration_options import Grouping, classes_of, weighed_groups
from workbench.fairness.effective_weights import with_effective_weights
from workbench.fairness.gap_frontier import GapProgramme
from workbench.fairness.weights_under_gap import (
    Frontier,
    Reweighted,
    WeighedGroups,
    frontier_of_gaps,
    gap_programme,
    in_steps,
    reweighted,
)
from workbench.model.fairness import FairnessCase
from workbench.model.methods import Floats
from workbench.scoring.aggregation import aggregate


@dataclass(frozen=True, kw_only=True)
class FrontierStep:
    """Weights at one place of the frontier, in steps that can be written down.

    Parameters
    ----------
    found : Reweighted
        The weights, everybody's score under them, and the gap.
    cost : CalibrationCost
        What changes for whom.
    """

    found: Reweighted
    cost: CalibrationCost


@dataclass(frozen=True)
class FrontierWalk:
    """The frontier of one grouping of a case, computed once, and its steps.

    Parameters
    ----------
    case : FairnessCase
        The cycle under the policy.
    grouping : Grouping
        Between whose groups the gap lies.
    """

    case: FairnessCase
    grouping: Grouping

    @cached_property
    def groups(self) -> WeighedGroups:
        """The groups, ready to be scored under other weights."""
        return weighed_groups(self.case, self.grouping)

    @cached_property
    def programme(self) -> GapProgramme:
        """The linear programme of weights and gaps."""
        return gap_programme(self.groups)

    @cached_property
    def frontier(self) -> Frontier:
        """The smallest gap at every distance from the policy.

        Raises
        ------
        ScoringError
            When the score is no weighted mean, or fewer than two groups can be compared.
        """
        return frontier_of_gaps(self.groups)

    @property
    def end(self) -> float:
        """The distance beyond which no weights bring the groups nearer."""
        return float(self.frontier.points["distance"].iloc[-1])

    def step(self, distance: float) -> FrontierStep:
        """Return the weights at this `distance` from the policy, or at the end of the frontier where it ends before.

        Between two corners of the frontier the weights lie on a straight line, as the gaps do.
        """
        found = reweighted(self.groups, in_steps(self.programme, weights_at(self.frontier, distance)))
        return FrontierStep(found=found, cost=self._cost(found))

    def _cost(self, found: Reweighted) -> CalibrationCost:
        case, groups = self.case, self.groups
        after, _ = aggregate(with_effective_weights(case.framework, found.weights), dict(groups.normalised))
        return calibration_cost(
            case.score,
            pd.Series(found.scores, index=case.subjects.index),
            self.grouping.codes,
            len(self.grouping.names),
            classes=(case.classes, classes_of(case.framework, after, case.subjects.index)),
            distance=found.distance,
            reference=self.grouping.reference,
            fewest=case.settings.smallest,
            top=case.top,
        )


def weights_at(frontier: Frontier, distance: float) -> Floats:
    """Return the weights of the indicators at a `distance` along the frontier, shape (k,)."""
    at = frontier.points["distance"].to_numpy(float)
    columns = frontier.weights.to_numpy(float).T
    return np.array([np.interp(distance, at, column) for column in columns])
