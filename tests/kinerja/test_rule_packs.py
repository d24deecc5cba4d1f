from __future__ import annotations

from itertools import product

import pytest
from kinerja.rule_packs import built_in_rule_packs, rule_pack_from

from workbench.scoring.bands import grade, predicates_from

PACKS = {pack.code: pack for pack in built_in_rule_packs()}

SMALL = """
code: kecil
title: {id: Aturan kecil, en: A small rule}
reference: Perda 1/2025
confidence: proposed
valid_from: 2025-01-01
values:
  batas: {value: 3, reference: Pasal 4, confidence: known}
"""


def test_every_value_matrix_and_band_says_where_it_comes_from():
    for pack in PACKS.values():
        assert pack.reference
        assert pack.title.id != pack.title.en
        tables = [*pack.values.values(), *pack.bands.values(), *pack.predicates.values()]
        assert tables
        assert all(table.reference.strip() for table in tables)


def test_names_of_values_are_unique_over_all_packs():
    names = [name for pack in PACKS.values() for name in pack.values]

    assert len(names) == len(set(names))


def test_a_pack_reads_back_what_is_written():
    pack = rule_pack_from(SMALL, file="kecil.yaml")

    assert (pack.values["batas"].value, pack.values["batas"].confidence) == (3, "known")


@pytest.mark.parametrize(
    ("spoilt", "message"),
    [
        (SMALL.replace("confidence: known", "confidence: sure"), r"rule pack kecil\.yaml: values\.batas\.confidence"),
        (SMALL.replace("reference: Perda 1/2025\n", ""), r"rule pack kecil\.yaml: reference: Field required"),
        (SMALL + "colour: red\n", r"rule pack kecil\.yaml: colour: Extra inputs are not permitted"),
        (SMALL.replace("code: kecil", "code: besar"), "its code is 'besar'; the file must be called besar.yaml"),
        (SMALL + "  - : {", r"rule pack kecil\.yaml: "),
        (
            SMALL
            + "bands: {mutu: {reference: x, bands: {b: {from: 5, label: {id: B, en: B}}, a: {from: 5, "
            + "label: {id: A, en: A}}}}}",
            r"rule pack kecil\.yaml: .*strictly rising lower bounds",
        ),
    ],
)
def test_a_malformed_pack_is_refused_with_its_file_and_place(spoilt, message):
    with pytest.raises(ValueError, match=message):
        rule_pack_from(spoilt, file="kecil.yaml")


def test_a_matrix_with_a_cell_left_out_is_refused():
    text = SMALL + (
        "predicates:\n  matriks:\n    reference: x\n    rows: [a, b]\n    columns: [c]\n"
        "    cells: {a: {c: baik}}\n    predicates: {baik: {id: Baik, en: Good}}\n"
    )
    with pytest.raises(ValueError, match=r"kecil\.yaml: predicate matrix: cells missing or unknown: .*'b', 'c'"):
        rule_pack_from(text, file="kecil.yaml")


def test_poor_conduct_never_gives_more_than_kurang_and_one_cell_only_sangat_baik():
    rule = PACKS["permenpanrb-6-2022"].predicates["kuadran_kinerja"]
    order = list(rule.predicates)

    assert all(order.index(rule.cells[row, "di_bawah"]) >= order.index("kurang") for row in rule.row_codes)
    assert list(rule.cells.values()).count("sangat_baik") == 1


def test_a_better_rating_never_gives_a_worse_predicate():
    rule = PACKS["permenpanrb-6-2022"].predicates["kuadran_kinerja"]
    # "kurang" is about conduct and "butuh perbaikan" about results; within a row and within a column both are ordered.
    rank = {code: place for place, code in enumerate(rule.predicates)}
    codes = rule.row_codes
    for lower, higher in ((0, 1), (1, 2)):
        for other in codes:
            assert rank[rule.cells[codes[higher], other]] <= rank[rule.cells[codes[lower], other]]
            assert rank[rule.cells[other, codes[higher]]] <= rank[rule.cells[other, codes[lower]]]
    assert len(list(product(codes, codes))) == len(rule.cells) == 9


def test_the_discipline_thresholds_rise():
    days = [row[0] for row in PACKS["pp-94-2021"].values["disiplin.hari_tanpa_keterangan"].value]

    assert days == [3, 4, 7, 11, 14, 17, 21, 25, 28]
    assert days == sorted(days)


def test_the_scoring_functions_take_the_packs_tables():
    import pandas as pd

    bands = PACKS["permenpanrb-14-2017"].bands["mutu_ikm"]
    rule = PACKS["permenpanrb-6-2022"].predicates["kuadran_kinerja"]

    assert grade(pd.Series([88.304, 88.306]), bands).tolist() == ["baik", "sangat_baik"]
    assert predicates_from(pd.Series(["sesuai"]), pd.Series(["di_bawah"]), rule).tolist() == ["kurang"]
