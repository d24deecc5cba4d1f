"""The starter place: laid out once, never over anything."""

from __future__ import annotations

import pytest

from workbench.errors import RunError
from workbench.files.parameters_file import read_parameters
from workbench.files.starter import lay_out


def test_a_new_folder_gets_parameters_and_tables_that_belong_together(tmp_path):
    first = lay_out(tmp_path / "kecamatan")
    assert first == tmp_path / "kecamatan" / "2025-S1.yaml"
    for file in sorted(first.parent.glob("*.yaml")):
        parameters = read_parameters(file).parameters
        assert parameters.synthetic  # nobody in it exists
        for source in parameters.tables.values():
            assert (first.parent / source.file).is_file()


def test_an_empty_folder_will_do(tmp_path):
    (tmp_path / "kecamatan").mkdir()
    assert lay_out(tmp_path / "kecamatan").is_file()


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RunError, match="is not empty; name a new folder, so that nothing is overwritten"):
        lay_out(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_not_a_folder(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RunError, match=r"mine\.txt: is not empty"):
        lay_out(tmp_path / "mine.txt")
    with pytest.raises(RunError, match="cannot be written: Not a directory"):
        lay_out(tmp_path / "mine.txt" / "kecamatan")
