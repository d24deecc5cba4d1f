"""What a methods notebook imports: the same cycle under other choices, on three units that can be redone by hand.

====  ====  ===  =====================  ====
unit  a     b    (a + b) / 2            rank
====  ====  ===  =====================  ====
X     85    5    45                     3
Y     50    50   50                     1
Z     52    44   48                     2
====  ====  ===  =====================  ====

With 4 to 1 on a: X 69, Y 50, Z 50.4. With a share w on a: X 5 + 80 w, Y 50, Z 44 + 8 w.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.views.reading import pictures, row, words
from workbench.errors import WorkbenchError
from workbench.methods import (
    compare_methods,
    influence,
    judges_1977,
    leave_parts_out,
    method_grid,
    rank_certainty,
    sensitivity,
    swaps,
    try_filling,
    validate_audit,
)
from workbench.prepare_cycle import prepare

METHODS = Path(__file__).parents[1] / "notebooks/methods"
INDICATOR = "{{label: {code}, table: unit, column: {code}, polarity: higher, measured_in: points, reference: test}}"
CYCLE = f"""
place: uji
title: Methods
cycle: 2025-S1
period: {{start: 2025-01-01, end: 2025-06-30}}
seed: 3
tables: {{unit: {{file: unit.csv, decimal: point}}}}
subjects: {{kind: unit, table: unit, key: code}}
declare:
  a: {INDICATOR.format(code="a")}
  b: {INDICATOR.format(code="b")}
framework:
  label: Score
  normalisation: {{method: goalposts, low: 0, high: 100}}
  indicators: {{a: {{weight: 1}}, b: {{weight: 1}}}}
