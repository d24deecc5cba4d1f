from __future__ import annotations

import pytest

from workbench.model.labels import Label
from workbench.model.table_formats import TableFormat


def made(**changes):
    known = {
        "code": "contoh-2025",
        "label": Label.of("Contoh"),
        "reference": "made up for a test",
        "confidence": "proposed",
        "columns": {"nilai": "Nilai"},
    }
    return TableFormat(**known | changes)


def test_a_format_without_codes_only_renames():
    assert (made().columns, made().values) == ({"nilai": "Nilai"}, {})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"code": "Contoh 2025"}, "'Contoh 2025' must be small letters and digits, joined by hyphens"),
        ({"code": "contoh-"}, "must be small letters"),
        ({"values": {"nilia": {"1": "baik"}}}, r"values for columns that it does not name: \['nilia'\]"),
        ({"values": {"nilai": {}}}, r"columns without values: \['nilai'\]"),
    ],
)
def test_a_slip_in_a_format_is_refused_where_it_is_made(changes, message):
    with pytest.raises(ValueError, match=message):
        made(**changes)
