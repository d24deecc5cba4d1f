"""What can be said in a parameters file, before any name in it is looked up."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from workbench.model.parameters import BandsFromRules, Parameters, Subjects

SMALLEST = {
    "place": "desa",
    "title": "Contoh",
    "cycle": "2025-S1",
    "period": {"start": date(2025, 1, 1), "end": date(2025, 6, 30)},
    "tables": {"unit": {"file": "unit.csv"}},
    "subjects": {"kind": "unit", "table": "unit", "key": "id_unit"},
    "framework": {"label": "Kinerja"},
}


def parameters(**changes):
    return Parameters.model_validate(SMALLEST | changes)


def test_what_is_not_said_has_a_cautious_default():
    given = parameters()
    assert given.missing.method == "none"  # nothing is filled
    assert given.treatment.method == "none"  # no outlier is touched
    assert given.reports.subjects == ()  # nobody gets a page of his own unasked
    assert not given.synthetic
    assert given.seed == 0
    assert given.framework.aggregation.method == "arithmetic"
    assert given.framework.minimum_coverage == 0.6


def test_the_cut_off_is_the_last_day_unless_said_otherwise():
    assert parameters().evaluated.data_until == date(2025, 6, 30)
    assert parameters(data_until=date(2025, 7, 15)).evaluated.data_until == date(2025, 7, 15)


def test_a_period_of_one_day_is_a_period():
    day = date(2025, 1, 1)
    assert parameters(period={"start": day, "end": day}).evaluated.start == day


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"period": {"start": date(2025, 1, 2), "end": date(2025, 1, 1)}}, "the period ends before it starts"),
        ({"place": "Desa Satu"}, "should match pattern"),
        ({"place": "desa\n"}, "should match pattern"),
        ({"cycle": "../2025"}, "should match pattern"),
        ({"cycle": ".."}, "should match pattern"),
        ({"cycle": 2025}, "valid string"),
        ({"seed": -1}, "greater than or equal to 0"),
        ({"tables": {}}, "at least 1 item"),
        ({"subjects": {"kind": "office", "table": "unit", "key": "id"}}, "'unit' or 'employee'"),
        ({"missing": {"method": "group_mean"}}, "a group method needs 'group'"),
        ({"treatment": {"method": "winsorise", "skewness": float("inf")}}, "finite number"),
        ({"robustness": {"draws": 99}}, "greater than or equal to 100"),
        ({"robustness": {"spread": 0.0}}, "greater than 0"),
        ({"robustness": {"spread": 1.5}}, "less than or equal to 1"),
        ({"robustness": {"weights": "gaussian"}}, "'box', 'dirichlet' or 'simplex'"),
        ({"robustness": {"concentration": 0.0}}, "greater than 0"),
        ({"robustness": {"top": 1.1}}, "less than or equal to 1"),
        ({"ranking": {"decimals": -1}}, "greater than or equal to 0"),
        ({"reports": {"formats": ["docx"]}}, "'html' or 'pdf'"),
        ({"reports": {"edition": "public"}}, "'internal' or 'leaders'"),
        ({"notes": "x"}, "Extra inputs are not permitted"),
    ],
)
def test_what_cannot_be_is_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        parameters(**changes)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf"), 1e300, "40", True])
def test_a_weight_is_a_finite_number_from_0(weight):
    with pytest.raises(ValidationError, match="weight"):
        parameters(framework={"label": "x", "indicators": {"ikm": {"weight": weight}}})


def test_whole_numbers_are_numbers():
    tree = parameters(framework={"label": "x", "indicators": {"ikm": {"weight": 40}}}).framework
    assert tree.indicators["ikm"].weight == 40.0


def test_a_method_is_a_name_or_a_name_with_settings():
    def method(given):
        return parameters(framework={"label": "x", "normalisation": given}).framework.normalisation

    assert (method("min_max").method, method("min_max").settings) == ("min_max", {})
    assert method({"method": "goalposts", "low": 0, "high": 9}).settings == {"low": 0, "high": 9}
    with pytest.raises(ValidationError, match="Field required"):
        method({"low": 0})


def test_bands_are_given_or_taken_from_a_rule_pack():
    def bands(given):
        return parameters(framework={"label": "x", "bands": given}).framework.bands

    assert bands({"rule": "mutu_ikm"}) == BandsFromRules(rule="mutu_ikm")
    assert bands({"baik": {"from": 75, "label": "Baik"}})["baik"].low == 75
    with pytest.raises(ValidationError, match="finite number"):
        bands({"baik": {"from": float("nan"), "label": "Baik"}})


@pytest.mark.parametrize(("given", "meant"), [("all", ("all",)), ("none", ()), (["A", "B"], ("A", "B")), ([], ())])
def test_reports_are_for_all_for_none_or_for_those_listed(given, meant):
    assert parameters(reports={"subjects": given}).reports.subjects == meant


def test_a_single_code_must_stand_in_a_list():
    with pytest.raises(ValidationError, match="valid tuple"):
        parameters(reports={"subjects": "KEL01"})


def test_parameters_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        parameters().seed = 1


def test_only_group_columns_get_a_name():
    given = {"kind": "employee", "table": "pegawai", "key": "nip", "groups": ["jk"], "group_names": {"jl": "sex"}}
    with pytest.raises(ValidationError, match="not among 'groups'"):
        Subjects(**given)
