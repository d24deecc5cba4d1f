from __future__ import annotations

from datetime import date

import pytest

from workbench.errors import WorkbenchError
from workbench.views.blocks import Block
from workbench.views.panel_controls import Choice, Form, Line, checked, day_in, plain

UNIT = Choice(name="unit", label="Unit", options={"A": "Unit Awal", "B": "Unit Baik"})


def test_a_control_begins_with_its_value_or_the_first_option():
    assert UNIT.start == "A"
    assert Choice(name="name", label="Nama", kind="text").start == ""
    assert plain(UNIT)["options"] == [["A", "Unit Awal"], ["B", "Unit Baik"]]  # in order, as JSON keeps no order


@pytest.mark.parametrize(("asked", "kept"), [("B", "B"), ("C", "A")])
def test_what_a_control_cannot_have_leaves_what_was_there(asked, kept):
    assert checked({"unit": UNIT}, {"unit": "A"}, {"unit": asked}) == {"unit": kept}


def test_a_day_is_read_or_its_absence_is_said():
    assert day_in({"date": "2025-08-01"}, "date") == date(2025, 8, 1)
    with pytest.raises(WorkbenchError, match="the date is missing; nothing was saved"):
        day_in({"date": ""}, "date")


def test_a_form_needs_no_lines_and_a_line_needs_no_options():
    form = Form(title="T", fields=[UNIT], button="B", save=lambda values, fields, accepted: Block("", ""))
    assert form.lines({"unit": "A"}) == ()
    assert form.plain()["fields"] == [plain(UNIT)]
    assert Line(key="A", cells=("Orang A",)).to == ""
