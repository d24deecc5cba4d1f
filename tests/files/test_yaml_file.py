"""YAML as it stands on the disk: plain values, and the place of every key."""

from __future__ import annotations

import pytest

from workbench.errors import Fault, ParametersError
from workbench.files.yaml_file import Place, located, read_yaml


def test_what_a_file_says_and_where(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("one: 1\ntwo:\n  three: [2025-06-30, x]\n", encoding="utf-8")
    file = read_yaml(path)
    assert file.data["two"]["three"][1] == "x"
    assert file.places["two", "three", 1] == Place(path, 3)
    assert file.content == path.read_bytes()


def test_faults_of_form_come_all_at_once(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("one: 1\none: 2\ntwo: !!python/none\n", encoding="utf-8")
    with pytest.raises(ParametersError, match=r"(?s)a\.yaml:2: 'one' stands here a second time.*a\.yaml:3: ") as caught:
        read_yaml(path)
    assert len(caught.value.faults) == 2


def test_a_fault_is_placed_at_the_nearest_key_above_it_and_put_in_order(tmp_path):
    places = {(): Place(tmp_path / "a", 1), ("one",): Place(tmp_path / "a", 7), ("two",): Place(tmp_path / "a", 3)}
    faults = located([Fault(("one", "deep"), "x"), Fault(("two",), "y"), Fault("elsewhere", "z")], places)
    assert [each.where for each in faults] == ["elsewhere", f"{tmp_path}/a:3 (two)", f"{tmp_path}/a:7 (one.deep)"]