"""
TILTED = {"framework": {"indicators": {"a": {"weight": 4}}}}


def cycle_of(folder: Path, rows: str) -> Path:
    (folder / "unit.csv").write_text("code,a,b\n" + rows, encoding="utf-8")
    (folder / "cycle.yaml").write_text(CYCLE, encoding="utf-8")
    return folder / "cycle.yaml"


@pytest.fixture
def cycle(tmp_path: Path) -> Path:
    return cycle_of(tmp_path, "X,85,5\nY,50,50\nZ,52,44\n")


def test_the_real_data_are_forty_three_judges() -> None:
    prepared = prepare(judges_1977())
    assert prepared.score().scores.shape == (43, 5)


def test_alternatives_are_compared_with_the_policy_by_their_ranks_and_weights(cycle: Path) -> None:
    alternatives = {"tilted": TILTED, "geometric": {"framework": {"aggregation": "geometric"}}}
    block = compare_methods(cycle, alternatives, language="en")
    assert block.finding == (
        "The ranks move most under “tilted”: by 1.3 places on average. Y stays first in 1 of 2 alternatives."
    )
    assert row(block.parts[0], "tilted") == ["1.3", "2", "X", "X", "3"]
    assert row(block.parts[0], "geometric") == ["0.0", "0", "–", "Y", "3"]
    assert row(block.parts[2], "a") == ["50.0 %", "80.0 %", "50.0 %"]


def test_weights_are_not_shown_where_no_alternative_changes_them(cycle: Path) -> None:
    block = compare_methods(cycle, {"min_max": {"framework": {"normalisation": "min_max"}}}, language="en")
    assert "With which weights?" not in "".join(block.parts)


def test_an_alternative_that_cannot_be_scored_is_named(cycle: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"slip: .*geometrik") as caught:
        compare_methods(cycle, {"slip": {"framework": {"aggregation": "geometrik"}}}, language="en")
    assert "Traceback" not in "".join(caught.value._render_traceback_())  # type: ignore[attr-defined]


def test_every_combination_of_the_steps_is_ranked(cycle: Path) -> None:
    steps = {
        "aggregation": {"policy": {}, "minimum": {"method": "minimum"}},
        "normalisation": {"policy": {}, "min_max": {"method": "min_max"}},
    }
    text = words(method_grid(cycle, steps, language="en")._repr_html_())
    # min–max: X (100, 0), Y (0, 100), Z (5.7, 86.7): means 50, 50, 46.2; smallest 0, 0, 5.7
    assert "policy × policy 0.0 0 – Y 3" in text
    assert "min_max × minimum 1.0 1 X Z 3" in text


def test_a_step_or_method_that_does_not_exist_is_told_with_the_nearest(cycle: Path) -> None:
    steps = {"normalisaton": {"z": {"method": "z_score"}}, "aggregation": {"g": {"method": "geometrc"}}}
    with pytest.raises(WorkbenchError, match="did you mean: normalisation") as caught:
        method_grid(cycle, steps, language="en")
    assert "did you mean: geometric?" in str(caught.value)


def test_the_choice_that_moves_the_ranks_is_named(cycle: Path) -> None:
    pytest.importorskip("SALib")
    steps = {
        "aggregation": {"policy": {}, "minimum": {"method": "minimum"}},
        "normalisation": {"policy": {}, "scaled": {"method": "scaled", "low": 0, "high": 100}},
    }
    block = sensitivity(cycle, steps, samples=64, language="en")
    # between scaled and goalposts nothing differs; only the weights make X change places
    assert block.finding.startswith("Weights: it takes part in ")
    assert row(block.parts[0], "Normalisation")[1] == "0 %"


def test_without_the_indicator_that_holds_it_back_a_unit_is_first(cycle: Path) -> None:
    block = leave_parts_out(cycle, language="en")
    assert block.question == "What changes without one part?"
    assert row(block.parts[0], "without b") == ["1.3", "2", "X", "X", "3"]
    assert row(block.parts[0], "without a") == ["0.0", "0", "–", "Y", "3"]


def test_values_that_are_known_from_others_are_brought_back_best_by_them(tmp_path: Path) -> None:
    rows = "".join(f"U{each:02},{each},{each}\n" for each in range(1, 31))
    rules = {"mean": {"method": "mean"}, "alike": {"method": "nearest_neighbours", "neighbours": 2}}
    block = try_filling(cycle_of(tmp_path, rows), rules, hidden=0.2, language="en")
    assert block.finding.startswith("alike comes closest")
    assert float(row(block.parts[0], "mean")[0]) > 0.5 > float(row(block.parts[0], "alike")[0])


def test_equal_weights_are_shown_beside_their_unequal_influence(tmp_path: Path) -> None:
    block = influence(cycle_of(tmp_path, "A,10,0\nB,10,40\nC,30,0\nD,30,40\n"), language="en")
    assert row(block.parts[0], "a") == ["50.0 %", "20.0 %", "▼ −30.0", "0.45"]
    assert row(block.parts[0], "b") == ["50.0 %", "80.0 %", "▲ +30.0", "0.89"]


def test_best_and_worst_ranks_are_those_within_a_quarter_of_each_share(cycle: Path) -> None:
    block = rank_certainty(cycle, language="en")
    # w from 0.375 to 0.625: X from 35 to 55, Y 50, Z from 47 to 49
    texts = " ".join(re.findall(r">([^<>]+)</text>", pictures(block.parts[0])[0]))
    assert "Y Z X 1 2 3" in texts
    assert "1–2 2–3 1–3" in texts


def test_the_smallest_change_of_a_weight_that_swaps_two_is_told(cycle: Path) -> None:
    block = swaps(cycle, top=1, language="en")
    # 44 + 8 w = 5 + 80 w at w = 0.5417; the first, Y, is overtaken by X from w = 0.5625 on
    assert block.finding.startswith("X draws level with Z when a has a share of 54.2 % instead of 50.0 %")
    assert row(block.parts[0], "Y") == ["Z", "a", "50.0 %", "75.0 %", "+25.0"]
    assert row(block.parts[2], "a") == ["0.0 %", "50.0 %", "56.3 %"]


@pytest.mark.parametrize("notebook", sorted(METHODS.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_vignette_is_question_call_answer_and_limits(notebook: Path) -> None:
    import nbformat

    cells = nbformat.read(notebook, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    told = "".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert cells[0].source.splitlines()[0].endswith("?")
    assert code[0].metadata.tags == ["parameters"]
    assert all(len(cell.source.splitlines()) < 10 and "def " not in cell.source for cell in code)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert "doi:10." in told
    assert cells[-1].source.startswith("## Apa yang tidak dikatakan di sini?")
    assert "*What this does not say." in cells[-1].source


def test_the_vignettes_follow_the_steps_of_the_handbook() -> None:
    assert [path.stem for path in sorted(METHODS.glob("*.ipynb"))] == [
        "1_screening",
        "2_missing_values",
        "3_outliers",
        "4_normalisation",
        "5_weights",
        "6_aggregation",
        "7_robustness",
        "8_explanation",
        "9_fairness_validation",
    ]


def test_the_audit_is_tried_on_invented_places() -> None:
    place = {"subjects": 60, "units": 4, "raters": 8, "each": 3}
    alone = {"subjects": 60, "units": 4, "raters": 4, "design": "nested", "each": 1}
    block = validate_audit("severities", {"linked": place, "alone": alone}, trials=5, language="en")
    assert "1 of 2 places get no answer." in block.finding
    assert "alone: everybody has one rater only" in words(block._repr_html_())
    again = validate_audit("severities", {"linked": place, "alone": alone}, trials=5, language="en")
    assert again == block
    classes = {"classes": place | {"scale": "classes", "each": 1}}
    assert "False alarms" in validate_audit("unit_distributions", classes, trials=3, language="en").finding


@pytest.mark.parametrize(
    ("question", "place", "said"),
    [
        ("severity", {}, "unknown question 'severity'; did you mean: severities"),
        ("severities", {"subjects": 5, "units": 9, "raters": 3}, "slip: 5 people cannot fill 9 units"),
        ("severities", {"subject": 5}, "slip: .*unexpected keyword argument 'subject'"),
    ],
)
def test_a_place_that_cannot_be_invented_says_why(question: str, place: dict[str, int], said: str) -> None:
    with pytest.raises(WorkbenchError, match=said):
        validate_audit(question, {"slip": place}, language="en")
