"""Generated tables are tables that the workbench itself could have read."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from unittest import SkipTest

import kinerja
import pandas as pd
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from tests.testing.indicators import ANSWERED, NEED
from workbench import Column, TableNeed
from workbench.testing import HALF_YEAR, generated_tables
from workbench.testing.rows import frames_of

BUILT_IN = kinerja.workbench_indicators()
FIRST = settings(max_examples=500, derandomize=True, database=None, phases=[Phase.generate])
QUICK = settings(max_examples=25, deadline=None, derandomize=True, database=None)


@QUICK
@given(st.data())
def test_whatever_is_generated_would_be_read_from_a_file_without_a_fault(data) -> None:
    indicator = data.draw(st.sampled_from([ANSWERED, *BUILT_IN]))
    tables = data.draw(generated_tables(indicator))
    read = frames_of(indicator, tables, key="subject")
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, read[name])


@QUICK
@given(generated_tables(ANSWERED))
def test_bounds_categories_subjects_and_the_cycle_are_kept(tables) -> None:
    letters = tables["letters"]
    assert letters["pages"].between(1, 9).all()
    assert letters["channel"].isin(["post", "app"]).all()
    assert letters["subject"].isin(["A", "B", "C"]).all()
    days = letters["answered"].dropna()
    assert days.between(pd.Timestamp(HALF_YEAR.start), pd.Timestamp(HALF_YEAR.end)).all()


@pytest.mark.parametrize(
    "wanted",
    [
        lambda letters: len(letters) == 0,
        lambda letters: len(letters) == 8,
        lambda letters: letters["answered"].isna().any() and letters["answered"].notna().any(),
        lambda letters: letters.duplicated().any(),
        lambda letters: letters["score"].max() == 100,
        lambda letters: letters["subject"].nunique() == 3,
    ],
    ids=["no rows", "many rows", "some cells empty", "a row twice", "a bound is reached", "all subjects"],
)
def test_there_are_tables_with(wanted) -> None:
    found = find(generated_tables(ANSWERED), lambda tables: wanted(tables["letters"]), settings=FIRST)
    assert wanted(found["letters"])


@QUICK
@given(generated_tables(ANSWERED, empty=True))
def test_empty_leaves_every_cell_empty_that_may_be(tables) -> None:
    assert tables["letters"][["answered", "score"]].isna().all(axis=None)
    assert tables["letters"]["pages"].notna().all()


@QUICK
@given(generated_tables(replace(ANSWERED, needs=(replace(NEED, key=("pages",)),)), alike=True))
def test_alike_leaves_rows_that_differ_in_their_key_only(tables) -> None:
    letters = tables["letters"]
    assert letters["pages"].is_unique
    assert len(letters.drop(columns="pages").drop_duplicates()) <= 1


def test_a_column_can_be_given_its_own_cells() -> None:
    eights = generated_tables(ANSWERED, cells={"letters.pages": st.just(8)}, max_rows=2)
    found = find(eights, lambda tables: len(tables["letters"]) == 2, settings=FIRST)
    assert found["letters"]["pages"].tolist() == [8, 8]


def test_a_column_that_names_a_subject_keeps_to_the_subjects() -> None:
    others = generated_tables(ANSWERED, subjects=("A",), cells={"letters.subject": st.just("B")})
    found = find(others, lambda tables: len(tables["letters"]) > 0, settings=FIRST)
    assert set(found["letters"]["subject"]) == {"A"}


def test_a_number_without_bounds_lies_within_a_thousand() -> None:
    free = TableNeed(table="letters", columns=(Column(name="x", kind="number"), Column(name="y", kind="number", low=5)))

    @QUICK
    @given(generated_tables(replace(ANSWERED, needs=(free,))))
    def holds(tables) -> None:
        assert tables["letters"]["x"].between(-1000, 1000).all()
        assert tables["letters"]["y"].between(5, 1005).all()

    holds()


def test_a_moment_lies_within_the_days_known() -> None:
    need = TableNeed(table="letters", columns=(Column(name="at", kind="datetime"),))
    cycle = replace(HALF_YEAR, data_until=date(2025, 1, 2))
    found = find(
        generated_tables(replace(ANSWERED, needs=(need,)), cycle=cycle),
        lambda tables: (tables["letters"]["at"] >= pd.Timestamp("2025-01-02")).any(),
        settings=FIRST,
    )
    assert found["letters"]["at"].max() < pd.Timestamp("2025-01-03")


def test_two_tables_can_refer_to_each_other() -> None:
    senders = TableNeed(table="senders", columns=(Column(name="name", kind="text"),), key=("name",))
    letters = TableNeed(table="letters", columns=(Column(name="name", kind="text"),))
    found = find(
        generated_tables(replace(ANSWERED, needs=(senders, letters))),
        lambda tables: len(tables["letters"]) and tables["letters"]["name"].isin(tables["senders"]["name"]).all(),
        settings=FIRST,
    )
    assert found["senders"]["name"].is_unique


def test_without_hypothesis_the_test_is_skipped_and_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(SkipTest, match=r"pip install 'kinerja-workbench\[testing\]'"):
        generated_tables(ANSWERED)
