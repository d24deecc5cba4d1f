import pytest

from workbench.files.table_needs import needed_tables, reads_label
from workbench.model.framework import Framework, Node
from workbench.model.indicator import Column, TableNeed
from workbench.model.labels import Label


def needs(place, *wanted):
    indicators = [place.indicator(code, *tables) for code, *tables in wanted]
    return needed_tables(place.parameters(), place.framework(*indicators))


def need(*columns, table="nilai", key=()):
    return TableNeed(table=table, columns=columns, key=key)


def lines(found):
    return [fault.render() for fault in found.faults]


@pytest.fixture
def two_tables(place):
    place.csv("nilai", "id_unit,nilai\nU1,1\n")
    return place


def test_the_table_of_subjects_comes_first_with_key_label_and_groups(two_tables):
    two_tables.subjects |= {"label": "nama", "groups": ["jenis"]}
    found = needs(two_tables, ("mutu", need(Column(name="nilai", kind="number"))))
    assert [table.name for table in found.tables] == ["unit", "nilai"]
    assert [column.name for column in found.tables[0].columns] == ["id_unit", "nama", "jenis"]
    assert found.tables[0].keys == (("id_unit",),)
    assert found.tables[0].measured == ()


def test_key_stands_for_the_key_of_the_subjects_and_is_read_as_they_are(two_tables):
    two_tables.subjects |= {"key": "nip", "key_format": "nip"}
    subject = Column(name="{key}", kind="text", subject=True)
    leader = Column(name="nip_atasan", kind="text", subject=True)
    found = needs(two_tables, ("mutu", need(subject, leader, key=("{key}",))))
    assert [(each.name, each.column.kind) for each in found.tables[1].columns] == [
        ("nip", "nip"),
        ("nip_atasan", "nip"),
    ]
    assert found.tables[1].keys == (("nip",),)


def test_a_column_wanted_twice_is_read_by_the_stricter_wish(two_tables):
    loose = Column(name="x", kind="number", required=False, may_be_absent=True, low=0, high=10)
    strict = Column(name="x", kind="integer", low=1)
    for pair in ((loose, strict), (strict, loose)):
        found = needs(two_tables, ("a", need(pair[0])), ("b", need(pair[1])))
        (column,) = found.tables[1].columns
        assert column.column == Column(name="x", kind="integer", low=1, high=10)
        assert column.wanted_by == ("a", "b")


def test_a_personal_number_for_one_indicator_is_one_for_all(two_tables):
    found = needs(
        two_tables, ("a", need(Column(name="penilai", kind="text"))), ("b", need(Column(name="penilai", kind="nip")))
    )
    assert found.tables[1].columns[0].column.kind == "nip"


def test_categories_are_narrowed_to_what_both_allow(two_tables):
    found = needs(
        two_tables,
        ("a", need(Column(name="kelas", kind="category", values=("x", "y", "z")))),
        ("b", need(Column(name="kelas", kind="category", values=("z", "y")))),
    )
    assert found.tables[1].columns[0].column.values == ("y", "z")


def test_wishes_that_cannot_both_be_met_are_told_with_both_indicators(two_tables):
    found = needs(
        two_tables, ("a", need(Column(name="tgl", kind="date"))), ("b", need(Column(name="tgl", kind="number")))
    )
    assert lines(found) == [
        "tables.nilai: column 'tgl' is read as date by a and as number by b; give one of the two indicators a table "
        "of its own"
    ]


def test_all_keys_of_a_table_are_kept_once(two_tables):
    column = Column(name="id", kind="text")
    found = needs(two_tables, ("a", need(column, key=("id",))), ("b", need(column, key=("id",))))
    assert found.tables[1].keys == (("id",),)


def test_a_table_that_nobody_gave_is_told_with_who_needs_it(two_tables):
    column = Column(name="x", kind="text")
    found = needs(two_tables, ("a", need(column, table="nila")), ("b", need(column, table="nila")))
    assert lines(found) == ["tables: table 'nila' is needed by a, b but is not listed here; nearest: nilai"]


def test_a_missing_table_of_subjects_is_told_as_well(place):
    place.subjects["table"] = "units"
    assert lines(needs(place)) == [
        "tables: table 'units' is needed by subjects.key but is not listed here; nearest: unit"
    ]


def test_a_renamed_column_is_looked_for_under_its_name_in_the_file(two_tables):
    two_tables.tables["nilai"]["columns"] = {"nilai": "Nilai Akhir"}
    found = needs(two_tables, ("a", need(Column(name="nilai", kind="number"))))
    assert found.tables[1].columns[0].header == "Nilai Akhir"


def test_a_renaming_that_nothing_reads_is_a_slip(two_tables):
    two_tables.tables["nilai"]["columns"] = {"nilia": "Nilai Akhir"}
    assert lines(needs(two_tables, ("a", need(Column(name="nilai", kind="number"))))) == [
        "tables.nilai.columns.nilia: 'nilia' is renamed here, but nothing reads it; nearest: nilai"
    ]


@pytest.mark.parametrize(
    ("kind", "edition", "read"),
    [
        ("unit", "internal", True),
        ("unit", "leaders", True),
        ("employee", "internal", True),
        ("employee", "leaders", False),
    ],
)
def test_names_of_employees_are_read_for_internal_reports_only(place, kind, edition, read):
    place.subjects |= {"kind": kind, "label": "nama"}
    place.edition = edition
    assert reads_label(place.parameters()) is read


def test_a_framework_without_indicators_needs_the_subjects_only(place):
    root = Node(
        code="score", label=Label.of("Nilai"), weight=1.0, aggregation=None, settings=None, minimum_coverage=0.6,
        bands=None, children=(),
    )  # fmt: skip
    assert [table.name for table in needed_tables(place.parameters(), Framework(root=root)).tables] == ["unit"]


def test_a_log_reads_its_columns_and_leaves_those_of_an_indicator_as_the_indicator_wants_them(two_tables):
    columns = {"nilai": "Nilai", "mulai": "Mulai", "selesai": "Selesai", "catatan": "Catatan"}
    log = {"label": "Log", "table": "nilai", "columns": columns, "opened_by": "mulai", "closed_by": "selesai"}
    two_tables.logs = {"kasus": log}
    found = needs(two_tables, ("mutu", need(Column(name="nilai", kind="number"))))
    assert [(each.name, each.column.kind) for each in found.tables[1].columns] == [
        ("nilai", "number"),
        ("id_unit", "text"),
        ("mulai", "date"),
        ("selesai", "date"),
        ("catatan", "text"),
    ]
