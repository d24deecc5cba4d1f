from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from tests.scoring.frameworks import framework, leaf, node
from tests.views.reading import row, words
from workbench.analysis.screening import screen
from workbench.locale import Language
from workbench.views.screening_sections import screening

ID, EN = Language("id"), Language("en")
NAMES = {"a": "On time", "b": "Within days", "c": "Rework", "pair": "Speed", "score": "Score"}
NAMES |= {f"s{each:02}": f"Unit {each}" for each in range(20)}


@pytest.fixture
def found():
    line = np.arange(20.0)
    values = pd.DataFrame({"a": line, "b": 2 * line, "c": -0.1 * line}, index=[f"s{each:02}" for each in range(20)])
    values.loc["s07", "c"] = np.nan
    compared = values.assign(pair=line, score=line)
    tree = framework(node("pair", leaf("a"), leaf("b"), leaf("c")))
    return screen(tree, values.assign(a=[*[0.0] * 19, 50.0]), compared)


def test_the_finding_counts_what_is_remarkable(found):
    assert screening(found, NAMES, EN).finding == (
        "3 indicators: 1 have few values, many zeros, few different values or outliers; 3 pairs say nearly the same or "
        "contradict each other; 1 parts hardly go along with their dimension, or against it."
    )


def test_an_indicator_stands_with_its_numbers_and_remarks(found):
    html = screening(found, NAMES, EN)._repr_html_()
    assert row(html, "On time") == [
        "100 %", "2.5", "11.2", "0.0", "0.0", "50.0", "4.5", "20.0", "many zeros, few different values, outliers"
    ]  # fmt: skip
    assert row(html, "Rework")[0] == "95 %"


def test_numbers_follow_the_language(found):
    assert row(screening(found, NAMES, ID)._repr_html_(), "Rework")[6].count(",") == 1


def test_what_says_the_same_and_what_contradicts_its_dimension_are_listed(found):
    text = words(screening(found, NAMES, EN)._repr_html_())
    assert "On time Within days 1.00 20 nearly the same" in text
    assert "Rework Speed -1.00 19 against each other" in text


def test_the_part_whose_loss_helps_most_is_named(found):
    cells = row(screening(found, NAMES, EN)._repr_html_(), "Speed")
    assert cells[0] == "3"
    assert cells[2] == "0.89 without Rework"  # 2 (1 - 5 / 9)


def test_who_is_known_least_comes_first(found):
    text = words(screening(found, NAMES, EN)._repr_html_())
    assert text.index("Unit 7 67 %") < text.index("Unit 0 100 %")


def test_nothing_to_remark_is_said(found):
    quiet = dataclasses.replace(found, pairs=found.pairs.assign(remark=""), parents=found.parents.assign(remark=""))
    assert "None: every part goes along with its dimension" in words(screening(quiet, NAMES, EN)._repr_html_())


def test_a_framework_without_dimensions_of_two_parts_has_no_alpha(found):
    empty = dataclasses.replace(found.reliability, nodes=found.reliability.nodes.iloc[:0])
    html = screening(dataclasses.replace(found, reliability=empty), NAMES, EN)._repr_html_()
    assert "No dimension has two parts" in words(html)
