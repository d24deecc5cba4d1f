"""The audit of a whole place: 10,000 people in 300 units, 500 raters, three raters a person on two items.

python benchmarks/fairness_audit.py [--people N] [--units N] [--raters N] [--repeats N]

The place is invented (severe and lenient raters, units that differ) and laid out as files; reading and scoring are
timed apart from the audit, and the audit check by check. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.analysis.simulated_evaluation import simulate_evaluation
from workbench.fairness.audit import audit_fairness
from workbench.prepare_cycle import prepare

PARAMETERS = """\
place: rekaan
title: Tempat rekaan
cycle: "2025"
period: {start: 2025-01-01, end: 2025-12-31}
synthetic: true
tables: {pegawai: {file: pegawai.parquet}, penilaian: {file: penilaian.parquet}}
subjects: {kind: employee, table: pegawai, key: kode, groups: [unit, jk, jenis, golongan]}
declare:
  capaian: {label: Capaian, table: pegawai, column: capaian, polarity: higher, measured_in: "%", reference: SK 1}
  kehadiran: {label: Kehadiran, table: pegawai, column: kehadiran, polarity: higher, measured_in: "%", reference: SK 1}
  perilaku: {label: Perilaku, table: penilaian, column: skor, how: mean, polarity: higher, measured_in: kelas, reference: SK 1}
framework:
  label: Skor
  normalisation: {method: goalposts, low: 0, high: 100}
  bands: {kurang: {from: 0, label: Kurang}, cukup: {from: 55, label: Cukup}, baik: {from: 75, label: Baik}}
  indicators:
    capaian: {weight: 50}
    kehadiran: {weight: 20}
    perilaku: {weight: 30, normalisation: {method: goalposts, low: 1, high: 5}}
fairness:
  groupings: [jk, jenis, golongan, unit, [jk, jenis]]
  unit: unit
  controls: [golongan]
  anchors: [capaian]
  ratings:
    umpan_balik: {label: Umpan balik, table: penilaian, rater: penilai, scores: [skor], item: butir, on: tanggal}
"""  # noqa: E501  # one indicator a line, as in a parameters file


def lay_out(folder: Path, *, people: int, units: int, raters: int) -> Path:
    rng = np.random.default_rng(1)
    found = simulate_evaluation(
        rng, subjects=people, units=units, raters=raters, each=3, items=2, months=6, unit_effect=0.3, scale="ordinal"
    )
    truth, ratings = found.truth, found.ratings
    code = np.char.add("K", np.arange(people).astype(str))
    pd.DataFrame(
        {
            "kode": code,
            "unit": np.char.add("U", truth.unit.astype(str)),
            "jk": np.where(truth.group == 0, "L", "P"),
            "jenis": rng.choice(["PNS", "PPPK"], people, p=[0.8, 0.2]),
            "golongan": rng.choice(["II", "III", "IV"], people),
            "capaian": np.clip(70 + 12 * truth.quality + rng.normal(0, 6, people), 0, 100),
            "kehadiran": np.clip(rng.normal(96, 3, people), 0, 100),
        }
    ).to_parquet(folder / "pegawai.parquet")
    pd.DataFrame(
        {
            "kode": code[ratings.subject],
            "penilai": np.char.add("R", ratings.rater.astype(str)),
            "butir": np.char.add("b", ratings.item.astype(str)),
            "tanggal": pd.Timestamp(2025, 1, 15) + pd.to_timedelta(30 * ratings.month, unit="D"),
            "skor": ratings.score.astype(float),
        }
    ).to_parquet(folder / "penilaian.parquet")
    (folder / "2025.yaml").write_text(PARAMETERS, encoding="utf-8")
    return folder / "2025.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--raters", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        path = lay_out(Path(name), people=options.people, units=options.units, raters=options.raters)
        started = time.perf_counter()
        prepared = prepare(path)
        fitted = prepared.evaluation.fit()
        card = prepared.score_by(fitted)
        case = prepared.fairness_case(fitted.framework, card, None)
        print(f"read and scored {time.perf_counter() - started:6.1f} s")
    assert case is not None
    print(f"ratings {len(case.ratings['umpan_balik'].rows):,}")
    best: dict[str, tuple[float, float]] = {}
    for _ in range(options.repeats):
        for code, check in prepared.catalogue.checks.items():
            wall, processors = time.perf_counter(), time.process_time()
            audit_fairness([check], case, origin_of=str)
            took = time.perf_counter() - wall, time.process_time() - processors
            best[code] = min(best.get(code, took), took)
    for code, (wall, processors) in [*best.items(), ("all", tuple(map(sum, zip(*best.values(), strict=True))))]:
        print(f"{code:14} {wall:6.2f} s by the clock {processors:6.2f} s of processors")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
