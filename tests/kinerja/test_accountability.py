from __future__ import annotations

from datetime import date

import pytest
from kinerja.accountability import ASPECTS, COMPONENTS


def evaluation(year: int = 2025, **answers: float) -> list[dict[str, object]]:
    return [
        {"id_unit": "A", "tahun": year, "komponen": component, **dict.fromkeys(ASPECTS, answers.get(component, 0))}
        for component in COMPONENTS
    ]


def score(measure, rows):
    return measure("sakip_score", {"lke_sakip": rows}, end=date(2025, 12, 31)).loc["A"]


def test_the_weights_of_components_and_aspects_are_100_in_all(rules):
    weights = rules.cited("sakip.bobot").value

    assert {component: sum(of.values()) for component, of in weights.items()} == {
        "perencanaan": 30,
        "pengukuran": 30,
        "pelaporan": 15,
        "evaluasi_internal": 25,
    }
    for of in weights.values():
        assert [of[aspect] / sum(of.values()) for aspect in ASPECTS] == pytest.approx([0.2, 0.3, 0.5])


@pytest.mark.parametrize(
    ("component", "weight"), [("perencanaan", 30), ("pengukuran", 30), ("pelaporan", 15), ("evaluasi_internal", 25)]
)
def test_a_component_alone_gives_its_weight(measure, component, weight):
    assert score(measure, evaluation(**{component: 100}))["value"] == pytest.approx(weight)


def test_the_latest_year_in_the_cycle_counts(measure):
    rows = [*evaluation(2024, pelaporan=100), *evaluation(2025, perencanaan=100)]

    assert score(measure, rows)["value"] == pytest.approx(30)
    assert score(measure, evaluation(2024))["reason"].startswith("the accountability of this unit was not evaluated")
