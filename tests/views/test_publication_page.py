"""The page and the README of an edition, in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests import people_run
from tests.views.reading import row, words
from workbench.locale import Language
from workbench.publish_run import edition_of
from workbench.views.publication_page import explanation, publication, readme, tables_in_words

EN = Language("en")


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    return people_run.people_run(tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def edition(people):
    return edition_of(people, audience="public", smallest=3)


@pytest.fixture
def raters():
    return pd.DataFrame(
        {
            "rater": ["abcd", "efgh"],
            "outcome": "feedback",
            "value": [2.5, np.nan],
            "low": [1.0, np.nan],
            "high": [4.0, np.nan],
            "hidden": [False, True],
        }
    )


def page(edition, run):
    return "".join(block._repr_html_() for block in publication(edition, run, EN))


def test_the_page_says_whom_it_is_for_and_never_that_it_is_internal(edition, people):
    text = words(page(edition, people))
    assert "public edition" in text
    assert "internal edition" not in text


def test_a_row_holds_the_unit_by_name_and_what_is_hidden_in_words(edition, people):
    html = page(edition, people)
    assert row(html, "All together")[0] == "8"
    assert "hidden (too few)" in row(html, "Unit Satu")


def test_nobody_without_a_class_means_no_column_for_them(edition, people):
    assert "without a class" not in words(page(edition, people))


def test_columns_begin_with_the_best_class(edition, people):
    text = words(page(edition, people))
    names = [people.class_labels[code]["en"] for code in people.people.facts["order"]]
    shown = [name for name in names if name in text]
    assert [text.index(name) for name in shown] == sorted(text.index(name) for name in shown)


def test_what_is_hidden_is_counted_and_explained(edition, people):
    (rows,) = edition.groupings.values()
    first = explanation(edition, people, EN)[0]
    assert "fewer than 3 people are hidden" in first
    assert f"{rows['hidden'].sum()} of {len(rows)} numbers" in first


def test_a_grouping_that_is_left_out_is_named_with_its_reason(edition, people):
    left_out = replace(edition, left_out={"jk": ("no group has {smallest} people", "")})
    assert "jk is not published: no group has 3 people." in explanation(left_out, people, EN)


def test_the_readme_tells_the_run_it_comes_from(edition, people):
    text = readme(edition, people, EN)
    assert text.startswith("# Test people, 2025: public edition\n")
    assert f"Run: {people.fingerprint}" in text


def test_tables_say_shown_or_hidden_in_words(edition, people):
    table = tables_in_words(edition, people, EN)["by_unit"]
    assert set(table["status"]) == {"shown", "hidden (too few)"}
    assert table.loc[table["status"] != "shown", ["people", "percent"]].isna().all(axis=None)


def test_leaders_read_how_strict_raters_are_and_what_that_cannot_say(edition, people, raters):
    leaders = replace(edition, audience="leaders", raters=raters)
    html = page(leaders, people)
    assert row(html, "abcd") == ["feedback", "+2.50", "1.00–4.00", "shown"]
    assert row(html, "efgh") == ["feedback", "–", "–", "hidden (too few)"]
    unknown = replace(leaders, raters=raters.assign(hidden=False))
    assert row(page(unknown, people), "efgh")[-1] == "cannot be said"
    assert "it is a question to ask" in words(html)
    assert any("made for this edition only" in sentence for sentence in explanation(leaders, people, EN))


def test_units_are_told_as_bodies(run):
    units = edition_of(run, audience="public", smallest=5)
    html = page(units, run)
    assert row(html, "Unit Awal") == ["86.3", "1", "Good"]
    assert "results of units as bodies" in words(html)
    assert "People" not in words(html)
