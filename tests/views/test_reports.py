from __future__ import annotations

import inspect

import pytest

from tests.people_run import people_run
from tests.views.reading import read, words
from workbench.errors import RunError
from workbench.locale import Language
from workbench.views.blocks import NOTHING, Block
from workbench.views.reports import Report, SubjectReport

SECTIONS = [name for name in vars(Report) if not name.startswith("_") and name not in ("of", "run", "language")]
SUBJECT_SECTIONS = [name for name, each in vars(SubjectReport).items() if inspect.isfunction(each) and name[0] != "_"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_each_section_of_the_cycle_is_a_block_in_both_languages(run, section, language):
    assert isinstance(getattr(Report(run, Language(language)), section)(), Block)


@pytest.mark.parametrize("subject", ["A", "E"])
@pytest.mark.parametrize("section", SUBJECT_SECTIONS)
def test_each_section_exists_for_scored_and_unscored_subjects(run, section, subject):
    assert isinstance(getattr(Report(run, Language("id")).of(subject), section)(), Block)


def test_without_a_code_the_first_subject_is_taken(run):
    assert Report(run, Language("id")).of("").subject == "A"


def test_an_unknown_code_is_refused_with_the_nearest(run):
    with pytest.raises(RunError, match=r"'AA' is not among the subjects of this run; did you mean: A\?"):
        Report(run, Language("en")).of("AA")


@pytest.mark.parametrize("name", ["run", "place"])
def test_no_identifier_occurs_twice_on_a_page(name, request):
    report = Report(request.getfixturevalue(name), Language("id"))
    page = "".join(getattr(report, section)()._repr_html_() for section in SECTIONS)
    identifiers = read(page).identifiers
    assert len(identifiers) == len(set(identifiers))


def test_the_page_of_a_person_who_is_not_evaluated_holds_the_reason_and_nothing_to_compare(tmp_path):
    report = Report(people_run(tmp_path), Language("en")).of("H")
    shown = {name for name in SUBJECT_SECTIONS if getattr(report, name)() != NOTHING}
    assert shown == {"opening", "decided", "objections", "provenance"}
    assert words(report.opening()._repr_html_()).endswith(
        "is not evaluated in this cycle: unpaid leave of absence (CLTN). There is no score, no rank and no predicate; "
        "their absence says nothing about performance."
    )
    assert "–" not in words(report.decided()._repr_html_())
