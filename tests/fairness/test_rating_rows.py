from __future__ import annotations

from datetime import date

import pandas as pd

from workbench.fairness.rating_rows import COLUMNS, ratings_of
from workbench.model.fairness_parameters import RatingParameters
from workbench.model.indicator import Cycle

CYCLE = Cycle(code="2025", start=date(2025, 1, 1), end=date(2025, 6, 30), data_until=date(2025, 6, 30))


def rows_of(table: dict[str, list], **given) -> pd.DataFrame:
    parameters = RatingParameters(label="Penilaian", table="t", rater="penilai", **given)
    found = ratings_of(
        parameters,
        pd.DataFrame(table),
        key="kode",
        cycle=CYCLE,
        subjects=pd.Index(["A", "B"]),
        disguise=lambda raters: raters.str.lower(),
    )
    assert list(found.rows) == COLUMNS
    return found.rows


def test_words_become_their_places_from_the_lowest():
    rows = rows_of(
        {"kode": ["A", "B"], "penilai": ["S", "S"], "hasil": ["sesuai", "di_bawah"]},
        scores=["hasil"],
        levels=["di_bawah", "sesuai", "di_atas"],
    )
    assert rows["score"].tolist() == [2.0, 1.0]
    assert rows["item"].tolist() == ["hasil", "hasil"]


def test_columns_of_scores_become_items_and_an_empty_cell_is_no_judgement():
    rows = rows_of({"kode": ["A"], "penilai": ["S"], "hasil": [3.0], "perilaku": [None]}, scores=["hasil", "perilaku"])
    assert rows[["item", "score"]].values.tolist() == [["hasil", 3.0]]


def test_who_is_not_evaluated_is_left_out():
    rows = rows_of({"kode": ["A", "H"], "penilai": ["S", "S"], "hasil": [3.0, 1.0]}, scores=["hasil"])
    assert rows["subject"].tolist() == ["A"]


def test_the_last_version_counts_and_what_lies_outside_the_cycle_does_not():
    table = {
        "kode": ["A", "A", "B", "B"],
        "penilai": ["S", "S", "S", "S"],
        "periode": ["Q2", "Q2", "Q2", "Q3"],
        "versi": [1, 2, 1, 1],
        "tanggal": pd.to_datetime(["2025-05-02", "2025-06-20", "2025-06-30", "2025-07-01"]),
        "hasil": [1.0, 3.0, 2.0, 1.0],
    }
    rows = rows_of(table, scores=["hasil"], on="tanggal", period="periode", version="versi")
    assert rows["score"].tolist() == [3.0, 2.0]
    assert rows["month"].dt.strftime("%Y-%m-%d").tolist() == ["2025-06-01", "2025-06-01"]


def test_raters_who_were_promised_not_to_be_named_are_disguised():
    table = {"kode": ["A"], "penilai": ["BUDI"], "hasil": [3.0]}
    assert rows_of(table, scores=["hasil"], anonymous=True)["rater"].tolist() == ["budi"]
    assert rows_of(table, scores=["hasil"])["rater"].tolist() == ["BUDI"]


def test_the_order_of_the_file_never_matters():
    table = {"kode": ["B", "A", "A"], "penilai": ["S", "T", "S"], "hasil": [1.0, 2.0, 3.0]}
    turned = {name: values[::-1] for name, values in table.items()}
    pd.testing.assert_frame_equal(rows_of(table, scores=["hasil"]), rows_of(turned, scores=["hasil"]))


def test_an_item_may_be_named_in_a_column_of_its_own():
    table = {"kode": ["A", "A"], "penilai": ["S", "S"], "butir": [2, 1], "skor": [7.0, 8.0]}
    rows = rows_of(table, scores=["skor"], item="butir")
    assert rows[["item", "score"]].values.tolist() == [["1", 8.0], ["2", 7.0]]
