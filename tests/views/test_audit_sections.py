"""The audit in words, on the five units of tests/small_run.py, and on a table of an audit that has something to say."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.views.audited import found
from tests.views.reading import pictures, read, row, words
from workbench.locale import Language
from workbench.views import audit_sections as sections

ID, EN = Language("id"), Language("en")


@pytest.fixture
def flagged(run):
    coverage = [
        (check, code, "", value, limit, verdict)
        for code in ("on_time", "days")
        for check, value, limit, verdict in (
            ("present", 0.6 if code == "days" else 0.9, 0.65, "look" if code == "days" else "sound"),
            ("imputed", 0.0, 0.1, "sound"),
            ("treated", 0.0, 0.05, "sound"),
            ("same", 0.25, 0.5, "sound"),
            ("skewness", -0.001, 2.0, "sound"),
            ("kurtosis", -1.2, 3.5, ""),
        )
    ]
    return found(
        run,
        *coverage,
        ("reliability", "score", "", 0.97, 0.7, "sound"),
        ("redundant", "on_time", "days", 0.95, 0.92, "look"),
        ("conflict", "pelayanan", "kecepatan", 0.95, -0.1, "sound"),
        ("parent", "pelayanan", "score", 0.99, 0.3, "sound"),
        ("parent", "kecepatan", "score", 0.96, 0.3, "sound"),
        ("width", "score", "", 0.05, 0.1, "sound"),
        ("widest", "score", "", 0.3, 0.25, "look"),
        ("certain", "score", "", 12, np.nan, ""),
        ("top", "score", "", 1.0, 0.5, "sound"),
        ("top_possible", "score", "", 2, np.nan, ""),
        ("left_out", "on_time", "", 0.2, 0.1, "look"),
        ("left_out", "days", "", 0.05, 0.1, "sound"),
        ("swap", "", "", np.nan, 0.1, "sound"),
        ("influence", "on_time", "score", 0.9, 0.75, "sound"),
        ("influence", "days", "score", 0.1, 0.25, "look"),
    )


def test_the_finding_counts_the_questions_and_names_what_matters_most(flagged):
    assert sections.audit(flagged, EN).finding == (
        "Of 15 questions to the method 10 are answered as sound, 5 need a look, and 0 cannot be answered with these "
        "data. Look first here: only 60.0 % of the values of Days to settle were measured."
    )


def test_a_small_cycle_is_not_called_sound(run):
    """Five units: only what was counted or follows from the numbers alone is answered."""
    assert sections.audit(run, EN).finding == (
        "Of 15 questions to the method 4 are answered as sound, 0 need a look, and 11 cannot be answered with these "
        "data."
    )
    html = sections.audit(run, EN)._repr_html_()
    assert row(html, "Values measured") == ["2", "0", "0", "sound"]
    assert row(html, "Cronbach&#x27;s alpha") == ["0", "0", "1", "cannot be said"]
    assert "2 of 2 comparisons have too little to tell." in words(html)


def test_each_indicator_has_a_line_of_exact_numbers(flagged):
    html = sections.audit(flagged, EN)._repr_html_()
    assert row(html, "Days to settle")[:7] == ["60 %", "0 %", "0 %", "25 %", "0.0", "−1.2", "needs a look"]
    assert row(html, "On time")[:1] == ["90 %"]


def test_a_dimension_is_shown_with_its_alpha_and_its_loosest_part(flagged):
    html = sections.audit(flagged, EN)._repr_html_()
    assert row(html, "Score") == ["20", "0.97", "Speed (r = 0.96)", "sound"]
    pairs = sections._pairs_table(flagged, flagged.audit, EN)
    assert row(pairs, "On time") == ["Days to settle", "0.95", "20", "nearly the same"]


def test_numbers_about_the_order_say_which_part_and_which_weight(flagged):
    html = sections.audit(flagged, EN)._repr_html_()
    html = html.split("Would other choices")[1]
    assert row(html, "Shift in rank without the part: On time") == ["20.0 %", "20", "needs a look"]
    assert row(html, "Smallest change of a weight that changes the first place") == ["none does", "20", "sound"]
    assert row(html, "Places that are certain") == ["12", "20", "–"]
    folded = html.split("The order without each part")[1]
    assert row(folded, "Days to settle")[:1] == ["5.0 %"]


def test_thresholds_stand_below_with_their_sources(flagged):
    text = words(sections.audit(flagged, EN)._repr_html_())
    assert "values measured ≥ 65 %, most frequent value ≤ 50 %" in text
    assert "two parts that say the same |r| ≤ 0.92" in text
    assert "Becker et al. (2022), COINr, doi:10.21105/joss.04567" in text
    assert "Nunnally (1978)" in text
    assert "median width of the rank intervals ≤ 10 %" in text
    assert "convention of the workbench" in text


def test_intended_weight_and_influence_are_drawn_with_a_sentence_for_those_who_cannot_see_it(flagged):
    html = sections.audit(flagged, EN)._repr_html_()
    assert read(html).pictures[-1]["alt"] == (
        "Furthest apart: On time, with 75.0 % of the weight and 90.0 % of the influence."
    )
    svg = pictures(html)[-1]
    for text in ("On time", "75.0 %", "90.0 %", "○ Weight", "needs a look"):
        assert text in svg.replace("\u00a0", " ")


def test_only_some_of_many_pairs_are_shown_and_the_others_counted(run, monkeypatch):
    monkeypatch.setattr(sections, "MOST_PAIRS", 1)
    pairs = found(
        run,
        ("redundant", "on_time", "days", 0.93, 0.92, "look"),
        ("redundant", "pelayanan", "days", 0.99, 0.92, "look"),
    )
    html = sections._pairs_table(pairs, pairs.audit, EN)
    assert row(html, "Service") == ["Days to settle", "0.99", "20", "nearly the same"]
    assert "1 more pairs need a look; they stand in audit.csv." in words(html)


def test_one_part_alone_is_compared_with_nothing(run):
    alone = dataclasses.replace(run, audit=run.audit[run.audit["area"].isin(["coverage", "robustness"])])
    assert words(sections.audit(alone, EN)._repr_html_()).count("Only one part counts") == 2


def test_numbers_are_in_the_readers_language(flagged):
    html = sections.audit(flagged, ID)._repr_html_()
    assert "0,97" in html
    assert "0.97" not in html
