"""Inputs as people spoil them: each ends with exit code 2 and one clear line for each fault; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from workbench.cli import main

PARAMETERS = """\
place: desa
title: Contoh
cycle: "2025"
period: {start: 2025-01-01, end: 2025-12-31}
tables:
  unit: {file: unit.csv}
  nilai: {file: nilai.csv}
subjects: {kind: unit, table: unit, key: id_unit, label: nama, groups: [jenis]}
declare:
  layanan: {label: Layanan, table: nilai, column: layanan, polarity: higher, measured_in: "%", reference: SK 1/2025}
  waktu: {label: Waktu, table: nilai, column: waktu, polarity: lower, measured_in: hari, reference: SK 1/2025}
framework:
  label: Kinerja
  normalisation: {method: goalposts, low: 0, high: 100}
  bands:
    kurang: {from: 0, label: Kurang}
    baik: {from: 75, label: Baik}
  indicators:
    layanan: {weight: 60}
    waktu: {weight: 40}
reports: {formats: [html]}
"""
UNITS = "id_unit,nama,jenis\nA,Unit A,kelurahan\nB,Unit B,kelurahan\nC,Unit C,seksi\n"
VALUES = "id_unit,layanan,waktu\nA,80.5,12\nB,61,30\nC,95,7\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "siklus.yaml").write_text(PARAMETERS, encoding="utf-8")
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "nilai.csv").write_text(VALUES, encoding="utf-8")
    return tmp_path


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return spoil


def parameter(old: str, new: str) -> Callable[[Path], None]:
    return replaced("siklus.yaml", old, new)


def value(old: str, new: str) -> Callable[[Path], None]:
    return replaced("nilai.csv", old, new)


def as_excel(folder: Path, rows: list[list[object]], spoil: Callable[[object], None] = lambda sheet: None) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    spoil(book)
    book.save(folder / "nilai.xlsx")
    parameter("nilai.csv", "nilai.xlsx")(folder)


def people(folder: Path, number: str) -> None:
    """Turn the units into people with personal numbers, the first of them as given."""
    numbers = {"A": number, "B": "190006132013061002", "C": "190006132013061003"}
    for name in ("unit.csv", "nilai.csv"):
        header, *rows = (folder / name).read_text(encoding="utf-8").splitlines()
        rows = [f"{numbers[row[0]]}{row[1:]}" for row in rows]
        (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    parameter("kind: unit", "kind: employee")(folder)
    parameter("label: nama", "label: nama, key_format: nip")(folder)
    parameter("title: Contoh", "title: Contoh\nsynthetic: true")(folder)


def complaints(folder: Path, received: str, *, unit: str = "A", rules: str = "sp4n-lapor, perpres-21-2023") -> None:
    """Add an indicator that counts working days, with one complaint."""
    register = f"id_pengaduan,id_unit,kelas,tgl_terima,tgl_selesai\n1,{unit},pengawasan,{received},\n"
    (folder / "pengaduan.csv").write_text(register, encoding="utf-8")
    parameter("tables:\n", f"rules: [{rules}]\ntables:\n  pengaduan: {{file: pengaduan.csv}}\n")(folder)
    parameter("    waktu: {weight: 40}", "    waktu: {weight: 40}\n    complaints_on_time: {weight: 20}")(folder)


ROWS = [["id_unit", "layanan", "waktu"], ["A", 80.5, 12], ["B", 61, 30], ["C", 95, 7]]

SPOILT: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    # --- the parameters file -------------------------------------------------------------------------------------
    "unknown key": (parameter("    layanan: {weight: 60}", "    layanan: {wieght: 60}"), ["siklus.yaml:19", "'wieght'", "weight"]),
    "unknown top key": (parameter("reports:", "report:"), ["siklus.yaml:21", "'report'", "reports"]),
    "wrong type": (parameter("weight: 40", "weight: banyak"), ["siklus.yaml:20", "'banyak'", "number"]),
    "decimal comma in a weight": (parameter("weight: 40", "weight: '40,5'"), ["siklus.yaml:20", "'40,5'"]),
    "negative weight": (parameter("weight: 40", "weight: -40"), ["siklus.yaml:20", "at least 0"]),
    "all weights zero": (
        lambda folder: (parameter("weight: 40", "weight: 0")(folder), parameter("weight: 60", "weight: 0")(folder)),
        ["siklus.yaml:12", "all weights", "are 0"],
    ),
    "unknown indicator": (parameter("    layanan: {weight", "    layanann: {weight"), ["siklus.yaml:19", "layanann", "did you mean: layanan"]),
    "indicator twice": (parameter("    waktu: {weight: 40}", "    layanan: {weight: 40}"), ["siklus.yaml:20", "'layanan' stands here a second time", "line 19"]),
    "number where text belongs": (parameter('cycle: "2025"', "cycle: 2025"), ["siklus.yaml:3", "text", "quotes"]),
    "impossible date": (parameter("end: 2025-12-31", "end: 2025-02-30"), ["siklus.yaml:4", "2025-02-30"]),
    "period ends before it starts": (parameter("end: 2025-12-31", "end: 2024-12-31"), ["siklus.yaml:4", "ends before"]),
    "goalposts reversed": (parameter("low: 0, high: 100", "low: 100, high: 0"), ["siklus.yaml:14", "'low' must be smaller"]),
    "unknown method": (parameter("method: goalposts", "method: goalpost"), ["siklus.yaml:14", "goalpost", "did you mean: goalposts"]),
    "unknown setting of a method": (parameter("high: 100}", "hi: 100}"), ["siklus.yaml:14", "'hi'", "high"]),
    "unknown table": (parameter("table: nilai, column: waktu", "table: nillai, column: waktu"), ["siklus.yaml:11", "nillai", "did you mean: nilai"]),
    "two bands with one bound": (parameter("from: 75", "from: 0"), ["siklus.yaml:15", "two bands begin"]),
    "unknown rule pack": (parameter("tables:\n", "rules: [permenpanrb-6-2023]\ntables:\n"), ["permenpanrb-6-2023", "permenpanrb-6-2022"]),
    "a rule pack not yet in force": (
        lambda folder: (
            parameter("tables:\n", "rules: [permenpanrb-6-2022]\ntables:\n")(folder),
            parameter("start: 2025-01-01, end: 2025-12-31", "start: 2021-01-01, end: 2021-12-31")(folder),
        ),
        ["siklus.yaml:5", "in force from 2022-02-07", "the cycle starts on 2021-01-01", "name the one that was in force then"],
    ),
    "a rule pack no longer in force": (
        parameter("tables:\n", "rules: [permenpanrb-8-2021]\ntables:\n"),
        ["siklus.yaml:5", "to 2022-02-06", "the cycle starts on 2025-01-01", "name the one that was in force then"],
    ),
    "a tab": (parameter("  label: Kinerja", "\tlabel: Kinerja"), ["siklus.yaml:13", "a tab"]),
    "broken YAML": (parameter("title: Contoh", "title: [Contoh"), ["siklus.yaml:", "not valid YAML"]),
    "empty file": (lambda folder: (folder / "siklus.yaml").write_text("", encoding="utf-8"), ["siklus.yaml:1", "empty"]),
    "geometric with z-scores": (
        parameter("{method: goalposts, low: 0, high: 100}", "z_score\n  aggregation: geometric"),
        ["siklus.yaml:12", "needs values between 0 and 100"],
    ),
    "a report for nobody": (parameter("{formats: [html]}", "{formats: [html], subjects: [Z]}"), ["siklus.yaml:21", "'Z'"]),
    # --- CSV -----------------------------------------------------------------------------------------------------
    "missing file": (parameter("nilai.csv", "nilaii.csv"), ["nilaii.csv", "nilai.csv"]),
    "missing column": (value("layanan,waktu", "layanann,waktu"), ["nilai.csv", "layanan", "layanann"]),
    "text where a number belongs": (value("80.5", "delapan puluh"), ["nilai.csv", "delapan puluh", "2"]),
    "duplicate key": (value("B,61", "A,61"), ["nilai.csv", "2", "3"]),
    "unknown unit": (value("C,95", "X,95"), ["nilai.csv", "X", "4"]),
    "ambiguous decimals": (value("80.5", "1.234"), ["nilai.csv", "1.234", "decimal", "2"]),
    "decimals of both kinds": (value("B,61", 'B,"61,5"'), ["nilai.csv", "layanan"]),
    "percent sign": (value("80.5", "80.5%"), ["nilai.csv", "80.5%", "2"]),
    "ragged row": (value("B,61,30", "B,61,30,1"), ["nilai.csv", "3"]),
    "header twice": (value("layanan,waktu", "layanan,layanan"), ["nilai.csv", "layanan"]),
    "not UTF-8": (lambda folder: (folder / "unit.csv").write_bytes(UNITS.replace("Unit A", "Unit \xc9").encode("latin-1")), ["unit.csv", "UTF-8"]),
    "no subjects": (lambda folder: (folder / "unit.csv").write_text("id_unit,nama,jenis\n"), ["unit.csv"]),
    "empty key": (value("B,61", ",61"), ["nilai.csv", "id_unit", "3"]),
    # --- Excel ---------------------------------------------------------------------------------------------------
    "Excel text in a number column": (lambda folder: as_excel(folder, [*ROWS[:2], ["B", "n/a", 30], ROWS[3]]), ["nilai.xlsx", "n/a", "3"]),
    "Excel error value": (lambda folder: as_excel(folder, [*ROWS[:2], ["B", "#DIV/0!", 30], ROWS[3]]), ["nilai.xlsx", "#DIV/0!", "3"]),
    "Excel merged cells": (lambda folder: as_excel(folder, ROWS, lambda book: book.active.merge_cells("B2:B3")), ["nilai.xlsx", "B2:B3"]),
    "Excel with several sheets": (lambda folder: as_excel(folder, ROWS, lambda book: book.create_sheet("Lain")), ["nilai.xlsx", "sheet", "Lain"]),
    "Excel that is not Excel": (
        lambda folder: ((folder / "nilai.xlsx").write_text("bukan excel"), parameter("nilai.csv", "nilai.xlsx")(folder)),
        ["nilai.xlsx"],
    ),
    "Excel with a title above the header": (lambda folder: as_excel(folder, [["REKAP"], *ROWS]), ["nilai.xlsx", "header_row: 2"]),
    "Excel with a header of two rows": (
        lambda folder: as_excel(folder, [["id_unit", "Nilai", None], [None, "layanan", "waktu"], *ROWS[1:]], lambda book: book.active.merge_cells("A1:A2")),
        ["nilai.xlsx", "two rows"],
    ),
    "Excel with a total below": (lambda folder: as_excel(folder, [*ROWS, ["Jumlah", 236.5, 49]]), ["nilai.xlsx", "Jumlah", "5"]),
    # --- people and working days ---------------------------------------------------------------------------------
    "a NIP in scientific notation": (
        lambda folder: people(folder, "1.90001E+17"),
        ["unit.csv", "'id_unit'", "damaged by Excel", "format the column as text", "row 2"],
    ),
    "a NIP rounded to 15 digits": (
        lambda folder: people(folder, "190006132013061000"),
        ["unit.csv", "'id_unit'", "damaged by Excel", "format the column as text", "row 2"],
    ),
    "a year without its holidays": (
        lambda folder: complaints(folder, "2024-12-30", rules="sp4n-lapor, perpres-21-2023, hari-libur-2025"),
        ["siklus.yaml:5 (rules)", "no list of public holidays for 2024", "add the rule pack that holds 'hari_libur.2024'"],
    ),
    "no list of holidays at all": (
        lambda folder: complaints(folder, "2025-02-03", rules="sp4n-lapor, perpres-21-2023"),
        ["siklus.yaml:5 (rules)", "no list of public holidays for 2025", "add the rule pack that holds 'hari_libur.2025'"],
    ),
    "a complaint about a unit that nobody knows": (
        lambda folder: complaints(folder, "2025-02-03", unit="D"),
        ["pengaduan.csv", "'D' is not in the table of subjects (row 2)", "correct the code or add it there"],
    ),
    # --- codes and databases -------------------------------------------------------------------------------------
    "a code without a meaning": (
        parameter("{file: nilai.csv}", "{file: nilai.csv, values: {waktu: {12: 1, 30: 2}}}"),
        ["nilai.csv", "'7'", "12 = 1, 30 = 2"],
    ),
    "a format nobody offers": (parameter("{file: nilai.csv}", "{file: nilai.csv, format: siasn-skp}"), ["siklus.yaml:7", "siasn-skp22"]),
    "a database without an address": (
        parameter("{file: nilai.csv}", "{database: ALAMAT_YANG_TIDAK_ADA, relation: nilai}"),
        ["siklus.yaml:7", "ALAMAT_YANG_TIDAK_ADA is not set"],
    ),
    "a database server that is down": (
        parameter("{file: nilai.csv}", "{database: ALAMAT_UJI, relation: nilai}"),
        ["siklus.yaml:7", "no database server answers at the address in ALAMAT_UJI", "start it, or correct host and port"],
    ),
    "an address in the parameters file": (
        parameter("{file: nilai.csv}", '{database: "postgresql://u:p@h/d", relation: nilai}'),
        ["siklus.yaml:7", "never stands in this file"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_input_is_named_and_nothing_is_written(place, capsys, monkeypatch, spoilt):
    monkeypatch.setenv("ALAMAT_UJI", "postgresql://u:rahasia@127.0.0.1:1/d")  # nobody listens at port 1
    spoil, words = SPOILT[spoilt]
    spoil(place)
    before = sorted(place.rglob("*"))
    code = main(["run", str(place / "siklus.yaml"), "--runs", str(place / "runs"), "--lang", "en"])
    said = capsys.readouterr()
    assert code == 2
    for word in words:
        assert word in said.err, f"{word!r} is not in:\n{said.err}"
    assert "Traceback" not in said.err
    assert "rahasia" not in said.err
    assert said.out == ""
    assert sorted(place.rglob("*")) == before


def test_the_unspoilt_place_is_fine(place, capsys):
    assert main(["check", str(place / "siklus.yaml"), "--lang", "en"]) == 0
    assert "No fault found: 3 subjects, 2 indicators, 2 tables" in capsys.readouterr().out


def test_all_faults_of_a_stage_are_named_at_once(place, capsys):
    parameter("weight: 60", "wieght: 60")(place)
    parameter("title: Contoh", "title: 5")(place)
    parameter("high: 100", "high: tinggi")(place)
    assert main(["check", str(place / "siklus.yaml"), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "siklus.yaml:2 (title)" in said
    assert "siklus.yaml:19" in said


def test_faults_of_several_tables_are_named_at_once(place, capsys):
    value("80.5", "banyak")(place)
    replaced("unit.csv", "B,Unit B", "A,Unit B")(place)
    assert main(["check", str(place / "siklus.yaml"), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "nilai.csv" in said
    assert "unit.csv" in said


def test_a_file_that_is_not_there(tmp_path, capsys):
    (tmp_path / "2025-S1.yaml").write_text("", encoding="utf-8")
    assert main(["run", str(tmp_path / "2025-S2.yaml"), "--lang", "en"]) == 2
    assert "did you mean: 2025-S1.yaml" in capsys.readouterr().err


def test_faults_are_shown_in_indonesian_by_default(place, capsys):
    parameter("weight: 40", "weight: -40")(place)
    assert main(["check", str(place / "siklus.yaml")]) == 2
    said = capsys.readouterr().err
    assert "paling sedikit 0" in said
    assert "tidak ada yang ditulis" in said
