"""What a run says of itself: enough to redo a score by hand, as plain JSON (the numbers of tests/small_run.py)."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.small_run import PARAMETERS, UNITS, changed_run
from workbench.errors import ParametersError
from workbench.files.run_description import describe_framework, describe_parameters
from workbench.model.labels import Label
from workbench.model.rules import Cited, RulePack, Rules
from workbench.prepare_cycle import prepare

PREDICATE = """
rules: [permenpanrb-6-2022]
predicate: {rule: kuadran_kinerja, rows: pelayanan, columns: kecepatan}
"""
THREE = "bands: {di_bawah: {from: 0, label: a}, sesuai: {from: 60, label: b}, di_atas: {from: 80, label: c}}"


def prepared(folder, text=PARAMETERS):
    (folder / "unit.csv").write_text(UNITS, encoding="utf-8")
    (folder / "uji.yaml").write_text(text, encoding="utf-8")
    return prepare(folder / "uji.yaml")


def described(cycle):
    return describe_framework(cycle.framework, cycle.score(), cycle.catalogue)


def test_a_score_can_be_redone_by_hand_from_the_description(tmp_path):
    tree = described(prepared(tmp_path))["tree"]
    score, values = 0.0, {"on_time": 90, "days": 5}
    for dimension in tree["children"]:
        (leaf,) = dimension["children"]
        fitted = leaf["normalisation"]["fitted"]
        score += leaf["effective_weight"] * (fitted["intercept"] + fitted["slope"] * values[leaf["indicator"]])
    assert score == pytest.approx(86.25)


def test_a_leaf_says_what_is_measured_how_it_counts_and_where_it_comes_from(tmp_path):
    leaf = described(prepared(tmp_path))["tree"]["children"][0]["children"][0]
    assert leaf["indicator"] == "on_time"
    assert leaf["label"] == {"id": "Tepat waktu", "en": "On time"}
    assert (leaf["polarity"], leaf["target"], leaf["min_cases"]) == ("higher", 80, 1)
    assert (leaf["reference"], leaf["origin"]) == ("Peraturan Uji 1", "declared")
    assert leaf["normalisation"]["settings"] == {"low": 0, "high": 100, "scale": "linear"}
    assert leaf["normalisation"]["formula"] == "100 (x - low) / (high - low)"


def test_a_node_says_how_it_combines_and_how_it_is_graded(tmp_path):
    tree = described(prepared(tmp_path))["tree"]
    assert tree["aggregation"]["method"] == "arithmetic"
    assert (tree["minimum_coverage"], tree["share"]) == (0.6, 1.0)
    assert [(band["code"], band["low"]) for band in tree["bands"]] == [("kurang", 0), ("baik", 70)]
    assert tree["children"][0]["bands"] is None
    assert [child["share"] for child in tree["children"]] == [0.75, 0.25]


def test_without_a_predicate_none_is_described(tmp_path):
    assert described(prepared(tmp_path))["predicate"] is None


def test_a_predicate_is_described_with_every_cell(tmp_path):
    text = PARAMETERS.replace("      weight: ", f"      {THREE}\n      weight: ") + PREDICATE
    predicate = described(prepared(tmp_path, text))["predicate"]
    assert (predicate["rows"], predicate["columns"]) == ("pelayanan", "kecepatan")
    assert len(predicate["cells"]) == 9
    assert set(predicate["cells"].values()) <= set(predicate["predicates"])


def test_the_cycle_is_described_in_plain_json(tmp_path):
    parameters = prepared(tmp_path).parameters
    found = describe_parameters(parameters, Rules())
    assert found["title"] == {"id": "Kecamatan Uji", "en": "Test District"}
    assert found["period"] == {"start": "2025-01-01", "end": "2025-06-30"}
    assert found["data_until"] == "2025-06-30"
    assert (found["synthetic"], found["subject_kind"], found["edition"]) == (True, "unit", "internal")
    assert (found["rules"], found["deadlines"], found["objections"]) == ([], {}, None)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_rule_packs_are_cited_and_their_deadlines_for_objections_stand_apart(tmp_path):
    pack = RulePack(
        code="pack",
        title=Label(id="Paket", en="Pack"),
        reference="BN 155/2022",
        confidence="official",
        valid_from=date(2022, 2, 7),
        values={
            "keberatan.pengajuan": Cited(
                value=14, reference="p. 105", confidence="official", label=Label(id="Mengajukan", en="To object")
            ),
            "keberatan.putusan": Cited(value=7, reference="p. 106", confidence="official"),
            "pengaduan.sla": Cited(value=60, reference="x", confidence="known"),
        },
    )
    found = describe_parameters(prepared(tmp_path).parameters, Rules(packs=(pack,)))
    assert found["rules"] == [
        {
            "code": "pack",
            "title": {"id": "Paket", "en": "Pack"},
            "reference": "BN 155/2022",
            "confidence": "official",
            "valid_from": "2022-02-07",
        }
    ]
    assert found["deadlines"] == {
        "keberatan.pengajuan": {
            "value": 14,
            "reference": "p. 105",
            "confidence": "official",
            "label": {"id": "Mengajukan", "en": "To object"},
        },
        "keberatan.putusan": {
            "value": 7,
            "reference": "p. 106",
            "confidence": "official",
            "label": {"id": "keberatan.putusan", "en": "keberatan.putusan"},
        },
    }


def test_a_treatment_is_described_with_its_rule_its_numbers_and_its_effect(tmp_path):
    service, speed = changed_run(tmp_path).framework["children"]
    on_time, days = service["children"][0]["treatment"], speed["children"][0]["treatment"]
    assert (on_time["applied"], on_time["fitted"]) == ("winsorise", {"low": 62.5, "high": None})
    assert (days["rule"]["method"], days["rule"]["when"]) == ("log", "always")
    assert days["fitted"] == {"low": 4.0, "high": 20.0, "offset": 0.16, "mirrored": False}
    assert json.loads(json.dumps(days, allow_nan=False)) == days


def test_an_indicator_without_a_rule_about_outliers_has_none(tmp_path):
    assert described(prepared(tmp_path))["tree"]["children"][0]["children"][0]["treatment"] is None


BUDGET = """
  weighting:
    method: budget_allocation
    experts:
      kepala_bidang: {pelayanan: 80, kecepatan: 20}
      perwakilan_pegawai: {pelayanan: 60, kecepatan: 40}
