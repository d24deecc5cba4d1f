"""One list of dependencies, locks in step with it, and a wheel that works where there is nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.installing import BORROWED, built_wheel, fresh_environment, install

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {"requirements.lock": ("lab", "pdf"), "requirements-test.lock": tuple(EXTRAS)}


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {canonicalize_name(found[1]): found[2] for found in re.finditer(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)}


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_versions_and_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|\bfile:|--(extra-)?index|--find-links|@ ", text)
    entries = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(entries) == len(locked(name)) > 100
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize(("name", "extras"), LOCKS.items())
def test_the_lock_is_in_step_with_pyproject(name, extras):
    versions = locked(name)
    wanted = [*PROJECT["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]
    for requirement in map(Requirement, wanted):
        if canonicalize_name(requirement.name) != PROJECT["name"]:
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), (requirement, version)


def test_both_locks_agree_and_only_one_holds_test_tools():
    run, test = (locked(name) for name in LOCKS)
    assert run.items() <= test.items()
    assert {"pytest", "nbval", "playwright", "mypy", "distributed"} & set(run) == set()


def test_the_conda_environment_is_python_pip_and_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, nested = environment["dependencies"]
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(python.removeprefix("python="))
    assert (pip, nested) == ("pip", {"pip": ["--requirement requirements.lock"]})
    assert "pip install --no-deps --no-build-isolation --editable ." in (ROOT / "environment.yml").read_text()


def test_the_readme_has_the_lines_for_people_without_make():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in ("make run", "make test", "--require-hashes -r requirements.lock", "uv pip sync requirements.lock"):
        assert words in text


def test_continuous_integration_installs_what_debian_must_provide_and_calls_make():
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for words in ("apt-get update", "chromium", "libpango", "make check", "make test"):
        assert words in text


def test_scoring_needs_no_screen_no_file_format_and_no_plugin_system():
    unwanted = ["matplotlib", "ipywidgets", "yaml", "pluggy", "papermill", "altair", "duckdb", "openpyxl"]
    script = f"import sys, workbench.scoring.composite; print([m for m in {unwanted} if m in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return the `workbench` command of a wheel in an environment of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    python = fresh_environment(folder / "empty")
    install(python, built_wheel(ROOT, folder))
    return python.parent / "workbench"


def test_the_wheel_works_in_an_empty_folder(installed, tmp_path):
    def workbench(*arguments: str) -> str:
        command = [installed, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=BORROWED, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "workbench run kecamatan/2025-S1.yaml" in workbench("init", "kecamatan")
    yaml_file = tmp_path / "kecamatan" / "2025-S1.yaml"
    text = yaml_file.read_text(encoding="utf-8")
    assert "  subjects: all\n" in text
    yaml_file.write_text(text.replace("  subjects: all\n", "  subjects: [BGK]\n"), encoding="utf-8")
    directory = tmp_path / workbench("run", "kecamatan/2025-S1.yaml").splitlines()[-1]
    for name in ("cycle", "units/BGK"):
        for ending in ("ipynb", "html", "pdf"):
            assert (directory / "reports" / f"{name}.{ending}").stat().st_size > 5000, (name, ending)
    where = subprocess.check_output(
        [installed.parent / "python", "-c", "import kinerja; print(kinerja.__file__)"], env=BORROWED, text=True
    )
    assert str(ROOT) not in where
    assert "PermenPANRB 14/2017" in (directory / "reports" / "cycle.html").read_text(encoding="utf-8")
    assert workbench("verify", str(directory))
    assert "\ntopsis\n" in workbench("methods")  # the plugin of methods travels too, with or without its library
    # the parameters files of the places travel with the plugin
    assert "workbench run latihan/2025-S1.yaml" in workbench(
        "simulate", "walesi", "latihan", "--employees", "15", "--units", "3"
    )
    assert "15 " in workbench("check", "latihan/2025-S1-pegawai.yaml")
