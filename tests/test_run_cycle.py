"""From a parameters file to a run directory, end to end: what is in it, that it can be rebuilt, that nobody is named.

The runs at the top are real, with reports in HTML and PDF. Where only what decides a run is asked for, reports are
replaced by a stand-in, because making them takes most of the time.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pandas as pd
import pytest

from tests.small_run import PARAMETERS, UNITS
from workbench import run_cycle as module
from workbench.cli import main
from workbench.errors import InputError, RunError
from workbench.execution.notebooks import pdf_obstacle
from workbench.files.run_directory import open_run, verify_run
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate, run_cycle

PLAJU = Path(__file__).parents[1] / "parameters" / "plaju"
FORMATS = "html" if pdf_obstacle() else "html, pdf"
QUICK = "robustness: {draws: 100}\nreports: {formats: [html]}\n"

NUMBERS = ["190006132013061001", "190012292015072003", "190005202023061004"]
NAMES = ["Budi Rekaan", "Siti Rekaan", "Tono Rekaan"]
PEOPLE = f"""
place: uji
title: Pegawai
cycle: 2025-S1
period: {{start: 2025-01-01, end: 2025-06-30}}
tables:
  pegawai: {{file: pegawai.csv}}
  mutu: {{file: mutu.csv}}
subjects: {{kind: employee, table: pegawai, key: nip, key_format: nip, label: nama, groups: [jk]}}
declare:
  mutu: {{label: Mutu, table: mutu, column: mutu, polarity: higher, measured_in: "%", reference: SK 1}}
framework:
  label: Skor
  normalisation: {{method: goalposts, low: 0, high: 100}}
  indicators: {{mutu: {{}}}}
{QUICK}"""
LEADERS = PEOPLE.replace("formats: [html]", "formats: [html], edition: leaders")

PLUGIN = """
from datetime import date
import pandas as pd
from workbench import Indicator, Label, hookimpl

def measure(tables, context):
    return pd.DataFrame({"value": [float(len(code)) for code in context.subjects]}, index=context.subjects)

@hookimpl
def workbench_indicators():
    return [Indicator(
        code="letters", label=Label.of("Letters"), polarity="higher", measured_in=Label.of("x"), subject=("unit",),
        needs=(), measure=measure, reference="r", valid_from=date(2020, 1, 1), attribution="unit",
        description=Label.of("How many letters its code has."),
    )]
