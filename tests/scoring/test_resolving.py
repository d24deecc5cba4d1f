"""Names become things, or faults with the nearest name; every fault of a file at once, before any data is read."""

# ruff: noqa: E501   a table: one mistake a line

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.scoring.frameworks import METHODS, indicator
from workbench.errors import ParametersError
from workbench.model.catalogue import Catalogue, Origin
from workbench.model.indicator import Column, Options, TableNeed
from workbench.model.labels import Label
from workbench.model.methods import AggregationMethod, NormalisationMethod, WeightingMethod
from workbench.model.parameters import Parameters
from workbench.model.rules import Band, Bands, PredicateRule, RulePack
from workbench.scoring.resolving import resolve

GOALPOSTS = {"method": "goalposts", "low": 0, "high": 100}
BANDS = Bands(bands=(Band(code="low", label=Label.of("low"), low=0), Band(code="high", label=Label.of("high"), low=60)))
OWN_BANDS = {"low": {"from": 0, "label": "low"}, "high": {"from": 60, "label": "high"}}


class Window(Options):
    days: int = 5


MATRIX = PredicateRule(
    row_codes=("low", "high"),
    column_codes=("low", "high"),
    cells={(row, column): "good" for row in ("low", "high") for column in ("low", "high")},
    predicates={"good": Label.of("good")},
    reference="r",
)
PACK = RulePack(
    code="pack-2022",
    title=Label.of("pack"),
    reference="r",
    confidence="official",
    valid_from=date(2022, 1, 1),
    bands={"mutu": BANDS},
    predicates={"kuadran": MATRIX},
)
ENDED = replace(PACK, code="pack-2019", valid_from=date(2019, 1, 1), valid_to=date(2021, 12, 31))
INDICATORS = (
    replace(indicator("ikm"), options=Window),
    indicator("response_days", "lower"),
    indicator("temperature", "target"),
    replace(indicator("attendance"), subject=("employee",), attribution="employee"),
    replace(indicator("future"), valid_from=date(2026, 1, 1)),
    replace(indicator("surveyed"), needs=(TableNeed(table="skm", columns=(Column(name="x", kind="number"),)),)),
    replace(indicator("potential"), in_predicate=False),
    replace(indicator("of_units"), subject=("unit", "employee"), attribution="unit"),
)
KINERJA = Origin(name="kinerja", kind="installed", place="kinerja 1", sha256="0" * 64)
CATALOGUE = Catalogue(
    indicators={each.code: each for each in INDICATORS},
    normalisations={code: each for code, each in METHODS.items() if isinstance(each, NormalisationMethod)},
    aggregations={code: each for code, each in METHODS.items() if isinstance(each, AggregationMethod)},
    weightings={code: each for code, each in METHODS.items() if isinstance(each, WeightingMethod)},
    rule_packs={PACK.code: PACK, ENDED.code: ENDED},
    origins={f"indicator:{each.code}": KINERJA for each in INDICATORS},
)


def parameters(framework, **changes):
    given = {
        "place": "desa",
        "title": "Contoh",
        "cycle": "2025",
        "period": {"start": date(2025, 1, 1), "end": date(2025, 12, 31)},
        "tables": {"unit": {"file": "unit.csv"}},
        "subjects": {"kind": "unit", "table": "unit", "key": "kode", "groups": ["jenis"]},
        "framework": {"label": "Kinerja", "normalisation": GOALPOSTS} | framework,
    }
    return Parameters.model_validate(given | changes)


def resolved(framework, **changes):
    return resolve(parameters(framework, **changes), CATALOGUE)


def faults(framework, **changes):
    with pytest.raises(
        ParametersError, match=r"(framework|rules|declare|tables|subjects|missing|treatment|peers|predicate)"
    ) as caught:
        resolved(framework, **changes)
    return [each.render() for each in caught.value.faults]


def indicators(**used):
    return {"indicators": {code: given or {} for code, given in used.items()}}


