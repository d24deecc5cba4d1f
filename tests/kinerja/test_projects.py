from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from workbench import InputError


def contract(number: int, planned: str, handed_over: str | None = None) -> dict[str, object]:
    return {"id_kontrak": f"K{number}", "id_unit": "A", "tgl_pho_rencana": planned, "tgl_pho": handed_over}


def addendum(number: int, cause: str, days: int, signed: str = "2025-02-01") -> dict[str, object]:
    return {"id_kontrak": f"K{number}", "tgl_adendum": signed, "sebab": cause, "tambahan_hari": days}


def on_time(measure, contracts, addenda=(), **settings):
    return measure("projects_on_time", {"kontrak": contracts, "adendum": addenda}, **settings).loc["A"]


@pytest.mark.parametrize(
    ("cause", "value"),
    [
        ("kahar", 100),
        ("peristiwa_kompensasi", 100),
        ("perubahan_lingkup", 0),
        ("keterlambatan_penyedia", 0),
        ("lainnya", 0),
    ],
)
def test_only_excused_delay_moves_the_date(measure, cause, value):
    # Planned for 1 March, handed over on the 11th; ten days more are just enough.
    found = on_time(measure, [contract(1, "2025-03-01", "2025-03-11")], [addendum(1, cause, 10)])

    assert found["value"] == value


def test_several_excusing_addenda_add_up(measure):
    addenda = [addendum(1, "kahar", 4), addendum(1, "peristiwa_kompensasi", 6)]

    assert on_time(measure, [contract(1, "2025-03-01", "2025-03-11")], addenda)["value"] == 100


def test_an_addendum_signed_after_the_cut_off_does_not_count_yet(measure):
    late = [addendum(1, "kahar", 30, signed="2025-07-01")]

    assert on_time(measure, [contract(1, "2025-06-15")], late)[["value", "cases"]].tolist() == [0, 1]


def test_running_and_overdue_is_late_running_and_not_due_waits(measure):
    contracts = [contract(1, "2025-05-01", "2025-04-20"), contract(2, "2025-06-30"), contract(3, "2025-07-01")]

    assert on_time(measure, contracts)[["value", "cases"]].tolist() == [50, 2]


def test_a_contract_moved_out_of_the_cycle_counts_in_the_next(measure):
    contracts, addenda = [contract(1, "2025-06-20", "2025-07-10")], [addendum(1, "kahar", 30)]
    now = on_time(measure, contracts, addenda)
    later = on_time(measure, contracts, addenda, start=date(2025, 7, 1), end=date(2025, 12, 31))

    assert np.isnan(now["value"])
    assert now["reason"] == "no contract was due for hand-over in this cycle"
    assert later[["value", "cases"]].tolist() == [100, 1]


def test_an_addendum_to_an_unknown_contract_is_refused(measure):
    with pytest.raises(InputError, match=r"id_kontrak not in the table 'kontrak': K9 \(1 in all\)"):
        on_time(measure, [contract(1, "2025-03-01")], [addendum(9, "kahar", 10)])
