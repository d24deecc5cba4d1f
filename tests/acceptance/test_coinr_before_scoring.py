"""COINr 1.1.14 on the ASEM portal: what is found out and what is done before anything is normalised.

Becker et al. (2022), COINr, Journal of Open Source Software, doi:10.21105/joss.04567.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import yaml

from tests.acceptance.test_coinr_asem import parameters
from workbench.analysis.coherence import parent_correlations, reliability
from workbench.analysis.correlation import correlations
from workbench.analysis.screening import indicator_statistics, subject_coverage
from workbench.prepare_cycle import prepare
from workbench.scoring.ranking import ranks_of


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
    marks = pd.read_csv(folder / "treat_points.csv", keep_default_na=False).assign(subject=subjects).melt("subject")
    expected = {(each.subject, each.variable.lower()): each.value for each in marks.itertuples() if each.value}
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


def test_the_statistics_of_raw_indicators_are_met(asem):
    folder, prepared = asem
    expected = answers(folder / "stats_raw.csv", "iCode")
    # iData.csv holds 15 digits, in which two pairs of values coincide that R kept apart
    expected.loc["tolmin", ["N.Unique", "Frc.Unique"]] -= [2, 2 / 51]
    found = indicator_statistics(prepared(raw=True).measurements.values).loc[expected.index]
    columns = {
        "minimum": "Min",
        "maximum": "Max",
        "mean": "Mean",
        "median": "Median",
        "sd": "Std",
        "skewness": "Skew",
        "kurtosis": "Kurt",
        "present": "N.Avail",
        "nonzero": "N.NonZero",
        "different": "N.Unique",
        "most_equal": "N.Same",
        "coverage": "Frc.Avail",
    }
    for ours, theirs in columns.items():
        assert found[ours].tolist() == pytest.approx(expected[theirs].tolist(), rel=1e-9), theirs
    for share, count in {"Frc.NonZero": "nonzero", "Frc.Unique": "different", "Frc.Same": "most_equal"}.items():
        assert (found[count] / found["present"]).tolist() == pytest.approx(expected[share].tolist(), rel=1e-9)
    remarks = {
        "few_values": expected["Flag.Avail"] == "LOW",
        "many_zeros": expected["Flag.NonZero"] == "LOW",
        "few_different": expected["Flag.Unique"] == "LOW",
        "outliers": expected["Flag.SkewKurt"] == "OUT",
    }
    for ours, theirs in remarks.items():
        assert found[ours].tolist() == theirs.tolist(), ours


def test_the_data_available_for_each_country_are_met(asem):
    folder, prepared = asem
    expected = answers(folder / "data_avail.csv", "uCode")
    found = subject_coverage(prepared(raw=True).measurements.values).loc[expected.index]
    columns = {"absent": "N_missing", "zeros": "N_zero", "coverage": "Dat_Avail", "nonzero": "Non_Zero"}
    for ours, theirs in columns.items():
        assert found[ours].tolist() == pytest.approx(expected[theirs].tolist(), rel=1e-9), theirs


def test_correlations_along_the_tree_are_met(asem):
    folder, prepared = asem
    cycle = prepared()
    card = cycle.score()
    found = parent_correlations(cycle.framework, pd.concat([card.normalised, card.scores], axis=1))
    shown = found.assign(correlation=found["correlation"].where(found["p_value"] <= 0.05))  # COINr leaves out the rest
    shown = shown.set_index(["above", "code"])["correlation"]
    everything = correlations(pd.concat([card.normalised, card.scores], axis=1))
    for name, along_the_tree in {"corr_level1_4": True, "corr_level3_4": True, "corr_level2_3": False}.items():
        expected = pd.read_csv(folder / f"{name}.csv")
        for each in expected.itertuples():
            above, code = each.Var1.lower(), each.Var2.lower()
            p_value = everything.p_values().at[above, code]
            r = everything.coefficients.at[above, code] if p_value <= 0.05 else np.nan
            assert r == pytest.approx(each.Correlation, rel=1e-9, nan_ok=True), (above, code)
            if along_the_tree:
                assert shown[above, code] == pytest.approx(each.Correlation, rel=1e-9, nan_ok=True), (above, code)


def test_cronbachs_alpha_of_raw_pillars_is_met(asem):
    folder, prepared = asem
    cycle = prepared(raw=True)
    expected = pd.read_csv(folder / "cronbach_raw_level1.csv").set_index("pillar")["alpha"].rename(str.lower)
    found = reliability(cycle.framework, cycle.measurements.values).nodes["alpha"]
    assert found[expected.index].tolist() == pytest.approx(expected.tolist(), rel=1e-9)


def test_the_summary_of_one_country_is_met(asem):
    folder, prepared = asem
    expected = answers(folder / "ind_unit_summary.csv", "Code").rename(str.lower)
    scores = prepared().score().scores
    ranks = {code: ranks_of(scores[code].to_numpy(), 10)[scores.index.get_loc("IND")] for code in scores}
    assert scores.loc["IND", expected.index].round(2).tolist() == expected["Score"].tolist()
    assert [ranks[code] for code in expected.index] == expected["Rank"].tolist()
