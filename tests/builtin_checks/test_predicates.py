"""How predicates pile up, which units differ, and whether they follow the units' own predicates."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.fairness.cases import case
from tests.people_run import people_run
from workbench.builtin_checks.predicates import GAMMA, MORE, PUBLISHED, REASONS, STEPS, UNIT, predicates
from workbench.model.fairness import Examination
from workbench.model.labels import Label
from workbench.model.rules import Cited, RulePack, Rules

ORDER = ["baik", "cukup", "kurang"]


def by_group(found: Examination, measure: str) -> pd.DataFrame:
    return found.findings[found.findings["measure"] == measure].set_index("group")


def units_of(**counts):
    """Return a case of units with so many people in each class."""
    rows = [
        (f"{unit}{place}-{number}", unit, name)
        for unit, by_class in counts.items()
        for place, (name, people) in enumerate(zip(ORDER, by_class, strict=True))
        for number in range(people)
    ]
    scores = {subject: 50.0 for subject, _, _ in rows}
    return {
        "scores": scores,
        "groups": {"unit": [unit for _, unit, _ in rows]},
        "classes": {subject: name for subject, _, name in rows},
        "class_order": ORDER,
        "unit": "unit",
    }


def test_what_everybody_shows_together_is_stated_with_intervals():
    found = predicates(case(**units_of(A=(3, 14, 3))))
    stated = found.findings.iloc[:4]
    assert stated["verdict"].tolist() == ["stated"] * 4
    # 17 of 20 in the two best classes, 14 of 20 in one; 3·3 + 14·2 + 3·1 over 20
    assert stated["value"].tolist()[:2] == [0.85, 0.7]
    assert stated["value"].iloc[3] == pytest.approx(2)
    assert stated["low"].iloc[1] == pytest.approx(0.481, abs=1e-3)  # Wilson
    assert found.facts["mode"] == "cukup"
    assert not found.facts["ceiling"]


def test_a_unit_that_differs_is_found_a_small_one_is_not_assessed_and_a_noisy_one_says_so():
    alike = {f"B{number}": (6, 36, 4) for number in range(8)}
    found = predicates(case(**units_of(A=(30, 10, 0), C=(1, 10, 1), D=(4, 0, 0), **alike)))
    units = by_group(found, UNIT)
    assert units["verdict"][["A", "C", "D"]].tolist() == ["found", "not_found", "too_few"]
    assert (units["verdict"][list(alike)] == "not_found").all()
    assert units["reason"][["A", "B0", "D"]].tolist() == ["", "", ""]
    assert units.at["C", "reason"].startswith("fewer than 30 people")
    table = found.tables["units"].set_index("unit")
    assert table.at["A", "shift"] > 0
    assert table.loc["A", ["people_baik", "people_cukup", "people_kurang"]].tolist() == [30, 10, 0]


def test_one_unit_alone_has_no_others_to_compare_with():
    units = by_group(predicates(case(**units_of(A=(3, 14, 3)))), UNIT).iloc[0]
    assert (units["verdict"], units["reason"]) == ("cannot_say", "there are no others to compare with")


def test_nearly_everyone_in_the_best_classes_is_a_ceiling():
    assert predicates(case(**units_of(A=(10, 40, 1), B=(5, 40, 1)))).facts["ceiling"]


def test_everybody_is_compared_with_a_published_distribution_where_one_is_named():
    cited = Cited(value={"baik": 50, "cukup": 45, "kurang": 5}, reference="Survei 2024", confidence="secondary")
    pack = RulePack(
        code="uji", title=Label.of("Uji"), reference="SK", confidence="secondary", valid_from=date(2025, 1, 1),
        values={"sebaran.uji": cited},
    )  # fmt: skip
    people = units_of(A=(4, 32, 4))
    found = predicates(case(**people, rules=Rules(packs=(pack,)), published_distribution="sebaran.uji"))
    beside = by_group(found, PUBLISHED).iloc[0]
    # |.1 - .5| after the first class, |.9 - .95| after the second
    assert beside["value"] == pytest.approx(0.4 + 0.05)
    assert (beside["against"], beside["verdict"]) == ("Survei 2024", "found")
    # 36 of 40 are in the best two classes, Wilson .769 to .960; .95 are published
    more = by_group(found, MORE).iloc[0]
    assert more[["value", "low", "high"]].astype(float).tolist() == pytest.approx([-0.05, -0.181, 0.010], abs=1e-3)
    assert more["verdict"] == "stated"
    assert found.tables["classes"]["published"].tolist() == [0.5, 0.45, 0.05]


def test_without_classes_or_units_less_is_asked():
    assert predicates(case({"a": 1.0}, {})).findings.empty
    people = units_of(A=(3, 14, 3))
    assert set(predicates(case(**{**people, "unit": None})).tables) == {"classes"}


def test_units_whose_people_say_something_else_are_named_and_too_few_units_have_no_agreement(tmp_path):
    changes = {
        "uji.yaml": ("reports:", "fairness: {smallest: 3}\nreports:"),
        "predikat.csv": ("Baik,SK 7", "Kurang,SK 7"),
    }
    found = people_run(tmp_path, changes).fairness["predicates"]
    away = by_group(found, STEPS)
    assert away.loc["U1", ["value", "reason"]].tolist() == [2, REASONS["people_higher"]]
    agreement = by_group(found, GAMMA).iloc[0]
    assert (agreement["verdict"], agreement["reason"]) == ("cannot_say", REASONS["too_few_units"])
    assert found.facts["agreement"]["gamma_low"] is None
    assert isinstance(found.tables["out_of_line"], pd.DataFrame)
