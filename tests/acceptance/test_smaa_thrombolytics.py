"""R package smaa 0.3-3 (G. van Valkenhoef), thrombolytics: 10,000 paired draws of criteria of two drugs and weights."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf
from workbench.analysis.acceptability import pairwise_winning, rank_acceptability, ranking_entropy
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.weight_draws import WeightDraws

CRITERIA = {"prox": "1_Prox DVT", "dist": "2_Dist DVT", "bleed": "3_Bleed"}


@pytest.fixture
def thrombolytics(published):
    folder = published("smaa_thrombolytics")
    measured = np.stack([pd.read_csv(folder / f"meas_criterion{name}.csv.gz").to_numpy() for name in CRITERIA.values()])
    weights = pd.read_csv(folder / "thrombo-weights-nopref.csv.gz").to_numpy()

    def values_in(draw: int) -> pd.DataFrame:
        return pd.DataFrame(measured[:, draw].T, index=["Heparin", "Enoxaparin"], columns=list(CRITERIA))

    tree = framework(*map(leaf, CRITERIA))
    expected = json.loads((folder / "expected_thrombo-weights-nopref.json").read_text())
    return DrawnScores(framework=tree, weights=WeightDraws(shares={"score": weights}), normalised=values_in), expected


def test_rank_acceptabilities_central_weights_and_confidence_factors_are_met(thrombolytics):
    scores, expected = thrombolytics
    found = rank_acceptability(scores)
    assert found.ranks.to_numpy().tolist() == expected["ra"]
    np.testing.assert_allclose(found.central_weights.to_numpy(), expected["cw"], rtol=1e-12)
    assert found.confidence.tolist() == expected["cf"]


def test_pairwise_winning_indices_and_the_entropy_of_the_ranking_are_met(thrombolytics):
    scores, expected = thrombolytics
    assert pairwise_winning(scores).to_numpy().tolist() == expected["pwi"]
    assert ranking_entropy(scores) == pytest.approx(expected["entropy_ranking"], abs=1e-12)
