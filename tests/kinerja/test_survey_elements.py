from __future__ import annotations

import pytest
from kinerja.survey_elements import INDICATORS


def test_elements_are_read_by_name_so_their_number_does_not_matter():
    read = {indicator.code: [column.name for column in indicator.needs[0].columns] for indicator in INDICATORS}

    assert read["friendly_service"][-1] == "perilaku"
    assert read["informative_service"][-1] == "kompetensi"


def test_the_interval_is_the_t_interval_within_the_scale(measure):
    # 3, 4, 4, 3: mean 3.5, sd 0.5774, error 0.2887, t(0.975; 3) = 3.1824: 3.5 ± 0.9187, cut at 4.
    rows = [{"id_responden": str(n), "id_unit": "A", "tanggal": "2025-03-03", "perilaku": n % 2 + 3} for n in range(4)]
    found = measure("friendly_service", {"skm": rows}).loc["A"]

    assert found[["value", "low", "high"]].tolist() == pytest.approx([3.5, 2.5813, 4.0], abs=1e-4)
