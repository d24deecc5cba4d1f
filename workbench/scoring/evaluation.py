"""Everything that makes a scorecard, in one place: who is evaluated, what was measured, by which methods."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.model.framework import Framework
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Measurements, Reference, Scorecard
from workbench.scoring.composite import FittedComposite, apply, fit


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """One cycle, or one scenario of it, ready to be scored.

    Parameters
    ----------
    framework : Framework
        The tree with weights and methods.
    measurements : Measurements
        Of the subjects that are evaluated, and of nobody else.
    groups : DataFrame
        Group columns of the same subjects.
    missing, treatment, ranking : Imputation, Treatment, Ranking
        The rules of the parameters file.
    reference : Reference, optional
        The subjects that methods are fitted on; those evaluated where absent.
    """

    framework: Framework
    measurements: Measurements
    groups: pd.DataFrame
    missing: Imputation
    treatment: Treatment
    ranking: Ranking
    reference: Reference | None = None

    def fit(self) -> FittedComposite:
        """Return the framework with every method fitted.

        Raises
        ------
        ScoringError
            When a method cannot be fitted.
        """
        reference = self.reference or Reference(
            values=self.measurements.values, groups=self.groups, missing=self.measurements.missing
        )
        return fit(self.framework, reference, missing=self.missing, treatment=self.treatment)

    def score(self, fitted: FittedComposite) -> Scorecard:
        """Return the scorecard of everyone evaluated, by what `fit` returned.

        Raises
        ------
        ScoringError
            When a fitted scale cannot take a value.
        """
        return apply(fitted, self.measurements, groups=self.groups, ranking=self.ranking)
