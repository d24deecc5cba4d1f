from __future__ import annotations

from datetime import date

from kinerja.competence import COMPETENCE_GAP


def level(name: str, required: int, found: int | None, day: str | None = "2025-02-01") -> dict[str, object]:
    return {"nip": "P1", "kompetensi": name, "level_syarat": required, "level_ukur": found, "tanggal": day}


def gap(measure, *rows, **settings):
    return measure("competence_gap", {"kompetensi": list(rows)}, subjects=["P1"], key="nip", **settings).loc["P1"]


def test_strength_in_one_does_not_hide_weakness_in_another(measure):
    assert gap(measure, level("a", 3, 1), level("b", 2, 5))["value"] == 2


def test_no_gap_is_a_true_zero_and_an_unmeasured_one_is_not(measure):
    assert gap(measure, level("a", 3, 3))["value"] == 0
    assert (
        gap(measure, level("a", 3, 3), level("b", 3, None, None))["reason"]
        == "not every required competence has been measured"
    )


def test_a_measurement_after_the_cut_off_is_not_known(measure):
    rows = level("a", 3, 1), level("a", 3, 3, "2025-05-01")

    assert gap(measure, *rows)["value"] == 0
    assert gap(measure, *rows, data_until=date(2025, 4, 30))["value"] == 2


def test_of_two_measurements_on_the_same_day_the_higher_counts_in_whatever_order_they_stand(measure):
    rows = level("a", 3, 1), level("a", 3, 2)

    assert gap(measure, *rows)["value"] == gap(measure, *reversed(rows))["value"] == 1


def test_a_measurement_without_a_date_is_not_lost_to_an_empty_row_below_it(measure):
    rows = level("a", 3, 2, None), level("a", 3, None, None)

    assert gap(measure, *rows)["value"] == gap(measure, *reversed(rows))["value"] == 1


def test_it_is_about_a_person_and_never_about_a_predicate():
    assert (COMPETENCE_GAP.attribution, COMPETENCE_GAP.in_predicate) == ("employee", False)
