"""Twenty-four people in three units, rated by three superiors: a cycle with an audit of fairness.

The two indicators are 0-100 and count the same. Men and women alternate, so that each unit has four of both; the women
score 12 points more. Each person has one rater: superior S1 for U1 and so on. Two peers, P1 and P2, rate everybody; P1
gives one point less than P2.
"""

from __future__ import annotations

from pathlib import Path

from workbench.model.run import Run
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate

PARAMETERS = """\
place: uji
title: {id: Pegawai Uji, en: Test people}
cycle: "2025"
period: {start: 2025-01-01, end: 2025-06-30}
synthetic: true
tables:
  pegawai: {file: pegawai.csv, decimal: point}
  penilaian: {file: penilaian.csv}
  rekan: {file: rekan.csv}
subjects: {kind: employee, table: pegawai, key: kode, label: nama, groups: [unit, jk]}
declare:
  results: {label: Hasil, table: pegawai, column: results, polarity: higher, measured_in: "%", reference: SK 1}
  conduct: {label: Perilaku, table: pegawai, column: conduct, polarity: higher, measured_in: "%", reference: SK 1}
framework:
  label: Kinerja
  normalisation: {method: goalposts, low: 0, high: 100}
  bands:
    kurang: {from: 0, label: {id: Kurang, en: Poor}}
    cukup: {from: 50, label: {id: Cukup, en: Fair}}
    baik: {from: 70, label: {id: Baik, en: Good}}
  indicators: {results: {}, conduct: {}}
fairness:
  groupings: [jk, unit, [jk, unit]]
  unit: unit
  anchors: [results]
  ratings:
    atasan:
      label: {id: Penilaian atasan, en: Ratings by superiors}
      table: penilaian
      rater: penilai
      scores: [hasil]
      levels: [di_bawah, sesuai, di_atas]
      on: tanggal
      period: periode
      version: versi
    rekan: {label: Rekan, table: rekan, rater: pemberi, scores: [skor], item: butir, anonymous: true}
reports: {formats: [html], subjects: none}
"""

UNITS, SEXES, WORDS = ("U1", "U2", "U3"), ("L", "P"), ("di_bawah", "sesuai", "di_atas")
NUMBERS = range(24)


def _people() -> list[str]:
    lines = ["kode,nama,unit,jk,results,conduct"]
    for number in NUMBERS:
        sex, step = number % 2, number // 6
        lines.append(
            f"K{number:02},Orang {number},{UNITS[number // 8]},{SEXES[sex]},{50 + 12 * sex + step},{60 + 12 * sex}"
        )
    return lines


def _superiors() -> list[str]:
    lines = ["kode,penilai,periode,versi,tanggal,hasil"]
    for number in NUMBERS:
        unit = number // 8
        lines.append(f"K{number:02},S{unit + 1},Q2,1,2025-05-{10 + number % 9},{WORDS[(number + unit) % 3]}")
    # the second version of a rating counts, one after the cycle does not
    return [*lines, "K00,S1,Q2,2,2025-06-20,di_atas", "K01,S1,Q3,1,2025-07-01,di_bawah"]


def _peers() -> list[str]:
    lines = ["kode,pemberi,butir,skor"]
    for number in NUMBERS:
        for item in (1, 2):
            base = 5 + (number * item) % 4
            lines += [f"K{number:02},P1,{item},{base - 1}", f"K{number:02},P2,{item},{base}"]
    return lines


def lay_out(folder: Path, changes: dict[str, str] | None = None) -> Path:
    """Write the place to `folder`, with old text of its parameters replaced by new, and return the parameters file."""
    text = PARAMETERS
    for old, new in (changes or {}).items():
        assert old in text, f"{old!r} is not in the parameters"
        text = text.replace(old, new)
    tables = {"pegawai.csv": _people(), "penilaian.csv": _superiors(), "rekan.csv": _peers()}
    for name, lines in tables.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "uji.yaml").write_text(text, encoding="utf-8")
    return folder / "uji.yaml"


def fairness_run(folder: Path, changes: dict[str, str] | None = None) -> Run:
    """Evaluate the place; its input lies in `folder`."""
    return evaluate(prepare(lay_out(folder, changes)))
