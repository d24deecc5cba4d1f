"""COINr's `remove_elements` on the ASEM portal: scores and ranks of 51 countries without each of the eight pillars."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from tests.acceptance.test_coinr_asem import asem  # noqa: F401  # a fixture: pytest finds it by this name
from workbench.analysis.leave_one_out import leave_branches_out

PILLARS = ["physical", "conecfin", "political", "instit", "p2p", "environ", "social", "susecfin"]


def test_scores_and_ranks_without_each_pillar_are_met(asem, published):  # noqa: F811  # the fixture imported above
    prepared, expected = asem
    found = leave_branches_out(prepared.framework, prepared.score().normalised, PILLARS)
    scores, ranks = expected("remove_elements_scores.csv"), expected("remove_elements_ranks.csv")
    np.testing.assert_allclose(found.policy.sort_index(), scores["nominal"], rtol=1e-9)
    np.testing.assert_allclose(found.scores.sort_index(), scores[PILLARS], rtol=1e-9)
    assert found.policy_ranks.sort_index().tolist() == ranks["nominal"].tolist()
    assert found.ranks.sort_index().to_numpy().tolist() == ranks[PILLARS].to_numpy().tolist()
    assert (
        found.shifts.sort_index().to_numpy().tolist()
        == expected("remove_elements_rankdiffs.csv")[PILLARS].to_numpy().tolist()
    )
    means = json.loads((published("coinr_asem") / "remove_elements_meanabsdiff.json").read_text())
    wanted = pd.Series(means).rename(str.lower)[PILLARS]
    np.testing.assert_allclose(found.mean_shifts, wanted, rtol=1e-12)
