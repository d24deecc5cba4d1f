"""A cycle that is ready to be scored: what is checked before, in which order, and what can be asked of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench.errors import InputError, ParametersError
from workbench.prepare_cycle import Prepared, prepare

PLAJU = Path(__file__).parents[1] / "parameters" / "plaju"


def prepared(folder: Path, *, parameters: str = PARAMETERS, table: str | None = UNITS) -> Prepared:
    (folder / "uji.yaml").write_text(parameters, encoding="utf-8")
    if table is not None:
        (folder / "unit.csv").write_text(table, encoding="utf-8")
    return prepare(folder / "uji.yaml")


def test_names_fail_before_any_data_is_read(tmp_path):
    with pytest.raises(ParametersError, match="unknown indicator 'dayz'; did you mean: days"):
        prepared(tmp_path, parameters=PARAMETERS.replace("        days:", "        dayz:"), table=None)


def test_data_fail_before_anything_is_measured(tmp_path):
    with pytest.raises(InputError, match="row 3"):
        prepared(tmp_path, table=UNITS.replace("80,10", "80,sepuluh"))


def test_every_stage_is_told(tmp_path):
    told: list[str] = []
    prepared(tmp_path)
    prepare(tmp_path / "uji.yaml", progress=lambda words, *_: told.append(words))
    assert told == ["reading parameters and plugins", "reading tables", "measuring indicators"]


def test_other_weights_give_another_scorecard_of_the_same_measurements(tmp_path):
    cycle = prepared(tmp_path)
    card = cycle.score(cycle.framework.with_weights({"pelayanan": 1, "kecepatan": 1}))
    assert card.scores.loc["A", "score"] == 82.5  # (90 + 75) / 2
    assert cycle.score().scores.loc["A", "score"] == 86.25


def test_a_ranking_alone_is_that_of_the_scorecard_and_lists_the_exempt():
    cycle = prepare(PLAJU / "2025-S1-pegawai.yaml")
    card, alone = cycle.score(), cycle.ranking({})
    assert len(cycle.exempt) > 0
    pd.testing.assert_series_equal(alone["rank"], card.ranks, check_names=False)
    root = card.scores[cycle.framework.root.code]
    pd.testing.assert_series_equal(alone["score"], root, check_names=False, check_exact=True)
    assert alone.loc[cycle.exempt.index, "score"].isna().all()
