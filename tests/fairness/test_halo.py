from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_ratings import facet_ratings
from workbench.fairness.halo import halo

ITEMS = ("a", "b", "c")


def ratings_of(**raters):
    """Return ratings of persons 0, 1, ... by each rater: one list of scores an item."""
    rows = [
        (person, rater, item, score)
        for rater, scores in raters.items()
        for item, of_item in zip(ITEMS, scores, strict=False)
        for person, score in enumerate(of_item)
    ]
    return facet_ratings(pd.DataFrame(rows, columns=["subject", "rater", "item", "score"]))


def test_the_correlation_of_two_items_can_be_redone_by_hand():
    # r1: deviations -2 -1 0 1 2 and -1 -2 0 2 1: 8 / 10. r2: -2 -1 0 1 2 and 2 1 0 -1 -2: -1. Together: -2 / 20
    found = halo(ratings_of(r1=[[1, 2, 3, 4, 5], [2, 1, 3, 5, 4]], r2=[[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]]))
    assert found["correlation"].tolist() == pytest.approx([0.8, -1])
    assert found["usual"].tolist() == pytest.approx([-0.1, -0.1])
    # Fisher's z: (atanh 0.8 + atanh 0.1) sqrt(5 - 3) = 1.6956, beyond which 4.5 %
    assert found.loc["r1", "p"] == pytest.approx(0.0450, abs=5e-4)


def test_a_mean_over_all_pairs_of_items_is_taken():
    found = halo(ratings_of(r1=[[1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]]))
    assert found.loc["r1", "correlation"] == pytest.approx((1 - 1 - 1) / 3)


def test_severity_is_no_halo():
    # both raters see no relation; that one gives two points more must not make one
    scores = [[1, 1, 3, 3, 2], [1, 3, 1, 3, 2]]
    higher = [[score + 2 for score in of_item] for of_item in scores]
    assert halo(ratings_of(r1=scores, r2=higher))["usual"].tolist() == pytest.approx([0, 0])


def test_too_few_persons_or_equal_ratings_or_one_item_say_nothing():
    found = halo(ratings_of(r1=[[1, 2, 3, 4], [1, 2, 3, 4]], r2=[[1, 2, 3, 4, 5], [3, 3, 3, 3, 3]]))
    assert found["correlation"].isna().all()
    assert found["p_adjusted"].isna().all()
    assert found["rated"].tolist() == [4, 5]
    assert halo(ratings_of(r1=[[1, 2, 3, 4, 5]]))[["correlation", "usual"]].isna().all(axis=None)


def test_one_impression_for_all_items_shows_and_nobody_else_is_remarked_on():
    rng = np.random.default_rng(51)
    plan = design(rng, persons=600, raters=30, items=4, raters_a_person=2)
    table = rated(rng, plan, severities=np.linspace(-1, 1, 30), difficulties=np.zeros(4))
    impression = table[table["item"] == 0].set_index(["subject", "rater"])["score"]
    copies = table["rater"] == 7
    table.loc[copies, "score"] = impression.reindex(
        pd.MultiIndex.from_frame(table.loc[copies, ["subject", "rater"]])
    ).to_numpy()
    found = halo(facet_ratings(table))
    assert found.index[found["p_adjusted"] < 0.05].tolist() == [7]
    assert found.loc[7, "correlation"] == pytest.approx(1)
