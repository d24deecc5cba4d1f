from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from kinerja.rule_packs import built_in_rule_packs
from kinerja.sanctions import ABSENCE_STEP, IN_A_ROW, STEPS

from tests.kinerja.test_discipline import by_person, days
from workbench import InputError, Rules


def step(measure, rows, **settings) -> float:
    return float(by_person(measure, "absence_discipline_step", rows, **settings).loc["P1", "value"])


def scattered(number: int) -> list[dict[str, object]]:
    """Return Mondays without leave from 6 January on: never two working days in a row."""
    mondays = np.datetime64("2025-01-06") + 7 * np.arange(number)
    return [{"nip": "P1", "tanggal": monday, "status": "TK"} for monday in mondays]


@pytest.mark.parametrize(
    ("absent", "reached"),
    [(0, 0), (2, 0), (3, 1), (4, 2), (6, 2), (7, 3), (10, 3), (11, 4), (14, 5), (17, 6), (21, 7), (25, 8), (28, 9)],
)
def test_each_threshold_of_the_rules_is_a_step(measure, absent, reached):
    present = {"nip": "P1", "tanggal": np.datetime64("2025-01-07"), "status": "hadir"}

    assert step(measure, [present, *scattered(absent)], end=date(2025, 12, 31)) == reached


@pytest.mark.parametrize(
    ("statuses", "reached"),
    [
        ("tttttwwttttt", 9),  # Monday to Friday of the next week: ten working days in a row
        ("tttttwwtttt", 3),  # nine
        ("ttttwwwtttttwwt", 3),  # ten in all, but Friday was no absence
        ("ttttcwwtttttt", 3),  # leave in between breaks the row
    ],
)
def test_ten_working_days_in_a_row_reach_the_last_step_whatever_the_weekend(measure, statuses, reached):
    rows = [row for row, each in zip(days("P1", statuses.replace("w", "h")), statuses, strict=True) if each != "w"]

    assert step(measure, rows) == reached


def test_holidays_do_not_break_a_row(measure):
    # Between 27 March and 8 April 2025 lie Nyepi, Idulfitri and joint leave; 18 April is Good Friday.
    rows = [*days("P1", "t", first="2025-03-27"), *days("P1", "tttt", first="2025-04-08")]
    rows += days("P1", "tttt", first="2025-04-14")

    # 27 March, 8 to 11 and 14 to 17 April are nine working days in a row, 21 April is the tenth.
    assert step(measure, rows) == 3
    assert step(measure, [*rows, *days("P1", "t", first="2025-04-21")]) == 9


def test_a_year_without_its_holidays_is_named_before_days_in_a_row_are_counted(measure):
    packs = [pack for pack in built_in_rule_packs() if pack.code != "hari-libur-2025"]

    with pytest.raises(InputError, match="no list of public holidays for 2025"):
        by_person(measure, "absence_discipline_step", days("P1", "t"), packs=packs)


def test_the_description_names_as_many_steps_as_the_rules_have():
    rules = Rules(packs=tuple(built_in_rule_packs()))
    last = len(rules.cited(STEPS).value)

    assert f"mencapai langkah {last}." in ABSENCE_STEP.description.id
    assert f"reach step {last}." in ABSENCE_STEP.description.en
    assert rules.cited(IN_A_ROW).value == 10


def test_a_sanction_that_ends_before_it_begins_is_refused_by_its_number(measure):
    row = {"nip": "P1", "nomor_sk": "SK 7", "tingkat": "ringan", "tgl_mulai": "2025-03-01", "tgl_selesai": "2025-02-01"}

    with pytest.raises(InputError, match="tgl_selesai lies before tgl_mulai in SK 7"):
        measure("disciplinary_sanction_in_force", {"hukdis": [row]}, subjects=["P1"], key="nip")


@pytest.mark.parametrize(
    ("begins", "ends", "in_force"),
    [
        ("2024-01-01", "2025-01-01", True),  # the last day is the first of the cycle
        ("2024-01-01", "2024-12-31", False),
        ("2025-06-30", None, True),
        ("2025-07-01", None, False),
    ],
)
def test_a_sanction_counts_when_a_single_day_of_it_lies_in_the_cycle(measure, begins, ends, in_force):
    row = {"nip": "P1", "nomor_sk": "SK 7", "tingkat": "sedang", "tgl_mulai": begins, "tgl_selesai": ends}
    found = measure("disciplinary_sanction_in_force", {"hukdis": [row]}, subjects=["P1"], key="nip").loc["P1"]

    assert (found["value"] == 2) == in_force
    assert np.isnan(found["value"]) != in_force