"""
MEASURED = 'return pd.DataFrame({"value": [float(len(code)) for code in context.subjects]}, index=context.subjects)'
WITH_PLUGIN = PARAMETERS.replace(
    "        days:", "        letters: {normalisation: {method: goalposts, low: 0, high: 2}}\n        days:"
)


def units(folder: Path, *, parameters: str = PARAMETERS + QUICK, table: str = UNITS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "unit.csv").write_text(table, encoding="utf-8")
    (folder / "uji.yaml").write_text(parameters, encoding="utf-8")
    return folder / "uji.yaml"


def people(folder: Path, parameters: str) -> Path:
    rows = zip(NUMBERS, NAMES, ("L", "P", "L"), strict=True)
    (folder / "pegawai.csv").write_text("nip,nama,jk\n" + "".join(",".join(row) + "\n" for row in rows))
    (folder / "mutu.csv").write_text("nip,mutu\n" + "".join(f"{nip},{70 + i}\n" for i, nip in enumerate(NUMBERS)))
    (folder / "pegawai.yaml").write_text(parameters, encoding="utf-8")
    return folder / "pegawai.yaml"


def with_plugin(folder: Path, source: str) -> Path:
    (folder / "mine").mkdir()
    (folder / "mine" / "letters.py").write_text(source, encoding="utf-8")
    return units(folder, parameters=WITH_PLUGIN + QUICK)


@pytest.fixture
def without_reports(monkeypatch):
    def stand_in(folder: Path, **_: object) -> None:
        (folder / "reports").mkdir()
        (folder / "reports" / "cycle.ipynb").write_text("{}")

    monkeypatch.setattr(module, "write_reports", stand_in)


@pytest.fixture
def key(tmp_path, monkeypatch):
    path = tmp_path / "secret.key"
    path.write_bytes(bytes(range(32)))
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(path))
    return path


def files_of(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


# --- real runs, with reports -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return units(tmp_path_factory.mktemp("place"), parameters=f"{PARAMETERS}reports: {{formats: [{FORMATS}]}}\n")


@pytest.fixture(scope="module")
def first(place):
    return run_cycle(place, runs=place.parent / "runs", language="en")


def test_a_run_directory_holds_these_files(first):
    frames = ["audit", "band_changes", "bands", "cases", "changed", "contributions", "coverage", "high", "low",
              "missing", "normalised", "peers", "results", "scores", "subjects", "used", "values"]  # fmt: skip
    tables = ["audit", "band_changes", "changed", "indicators", "missing", "peers", "scores", "weights"]
    assert list(files_of(first.directory)) == sorted(
        [
            *("SHA256SUMS", "SHA256SUMS.sha256", "framework.json", "manifest.json", "parameters.yaml", "workbook.xlsx"),
            *(f"data/{name}.parquet" for name in frames),
            *(f"{name}.csv" for name in tables),
            *(f"reports/cycle.{ending}" for ending in ("ipynb", *FORMATS.split(", "))),
        ]
    )
    assert first.fresh
    assert first.directory.parts[-3:-1] == ("uji", "2025-S1")
    assert len(first.directory.name) == 12


def test_a_fresh_run_verifies_and_can_be_opened(first, place):
    assert verify_run(first.directory) == []
    run = open_run(first.directory)
    assert run.scores.tolist()[:4] == [86.25, 72.5, 66.875, 37.5]  # redone by hand in tests/small_run.py
    pd.testing.assert_frame_equal(
        run.scorecard.scores, evaluate(prepare(place)).scorecard.scores, check_names=False, check_exact=True
    )


def test_the_reports_are_there_to_be_read(first):
    page = (first.directory / "reports" / "cycle.html").read_text(encoding="utf-8")
    assert "Test District" in page
    assert "Unit &lt;Cepat&gt; &amp; Tangkas" in page
    if "pdf" in FORMATS:
        assert (first.directory / "reports" / "cycle.pdf").read_bytes().startswith(b"%PDF-")


def test_the_manifest_says_from_what_and_with_what_the_run_was_made(first, place):
    manifest = json.loads((first.directory / "manifest.json").read_text(encoding="utf-8"))
    table = (place.parent / "unit.csv").read_bytes()
    assert manifest["fingerprint"] == first.directory.name
    assert manifest["inputs"] == [
        {
            "table": "unit",
            "file": "unit.csv",
            "sheet": None,
            "sha256": hashlib.sha256(table).hexdigest(),
            "bytes": len(table),
            "rows": 5,
        }
    ]
    assert {plugin["name"]: plugin["kind"] for plugin in manifest["plugins"]} == {
        "builtin": "built-in",
        "builtin_checks": "built-in",
        "kinerja": "installed",
        "mcdm": "installed",
    }
    assert manifest["packages"]["pandas"] == version("pandas")
    assert manifest["python"] == platform.python_version()
    assert (manifest["seed"], manifest["synthetic"], manifest["ingredients"]["language"]) == (0, True, "en")
    assert (first.directory / "parameters.yaml").read_bytes() == place.read_bytes()


def test_the_same_inputs_again_are_verified_and_nothing_is_rewritten(first, place):
    before = {name: (path.stat().st_mtime_ns, path.stat().st_ino) for name, path in files_of(first.directory).items()}
    again = run_cycle(place, runs=place.parent / "runs", language="en")
    assert (again.directory, again.fresh) == (first.directory, False)
    after = {name: (path.stat().st_mtime_ns, path.stat().st_ino) for name, path in files_of(first.directory).items()}
    assert after == before


def test_the_same_inputs_elsewhere_give_the_same_bytes(first, place, tmp_path):
    shutil.copytree(place.parent, tmp_path / "copied" / "place", ignore=shutil.ignore_patterns("runs"))
    other_process = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Jayapura", "LANG": "C.UTF-8", "COLUMNS": "40"}
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "run", "place/uji.yaml", "--runs", "../other", "--lang", "en"],
        cwd=tmp_path / "copied",
        env=other_process,
        capture_output=True,
        text=True,
        check=True,
    )
    second = tmp_path / "copied" / done.stdout.splitlines()[-1]
    assert second.name == first.directory.name
    one, other = files_of(first.directory), files_of(second)
    assert list(one) == list(other)
    assert [name for name in one if one[name].read_bytes() != other[name].read_bytes()] == []


def test_clock_times_stand_beside_the_runs(first):
    (line,) = (first.directory.parent / "executions.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["run"] == first.directory.name
    assert set(json.loads(line)) == {"run", "started", "seconds", "system"}


def contents_of(folder: Path) -> dict[str, str]:
    """Return everything that can be read in a folder: text, the cells of frames, the members of archives."""
    found = {}
    for name, path in files_of(folder).items():
        if path.suffix == ".parquet":
            found[name] = pd.read_parquet(path).to_csv()
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                found[name] = "".join(archive.read(member).decode() for member in archive.namelist())
        found[f"{name} as bytes"] = path.read_bytes().decode("latin-1")
    return found


def test_a_run_for_leaders_holds_no_personal_number_and_no_name_anywhere(tmp_path, key):
    outcome = run_cycle(people(tmp_path, LEADERS), runs=tmp_path / "runs")
    contents = contents_of(tmp_path / "runs")
    assert any("cycle.html" in name for name in contents)
    for secret in [*NUMBERS, *NAMES, key.read_bytes().hex(), key.read_bytes().decode("latin-1")]:
        assert [name for name, content in contents.items() if secret in content] == []
    subjects = pd.read_parquet(outcome.directory / "data" / "subjects.parquet")
    assert subjects["subject"].str.fullmatch("[a-z2-7]{16}").all()
    assert subjects["label"].tolist() == subjects["subject"].tolist()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_run_that_is_killed_leaves_no_run_directory_and_the_next_one_succeeds(tmp_path, without_reports):
    file = units(tmp_path)
    command = [sys.executable, "-m", "workbench", "run", str(file), "--runs", str(tmp_path / "runs"), "--lang", "en"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        assert any("writing reports" in line for line in run.stderr)  # the frames are written, the reports are not
        os.killpg(run.pid, signal.SIGKILL)
        assert run.stdout.read() == ""
    assert run.returncode == -signal.SIGKILL
    folder = tmp_path / "runs" / "uji" / "2025-S1"
    (left,) = folder.iterdir()
    assert left.name.startswith(".")
    assert left.name.endswith(".tmp")
    outcome = run_cycle(file, runs=tmp_path / "runs", language="en")
    assert outcome.fresh
    assert outcome.directory.name == left.name.split(".")[1]
    assert verify_run(outcome.directory) == []


@pytest.mark.parametrize(
    "most",
    [
        pytest.param(1_000, id="while writing frames"),
        pytest.param(64_000, id="while writing reports"),
    ],
)
def test_a_full_disk_ends_with_2_and_leaves_nothing(tmp_path, most):
    resource = pytest.importorskip("resource", reason="this system has no limit on the size of files")
    file = units(tmp_path)
    # in a process of its own: the limit holds for everything a process writes, pytest's own report among it
    limited = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {resource.RLIM_INFINITY}))\n"
        "from workbench.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-B", "-c", limited, "run", str(file), "--runs", str(tmp_path / "runs"), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "cannot be written: File too large" in done.stderr
    assert done.stderr.splitlines()[-1] == "1 problem(s); nothing was written."
    assert list((tmp_path / "runs" / "uji" / "2025-S1").iterdir()) == []


# --- what decides a run ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("without_reports")
def test_whatever_decides_the_result_changes_the_fingerprint(tmp_path):
    def fingerprint(folder="base", plugin=None, language="en", **changed):
        file = units(tmp_path / folder, **changed)
        if plugin:
            (file.parent / "mine").mkdir(exist_ok=True)
            (file.parent / "mine" / "letters.py").write_text(plugin, encoding="utf-8")
        mine = file.parent / "mine" if plugin else None
        return run_cycle(file, runs=tmp_path / folder / "runs", language=language, plugins_dir=mine).directory.name

    base = fingerprint()
    assert fingerprint() == base
    assert fingerprint("elsewhere") == base
    changed = {
        "input": fingerprint(table=UNITS.replace("62.5", "62.6")),
        "parameter": fingerprint(parameters=(PARAMETERS + QUICK).replace("weight: 3", "weight: 2")),
        "comment in the parameters": fingerprint(parameters=PARAMETERS + QUICK + "# why\n"),
        "seed": fingerprint(parameters=PARAMETERS + QUICK + "seed: 1\n"),
        "formats": fingerprint(parameters=(PARAMETERS + QUICK).replace("[html]", "[]")),
        "language": fingerprint(language="id"),
        "plugin": fingerprint(plugin=PLUGIN),
        "changed plugin": fingerprint(plugin=PLUGIN + "# better\n"),
    }
    assert len({base, *changed.values()}) == len(changed) + 1
    assert fingerprint() == base


@pytest.mark.usefixtures("without_reports")
def test_a_changed_column_that_nothing_reads_still_counts_as_another_input(tmp_path):
    heading, *rows = UNITS.splitlines()
    wider = "\n".join([f"{heading},catatan", *(f"{row},x" for row in rows)]) + "\n"
    one = run_cycle(units(tmp_path), runs=tmp_path / "runs").directory
    two = run_cycle(units(tmp_path, table=wider), runs=tmp_path / "runs").directory
    assert one.name != two.name
    assert (one / "scores.csv").read_bytes() == (two / "scores.csv").read_bytes()


@pytest.mark.usefixtures("without_reports")
def test_the_order_of_rows_does_not_matter(tmp_path):
    heading, *rows = UNITS.splitlines()
    turned = "\n".join([heading, *reversed(rows)]) + "\n"
    one = run_cycle(units(tmp_path), runs=tmp_path / "runs").directory
    two = run_cycle(units(tmp_path, table=turned), runs=tmp_path / "runs").directory
    for name in ("scores.csv", "indicators.csv", "data/contributions.parquet", "data/results.parquet"):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


RELATIVE = (PARAMETERS + QUICK).replace("{method: goalposts, low: 0, high: 20}", "min_max")


@pytest.mark.usefixtures("without_reports")
def test_a_later_cycle_is_scored_on_the_scales_of_the_reference_cycle(tmp_path):
    first = run_cycle(units(tmp_path, parameters=RELATIVE), runs=tmp_path / "runs").directory
    reference = f"reference_cycle: {first.relative_to(tmp_path)}\n"
    later = units(tmp_path, parameters=RELATIVE + reference, table=UNITS + "F,Unit Baru,60,2\n")
    second = run_cycle(later, runs=tmp_path / "runs").directory
    old, new = open_run(first).scorecard, open_run(second).scorecard
    assert new.scores.loc[old.scores.index].equals(old.scores)
    assert new.normalised.loc["F", "days"] == 112.5  # 100 (20 - 2) / (20 - 4), better than the best of then
    assert json.loads((second / "manifest.json").read_text())["ingredients"]["reference_cycle"] == first.name


@pytest.mark.usefixtures("without_reports")
def test_a_run_that_changed_is_neither_trusted_nor_overwritten(tmp_path):
    file = units(tmp_path)
    directory = run_cycle(file, runs=tmp_path / "runs").directory
    (directory / "scores.csv").write_text("changed")
    with pytest.raises(RunError, match=r"not as it was sealed: scores\.csv; move it away to run again"):
        run_cycle(file, runs=tmp_path / "runs")
    directory.rename(tmp_path / "moved")
    assert run_cycle(file, runs=tmp_path / "runs").fresh


def test_a_report_is_made_once_for_each_subject_asked_for(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(module, "write_reports", lambda folder, subjects, **_: asked.append(subjects))
    for wanted in ("none", "all", "[B, A, B]"):
        text = PARAMETERS + QUICK.replace("html]", f"html], subjects: {wanted}")
        run_cycle(units(tmp_path, parameters=text), runs=tmp_path / "runs")
    assert asked == [[], ["A", "B", "C", "D", "E"], ["B", "A"]]


# --- people ---------------------------------------------------------------------------------------------------------


def test_real_people_need_a_key_and_one_line_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("WORKBENCH_KEY_FILE", raising=False)
    file = people(tmp_path, LEADERS)
    assert main(["run", str(file), "--runs", str(tmp_path / "runs"), "--lang", "en"]) == 2
    *_, line, last = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{file}:9 (subjects.key_format): personal numbers are replaced by pseudonyms")
    assert "set the environment variable WORKBENCH_KEY_FILE to a file with at least 32 random bytes" in line
    assert last == "1 problem(s); nothing was written."
    assert not (tmp_path / "runs").exists()


def test_a_key_that_cannot_be_used_is_told_by_name_and_never_by_content(tmp_path, monkeypatch):
    file, short = people(tmp_path, LEADERS), tmp_path / "short.key"
    short.write_bytes(b"hunter2")
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(short))
    with pytest.raises(InputError, match="7 bytes") as caught:
        prepare(file)
    assert "hunter2" not in str(caught.value)
    monkeypatch.setenv("WORKBENCH_KEY_FILE", str(tmp_path / "none.key"))
    with pytest.raises(
        InputError, match=r"none\.key: the key file named by WORKBENCH_KEY_FILE cannot be read: No such file"
    ):
        prepare(file)


def test_invented_people_need_no_key(tmp_path, monkeypatch):
    monkeypatch.delenv("WORKBENCH_KEY_FILE", raising=False)
    assert len(prepare(people(tmp_path, LEADERS + "synthetic: true\n")).inputs.subjects) == 3


@pytest.mark.usefixtures("without_reports")
def test_another_key_gives_other_pseudonyms_and_another_fingerprint(tmp_path, key):
    file = people(tmp_path, LEADERS)
    one = run_cycle(file, runs=tmp_path / "runs").directory
    key.write_bytes(bytes(range(1, 33)))
    two = run_cycle(file, runs=tmp_path / "runs").directory
    codes = [set(pd.read_parquet(each / "data" / "subjects.parquet")["subject"]) for each in (one, two)]
    assert one.name != two.name
    assert codes[0] & codes[1] == set()


@pytest.mark.usefixtures("without_reports", "key")
def test_an_internal_run_holds_names_because_it_was_asked_to_but_never_a_personal_number(tmp_path):
    run_cycle(people(tmp_path, PEOPLE), runs=tmp_path / "runs")
    contents = contents_of(tmp_path / "runs")
    assert [name for name in NAMES if any(name in content for content in contents.values())] == NAMES
    for number in NUMBERS:
        assert [name for name, content in contents.items() if number in content] == []


# --- local plugins --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("without_reports")
def test_a_local_plugin_measures_and_is_named_in_the_run(tmp_path):
    outcome = run_cycle(with_plugin(tmp_path, PLUGIN), runs=tmp_path / "runs", plugins_dir=tmp_path / "mine")
    run = open_run(outcome.directory)
    assert run.measurements.values["letters"].tolist() == [1, 1, 1, 1, 1]
    assert run.leaves["letters"]["origin"] == "letters"
    (origin,) = (each for each in run.manifest["plugins"] if each["name"] == "letters")
    assert origin == {
        "name": "letters",
        "kind": "local",
        "place": "letters.py",
        "sha256": hashlib.sha256(PLUGIN.encode()).hexdigest(),
    }


@pytest.mark.usefixtures("without_reports")
def test_a_plugin_can_be_named_in_the_parameters_file_instead(tmp_path):
    file = with_plugin(tmp_path, PLUGIN)
    file.write_text(file.read_text(encoding="utf-8") + "plugins: [mine/letters.py]\n", encoding="utf-8")
    assert "letters" in open_run(run_cycle(file, runs=tmp_path / "runs").directory).leaves


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        ("raise RuntimeError('out of paper')", "failed with RuntimeError: out of paper"),
        ("sys.exit('bye')", "failed with SystemExit: bye"),
        ("return pd.DataFrame({'value': float('inf')}, index=context.subjects)", "column 'value' holds infinity"),
        ("return pd.DataFrame({'value': 1.0}, index=['A', 'Z'])", "returned 1 subjects that are not in this cycle"),
        ("return 5", "must return a DataFrame with the column 'value'"),
    ],
)
def test_a_plugin_that_breaks_its_contract_is_named_and_nothing_is_written(tmp_path, capsys, measured, said):
    file = with_plugin(tmp_path, "import sys\n" + PLUGIN.replace(MEASURED, measured))
    arguments = ["run", str(file), "--runs", str(tmp_path / "runs"), "--plugins-dir", str(tmp_path / "mine")]
    assert main([*arguments, "--lang", "en"]) == 2
    captured = capsys.readouterr()
    *_, line, last = captured.err.splitlines()
    assert line.startswith("letters.py: indicator 'letters'")
    assert said in line
    assert last == "1 problem(s); nothing was written."
    assert "Traceback" not in captured.err
    assert captured.out == ""
    assert not (tmp_path / "runs").exists()


def test_a_plugin_that_cannot_be_loaded_is_named_and_nothing_is_written(tmp_path, capsys):
    file = with_plugin(tmp_path, "def (")
    arguments = ["run", str(file), "--runs", str(tmp_path / "runs"), "--plugins-dir", str(tmp_path / "mine")]
    assert main([*arguments, "--lang", "en"]) == 2
    assert "letters.py: the plugin cannot be loaded: SyntaxError" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


SCENARIO = """
scenario:
  base: base/uji.yaml
  name: Kecepatan dulu
  author: Bagian Organisasi
  rationale: Warga menunggu terlalu lama.
  date: 2025-08-01
  changes: {framework: {dimensions: {kecepatan: {weight: 3}}}}
"""


@pytest.mark.usefixtures("without_reports")
def test_a_scenario_is_run_like_a_parameters_file_and_both_files_decide_its_fingerprint(tmp_path):
    def scenario(text=SCENARIO, parameters=PARAMETERS + QUICK):
        units(tmp_path / "base", parameters=parameters)
        (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
        return run_cycle(tmp_path / "scenario.yaml", runs=tmp_path / "runs").directory

    directory = scenario()
    run = open_run(directory)
    assert run.scorecard.scores.loc["A", "score"] == 82.5  # (90 + 75) / 2
    assert run.manifest["scenario"]["name"] == "Kecepatan dulu"
    assert run.manifest["scenario"]["date"] == "2025-08-01"
    assert (directory / "scenario.yaml").read_text(encoding="utf-8") == SCENARIO
    others = [
        scenario(SCENARIO + "# a remark\n"),
        scenario(SCENARIO.replace("Warga", "Orang")),
        scenario(parameters=PARAMETERS + QUICK + "# a remark in the base\n"),
        run_cycle(units(tmp_path / "base"), runs=tmp_path / "runs").directory,
    ]
    assert len({directory, *others}) == 5
    assert scenario() == directory
    assert open_run(others[-1]).manifest["scenario"] is None
