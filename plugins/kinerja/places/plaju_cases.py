"""Invented people with a story: who moved, who is exempt, what a meeting decided, who objected.

Their results and conduct are set so that their predicate is known whatever the seed, because a decision must begin at
the predicate that was computed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

HEAD_OF_DISTRICT = "Camat Plaju (atasan pejabat penilai)"
MEETING = "2025-07-10"


class Story(NamedTuple):
    """A person by number, results as a share of the target, and conduct on the scale 1–10."""

    person: int
    results: float
    conduct: float


# Results 1.0 are "sesuai", 1.1 "di atas"; conduct 8.2 is "sesuai", 9.8 "di atas", 5.0 "di bawah".
PROMOTED = Story(5, 1.0, 9.8)
LOWERED = Story(30, 1.1, 9.8)
DISPUTED = Story(100, 1.0, 8.2)
CONDUCT = Story(50, 1.0, 5.0)
WAITING = Story(60, 0.8, 8.2)
TARDY = Story(112, 0.8, 8.2)
STORIES = (PROMOTED, LOWERED, DISPUTED, CONDUCT, WAITING, TARDY)

# The post with two people is too small for any share of its people to mean something.
KEC, SECTION, POST = "KEC", "PMB", "POS"

# Unit, year, predicate, date of the decision. For BGK and TRT this year's is not there yet.
ORGANISATION = (
    ("PLU", 2025, "Baik", "2025-07-04"),
    ("PLI", 2025, "Butuh Perbaikan", "2025-07-04"),
    ("PLD", 2025, "Baik", "2025-07-04"),
    ("BGK", 2024, "Baik", "2025-01-20"),
    ("BGK", 2025, "", ""),
    ("TLB", 2025, "Baik", "2025-07-04"),
    ("TLP", 2025, "Istimewa", "2025-07-04"),
    ("KMP", 2025, "Istimewa", "2025-07-04"),
    ("SET", 2025, "Baik", "2025-07-04"),
    ("PMB", 2025, "Baik", "2025-07-04"),
    ("TRT", 2024, "Baik", "2025-01-20"),
    ("TRT", 2025, "Baik", "2025-09-01"),
    ("PLY", 2025, "Baik", "2025-07-04"),
    ("PKM", 2025, "Istimewa", "2025-07-04"),
)

# Person, unit, kind of post, first and last day, agreement of the two appraisers.
PLACEMENTS = (
    (16, "PLI", "definitif", "2023-01-02", "2025-03-31", ""),
    (16, "PLD", "definitif", "2025-04-01", "", ""),
    (88, "SET", "definitif", "2022-06-01", "", ""),
    (88, "TLB", "plt", "2025-03-03", "", ""),
    (57, "TLP", "definitif", "2021-01-04", "2025-05-15", "Kesepakatan kedua pejabat penilai, 20 Mei 2025"),
    (57, "KMP", "definitif", "2025-05-16", "", ""),
    (95, "PMB", "definitif", "2020-01-06", "2025-01-31", ""),
    (95, "POS", "definitif", "2025-02-01", "", ""),
    (97, "PMB", "definitif", "2020-01-06", "2025-01-31", ""),
    (97, "POS", "definitif", "2025-02-01", "", ""),
)

EXEMPT = (
    (131, "cltn", "SK cuti di luar tanggungan negara, 2 Januari 2025"),
    (164, "mpp", "SK masa persiapan pensiun, 1 Maret 2025"),
    (92, "diberhentikan_sementara", "SK pemberhentian sementara, 17 Februari 2025"),
)

DECISIONS: tuple[tuple[Story, str, str, str, str], ...] = (
    (
        PROMOTED,
        "hasil_kerja",
        "Sesuai ekspektasi",
        "Di atas ekspektasi",
        "Mengoordinasikan posko banjir Februari 2025 di luar SKP; laporan dan surat tugas terlampir",
    ),
    (
        LOWERED,
        "predicate",
        "Sangat Baik",
        "Baik",
        "Satu hasil utama bergeser ke semester II; dibandingkan dengan peran yang sama di kelurahan lain",
    ),
    (
        DISPUTED,
        "predicate",
        "Baik",
        "Butuh Perbaikan",
        "Dua laporan kegiatan disusun ulang oleh rekan kerja; catatan bimbingan April dan Mei",
    ),
)

# Person, received, submitted, predicate, why; then decided on, outcome, new predicate, reason, by whom.
OBJECTIONS: tuple[tuple[Story, *tuple[str, ...]], ...] = (
    (
        DISPUTED,
        "2025-07-14",
        "2025-07-21",
        "Butuh Perbaikan",
        "Laporan disusun ulang karena format berubah, bukan karena mutunya",
        "2025-07-29",
        "mengubah",
        "Baik",
        "Perubahan format dibenarkan surat edaran Mei 2025; mutu laporan tidak dipersoalkan",
        "Sekretaris Daerah (atasan atasan pejabat penilai)",
    ),
    (
        CONDUCT,
        "2025-07-14",
        "2025-07-18",
        "Kurang/Misconduct",
        "Umpan balik hanya dari pimpinan",
        "2025-08-04",
        "menguatkan",
        "",
        "Catatan pembinaan lengkap dan pernah dibicarakan",
        HEAD_OF_DISTRICT,
    ),
    (
        WAITING,
        "2025-07-14",
        "2025-07-31",
        "Butuh Perbaikan",
        "Target tidak disesuaikan setelah cuti sakit",
        "",
        "",
        "",
        "",
        "",
    ),
    (TARDY, "2025-07-14", "2025-08-06", "Butuh Perbaikan", "Dokumen pendukung baru diperoleh", "", "", "", "", ""),
)


def case_tables(people: pd.DataFrame, units: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables about units, exemptions, decisions and objections, by file name.

    In a Plaju of another size only those stories are told whose people and units there are.
    """
    nip, there = people["nip"], {KEC, POST, *units["id_unit"]}

    def told(rows: tuple[Any, ...]) -> list[Any]:
        return [row for row in rows if _number(row) < len(nip)]

    placements = [row for row in PLACEMENTS if row[0] < len(nip) and _placed(row[0], there)]
    return {
        "unit_organisasi.csv": pd.DataFrame(_units_above(units), columns=["id_unit", "nama", "induk"]),
        "predikat_organisasi.csv": pd.DataFrame(
            [(u, y, p, f"Keputusan Camat Plaju, {d}" if p else "", d) for u, y, p, d in _organisation(units)],
            columns=["id_unit", "tahun", "predikat", "sumber_predikat", "tgl_keputusan"],
        ),
        "penempatan.csv": pd.DataFrame(
            [(nip[person], *rest) for person, *rest in placements],
            columns=["nip", "id_unit", "jenis", "mulai", "selesai", "kesepakatan"],
        ),
        "pengecualian.csv": pd.DataFrame(
            [(nip[person], *rest) for person, *rest in told(EXEMPT)], columns=["nip", "alasan", "dasar"]
        ),
        "keputusan.csv": pd.DataFrame(
            [(nip[story.person], *rest, HEAD_OF_DISTRICT, MEETING) for story, *rest in told(DECISIONS)],
            columns=["nip", "bagian", "dari", "menjadi", "alasan", "pemutus", "tgl_putusan"],
        ),
        "keberatan.csv": pd.DataFrame(
            [(nip[story.person], *rest) for story, *rest in told(OBJECTIONS)],
            columns=[
                "nip",
                "tgl_terima",
                "tgl_pengajuan",
                "dari",
                "alasan",
                "tgl_putusan",
                "putusan",
                "menjadi",
                "alasan_putusan",
                "pemutus",
            ],
        ),
    }


