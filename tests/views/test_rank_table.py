"""The rank table of the weights panel: what is beside what, which rows are shown, what a screen reader hears."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from workbench.locale import Language
from workbench.views.rank_table import beside_policy, excerpt, leader_html, rank_table_html

ID, EN = Language("id"), Language("en")


def ranking(scores: dict[str, float]) -> pd.DataFrame:
    column = pd.Series(scores, dtype=float)
    rank = column.rank(ascending=False, method="min").astype("Int64")
    return pd.DataFrame({"label": [f"Unit {code}" for code in scores], "score": column, "rank": rank})


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
        ["1", "Unit a", "1,234.50", "▲ 3up 3", "4", "60.00"],
        ["2", "Unit c", "71.25", "▲ 1up 1", "3", "70.00"],
        ["3", "Unit b", "70.00", "▼ 1down 1", "2", "80.00"],
        ["–", "Unit d", "–", "–", "1", "90.00"],
    ]


def test_indonesian_numbers_have_a_decimal_comma() -> None:
    assert "<td>1.234,50</td>" in rank_table_html(beside_policy(NOW, POLICY), ID)


def test_a_screen_reader_finds_a_caption_column_heads_and_row_heads() -> None:
    table = ET.fromstring(rank_table_html(beside_policy(NOW, POLICY), EN))
    assert table[0].tag == "caption"
    assert table[0].text == "Ranks with the weights set here, beside the ranks with the policy weights"
    assert [head.get("scope") for head in table.iter("th")] == ["col"] * 6 + ["row"] * 4


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


@pytest.mark.parametrize(("subjects", "shown"), [(200, 200), (201, 50)])
def test_above_200_subjects_the_first_50_are_shown(subjects: int, shown: int) -> None:
    scores = ranking({f"u{n}": 1000.0 - n for n in range(subjects)})
    top, moved = excerpt(beside_policy(scores, scores))
    assert len(top) == shown
    assert moved.empty


def test_above_200_subjects_those_further_down_that_moved_most_are_shown_too_and_it_says_so() -> None:
    policy = ranking({f"u{n:03}": 1000.0 - n for n in range(300)})
    now = policy.copy()
    now.loc["u299", "score"] = 800.5  # from rank 300 to 201: behind u199, ahead of u200
    now["rank"] = now["score"].rank(ascending=False, method="min").astype("Int64")
    table = beside_policy(now, policy)
    top, moved = excerpt(table)
    assert len(top) == 50
    assert len(moved) == 10
    assert moved.index[0] == "u299"
    assert moved["change"].tolist() == [99] + [-1] * 9
    assert "Shown above: the first 50 of 300. Below: the 10 others" in rank_table_html(table, EN)


def test_an_empty_place_and_a_place_without_scores_say_different_things() -> None:
    unscored = NOW.assign(score=np.nan, rank=pd.array([pd.NA] * 4, dtype="Int64"))
    assert "None of the 4 subjects has a score" in rank_table_html(beside_policy(unscored, POLICY), EN)
    nobody = NOW.iloc[:0]
    assert "the table of subjects is empty" in rank_table_html(beside_policy(nobody, nobody), EN)
