from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.views.reading import words
from workbench.locale import LANGUAGES, Language
from workbench.model.labels import Label
from workbench.views.lesson_words import (
    CASES,
    EXPLANATIONS,
    NIP_PARTS,
    OFFICES,
    PRACTICE,
    PREDICATES,
    cases_to_rate,
    explained,
)

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "training"


def test_each_explanation_stands_in_one_notebook():
    text = "".join(path.read_text(encoding="utf-8") for path in NOTEBOOKS.glob("[1-5]_*.ipynb"))
    assert sorted(re.findall(r"explain\(\\\"(\w+)\\\"", text)) == sorted(EXPLANATIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_begins_with_its_point_and_keeps_its_order(language):
    each = EXPLANATIONS["objection"]
    shown = words(explained(each, Language(language))._repr_html_())
    assert shown.startswith(each.point.in_language(language))
    places = [shown.index(part.in_language(language)[:30]) for part in (*each.text, *each.examples)]
    assert places == sorted(places)


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_explanations_promise_no_more_than_the_tool_keeps(name):
    each = EXPLANATIONS[name]
    text = " ".join(label.en for label in (each.point, *each.text, *each.examples))
    assert not re.search(r"\b(unbiased|guarantee|objective truth)\b", text)


def test_the_number_cannot_belong_to_anybody():
    digits = "".join(part for part, _, _ in NIP_PARTS)
    assert len(digits) == 18
    assert digits.startswith("1900")
    assert digits.endswith("000")


def test_cases_begin_with_a_name_that_is_the_same_in_both_languages():
    names = [case.id.partition(":")[0] for case in CASES]
    assert names == [case.en.partition(":")[0] for case in CASES]
    assert len(set(names)) == 6
    assert all(name.isalpha() for name in names)


def test_practice_values_lie_between_their_goalposts_and_weights_add_up():
    assert all(min(each.worst, each.best) <= each.value <= max(each.worst, each.best) for each in PRACTICE.values())
    assert sum(each.weight for each in PRACTICE.values()) == 100


def test_offices_have_a_small_cell_and_a_count_for_each_predicate():
    assert all(len(row) == len(PREDICATES) for row in OFFICES.values())
    assert any(0 < count < 5 for row in OFFICES.values() for count in row)


def test_cases_are_numbered_as_they_are_rated():
    html = cases_to_rate(
        [Label(id="Ayu: rajin", en="Ayu: busy"), Label(id="B & C", en="B & C")], Language("en")
    )._repr_html_()
    assert "<ol><li>Ayu: busy</li><li>B &amp; C</li></ol>" in html
