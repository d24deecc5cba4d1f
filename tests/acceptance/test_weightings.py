"""Weights settled as in COINr's own functions and in published cases, through parameters files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from tests.acceptance.test_coinr_asem import parameters
from workbench.prepare_cycle import prepare

PILLARS = ("physical", "conecfin", "political", "instit", "p2p", "environ", "social", "susecfin")


@pytest.fixture
def scored(published, tmp_path):
    """Return the scorecard of the ASEM index after `change` was made to the framework of its parameters."""
    folder = published("coinr_asem")
    meta = pd.read_csv(folder / "iMeta.csv", dtype=str)

    def score(change):
        given = yaml.safe_load(parameters(meta, str(folder / "iData.csv")))
        change(given["framework"])
        file = tmp_path / "asem.yaml"
        file.write_text(yaml.safe_dump(given, sort_keys=False), encoding="utf-8")
        return prepare(file).score()

    return score, folder


def coinr_weights(folder: Path, name: str, codes) -> dict[str, float]:
    table = pd.read_csv(folder / name)
    return table.assign(iCode=table["iCode"].str.lower()).set_index("iCode")["Weight"][list(codes)].to_dict()


COMPONENTS = {"method": "principal_components", "negative": "zero"}


def test_principal_components_of_the_physical_pillar(scored):
    score, folder = scored

    def weigh(framework):
        framework["dimensions"]["conn"]["dimensions"]["physical"]["weighting"] = COMPONENTS

    card = score(weigh)
    facts = card.weighting["physical"]
    expected = coinr_weights(folder, "pca_weights_physical.csv", facts["component"])
    assert facts["component"] == pytest.approx(expected, abs=1e-9)
    deviations = json.loads((folder / "pca_physical_sdev.json").read_text())["sdev"]
    assert np.sqrt(facts["eigenvalues"]).tolist() == pytest.approx(deviations, rel=1e-9)
    total = sum(expected.values())
    assert {code: card.weights[code] for code in expected} == pytest.approx(
        {code: weight / total for code, weight in expected.items()}, abs=1e-9
    )


def test_principal_components_of_the_pillars_and_the_one_that_runs_against_the_others(scored):
    score, folder = scored

    def weigh(framework):
        for part in ("conn", "sust"):
            framework["dimensions"][part]["weighting"] = COMPONENTS

    card = score(weigh)
    found = {**card.weighting["conn"]["component"], **card.weighting["sust"]["component"]}
    assert found == pytest.approx(coinr_weights(folder, "pca_weights_level2.csv", PILLARS), abs=1e-9)
    assert card.weighting["sust"]["against"] == ["social"]  # COINr keeps its weight of -0.744
    assert card.weights["social"] == 0


def test_equal_influence_of_the_two_halves_is_met_exactly(scored):
    """COINr's optimiser stops at .3902 and .6098; sd2 / (sd1 + sd2) is .385317 and .614683."""
    score, folder = scored

    def weigh(framework):
        framework["weighting"] = "target_influence"

    card = score(weigh)
    spread = card.scores[["conn", "sust"]].std()
    assert card.weights["conn"] == pytest.approx(spread["sust"] / spread.sum(), abs=1e-12)
    assert card.weights == pytest.approx({"conn": 0.385317, "sust": 0.614683}, abs=5e-7)
    loose = pd.read_csv(folder / "optweights_level3_corr.csv")
    assert (loose["Obtained"] - 0.5).abs().max() > 1e-3 > 1e-12 > card.weighting["index"]["largest_deviation"]


def test_equal_influence_of_all_pillars_is_impossible_and_comes_nearer_than_that_of_coinr(scored):
    score, folder = scored

    def flat(framework):
        parts = framework["dimensions"]
        framework["dimensions"] = {**parts["conn"]["dimensions"], **parts["sust"]["dimensions"]}
        framework["weighting"] = {"method": "target_influence", "largest_deviation": 0.05}

    facts = score(flat).weighting["index"]
    assert not facts["reached"]
    loose = pd.read_csv(folder / "optweights_level2_corr.csv")["Obtained"] - 1 / 8
    found = np.array(list(facts["reached_influence"].values())) - 1 / 8
    assert np.square(found).sum() < np.square(loose).sum() / 5
    assert np.abs(found).max() == pytest.approx(0.03996, abs=1e-5)


CASES = {
    "CRITIC weights": "critic",
    "entropy weights": "entropy",
    "standard-deviation weights": "standard_deviation",
    "MEREC weights": "merec",
}


@pytest.mark.parametrize(
    "case",
    [
        "critic_diakoulaki_1995",
        "critic_tus_adali_2019",
        "entropy_elsayed_2017",
        "stdev_jahan_edwards_2013",
        "merec_keshavarz_2021",
    ],
)
def test_weights_of_published_decisions(published, tmp_path, case):
    cases = json.loads((published("mcdm_published") / "cases.json").read_text())
    given = next(each for each in cases if each["id"] == case)
    card = prepare(decision(given, tmp_path)).score()
    assert list(card.weights.values()) == pytest.approx(given["expected"], abs=given["atol"])


def decision(case, folder: Path) -> Path:
    """Write a published decision as a parameters file: alternatives are units, criteria declared indicators."""
    codes = [f"c{number}" for number in range(len(case["types"]))]
    table = pd.DataFrame(case["matrix"], columns=codes)
    table.insert(0, "key", [f"a{number}" for number in range(len(table))])
    table.to_csv(folder / "decision.csv", index=False)
    low, high = float(np.min(case["matrix"])) - 1, float(np.max(case["matrix"])) + 1
    given = {
        "place": "decision",
        "title": case["id"],
        "cycle": "2025",
        "tables": {"alternatives": {"file": "decision.csv", "decimal": "point"}},
        "subjects": {"kind": "unit", "table": "alternatives", "key": "key"},
        "declare": {
            code: {
                "label": code,
                "table": "alternatives",
                "column": code,
                "polarity": "higher" if direction > 0 else "lower",
                "measured_in": "units",
                "reference": case["reference"],
            }
            for code, direction in zip(codes, case["types"], strict=True)
        },
        "framework": {
            "label": case["id"],
            "normalisation": {"method": "goalposts", "low": low, "high": high},
            "weighting": CASES[case["method"]],
            "indicators": {code: {} for code in codes},
        },
    }
    file = folder / "decision.yaml"
    text = yaml.safe_dump(given, sort_keys=False, allow_unicode=True)
    file.write_text(text + "period: {start: 2025-01-01, end: 2025-12-31}\n", encoding="utf-8")
    return file
