"""The workbook: the tables for people, in words, the same bytes every time, and never a formula out of the data."""

from __future__ import annotations

import zipfile
from dataclasses import replace

import openpyxl
import pytest

from tests.place_run import place_run
from tests.small_run import small_run
from workbench.files import workbook
from workbench.files.workbook import write_workbook
from workbench.locale import Language

ENGLISH = Language("en")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return small_run(tmp_path_factory.mktemp("place"))


def opened(path, run, language=ENGLISH):
    write_workbook(path, run, language)
    return openpyxl.load_workbook(path)


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_its_sheets_are_the_tables_for_people(run, tmp_path):
    assert opened(tmp_path / "w.xlsx", run).sheetnames == [
        "Scores", "Indicators", "Weights", "Missing values", "Changed values", "Among peers",
        "Changes of band", "Audit of the method",
    ]  # fmt: skip


def test_scores_stand_under_words_and_bands_are_called_by_name(run, tmp_path):
    heading, first, *_, last = rows(opened(tmp_path / "w.xlsx", run)["Scores"])
    assert heading == [
        "Code", "Name", "Rank", "Best rank (5 %)", "Middle rank (50 %)", "Worst rank (95 %)",
        "Share of draws in the top", "Score", "Band: Score", "Service", "Speed", "Coverage: Score",
    ]  # fmt: skip
    assert first == ["A", "Unit Awal", 1, 1, 1, 1, 1, 86.25, "Good", 90, 75, 1]
    assert last == ["E", "Unit Empat", *[None] * 8, 60, 0.25]  # missing is an empty cell


def test_indicators_and_dimensions_are_called_by_name_in_the_readers_language(run, tmp_path):
    names = {row[2] for row in rows(opened(tmp_path / "en.xlsx", run)["Indicators"])[1:]}
    assert names == {"On time", "Days to settle"}
    indonesian = opened(tmp_path / "id.xlsx", run, Language("id"))
    assert {row[2] for row in rows(indonesian.worksheets[1])[1:]} == {"Tepat waktu", "Lama penyelesaian"}


def test_a_change_of_band_is_told_in_words(run, tmp_path):
    heading, *lines = rows(opened(tmp_path / "w.xlsx", run)["Changes of band"])
    assert heading == [
        "Code",
        "Indicator or dimension",
        "Direction",
        "Class",
        "Points to move",
        "Present value",
        "Value",
    ]
    c = next(line for line in lines if line[:2] == ["C", "On time"])
    assert c[2:] == ["better", "Good", pytest.approx(4.16), 62.5, pytest.approx(66.66)]


def test_numbers_are_numbers(run, tmp_path):
    sheet = opened(tmp_path / "w.xlsx", run)["Indicators"]
    assert {cell.data_type for cell in sheet["E"][1:] if cell.value is not None} == {"n"}


def test_a_name_that_looks_like_a_formula_stays_a_name(run, tmp_path):
    names = ["=1+1", "+62", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    risky = replace(run, subjects=run.subjects.assign(label=names))
    cells = opened(tmp_path / "w.xlsx", risky)["Scores"]["B"][1:]
    assert [cell.value for cell in cells] == names
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_same_run_gives_the_same_bytes_and_no_clock_time(run, tmp_path):
    write_workbook(tmp_path / "one.xlsx", run, ENGLISH)
    write_workbook(tmp_path / "two.xlsx", run, ENGLISH)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2  # created and modified


def test_a_table_too_long_for_a_sheet_is_left_to_its_csv_file(run, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)  # 5 scores fit, 10 indicator values do not
    book = opened(tmp_path / "w.xlsx", run)
    assert len(rows(book["Scores"])) == 6
    assert rows(book["Indicators"]) == [["Too long for this workbook; see indicators.csv"]]


def test_the_audit_is_told_in_words(run, tmp_path):
    heading, *lines = rows(opened(tmp_path / "w.xlsx", run)["Audit of the method"])
    assert heading == [
        "Area", "What was checked", "Indicator or dimension", "With", "Subjects", "Value", "Held against", "Verdict",
        "Reason", "Source",
    ]  # fmt: skip
    present = next(line for line in lines if line[1:3] == ["values measured", "On time"])
    assert present[4:8] == [5, 0.8, 0.65, "sound"]
    pair = next(line for line in lines if line[1] == "two parts that say the same")
    assert pair[:4] == ["Coherence", "two parts that say the same", "On time", "Days to settle"]
    assert pair[7:9] == ["cannot be said", "too few subjects"]


def test_a_log_is_a_sheet_under_its_own_name_with_its_own_headings(tmp_path):
    book = opened(tmp_path / "book.xlsx", place_run(tmp_path))
    complaints = rows(book["Complaint log"])
    assert complaints[0] == ["Code", "State", "Number", "Kind", "Received", "Due", "Settled"]
    assert complaints[1] == ["A", "closed", "P-1", "non_pengawasan", "2025-04-02", "2025-04-10", "2025-04-09"]
    assert rows(book["Meetings"])[0] == ["Code", "Nomor", "Tanggal", "Isi"]
