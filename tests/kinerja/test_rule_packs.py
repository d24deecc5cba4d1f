from __future__ import annotations

import re
from datetime import date
from itertools import product
from pathlib import Path

import kinerja
import pandas as pd
import pytest
from kinerja.rule_packs import built_in_rule_packs, rule_pack_from

from workbench.errors import ParametersError
from workbench.model.parameters import Parameters
from workbench.registry import load_catalogue
from workbench.scoring.bands import grade, predicates_from
from workbench.scoring.resolving import resolve

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
    bands = PACKS["permenpanrb-14-2017"].bands["mutu_ikm"]
    rule = PACKS["permenpanrb-6-2022"].predicates["kuadran_kinerja"]

    assert grade(pd.Series([88.304, 88.306]), bands).tolist() == ["baik", "sangat_baik"]
    assert predicates_from(pd.Series(["sesuai"]), pd.Series(["di_bawah"]), rule).tolist() == ["kurang"]


def cycle(year: int, rules: list[str], options: dict[str, str] | None = None) -> Parameters:
    use = {"normalisation": {"method": "goalposts", "low": 0, "high": 120}, "options": options or {}}
    return Parameters.model_validate(
        {
            "place": "uji",
            "title": "Uji",
            "cycle": str(year),
            "period": {"start": date(year, 1, 1), "end": date(year, 12, 31)},
            "rules": rules,
            "tables": {"pegawai": {"file": "pegawai.csv"}, "capaian": {"file": "capaian.csv"}},
            "subjects": {"kind": "employee", "table": "pegawai", "key": "nip"},
            "framework": {"label": "Skor", "bands": {"rule": "nilai_skp"}, "indicators": {"target_achievement": use}},
        }
    )


def test_an_old_cycle_is_rebuilt_under_the_pack_that_was_in_force_then(measure):
    old = cycle(2021, ["permenpanrb-8-2021", "pp-30-2019", "capaian-kinerja"], {"conversion": "permenpanrb_8_2021"})
    framework, rules = resolve(old, load_catalogue())

    assert [pack.code for pack in rules.packs] == ["permenpanrb-8-2021", "pp-30-2019", "capaian-kinerja"]
    target = {"nip": "P1", "indikator": "x", "periode": "2021-Q4", "target": 100, "realisasi": 98}
    found = measure(
        "target_achievement",
        {"capaian": [target]},
        subjects=["P1"],
        key="nip",
        start=date(2021, 1, 1),
        end=date(2021, 12, 31),
        packs=rules.packs,
        options=dict(framework.leaves[0].options),
    )
    assert found.loc["P1", "value"] == pytest.approx(88)
    assert grade(found["value"], framework.root.bands).tolist() == ["cukup"]


def test_a_revoked_pack_is_refused_for_a_later_cycle_and_a_new_one_for_an_earlier():
    with pytest.raises(
        ParametersError, match="'permenpanrb-8-2021' is in force from 2021-01-01 to 2022-02-06; the cycle"
    ):
        resolve(cycle(2023, ["permenpanrb-8-2021", "pp-30-2019"]), load_catalogue())
    with pytest.raises(
        ParametersError, match="'permenpanrb-6-2022' is in force from 2022-02-07 to …; the cycle starts on 2021"
    ):
        resolve(cycle(2021, ["permenpanrb-6-2022", "pp-30-2019"]), load_catalogue())


def test_a_later_regulation_is_a_new_file_and_leaves_the_earlier_cycle_as_it_was(measure):
    later = SMALL.replace("kecil", "sp4n-lapor-2027").replace(
        "batas: {value: 3", "pengaduan.sla: {value: {ringan: 1, informasi: 1, non_pengawasan: 1, pengawasan: 1}"
    )
    new = rule_pack_from(later, file="sp4n-lapor-2027.yaml")
    without = [pack for code, pack in PACKS.items() if code != "sp4n-lapor"]
    complaint = {
        "id_pengaduan": "C1",
        "id_unit": "A",
        "kelas": "ringan",
        "tgl_terima": "2025-02-03",
        "tgl_selesai": "2025-02-05",
    }

    under_new = measure("complaints_on_time", {"pengaduan": [complaint]}, packs=[*without, new])
    under_old = measure("complaints_on_time", {"pengaduan": [complaint]}, packs=list(PACKS.values()))

    assert (under_new.loc["A", "value"], under_old.loc["A", "value"]) == (0, 100)


def test_the_predicate_of_pp_30_2019_asks_for_a_new_idea():
    pack = PACKS["pp-30-2019"]
    scores, ideas = pd.Series([115.0, 115.0, 92.0, 49.99]), pd.Series([1.0, 0.0, 1.0, 0.0])
    rows, columns = grade(scores, pack.bands["nilai_skp"]), grade(ideas, pack.bands["ide_baru"])

    assert predicates_from(rows, columns, pack.predicates["predikat_skp"]).tolist() == [
        "sangat_baik",
        "baik",
        "baik",
        "sangat_kurang",
    ]


def test_weights_that_a_regulation_splits_are_whole():
    values = {name: cited.value for pack in PACKS.values() for name, cited in pack.values.items()}

    for name in ("skp.bobot_tanpa_umpan_balik", "skp.bobot_dengan_umpan_balik", "kemenkeu.bagian_nkp"):
        assert sum(values[name].values()) == 100


def test_every_value_that_an_indicator_reads_is_in_some_pack():
    """So that `workbench plugins` can name the pack that a message asks for."""
    sources = (Path(kinerja.__file__).parent).glob("*.py")
    asked = {
        name
        for source in sources
        for name in re.findall(r'"((?:[a-z_]+)\.[a-z_.]+)"', source.read_text(encoding="utf-8"))
    }
    prefixes = {name.split(".")[0] for pack in PACKS.values() for name in pack.values}
    held = {name for pack in PACKS.values() for name in pack.values}

    for name in (
        each for each in asked if each.split(".")[0] in prefixes and not each.endswith((".csv", ".xlsx", ".parquet"))
    ):
        assert any(each.startswith(name) for each in held), name


def test_a_published_distribution_has_a_share_for_every_predicate_and_adds_up():
    predicates = set(PACKS["permenpanrb-6-2022"].predicates["kuadran_kinerja"].predicates)
    for name in ("sebaran.predikat_pns", "sebaran.predikat_pppk"):
        shares = PACKS["sebaran-nasional-2022-2024"].values[name].value
        assert set(shares) == predicates
        assert sum(shares.values()) == pytest.approx(100)
