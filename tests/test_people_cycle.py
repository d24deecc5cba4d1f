"""From the tables about people to the paper to be signed, and back; slips end in one line each and nothing written."""

from __future__ import annotations

import json

import pytest

from tests.people_run import lay_out
from workbench.cli import main
from workbench.files.run_directory import open_run, verify_run
from workbench.run_cycle import run_cycle


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    return run_cycle(lay_out(folder), runs=folder / "runs", language="en").directory


def test_the_run_holds_the_record_of_decisions_and_verifies(directory):
    assert verify_run(directory) == []
    assert (directory / "reports" / "berita-acara.html").is_file()
    assert {path.name for path in directory.glob("*.csv")} >= {
        "adjustments.csv",
        "objections.csv",
        "distribution.csv",
        "not_evaluated.csv",
        "placements.csv",
        "guidance.csv",
    }
    header, first = (directory / "scores.csv").read_text(encoding="utf-8-sig").splitlines()[:2]
    assert "predicate,predicate_final,exempt" in header
    assert first.startswith("A,Orang A,U1")


def test_the_report_reads_decisions_back_from_the_run(directory):
    people = open_run(directory).people

    assert people.status["predicate_final"]["D"] == "sangat_baik"
    page = (directory / "reports" / "cycle.html").read_text(encoding="utf-8")
    for section in ("distribution", "guidance", "decisions", "objections-raised", "not-evaluated"):
        assert f'<section id="{section}">' in page
    assert '<section id="decided">' in (directory / "reports" / "units" / "F.html").read_text(encoding="utf-8")


def test_a_cycle_without_people_has_no_empty_sections_and_no_paper(tmp_path):
    from tests.small_run import PARAMETERS, UNITS

    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "uji.yaml").write_text(PARAMETERS + "reports: {formats: [html]}\n", encoding="utf-8")
    directory = run_cycle(tmp_path / "uji.yaml", runs=tmp_path / "runs").directory

    assert not list(directory.glob("**/berita-acara*"))
    assert not (directory / "people.json").exists()
    assert '<section id="decisions">' not in (directory / "reports" / "cycle.html").read_text(encoding="utf-8")


SPOILT = {
    "unknown subject": ({"keputusan.csv": ("F,predicate", "X,predicate")}, "keputusan.csv: column 'kode': 'X' is not in the table of subjects (row 4)"),
    "no reason": ({"keputusan.csv": (",Catatan April,", ",,")}, "keputusan.csv: column 'reason'"),
    "no decider": ({"keputusan.csv": ("Catatan April,Camat", "Catatan April,")}, "keputusan.csv: column 'decided_by'"),
    "no date": ({"keputusan.csv": ("Catatan April,Camat,2025-07-10", "Catatan April,Camat,")}, "keputusan.csv: column 'decided_on'"),
    "outside the window": ({"keputusan.csv": ("Catatan April,Camat,2025-07-10", "Catatan April,Camat,2025-08-10")}, "keputusan.csv: row 4: decided on 2025-08-10, outside the window"),
    "not what was computed": ({"keputusan.csv": ("F,predicate,Baik", "F,predicate,Kurang")}, "keputusan.csv: row 4: 'from' says kurang, but baik was computed"),
    "unknown outcome": ({"keberatan.csv": ("menguatkan", "ditolak")}, "keberatan.csv: column 'decision'"),
    "two decisions on one day": ({"keputusan.csv": ("C,hasil,Sesuai", "D,hasil,Sesuai")}, "keputusan.csv: the same kode, node, decided_on stands in more than one row"),
    "holidays missing": ({"uji.yaml": ("hari-libur-2025, ", "")}, "uji.yaml:60 (objections.holidays): no rule pack"),
    "unknown kind of post": ({"penempatan.csv": ("I,U2,plt", "I,U2,plh")}, "penempatan.csv: column 'kind'"),
    "a post in an unknown unit": ({"penempatan.csv": ("I,U2,plt", "I,U22,plt")}, "penempatan.csv: row 3: unknown unit 'U22'; nearest: U2; correct it, or give the unit a row"),
    "exempt and decided": ({"pengecualian.csv": ("H,CLTN", "F,CLTN")}, "keputusan.csv: row 4: this person is exempt"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_a_slip_is_one_clear_line_and_nothing_is_written(tmp_path, capsys, name):
    changes, said = SPOILT[name]
    path = lay_out(tmp_path, changes)

    assert main(["run", str(path), "--runs", str(tmp_path / "runs"), "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_check_finds_what_run_would(tmp_path, capsys):
    path = lay_out(tmp_path, {"keputusan.csv": ("F,predicate,Baik", "F,predicate,Kurang")})

    assert main(["check", str(path), "--lang", "en"]) == 2
    assert "row 4: 'from' says kurang" in capsys.readouterr().err


def test_two_runs_of_the_same_tables_give_the_same_people(directory, tmp_path):
    again = run_cycle(lay_out(tmp_path), runs=tmp_path / "runs", language="en").directory

    for name in ("people.json", "data/adjustments.parquet", "data/people.parquet", "reports/berita-acara.html"):
        assert (again / name).read_bytes() == (directory / name).read_bytes(), name
    assert json.loads((again / "people.json").read_text(encoding="utf-8"))["facts"]["year"] == 2025


def test_a_score_decided_by_the_meeting_is_printed_beside_the_computed_one(tmp_path):
    row = "F,predicate,Baik"
    path = lay_out(tmp_path, {"keputusan.csv": (row, f'B,score,"60,0","62,5",Tugas tambahan,Camat,2025-07-10\n{row}')})
    place = path.read_text(encoding="utf-8").replace("subjects: [F, H]", "subjects: [B]")
    path.write_text(place, encoding="utf-8")
    directory = run_cycle(path, runs=tmp_path / "runs", language="en").directory
    run = open_run(directory)

    header, *rows = (directory / "scores.csv").read_text(encoding="utf-8-sig").splitlines()
    scores = {row.split(",")[0]: dict(zip(header.split(","), row.split(","), strict=True)) for row in rows}
    beside = {code: (float(scores[code]["score"]), float(scores[code]["final_score"])) for code in "BC"}
    assert beside == {"B": (60, 62.5), "C": (60, 60)}
    assert run.scorecard.ranks["B"] == run.scorecard.ranks["C"]  # the computed scores rank
    assert run.people.status.at["B", "predicate_final"] == "baik"
    for page in ("cycle", "berita-acara", "units/B"):
        text = (directory / "reports" / f"{page}.html").read_text(encoding="utf-8")
        assert "Score: Kinerja" in text, page
        assert "60.0 → 62.5" in text, page
    assert "62.5, decided (computed: 60.0)" in text
