"""The shipped real data: 43 judges rated by lawyers in 1977, against a calculation that shares no code with ours."""

from __future__ import annotations

import csv
from pathlib import Path

from workbench.prepare_cycle import prepare

PLACE = Path(__file__).parents[2] / "parameters" / "judges-1977"


def independent_scores() -> dict[str, float]:
    with (PLACE / "tables" / "judges.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    scores = {}
    for row in rows:
        rating = {key: float(value) for key, value in row.items() if key != "judge"}
        character = (60 * rating["INTG"] + 40 * rating["DMNR"]) / 100
        management = (rating["DILG"] + rating["CFMG"] + rating["DECI"] + rating["PREP"]) / 4
        rulings = (rating["FAMI"] + rating["ORAL"] + rating["WRIT"]) / 3
        scores[row["judge"]] = 10 * (0.30 * character + 0.30 * management + 0.35 * rulings + 0.05 * rating["PHYS"])
    return scores


def test_ranks_equal_an_independent_calculation():
    expected = independent_scores()
    card = prepare(PLACE / "1977.yaml").score()
    assert len(expected) == 43
    for judge, score in expected.items():
        better = sum(other > score + 1e-9 for other in expected.values())
        assert card.ranks[judge] == better + 1
        assert abs(card.scores.loc[judge, "quality"] - score) < 1e-9
