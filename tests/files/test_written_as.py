from __future__ import annotations

import pytest

from workbench.files.written_as import idle_entries, unknown_format, written_as
from workbench.model.indicator import Column
from workbench.model.labels import Label
from workbench.model.table_formats import TableFormat
from workbench.model.table_sources import FileSource

UNIT = Column(name="{key}", kind="text", subject=True)
EXPORT = TableFormat(
    code="ekspor",
    label=Label.of("Ekspor"),
    reference="made up for a test",
    confidence="proposed",
    columns={"hasil": "hasilNilai", "perilaku": "PerilakuNilai"},
    values={"hasil": {"1": "di_atas", "2": "di_bawah"}},
)
FORMATS = {"ekspor": EXPORT}


def test_without_a_format_only_the_parameters_file_speaks():
    found = written_as(FileSource(file="a.csv", columns={"hasil": "Hasil"}, values={"hasil": {"A": "1"}}), FORMATS)
    assert (found.headers, found.meanings) == ({"hasil": "Hasil"}, {"hasil": {"A": "1"}})


def test_the_parameters_file_goes_before_the_format_column_by_column():
    found = written_as(FileSource(file="a.csv", format="ekspor", columns={"hasil": "Hasil"}), FORMATS)
    assert found.headers == {"hasil": "Hasil", "perilaku": "PerilakuNilai"}
    assert found.meanings == {"hasil": {"1": "di_atas", "2": "di_bawah"}}


def test_a_format_that_nobody_offers_is_told_with_the_nearest():
    source = FileSource(file="a.csv", format="ekspro")
    assert [each.render() for each in unknown_format("skp", source, FORMATS)] == [
        "tables.skp.format: no plugin offers the table format 'ekspro'; nearest: ekspor"
    ]
    assert list(unknown_format("skp", FileSource(file="a.csv", format="ekspor"), FORMATS)) == []


def test_values_for_a_column_that_nothing_reads_are_a_slip_of_the_pen():
    source = FileSource(file="a.csv", columns={"hasli": "x"}, values={"perilku": {"1": "a"}})
    assert [each.render() for each in idle_entries("skp", source, {"hasil", "perilaku"})] == [
        "tables.skp.columns.hasli: 'hasli' is renamed here, but nothing reads it; nearest: hasil",
        "tables.skp.values.perilku: 'perilku' is given values here, but nothing reads it; nearest: perilaku",
    ]


@pytest.fixture
def export(place):
    place.csv("nilai", "ID_UNIT,HASILNILAI,perilakunilai\nU1,1,5\nU2,2,4\n", format="ekspor")
    place.formats = FORMATS
    return place


def test_a_table_in_a_format_needs_no_mapping_and_capitals_do_not_matter(export):
    hasil = Column(name="hasil", kind="category", values=("di_bawah", "di_atas"))
    perilaku = Column(name="perilaku", kind="number")
    assert export.read(UNIT, hasil, perilaku).tables["nilai"].to_dict("list") == {
        "id_unit": ["U1", "U2"],
        "hasil": ["di_atas", "di_bawah"],
        "perilaku": [5, 4],
    }


def test_columns_of_a_format_that_nothing_reads_do_no_harm(export):
    assert export.faults(UNIT, Column(name="perilaku", kind="number")) == []


def test_a_table_in_an_unknown_format_has_one_fault(export):
    export.tables["nilai"]["format"] = "ekspro"
    assert export.faults(UNIT, Column(name="hasil", kind="number")) == [
        "tables.nilai.format: no plugin offers the table format 'ekspro'; nearest: ekspor"
    ]
