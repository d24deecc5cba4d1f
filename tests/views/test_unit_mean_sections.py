from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.fairness_run import fairness_run
from tests.views.reading import pictures, words
from workbench.locale import Language
from workbench.model.fairness import Examination, findings_of
from workbench.views.unit_mean_sections import unit_means

EN = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    changes = {"  unit: unit\n": "  unit: unit\n  smallest: 3\n", "baik: {from: 70": "baik: {from: 60"}
    return fairness_run(tmp_path_factory.mktemp("fairness"), changes)


def with_units(run, count, *, beyond=(), first_is_small=False):
    """Return the section for so many units, from 90 points down by tenths; the counted mean lies further out."""
    value = 90.0 - np.arange(count) / 10
    raw = 80 + 1.5 * (value - 80)
    if first_is_small:
        raw[5] = 99.0
    units = pd.DataFrame(
        {
            "outcome": run.framework["code"], "unit": [f"X{n:03}" for n in range(count)], "size": 12, "raw": raw,
            "value": value, "low": value - 2, "high": value + 2, "compare_low": value - 1, "compare_high": value + 1,
            "beyond": [float(n in beyond) for n in range(count)], "rank_low": 1.0, "rank_high": 9.0,
        }
    )  # fmt: skip
    spread = pd.DataFrame(
        [
            {
                "outcome": run.framework["code"],
                "rate": False,
                "mean": 80.0,
                "few": 2,
                "share": 0.12,
                "share_low": -0.01,
                "share_high": 0.3,
            }
        ]
    )
    found = Examination(findings=findings_of(), tables={"units": units, "spread": spread})
    return unit_means(replace(run, fairness={"unit_means": found}), EN)


def test_the_units_of_a_run_are_told_with_score_and_best_class(run):
    html = unit_means(run, EN)._repr_html_()
    assert words(html).startswith(
        "Which units really differ? No unit differs from the mean of all by more than chance; 3"
    )
    assert "Share of Good" in words(html)
    assert len(pictures(html)) == 2


def test_units_beyond_chance_are_named_and_marked(run):
    block = with_units(run, 20, beyond=(0, 1))
    assert block.finding == (
        "2 of 20 units shown differ from the mean of all by more than chance would explain, 2 above it and 0 below: "
        "▲ X000, ▲ X001."
    )
    (picture,) = pictures(block._repr_html_())
    assert ">▲ X001<" in picture
    assert ">X002<" in picture


def test_of_three_hundred_units_both_ends_are_drawn_and_the_rest_counted(run):
    html = with_units(run, 300)._repr_html_()
    (picture,) = pictures(html)
    assert ">X000<" in picture
    assert ">X299<" in picture
    assert ">X150<" not in picture
    assert "270 in between are left out." in words(html)


def test_what_was_counted_is_hollow_beside_what_is_left_of_it(run):
    (picture,) = pictures(with_units(run, 4)._repr_html_())
    assert "○ as counted   ● drawn towards the mean of all units" in picture.replace("\u00a0", " ")


def test_a_first_place_that_was_luck_is_said_to_be(run):
    assert "As counted, X005 with 12 people is highest. That may be luck" in words(
        with_units(run, 9, first_is_small=True)._repr_html_()
    )
    assert "X000 stays highest: its rank lies between 1 and 9." in words(with_units(run, 9)._repr_html_())


def test_where_nothing_but_chance_is_left_nobody_is_highest(run):
    text = words(unit_means(run, EN)._repr_html_())  # three units with the same people
    assert "Chance alone would explain all of these differences." in text
    assert "stays highest" not in text


def test_how_much_lies_between_units_and_how_many_are_too_few(run):
    text = words(with_units(run, 9)._repr_html_())
    assert "about 12 % lie between the units (95 % interval: 0 % to 30 %)" in text
    assert "2 units have fewer than 3 people with a value" in text


def test_units_too_small_and_classes_that_nobody_reaches_are_told_with_the_reason(tmp_path):
    text = words(unit_means(fairness_run(tmp_path), EN)._repr_html_())
    assert "All units have too few people to be shown." in text  # eight people a unit, and ten are asked for
    assert "Good: there are fewer than three units, or none with two people, or all people are alike" in text
