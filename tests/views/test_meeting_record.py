from __future__ import annotations

import pytest

from tests.people_run import people_run
from tests.views.reading import read, row, words
from workbench.locale import Language
from workbench.views.blocks import NOTHING
from workbench.views.meeting_record import MeetingRecord

SECTIONS = ("opening", "decisions", "before_and_after", "objections", "signatures")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return MeetingRecord(people_run(tmp_path_factory.mktemp("people")), Language("en"))


def test_it_says_what_it_records_and_that_officials_decided(record):
    said = words(record.opening()._repr_html_())

    assert "This paper records 4 decisions about 3 people and 3 objections." in said
    assert "every change was decided by the officials named here" in said
    assert "Decided on 10 July 2025, 29 July 2025" in said


def test_predicates_are_counted_before_and_after_without_the_exempt(record):
    block = record.before_and_after()

    # A; B C D F I; E; G of eight people, then D as well
    assert row(block._repr_html_(), "Very good") == ["1", "2"]
    assert row(block._repr_html_(), "Good") == ["5", "4"]
    assert block.finding == "Units outside the limits of the distribution: 0 before, 0 after."


def test_everyone_who_decided_has_a_line_to_sign_once(record):
    page = words(record.signatures()._repr_html_())

    assert [page.count(role) for role in ("Camat", "Sekda", "Keeper of the record")] == [1, 1, 1]


def test_no_identifier_occurs_twice_on_the_paper(record):
    identifiers = read("".join(getattr(record, name)()._repr_html_() for name in SECTIONS)).identifiers
    assert len(identifiers) == len(set(identifiers))


def test_a_cycle_without_decisions_says_so_and_nothing_else(run):
    record = MeetingRecord(run, Language("en"))

    assert "This cycle has no table of decisions." in words(record.opening()._repr_html_())
    assert [getattr(record, name)() for name in SECTIONS[1:]] == [NOTHING] * 4
