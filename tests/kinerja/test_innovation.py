from __future__ import annotations

import numpy as np
import pytest

from workbench import InputError

REGISTER = [
    {"id_inovasi": "I1", "id_unit": "A", "tanggal": "2025-02-01", "tahap": "implementasi"},
    {"id_inovasi": "I2", "id_unit": "A", "tanggal": "2025-03-01", "tahap": "ide"},
]


def scores(**by_innovation: list[float]) -> list[dict[str, object]]:
    return [
        {"id_inovasi": name, "id_penilai": f"P{number}", "skor": score}
        for name, given in by_innovation.items()
        for number, score in enumerate(given)
    ]


def points(measure, register, given, **options):
    return measure("innovation_points", {"inovasi": register, "nilai_inovasi": given}, options=options).loc["A"]


def test_the_interval_says_how_far_reviewers_agree(measure):
    # 0.8 · 75 + 0.1 · 50 = 65; s² = 50/2 on 2 degrees; error √((0.64 + 0.01)/2 · 25) = 2.850; t = 4.303: ± 12.26.
    found = points(measure, REGISTER, scores(I1=[70, 80], I2=[50, 50]))
    agreed = points(measure, REGISTER, scores(I1=[75, 75], I2=[50, 50]))

    assert found[["value", "low", "high"]].tolist() == pytest.approx([65, 52.74, 77.26], abs=0.01)
    assert agreed[["value", "low", "high"]].tolist() == pytest.approx([65, 65, 65])


def test_a_better_stage_or_score_never_lowers_the_points(measure):
    base = points(measure, REGISTER, scores(I1=[70, 80], I2=[50, 50]))["value"]
    further = points(measure, [REGISTER[0], {**REGISTER[1], "tahap": "uji_coba"}], scores(I1=[70, 80], I2=[50, 50]))[
        "value"
    ]

    assert further == pytest.approx(base + 0.3 * 50)
    assert points(measure, REGISTER, scores(I1=[70, 90], I2=[50, 50]))["value"] == pytest.approx(base + 4)


def test_cap_reviewers_and_the_meaning_of_an_empty_register_are_declared(measure):
    assert points(measure, REGISTER, scores(I1=[70, 80]), cap=40.0)["value"] == 40
    assert points(measure, REGISTER, scores(I1=[70]), reviewers=1)["value"] == pytest.approx(56)
    assert points(measure, [], [], none_registered="zero")["value"] == 0
    assert np.isnan(points(measure, [], [])["value"])
    assert np.isnan(points(measure, REGISTER, scores(I1=[70]), none_registered="zero")["value"])


def test_a_review_of_an_unknown_innovation_is_refused(measure):
    with pytest.raises(InputError, match="id_inovasi not in the table 'inovasi': I9"):
        points(measure, REGISTER, scores(I9=[70]))
