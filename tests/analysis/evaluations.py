"""Evaluations for tests, built by hand."""

from __future__ import annotations

import pandas as pd

from tests.scoring.frameworks import measurements
from workbench.model.framework import Framework
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.scoring.evaluation import Evaluation


def evaluation_of(framework: Framework, values: pd.DataFrame) -> Evaluation:
    return Evaluation(
        framework=framework,
        measurements=measurements(values),
        groups=pd.DataFrame(index=values.index),
        missing=Imputation(),
        treatment=Treatment(),
        ranking=Ranking(),
    )
