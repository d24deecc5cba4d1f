"""The weights panel without a browser: set the weights, read the table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.analysis.certainty import Certainty, certainty_of
from workbench.builtin_methods import workbench_methods
from workbench.errors import ParametersError, ScoringError, WorkbenchError, fault
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.indicator import Indicator
from workbench.model.labels import Label
from workbench.model.parameters import Imputation, Ranking, Robustness, Treatment
from workbench.model.results import Measurements, Scorecard
from workbench.model.scenario import Scenario
from workbench.scoring.composite import score
from workbench.views.weights_panel import WeightsPanel

METHODS = {method.code: method for method in workbench_methods()}

# Values already on 0-100 (goalposts 0 and 100), so that every score below can be redone by hand.
VALUES = pd.DataFrame(
    {"complaints": [90.0, 50.0, 60.0], "survey": [70.0, 50.0, 80.0], "discipline": [30.0, 95.0, 65.0]},
    index=pd.Index(["ilir", "baru", "tengah"], name="unit"),
)
LABELS = pd.Series({"ilir": "Plaju Ilir", "baru": "Sungai Baru", "tengah": "Plaju <Tengah>"})


def leaf(code: str, label: str, weight: float) -> Leaf:
    indicator = Indicator(
        code=code,
        label=Label.of(label),
        polarity="higher",
        measured_in=Label.of("index"),
        subject=("unit",),
        needs=(),
        measure=lambda tables, context: pd.DataFrame(),
        reference="made for this test",
        valid_from=date(2025, 1, 1),
        attribution="unit",
        description=Label.of("Made for this test."),
    )
    goalposts = METHODS["goalposts"]
    settings = goalposts.options(low=0.0, high=100.0)
    return Leaf(
        indicator=indicator,
        weight=weight,
        normalisation=goalposts,
        settings=settings,
        min_cases=1,
        target=None,
        options=None,
    )


def node(code: str, label: str, weight: float, *children: Node | Leaf) -> Node:
    mean = METHODS["arithmetic"]
    return Node(
        code=code,
        label=Label(id=label, en=f"{label} (en)"),
        weight=weight,
        aggregation=mean,
        settings=mean.options(),
        minimum_coverage=0.5,
        bands=None,
        children=children,
    )


# score = 0.4 (0.5 complaints + 0.5 survey) + 0.6 discipline
FRAMEWORK = Framework(
    root=node(
        "score",
        "Skor",
        1,
        node("service", "Pelayanan", 2, leaf("complaints", "Pengaduan", 1), leaf("survey", "Survei", 1)),
        leaf("discipline", "Disiplin", 3),
    )
)


def scored(weights: Mapping[str, float], values: pd.DataFrame = VALUES) -> Scorecard:
    nothing = pd.DataFrame(index=values.index, columns=values.columns, dtype=float)
    missing = pd.DataFrame(columns=["subject", "indicator", "reason"])
    measurements = Measurements(values=values, cases=nothing, low=nothing, high=nothing, missing=missing)
    return score(
        FRAMEWORK.with_weights(weights),
        measurements,
        groups=pd.DataFrame(index=values.index),
        missing=Imputation(),
        treatment=Treatment(),
        ranking=Ranking(),
    )


def rank(weights: Mapping[str, float], values: pd.DataFrame = VALUES) -> pd.DataFrame:
    card = scored(weights, values)
    return pd.DataFrame({"label": LABELS, "score": card.scores["score"], "rank": card.ranks})


@pytest.fixture
def panel() -> WeightsPanel:
    return WeightsPanel(FRAMEWORK, rank, language="id")


def test_it_opens_at_the_policy_weights_in_percent(panel: WeightsPanel) -> None:
    assert panel.weights == {"service": 40.0, "discipline": 60.0, "complaints": 50.0, "survey": 50.0}
    # ilir 0.4*80+0.6*30=50, baru 0.4*50+0.6*95=77, tengah 0.4*70+0.6*65=67
    assert panel.table["score"].round(9).to_dict() == {"baru": 77.0, "tengah": 67.0, "ilir": 50.0}
    assert panel.table["change"].tolist() == [0, 0, 0]


def test_moving_a_weight_moves_its_neighbours_and_the_ranks(panel: WeightsPanel) -> None:
    panel.weights = {"service": 90}
    assert panel.weights == {"service": 90.0, "discipline": 10.0, "complaints": 50.0, "survey": 50.0}
    # ilir 0.9*80+0.1*30=75, tengah 0.9*70+0.1*65=69.5, baru 0.9*50+0.1*95=54.5
    assert panel.table["score"].round(9).to_dict() == {"ilir": 75.0, "tengah": 69.5, "baru": 54.5}
    assert panel.table["rank"].tolist() == [1, 2, 3]
    assert panel.table["policy_rank"].to_dict() == {"ilir": 3, "tengah": 2, "baru": 1}
    assert panel.table["change"].to_dict() == {"ilir": 2, "tengah": 0, "baru": -2}


def test_what_it_shows_equals_scoring_directly_to_the_last_digit(panel: WeightsPanel) -> None:
    panel.weights = {"service": 73, "survey": 12.5}
    direct = scored({"service": 73, "discipline": 27, "complaints": 87.5, "survey": 12.5})
    assert panel.table["score"].sort_index().tolist() == direct.scores["score"].sort_index().tolist()
    assert panel.table["rank"].sort_index().tolist() == direct.ranks.sort_index().tolist()


def test_reset_gives_the_unchanged_baseline_to_the_last_digit(panel: WeightsPanel) -> None:
    before = panel.table
    panel.weights = {"service": 77, "survey": 3}
    assert panel.table["score"].to_dict() != before["score"].to_dict()
    panel.reset()
    pd.testing.assert_frame_equal(panel.table, before)
    assert before["score"].to_dict() == scored({}).scores["score"].to_dict()


def test_a_locked_weight_stays_where_it_is(panel: WeightsPanel) -> None:
    panel.locked = ["discipline"]
    with pytest.raises(ParametersError, match="cannot add up to 100 inside this group; lower one, unlock one"):
        panel.weights = {"service": 50}
    assert panel.weights["service"] == 40.0


def test_the_sentence_says_which_weight_moved_and_who_moved_with_it(panel: WeightsPanel) -> None:
    panel.weights = {"service": 90}
    sentence = panel.answer["sentence"]
    assert "Pelayanan" in sentence
    assert "90 %" in sentence
    assert "40 %" in sentence
    assert "Plaju Ilir" in sentence
    panel.reset()
    assert "90 %" not in panel.answer["sentence"]


def test_the_answer_names_the_first_with_a_decimal_comma(panel: WeightsPanel) -> None:
    panel.weights = {"service": 90}
    assert '<strong data-testid="top">Plaju Ilir 75,00</strong>' in panel.answer["leader"]
    assert "Sungai Baru 77,00" in panel.answer["leader"]  # the baseline stays in sight


def test_in_english_it_speaks_with_a_decimal_point_and_english_labels() -> None:
    panel = WeightsPanel(FRAMEWORK, rank, language="en")
    assert '<strong data-testid="top">Sungai Baru 77.00</strong>' in panel.answer["leader"]
    assert panel.locale == "en-GB"
    assert [group["label"] for group in panel.groups] == ["Skor (en)", "Pelayanan (en)"]


def test_a_fault_of_the_scoring_is_shown_in_place_of_the_table_and_the_table_is_empty() -> None:
    def refuse(weights: Mapping[str, float]) -> pd.DataFrame:
        if weights:
            raise ScoringError([fault("survey", "no value <here>")])
        return rank(weights)

    panel = WeightsPanel(FRAMEWORK, refuse)
    panel.weights = {"service": 50}
    assert "survey: no value &lt;here&gt;" in panel.answer["table"]
    assert 'role="alert"' in panel.answer["table"]
    assert panel.answer["sentence"] == panel._language.text("Move the weight back, or return to the policy weights.")
    assert panel.table.empty
    panel.reset()
    assert len(panel.table) == 3


def test_without_any_score_it_says_so_instead_of_showing_an_empty_table() -> None:
    panel = WeightsPanel(FRAMEWORK, lambda weights: rank(weights).assign(score=float("nan"), rank=pd.NA))
    assert "<table>" not in panel.answer["table"]
    assert 'class="notice"' in panel.answer["table"]
    assert panel.answer["leader"] == ""


def test_an_unknown_weight_is_named_with_its_nearest_neighbour(panel: WeightsPanel) -> None:
    with pytest.raises(ParametersError, match="unknown weight 'servise'; did you mean service"):
        panel.weights = {"servise": 50}


def sure(weights: Mapping[str, float]) -> Certainty:
    rng = np.random.default_rng(0)
    return certainty_of(FRAMEWORK.with_weights(weights), VALUES, Robustness(draws=100), rng=rng)


class Kept:
    """Scenarios in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Scenario, Mapping[str, float]]] = {}

    def names(self) -> dict[str, str]:
        return {code: scenario.name for code, (scenario, _) in self.kept.items()}

    def load(self, code: str) -> tuple[Scenario, Mapping[str, float]]:
        return self.kept[code]

    def save(self, weights: Mapping[str, float], *, name: str, author: str, rationale: str, date: date) -> Path:
        said = {"name": name, "author": author, "rationale": rationale, "date": date}
        scenario = Scenario.model_validate({"base": "b.yaml", "changes": {"seed": 1}, **said})
        self.kept[name.lower()] = scenario, weights
        return Path(f"{name}.yaml")


