"""Weights saved from the panel and run: the same scores and ranks, to the last digit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench.errors import ParametersError, RunError
from workbench.notebook import weights_panel
from workbench.prepare_cycle import Prepared, prepare
from workbench.weight_scenarios import WeightScenarios

SAID = {"author": "Bagian Organisasi", "rationale": "Untuk dicoba.", "date": date(2025, 8, 1)}
THREE = PARAMETERS.replace(
    "        on_time: {target: 80, normalisation: {method: goalposts, low: 0, high: 100}}",
    """        on_time: {target: 80, normalisation: {method: goalposts, low: 0, high: 100}}
        calm: {weight: 2, normalisation: {method: goalposts, low: 0, high: 100}}""",
).replace(
    "framework:",
    """  calm: {table: unit, column: calm, polarity: higher, measured_in: x, label: Tenang, reference: SK 3}
framework:""",
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "uji.yaml").write_text(PARAMETERS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def scenarios(place: Path) -> WeightScenarios:
    return WeightScenarios(prepare(place / "uji.yaml"), place / "scenarios")


def same_to_the_last_digit(shown: pd.DataFrame, cycle: Prepared) -> bool:
    card = cycle.score()
    shown = shown.reindex(card.scores.index)
    scores = shown["score"].equals(card.scores[cycle.framework.root.code].rename("score"))
    return scores and shown["rank"].equals(card.ranks.rename("rank"))


def test_a_saved_scenario_scored_gives_what_the_panel_shows(place: Path) -> None:
    panel = weights_panel(place / "uji.yaml")
    panel.weights = {"pelayanan": 100 / 7}
    file = panel.save(name="Sepertujuh", **SAID)
    assert file == place / "scenarios" / "sepertujuh.yaml"
    assert same_to_the_last_digit(panel.table, prepare(file))
    assert not same_to_the_last_digit(panel.table, prepare(place / "uji.yaml"))


def test_so_it_does_where_a_weighting_looks_at_scores_that_the_weights_change(place: Path) -> None:
    """Moving a weight below changes the scores that the weighting above would look at when it is run."""
    lines = UNITS.splitlines()
    table = [f"{line},{calm}" for line, calm in zip(lines, ["calm", 10, 40, 90, 20, 70], strict=True)]
    (place / "unit.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    weighted = THREE.replace(
        "  label: {id: Skor, en: Score}", "  label: {id: Skor, en: Score}\n  weighting: standard_deviation"
    )
    (place / "uji.yaml").write_text(weighted, encoding="utf-8")
    panel = weights_panel(place / "uji.yaml")
    panel.weights = {"calm": 12.5}
    run = prepare(panel.save(name="Tenang", **SAID))
    assert run.framework.root.weighting is None
    assert same_to_the_last_digit(panel.table, run)
    refitted = {"pelayanan": {"indicators": {"on_time": {"weight": 87.5}, "calm": {"weight": 12.5}}}}
    assert not same_to_the_last_digit(
        panel.table, prepare(place / "uji.yaml", changes={"framework": {"dimensions": refitted}})
    )


def test_loading_it_gives_the_weights_back_and_the_policy_stays_the_baseline(place: Path) -> None:
    panel = weights_panel(place / "uji.yaml", language="en")
    policy = panel.table["policy_score"].dropna().to_dict()
    panel.weights = {"pelayanan": 100 / 7}
    weights = dict(panel.weights)
    file = panel.save(name="Sepertujuh", **SAID)
    for again in (weights_panel(place / "uji.yaml"), weights_panel(file)):
        again.load("sepertujuh")
        assert again.weights == weights
        assert again.table["policy_score"].dropna().to_dict() == policy
    assert weights_panel(file, language="en").notice["words"].startswith("Loaded: Sepertujuh (Bagian Organisasi, ")


def test_only_scenarios_of_this_cycle_are_offered_and_spoilt_ones_are_not(scenarios: WeightScenarios) -> None:
    assert scenarios.names() == {}
    scenarios.save({"pelayanan": 60, "kecepatan": 40}, name="Pelayanan: lebih!", **SAID)
    folder = scenarios.folder
    text = (folder / "pelayanan-lebih.yaml").read_text(encoding="utf-8")
    (folder / "other.yaml").write_text(text.replace("../uji.yaml", "../lain.yaml"), encoding="utf-8")
    (folder / "spoilt.yaml").write_text("scenario: [", encoding="utf-8")
    assert scenarios.names() == {"pelayanan-lebih": "Pelayanan: lebih!"}


def test_a_scenario_that_changes_more_than_weights_is_not_shown_as_weights(scenarios: WeightScenarios) -> None:
    path = scenarios.save({"pelayanan": 60, "kecepatan": 40}, name="Lebih", **SAID)
    path.write_text(path.read_text(encoding="utf-8").replace("    framework:", "    seed: 3\n    framework:"))
    with pytest.raises(ParametersError, match=r"lebih\.yaml: changes more than weights.*: seed"):
        scenarios.load("lebih")


def test_a_name_is_used_once_and_always_makes_a_file_name(scenarios: WeightScenarios) -> None:
    weights = {"pelayanan": 60, "kecepatan": 40}
    assert scenarios.save(weights, name="Éléfant / ../", **SAID).name == "elefant.yaml"
    assert scenarios.save(weights, name="日本", **SAID).name == "skenario.yaml"
    with pytest.raises(RunError, match="is there already; give the scenario another name"):
        scenarios.save(weights, name="elefant", **SAID)


def test_intervals_in_the_panel_are_those_of_a_run(place: Path) -> None:
    from workbench.run_cycle import evaluate

    panel = weights_panel(place / "uji.yaml")
    panel.weights = {"pelayanan": 60}
    panel.settle()
    run = evaluate(prepare(panel.save(name="Enam puluh", **SAID)))
    assert panel.certainty is not None
    scored = panel.certainty.intervals.index
    pd.testing.assert_frame_equal(panel.certainty.intervals, run.rank_intervals.loc[scored], check_names=False)
