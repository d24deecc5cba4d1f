"""The rank table of the weights panel: what is beside what, which rows are shown, what a screen reader hears."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from workbench.locale import Language
from workbench.views.rank_table import (
    Window,
    alphabetical,
    beside_policy,
    leader_html,
    looked_at,
    nobody_scored_html,
)
from workbench.views.rank_table import rank_table_html as html_of

ID, EN = Language("id"), Language("en")


def ranking(scores: dict[str, float]) -> pd.DataFrame:
    column = pd.Series(scores, dtype=float)
    rank = column.rank(ascending=False, method="min").astype("Int64")
    return pd.DataFrame({"label": [f"Unit {code}" for code in scores], "score": column, "rank": rank})


def rank_table_html(table: pd.DataFrame, language: Language, **options: pd.DataFrame) -> str:
    return html_of(looked_at(table, Window()), language, **options)


def rows(html: str) -> list[list[str]]:
    body = ET.fromstring(html).find("tbody")
    assert body is not None
    return [["".join(cell.itertext()) for cell in row] for row in body]


NOW = ranking({"a": 1234.5, "b": 70.0, "c": 71.25, "d": float("nan")})
POLICY = ranking({"a": 60.0, "b": 80.0, "c": 70.0, "d": 90.0})


def test_change_counts_places_gained_against_the_policy() -> None:
    table = beside_policy(NOW, POLICY)
    # policy: d 1, b 2, c 3, a 4; now: a 1, c 2, b 3, d unscored
    assert table.index.tolist() == ["a", "c", "b", "d"]
    assert table["change"].tolist()[:3] == [3, 1, -1]
    assert table["change"].isna().tolist() == [False, False, False, True]


def test_each_row_reads_rank_name_score_change_and_the_policy() -> None:
    html = rank_table_html(beside_policy(NOW, POLICY), EN)
    assert rows(html) == [
        ["1", "Unit a", "1,234.50", "▲ 3up 3", "…computing", "4", "60.00"],
        ["2", "Unit c", "71.25", "▲ 1up 1", "…computing", "3", "70.00"],
        ["3", "Unit b", "70.00", "▼ 1down 1", "…computing", "2", "80.00"],
        ["–", "Unit d", "–", "–", "…computing", "1", "90.00"],
    ]


def test_indonesian_numbers_have_a_decimal_comma() -> None:
    assert "<td>1.234,50</td>" in rank_table_html(beside_policy(NOW, POLICY), ID)


def test_a_screen_reader_finds_a_caption_column_heads_and_row_heads() -> None:
    table = ET.fromstring(rank_table_html(beside_policy(NOW, POLICY), EN))
    assert table[0].tag == "caption"
    assert table[0].text == "Ranks with the weights set here, beside the ranks with the policy weights"
    assert [head.get("scope") for head in table.iter("th")] == ["col"] * 7 + ["row"] * 4


def test_arrows_are_hidden_from_screen_readers_which_hear_words() -> None:
    html = rank_table_html(beside_policy(NOW, POLICY), EN)
    assert '<span aria-hidden="true">▲ 3</span><span class="sr">up 3</span>' in html


def test_names_from_the_tables_cannot_become_markup() -> None:
    table = beside_policy(NOW, POLICY)
    table["label"] = '<img src=x onerror="alert(1)">'
    assert "<img" not in rank_table_html(table, EN)
    assert "<img" not in leader_html(table, EN)


def test_a_shared_first_rank_is_said_to_be_shared() -> None:
    both = ranking({"a": 70.0, "b": 70.0, "c": 60.0})
    assert "Rank 1, shared by 2:" in leader_html(beside_policy(both, both), EN)


def long(count: int) -> pd.DataFrame:
    return ranking({f"u{n:03}": 1000.0 - n for n in range(count)})


def test_an_interval_is_told_in_numbers_and_drawn_from_the_first_rank_to_the_last() -> None:
    intervals = pd.DataFrame({"low": [1, 2, 2], "high": [1, 3, 4]}, index=["a", "c", "b"], dtype="Int64")
    html = rank_table_html(beside_policy(NOW, POLICY), EN, intervals=intervals)
    assert [row[4] for row in rows(html)] == ["1", "2–3", "2–4", "–"]
    # among 4: rank 2 lies a third of the way, 4 at the end, its own rank 3 at two thirds
    assert 'style="--from:33.333;--to:100.000;--at:66.667"' in html


def test_ranks_beyond_a_thousand_are_grouped_as_any_number() -> None:
    now = pd.DataFrame({"label": "U", "score": 1.0, "rank": pd.array([1234], dtype="Int64")}, index=["u"])
    was = now.assign(rank=pd.array([4321], dtype="Int64"))
    intervals = pd.DataFrame({"low": [1200], "high": [2300]}, index=["u"])
    assert rows(rank_table_html(beside_policy(now, was), ID, intervals=intervals)) == [
        ["1.234", "U", "1,00", "▲ 3.087naik 3.087", "1.200–2.300", "4.321", "1,00"]
    ]


def test_equals_stand_in_the_order_of_their_names() -> None:
    tied = ranking({"a": 70.0, "b": 70.0, "c": 80.0}).assign(label=["Zebra", "Anoa", "Rusa"])
    assert beside_policy(tied, tied)["label"].tolist() == ["Rusa", "Anoa", "Zebra"]
    known = alphabetical(tied["label"])
    assert beside_policy(tied, tied, by_name=known)["label"].tolist() == ["Rusa", "Anoa", "Zebra"]


@pytest.mark.parametrize(("subjects", "shown", "pages"), [(200, 200, 1), (201, 50, 5)])
def test_above_200_subjects_only_a_page_of_50_is_sent(subjects: int, shown: int, pages: int) -> None:
    scores = long(subjects)
    visible = looked_at(beside_policy(scores, scores), Window())
    assert (len(visible.rows), visible.pages, visible.total) == (shown, pages, subjects)


def test_the_last_page_holds_the_rest_and_there_is_none_after_it() -> None:
    table = beside_policy(long(201), long(201))
    for page in (4, 99):
        visible = looked_at(table, Window(page=page))
        assert (visible.page, visible.first, visible.rows.index.tolist()) == (4, 201, ["u200"])


def test_those_that_moved_most_can_come_first() -> None:
    policy = long(300)
    now = policy.copy()
    now.loc["u299", "score"] = 800.5  # from rank 300 to 201: behind u199, ahead of u200
    now["rank"] = now["score"].rank(ascending=False, method="min").astype("Int64")
    visible = looked_at(beside_policy(now, policy), Window(order="change"))
    assert visible.rows["change"].tolist()[:3] == [99, -1, -1]
    assert visible.rows.index.tolist()[:3] == ["u299", "u200", "u201"]


def test_a_name_is_found_by_some_of_its_letters_small_or_capital() -> None:
    table = beside_policy(long(300), long(300))
    found = looked_at(table, Window(search=" UNIT U29"))
    assert found.rows.index.tolist() == [f"u29{n}" for n in range(10)]
    assert (found.first, found.total, found.everyone) == (1, 10, 300)
    nobody = looked_at(table, Window(search="(*"))
    assert nobody.first == 0
    assert "No name holds these letters." in html_of(nobody, EN)


def test_what_the_browser_asks_for_is_not_believed_blindly() -> None:
    assert Window.of({"page": -3, "order": "name", "search": 7}) == Window()
    assert Window.of({"page": 2, "order": "change", "search": "a"}) == Window(page=2, order="change", search="a")


def test_an_empty_place_and_a_place_without_scores_say_different_things() -> None:
    unscored = NOW.assign(score=np.nan, rank=pd.array([pd.NA] * 4, dtype="Int64"))
    assert "None of the 4 subjects has a score" in nobody_scored_html(beside_policy(unscored, POLICY), EN)
    nobody = NOW.iloc[:0]
    assert "the table of subjects is empty" in rank_table_html(beside_policy(nobody, nobody), EN)
