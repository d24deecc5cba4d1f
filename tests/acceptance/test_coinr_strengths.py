"""COINr 1.1.14, ``get_str_weak(coin, dset = "Raw", usel = "ESP")``: strengths and weaknesses of Spain.

Becker et al. (2022), COINr, Journal of Open Source Software, doi:10.21105/joss.04567.
"""

from __future__ import annotations

import pandas as pd
import pytest
import yaml

from tests.acceptance.test_coinr_asem import parameters
from workbench.analysis.peers import strengths_and_weaknesses
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate


@pytest.fixture
def spain(published, tmp_path):
    """Return Spain's standing on the indicators as they were collected: no denominators, nothing filled or treated."""
    folder = published("coinr_asem")
    meta = pd.read_csv(folder / "iMeta.csv", dtype=str)
    given = yaml.safe_load(parameters(meta, str(folder / "iData.csv")))
    given |= {"missing": {"method": "none"}, "treatment": {"method": "none"}}
    for declared in given["declare"].values():
        declared.pop("per", None)
    file = tmp_path / "asem.yaml"
    file.write_text(yaml.safe_dump(given, sort_keys=False), encoding="utf-8")
    run = evaluate(prepare(file))
    mine = run.peers[(run.peers["subject"] == "ESP") & run.peers["code"].isin(list(run.leaves))]
    return mine, run.measurements.values.loc["ESP"], folder


def rows_of(found: pd.DataFrame, values: pd.Series) -> list[tuple[str, int, float]]:
    """Return code, rank and value with three significant digits, as COINr prints them; equal ranks in any order."""
    codes = zip(found["code"], found["rank"], strict=True)
    return sorted((code, rank, float(f"{values[code]:.3g}")) for code, rank in codes)


def test_the_five_strengths_and_the_five_weaknesses_of_spain_are_met(spain):
    standing, values, folder = spain
    strengths, weaknesses = strengths_and_weaknesses(standing)
    assert strengths["rank"].is_monotonic_increasing
    assert weaknesses["rank"].is_monotonic_decreasing
    for name, found in (("esp_strengths.csv", strengths), ("esp_weaknesses.csv", weaknesses)):
        wanted = pd.read_csv(folder / name)
        expected = sorted(zip(wanted["Code"].str.lower(), wanted["Rank"], wanted["Value"], strict=True))
        assert rows_of(found, values) == expected
