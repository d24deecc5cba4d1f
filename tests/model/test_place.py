from __future__ import annotations

import pytest

from workbench import Invented, Label, Place, Size


def place(**changes):
    given = {
        "code": "contoh",
        "label": Label.of("Contoh"),
        "description": Label.of("A place."),
        "units": 2,
        "employees": 5,
        "invent": lambda seed, size: Invented(tables={}, parameters={}, truth={}),
        "notice": "Nobody here exists.",
    }
    return Place(**{**given, **changes})


def test_a_place_has_its_own_size_unless_another_is_asked_for():
    assert (place().units, place().employees) == (2, 5)
    assert Size() == Size(units=None, employees=None)


def test_its_code_becomes_a_folder_and_must_be_plain():
    with pytest.raises(ValueError, match="place code 'Kota Baru' must be snake_case"):
        place(code="Kota Baru")


@pytest.mark.parametrize(("units", "employees"), [(6, 5), (0, 5)])
def test_units_need_people(units, employees):
    with pytest.raises(ValueError, match=f"{employees} employees cannot fill {units} units"):
        place(units=units, employees=employees)
