from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kinerja.rule_packs import built_in_rule_packs

from workbench import Cited, InputError

PACKS = built_in_rule_packs()
CALENDAR_HOURS = [
    replace(
        pack,
        values={**pack.values, "berkas.jam_dihitung": Cited(value="kalender", reference="x", confidence="proposed")},
    )
    if pack.code == "permendagri-19-2018"
    else pack
    for pack in PACKS
]


def file(complete: str, finished: str | None = None, kind: str = "ktp_el", number: int = 1) -> dict[str, object]:
    return {"id_berkas": number, "id_unit": "A", "jenis": kind, "tgl_berkas_lengkap": complete, "tgl_selesai": finished}


def on_time(measure, *files, **settings):
    return measure("documents_on_time", {"berkas": list(files)}, **settings).loc["A"]


def test_holidays_do_not_count(measure):
    # Thursday 27 March 2025, 15.00; 28 March to 7 April are holidays and joint leave: due on Tuesday 8 April, 15.00.
    assert on_time(measure, file("2025-03-27 15:00", "2025-04-08 15:00"))["value"] == 100
    assert on_time(measure, file("2025-03-27 15:00", "2025-04-08 15:01"))["value"] == 0


def test_a_file_complete_on_a_day_off_starts_with_the_next_working_day(measure):
    # Saturday counts as the end of Friday: due at the end of Monday.
    assert on_time(measure, file("2025-02-08 10:00", "2025-02-10 23:59"))["value"] == 100
    assert on_time(measure, file("2025-02-08 10:00", "2025-02-11 00:01"))["value"] == 0


def test_the_rules_may_count_every_hour(measure):
    friday = file("2025-02-07 15:00", "2025-02-10 09:00")

    assert on_time(measure, friday)["value"] == 100
    assert on_time(measure, friday, packs=CALENDAR_HOURS)["value"] == 0
    median = measure("ktp_processing_hours", {"berkas": [friday]}, packs=CALENDAR_HOURS).loc["A", "value"]
    assert median == pytest.approx(9 + 48 + 9)


def test_a_file_counts_in_the_one_cycle_that_it_falls_due_in(measure):
    # Complete on Monday 30 June, 15.00: due on 1 July.
    files = file("2025-06-30 15:00", "2025-07-01 09:00"), file("2025-06-26 08:00", number=2)
    first = on_time(measure, *files)
    second = on_time(measure, *files, start=date(2025, 7, 1), end=date(2025, 12, 31))

    assert first[["value", "cases"]].tolist() == [0, 1]
    assert second[["value", "cases"]].tolist() == [100, 1]


def test_own_standards_and_chosen_kinds(measure):
    files = file("2025-02-10 08:00", "2025-02-12 08:00"), file("2025-02-10 08:00", "2025-02-10 09:00", "lainnya", 2)

    assert on_time(measure, *files)[["value", "cases"]].tolist() == [0, 1]
    assert on_time(measure, *files, options={"standards": {"ktp_el": 72.0}})["value"] == 100
    chosen = {"standards": {"lainnya": 2.0}, "kinds": ["lainnya"]}
    assert on_time(measure, *files, options=chosen)[["value", "cases"]].tolist() == [100, 1]


def test_open_files_make_the_median_longer_not_shorter(measure):
    done = [file("2025-02-10 08:00", "2025-02-10 10:00", number=number) for number in range(2)]
    files = [*done, *(file("2025-02-10 08:00", number=number) for number in range(2, 5))]
    found = measure("ktp_processing_hours", {"berkas": files}).loc["A"]

    assert found["reason"] == "fewer than half of the complete files are finished: the median is not yet known"
    assert measure("ktp_processing_hours", {"berkas": done}).loc["A", "value"] == 2


def test_a_year_without_holidays_is_named_and_very_old_files_need_none(measure):
    old = file("2019-02-10 08:00", "2019-02-11 08:00")
    assert on_time(measure, old)["cases"] == 0
    with pytest.raises(InputError, match="no list of public holidays for 2027"):
        on_time(measure, file("2027-02-10 08:00"), start=date(2027, 1, 1), end=date(2027, 6, 30))


def test_finished_before_complete_is_refused(measure):
    with pytest.raises(InputError, match="tgl_selesai lies before tgl_berkas_lengkap in 1"):
        on_time(measure, file("2025-02-10 08:00", "2025-02-09 08:00"))
