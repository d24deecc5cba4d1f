"""COINr 1.1.14 on the ASEM portal: 51 countries, 49 indicators, three levels; every step of the base pipeline.

Becker et al. (2022), COINr, Journal of Open Source Software, doi:10.21105/joss.04567.
"""

from __future__ import annotations

import pandas as pd
import pytest
import yaml

from workbench.estimator import CompositeScore
from workbench.prepare_cycle import prepare


def parameters(meta: pd.DataFrame, table: str) -> str:
    indicators = meta[meta["Type"] == "Indicator"]
    given = {
        "place": "asem",
        "title": "ASEM sustainable connectivity",
        "cycle": "2018",
        "period": {"start": "2018-01-01", "end": "2018-12-31"},
        "tables": {"countries": {"file": table, "decimal": "point"}},
        "subjects": {
            "kind": "unit",
            "table": "countries",
            "key": "uCode",
            "label": "uName",
            "groups": ["EurAsia_group"],
        },
        "declare": {row["iCode"].lower(): declaration(row) for _, row in indicators.iterrows()},
        "missing": {"method": "group_mean", "group": "EurAsia_group"},
        "treatment": {"method": "winsorise", "max_points": 5, "skewness": 2.0, "kurtosis": 3.5},
        "framework": {
            "code": "index",
            "label": "Index",
            "normalisation": "min_max",
            "dimensions": {parent: dimension(parent, meta) for parent in ("Conn", "Sust")},
        },
    }
    given["framework"]["dimensions"] = {code.lower(): part for code, part in given["framework"]["dimensions"].items()}
    return (
        yaml.safe_dump(given, sort_keys=False)
        .replace("'2018-01-01'", "2018-01-01")
        .replace("'2018-12-31'", "2018-12-31")
    )


def declaration(row: pd.Series) -> dict[str, object]:
    given = {
        "label": row["iName"],
        "table": "countries",
        "column": row["iCode"],
        "polarity": "higher" if row["Direction"] == "1" else "lower",
        "measured_in": row["Unit"],
        "reference": "COINr, ASEM example",
    }
    return given if pd.isna(row["Denominator"]) else given | {"per": row["Denominator"]}


def dimension(code: str, meta: pd.DataFrame) -> dict[str, object]:
    children = meta[meta["Parent"] == code]
    inner = {
        row["iCode"].lower(): dimension(row["iCode"], meta)
        for _, row in children.iterrows()
        if row["Type"] == "Aggregate"
    }
    leaves = {
        row["iCode"].lower(): {"weight": float(row["Weight"])}
        for _, row in children.iterrows()
        if row["Type"] == "Indicator"
    }
    own = meta[meta["iCode"] == code].iloc[0]
    return {"label": own["iName"], "weight": float(own["Weight"]), "dimensions": inner, "indicators": leaves}


@pytest.fixture
def asem(published, tmp_path):
    folder = published("coinr_asem")
    meta = pd.read_csv(folder / "iMeta.csv", dtype=str)
    file = tmp_path / "asem.yaml"
    file.write_text(parameters(meta, str(folder / "iData.csv")), encoding="utf-8")

    def expected(name: str) -> pd.DataFrame:
        frame = pd.read_csv(folder / name).set_index("uCode")
        return frame.rename(columns=str.lower).sort_index()

    return prepare(file), expected


def test_every_step_of_the_base_pipeline_is_met(asem):
    prepared, expected = asem
    card = prepared.score()
    steps = {
        "dset_Denominated.csv": prepared.measurements.values,
        "dset_Treated.csv": card.values,
        "dset_Normalised.csv": card.normalised,
        "dset_Aggregated.csv": pd.concat([card.normalised, card.scores], axis=1),
    }
    for name, found in steps.items():
        wanted = expected(name).drop(columns=["time", "uname"], errors="ignore")
        columns = [column for column in found if column in wanted]
        assert len(columns) >= 49, name
        found = found[columns].sort_index().rename_axis(index=wanted.index.name)
        pd.testing.assert_frame_equal(found, wanted[columns], check_dtype=False, rtol=1e-9, atol=1e-12, obj=name)


def test_the_51_scores_and_ranks_are_met(asem):
    prepared, expected = asem
    card, wanted = prepared.score(), expected("results_aggs.csv")
    assert card.scores["index"].sort_index().tolist() == pytest.approx(wanted["index"].tolist(), rel=1e-9)
    assert card.ranks.sort_index().tolist() == wanted["rank"].tolist()


def test_effective_weights_are_met(asem):
    prepared, _ = asem
    assert sum(prepared.framework.effective_weights[leaf.code] for leaf in prepared.framework.leaves) == pytest.approx(
        1
    )
    assert prepared.framework.effective_weights["conn"] == 0.5


def test_the_51_scores_are_met_through_the_estimator(asem, tmp_path):
    prepared, expected = asem
    values = prepared.measurements.values.join(prepared.inputs.subjects["EurAsia_group"])
    index = CompositeScore.from_parameters(tmp_path / "asem.yaml")
    scores = pd.Series(index.fit(values).score_samples(values), index=values.index).sort_index()
    assert scores.tolist() == pytest.approx(expected("results_aggs.csv")["index"].tolist(), rel=1e-9)
