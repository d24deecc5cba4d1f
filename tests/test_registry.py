from __future__ import annotations

import pytest

from workbench.errors import PluginError
from workbench.registry import load_catalogue, plugin_files_in

GOOD = """
from datetime import date
import pandas as pd
from workbench import Indicator, Label, hookimpl

def measure(tables, context):
    return pd.DataFrame({"value": 1.0}, index=context.subjects)

@hookimpl
def workbench_indicators():
    return [Indicator(
        code="CODE", label=Label.of("x"), polarity="higher", measured_in=Label.of("y"), subject=("unit",), needs=(),
        measure=measure, reference="r", valid_from=date(2020, 1, 1), attribution="unit", description=Label.of("z"),
    )]
"""


@pytest.fixture
def plugin(tmp_path):
    def write(name: str, text: str):
        path = tmp_path / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_built_in_and_installed_plugins_come_through_the_same_hooks():
    catalogue = load_catalogue()
    assert {"arithmetic", "geometric"} <= set(catalogue.aggregations)
    assert {"ikm", "complaints_on_time", "target_achievement"} <= set(catalogue.indicators)
    assert catalogue.origins["indicator:ikm"].name == "kinerja"
    assert catalogue.origins["normalisation:goalposts"].kind == "built-in"
    assert "permenpanrb-6-2022" in catalogue.rule_packs
    assert "nip" in catalogue.identifiers


def test_a_local_plugin_is_one_file_in_a_folder(plugin, tmp_path):
    plugin("patents", GOOD.replace("CODE", "patents"))
    plugin("_draft", "raise RuntimeError")
    catalogue = load_catalogue(plugin_files_in(tmp_path))
    assert catalogue.origins["indicator:patents"].place == "patents.py"
    assert len(catalogue.origins["indicator:patents"].sha256) == 64


def test_the_order_of_plugins_never_shows(plugin):
    one, two = plugin("one", GOOD.replace("CODE", "zz")), plugin("two", GOOD.replace("CODE", "aa"))
    there, back = load_catalogue([one, two]), load_catalogue([two, one])
    assert list(there.indicators) == list(back.indicators) == sorted(there.indicators)
    assert there.plugins == back.plugins


def test_every_broken_plugin_is_named_and_none_hides_another(plugin):
    broken = plugin("broken", "import a_module_that_does_not_exist")
    raising = plugin(
        "raising", "from workbench import hookimpl\n@hookimpl\ndef workbench_indicators():\n    return 1 / 0"
    )
    with pytest.raises(
        PluginError, match=r"(?s)broken\.py.*a_module_that_does_not_exist.*raising\.py.*division by zero"
    ):
        load_catalogue([broken, raising])


def test_a_misspelt_hook_is_refused(plugin):
    path = plugin("misspelt", "from workbench import hookimpl\n@hookimpl\ndef workbench_indicator():\n    return []")
    with pytest.raises(PluginError, match=r"misspelt\.py: .*does not exist.*workbench_indicators"):
        load_catalogue([path])


def test_a_hook_must_return_declarations(plugin):
    path = plugin("wrong", "from workbench import hookimpl\n@hookimpl\ndef workbench_indicators():\n    return ['ikm']")
    with pytest.raises(
        PluginError, match=r"wrong\.py: workbench_indicators must return a list of Indicator; it holds a str"
    ):
        load_catalogue([path])


def test_a_clash_of_codes_names_both_origins(plugin):
    one, two = plugin("one", GOOD.replace("CODE", "same")), plugin("two", GOOD.replace("CODE", "same"))
    with pytest.raises(PluginError, match=r"two\.py: indicator 'same' is already offered by one\.py"):
        load_catalogue([one, two])


def test_an_impossible_declaration_is_refused_with_its_file(plugin):
    path = plugin("bad", GOOD.replace("CODE", "Not Snake"))
    with pytest.raises(PluginError, match=r"bad\.py: .*'Not Snake' must be snake_case"):
        load_catalogue([path])


def test_a_plugins_folder_must_exist(tmp_path):
    with pytest.raises(PluginError, match="there is no such plugins folder"):
        plugin_files_in(tmp_path / "none")


def test_every_hook_has_a_built_in_user_and_a_paragraph():
    import kinerja

    from workbench import builtin_methods, hookspecs

    hooks = [name for name in vars(hookspecs) if name.startswith("workbench_")]
    assert hooks
    for hook in hooks:
        assert hasattr(kinerja, hook) or hasattr(builtin_methods, hook), hook
        assert len(getattr(hookspecs, hook).__doc__) > 150, hook
