"""Nine people in two units: a cycle small enough to be redone by hand.

Results and conduct are each one number from 0 to 100; below 50 is "below", from 80 "above" expectation.

======  ====  =======  =======  =================================================
person  unit  results  conduct  computed predicate
======  ====  =======  =======  =================================================
A       U1    90       90       sangat_baik
B       U1    60       60       baik
C       U1    60       60       baik; the meeting rates the results "above": baik
D       U1    60       90       baik; the meeting rates the results "above": sangat_baik
E       U1    30       60       butuh_perbaikan
F       U2    60       60       baik; the meeting lowers it, the objection restores it
G       U2    60       30       kurang; the objection is upheld, late
H       U1    –        –        exempt: unpaid leave
I       U1    60       60       baik; acting in U2 on the last day, so judged there
======  ====  =======  =======  =================================================
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
data_until: 2025-08-15
synthetic: true
rules: [permenpanrb-6-2022, se-menpanrb-3-2023, hari-libur-2025, perpres-21-2023]
tables:
  pegawai: {file: pegawai.csv, decimal: point}
  unit: {file: unit.csv}
  predikat: {file: predikat.csv}
  penempatan: {file: penempatan.csv}
  pengecualian: {file: pengecualian.csv}
  keputusan: {file: keputusan.csv}
  keberatan: {file: keberatan.csv}
subjects: {kind: employee, table: pegawai, key: kode, label: nama, groups: [id_unit]}
declare:
  results: {label: Hasil, table: pegawai, column: results, polarity: higher, measured_in: "%", reference: SK 1}
  conduct: {label: Perilaku, table: pegawai, column: conduct, polarity: higher, measured_in: "%", reference: SK 1}
framework:
  label: Kinerja
  normalisation: {method: goalposts, low: 0, high: 100}
  dimensions:
    hasil:
      label: {id: Hasil kerja, en: Results}
      bands: &ratings
        di_bawah: {from: 0, label: {id: Di bawah ekspektasi, en: Below expectation}}
        sesuai: {from: 50, label: {id: Sesuai ekspektasi, en: As expected}}
        di_atas: {from: 80, label: {id: Di atas ekspektasi, en: Above expectation}}
      indicators: {results: {}}
    perilaku:
      label: {id: Perilaku kerja, en: Conduct}
      bands: *ratings
      indicators: {conduct: {}}
predicate: {rule: kuadran_kinerja, rows: hasil, columns: perilaku}
guidance:
  hasil:
    reference: Panduan Uji
    ratings:
      di_atas: {results: {at_least: 95}}
      sesuai: {results: {at_least: 50, less_than: 85}}
      di_bawah: {results: {less_than: 50}}
organisation:
  unit: id_unit
  table: predikat
  units: unit
  fallback: previous_year
  limits: distribusi.predikat
  smallest: distribusi.pegawai_paling_sedikit
  names: distribusi.predikat_organisasi
exemptions: {table: pengecualian, reasons: evaluasi.pengecualian}
placements: {table: penempatan, kinds: {definitif: post, plt: acting}}
adjustments: {table: keputusan, window: {start: 2025-07-01, end: 2025-07-31}}
objections:
  table: keberatan
  words: {menguatkan: upheld, mengubah: changed}
  submission_days: keberatan.hari_kerja_pengajuan
  decision_days: keberatan.hari_kerja_putusan
  week: hari_kerja.pekan
  holidays: hari_libur.
reports: {formats: [html], subjects: [F, H]}
"""

FILES = {
    "pegawai.csv": """\
kode,nama,id_unit,results,conduct
A,Orang A,U1,90,90
B,Orang B,U1,60,60
C,Orang C,U1,60,60
D,Orang D,U1,60,90
E,Orang E,U1,30,60
F,Orang F,U2,60,60
G,Orang G,U2,60,30
H,Orang H,U1,5,5
I,Orang I,U1,60,60
""",
    "unit.csv": "unit,label,parent\nU1,Unit Satu,\nU2,Unit Dua,U1\n",
    "predikat.csv": """\
unit,year,predicate,source,decided_on
U1,2025,Baik,SK 7,2025-07-01
U2,2024,istimewa,SK 3,2025-01-20
U2,2025,Kurang,SK 9,2025-09-01
""",
    "penempatan.csv": """\
kode,unit,kind,start,end,agreement
I,U1,definitif,2024-01-01,,
I,U2,plt,2025-06-01,,
""",
    "pengecualian.csv": "kode,reason,source\nH,CLTN,SK 4\n",
    "keputusan.csv": """\
kode,node,from,to,reason,decided_by,decided_on
C,hasil,Sesuai ekspektasi,Di atas ekspektasi,Tugas tambahan,Camat,2025-07-10
D,hasil,sesuai,di_atas,Tugas tambahan,Camat,2025-07-10
F,predicate,Baik,Butuh Perbaikan,Catatan April,Camat,2025-07-10
""",
    "keberatan.csv": """\
kode,received_on,submitted_on,from,reason,decided_on,decision,to,decision_reason,decided_by
F,2025-07-14,2025-07-21,Butuh Perbaikan,Format berubah,2025-07-29,mengubah,Baik,Dibenarkan,Sekda
G,2025-07-14,2025-07-18,kurang,Sepihak,2025-08-04,menguatkan,,Catatan lengkap,Sekda
E,2025-07-14,2025-07-31,butuh_perbaikan,Cuti sakit,,,,,
""",
}


def lay_out(folder: Path, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """Write the place to `folder`, with each file's old text replaced by the new, and return its parameters file."""
    files = {"uji.yaml": PARAMETERS, **FILES}
    for name, (old, new) in (changes or {}).items():
        assert old in files[name], f"{old!r} is not in {name}"
        files[name] = files[name].replace(old, new)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "uji.yaml"


def people_run(folder: Path, changes: dict[str, tuple[str, str]] | None = None) -> Run:
    """Evaluate the place; its input lies in `folder`."""
    return evaluate(prepare(lay_out(folder, changes)))
