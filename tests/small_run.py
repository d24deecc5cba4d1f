"""Five units, two indicators: a run small enough to be redone by hand.

on_time: goalposts 0 to 100, weight 3.   days: lower is better, goalposts 0 to 20, weight 1.

====  =======  ====  ======  ======  =======================
unit  on_time  days  points  points  score
====  =======  ====  ======  ======  =======================
A     90       5     90      75      0.75*90 + 0.25*75 = 86.25
B     80       10    80      50      0.75*80 + 0.25*50 = 72.5
C     62.5     4     62.5    80      46.875 + 20 = 66.875
D     50       20    50      0       37.5
E     –        8     –       60      none: 25 % of the weight
====  =======  ====  ======  ======  =======================
"""

from __future__ import annotations

from pathlib import Path

from workbench.files.run_directory import FRAMEWORK, MANIFEST, canonical_json
from workbench.files.run_frames import write_frames
from workbench.model.run import Run
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate

PARAMETERS = """
place: uji
title: {id: Kecamatan Uji, en: Test District}
cycle: 2025-S1
period: {start: 2025-01-01, end: 2025-06-30}
synthetic: true
source: {id: tabel uji, en: test tables}
tables:
  unit: {file: unit.csv, decimal: point}
subjects: {kind: unit, table: unit, key: kode, label: nama}
declare:
  on_time:
    label: {id: Tepat waktu, en: On time}
    table: unit
    column: on_time
    polarity: higher
    measured_in: {id: persen, en: per cent}
    reference: Peraturan Uji 1
  days:
    label: {id: Lama penyelesaian, en: Days to settle}
    table: unit
    column: days
    polarity: lower
    measured_in: {id: hari, en: days}
    reference: Peraturan Uji 2
framework:
  label: {id: Skor, en: Score}
  minimum_coverage: 0.6
  bands:
    kurang: {from: 0, label: {id: Kurang, en: Poor}}
    baik: {from: 70, label: {id: Baik, en: Good}}
  dimensions:
    pelayanan:
      label: {id: Pelayanan, en: Service}
      weight: 3
      indicators:
        on_time: {target: 80, normalisation: {method: goalposts, low: 0, high: 100}}
    kecepatan:
      label: {id: Kecepatan, en: Speed}
      weight: 1
      indicators:
        days: {target: 5, normalisation: {method: goalposts, low: 0, high: 20}}
"""

UNITS = """kode,nama,on_time,days
A,Unit Awal,90,5
B,Unit Baik,80,10
C,Unit <Cepat> & Tangkas,62.5,4
D,Unit Dasar,50,20
E,Unit Empat,,8
"""


def small_run(folder: Path) -> Run:
    """Evaluate the five units; their input lies in `folder`."""
    (folder / "unit.csv").write_text(UNITS, encoding="utf-8")
    (folder / "uji.yaml").write_text(PARAMETERS, encoding="utf-8")
    return evaluate(prepare(folder / "uji.yaml"))


def changed_run(folder: Path) -> Run:
    """Evaluate the five units with every kind of change before scoring.

    on_time: E gets the mean 70.625, then the lowest value is pulled in: D 50 becomes 62.5.
    days: ln(x - 4 + 0.16), the whole column, then min-max.
    """
    text = PARAMETERS.replace(
        "{target: 5, normalisation: {method: goalposts, low: 0, high: 20}}",
        "{target: 5, normalisation: min_max, treatment: {method: log, when: always}}",
    )
    rules = "missing: {method: mean}\ntreatment: {method: winsorise, when: always, max_points: 1}\n"
    (folder / "unit.csv").write_text(UNITS, encoding="utf-8")
    (folder / "uji.yaml").write_text(text + rules, encoding="utf-8")
    return evaluate(prepare(folder / "uji.yaml"))


def written(run: Run, folder: Path) -> Path:
    """Store `run` in `folder` as ``workbench run`` would, without reports."""
    folder.mkdir()
    (folder / MANIFEST).write_text(canonical_json(run.manifest), encoding="utf-8")
    tree = {"tree": run.framework, "weightings": run.weightings, "predicate": run.predicate}
    (folder / FRAMEWORK).write_text(canonical_json(tree), encoding="utf-8")
    write_frames(folder, run)
    return folder
