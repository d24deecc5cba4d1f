from __future__ import annotations

from tests.fairness_run import lay_out
from workbench.files.parameters_file import read_parameters
from workbench.model.rating_tables import rating_needs


def needs(folder, changes=None):
    return dict(rating_needs(read_parameters(lay_out(folder, changes)).parameters))


def test_each_table_of_judgements_asks_for_its_columns(tmp_path):
    asked = needs(tmp_path)["fairness.ratings.atasan"]
    assert {column.name: column.kind for column in asked.columns} == {
        "{key}": "text",
        "penilai": "text",
        "hasil": "category",
        "periode": "text",
        "tanggal": "date",
        "versi": "integer",
    }
    assert asked.columns[2].values == ("di_bawah", "sesuai", "di_atas")
    assert not asked.columns[2].required  # an empty cell is no judgement


def test_scores_without_words_are_numbers(tmp_path):
    asked = needs(tmp_path)["fairness.ratings.rekan"]
    assert {column.name: column.kind for column in asked.columns}["skor"] == "number"


def test_a_cycle_without_the_part_asks_for_nothing(tmp_path):
    text = lay_out(tmp_path)
    kept = text.read_text(encoding="utf-8").split("fairness:")[0]
    text.write_text(kept, encoding="utf-8")
    assert dict(rating_needs(read_parameters(text).parameters)) == {}