def test_a_tree_is_resolved_with_everything_inherited_that_a_node_does_not_say():
    tree, _ = resolved(
        {
            "aggregation": "geometric",
            "minimum_coverage": 0.5,
            "dimensions": {
                "own": {
                    "label": "Own",
                    "weight": 3,
                    "aggregation": "arithmetic",
                    "minimum_coverage": 1.0,
                    **indicators(ikm={"weight": 2, "normalisation": "min_max", "options": {"days": 9}, "target": 80}),
                },
                "inherits": {"label": "Inherits", **indicators(response_days={"min_cases": 30})},
            },
        }
    )
    own, inherits = tree.root.children
    assert [each.aggregation.code for each in (tree.root, own, inherits)] == ["geometric", "arithmetic", "geometric"]
    assert [each.minimum_coverage for each in (tree.root, own, inherits)] == [0.5, 1.0, 0.5]
    ikm, days = tree.leaves
    assert (ikm.normalisation.code, ikm.options, ikm.target) == ("min_max", Window(days=9), 80)
    assert (days.normalisation.code, days.settings.high, days.min_cases) == ("goalposts", 100, 30)
    assert tree.effective_weights == pytest.approx({"score": 1, "own": 0.75, "inherits": 0.25, "ikm": 0.75, "response_days": 0.25})  # fmt: skip


def test_a_treatment_of_its_own_goes_before_that_of_the_cycle():
    used = indicators(ikm={"treatment": "winsorise"}, response_days={"treatment": {"method": "box_cox"}, "normalisation": "min_max"})  # fmt: skip
    tree, _ = resolved(used, treatment={"method": "log"})
    assert [leaf.treatment.method for leaf in tree.leaves] == ["winsorise", "box_cox"]


def test_no_logarithm_comes_before_a_relative_method_that_needs_the_unit():
    needs_unit = replace(METHODS["min_max"], own_unit=True)
    catalogue = replace(CATALOGUE, normalisations={**CATALOGUE.normalisations, "min_max": needs_unit})
    used = indicators(ikm={"normalisation": "min_max", "treatment": "log"})
    with pytest.raises(ParametersError, match="'log' takes 'ikm' out of its own unit, in which 'min_max' sets"):
        resolve(parameters(used), catalogue)
    resolve(parameters(used), CATALOGUE)


def test_a_declared_indicator_stands_beside_those_of_plugins():
    given = {"patents": {"label": "P", "table": "unit", "column": "p", "polarity": "higher", "measured_in": "x", "reference": "r"}}  # fmt: skip
    tree, _ = resolved(indicators(patents=None, ikm=None), declare=given)
    assert [each.code for each in tree.leaves] == ["patents", "ikm"]
    assert faults(indicators(patents=None), declare={"ikm": given["patents"], **given}) == [
        "declare.ikm: 'ikm' is already an indicator of plugin kinerja; give yours another name"
    ]


@pytest.mark.parametrize(
    ("framework", "line"),
    [
        (indicators(ikn=None), "framework.indicators.ikn: unknown indicator 'ikn'; did you mean: ikm?"),
        (indicators(ikm={"normalisation": "minmax"}), "framework.indicators.ikm.normalisation.method: unknown normalisation 'minmax'; did you mean: min_max?"),
        ({"aggregation": "geometrik", **indicators(ikm=None)}, "framework.aggregation: unknown aggregation 'geometrik'; did you mean: geometric?"),
        ({"normalisation": None, **indicators(ikm=None)}, "framework: 'normalisation' is missing, for 'ikm' and here; choose one of: " + ", ".join(sorted(CATALOGUE.normalisations))),
        (indicators(temperature=None), "framework.normalisation: 'goalposts' cannot treat 'temperature', whose polarity is 'target'"),
        (indicators(ikm={"treatment": "winsorise_then_log"}), "framework.indicators.ikm.treatment: 'winsorise_then_log' takes 'ikm' out of its own unit, in which 'goalposts' sets its points; use winsorise, a relative normalisation, or goalposts with 'scale: log'"),
        (indicators(ikm={"options": {"day": 9}}), "framework.indicators.ikm.options.day: unknown key 'day'; did you mean: days?"),
        (indicators(ikm={"normalisation": {"method": "goalposts", "low": 0}}), "framework.indicators.ikm.normalisation.high: 'high' is missing"),
        (indicators(response_days={"normalisation": {"method": "target", "value": 5.0}}), "framework.indicators.response_days.normalisation: where lower is better give 'zero', a value larger than 'value'"),
        (indicators(attendance=None), "framework.indicators.attendance: 'attendance' measures employees, but this cycle scores units"),
        (indicators(future=None), "framework.indicators.future: 'future' is valid for cycles from 2026-01-01; this one starts on 2025-01-01"),
        (indicators(surveyed=None), "tables: indicator 'surveyed' needs the table 'skm': add it, or rename one of: unit"),
        (indicators(ikm={"weight": 0}, response_days={"weight": 0}), "framework: all weights inside 'score' are 0; at least one must be larger"),
        ({}, "framework: 'score' has neither dimensions nor indicators"),
        ({"dimensions": {"ikm": {"label": "x", **indicators(ikm=None)}}}, "framework.dimensions.ikm.indicators.ikm: 'ikm' is used twice; it already stands at framework.dimensions.ikm"),
        ({"aggregation": "geometric", "normalisation": "z_score", **indicators(ikm=None)}, "framework: 'geometric' needs values between 0 and 100, which ikm may leave; normalise indicators by goalposts, a target or min_max, and combine dimensions by means"),
        ({"bands": {"rule": "mutuu"}, **indicators(ikm=None)}, "framework.bands.rule: unknown bands 'mutuu'; did you mean: mutu?"),
        ({"bands": {"a": {"from": 0, "label": "a"}, "b": {"from": 0, "label": "b"}}, **indicators(ikm=None)}, "framework.bands: two bands begin at the same score, or there is none"),
    ],
)  # fmt: skip
def test_what_cannot_be_resolved_is_one_line_with_its_keys(framework, line):
    assert faults(framework, rules=["pack-2022"]) == [line]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"rules": ["pack-2023"]}, "rules.0: unknown rule pack 'pack-2023'; did you mean: pack-2022?"),
        ({"rules": ["pack-2019"]}, "rules.0: rule pack 'pack-2019' is in force from 2019-01-01 to 2021-12-31; the cycle starts on 2025-01-01; name the one that was in force then, or correct the period"),
        ({"subjects": {"kind": "unit", "table": "units", "key": "kode"}}, "subjects.table: unknown table 'units'; did you mean: unit?"),
        ({"subjects": {"kind": "unit", "table": "unit", "key": "kode", "key_format": "nip"}}, "subjects.key_format: unknown key format 'nip'; did you mean: text?"),
        ({"peers": {"group": "jeni"}}, "peers.group: unknown group 'jeni'; did you mean: jenis?"),
        ({"missing": {"method": "group_mean", "group": "jeni"}}, "missing.group: unknown group 'jeni'; did you mean: jenis?"),
        ({"treatment": "log"}, "treatment: 'log' takes 'ikm' out of its own unit, in which 'goalposts' sets its points; use winsorise, a relative normalisation, or goalposts with 'scale: log'"),
    ],
)  # fmt: skip
def test_what_cannot_be_found_outside_the_tree_is_told_too(changes, line):
    assert faults(indicators(ikm=None), **changes) == [line]