@pytest.fixture
def full() -> WeightsPanel:
    return WeightsPanel(FRAMEWORK, rank, certainty=sure, scenarios=Kept(), language="en")


def from_browser(panel: WeightsPanel, **asked: object) -> None:
    panel._handle_custom_msg(asked, [])


def test_undo_and_redo_go_through_the_weights_that_were_set(panel: WeightsPanel) -> None:
    panel.weights = {"service": 90}
    panel.weights = {"survey": 10}
    assert panel.steps == {"undo": True, "redo": False}
    panel.undo()
    assert (panel.weights["service"], panel.weights["survey"]) == (90.0, 50.0)
    panel.undo()
    assert panel.weights == panel._policy
    assert panel.table["change"].tolist() == [0, 0, 0]
    assert panel.steps == {"undo": False, "redo": True}
    panel.redo()
    panel.redo()
    assert (panel.weights["service"], panel.weights["survey"]) == (90.0, 10.0)


def test_one_move_of_a_slider_in_the_browser_is_undone_at_once(panel: WeightsPanel) -> None:
    for weight in (41.0, 42.0, 43.0):
        panel.set_state({"weights": {**panel.weights, "service": weight, "discipline": 100 - weight}, "move": 1})
    panel.set_state({"weights": {**panel.weights, "survey": 60.0, "complaints": 40.0}, "move": 2})
    from_browser(panel, do="undo")
    assert (panel.weights["service"], panel.weights["survey"]) == (43.0, 50.0)
    from_browser(panel, do="undo")
    assert panel.weights == panel._policy
    from_browser(panel, do="redo")
    assert panel.weights["service"] == 43.0


