from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tests.calibration_run import lay_out
from tests.views.reading import read, row, words
from workbench.fairness.calibration_options import BOUND_NOT_KEPT
from workbench.locale import Language
from workbench.model.fairness import Examination
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate
from workbench.views.calibration_sections import calibration, option_name

EN = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return evaluate(prepare(lay_out(tmp_path_factory.mktemp("place"))))


@pytest.fixture(scope="module")
def page(run):
    return calibration(run, EN)._repr_html_()


def options_of(run) -> pd.DataFrame:
    return run.fairness["calibration"].tables["options"]


def with_options(run, options: pd.DataFrame):
    """Return the run with other options."""
    found = run.fairness["calibration"]
    changed = Examination(findings=found.findings, tables={**found.tables, "options": options}, facts=found.facts)
    return replace(run, fairness={**run.fairness, "calibration": changed})


def test_it_says_that_nothing_has_been_applied(run, page):
    block = calibration(run, EN)
    assert block.question == "What can be done, and at what cost?"
    assert "options were worked out and none was applied" in block.finding
    assert "No score, rating or weight in this run has been changed" in words(page)
    assert "unbiased" not in page


def test_every_option_stands_beside_its_cost(run, page):
    option = options_of(run).set_index("kind").loc["quantiles"]
    cells = row(page, "Distributions of units aligned (dial 1.0)")
    assert any(cell.startswith(EN.number(option["gap_before"])) for cell in cells)
    assert EN.number(option["classes_changed"], 0) in cells


def test_a_gap_that_chance_could_explain_is_said_to_be_one(run):
    options = options_of(run)
    by_chance = with_options(run, options.assign(low_before=0.0))
    assert "the gap is not more than chance would explain" in words(calibration(by_chance, EN)._repr_html_())
    sure = with_options(run, options.assign(low_before=1.0))
    assert "the gap is not more than chance would explain" not in words(calibration(sure, EN)._repr_html_())


def test_what_is_out_of_reach_has_its_reason(run, page):
    (limited,) = options_of(run).query("about == 'atasan'").to_dict("records")
    assert "one rater only" in limited["limit"]
    assert "everybody has one rater only" in words(page)


def test_weights_that_cannot_keep_the_bound_are_called_what_they_are(run):
    options = options_of(run)
    stuck = options[options["kind"] == "weights"].iloc[0].copy()
    assert option_name(run, stuck, EN).startswith("Weights for a gap of at most")

    stuck["limit"], stuck["limit_values"] = str(BOUND_NOT_KEPT), '{"bound": 0.6249}'
    assert option_name(run, stuck, EN) == f"Weights for the smallest gap between groups of {stuck['grouping']}"
    html = calibration(with_options(run, stuck.to_frame().T), EN)._repr_html_()
    assert "a gap of 0.62 points is out of reach" in words(html)


def test_the_frontier_says_what_a_smaller_gap_costs(run):
    found = run.fairness["calibration"]
    points = pd.DataFrame({"distance": [0.0, 0.4], "gap": [6.0, 2.0], "rescored": [6.0, 2.0], "grouping": "unit"})
    tables = {**found.tables, "frontier": points}
    with_frontier = replace(
        run, fairness={"calibration": Examination(findings=found.findings, tables=tables, facts=found.facts)}
    )
    html = calibration(with_frontier, EN)._repr_html_()
    said = "the largest gap is 6.0 points; it can be brought down to 2.0 when 20.0 % of the weight moves"
    assert said in words(html).replace("\u00a0", " ")
    assert any(said in str(picture["alt"]) for picture in read(html).pictures)


def test_the_meeting_finds_its_tables_and_scenarios(run, page):
    assert "calibration/quantiles.csv" in page
    for option in run.fairness["calibration"].facts["scenarios"]:
        assert f"calibration/{option}.yaml" in page


def test_without_any_possible_option_only_the_reasons_are_told(run):
    options = options_of(run).query("about == 'atasan'")
    block = calibration(with_options(run, options), EN)
    assert block.finding == "With these data no option can be worked out."
    assert "one rater only" in words(block._repr_html_())
