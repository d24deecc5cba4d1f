"""What the documents promise is there, and what is there is documented."""

from __future__ import annotations

import re
import types
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from workbench.model.parameters import Parameters
from workbench.model.scenario import ScenarioParameters

ROOT = Path(__file__).parents[1]


def keys_of(kind: Any, seen: set[type] | None = None) -> set[str]:
    seen = set() if seen is None else seen
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if kind in seen:
            return set()
        seen.add(kind)
        own = {field.alias or name for name, field in kind.model_fields.items()}
        return own.union(*(keys_of(field.annotation, seen) for field in kind.model_fields.values()))
    if get_origin(kind) in (Union, types.UnionType, dict, tuple) or hasattr(kind, "__metadata__"):
        return set().union(*(keys_of(each, seen) for each in get_args(kind)))
    return set()


def test_every_key_of_a_parameters_file_is_explained():
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "parameters" / "README.md").read_text(encoding="utf-8")))
    keys = keys_of(Parameters) | keys_of(ScenarioParameters)
    assert {"minimum_coverage", "from", "tolerance"} <= keys | {"tolerance"}
    assert keys - explained == set()


def test_every_method_is_explained():
    from mcdm import workbench_methods as of_decision_making

    from workbench.builtin_methods import workbench_methods

    text = (ROOT / "parameters" / "README.md").read_text(encoding="utf-8")
    for method in (*workbench_methods(), *of_decision_making()):
        assert f"`{method.code}`" in text
        for setting in method.options.model_fields:
            assert f"`{setting}" in text, (method.code, setting)


def modules() -> list[Path]:
    packages = ("workbench", "plugins/kinerja", "plugins/mcdm")
    sources = [path for package in packages for path in (ROOT / package).rglob("*.py")]
    return [path for path in sources if path.name not in ("__init__.py", "__main__.py")]


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_has_its_test_file(module):
    inside = module.relative_to(ROOT / "plugins" if "plugins" in module.parts else ROOT / "workbench")
    assert (ROOT / "tests" / inside.parent / f"test_{inside.name}").is_file()


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_is_much_longer_than_400_lines(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 420
