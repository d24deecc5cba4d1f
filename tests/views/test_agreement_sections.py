from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fairness_run import fairness_run
from tests.views.reading import pictures, row, words
from workbench.locale import Language
from workbench.views.agreement_sections import agreement

EN = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return fairness_run(tmp_path_factory.mktemp("fairness"))


def told(run, **values):
    """Return the section when the coefficients of all items together have other `values`."""
    found = run.fairness["agreement"]
    rows = found.tables["coefficients"].copy()
    rows.loc[rows["item"] == "", list(values)] = list(values.values())
    changed = replace(found, tables={"coefficients": rows})
    return words(agreement(replace(run, fairness={**run.fairness, "agreement": changed}), EN)._repr_html_())


def test_what_one_rating_and_the_mean_are_worth(run):
    block = agreement(run, EN)
    assert block.question == "Do the raters agree?"
    assert block.finding.startswith("Rekan: one rating has a reliability of 0.")
    assert "(about 2) one of 0." in block.finding


def test_each_item_has_its_row_and_its_bar(run):
    html = agreement(run, EN)._repr_html_()
    cells = row(html, "1")
    assert cells[0] == "Krippendorff&#x27;s alpha" or cells[0] == "Krippendorff's alpha"
    assert cells[3:] == ["0 %", "100 %", "24"]  # P1 always gives one point less than P2
    (picture,) = pictures(html)
    for text in ("people", "strictness of raters", "All items together"):
        assert f">{text}<" in picture


def test_superiors_who_each_judge_their_own_people_are_not_compared_and_the_reason_is_given(run):
    text = words(agreement(run, EN)._repr_html_())
    assert "Ratings by superiors: every person has one rater, so that nothing can be said about agreement" in text


@pytest.mark.parametrize(
    ("of_mean", "needed", "said"),
    [
        (0.85, 3.0, "reliably enough to decide on it"),
        (0.70, 5.0, "allows tentative conclusions only; for decisions 5 raters a person would be enough"),
        (0.40, 12.0, "too uncertain to tell people apart; for decisions 12 raters a person would be enough"),
        (-0.9, float("nan"), "for decisions no number of raters would be enough"),
    ],
)
def test_what_the_mean_of_the_ratings_allows(run, of_mean, needed, said):
    assert said in told(run, of_mean=of_mean, needed=needed)


def test_where_nobody_has_two_raters_the_section_says_so(run):
    found = run.fairness["agreement"]
    only = {
        "findings": found.findings[found.findings["outcome"] == "atasan"],
        "tables": {"coefficients": found.tables["coefficients"].query("outcome == 'atasan'")},
    }
    block = agreement(replace(run, fairness={"agreement": replace(found, **only)}), EN)
    assert block.finding == "Whether the raters agree cannot be said."
    assert "nan" not in words(block._repr_html_())
