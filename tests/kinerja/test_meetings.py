from __future__ import annotations

from datetime import date

import pytest

from workbench import InputError

FORUM = {
    "id_pertemuan": "F1",
    "id_unit": "A",
    "jenis": "forum_warga",
    "tanggal": "2025-02-03",
    "rekomendasi": "lampu jalan",
}


def followed_up(measure, *rows, **settings):
    return measure("forum_recommendations_followed_up", {"pertemuan": list(rows)}, **settings).loc["A"]


def test_more_meetings_without_follow_up_do_not_help(measure):
    one = followed_up(measure, {**FORUM, "tgl_batas": "2025-04-01", "tgl_tindak_lanjut": "2025-03-01"})
    idle = [{**FORUM, "id_pertemuan": f"X{number}", "rekomendasi": None} for number in range(20)]
    many = followed_up(measure, {**FORUM, "tgl_batas": "2025-04-01", "tgl_tindak_lanjut": "2025-03-01"}, *idle)

    assert one["value"] == many["value"] == 100


def test_without_an_agreed_date_thirty_days_hold(measure):
    assert followed_up(measure, {**FORUM, "tgl_tindak_lanjut": "2025-03-05"})["value"] == 100
    assert followed_up(measure, {**FORUM, "tgl_tindak_lanjut": "2025-03-06"})["value"] == 0
    assert followed_up(measure, FORUM, data_until=date(2025, 3, 4))["cases"] == 0


def test_a_follow_up_before_the_meeting_is_refused(measure):
    with pytest.raises(InputError, match="tgl_tindak_lanjut lies before tanggal in F1"):
        followed_up(measure, {**FORUM, "tgl_tindak_lanjut": "2025-02-01"})


def test_a_unit_that_met_last_year_but_not_now_has_held_none(measure):
    found = measure("meetings_held", {"pertemuan": [{**FORUM, "tanggal": "2024-11-01"}]})

    assert found.loc["A", "value"] == 0
    assert found.loc["B", "reason"] == "no meeting of this kind was registered"
