"""Three units with a part that counts in two dimensions, a part for information, two logs and three stages.

The cycle is April to June, the data end on 31 May. Goalposts 0 to 100 everywhere; the score is 0.6 quality + 0.4 speed,
and quality is the mean of its two indicators. Help is shown in the part of speed but does not count.

====  ====  =====  =====  ====  ======  ==================
unit  kind  right  quick  help  levels  score
====  ====  =====  =====  ====  ======  ==================
A     80    60     50     1     90      0.6*70 + 0.4*50 = 62
B     80    60     50     2     –       62: shares the first place
C     40    20     10     3     30      0.6*30 + 0.4*10 = 22
====  ====  =====  =====  ====  ======  ==================
"""

from __future__ import annotations

from pathlib import Path

from workbench.model.run import Run
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate

PARAMETERS = """\
place: uji
title: {id: Kecamatan Uji, en: Test District}
cycle: 2025-Q2
period: {start: 2025-04-01, end: 2025-06-30}
data_until: 2025-05-31
synthetic: true
tables:
  unit: {file: unit.csv, decimal: point}
  pengaduan: {file: pengaduan.csv}
  rapat: {file: rapat.csv}
subjects: {kind: unit, table: unit, key: kode, label: nama}
declare:
  kind: {label: Ramah, table: unit, column: kind, polarity: higher, measured_in: "%", reference: SK 1}
  right: {label: Benar, table: unit, column: right, polarity: higher, measured_in: "%", reference: SK 1}
  quick: {label: Cepat, table: unit, column: quick, polarity: higher, measured_in: "%", reference: SK 1}
  help: {label: Bantuan, table: unit, column: help, polarity: higher, measured_in: kali, reference: SK 1}
  levels: {label: Jenjang, table: unit, column: levels, polarity: higher, measured_in: poin, reference: SK 1}
framework:
  label: {id: Skor, en: Score}
  normalisation: {method: goalposts, low: 0, high: 100}
  dimensions:
    mutu:
      label: {id: Mutu pelayanan, en: Quality of service}
      description: {id: Apa kata warga., en: What citizens say.}
      weight: 60
      dimensions:
        sikap: {label: {id: Sikap, en: Attitude}, indicators: {kind: {target: 50}}}
        hasil: {label: {id: Ketepatan, en: Accuracy}, indicators: {right: {}}}
    kecepatan:
      label: {id: Kecepatan, en: Speed}
      weight: 40
      indicators: {quick: {}, help: {weight: 0}}
    karier:
      label: {id: Karier, en: Careers}
      description: {id: Bukan keputusan., en: No decision.}
      weight: 0
      bands:
        belum: {from: 0, label: {id: Belum, en: Not yet}}
        siap: {from: 80, label: {id: Siap, en: Ready}}
      indicators: {levels: {}}
logs:
  pengaduan:
    label: {id: Catatan pengaduan, en: Complaint log}
    table: pengaduan
    opened_by: terima
    closed_by: selesai
    due: batas
    columns:
      nomor: {id: Nomor, en: Number}
      jenis: {id: Jenis, en: Kind}
      terima: {id: Diterima, en: Received}
      batas: {id: Batas, en: Due}
      selesai: {id: Selesai, en: Settled}
  rapat:
    label: {id: Rapat, en: Meetings}
    table: rapat
    opened_by: tanggal
    columns: {nomor: Nomor, tanggal: Tanggal, isi: Isi}
rollout:
  label: {id: Penerapan bertahap, en: Rollout in stages}
  stages:
    - {label: {id: Sosialisasi, en: Information}, start: 2025-01-01, end: 2025-01-31}
    - {label: {id: Triwulan, en: Quarter}, start: 2025-04-01, end: 2025-06-30, description: {id: Diukur, en: Measured}}
    - {label: {id: Tahunan, en: Year}, start: 2025-12-01, end: 2026-01-31}
"""

TABLES = {
    "unit.csv": """\
kode,nama,kind,right,quick,help,levels
A,Unit Awal,80,60,50,1,90
B,Unit Baik,80,60,50,2,
C,Unit <Cepat>,40,20,10,3,30
""",
    "pengaduan.csv": """\
nomor,kode,jenis,terima,batas,selesai
P-1,A,non_pengawasan,2025-04-02,2025-04-10,2025-04-09
P-2,A,informasi,2025-04-03,2025-04-10,2025-04-20
P-3,A,informasi,2025-05-02,2025-05-12,2025-06-03
P-4,C,informasi,2025-05-30,2025-06-12,
P-5,C,informasi,2025-06-02,2025-06-12,
""",
    "rapat.csv": """\
nomor,kode,tanggal,isi
R-1,B,2025-04-07,Loket tambahan
R-2,B,2025-06-07,Belum terjadi
""",
}


def lay_out(folder: Path) -> Path:
    """Write parameters and tables into `folder`; return the parameters file."""
    for name, content in TABLES.items():
        (folder / name).write_text(content, encoding="utf-8")
    path = folder / "uji.yaml"
    path.write_text(PARAMETERS, encoding="utf-8")
    return path


def place_run(folder: Path) -> Run:
    """Evaluate the three units; their tables lie in `folder`."""
    return evaluate(prepare(lay_out(folder)))
