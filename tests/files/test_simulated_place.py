"""An invented place on disk: everything or nothing, each table in the kind of file its name asks for."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from workbench import Invented, Label, Place, Size
from workbench.errors import RunError
from workbench.files import simulated_place
from workbench.files.simulated_place import write_place

TABLE = pd.DataFrame({"id_unit": ["A", "B"], "nilai": [1.5, 2.0]})
ASKED = []


def invent(seed: int, size: Size) -> Invented:
    ASKED.append((seed, size))
    return Invented(
        tables={"unit.csv": TABLE, "nilai.csv": TABLE, "besar.parquet": TABLE, "skm.xlsx": TABLE},
        parameters={"2025-S1.yaml": "place: contoh\n", "2025.yaml": "place: contoh\n"},
        truth={"unit": TABLE},
        decimal_comma=frozenset({"nilai.csv"}),
    )


PLACE = Place(
    code="contoh", label=Label.of("Contoh"), description=Label.of("A place."), units=2, employees=5, invent=invent,
    notice="Tidak ada yang nyata.\n",
)  # fmt: skip


def test_tables_truth_notice_and_parameters_are_written(tmp_path):
    files = write_place(tmp_path / "baru" / "contoh", PLACE, seed=7, size=Size(units=2, employees=4))

    folder = tmp_path / "baru" / "contoh"
    assert files == [folder / "2025.yaml", folder / "2025-S1.yaml"]
    assert ASKED[-1] == (7, Size(units=2, employees=4))
    assert (folder / "tables" / "unit.csv").read_text() == "id_unit,nilai\nA,1.5\nB,2.0\n"
    assert (folder / "tables" / "nilai.csv").read_text() == "id_unit;nilai\nA;1,5\nB;2,0\n"
    assert openpyxl.load_workbook(folder / "tables" / "skm.xlsx").sheetnames == ["SKM"]
    assert (folder / "tables" / "BACA-SAYA.txt").read_text() == "Tidak ada yang nyata.\n"
    for written in ("tables/besar.parquet", "truth/unit.parquet"):
        assert pd.read_parquet(folder / written)["nilai"].tolist() == [1.5, 2.0]


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RunError, match="is not empty; name a new folder, so that nothing is overwritten"):
        write_place(tmp_path, PLACE, seed=1, size=Size())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_will_do(tmp_path):
    (tmp_path / "contoh").mkdir()
    assert write_place(tmp_path / "contoh", PLACE, seed=1, size=Size())[0].is_file()


@pytest.mark.parametrize(
    ("size", "words"),
    [(Size(employees=1), "1 employees cannot fill 2 units"), (Size(units=9, employees=8), "8 employees cannot fill 9")],
)
def test_people_who_cannot_fill_the_units_are_refused_before_anything_is_drawn(tmp_path, size, words):
    asked = len(ASKED)
    with pytest.raises(RunError, match=words):
        write_place(tmp_path / "contoh", PLACE, seed=1, size=size)
    assert len(ASKED) == asked
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(simulated_place, "write_parquet", full)
    with pytest.raises(RunError, match="cannot be written: No space left on device"):
        write_place(tmp_path / "contoh", PLACE, seed=1, size=Size())
    assert list(tmp_path.iterdir()) == []
