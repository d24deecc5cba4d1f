from __future__ import annotations

import numpy as np
import pytest
from kinerja.rating_guidance import GuidanceOptions, guided_rating
from pydantic import ValidationError


def rating(above: int, meets: int, below: int, main_below: int = 0, main: int = 0) -> float:
    found = guided_rating(
        above=np.array([above]),
        below=np.array([below]),
        count=np.array([above + meets + below]),
        main_below=np.array([main_below]),
        main=np.array([main]),
        most=0.5,
        few=0.25,
    )
    return float(found[0])


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ({"above": 10, "meets": 0, "below": 0, "main": 4}, 3),
        ({"above": 6, "meets": 4, "below": 0, "main": 4}, 3),
        ({"above": 0, "meets": 10, "below": 0, "main": 4}, 2),
        (
            {"above": 5, "meets": 4, "below": 1, "main": 4, "main_below": 1},
            2,
        ),  # half above is not most; 1 of 4 is a small part
        ({"above": 0, "meets": 4, "below": 6, "main": 4, "main_below": 4}, 1),
    ],
)
def test_what_the_guidance_decides(results, expected):
    assert rating(**results) == expected


@pytest.mark.parametrize(
    "results",
    [
        {"above": 6, "meets": 3, "below": 1, "main": 4, "main_below": 1},  # mostly above, one main result below
        {"above": 0, "meets": 5, "below": 5, "main": 4},  # an even split
        {
            "above": 0,
            "meets": 8,
            "below": 2,
            "main": 4,
            "main_below": 2,
        },  # half of the main results is not a small part
    ],
)
def test_what_it_leaves_to_the_assessing_official(results):
    assert np.isnan(rating(**results))


def test_a_better_result_never_gives_a_worse_rating():
    for above in range(6):
        for below in range(6 - above):
            meets = 5 - above - below
            if below:
                one, other = rating(above, meets, below), rating(above, meets + 1, below - 1)
                assert np.isnan(one) or np.isnan(other) or other >= one


def test_the_thresholds_are_declared_and_bounded(measure):
    rows = [
        {
            "nip": "P1",
            "rencana_hasil_kerja": f"R{n}",
            "jenis": "tambahan",
            "penilaian": "di_atas" if n < 6 else "sesuai",
        }
        for n in range(10)
    ]
    found = [
        measure("results_rating_by_guidance", {"hasil_kerja": rows}, subjects=["P1"], key="nip", options=options).loc[
            "P1", "value"
        ]
        for options in ({}, {"most": 0.7})
    ]

    assert found == [3, 2]
    with pytest.raises(ValidationError, match="greater than or equal to"):
        GuidanceOptions.model_validate({"most": 0.3})
