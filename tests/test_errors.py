"""A fault is data: one template, filled late, in any language."""

from __future__ import annotations

import pytest

from workbench import errors
from workbench.errors import Fault, InputError, ParametersError, WorkbenchError, fault, message

INDONESIAN = {"column '{column}' is {state}": "kolom '{column}' {state}", "empty": "kosong"}


def indonesian(template: str) -> str:
    return INDONESIAN.get(template, template)


def test_a_fault_is_one_line_that_says_where_and_what():
    assert fault("skm.csv", "{count} rows have no rater", count=3).render() == "skm.csv: 3 rows have no rater"


def test_a_path_of_keys_reads_as_keys():
    assert fault(("reports", "formats", 0), "unknown").render() == "reports.formats.0: unknown"


def test_a_fault_without_a_place_is_its_sentence_alone():
    assert fault("", "PDF needs Pango").render() == "PDF needs Pango"


def test_the_template_is_translated_before_its_gaps_are_filled():
    found = fault("skm.csv", "column '{column}' is {state}", column="empty", state=message("empty"))
    # the column is called "empty" and keeps its name; the state is words and is translated
    assert found.render(indonesian) == "skm.csv: kolom 'empty' kosong"
    assert found.render() == "skm.csv: column 'empty' is empty"


def test_braces_in_a_sentence_without_gaps_are_left_alone():
    assert fault("", "a label is text, or {id: text}").render() == "a label is text, or {id: text}"


def test_braces_in_a_value_are_left_alone():
    assert fault("", "found {found}", found="{key}").render() == "found {key}"


def test_faults_are_frozen():
    with pytest.raises(AttributeError, match="cannot assign"):
        fault("a", "b").where = "c"


def test_an_error_carries_every_fault_and_shows_one_a_line():
    error = InputError([fault("a.csv", "is empty"), fault("b.csv", "is empty")])
    assert [each.where for each in error.faults] == ["a.csv", "b.csv"]
    assert str(error) == error.render() == "a.csv: is empty\nb.csv: is empty"


def test_without_faults_nothing_is_raised():
    InputError.raise_if(iter([]))
    with pytest.raises(InputError, match=r"^a\.csv: is empty$"):
        InputError.raise_if(iter([fault("a.csv", "is empty")]))


def test_every_stage_has_its_own_error_and_one_name_catches_all():
    children = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, WorkbenchError)]
    stages = [each.stage for each in children]
    assert len(set(stages)) == len(stages) == 8
    assert ParametersError.stage == "parameters"
    with pytest.raises(WorkbenchError, match="x"):
        raise ParametersError([Fault("", "x")])
