from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from kinerja.calendar import WorkingCalendar

from workbench import InputError, Rules
from workbench.errors import ParametersError


@pytest.mark.parametrize(
    ("received", "term", "due"),
    [
        ("2025-02-03", 2, "2025-02-05"),  # Monday: Tuesday is day 1, Wednesday day 2
        ("2025-01-31", 2, "2025-02-04"),  # Friday
        ("2025-02-01", 2, "2025-02-04"),  # Saturday: as if on Friday, Monday is day 1
        ("2025-03-27", 2, "2025-04-09"),  # joint leave, Nyepi, Idulfitri: 28 March to 7 April are free
        ("2025-01-24", 1, "2025-01-30"),  # Isra Mikraj, joint leave and Imlek: 27 to 29 January are free
        ("2024-12-24", 5, "2025-01-03"),  # 27, 30, 31 December, 2 and 3 January
        ("2025-06-05", 3, "2025-06-12"),  # Iduladha on Friday, joint leave on Monday
    ],
)
def test_due_dates_skip_weekends_holidays_and_joint_leave(rules, received, term, due):
    calendar = WorkingCalendar.from_rules(rules)

    assert str(calendar.due(np.array([received], "M8[D]"), np.array([term]))[0]) == due


def test_elapsed_days_count_to_the_same_day_as_the_due_date(rules):
    calendar = WorkingCalendar.from_rules(rules)
    received = np.arange("2025-01-01", "2025-03-01", dtype="M8[D]")
    term = np.full(len(received), 14)

    assert (calendar.elapsed(received, calendar.due(received, term)) == 14).all()


def test_no_working_day_passes_between_friday_and_sunday(rules):
    calendar = WorkingCalendar.from_rules(rules)

    assert calendar.elapsed(np.array(["2025-02-07"], "M8[D]"), np.array(["2025-02-09"], "M8[D]"))[0] == 0


def test_the_official_number_of_days_off_is_listed_for_each_year(rules):
    listed = {year: len(rules.cited(f"hari_libur.{year}").value) for year in (2024, 2025, 2026)}

    # 27 + two election days; 27 + 18 August; 17 + 8
    assert listed == {2024: 29, 2025: 28, 2026: 25}


def test_every_year_that_is_not_covered_is_named(rules):
    with pytest.raises(InputError, match=r"public holidays for 2022.*\n.*public holidays for 2023") as caught:
        WorkingCalendar.from_rules(rules).require(date(2022, 12, 30), date(2025, 1, 2))

    assert len(caught.value.faults) == 2


def test_without_a_pack_that_names_the_working_week_nothing_is_guessed():
    with pytest.raises(ParametersError, match=r"no rule pack listed here holds 'hari_kerja\.pekan'"):
        WorkingCalendar.from_rules(Rules())


def test_hours_between_two_moments_equal_walking_hour_by_hour(rules):
    calendar = WorkingCalendar.from_rules(rules)
    rng = np.random.default_rng(2)
    since = np.datetime64("2025-03-01T00", "h") + rng.integers(0, 24 * 60, 40)
    until = since + rng.integers(0, 24 * 30, 40)
    found = calendar.hours(until.astype("M8[us]")) - calendar.hours(since.astype("M8[us]"))

    walked = [
        sum(np.is_busday(hour.astype("M8[D]"), busdaycal=calendar.days) for hour in np.arange(first, last))
        for first, last in zip(since, until, strict=True)
    ]
    assert found.tolist() == pytest.approx([float(each) for each in walked])
