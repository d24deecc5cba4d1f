"""Regulations as data: what cannot be, cannot be made. Grading itself is tested in tests/scoring/test_bands.py."""

from __future__ import annotations

from datetime import date

import pytest

from workbench.errors import ParametersError
from workbench.model.labels import Label
from workbench.model.rules import Band, Bands, Cited, PredicateRule, RulePack, Rules

TERM = Cited(value=14, reference="PermenPANRB 6/2022", confidence="official")


def bands(*lows):
    return Bands(bands=tuple(Band(code=f"b{place}", label=Label.of("x"), low=low) for place, low in enumerate(lows)))


def rule(cells, predicates=("p", "q")):
    return PredicateRule(
        row_codes=("low", "high"),
        column_codes=("any",),
        cells=cells,
        predicates={code: Label.of(code) for code in predicates},
        reference="r",
    )


def pack(code, **tables):
    return RulePack(
        code=code, title=Label.of(code), reference="r", confidence="official", valid_from=date(2022, 1, 1), **tables
    )


def test_bands_are_listed_from_the_lowest():
    assert bands(0, 60, 75.5).codes == ("b0", "b1", "b2")


@pytest.mark.parametrize("lows", [(), (60, 60), (60, 0), (0, 75, 60)])
def test_bands_must_rise_and_there_must_be_one(lows):
    with pytest.raises(ValueError, match="at least one entry and strictly rising lower bounds"):
        bands(*lows)


def test_a_matrix_needs_every_cell_and_no_other():
    whole = {("low", "any"): "p", ("high", "any"): "q"}
    assert rule(whole).cells["high", "any"] == "q"
    with pytest.raises(ValueError, match=r"cells missing or unknown: \[\('high', 'any'\)\]"):
        rule({("low", "any"): "p"})
    with pytest.raises(ValueError, match=r"cells missing or unknown: \[\('middle', 'any'\)\]"):
        rule({**whole, ("middle", "any"): "p"})


def test_every_predicate_of_a_matrix_has_a_label():
    with pytest.raises(ValueError, match=r"predicates without a label: \['q'\]"):
        rule({("low", "any"): "p", ("high", "any"): "q"}, predicates=("p",))


def test_rules_find_by_name_in_whichever_pack_holds_it():
    matrix = rule({("low", "any"): "p", ("high", "any"): "q"})
    rules = Rules(packs=(pack("one", bands={"mutu": bands(0, 65)}), pack("two", predicates={"kuadran": matrix})))
    assert rules.bands("mutu").codes == ("b0", "b1")
    assert rules.predicate("kuadran") is matrix
    assert rules.bands("kuadran") is None
    assert rules.predicate("mutu") is None


def test_a_value_comes_with_its_citation():
    assert Rules(packs=(pack("one"), pack("two", values={"keberatan.hari": TERM}))).cited("keberatan.hari") is TERM


def test_a_value_that_no_pack_holds_is_a_fault_of_the_rules_list():
    with pytest.raises(ParametersError, match=r"^rules: no rule pack listed here holds 'keberatan\.hari'"):
        Rules(packs=(pack("one"),)).cited("keberatan.hari")


def test_rules_are_frozen():
    with pytest.raises(AttributeError, match="cannot assign"):
        TERM.value = 15
