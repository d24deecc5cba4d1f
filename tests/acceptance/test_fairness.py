"""Gaps between groups as others published or computed them: ProPublica, fairlearn, Aequitas, Hamermesh & Parker."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench.fairness.controls import Controls, controlled_gaps
from workbench.fairness.groupings import Grouping, grouping
from workbench.fairness.parity import Confusion, confusion, equalised_odds, parity
from workbench.fairness.rates import Rates, below_four_fifths, rate_gaps

TEACHING = Path(__file__).parents[3] / "shared" / "real" / "teaching_ratings_2005.csv"


@pytest.fixture
def compas(published):
    folder = published("fairness")
    people = pd.read_csv(folder / "compas_two_years_min.csv.gz")
    races = grouping(people, ["race"])
    high, again = people["high"].to_numpy(), people["two_year_recid"].to_numpy()
    table = confusion(high, again, races.codes, len(races.levels))
    return json.loads((folder / "compas_expected.json").read_text(encoding="utf-8")), races, table


def named(groups: Grouping, rates: Rates) -> dict[str, float]:
    return dict(zip((level for (level,) in groups.levels), rates.rate, strict=True))


def test_propublica_printed_these_rates_of_wrong_decisions(compas):
    expected, races, table = compas
    wrong = {"FPR": named(races, table.false_positive_rate()), "FNR": named(races, table.false_negative_rate())}
    for race in ("African-American", "Caucasian"):
        for rate, by_race in wrong.items():
            assert 100 * by_race[race] == pytest.approx(expected["propublica"][race][rate], abs=0.005)
    everybody = {"FPR": (table.false_positive, table.true_negative), "FNR": (table.false_negative, table.true_positive)}
    for rate, (hits, others) in everybody.items():
        share = 100 * hits.sum() / (hits.sum() + others.sum())
        assert share == pytest.approx(expected["propublica"]["All"][rate], abs=0.005)


def test_rates_and_gaps_are_those_of_fairlearn(compas):
    expected, races, table = compas
    rates = {
        "fpr": table.false_positive_rate(),
        "fnr": table.false_negative_rate(),
        "selection_rate": table.selected(),
    }
    for name, found in rates.items():
        by_race = named(races, found)
        for race, row in expected["fairlearn_by_group"].items():
            assert by_race[race] == pytest.approx(row[name], abs=1e-12)
        widest = parity(found, smallest=1)
        assert widest.difference == pytest.approx(expected["difference_between_groups"][name], abs=1e-12)
        assert widest.ratio == pytest.approx(expected["ratio_between_groups"][name], abs=1e-12)
    selected = parity(table.selected(), smallest=1)
    assert selected.difference == pytest.approx(expected["demographic_parity_difference"], abs=1e-12)
    assert selected.ratio == pytest.approx(expected["demographic_parity_ratio"], abs=1e-12)
    odds = equalised_odds(table, smallest=1)
    assert odds.difference == pytest.approx(expected["equalized_odds_difference"], abs=1e-12)


def test_the_eighteen_native_americans_do_not_make_the_gap_where_twenty_people_are_asked(compas):
    _, races, table = compas
    widest = parity(table.selected(), smallest=20)
    assert races.levels[widest.highest] == ("African-American",)
    gaps = rate_gaps(table.selected(), smallest=20).table
    assert gaps["status"].tolist().count("too_few") == 1
    assert len(gaps) == 6


AEQUITAS = {
    "ppr": lambda table: Rates(hits=table.selected().hits, size=np.full(2, table.selected().hits.sum())),
    "pprev": Confusion.selected,
    "fpr": Confusion.false_positive_rate,
    "fnr": Confusion.false_negative_rate,
    "for": Confusion.false_omission_rate,
    "fdr": Confusion.false_discovery_rate,
}


def test_the_tables_of_aequitas_are_rebuilt(published):
    folder = published("fairness") / "aequitas_fixture"
    people = pd.read_csv(folder / "test_1.csv")
    classes = grouping(people, ["class"])
    table = confusion(people["score"].to_numpy(), people["label_value"].to_numpy(), classes.codes, 2)
    fair = pd.read_csv(folder / "expected_output_fairness_test_1.csv").set_index("attribute_value")
    fair = fair.loc[[level for (level,) in classes.levels]]
    counts = {"group_size": table.size, "pp": table.selected().hits, "label_pos": table.prevalence().hits}
    counts |= {"tp": table.true_positive, "fp": table.false_positive}
    counts |= {"tn": table.true_negative, "fn": table.false_negative}
    for name, found in counts.items():
        assert found.tolist() == fair[f"group_{name}" if name == "label_pos" else name].tolist()
    reference = classes.levels.index(("High",))
    for name, rate in AEQUITAS.items():
        found = rate(table)
        assert found.rate == pytest.approx(fair[name].to_numpy())
        ratio = rate_gaps(found, against=reference, smallest=1).table["ratio"].fillna(1.0).to_numpy()
        assert ratio == pytest.approx(fair[f"{name}_disparity"].to_numpy())
        kept = ~(below_four_fifths(ratio) | below_four_fifths(1 / ratio))  # Aequitas flags both ways round
        if f"{name.upper()} Parity" in fair:
            assert kept.tolist() == fair[f"{name.upper()} Parity"].tolist()


@pytest.fixture
def courses():
    if not TEACHING.exists():
        pytest.skip("the ratings of courses are not beside the project (../shared/real)")
    courses = pd.read_csv(TEACHING)
    traits = {"minority": "yes", "native": "no", "tenure": "yes", "division": "lower", "credits": "single"}
    return courses.assign(
        female=(courses["gender"] == "female").astype(int),
        **{name: (courses[name] == value).astype(int) for name, value in traits.items()},
    )


TRAITS = ["female", "minority", "native", "tenure", "division", "credits"]


def gap(courses: pd.DataFrame, trait: str, traits: list[str], **more) -> pd.Series:
    held = Controls(
        factors=[courses[name].to_numpy() for name in traits if name != trait],
        covariates=[courses["beauty"].to_numpy()],
        **more,
    )
    values = courses["eval"].to_numpy()
    found = controlled_gaps(values, courses[trait].to_numpy(), 2, controls=held, reference=0)
    return found.table.loc[1].copy()


@pytest.mark.parametrize(
    ("trait", "difference", "error"),
    [
        ("female", -0.239, 0.085),
        ("minority", -0.249, 0.112),
        ("native", -0.253, 0.134),
        ("tenure", -0.136, 0.094),
        ("credits", 0.687, 0.166),
    ],
)
def test_teachers_are_rated_as_hamermesh_and_parker_published(courses, trait, difference, error):
    # Economics of Education Review 24 (2005), 369-376, doi 10.1016/j.econedurev.2004.07.013, table 3, column 1:
    # weighted by the students who answered, errors clustered by teacher.
    weights, teachers = courses["students"].to_numpy(float), courses["prof"].to_numpy()
    found = gap(courses, trait, TRAITS, weights=weights, clusters=teachers)
    assert found["difference"] == pytest.approx(difference, abs=5e-4)
    assert found["error"] == pytest.approx(error, abs=6e-4)


@pytest.mark.parametrize(
    ("trait", "difference", "error"),
    [("female", -0.173, 0.049), ("minority", -0.167, 0.067), ("native", -0.244, 0.094), ("division", 0.011, 0.056)],
)
def test_the_same_courses_in_a_textbook(courses, trait, difference, error):
    # Stock & Watson, Introduction to Econometrics, empirical exercise on these courses: robust errors.
    found = gap(courses, trait, [name for name in TRAITS if name != "tenure"])
    assert found["difference"] == pytest.approx(difference, abs=5e-4)
    assert found["error"] == pytest.approx(error, abs=1e-3)
