"""From the name of a place to a folder that can be run at once."""

from __future__ import annotations

import pytest

from workbench.errors import ParametersError
from workbench.prepare_cycle import prepare
from workbench.simulate_place import simulate_place

PLUGIN = """
import pandas as pd
from workbench import Invented, Label, Place, hookimpl

PARAMETERS = '''
place: desa
title: Desa
cycle: "2025"
period: {start: 2025-01-01, end: 2025-12-31}
synthetic: true
tables: {unit: {file: tables/unit.csv}}
subjects: {kind: unit, table: unit, key: id_unit}
declare: {mutu: {label: Mutu, table: unit, column: mutu, polarity: higher, measured_in: "%", reference: contoh}}
framework: {label: Skor, normalisation: {method: goalposts, low: 0, high: 10}, indicators: {mutu: {}}}
'''

def invent(seed, size):
    units = pd.DataFrame({"id_unit": [f"U{n}" for n in range(size.units or 3)], "mutu": seed})
    return Invented(tables={"unit.csv": units}, parameters={"2025.yaml": PARAMETERS}, truth={"unit": units})

@hookimpl
def workbench_places():
    return [Place(code="desa", label=Label.of("Desa"), description=Label.of("A village."), units=3, employees=9,
                  invent=invent, notice="Invented.")]
"""


def test_a_place_of_a_third_party_can_be_run_at_once(tmp_path):
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "desa.py").write_text(PLUGIN, encoding="utf-8")

    (file,) = simulate_place("desa", tmp_path / "desa", seed=4, units=5, plugins_dir=tmp_path / "plugins")

    assert prepare(file).score().scores["score"].tolist() == [40.0] * 5


def test_a_name_that_leads_nowhere_is_met_with_the_nearest(tmp_path):
    with pytest.raises(ParametersError, match="there is no such place to simulate; did you mean: walesi"):
        simulate_place("wales", tmp_path / "x", seed=1)
    assert list(tmp_path.iterdir()) == []
