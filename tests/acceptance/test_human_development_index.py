"""UNDP (2022), Human Development Report 2021/22, Technical note 1: declared indicators give the published index."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from workbench.estimator import CompositeScore
from workbench.prepare_cycle import prepare

YEARS = {1990: 141, 2000: 174, 2010: 189, 2019: 191, 2020: 191, 2021: 191}
INPUTS = ["le_2021", "eys_2021", "mys_2021", "gnipc_2021"]


def declared(label: str, column: str, unit: str) -> dict[str, object]:
    return {
        "label": label,
        "table": "countries",
        "column": column,
        "polarity": "higher",
        "measured_in": unit,
        "reference": "UNDP (2022), Technical note 1",
    }


def goalposts(low: float, high: float, scale: str = "linear") -> dict[str, object]:
    return {"normalisation": {"method": "goalposts", "low": low, "high": high, "scale": scale}}


def parameters(table: Path, year: int) -> dict[str, object]:
    return {
        "place": "world",
        "title": "Human Development Index",
        "cycle": str(year),
        "period": {"start": f"{year}-01-01", "end": f"{year}-12-31"},
        "tables": {"countries": {"file": str(table), "decimal": "point"}},
        "subjects": {"kind": "unit", "table": "countries", "key": "iso3", "label": "country", "groups": ["region"]},
        "declare": {
            "life_expectancy": declared("Life expectancy at birth", f"le_{year}", "years"),
            "expected_schooling": declared("Expected years of schooling", f"eys_{year}", "years"),
            "mean_schooling": declared("Mean years of schooling", f"mys_{year}", "years"),
            "income": declared("Gross national income per capita", f"gnipc_{year}", "PPP $"),
        },
        "framework": {
            "code": "hdi",
            "label": "Human Development Index",
            "aggregation": "geometric",
            "minimum_coverage": 1.0,
            "dimensions": {
                "health": {"label": "Health", "indicators": {"life_expectancy": goalposts(20.0, 85.0)}},
                "education": {
                    "label": "Education",
                    "aggregation": "arithmetic",
                    "indicators": {"expected_schooling": goalposts(0.0, 18.0), "mean_schooling": goalposts(0.0, 15.0)},
                },
                "living": {"label": "Standard of living", "indicators": {"income": goalposts(100.0, 75000.0, "log")}},
            },
        },
        "ranking": {"decimals": 1},  # the report ranks the index as printed, with three decimals
    }


def scorecard(published, tmp_path, year):
    source = pd.read_csv(published("undp_hdi") / "hdi_inputs_and_published.csv", dtype=str)
    table = tmp_path / "countries.csv"
    source.fillna({"region": "none"}).to_csv(table, index=False)
    file = tmp_path / "hdi.yaml"
    dates = {"period": {"start": f"{year}-01-01", "end": f"{year}-12-31"}}
    text = yaml.safe_dump(parameters(table, year), sort_keys=False)
    for day in dates["period"].values():
        text = text.replace(f"'{day}'", day)
    file.write_text(text, encoding="utf-8")
    return prepare(file).score(), source.set_index("iso3")


@pytest.mark.parametrize(("year", "countries"), YEARS.items())
def test_every_published_value_is_met_within_its_rounding(published, tmp_path, year, countries):
    card, source = scorecard(published, tmp_path, year)
    expected = source[f"hdi_{year}"].dropna().astype(float)
    found = card.scores.loc[expected.index, "hdi"] / 100
    assert len(expected) == countries
    assert np.abs(found - expected).max() <= 5e-4 + 1e-9


def test_all_191_ranks_of_2021_are_met(published, tmp_path):
    card, source = scorecard(published, tmp_path, 2021)
    expected = source["hdi_rank_2021"].dropna().astype(float).astype(int)
    assert len(expected) == 191
    assert card.ranks[expected.index].tolist() == expected.tolist()


def test_the_estimator_gives_the_published_values_from_a_few_lines(published):
    source = pd.read_csv(published("undp_hdi") / "hdi_inputs_and_published.csv").set_index("iso3")
    source = source[source["hdi_2021"].notna()]
    index = CompositeScore(
        {"health": ["le_2021"], "education": ["eys_2021", "mys_2021"], "living": ["gnipc_2021"]},
        normalisation={
            "le_2021": {"method": "goalposts", "low": 20.0, "high": 85.0},
            "eys_2021": {"method": "goalposts", "low": 0.0, "high": 18.0},
            "mys_2021": {"method": "goalposts", "low": 0.0, "high": 15.0},
            "gnipc_2021": {"method": "goalposts", "low": 100.0, "high": 75000.0, "scale": "log"},
        },
        aggregation={"hdi": "geometric"},
        name="hdi",
    )
    found = index.fit(source[INPUTS]).score_samples(source[INPUTS]) / 100
    assert np.abs(found - source["hdi_2021"]).max() <= 5e-4 + 1e-9
    assert len(found) == 191
