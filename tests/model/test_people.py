from __future__ import annotations

import pandas as pd

from workbench.model.people import COLUMNS, People, empty


def test_a_frame_without_rows_has_its_columns():
    assert all(tuple(empty(name).columns) == columns and len(empty(name)) == 0 for name, columns in COLUMNS.items())


def test_the_exempt_are_those_with_a_reason():
    frames = {name: empty(name) for name in COLUMNS}
    status = pd.DataFrame({"exempt": ["cltn", None]}, index=["A", "B"], dtype="str")
    people = People(status=status, checks={}, facts={"parts": ["exemptions"]}, **frames)

    assert people.exempt.to_dict() == {"A": "cltn"}
    assert people.parts == {"exemptions"}
