from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from kinerja.complaints import SettlementOptions
from kinerja.places.plaju import PLAJU, UNITS
from pydantic import ValidationError

from workbench import InputError, Size

RECEIVED = {"id_unit": "A", "kelas": "ringan", "tgl_terima": "2025-02-03"}  # Monday; 2 working days: due on the 5th


def case(number: int, **changes: str) -> dict[str, str]:
    return {"id_pengaduan": f"C{number}", **RECEIVED, **changes}


def on_time(measure, cases, **settings):
    return measure("complaints_on_time", {"pengaduan": cases}, **settings)


def test_an_open_case_after_its_due_date_is_a_failure(measure):
    found = on_time(measure, [case(1, tgl_selesai="2025-02-05"), case(2)])

    assert found.loc["A", ["value", "cases"]].tolist() == [50.0, 2.0]


def test_the_due_date_itself_is_in_time_and_the_day_after_is_not(measure):
    found = on_time(measure, [case(1, tgl_selesai="2025-02-05"), case(2, tgl_selesai="2025-02-06")])

    assert found.loc["A", "value"] == 50


def test_a_case_not_yet_due_at_the_cut_off_waits_for_the_next_cycle(measure):
    late = case(2, tgl_terima="2025-06-26")  # the 27th is a holiday: due on 1 July
    found = on_time(measure, [case(1, tgl_selesai="2025-02-04"), late])
    following = on_time(measure, [case(1), late], start=date(2025, 7, 1), end=date(2025, 12, 31))

    assert found.loc["A", ["value", "cases"]].tolist() == [100.0, 1.0]
    assert following.loc["A", ["value", "cases"]].tolist() == [0.0, 1.0]


def test_a_case_from_before_the_cycle_counts_where_it_falls_due(measure):
    earlier = case(1, tgl_terima="2024-12-31", tgl_selesai="2025-01-03")  # 2 and 3 January are days 1 and 2

    assert on_time(measure, [earlier]).loc["A", ["value", "cases"]].tolist() == [100.0, 1.0]


def test_a_settlement_after_the_cut_off_was_still_open_then(measure):
    # Three settled in 2 days, four on 3 March, the 20th working day. Seen at the end of February half is not reached.
    cases = [case(number, tgl_selesai="2025-02-05" if number < 3 else "2025-03-03") for number in range(7)]
    later = measure("complaint_settlement_days", {"pengaduan": cases})
    earlier = measure("complaint_settlement_days", {"pengaduan": cases}, data_until=date(2025, 2, 28))

    assert later.loc["A", "value"] == 20
    assert np.isnan(earlier.loc["A", "value"])
    assert earlier.loc["A", "cases"] == 7


def test_the_term_follows_the_class_and_can_be_set_in_the_parameters(measure):
    slow = [case(1, tgl_selesai="2025-02-10")]  # the fifth working day

    assert on_time(measure, slow).loc["A", "value"] == 0
    assert on_time(measure, [{**slow[0], "kelas": "informasi"}]).loc["A", "value"] == 100
    assert on_time(measure, slow, options={"sla": {"ringan": 5}}).loc["A", "value"] == 100


def test_a_unit_without_complaints_is_missing_with_a_reason_not_zero(measure):
    found = on_time(measure, [case(1)])

    assert np.isnan(found.loc["B", "value"])
    assert found.loc["B", "reason"] == "no complaints fell due in this cycle"


def test_settled_before_received_is_refused_with_the_cases_named(measure):
    with pytest.raises(InputError, match=r"tables\.pengaduan: tgl_selesai lies before tgl_terima in C7 \(1 in all\)"):
        on_time(measure, [case(7, tgl_selesai="2025-02-02"), case(8)])


def test_old_complaints_need_no_calendar_but_those_due_in_the_cycle_do(measure):
    old = case(1, tgl_terima="2019-03-01")

    assert on_time(measure, [old, case(2)]).loc["A", "cases"] == 1
    with pytest.raises(InputError, match="no list of public holidays for 2027"):
        on_time(measure, [case(1, tgl_terima="2027-02-01")], start=date(2027, 1, 1), end=date(2027, 6, 30))


