"""Which software decides the result: everything the workbench needs, and nothing else that happens to be installed."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from workbench.files import environment
from workbench.files.environment import _needed, package_versions


def test_what_is_needed_is_listed_with_its_version():
    versions = package_versions()
    for name in ("kinerja-workbench", "pandas", "numpy", "pyarrow", "papermill"):
        assert versions[name] == version(name)


def test_what_is_needed_only_by_something_needed_is_listed_too():
    assert "nbclient" in package_versions()  # by papermill and nbconvert, not by the workbench itself


def test_the_library_of_decision_making_is_listed_where_it_is_installed():
    assert package_versions()["pymcdm"] == version("pymcdm")


def test_tools_that_cannot_change_a_result_are_not_listed():
    assert {"pytest", "ruff", "mypy", "jupyterlab", "playwright"} & set(package_versions()) == set()


def test_names_come_in_order():
    names = list(package_versions())
    assert names == sorted(names)
    assert len(names) > 30


@pytest.mark.parametrize(
    ("requirement", "extras", "name"),
    [
        ("numpy>=2", (), "numpy"),
        ("Jinja2 (>=3)", (), "jinja2"),
        ("typing_extensions>=4 ; python_version < '3.13'", (), "typing-extensions"),
        ("ruamel.yaml", (), "ruamel-yaml"),
        ("weasyprint>=66; extra == 'pdf'", (), None),
        ("weasyprint>=66; extra == 'pdf'", ("pdf", "mcdm"), "weasyprint"),
        ('pytest>=9 ; extra == "test"', ("pdf", "mcdm"), None),
    ],
)
def test_a_requirement_counts_under_one_spelling_unless_it_belongs_to_another_extra(requirement, extras, name):
    assert _needed(requirement, extras) == name


def test_what_is_not_installed_is_left_out(monkeypatch):
    monkeypatch.setattr(environment, "ROOT", "a-package-that-nobody-wrote")
    assert package_versions() == {}
