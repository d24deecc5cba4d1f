"""Frames come back as they were written; tables for people hold the numbers a reader can redo (tests/small_run.py)."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from tests.place_run import place_run
from tests.small_run import changed_run, small_run
from workbench.files.run_frames import people_tables, read_findings, read_frames, read_logs, write_frames


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return small_run(tmp_path_factory.mktemp("place"))


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    write_frames(folder, run)
    return folder


def text_of(path):
    return path.read_bytes().decode("utf-8-sig")


def test_everything_comes_back_as_it_was(run, folder):
    subjects, measurements, card, intervals = read_frames(folder)
    frames = {"subjects": (run.subjects, subjects), "intervals": (run.rank_intervals, intervals)}
    for name in ("values", "cases", "low", "high"):
        frames[f"measured {name}"] = (getattr(run.measurements, name), getattr(measurements, name))
    for name in ("values", "normalised", "scores", "coverage", "contributions", "bands"):
        frames[name] = (getattr(run.scorecard, name), getattr(card, name))
    for name, (written, read) in frames.items():
        pd.testing.assert_frame_equal(read.rename_axis(None), written.rename_axis(None), obj=name)
    pd.testing.assert_series_equal(card.ranks, run.scorecard.ranks, check_names=False)
    pd.testing.assert_frame_equal(card.missing, run.scorecard.missing, check_dtype=False)
    pd.testing.assert_frame_equal(measurements.missing, run.measurements.missing, check_dtype=False)


def test_scores_are_for_people_best_first_and_an_absent_score_is_an_empty_cell(folder):
    assert text_of(folder / "scores.csv").splitlines() == [
        "subject,label,rank,rank_low,rank_median,rank_high,top_probability,score,band_score,pelayanan,kecepatan,coverage_score",
        "A,Unit Awal,1,1,1,1,1,86.25,baik,90,75,1",
        "B,Unit Baik,2,2,2,2,0,72.5,baik,80,50,1",
        "C,Unit <Cepat> & Tangkas,3,3,3,3,0,66.875,kurang,62.5,80,1",
        "D,Unit Dasar,4,4,4,4,0,37.5,kurang,50,0,1",
        "E,Unit Empat,,,,,,,,,60,0.25",
    ]


def test_an_indicator_is_shown_from_its_value_to_its_contribution(folder):
    table = pd.read_csv(io.StringIO(text_of(folder / "indicators.csv"))).set_index(["subject", "indicator"])
    days = table.loc[("A", "days")]
    assert days[["unit", "value", "used", "normalised", "weight", "contribution"]].tolist() == [
        "hari", 5, 5, 75, 0.25, 18.75
    ]  # fmt: skip
    absent = table.loc[("E", "on_time")]
    assert absent[["value", "normalised", "contribution"]].isna().all()
    assert absent["reason"] == "the column is empty for this subject"
    assert table["reason"].notna().sum() == 1


def test_the_weights_are_shown_as_the_tree_is_read(folder):
    assert text_of(folder / "weights.csv").splitlines() == [
        "level,code,label,weight,share,effective_weight",
        "0,score,Skor,1,1,1",
        "1,pelayanan,Pelayanan,3,0.75,0.75",
        "2,on_time,Tepat waktu,1,1,0.75",
        "1,kecepatan,Kecepatan,1,0.25,0.25",
        "2,days,Lama penyelesaian,1,1,0.25",
    ]


def test_every_absent_value_and_score_is_listed_with_its_reason(folder):
    assert sorted(text_of(folder / "missing.csv").splitlines()[1:]) == [
        "E,on_time,the column is empty for this subject",
        "E,pelayanan,too little of the weight has a value",
        "E,score,too little of the weight has a value",
    ]
    assert text_of(folder / "changed.csv").splitlines() == ["subject,code,step,before,after"]


def test_the_same_run_gives_the_same_bytes(run, folder, tmp_path):
    write_frames(tmp_path, run)
    files = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) == 8 + 17
    for name in files:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_spreadsheet_recognises_the_encoding_of_the_csv_files(folder):
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in folder.glob("*.csv"))


def test_the_tables_for_people_are_these(run):
    assert list(people_tables(run)) == [
        "scores", "indicators", "weights", "missing", "changed", "peers", "band_changes", "audit"
    ]  # fmt: skip


def test_findings_come_back_as_they_were(run, folder):
    found = read_findings(folder)
    assert list(found) == ["peers", "band_changes", "audit"]
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, getattr(run, name), check_dtype=False, obj=name)


def test_a_value_that_was_filled_in_or_pulled_in_is_marked(tmp_path):
    table = people_tables(changed_run(tmp_path))["indicators"].set_index(["subject", "indicator"])
    assert table["step"].dropna().to_dict() == {("D", "on_time"): "treated", ("E", "on_time"): "filled"}
    assert table.loc[("E", "on_time"), "used"] == 70.625


def test_logs_come_back_and_are_there_to_be_read(tmp_path):
    run, folder = place_run(tmp_path), tmp_path / "run"
    folder.mkdir()
    write_frames(folder, run)
    for code, rows in read_logs(folder, ["pengaduan", "rapat"]).items():
        pd.testing.assert_frame_equal(rows, run.logs[code])
    assert text_of(folder / "log_pengaduan.csv").splitlines()[:3] == [
        "subject,state,nomor,jenis,terima,batas,selesai",
        "A,closed,P-1,non_pengawasan,2025-04-02,2025-04-10,2025-04-09",
        "A,late,P-2,informasi,2025-04-03,2025-04-10,2025-04-20",
    ]
