from __future__ import annotations

import pandas as pd

from tests.views.reading import row
from workbench.views.tables import table

ROWS = pd.DataFrame({"name": ["A", "<b>B</b>"], "score": ["62,5", "–"], "why": ["", "no data"]})
HEADINGS = {"name": "Unit", "score": "Skor", "why": "Sebab"}


def test_rows_keep_their_order_and_their_words():
    html = table(ROWS, name="t", headings=HEADINGS, words={"why"})
    assert row(html, "A") == ["62,5", ""]
    assert row(html, "&lt;b&gt;B&lt;/b&gt;") == ["–", "no data"]


def test_numbers_stand_right_and_words_left():
    html = table(ROWS, name="t", headings=HEADINGS, words={"why"})
    assert 'gt_right">62,5<' in html
    assert 'gt_left">no data<' in html


def test_row_and_column_names_are_headings_for_a_screen_reader():
    html = table(ROWS, name="t", headings=HEADINGS)
    assert html.count('scope="row"') == 2
    assert html.count('scope="col"') == 3


def test_the_same_rows_give_the_same_bytes():
    assert table(ROWS, name="t", headings=HEADINGS) == table(ROWS, name="t", headings=HEADINGS)


def test_the_row_the_page_is_about_is_marked():
    html = table(ROWS, name="t", headings=HEADINGS, focus="A")
    assert html.count("color: #0b6e69;font-weight: bold") == 3


def test_only_a_short_table_is_kept_on_one_page():
    long = pd.concat([ROWS] * 10, ignore_index=True)
    assert table(ROWS, name="t", headings=HEADINGS).startswith('<div class="together">')
    assert not table(long, name="t", headings=HEADINGS).startswith('<div class="together">')
