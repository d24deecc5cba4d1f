"""Other ways to combine in COINr 1.1.14 on the ASEM portal: other means at every level, and outranking.

Becker et al. (2022), COINr, Journal of Open Source Software, doi:10.21105/joss.04567.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import yaml

from tests.acceptance.test_coinr_asem import parameters
from workbench.analysis.outranking import copeland_scores, outranking_matrix
from workbench.prepare_cycle import prepare

PILLARS = ["physical", "conecfin", "political", "instit", "p2p", "environ", "social", "susecfin"]


@pytest.fixture
def asem(published, tmp_path):
    """Return a function of changes to the framework, and one of COINr's tables."""
    folder = published("coinr_asem")
    template = parameters(pd.read_csv(folder / "iMeta.csv", dtype=str), str(folder / "iData.csv"))

    def card(*, dimensions=dict, **framework):
        given = yaml.safe_load(template)
        given["framework"] |= framework
        given["framework"]["dimensions"] = dimensions(given["framework"]["dimensions"])
        file = tmp_path / "asem.yaml"
        file.write_text(yaml.safe_dump(given, sort_keys=False), encoding="utf-8")
        return prepare(file).score()

    def wanted(name):
        return pd.read_csv(folder / name).rename(columns=str.lower).set_index("ucode").sort_index()

    return card, wanted, folder


@pytest.mark.parametrize(("mean", "code"), [("arithmetic", "amean"), ("geometric", "gmean"), ("harmonic", "hmean")])
def test_the_same_mean_at_all_levels_gives_coinrs_scores_and_ranks(asem, mean, code):
    card, wanted, _ = asem
    found = card(normalisation={"method": "min_max", "low": 1.0, "high": 100.0}, aggregation=mean)
    expected = wanted(f"agg_1_100_a_{code}.csv")
    assert len(expected) == 51
    for node in found.scores:
        assert found.scores[node].sort_index().tolist() == pytest.approx(expected[node].tolist(), rel=1e-9), node
    assert found.ranks.sort_index().tolist() == expected["rank"].tolist()


def test_the_outranking_of_51_countries_by_eight_pillars(asem):
    card, wanted, folder = asem
    pillars = card().scores[PILLARS].sort_index()
    found = outranking_matrix(pillars, dict.fromkeys(PILLARS, 1.0))
    expected = pd.read_csv(folder / "outrank_matrix_pillars_equal8.csv", index_col=0)
    np.testing.assert_allclose(found, expected, atol=1e-12)
    assert copeland_scores(found).tolist() == wanted("copeland_pillars_equal8.csv")["copeland"].tolist()


def test_copeland_as_the_aggregation_of_the_root(asem):
    card, wanted, _ = asem
    means = card()
    expected = wanted("copeland_conn_sust.csv")["copeland"].tolist()
    two = outranking_matrix(means.scores[["conn", "sust"]].sort_index(), {"conn": 1.0, "sust": 1.0})
    assert copeland_scores(two).tolist() == expected
    found = card(aggregation="copeland", dimensions=keep_means)
    pd.testing.assert_series_equal(found.scores["conn"], means.scores["conn"])
    balance = (found.scores["index"].sort_index() / 50 - 1) * 50
    assert balance.tolist() == pytest.approx(expected)


def keep_means(dimensions):
    """Return the dimensions with an aggregation of their own, so that they do not inherit the root's."""
    return {
        code: given | {"aggregation": "arithmetic", "dimensions": keep_means(given["dimensions"])}
        for code, given in dimensions.items()
    }
