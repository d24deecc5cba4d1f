import pytest

from workbench.model.indicator import Column

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_told_from_the_header(place, delimiter):
    place.csv("nilai", "id_unit|nilai|x\nU1|3|\nU2|4|\n".replace("|", delimiter))
    assert place.read(UNIT, VALUE).tables["nilai"]["nilai"].to_list() == [3, 4]


def test_a_separator_inside_quotation_marks_does_not_mislead(place):
    place.csv("nilai", 'id_unit,"a;b;c;d",nilai\nU1,"x,y",3\n')
    assert place.read(UNIT, VALUE).tables["nilai"]["nilai"].to_list() == [3]


def test_windows_line_ends_and_a_byte_order_mark_are_read(place):
    place.csv("nilai", "\ufeffid_unit;nilai\r\nU1;3\r\n")
    assert place.read(UNIT, VALUE).tables["nilai"].to_dict("list") == {"id_unit": ["U1"], "nilai": [3]}


def test_rows_are_counted_as_excel_counts_them(place):
    # Rows: 1 blank, 2 header over two lines, 3 value over two lines, 4 blank, 5 only separators, 6 faulty.
    place.csv("nilai", '\nid_unit;"a\nb";nilai\nU1;"x\ny";3\n\n;;\nU1;z;many\n')
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: column 'nilai': 'many' where a number belongs (row 6); write digits only, and leave a cell without "
        "a value empty"
    ]


def test_blank_rows_are_not_records(place):
    place.csv("nilai", "id_unit,nilai,x\nU1,3,a\n\n,,\n   \nU2,4,b\n\n")
    tables = place.read(UNIT, VALUE)
    assert tables.tables["nilai"]["nilai"].to_list() == [3, 4]
    assert [source.rows for source in tables.sources] == [2, 2]


def test_a_row_with_content_only_in_other_columns_is_a_record(place):
    place.csv("nilai", "id_unit,nilai,x\nU1,3,a\n,,b\n")
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: column 'id_unit': empty, but every row needs a value (row 3)",
        "nilai.csv: column 'nilai': empty, but every row needs a value (row 3)",
    ]


def test_rows_with_too_many_or_too_few_cells_are_told_and_the_others_still_checked(place):
    place.csv("nilai", "id_unit,nilai\nU1,3,5\nU1\nU2,x\n")
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: rows 2, 3: 3, 1 cells where the header has 2; a value that holds ',' or a quotation mark must "
        "stand in quotation marks",
        "nilai.csv: column 'nilai': 'x' where a number belongs (row 4); write digits only, and leave a cell without a "
        "value empty",
    ]


def test_a_file_that_is_not_utf8_is_told_by_line(place):
    place.csv("nilai", "id_unit,nilai,x\nU1,3,é\n".encode("latin-1"))
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: line 2 is not UTF-8 text; in Excel choose 'CSV UTF-8' as the file type when saving"
    ]


def test_a_character_cut_off_at_the_end_is_not_utf8(place):
    place.csv("nilai", "id_unit,nilai\nU1,3é".encode()[:-1])
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: line 2 is not UTF-8 text; in Excel choose 'CSV UTF-8' as the file type when saving"
    ]


@pytest.mark.parametrize("content", ["\n\n", "\ufeff", " \n", ",,\n"])
def test_a_file_of_blanks_is_empty(place, content):
    place.csv("nilai", content)
    assert place.faults(UNIT, VALUE) == ["nilai.csv: the file is empty: it has no header"]


@pytest.mark.parametrize("content", ["id_unit,nilai", "id_unit,nilai\n", "id_unit,nilai\n\n"])
def test_a_header_alone_is_a_table_without_rows(place, content):
    place.csv("nilai", content)
    frame = place.read(UNIT, VALUE).tables["nilai"]
    assert (len(frame), list(frame), str(frame["nilai"].dtype)) == (0, ["id_unit", "nilai"], "float64")


def test_an_open_quotation_mark_does_not_swallow_the_rows_below_it(place):
    place.csv("nilai", 'id_unit,nilai\nU1,3\nU2,"4\nU1,5\nU1,6\n')
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: a quotation mark is opened and not closed (row 3); close or remove it"
    ]


def test_an_open_quotation_mark_in_the_header_is_told_as_well(place):
    place.csv("nilai", 'id_unit,"nilai\n' + "U1,3\n" * 50_000)
    assert place.faults(UNIT, VALUE)[0] == (
        "nilai.csv: a quotation mark is opened and not closed (row 1); close or remove it"
    )


def test_a_single_inch_mark_inside_a_value_is_no_open_quotation(place):
    place.csv("nilai", 'id_unit,nilai,pipa\nU1,3,5" baja\nU2,4,x\n')
    assert place.read(UNIT, VALUE).tables["nilai"]["nilai"].to_list() == [3, 4]


def test_a_workbook_named_csv_is_recognised(place):
    place.csv("nilai", b"PK\x03\x04rest of a zip file")
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: this is an Excel workbook named .csv; name it .xlsx, or save it as 'CSV UTF-8'"
    ]


def test_the_text_nan_in_a_file_is_text(place):
    place.csv("nilai", "id_unit,nilai\nU1,nan\nU2,NULL\n")
    assert place.faults(UNIT, VALUE) == [
        "nilai.csv: column 'nilai': 'nan', 'NULL' where a number belongs (rows 2, 3); write digits only, and leave a "
        "cell without a value empty"
    ]