def test_relative_weights_set_the_shares(panel: WeightsPanel) -> None:
    assert panel.points == {"service": 2, "discipline": 3, "complaints": 1, "survey": 1}
    panel.points = {"service": 1, "discipline": 3}
    assert panel.weights == {"service": 25.0, "discipline": 75.0, "complaints": 50.0, "survey": 50.0}
    assert panel.points == {"service": 1, "discipline": 3, "complaints": 1, "survey": 1}
    panel.weights = {"service": 40}
    assert (panel.points["service"], panel.points["discipline"]) == (2, 3)  # what the file says, as it means the same


def test_every_indicator_has_its_weight_in_the_whole(panel: WeightsPanel) -> None:
    panel.weights = {"service": 60, "survey": 25}
    assert panel.effective.to_dict() == {"discipline": 40.0, "complaints": 45.0, "survey": 15.0}


def test_how_sure_the_ranks_are_comes_later_and_only_for_the_weights_it_was_worked_out_for(full: WeightsPanel) -> None:
    assert full.certainty is None
    assert "Working out how sure" in full.answer["certainty"]
    full.settle()
    assert full.certainty is not None
    assert full.certainty.intervals.loc["baru", "low"] == 1
    assert "Nearest swap: when" in full.answer["certainty"]
    low, high = full.answer["swaps"]["service"]
    # at s: baru 95 - 45 s, tengah 65 + 5 s; level at s = 0.6
    assert (low, round(high, 6)) == (0.0, 60.0)
    full.weights = {"service": 90}
    assert full.certainty is None
    assert "…" in full.answer["table"]
    full._show_certainty({"service": 40.0}, sure({}))
    assert full.certainty is None


