"""COINr 1.1.14 on the ASEM portal: what is found out and what is done before anything is normalised.

Becker et al. (2022), COINr, Journal of Open Source Software, doi:10.21105/joss.04567.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import yaml

from tests.acceptance.test_coinr_asem import parameters
from workbench.run_cycle import prepare


@pytest.fixture
def asem(published, tmp_path):
    """Return the folder of the answers, and a function that prepares ASEM with changes to its parameters file."""
    folder = published("coinr_asem")
    base = parameters(pd.read_csv(folder / "iMeta.csv", dtype=str), str(folder / "iData.csv"))

    def prepared(*, raw: bool = False, normalisation: object = "min_max", **changes):
        given = yaml.safe_load(base) | changes
        given["framework"]["normalisation"] = normalisation
        if raw:
            for declared in given["declare"].values():
                declared.pop("per", None)
        file = tmp_path / "asem.yaml"
        file.write_text(yaml.safe_dump(given, sort_keys=False), encoding="utf-8")
        return prepare(file)

    return folder, prepared


def answers(path, index: str) -> pd.DataFrame:
    return pd.read_csv(path).set_index(index).rename(index=str.lower if index == "iCode" else str)


def test_group_means_are_filled_in(asem):
    folder, prepared = asem
    card = prepared(treatment="none").score()
    expected = answers(folder / "dset_Imputed.csv", "uCode").rename(columns=str.lower)
    found = card.values.loc[expected.index].rename_axis("uCode")
    pd.testing.assert_frame_equal(found, expected[found.columns], check_dtype=False, rtol=1e-9)
    assert set(card.changed["step"]) == {"filled"}
    assert len(card.changed) == 65


def test_each_indicator_is_treated_as_coinr_says(asem):
    folder, prepared = asem
    expected = answers(folder / "treat_details.csv", "iCode")
    card = prepared(treatment={"method": "winsorise_then_log"}).score()
    assert set(card.treatments) == set(expected.index)
    for code, found in card.treatments.items():
        wanted = expected.loc[code]
        passed = bool(wanted["check_SkewKurt0.Pass"])
        before = [wanted["check_SkewKurt0.Skew"], wanted["check_SkewKurt0.Kurt"]]
        after = before if passed else [wanted["check_SkewKurt1.Skew"], wanted["check_SkewKurt1.Kurt"]]
        assert found["applied"] == ("none" if passed else "winsorise"), code
        assert found["points"] == (0 if passed else wanted["winsorise.nwin"]), code
        assert list(found["before"].values()) == pytest.approx(before, rel=1e-9)
        assert list(found["after"].values()) == pytest.approx(after, rel=1e-9)


def test_the_very_points_are_winsorised(asem):
    folder, prepared = asem
    changed = prepared().score().changed.query("step == 'treated'")
    subjects = pd.read_csv(folder / "dset_Raw.csv")["uCode"]
    marks = pd.read_csv(folder / "treat_points.csv", keep_default_na=False).set_index(subjects).stack()
    expected = {(subject, code.lower()): mark for (subject, code), mark in marks[marks != ""].items()}
    ends = np.where(changed["after"] < changed["before"], "winhi", "winlo")
    assert dict(zip(zip(changed["subject"], changed["code"], strict=True), ends, strict=True)) == expected


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("normalisation", ["minmax_1_100", "zscore_10_2"])
def test_scores_under_every_limit_of_winsorising_are_met(asem, most, normalisation):
    folder, prepared = asem
    grid = pd.read_csv(folder / "specification_grid_20_runs.csv")
    wanted = grid.query("winmax == @most and norm == @normalisation and agg == 'a_amean'").set_index("uCode")
    z_score = {"method": "z_score", "mean": 10.0, "sd": 2.0}
    card = prepared(
        treatment={"method": "winsorise_then_log", "max_points": most},
        normalisation="min_max" if normalisation == "minmax_1_100" else z_score,
    ).score()
    score = card.scores.loc[wanted.index, "index"]
    score = 1 + 0.99 * score if normalisation == "minmax_1_100" else score  # 0-100 moved to 1-100
    assert score.tolist() == pytest.approx(wanted["Index"].tolist(), rel=1e-9)
    assert card.ranks[wanted.index].tolist() == wanted["Rank"].tolist()


def test_with_one_point_some_indicators_are_logged_as_a_whole(asem):
    _, prepared = asem
    card = prepared(treatment={"method": "winsorise_then_log", "max_points": 1}).score()
    logged = {code for code, each in card.treatments.items() if each["applied"] == "log"}
    assert {"bord", "gas", "services", "forport"} <= logged
    assert not logged & set(card.changed.query("step == 'treated'")["code"])
