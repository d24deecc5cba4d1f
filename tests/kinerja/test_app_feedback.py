from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from kinerja.app_feedback import shrunk_means

from workbench import InputError


def shrunk(*groups: list[float], **fixed):
    values = np.array([value for group in groups for value in group], dtype=float)
    place = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return shrunk_means(values, place, len(groups), **fixed)


def test_two_units_by_hand():
    # σ² = 8 · 0.25 / 6 = 1/3, mean squares between = 8, τ² = (8 - 1/3)/4 = 1.9167; λ = 4/(4 + 0.1739) = 0.9583;
    # overall 3.5: 3.5 ± 0.9583. Error √(0.9583 · 0.0833 + 0.0417² · 1) = 0.2857.
    found = shrunk([5, 5, 4, 4], [2, 2, 3, 3])

    assert found.mean.tolist() == pytest.approx([4.4583, 2.5417], abs=1e-4)
    assert found.error.tolist() == pytest.approx([0.2857, 0.2857], abs=1e-4)


def test_few_answers_are_drawn_further_than_many():
    many, few = [5.0, 4.0] * 30, [1.0, 2.0]
    found = shrunk(many, few, [3.0, 4.0] * 10)

    assert 4.5 - found.mean[0] < 0.05
    assert found.mean[1] - 1.5 > 0.2
    assert found.error[1] > 3 * found.error[0]


def test_units_that_do_not_differ_beyond_chance_all_get_the_overall_mean():
    found = shrunk([3, 5], [5, 3], [3, 5])

    assert found.mean.tolist() == pytest.approx([4, 4, 4])
    assert (found.error > 0).all()


def test_answers_that_never_vary_within_a_unit_are_kept():
    assert shrunk([5, 5], [3, 3]).mean.tolist() == [5, 3]


def test_one_unit_alone_has_nothing_to_be_drawn_to():
    assert shrunk([3, 4, 5]).mean.tolist() == [4]


def test_with_a_fixed_overall_mean_a_unit_does_not_depend_on_the_others():
    alone = shrunk([5, 4], overall=4.0, worth=6.0).mean[0]
    among = shrunk([5, 4], [1, 1, 1, 2], overall=4.0, worth=6.0).mean[0]

    assert alone == among == pytest.approx((2 * 4.5 + 6 * 4) / 8)


def test_the_estimate_comes_closer_to_the_truth_than_the_raw_means():
    rng = np.random.default_rng(5)
    truth = rng.normal(4, 0.3, 300)
    groups = [list(rng.normal(mean, 1, rng.integers(2, 12))) for mean in truth]
    found = shrunk(*groups)
    raw = np.array([np.mean(group) for group in groups])

    assert np.mean((found.mean - truth) ** 2) < 0.6 * np.mean((raw - truth) ** 2)
    covered = np.abs(found.mean - truth) < 1.96 * found.error
    assert 0.90 < covered.mean() < 0.99


def test_one_person_has_one_voice(measure):
    voices = [
        {
            "id_ulasan": str(n),
            "id_unit": "A",
            "tanggal": "2025-02-03",
            "skor": 1,
            "id_pelapor_hash": "w",
            "terverifikasi": "ya",
        }
        for n in range(50)
    ]
    other = {**voices[0], "id_ulasan": "x", "skor": 5, "id_pelapor_hash": "v"}
    found = measure("app_feedback", {"ulasan": [*voices, other]}).loc["A"]

    assert found[["value", "cases"]].tolist() == [3, 2]


def message(number: int, **cells: str) -> dict[str, str]:
    return {"id_ulasan": str(number), "id_unit": "A", "tanggal": "2025-02-03", **cells}


def test_the_term_of_an_answer_can_be_set(measure):
    table = {"ulasan": [message(1, tgl_tanggapan="2025-02-05"), message(2, tgl_tanggapan="2025-02-11")]}
    code = "app_messages_answered_in_time"

    assert measure(code, table).loc["A", "value"] == 50
    assert measure(code, table, options={"working_days": 1}).loc["A", "value"] == 0
    assert measure(code, table, options={"working_days": 10}).loc["A", "value"] == 100


def test_a_message_just_sent_is_no_failure_until_its_term_has_passed(measure):
    def cases(cut_off: date) -> float:
        found = measure("app_messages_answered_in_time", {"ulasan": [message(1)]}, data_until=cut_off)
        return float(found.loc["A", "cases"])

    assert (cases(date(2025, 2, 7)), cases(date(2025, 2, 10))) == (0, 1)


def test_an_answer_before_the_message_is_refused(measure):
    with pytest.raises(InputError, match="tgl_tanggapan lies before tanggal in 7"):
        measure("app_messages_answered_in_time", {"ulasan": [message(7, tgl_tanggapan="2025-02-01")]})
