"""Every normalisation of COINr 1.1.14 on the ASEM portal, asked for in a parameters file.

COINr's scales end at 1 where ours end at 100, so some columns are compared after dividing by 100. Becker et al. (2022),
COINr, Journal of Open Source Software, doi:10.21105/joss.04567.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import yaml

from tests.acceptance.test_coinr_asem import parameters
from workbench.errors import ScoringError
from workbench.prepare_cycle import prepare


@pytest.fixture
def asem(published, tmp_path):
    """Return a function of the normalisation of each indicator, and one of COINr's table and its factor."""
    folder = published("coinr_asem")
    meta = pd.read_csv(folder / "iMeta.csv", dtype=str)
    template = parameters(meta, str(folder / "iData.csv"))

    def normalised(methods: dict[str, object], *, treated: bool = True) -> pd.DataFrame:
        given = yaml.safe_load(template)
        if not treated:
            del given["missing"], given["treatment"]
            given["declare"] = {
                code: {key: value for key, value in each.items() if key != "per"}
                for code, each in given["declare"].items()
            }
        given["framework"] = {
            "code": "index",
            "label": "Index",
            "indicators": {code: {"normalisation": method} for code, method in methods.items()},
        }
        file = tmp_path / "asem.yaml"
        file.write_text(yaml.safe_dump(given, sort_keys=False), encoding="utf-8")
        return prepare(file).score().normalised.sort_index()

    def wanted(name: str, factor: float = 1.0) -> pd.DataFrame:
        frame = pd.read_csv(folder / f"norm_{name}.csv").set_index("uCode").rename(columns=str.lower)
        return frame.drop(columns=["time", "uname"], errors="ignore").sort_index() * factor

    meta = meta[meta["Type"] == "Indicator"].assign(code=lambda each: each["iCode"].str.lower()).set_index("code")
    return normalised, wanted, meta


def agree(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(
        found.rename_axis(index=wanted.index.name), wanted[list(found)], check_dtype=False, rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize(
    ("name", "method", "factor"),
    [
        ("minmax_0_1", {"method": "min_max", "high": 1.0}, 1),
        ("minmax_0_100", "min_max", 1),
        ("minmax_1_100", {"method": "min_max", "low": 1.0}, 1),
        ("dist2max", "distance_to_best", 100),
        ("zscore_0_1", {"method": "z_score", "mean": 0.0, "sd": 1.0}, 1),
        ("zscore_10_2", {"method": "z_score", "mean": 10.0, "sd": 2.0}, 1),
        ("scaled", "as_measured", 1),
    ],
)
def test_all_51_countries_and_49_indicators_are_met(asem, name, method, factor):
    normalised, wanted, meta = asem
    agree(normalised(dict.fromkeys(meta.index, method)), wanted(name, factor))


@pytest.mark.parametrize(
    ("name", "method", "factor"), [("prank", "percentile_rank", 100), ("rank", "rank", 1), ("borda", "borda", 1)]
)
def test_ranks_are_met_and_floating_point_dust_is_a_tie(asem, name, method, factor):
    # In "tolerance for minorities" COINr tells three countries with 5.1 apart, and two with 3.4, by the sixteenth digit
    normalised, wanted, meta = asem
    expected = wanted(name, factor)
    tolerance = normalised({"tolmin": "as_measured"})["tolmin"]
    tied = expected["tolmin"].groupby(tolerance.round(9)).transform("min")
    assert (tied < expected["tolmin"]).sum() == 3
    expected["tolmin"] = tied
    agree(normalised(dict.fromkeys(meta.index, method)), expected)


def test_fixed_points_without_cuts_are_met(asem):
    normalised, wanted, meta = asem
    ends = {"1": {"low": 0.0, "high": 100.0}, "-1": {"low": -100.0, "high": 0.0}}  # COINr turns the sign before scaling
    agree(
        normalised({code: {"method": "scaled", **ends[way]} for code, way in meta["Direction"].items()}),
        wanted("scaled"),
    )


def test_the_distance_to_a_target_is_met_on_raw_data(asem):
    normalised, wanted, meta = asem
    targets = {code: {"method": "distance_to_reference", "value": float(x)} for code, x in meta["Target"].items()}
    agree(normalised(targets, treated=False), wanted("dist2targ_raw", 100))


def test_the_distance_to_the_first_country_is_met_where_it_is_not_the_worst(asem):
    normalised, wanted, meta = asem
    expected = wanted("dist2ref_row1_raw", 100)
    australia = normalised(dict.fromkeys(meta.index, "as_measured"), treated=False).loc["AUS"].abs()
    possible = [code for code in meta.index if np.isfinite(expected[code]).any()]
    references = {code: {"method": "distance_to_reference", "value": float(australia[code])} for code in meta.index}
    agree(normalised({code: references[code] for code in possible}, treated=False), expected)
    assert len(possible) == 45
    worst = [code for code in meta.index if np.isinf(expected[code]).any()]
    with pytest.raises(ScoringError, match="is no better than the worst subject") as refused:
        normalised({code: references[code] for code in worst}, treated=False)
    assert [each.where for each in refused.value.faults] == worst


def test_fractions_of_the_best_are_met_and_turned_round_where_lower_is_better(asem):
    # COINr turns the sign and then divides, x / min, which rises as a country gets worse: ours is its reciprocal.
    normalised, wanted, meta = asem
    expected = wanted("fracmax")
    higher = meta.index[meta["Direction"] == "1"]
    agree(normalised(dict.fromkeys(higher, "fraction_of_max")), expected * 100)
    lower = [code for code in meta.index if code not in higher and np.isfinite(expected[code]).all()]
    agree(normalised(dict.fromkeys(lower, "fraction_of_max")), 100 / expected[lower])
    assert len(lower) >= 9