def test_a_rule_pack_whose_last_day_is_the_first_of_the_cycle_is_still_in_force():
    first = {"start": date(2021, 12, 31), "end": date(2022, 6, 30)}
    _, rules = resolved(indicators(ikm=None), rules=["pack-2019"], period=first)
    assert [pack.code for pack in rules.packs] == ["pack-2019"]


def test_a_value_that_is_fair_for_units_only_is_never_charged_to_a_person():
    people = {"kind": "employee", "table": "unit", "key": "kode"}
    assert faults(indicators(of_units=None), subjects=people) == [
        "framework.indicators.of_units: 'of_units' is fair for units only, never for a person"
    ]


def test_the_exact_parts_of_a_geometric_mean_can_be_computed_for_twelve_children_only():
    def tree(count):
        declared = {f"d{place}": {"label": "x", "table": "unit", "column": "x", "polarity": "higher", "measured_in": "x", "reference": "r"} for place in range(count)}  # fmt: skip
        return {"framework": {"aggregation": "geometric", **indicators(**dict.fromkeys(declared))}, "declare": declared}

    assert len(resolved(**tree(12))[0].leaves) == 12
    assert faults(**tree(13)) == [
        "framework: 'geometric' can combine at most 12 children; here are 13: gather some in a dimension"
    ]


def test_what_keeps_its_children_within_bounds_may_stand_below_a_geometric_mean():
    def tree(inner, normalisation="min_max"):
        dimension = {"label": "x", "aggregation": inner, **indicators(ikm=None)}
        return {"aggregation": "geometric", "normalisation": normalisation, "dimensions": {"inner": dimension}}

    resolved(tree("harmonic"))
    resolved(tree("copeland", "z_score"))  # 0-100 whatever it compares
    may_leave = "'geometric' needs values between 0 and 100, which {} may leave"
    assert faults(tree("mpi"))[0].startswith(f"framework: {may_leave.format('inner')}")
    by_place = {"method": "owa", "orness": 0.3}
    assert faults(tree(by_place, "z_score"))[0].startswith(f"framework: {may_leave.format('ikm')}")


def test_settings_of_an_aggregation_are_held_against_the_children_that_count():
    by_place = {"method": "owa", "weights": [2.0, 1.0]}
    resolved({"aggregation": by_place, **indicators(ikm=None, response_days=None, of_units={"weight": 0})})
    assert faults({"aggregation": by_place, **indicators(ikm=None)}) == [
        "framework.aggregation: 'weights' needs one number for each child, the best place first"
    ]


