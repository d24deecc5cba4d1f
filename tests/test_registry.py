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


def test_a_plugin_cannot_take_the_name_of_another(plugin, tmp_path):
    (tmp_path / "second").mkdir()
    one, kinerja = plugin("one", GOOD.replace("CODE", "aa")), plugin("kinerja", "")
    two = tmp_path / "second" / "one.py"
    two.write_text(GOOD.replace("CODE", "bb"), encoding="utf-8")
    with pytest.raises(
        PluginError,
        match=r"(?s)one\.py: a plugin called 'one' is already loaded, from one\.py.*"
        r"kinerja\.py: a plugin called 'kinerja' is already loaded, from kinerja-workbench",
    ):
        load_catalogue([one, two, kinerja])


@pytest.mark.parametrize(
    "where", ["import sys; sys.exit('bye')", GOOD.replace("return [", "raise SystemExit('bye')\n    return [")]
)
def test_a_plugin_cannot_end_the_program(plugin, where):
    with pytest.raises(PluginError, match=r"exits\.py: the plugin cannot be loaded: SystemExit: bye"):
        load_catalogue([plugin("exits", where)])


def test_the_hash_of_a_plugin_follows_its_text_and_not_its_folder(plugin, tmp_path):
    first = load_catalogue([plugin("patents", GOOD.replace("CODE", "aa"))]).origins["indicator:aa"]
    (tmp_path / "elsewhere").mkdir()
    moved = (tmp_path / "patents.py").rename(tmp_path / "elsewhere" / "patents.py")
    assert load_catalogue([moved]).origins["indicator:aa"] == first
    moved.write_text(moved.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert load_catalogue([moved]).origins["indicator:aa"].sha256 != first.sha256
