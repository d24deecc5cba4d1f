from __future__ import annotations

import openpyxl
import pytest

from tests.people_run import people_run
from workbench.files.workbook import write_workbook
from workbench.locale import Language


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    write_workbook(folder / "book.xlsx", people_run(folder), Language("en"))
    return openpyxl.load_workbook(folder / "book.xlsx")


def rows(book, sheet):
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def test_decisions_are_told_in_names_not_codes(book):
    heading, _, second, third, _ = rows(book, "Decisions")

    assert heading[:7] == ["Code", "Kind", "About", "From value", "To value", "Predicate before", "Predicate after"]
    assert second[:7] == ["D", "meeting", "Results", "As expected", "Above expectation", "Good", "Very good"]
    assert third[:7] == ["F", "meeting", "Predicate", "Good", "Needs improvement", "Good", "Needs improvement"]


def test_objections_and_distribution_are_told_in_names(book):
    objection = dict(zip(*rows(book, "Objections")[:2], strict=True))
    unit = dict(zip(*rows(book, "Distribution")[:2], strict=True))

    assert (objection["Decision"], objection["From value"], objection["To value"]) == (
        "changed",
        "Needs improvement",
        "Good",
    )
    assert (unit["Unit's own predicate"], unit["Status"], unit["Very good"], unit["Good"]) == ("Good", "within", 1, 3)


def test_computed_and_final_predicate_stand_side_by_side_in_the_scores(book):
    heading, *people = rows(book, "Scores")
    place = heading.index("Predicate")
    stands = {row[0]: row[place : place + 2] for row in people}

    assert heading[place + 1] == "Final predicate"
    assert stands["D"] == ["Good", "Very good"]
    assert stands["H"] == [None, None]


def test_whoever_was_not_evaluated_is_named_with_the_reason(book):
    assert rows(book, "Not evaluated")[1] == ["H", "U1", "unpaid leave of absence (CLTN)", "SK 4"]
