from __future__ import annotations

import pandas as pd
import pytest

from tests.fairness.cases import case
from workbench.errors import PluginError, WorkbenchError, fault
from workbench.fairness.audit import audit_fairness
from workbench.model.fairness import COLUMNS, Examination, FairnessCheck, findings_of
from workbench.model.labels import Label

WORDS = Label.of("words")
CASE = case({"A": 1.0}, {})


def check(code: str, examine) -> FairnessCheck:
    return FairnessCheck(code=code, label=WORDS, question=WORDS, description=WORDS, examine=examine, reference="test")


def audit(*checks):
    return audit_fairness(checks, CASE, origin_of=lambda code: f"{code}.py")


def stated(case) -> Examination:
    return Examination(findings=findings_of(pd.DataFrame({"value": [1.5]}), verdict="stated"))


def test_each_check_is_asked_and_what_has_nothing_to_ask_is_left_out():
    found = audit(check("one", stated), check("none", lambda case: Examination(findings=findings_of())))
    assert list(found) == ["one"]
    assert found["one"].findings["value"].tolist() == [1.5]


def broken(case):
    raise KeyError("no such column")


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (broken, "broken.py: check 'broken' failed with KeyError"),
        (lambda case: 5, "must return an Examination"),
        (lambda case: Examination(findings=pd.DataFrame({"value": [1]})), "must have the columns measure, outcome"),
        (lambda case: Examination(findings=findings_of(pd.DataFrame({"value": [1]}), verdict="unfair")), "not unfair"),
        (lambda case: Examination(findings=findings_of(), tables={"t": [1]}), "every table must be a DataFrame"),
    ],
)
def test_a_check_that_breaks_its_contract_is_named(returned, said):
    with pytest.raises(PluginError, match=said):
        audit(check("fine", stated), check("broken", returned))


def test_all_broken_checks_are_told_at_once():
    with pytest.raises(PluginError) as raised:
        audit(check("one", broken), check("two", broken))
    assert len(raised.value.faults) == 2


def test_a_fault_that_a_check_finds_itself_is_passed_on():
    def faulty(case):
        raise WorkbenchError([fault("ratings.csv", "row 7 is strange")])

    with pytest.raises(WorkbenchError, match="row 7 is strange"):
        audit(check("own", faulty))


def test_findings_come_back_with_their_types():
    found = audit(check("one", stated))["one"].findings
    assert {name: str(kind) for name, kind in found.dtypes.items()} == COLUMNS