"""


def test_settled_weights_stand_in_the_tree_and_beside_it_what_they_rest_on(tmp_path):
    description = described(prepared(tmp_path, PARAMETERS.rstrip() + BUDGET))
    assert [child["share"] for child in description["tree"]["children"]] == pytest.approx([0.7, 0.3])
    weighting = description["weightings"]["score"]
    assert (weighting["method"], weighting["from_data"]) == ("budget_allocation", False)
    assert weighting["facts"]["shares_by_expert"]["kepala_bidang"] == {"pelayanan": 0.8, "kecepatan": 0.2}
    assert weighting["settings"]["experts"]["perwakilan_pegawai"] == {"pelayanan": 60, "kecepatan": 40}
    assert json.loads(json.dumps(description)) == description


def test_a_slip_of_an_expert_is_named_with_its_line(tmp_path):
    text = PARAMETERS.rstrip() + BUDGET.replace("kecepatan: 40", "kecepatn: 30")
    with pytest.raises(ParametersError, match="kecepatn") as caught:
        prepared(tmp_path, text)
    lines = [each.render() for each in caught.value.faults]
    line = len(text.splitlines())
    assert all(f"uji.yaml:{line} (framework.weighting.experts.perwakilan_pegawai" in each for each in lines)
    assert [each.split("): ")[1] for each in lines] == [
        "unknown part 'kecepatn'; did you mean: kecepatan?",
        "'kecepatan' is missing",
        "the points add up to 90, not to 100",
    ]
