from __future__ import annotations

from dataclasses import replace

import pandas as pd

from tests.scoring.frameworks import framework, leaf, measurements
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Reference
from workbench.scoring.evaluation import Evaluation

VALUES = pd.DataFrame({"x": [10.0, 20, 30]}, index=list("ABC"))
NO_GROUPS = pd.DataFrame(index=VALUES.index)
EVALUATION = Evaluation(
    framework=framework(leaf("x", method="min_max")),
    measurements=measurements(VALUES),
    groups=NO_GROUPS,
    missing=Imputation(),
    treatment=Treatment(),
    ranking=Ranking(),
)


def test_without_a_reference_methods_are_fitted_on_those_evaluated():
    assert EVALUATION.score(EVALUATION.fit()).scores["score"].tolist() == [0, 50, 100]


def test_with_a_reference_they_are_fitted_on_it():
    reference = Reference(values=VALUES * 2, groups=NO_GROUPS)  # from 20 to 60
    later = replace(EVALUATION, reference=reference)
    assert later.score(later.fit()).scores["score"].tolist() == [-25, 0, 25]
