from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fairness_run import fairness_run
from tests.people_run import people_run
from tests.views.reading import pictures, row, words
from workbench.locale import Language
from workbench.model.fairness import Examination
from workbench.views.blocks import NOTHING
from workbench.views.predicate_sections import predicates

EN = Language("en")


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """U1 is rated Kurang although its people have better predicates; U2 of 3 people is rated Istimewa."""
    changes = {
        "uji.yaml": (
            "perpres-21-2023]\n",
            "perpres-21-2023, sebaran-nasional-2022-2024]\n"
            "fairness: {smallest: 3, published_distribution: sebaran.predikat_pns}\n",
        ),
        "predikat.csv": ("Baik,SK 7", "Kurang,SK 7"),
    }
    return people_run(tmp_path_factory.mktemp("people"), changes)


def said(run) -> str:
    return words(predicates(run, EN)._repr_html_())


def with_facts(run, **facts):
    found = run.fairness["predicates"]
    changed = Examination(findings=found.findings, tables=found.tables, facts={**found.facts, **facts})
    return replace(run, fairness={**run.fairness, "predicates": changed})


def test_the_finding_names_the_best_classes_and_the_most_frequent_one(people):
    # computed: 1 Sangat Baik, 5 Baik, 1 Butuh Perbaikan, 1 Kurang
    assert predicates(people, EN).finding == (
        "75.0 % of the people stand in the best 2 classes, 62.5 % in “Good” alone."
    )


def test_each_class_stands_beside_its_published_share_and_the_source_is_named(people):
    html = predicates(people, EN)._repr_html_()
    assert row(html, "Good") == ["5", "62.50 %", "88.46 %"]
    assert "birokratmenulis.org" in words(html)
    assert "not a limit" in words(html)


def test_the_units_are_drawn_below_everybody(people):
    (picture,) = pictures(predicates(people, EN)._repr_html_())
    assert picture.index("Everybody") < picture.index("Unit Satu")
    assert "0 of 2 units differ from the rest" in said(people)


def test_a_unit_whose_people_fit_only_a_better_predicate_is_named(people):
    assert "Rated Poor: Unit Satu. The predicates of their people would fit only a better one" in said(people)


@pytest.mark.parametrize(
    ("low", "high", "answer"), [(0.2, 0.6, "Yes: "), (-0.2, 0.2, "That does not show: "), (-0.6, -0.1, "No, rather")]
)
def test_the_interval_decides_what_is_said_about_agreement(people, low, high, answer):
    agreement = people.fairness["predicates"].facts["agreement"]
    assert "That cannot be said: fewer than 5 units have a predicate." in said(people)
    told = {**agreement, "reason": None, "gamma": 0.0, "gamma_low": low, "gamma_high": high}
    assert answer in said(with_facts(people, agreement=told))


def test_a_ceiling_limits_what_an_even_distribution_may_be_taken_for(people):
    assert "A gap between groups hardly shows" not in said(people)
    assert "A gap between groups hardly shows" in said(with_facts(people, ceiling=True))


def test_a_unit_that_differs_stands_in_a_table_with_its_direction(people):
    found = people.fairness["predicates"]
    units = found.tables["units"].assign(verdict="found", distance=[0.5, 0.5], shift=[0.5, -0.1])
    findings = found.findings.assign(verdict=found.findings["verdict"].mask(found.findings["group"] != "", "found"))
    changed = Examination(findings=findings, tables={**found.tables, "units": units}, facts=found.facts)
    html = predicates(replace(people, fairness={"predicates": changed}), EN)._repr_html_()
    assert row(html, "Unit Satu")[3] == "higher by 0.50 classes"
    assert row(html, "Unit Dua")[3] == "spread otherwise, neither higher nor lower"
    assert row(html, "Unit Dua")[4].startswith("more than chance would explain")


def test_a_cycle_without_predicates_of_units_is_told_what_its_bands_show(tmp_path):
    run = fairness_run(tmp_path)
    assert "Do units with a better predicate" not in said(run)
    assert "Published" not in said(run)
    assert predicates(replace(run, fairness={}), EN) == NOTHING
