from __future__ import annotations

import json

from workbench.locale import Language
from workbench.registry import load_catalogue
from workbench.views.listings import indicator_rows, listed, method_rows, plugin_rows

CATALOGUE = load_catalogue()


def by(key: str, rows: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {row[key]: row for row in rows}


def test_an_indicator_is_listed_with_its_unit_its_reference_and_its_plugin():
    row = by("code", indicator_rows(CATALOGUE, Language("id")))["ikm"]
    assert row["plugin"] == "kinerja"
    assert "PermenPANRB 14/2017" in row["reference"]


def test_a_method_is_listed_with_a_formula_in_the_readers_language():
    indonesian, english = (by("code", method_rows(CATALOGUE, Language(code))) for code in ("id", "en"))
    assert (english["equal"]["kind"], english["equal"]["formula"]) == ("weighting", "1 / k")
    assert english["rank"]["formula"] != indonesian["rank"]["formula"]


def test_a_plugin_is_listed_with_all_that_it_offers():
    rows = by("plugin", plugin_rows(CATALOGUE))
    assert "aggregation:topsis" in rows["mcdm"]["offers"]
    assert rows["builtin"]["kind"] == "built-in"


def test_a_row_is_a_block_of_lines_for_people_and_codes_for_programs():
    rows = [{"plugin": "mine", "kind": "local", "place": "a.py"}, {"plugin": "other", "kind": "installed"}]
    assert listed(rows, Language("en")).splitlines() == [
        "mine",
        "    kind       local file",
        "    from       a.py",
        "other",
        "    kind       installed",
    ]
    assert json.loads(listed(rows, Language("en"), as_json=True)) == rows
