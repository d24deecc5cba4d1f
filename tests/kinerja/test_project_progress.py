from __future__ import annotations

import pytest

from workbench import InputError


def critical(measure, planned: float, realised: float) -> bool:
    tables = {
        "kontrak": [{"id_kontrak": "K1", "id_unit": "A"}],
        "progres": [{"id_kontrak": "K1", "tanggal": "2025-05-31", "rencana_kum": planned, "realisasi_kum": realised}],
    }
    return measure("critical_contracts", tables).loc["A", "value"] == 100


@pytest.mark.parametrize(
    ("planned", "realised", "expected"),
    [
        (0, 0, False),
        (50, 40, False),
        (50, 39.9, True),
        (70, 59.9, True),
        (70.1, 65.1, False),
        (70.1, 65, True),
        (100, 94, True),
    ],
)
def test_a_contract_is_critical_beyond_10_points_early_and_5_late(measure, planned, realised, expected):
    assert critical(measure, planned, realised) == expected


def test_progress_of_an_unknown_contract_is_refused(measure):
    report = {"id_kontrak": "K9", "tanggal": "2025-05-31", "rencana_kum": 50, "realisasi_kum": 50}
    with pytest.raises(InputError, match="id_kontrak not in the table 'kontrak': K9"):
        measure("project_progress_deviation", {"kontrak": [], "progres": [report]})
