from __future__ import annotations

import pandas as pd
import pytest

from tests.people_run import FILES, people_run


def test_whoever_is_exempt_does_not_shape_the_scores_of_the_others(tmp_path):
    """Under min-max the 5 % of H would stretch the scale: with H exempt, E's 30 is the lowest of the results."""
    relative = ("normalisation: {method: goalposts, low: 0, high: 100}", "normalisation: min_max")
    normalised = people_run(tmp_path, {"uji.yaml": relative}).scorecard.normalised["results"]

    assert normalised[["A", "E", "B"]].tolist() == [100, 0, 50]
    assert pd.isna(normalised["H"])


def test_imputation_does_not_fill_the_values_of_the_exempt(tmp_path):
    filling = ("framework:\n", "missing: {method: median}\nframework:\n")
    gap = ("B,Orang B,U1,60,60", "B,Orang B,U1,,60")
    run = people_run(tmp_path, {"uji.yaml": filling, "pegawai.csv": gap})

    # median of 90, 60, 60, 30, 60, 60, 60; the 5 of H is not among them
    assert run.scorecard.values.at["B", "results"] == pytest.approx(60)
    assert run.scorecard.values.loc["H"].isna().all()
    assert set(run.scorecard.changed["subject"]) == {"B"}


def test_with_nobody_exempt_everyone_is_scored(tmp_path):
    run = people_run(tmp_path, {"pengecualian.csv": (FILES["pengecualian.csv"], "kode,reason,source\n")})

    assert run.scorecard.scores.at["H", "score"] == pytest.approx(5)
    assert not (run.scorecard.missing["reason"] == "exempt from evaluation").any()