def test_bands_come_sorted_and_from_the_rule_pack_when_asked():
    rising = dict(reversed(OWN_BANDS.items()))
    own, _ = resolved({"bands": rising, **indicators(ikm=None)})
    assert own.root.bands.codes == ("low", "high")
    ruled, _ = resolved({"bands": {"rule": "mutu"}, **indicators(ikm=None)}, rules=["pack-2022"])
    assert ruled.root.bands is BANDS


TWO = {
    "dimensions": {
        "hasil": {"label": "x", "bands": OWN_BANDS, **indicators(ikm=None)},
        "perilaku": {"label": "x", "bands": {"rule": "mutu"}, **indicators(response_days=None)},
        "lain": {"label": "x", **indicators(of_units=None)},
    }
}


def predicate(rule="kuadran", rows="hasil", columns="perilaku"):
    return {"rules": ["pack-2022"], "predicate": {"rule": rule, "rows": rows, "columns": columns}}


def test_a_predicate_reads_the_bands_of_two_nodes():
    tree, _ = resolved(TWO, **predicate())
    assert (tree.predicate.rule, tree.predicate.rows, tree.predicate.columns) == (MATRIX, "hasil", "perilaku")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"rule": "kuadrant"}, "predicate.rule: unknown predicate rule 'kuadrant'; did you mean: kuadran?"),
        ({"rows": "hasill"}, "predicate.rows: unknown dimension 'hasill'; did you mean: hasil?"),
        ({"columns": "ikm"}, "predicate.columns: unknown dimension 'ikm'; did you mean: hasil, lain, perilaku, score?"),
        ({"columns": "lain"}, "predicate.columns: the matrix needs the bands low, high on dimension 'lain'; it has -"),
    ],
)
def test_a_predicate_that_cannot_be_set_says_why(given, line):
    assert faults(TWO, **predicate(**given)) == [line]


@pytest.mark.parametrize("side", ["hasil", "perilaku"])
def test_what_is_not_performance_never_enters_a_predicate(side):
    deep = {"dimensions": {"inner": {"label": "x", **indicators(potential=None)}}}
    tree = {"dimensions": {**TWO["dimensions"], side: {**TWO["dimensions"][side], **deep}}}
    key = "rows" if side == "hasil" else "columns"

    assert faults(tree, **predicate()) == [
        f"predicate.{key}: 'potential' must not enter a predicate: take it out of dimension '{side}', or give it weight 0"
    ]


def test_it_may_be_shown_beside_the_predicate_or_with_weight_0():
    shown = {"weight": 0, **indicators(potential=None), "label": "x"}
    beside = {"dimensions": {**TWO["dimensions"], "lain": {"label": "x", **indicators(potential=None)}}}
    inside = {
        "dimensions": {**TWO["dimensions"], "hasil": {**TWO["dimensions"]["hasil"], "dimensions": {"inner": shown}}}
    }

    for tree in (beside, inside):
        assert "potential" in [leaf.code for leaf in resolved(tree, **predicate())[0].leaves]


def test_all_faults_are_told_at_once_and_an_inherited_one_only_once():
    lines = faults(
        {"normalisation": {"method": "goalposts", "low": 9, "high": 0}, **indicators(ikm=None, response_days=None, ikn=None)},
        rules=["pack-2023"],
    )  # fmt: skip
    assert [line.split(":")[0] for line in lines] == ["rules.0", "framework.normalisation", "framework.indicators.ikn"]


def test_a_weighting_is_asked_only_for_the_parts_that_count():
    budget = {"method": "budget_allocation", "experts": {"kepala": {"ikm": 100}}}
    uses = indicators(ikm={}, response_days={"weight": 0})
    tree, _ = resolved({"weighting": budget, **uses})
    assert (tree.root.weighting.code, tree.root.weighting_settings.experts) == (
        "budget_allocation",
        {"kepala": {"ikm": 100}},
    )
    told = faults({"weighting": budget, **indicators(ikm={}, response_days={})})
    assert told == ["framework.weighting.experts.kepala: 'response_days' is missing"]


def test_an_unknown_weighting_is_named_with_the_nearest():
    assert faults({"weighting": "equall", **indicators(ikm={})}) == [
        "framework.weighting.method: unknown weighting 'equall'; did you mean: equal?"
    ]
    assert resolved({"weighting": "given", **indicators(ikm={})})[0].root.weighting is None
