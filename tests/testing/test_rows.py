"""Rows written in a test are read as the workbench reads a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.testing.indicators import ANSWERED, NEED, letter
from workbench.errors import InputError
from workbench.files.cell_parsing import DTYPES
from workbench.testing.rows import columns_of, frames_of, records_of


def test_rows_become_the_columns_that_the_indicator_needs_in_its_types() -> None:
    frame = frames_of(ANSWERED, {"letters": [letter(answered="2025-02-03"), letter(channel="APP")]}, key="subject")[
        "letters"
    ]
    assert frame.columns.tolist() == ["subject", "answered", "pages", "channel", "score"]
    assert frame.dtypes.astype(str).to_dict() == {
        "subject": "str", "answered": "datetime64[us]", "pages": "Int64", "channel": "str", "score": "float64",
    }  # fmt: skip
    assert frame["answered"].tolist() == [pd.Timestamp("2025-02-03"), pd.NaT]
    assert frame["channel"].tolist() == ["post", "app"]


def test_a_table_without_rows_has_the_same_types() -> None:
    frame = frames_of(ANSWERED, {}, key="unit")["letters"]
    assert len(frame) == 0
    assert {column.name: str(frame[column.name].dtype) for column in columns_of(NEED, "unit")} == {
        column.name: DTYPES.get(column.kind, "str") for column in columns_of(NEED, "unit")
    }


def test_a_date_and_a_number_may_be_given_as_such() -> None:
    row = letter(answered=date(2025, 2, 3), pages=3, score=62.5)
    frame = frames_of(ANSWERED, {"letters": [row]}, key="subject")["letters"]
    assert frame.loc[0, "answered"] == pd.Timestamp("2025-02-03")
    assert frame.loc[0, ["pages", "score"]].tolist() == [3, 62.5]


def test_a_frame_is_as_good_as_rows() -> None:
    rows = [letter(answered="2025-02-03"), letter(answered=None)]
    from_rows = frames_of(ANSWERED, {"letters": rows}, key="subject")["letters"]
    from_frame = frames_of(ANSWERED, {"letters": pd.DataFrame(rows)}, key="subject")["letters"]
    pd.testing.assert_frame_equal(from_rows, from_frame)
    pd.testing.assert_frame_equal(frames_of(ANSWERED, {"letters": from_rows}, key="subject")["letters"], from_rows)


def test_all_that_a_file_would_be_refused_for_is_said_at_once() -> None:
    rows = [letter(pages=12), letter(pages=1.5, channel="fax"), {"subject": "A", "pages": 2, "chanel": "app"}]
    with pytest.raises(InputError) as refused:
        frames_of(ANSWERED, {"letters": rows, "leters": []}, key="subject")
    said = str(refused.value).splitlines()
    assert said == [
        "leters: indicator 'answered' does not read this table; it reads: letters",
        "letters: column 'chanel' is not read by the indicator; nearest: channel",
        "letters: column 'pages': '12' is above the highest value allowed, 9 (row 1)",
        "letters: column 'pages': '1.5' where a whole number belongs (row 2)",
        "letters: column 'channel': empty, but every row needs a value (row 3)",
        "letters: column 'channel': unknown value 'fax' (row 2); allowed: post, app; nearest: app, post",
    ]


def test_a_key_that_stands_twice_is_refused() -> None:
    from dataclasses import replace

    keyed = replace(ANSWERED, needs=(replace(NEED, key=("{key}", "pages")),))
    with pytest.raises(InputError, match="letters: the same subject, pages stands in more than one row"):
        frames_of(keyed, {"letters": [letter(), letter(answered="2025-02-03")]}, key="subject")
    assert len(frames_of(keyed, {"letters": [letter(), letter(pages=2)]}, key="subject")["letters"]) == 2


def test_a_csv_read_as_text_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "letters.csv").write_text("subject,answered,pages,channel\nA,2025-02-03,3,post\nB,,4,app\n")
    text = records_of(pd.read_csv(tmp_path / "letters.csv", dtype=str))
    frame = frames_of(ANSWERED, {"letters": text}, key="subject")["letters"]
    assert frame["pages"].tolist() == [3, 4]
    assert frame["answered"].isna().tolist() == [False, True]
