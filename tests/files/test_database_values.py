"""The answer of a database: one order, one hash, and a fault for each column that cannot be read."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from workbench.errors import InputError
from workbench.files.database_values import content_of

ROWS = [("b", 2, Decimal("1.50")), ("a", 10, None), ("a", 9, Decimal("3"))]
HEADERS = ["kode", "n", "nilai"]


def content(*chunks, headers=HEADERS):
    return content_of(chunks, headers, where="DB[skm]")


def test_rows_stand_in_the_order_of_their_values_first_column_first():
    assert content(ROWS).table.to_pydict() == {"kode": ["a", "a", "b"], "n": [9, 10, 2], "nilai": [3.0, None, 1.5]}


def test_neither_order_nor_chunks_change_the_hash():
    whole = content(ROWS)
    assert content(ROWS[::-1]).sha256 == whole.sha256
    assert content(ROWS[1:], ROWS[:1]).sha256 == whole.sha256
    assert content(ROWS[1:2], ROWS[:1], ROWS[2:]).sha256 == whole.sha256  # a chunk whose values are all missing
    assert whole.bytes > 0


@pytest.mark.parametrize(
    "other",
    [
        [("b", 2, Decimal("1.51")), *ROWS[1:]],
        [("b", 2, None), *ROWS[1:]],
        ROWS[1:],
        [*ROWS, ROWS[0]],
        [("bb", 2, Decimal("1.50")), *ROWS[1:]],
    ],
)
def test_any_other_content_has_another_hash(other):
    assert content(other).sha256 != content(ROWS).sha256


def test_values_do_not_flow_from_one_cell_into_the_next():
    assert content([("ab", "c")], headers=["x", "y"]).sha256 != content([("a", "bc")], headers=["x", "y"]).sha256
    assert content([("ab",), ("c",)], headers=["x"]).sha256 != content([("a",), ("bc",)], headers=["x"]).sha256


def test_a_missing_text_is_not_an_empty_one():
    assert content([("",)], headers=["x"]).sha256 != content([(None,)], headers=["x"]).sha256


def test_names_of_columns_are_part_of_the_hash():
    assert content([(1,)], headers=["x"]).sha256 != content([(1,)], headers=["y"]).sha256


def test_the_hash_is_the_same_on_every_machine():
    # SHA-256 over the scheme and, for each column, four parts behind their lengths; redone by hand from the bytes.
    import hashlib

    parts = [b"x\0string\0" + b"2", bytes([0b1000_0000]), (1).to_bytes(4, "little") + (0).to_bytes(4, "little"), b"a"]
    framed = b"".join(len(part).to_bytes(8, "little") + part for part in parts)
    expected = hashlib.sha256(b"kinerja-workbench table 1\0" + framed).hexdigest()
    assert content([(None,), ("a",)], headers=["x"]).sha256 == expected


def test_dates_times_logical_values_and_uuids_are_read():
    row = (date(2025, 1, 31), datetime(2025, 1, 31, 7, 30), True, UUID(int=5))
    assert content([row], headers=list("dtbu")).table.to_pylist() == [
        {"d": row[0], "t": row[1], "b": True, "u": str(row[3])}
    ]


def test_no_rows_are_no_fault():
    assert content().table.num_rows == 0
    assert content([]).table.column_names == HEADERS


def test_every_column_that_cannot_be_read_is_told():
    jakarta = datetime(2025, 1, 1, tzinfo=timezone(timedelta(hours=7)))
    with pytest.raises(InputError, match="time zone") as caught:
        content([(jakarta, 1), (jakarta, "x")], headers=["diterima", "campur"])
    assert str(caught.value).splitlines() == [
        "DB[skm]: column 'diterima' holds times with a time zone; say in 'sql:' which local time is meant, such as "
        "diterima at time zone 'Asia/Jakarta' as diterima",
        "DB[skm]: column 'campur' holds values of several kinds, or of none that can be read; write text, numbers or "
        "dates",
    ]


def test_a_column_that_changes_its_kind_from_chunk_to_chunk_is_told():
    with pytest.raises(InputError, match=r"^DB\[skm\]: column 'x' holds values of several kinds"):
        content([("a", 1)], [(date(2025, 1, 1), 2)], headers=["x", "n"])
