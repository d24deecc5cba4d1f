"""The weights panel without a browser: set the weights, read the table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from workbench.builtin_methods import workbench_methods
from workbench.errors import ParametersError, ScoringError, fault
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.indicator import Indicator
from workbench.model.labels import Label
from workbench.model.parameters import Imputation, Ranking, Treatment
from workbench.model.results import Measurements, Scorecard
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