def _number(row: tuple[Any, ...]) -> int:
    return row[0].person if isinstance(row[0], Story) else int(row[0])


def _placed(person: int, there: set[str]) -> bool:
    """Say whether all units of a person's story are there."""
    return {unit for number, unit, *_ in PLACEMENTS if number == person} <= there


def _units_above(units: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return every unit below the district; the post with two people below the section that runs it."""
    rows = [(KEC, "Kecamatan Plaju", "")]
    for code, name in zip(units["id_unit"], units["nama"], strict=True):
        rows.append((code, name, KEC))
        if code == SECTION:
            rows.append((POST, "Pos Layanan Sungai", SECTION))
    return rows


def _organisation(units: pd.DataFrame) -> list[tuple[str, int, str, str]]:
    """Return the predicates of the units there are; a unit without a story is "Baik"."""
    of_units = [row for row in ORGANISATION if row[0] in set(units["id_unit"])]
    others = [code for code in units["id_unit"] if code not in {row[0] for row in ORGANISATION}]
    return of_units + [(code, 2025, "Baik", "2025-07-04") for code in others]


def with_results(rows: pd.DataFrame, employees: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of targets with what the people of the stories realised."""
    told = rows.copy()
    for story in (each for each in STORIES if each.person < len(employees)):
        for place in told.index[told["nip"] == employees["nip"][story.person]]:
            target = float(str(told.at[place, "target"]).replace(",", "."))
            lower_is_better = str(told.at[place, "rumus"]).startswith("negative")
            share = 2 - story.results if lower_is_better else story.results
            told.at[place, "realisasi"] = f"{target * share:.6g}".replace(".", ",")
    return told


def with_conduct(table: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings of conduct with those of the people of the stories."""
    told = table.copy()
    values = [column for column in told if column != "nip"]
    for story in (each for each in STORIES if each.person < len(told)):
        told.loc[story.person, values] = np.float64(story.conduct)
    return told
