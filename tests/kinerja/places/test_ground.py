from __future__ import annotations

import numpy as np
import pytest
from kinerja.places.ground import Unit, in_working_hours, laid_ground, parameters_of, streams

from workbench import Size

UNITS = (
    Unit("A", "Unit A", "seksi", 10, 0.5, {"complaints": 20}),
    Unit("B", "Unit B", "seksi", 30, -0.5, {"complaints": 0}),
)


def ground(size: Size | None = None):
    return laid_ground(UNITS, size or Size(), 1, start="2025-01-01", end="2025-06-30")


def test_a_place_keeps_its_own_units_unless_another_size_is_asked_for():
    assert ground().units == UNITS
    assert ground().table_of_units()["nama"].tolist() == ["Unit A", "Unit B"]


@pytest.mark.parametrize(("size", "units", "employees"), [
    (Size(units=5), 5, 100),          # 20 people a unit, as in the place's own
    (Size(employees=7), 2, 7),
    (Size(units=3, employees=3), 3, 3),
])  # fmt: skip
def test_another_size_has_exactly_the_units_and_people_asked_for(size, units, employees):
    laid = ground(size)

    assert len(laid.units) == len(set(laid.codes)) == units
    assert sum(unit.employees for unit in laid.units) == employees


def test_what_a_unit_handles_grows_with_its_people_and_nothing_stays_nothing():
    first, second, third = ground(Size(units=3, employees=400)).units

    assert first.volumes["complaints"] == 2 * first.employees
    assert (second.volumes["complaints"], third.volumes["complaints"]) == (0, 2 * third.employees)
    assert (third.code, third.name, third.kind) == ("A2", "Unit A 2", "seksi")


def test_rows_repeat_the_unit_and_its_quality():
    unit, quality = ground().rows("complaints")

    assert unit.tolist() == ["A"] * 20
    assert quality.tolist() == [0.5] * 20


def test_what_happens_after_the_end_is_not_known_yet():
    known = ground().known(np.array(["2025-06-30", "2025-07-01"], dtype="M8[D]"))

    assert np.isnat(known).tolist() == [False, True]


def test_a_further_table_leaves_the_others_as_they_are():
    first, second = (next(streams(4)).integers(0, 1_000_000) for _ in range(2))
    other = list(zip(streams(4), range(3), strict=False))[2][0].integers(0, 1_000_000)

    assert first == second != other


def test_offices_are_closed_at_weekends_and_on_holidays():
    days = np.array(["2025-05-01", "2025-05-03"], dtype="M8[D]")  # Labour Day; a Saturday
    moments = in_working_hours(np.random.default_rng(1), days, ground().calendar)

    assert moments.astype("M8[D]").astype(str).tolist() == ["2025-05-02", "2025-05-05"]
    assert all(8 <= moment.astype(object).hour < 15 for moment in moments)


def test_the_parameters_files_of_a_place_are_found():
    assert "2025-S1.yaml" in parameters_of("walesi")
    assert parameters_of("nowhere") == {}