def test_where_it_cannot_be_worked_out_the_ranks_still_stand() -> None:
    def refuse(weights: Mapping[str, float]) -> Certainty:
        raise ScoringError([fault("", "no")])

    panel = WeightsPanel(FRAMEWORK, rank, certainty=refuse)
    panel.settle()
    assert panel.certainty is None
    assert len(panel.table) == 3


def test_a_scenario_is_saved_and_loaded_with_what_was_said_about_it(full: WeightsPanel) -> None:
    full.weights = {"service": 100 / 3}
    weights = dict(full.weights)
    said = {"name": "Third", "author": "A", "rationale": "Why not", "date": "2025-08-01"}
    from_browser(full, do="save", said=said)
    assert full.notice == {"kind": "done", "words": "Saved. To run it: workbench run Third.yaml", "number": 1}
    assert full.presets == {"third": "Third"}
    full.reset()
    from_browser(full, do="load", code="third")
    assert full.weights == weights
    assert full.notice["words"] == "Loaded: Third (A, 1 August 2025). Why not"


@pytest.mark.parametrize(
    ("moved", "said", "words"),
    [
        (50, {"name": "N", "author": "A", "rationale": "R", "date": ""}, "the date is missing"),
        (40, {"name": "N", "author": "A", "rationale": "R", "date": "2025-08-01"}, "there is nothing to save"),
    ],
)
def test_what_cannot_be_saved_is_said_in_the_panel(
    full: WeightsPanel, moved: float, said: dict[str, str], words: str
) -> None:
    full.weights = {"service": moved}
    from_browser(full, do="save", said=said)
    assert full.notice["kind"] == "problem"
    assert words in full.notice["words"]


def test_without_a_place_to_save_it_says_so(panel: WeightsPanel) -> None:
    with pytest.raises(WorkbenchError, match="opened without a place to save"):
        panel.save(name="N", author="A", rationale="R", date=date(2025, 8, 1))
    with pytest.raises(WorkbenchError, match="opened without a place to save"):
        panel.load("n")


def test_a_message_that_makes_no_sense_does_nothing(full: WeightsPanel) -> None:
    before = full.get_state()
    from_browser(full, do="dance")
    assert full.get_state() == before


def test_what_is_looked_at_is_asked_for_by_the_window() -> None:
    values = pd.DataFrame({code: np.linspace(0, 100, 300) for code in VALUES}, index=[f"u{n:03}" for n in range(300)])

    def many(weights: Mapping[str, float]) -> pd.DataFrame:
        card = scored(weights, values)
        return pd.DataFrame({"label": values.index, "score": card.scores["score"], "rank": card.ranks})

    panel = WeightsPanel(FRAMEWORK, many, language="en")
    assert panel.answer["pager"] == {"text": "1–50 of 300", "page": 0, "pages": 6, "worth": True}
    assert panel.answer["table"].count("<tr data-subject") == 50
    panel.window = {"page": 5}
    assert panel.answer["pager"]["text"] == "251–300 of 300"
    panel.window = {"search": "u00"}
    assert panel.answer["pager"]["text"] == "1–10 of 10"


def test_a_node_with_a_single_indicator_is_drawn_as_that_indicator() -> None:
    tree = Framework(
        root=node("score", "Skor", 1, node("one", "Satu", 1, leaf("survey", "Survei", 1)), leaf("discipline", "D", 1))
    )

    def of_tree(weights: Mapping[str, float]) -> pd.DataFrame:
        return pd.DataFrame({"label": LABELS, "score": 1.0, "rank": 1})

    panel = WeightsPanel(tree, of_tree)
    (group,) = panel.groups
    assert [(child["code"], child["indicator"]) for child in group["children"]] == [("one", True), ("discipline", True)]
    assert panel.weights["survey"] == 100.0