def test_the_median_time_holds_open_cases_as_longer_than_so_far(measure):
    settled = [case(number, tgl_selesai="2025-02-05") for number in range(3)]
    found = measure("complaint_settlement_days", {"pengaduan": [*settled, case(8), case(9)]})
    half_open = measure("complaint_settlement_days", {"pengaduan": [*settled, *map(case, range(5, 9))]})

    assert found.loc["A", ["value", "cases"]].tolist() == [2.0, 5.0]
    assert np.isnan(half_open.loc["A", "value"])
    assert half_open.loc["A", "reason"].startswith("fewer than half of the complaints received are settled")
    assert half_open.loc["B", "reason"] == "no complaints were received in this cycle"


def test_the_sample_register_gives_what_counting_day_by_day_gives(measure, rules):
    """The same rule by the most pedestrian way: walk from day to day, case by case."""
    table = PLAJU.invent(2025, Size()).tables["pengaduan.csv"]
    units = sorted(set(table["id_unit"]))
    found = on_time(measure, table.to_dict("records"), subjects=units)

    expected = pd.DataFrame(0, index=units, columns=["due", "in_time"])
    for each in table.itertuples():
        due = _walk(each.tgl_terima.date(), each.kelas, rules)
        if date(2025, 1, 1) <= due <= date(2025, 6, 30):
            expected.loc[each.id_unit, "due"] += 1
            expected.loc[each.id_unit, "in_time"] += not pd.isna(each.tgl_selesai) and each.tgl_selesai.date() <= due
    assert expected["due"].sum() > 500
    assert found["cases"].tolist() == expected["due"].tolist()
    assert found["value"].tolist() == pytest.approx((100 * expected["in_time"] / expected["due"]).tolist())


def _walk(day: date, kind: str, rules) -> date:
    off = {each for year in (2024, 2025) for each in rules.cited(f"hari_libur.{year}").value}
    left = rules.cited("pengaduan.sla").value[kind]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in off
    return day


def test_settling_only_what_is_new_makes_the_backlog_older(measure):
    old = [case(number, tgl_terima="2025-01-06") for number in (1, 2)]
    new = [case(number, tgl_terima="2025-06-20") for number in (3, 4, 5)]
    settled = [{**each, "tgl_selesai": "2025-06-23"} for each in new]

    before = measure("complaint_backlog_age", {"pengaduan": [*old, *new]}).loc["A"]
    after = measure("complaint_backlog_age", {"pengaduan": [*old, *settled]}).loc["A"]
    # 20 June is 10 days before the cut-off, 6 January 175.
    assert before[["value", "cases"]].tolist() == [10, 5]
    assert after[["value", "cases"]].tolist() == [175, 2]


def test_what_was_settled_after_the_cut_off_was_still_open_on_it(measure):
    cases = [case(1, tgl_terima="2025-03-03", tgl_selesai="2025-05-02"), case(2, tgl_terima="2025-04-30")]
    found = measure("complaint_backlog_age", {"pengaduan": cases}, data_until=date(2025, 4, 2))

    assert found.loc["A", ["value", "cases"]].tolist() == [30, 1]


def test_a_mix_names_exactly_the_classes_that_are_counted():
    with pytest.raises(ValidationError, match="'mix' must give a share for each of the classes counted"):
        SettlementOptions.model_validate({"classes": ["ringan", "informasi"], "mix": {"ringan": 1.0}})


def test_only_the_classes_asked_for_are_counted(measure):
    cases = [case(1, tgl_selesai="2025-02-04"), case(2, kelas="pengawasan", tgl_selesai="2025-03-03")]
    found = measure("complaint_settlement_days", {"pengaduan": cases}, options={"classes": ["pengawasan"]})

    assert found.loc["A", ["value", "cases"]].tolist() == [20, 1]


def test_a_unit_with_other_complaints_than_the_mix_is_not_standardised_to_it(measure):
    options = {"classes": ["ringan", "pengawasan"], "mix": {"ringan": 1.0, "pengawasan": 3.0}}
    found = measure("complaint_settlement_days", {"pengaduan": [case(1, tgl_selesai="2025-02-04")]}, options=options)

    assert found.loc["A", "reason"] == "the cases received are too unlike the declared mix to be standardised to it"


@pytest.mark.parametrize("code", ["complaints_on_time", "complaint_settlement_days"])
def test_the_order_of_rows_and_of_subjects_does_not_matter(measure, code):
    rows = PLAJU.invent(2025, Size()).tables["pengaduan.csv"].to_dict("records")
    units = [unit.code for unit in UNITS]
    one = measure(code, {"pengaduan": rows}, subjects=units)
    other = measure(code, {"pengaduan": rows[::-1]}, subjects=units[::-1])

    pd.testing.assert_frame_equal(one, other.loc[one.index])
