"""The terminal: help with examples, exit codes, the run directory as the last line, no traceback for a mistake."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys

import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench import run_cycle
from workbench.cli import _parser, main
from workbench.locale import Language

COMMANDS = [
    "run",
    "explore",
    "compare",
    "check",
    "init",
    "new-plugin",
    "simulate",
    "indicators",
    "methods",
    "plugins",
    "publish",
    "verify",
]
HEAVY = {"pandas", "numpy", "scipy", "pydantic", "babel", "yaml", "pluggy", "duckdb", "pyarrow", "papermill", "altair"}
PLUGIN = """
from datetime import date
import pandas as pd
from workbench import Indicator, Label, hookimpl

@hookimpl
def workbench_indicators():
    return [Indicator(
        code="patents", label=Label(id="Paten", en="Patents"), polarity="higher", measured_in=Label.of("x"),
        subject=("unit",), needs=(), measure=lambda tables, context: None, reference="WIPO",
        valid_from=date(2020, 1, 1), attribution="unit", description=Label.of("z"),
    )]
"""


def write_stand_ins(folder, **_):
    (folder / "reports").mkdir()
    (folder / "reports" / "cycle.html").write_text("<html></html>")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A place to run in; reports are replaced by stand-ins, their making is tested in tests/execution."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run_cycle, "write_reports", write_stand_ins)
    (tmp_path / "uji.yaml").write_text(PARAMETERS + "robustness: {draws: 100}\n", encoding="utf-8")
    (tmp_path / "unit.csv").write_text(UNITS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def ran(place, capsys):
    """The directory of a run."""
    assert main(["run", "uji.yaml", "--lang", "en"]) == 0
    return place / capsys.readouterr().out.splitlines()[-1]


def said(capsys, *arguments, code=0):
    capsys.readouterr()
    assert main([*arguments, "--lang", "en"]) == code
    return capsys.readouterr()


# --- help -----------------------------------------------------------------------------------------------------------


def help_of(capsys, *command):
    with pytest.raises(SystemExit, match="0"):
        main([*command, "--help", "--lang", "en"])
    return capsys.readouterr().out


def test_the_help_lists_every_command_the_exit_codes_and_an_example(capsys):
    text = help_of(capsys)
    for command in COMMANDS:
        assert f"\n    {command}" in text
    assert "Exit codes: 0 done; 1 a difference was found (verify); 2 a mistake to be mended" in text
    assert "Example:\n  workbench init kecamatan\n  workbench run kecamatan/2025-S1.yaml" in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example_that_works_as_it_stands(capsys, command):
    example = help_of(capsys, command).split("Example:\n")[1].strip()
    program, *arguments = shlex.split(example)
    assert program == "workbench"
    assert arguments[0] == command
    assert _parser(Language("en")).parse_args(arguments).command.__name__ == f"_{command.replace('-', '_')}"


def test_the_help_is_in_indonesian_unless_asked_otherwise(capsys):
    english = help_of(capsys, "run")
    with pytest.raises(SystemExit, match="0"):
        main(["run", "--help"])
    default = capsys.readouterr().out
    assert "Contoh:\n  workbench run" in default
    assert "Contoh:" not in english


def test_help_waits_for_no_heavy_library():
    code = "import sys; from workbench.cli import main\ntry: main(['--help'])\nfinally: print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(eval(done.stdout.splitlines()[-1]))
    assert "argparse" in loaded
    assert loaded & HEAVY == set()


def test_the_package_can_be_run_as_a_module():
    done = subprocess.run([sys.executable, "-m", "workbench", "--help"], capture_output=True, text=True, check=True)
    assert "workbench run kecamatan/2025-S1.yaml" in done.stdout


# --- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["rum"], ["run"], ["run", "x.yaml", "--lang", "fr"], ["verify", "a", "b"]])
def test_a_mistyped_command_is_a_mistake(capsys, arguments):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "workbench" in capsys.readouterr().err


def test_a_users_mistake_ends_with_2_and_one_line_for_each_fault(place, capsys):
    (place / "uji.yaml").write_text(PARAMETERS.replace("weight: ", "wieght: "), encoding="utf-8")
    captured = said(capsys, "run", "uji.yaml", code=2)
    assert captured.out == ""
    assert captured.err.count("unknown key 'wieght'; did you mean: weight?") == 2
    assert captured.err.splitlines()[-1] == "2 problem(s); nothing was written."


def test_an_interrupted_run_says_so(place, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(run_cycle, "write_reports", interrupted)
    assert said(capsys, "run", "uji.yaml", code=130).err.splitlines()[-1] == "Stopped; nothing was written."
    assert list((place / "runs" / "uji" / "2025-S1").iterdir()) == []


# --- run and check --------------------------------------------------------------------------------------------------


def test_run_prints_its_reports_and_as_its_last_line_the_run_directory(place, capsys):
    *reports, last = said(capsys, "run", "uji.yaml", "--runs", "out").out.splitlines()
    assert (place / last / "manifest.json").is_file()
    assert last.startswith("out/uji/2025-S1/")
    assert reports == [f"Report: {last}/reports/cycle.html"]


def test_progress_goes_to_the_error_stream_so_that_the_output_can_be_piped(place, capsys):
    captured = said(capsys, "run", "uji.yaml")
    assert "reading tables" in captured.err
    assert "reading tables" not in captured.out


def test_the_same_inputs_are_verified_and_not_run_again(place, capsys):
    first = said(capsys, "run", "uji.yaml").out.splitlines()
    again = said(capsys, "run", "uji.yaml").out.splitlines()
    assert again == ["These inputs had been run before; that run was verified and is unchanged.", *first]


def test_a_run_that_changed_since_is_not_taken_for_the_same(ran, capsys):
    (ran / "scores.csv").write_text("changed")
    captured = said(capsys, "run", "uji.yaml", code=2)
    assert "the run directory is not as it was sealed: scores.csv; move it away to run again" in captured.err
    assert (ran / "scores.csv").read_text() == "changed"


def test_without_pdf_the_run_ends_well_and_says_why_there_is_none(place, capsys, monkeypatch):
    monkeypatch.setattr(run_cycle, "pdf_obstacle", lambda: "PDF needs the extra 'pdf'")
    captured = said(capsys, "run", "uji.yaml")
    assert "No PDF was made: PDF needs the extra 'pdf'" in captured.err
    manifest = json.loads((place / captured.out.splitlines()[-1] / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["ingredients"]["formats"] == ["html"]


def test_check_scores_and_writes_nothing(place, capsys):
    before = sorted(place.rglob("*"))
    assert said(capsys, "check", "uji.yaml").out == (
        "No fault found: 5 subjects, 2 indicators, 1 tables; 1 values are missing. Nothing was written.\n"
    )
    assert sorted(place.rglob("*")) == before


# --- compare --------------------------------------------------------------------------------------------------------


def test_compare_prints_the_effects_and_writes_only_what_is_asked_for(place, capsys):
    text = PARAMETERS.replace("weight: 3", "weight: 1") + "robustness: {draws: 100}\n"
    (place / "even.yaml").write_text(text, encoding="utf-8")
    lines = said(capsys, "compare", "uji.yaml", "even.yaml").out.splitlines()
    assert lines[0] == "What changed from uji.yaml to even.yaml, and why?"
    assert ["Unit", "Baik", "72.5", "65.0", "−7.5", "0.0", "−7.5", "0.0", "0.0"] in [line.split() for line in lines]
    assert sorted(each.name for each in place.iterdir()) == ["even.yaml", "uji.yaml", "unit.csv"]
    said(capsys, "compare", "uji.yaml", "even.yaml", "--csv", "c.csv", "--html", "c.html")
    assert (place / "c.csv").exists()
    assert (place / "c.html").exists()


def test_comparing_with_nothing_is_a_mistake(place, capsys):
    assert "nowhere" in said(capsys, "compare", "uji.yaml", "nowhere", code=2).err


# --- verify ---------------------------------------------------------------------------------------------------------


def test_verify_names_the_file_with_a_flipped_byte_and_ends_with_1(ran, capsys):
    for name in ("scores.csv", "manifest.json", "data/scores.parquet", "reports/cycle.html"):
        content = (ran / name).read_bytes()
        middle = len(content) // 2
        (ran / name).write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        first, *_, last = said(capsys, "verify", str(ran), code=1).out.splitlines()
        assert first == f"{name}: changed since the run was sealed"
        assert last.endswith("file(s) differ from what was sealed.")
        (ran / name).write_bytes(content)
    assert said(capsys, "verify", str(ran)).out == "Every file is as it was sealed.\n"


def test_verify_of_what_is_no_run_is_a_mistake(place, capsys):
    assert "is not a run directory" in said(capsys, "verify", ".", code=2).err


# --- init, indicators, plugins --------------------------------------------------------------------------------------


def test_init_lays_out_a_place_and_says_what_to_do_next(place, capsys):
    told, next_command = said(capsys, "init", "kecamatan").out.splitlines()
    assert told == "Laid out in kecamatan. Next:"
    program, *arguments = shlex.split(next_command)
    assert (program, arguments) == ("workbench", ["run", "kecamatan/2025-S1.yaml"])
    assert (place / arguments[1]).is_file()


def test_init_refuses_a_folder_that_holds_anything(place, capsys):
    before = sorted(place.rglob("*"))
    assert "is not empty; name a new folder" in said(capsys, "init", ".", code=2).err
    assert sorted(place.rglob("*")) == before


def test_new_plugin_lays_out_a_plugin_and_says_what_to_do_next(place, capsys):
    told, *steps = said(capsys, "new-plugin", "patents_granted").out.splitlines()
    assert told == "Laid out in workbench-patents-granted. Next:"
    assert [shlex.split(step) for step in steps] == [
        ["pip", "install", "--editable", "workbench-patents-granted[test]"],
        ["pytest", "workbench-patents-granted"],
        ["workbench", "run", "workbench-patents-granted/example/2025-S1.yaml"],
    ]
    assert (place / steps[-1].split()[-1]).is_file()


@pytest.mark.parametrize("name", ["ikm", "kinerja", "goalposts!"])
def test_new_plugin_refuses_a_name_that_cannot_be(place, capsys, name):
    before = sorted(place.rglob("*"))
    error = said(capsys, "new-plugin", name, code=2).err
    assert error.startswith(f"{name}: ")
    assert len(error.splitlines()) == 2
    assert sorted(place.rglob("*")) == before


def test_indicators_are_listed_for_people_and_for_programs(capsys):
    listed = json.loads(said(capsys, "indicators", "--json").out)
    codes = [each["code"] for each in listed]
    assert codes == sorted(codes)
    ikm = listed[codes.index("ikm")]
    assert (ikm["plugin"], ikm["polarity"], ikm["subject"]) == ("kinerja", "higher", "unit")
    assert "14/2017" in ikm["reference"]
    blocks = said(capsys, "indicators").out.splitlines()
    assert [line for line in blocks if not line.startswith(" ")] == codes


def test_methods_are_listed_with_their_formula_without_asking_for_their_library(capsys):
    listed = {each["code"]: each for each in json.loads(said(capsys, "methods", "--json").out)}
    assert {each["kind"] for each in listed.values()} == {"normalisation", "weighting", "aggregation"}
    assert listed["mpi"]["formula"] == "M ∓ S² / M; M = Σ w x, S² = Σ w (x − M)²"
    assert listed["mpi"]["plugin"] == "builtin"
    assert "doi:10.1007/s11205-015-0998-2" in listed["mpi"]["reference"]
    block = said(capsys, "methods").out.split("\nmpi\n")[1].splitlines()
    assert block[0].split() == ["kind", "aggregation"]
    script = "import sys; from workbench.cli import main; main(['methods']); sys.exit('pymcdm' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_a_plugins_folder_adds_its_indicators(place, capsys):
    (place / "mine").mkdir()
    (place / "mine" / "patents.py").write_text(PLUGIN, encoding="utf-8")
    listed = json.loads(said(capsys, "indicators", "--json", "--plugins-dir", "mine").out)
    assert [each["label"] for each in listed if each["plugin"] == "patents"] == ["Patents"]
    assert "there is no such plugins folder" in said(capsys, "indicators", "--plugins-dir", "none", code=2).err


def test_plugins_say_where_they_come_from_and_what_they_offer(place, capsys):
    (place / "mine").mkdir()
    (place / "mine" / "patents.py").write_text(PLUGIN, encoding="utf-8")
    listed = {
        each["plugin"]: each for each in json.loads(said(capsys, "plugins", "--json", "--plugins-dir", "mine").out)
    }
    assert {name: each["kind"] for name, each in listed.items()} == {
        "builtin": "built-in",
        "builtin_checks": "built-in",
        "kinerja": "installed",
        "mcdm": "installed",
        "patents": "local",
    }
    assert listed["patents"]["place"] == "patents.py"
    assert listed["patents"]["offers"] == "indicator:patents"
    assert "rule pack:permenpanrb-6-2022" in listed["kinerja"]["offers"]
    assert "aggregation:geometric" in listed["builtin"]["offers"]


# --- simulate -------------------------------------------------------------------------------------------------------


def test_simulate_says_what_to_run_next(place, capsys):
    lines = said(capsys, "simulate", "walesi", "latihan", "--seed", "7", "--employees", "15", "--units", "3").out
    assert lines.splitlines() == [
        "Laid out in latihan. Next:",
        "  workbench run latihan/2025-S1.yaml",
        "  workbench run latihan/2025-S1-pegawai.yaml",
    ]
    assert (place / "latihan" / "truth" / "penilai.parquet").is_file()


def test_a_place_that_cannot_be_simulated_is_a_mistake(place, capsys):
    error = said(capsys, "simulate", "walesi", "latihan", "--employees", "2", code=2).err
    assert error.splitlines()[0] == (
        "walesi: 2 employees cannot fill 6 units; ask for more employees or for fewer units"
    )
    assert not (place / "latihan").exists()


@pytest.mark.parametrize("wrong", ["0", "-3", "many", "1.5"])
def test_a_size_is_a_whole_number(capsys, wrong):
    with pytest.raises(SystemExit, match="2"):
        main(["simulate", "walesi", "x", "--employees", wrong, "--lang", "en"])
    assert "--employees: a whole number from 1 on is needed" in capsys.readouterr().err
