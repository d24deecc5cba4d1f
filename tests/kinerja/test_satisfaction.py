from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from kinerja.places.plaju import PLAJU, UNITS
from kinerja.places.services import SURVEY_HEADERS
from kinerja.satisfaction import ELEMENTS, SatisfactionOptions
from pydantic import ValidationError
from scipy import stats

from workbench import Size


def respondent(number: int, *answers: float | None, unit: str = "A", day: str = "2025-03-03") -> dict[str, object]:
    given = answers if len(answers) == 9 else answers * 9
    return {"id_responden": f"R{number}", "id_unit": unit, "tanggal": day, **dict(zip(ELEMENTS, given, strict=True))}


def ikm(measure, rows, **settings):
    return measure("ikm", {"skm": rows}, **settings)


@pytest.mark.parametrize(
    ("printed", "nik"), [("1/9", 88.31), ("0.1111", 88.3012), ("0.111", 88.2217), ("0.11", 87.4269)]
)
def test_the_same_answers_under_each_printed_weight(measure, printed, nik):
    """Mean 3.5324 on all nine: 25 · 9 · 3.5324 · weight; a rounded weight alone turns an A into a B."""
    found = ikm(measure, [respondent(1, 3.5324)], options={"weight_printed": printed})

    assert found.loc["A", "value"] == pytest.approx(nik, abs=5e-5)


def test_a_weight_written_as_a_number_is_taken_as_printed():
    assert SatisfactionOptions.model_validate({"weight_printed": 0.111}).by_element.tolist() == [0.111] * 9


def test_an_element_left_empty_is_averaged_over_those_who_answered(measure):
    # Persyaratan: (4 + 2)/2 = 3; prosedur: only 2 answered; the other seven: 3. Sum 3 + 2 + 21 = 26, times 25/9.
    rows = [respondent(1, 4, None, *[3] * 7), respondent(2, 2, 2, *[3] * 7)]

    assert ikm(measure, rows).loc["A", "value"] == pytest.approx(26 * 25 / 9)


def test_without_gaps_the_interval_is_the_t_interval_of_the_respondents_scores(measure):
    rng = np.random.default_rng(1)
    answers = rng.integers(1, 5, (40, 9)).astype(float)
    found = ikm(measure, [respondent(number, *row) for number, row in enumerate(answers)]).loc["A"]
    scores = 25 * answers.mean(axis=1)

    expected = stats.t.interval(0.95, 39, loc=scores.mean(), scale=stats.sem(scores))
    assert [found["low"], found["high"]] == pytest.approx(list(expected))
    assert found[["value", "cases"]].tolist() == pytest.approx([scores.mean(), 40])


def test_an_element_answered_by_few_widens_the_interval(measure):
    # Persyaratan 4, 2 and empty; all else 3. Each of the two pulls by 1/9 · 1 · 3/2 = 1/6: variance (2/36)/(3 · 2),
    # standard error 25 · √(1/108) = 2.406, t(0.975; 2) = 4.303: 75 ± 10.35.
    rows = [respondent(number, first, *[3] * 8) for number, first in enumerate([4, 2, None])]
    found = ikm(measure, rows).loc["A"]

    assert [found["low"], found["high"]] == pytest.approx([75 - 10.35, 75 + 10.35], abs=0.005)


def test_one_respondent_gives_a_value_without_an_interval(measure):
    found = ikm(measure, [respondent(1, 3)]).loc["A"]

    assert found["value"] == pytest.approx(75)
    assert found[["low", "high"]].isna().all()


def test_answers_outside_the_cycle_and_empty_forms_do_not_count(measure):
    rows = [respondent(1, 3), respondent(2, 1, day="2024-12-31"), respondent(3, None), respondent(4, None, unit="B")]
    found = ikm(measure, rows)

    assert found.loc["A", ["value", "cases"]].tolist() == pytest.approx([75, 1])
    assert found.loc["B", "reason"] == "no survey answers in this cycle"


def test_an_element_nobody_answered_leaves_the_index_missing(measure):
    found = ikm(measure, [respondent(1, None, *[4] * 8)]).loc["A"]

    assert np.isnan(found["value"])
    assert found["reason"].startswith("an element of the survey has no answers at all")


def test_own_weights_by_name(measure):
    weights = dict.fromkeys(ELEMENTS, 0.05) | {"waktu": 0.6}
    found = ikm(measure, [respondent(1, 2, 2, 4, *[2] * 6)], options={"weights": weights})

    assert found.loc["A", "value"] == pytest.approx(25 * (0.4 * 2 + 0.6 * 4))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"weights": dict.fromkeys(ELEMENTS, 0.2)}, "must add up to 1"),
        ({"weights": {"waktu": 1.0}}, "must name all nine elements"),
        ({"weights": {"u3": 1.0}}, "Input should be 'persyaratan'"),
        ({"weight_printed": "0.12"}, "Input should be '1/9'"),
        ({"weight_printed": "0.11", "weights": dict.fromkeys(ELEMENTS, 1 / 9)}, "not both"),
    ],
)
def test_weights_that_cannot_be_are_refused(options, message):
    with pytest.raises(ValidationError, match=message):
        SatisfactionOptions.model_validate(options)


def test_elements_are_found_by_name_whatever_the_order_of_columns(measure):
    table = (
        PLAJU.invent(2025, Size())
        .tables["skm.xlsx"]
        .rename(columns={header: name for name, header in SURVEY_HEADERS.items()})
    )
    rows = table.to_dict("records")
    swapped = [dict(sorted(row.items())) for row in rows[::-1]]
    one, other = (ikm(measure, each, subjects=[unit.code for unit in UNITS]) for each in (rows, swapped))

    pd.testing.assert_frame_equal(one, other)
    assert one.loc[["PLU", "TRT"], "cases"].tolist() == [62, 6]
