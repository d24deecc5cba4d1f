from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from kinerja.rule_packs import built_in_rule_packs

from workbench.analysis.decisions import code_of, decide, printed_score, score_of
from workbench.locale import Language
from workbench.model.framework import Predicate
from workbench.model.labels import Label
from workbench.model.people_tables import Records
from workbench.model.rules import Rules
from workbench.model.strict import Period

RULE = Rules(packs=tuple(built_in_rule_packs())).predicate("kuadran_kinerja")
RATINGS = {"di_bawah": Label.of("Di bawah"), "sesuai": Label.of("Sesuai"), "di_atas": Label.of("Di atas")}
LABELS = {"hasil": RATINGS, "perilaku": RATINGS, "predicate": RULE.predicates}
COMPUTED = pd.DataFrame(
    {"hasil": ["sesuai", "di_atas", None], "perilaku": ["sesuai", "sesuai", "sesuai"]},
    index=["A", "B", "C"],
    dtype="str",
)
PREDICATES = pd.Series(["baik", "baik", None], index=["A", "B", "C"], dtype="str")
SCORES = pd.DataFrame(
    {"score": [78.04, 60.0, None], "hasil": [76.0, 90.0, None], "tambahan": [66.65, 50.0, 10.0]},
    index=["A", "B", "C"],
)
ADJUSTED = ["kode", "node", "from", "to", "reason", "decided_by", "decided_on"]
OBJECTED = ["kode", "from", "to", "reason", "decision", "decision_reason", "decided_by", "decided_on"]


def records(rows, columns):
    frame = pd.DataFrame(rows, columns=columns).set_axis(pd.Index(range(2, 2 + len(rows)), name="row"), axis=0)
    return Records(where="keputusan.csv", rows=frame.assign(decided_on=pd.to_datetime(frame["decided_on"])))


def decided(*rows, objections=(), exempt=()):
    return decide(
        COMPUTED,
        PREDICATES,
        SCORES,
        adjustments=records([(*row[:4], "alasan", "Camat", row[4]) for row in rows], ADJUSTED),
        objections=records(objections, OBJECTED),
        words={"ya": "changed", "tidak": "upheld"},
        key="kode",
        labels=LABELS,
        predicate=Predicate(rule=RULE, rows="hasil", columns="perilaku"),
        exempt=frozenset(exempt),
        window=Period(start=date(2025, 7, 1), end=date(2025, 7, 31)),
    )


def said(found):
    return [each.render() for each in found.faults]


def test_a_decision_about_the_predicate_changes_it_and_nothing_else():
    found = decided(("A", "predicate", "Baik", "Sangat Baik", "2025-07-10"))

    assert (found.faults, found.predicates["A"], found.predicates["B"]) == ((), "sangat_baik", "baik")
    assert found.ratings.equals(COMPUTED)
    assert PREDICATES["A"] == "baik"  # what was computed is not touched


@pytest.mark.parametrize(("rating", "predicate"), [("di_bawah", "butuh_perbaikan"), ("di_atas", "baik")])
def test_a_decision_about_a_rating_goes_through_the_matrix(rating, predicate):
    found = decided(("A", "hasil", "sesuai", rating, "2025-07-10"))

    assert (found.ratings.at["A", "hasil"], found.predicates["A"]) == (rating, predicate)
    assert found.record[["from", "to", "predicate_before", "predicate_after"]].iloc[0].tolist() == [
        "sesuai", rating, "baik", predicate,
    ]  # fmt: skip


def test_decisions_are_taken_in_the_order_of_their_dates_each_from_what_stands():
    found = decided(
        ("A", "predicate", "butuh_perbaikan", "baik", "2025-07-20"),
        ("A", "predicate", "baik", "butuh_perbaikan", "2025-07-10"),
    )

    assert found.faults == ()
    assert found.record["to"].tolist() == ["butuh_perbaikan", "baik"]
    assert found.predicates["A"] == "baik"


def test_an_objection_that_changes_the_predicate_is_a_decision_like_any_other():
    found = decided(
        ("A", "predicate", "baik", "kurang", "2025-07-10"),
        objections=[("A", "kurang", "baik", "keliru", "ya", "dibenarkan", "Sekda", "2025-07-20")],
    )

    assert found.record[["kind", "predicate_before", "predicate_after", "reason", "decided_by"]].iloc[1].tolist() == [
        "objection", "kurang", "baik", "dibenarkan", "Sekda",
    ]  # fmt: skip


@pytest.mark.parametrize("decision", ["tidak", None])
def test_an_objection_that_is_upheld_or_open_changes_nothing(decision):
    found = decided(objections=[("A", "baik", None, "keliru", decision, None, None, None)])

    assert (found.faults, len(found.record), found.predicates["A"]) == ((), 0, "baik")


def test_someone_without_a_computed_predicate_can_be_given_one_from_a_dash():
    found = decided(("C", "predicate", "-", "Baik", "2025-07-10"))

    assert (found.faults, found.predicates["C"]) == ((), "baik")
    assert found.record["from"].tolist() == ["-"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            ("A", "predicate", "kurang", "baik", "2025-07-10"),
            "'from' says kurang, but baik was computed for 'predicate'; was it taken from another run?",
        ),
        (("C", "predicate", "baik", "kurang", "2025-07-10"), "'from' says baik, but - was computed for 'predicate'"),
        (("A", "predicate", "Baik", "Cukup", "2025-07-10"), "'Cukup' is no value of 'predicate'; nearest: "),
        (("A", "hasill", "sesuai", "di_atas", "2025-07-10"), "unknown node 'hasill'"),
        (("A", "hasil", "sesuai", "Sesuai", "2025-07-10"), "'from' and 'to' are the same"),
        (
            ("A", "predicate", "baik", "kurang", "2025-08-01"),
            "decided on 2025-08-01, outside the window from 2025-07-01 to 2025-07-31",
        ),
    ],
)
def test_a_decision_that_cannot_be_right_is_named_with_its_row_and_changes_nothing(row, message):
    found = decided(row)

    assert said(found)[0].startswith(f"keputusan.csv: row 2: {message}")
    assert len(found.faults) == 1
    assert found.predicates.equals(PREDICATES)


def test_a_decided_score_stands_beside_the_computed_one_and_nothing_follows_from_it():
    found = decided(("A", "score", "78,0", "80", "2025-07-10"))

    assert found.faults == ()
    assert found.scores.columns.tolist() == ["score"]  # of the nodes that a decision changed
    assert found.scores["score"].tolist()[:2] == [80, 60]
    assert found.ratings.equals(COMPUTED)
    assert found.predicates.equals(PREDICATES)
    assert SCORES["score"].tolist()[:2] == [78.04, 60]
    columns = ["node", "from", "to", "predicate_before", "predicate_after"]
    assert found.record[columns].iloc[0].tolist() == ["score", "78.0", "80.0", "baik", "baik"]


def test_a_second_decision_about_a_score_begins_where_the_first_ended():
    steps = [("A", "score", "78", "80", "2025-07-10"), ("A", "score", "80", "79,5", "2025-07-12")]

    assert decided(*steps).scores.at["A", "score"] == 79.5
    assert said(decided(steps[0], ("A", "score", "78", "79", "2025-07-12"))) == [
        "keputusan.csv: row 3: 'from' says 78.0, but after the decisions before it 80.0 stands for 'score'"
    ]


def test_someone_without_a_score_can_be_given_one_and_lose_it_again():
    given = ("C", "score", "-", "55,5", "2025-07-10")

    assert decided(given).scores.at["C", "score"] == 55.5
    assert decided(given, ("C", "score", "55.5", "-", "2025-07-12")).scores["score"].isna().tolist() == [
        False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("A", "score", "77", "80", "2025-07-10"), "'from' says 77.0, but 78.0 was computed for 'score'"),
        (("A", "score", "78", "100,5", "2025-07-10"), "'to' must be a score from 0 to 100, not 100,5"),
        (("A", "score", "78", "-1", "2025-07-10"), "'to' must be a score from 0 to 100, not -1"),
        (("A", "score", "78", "baik", "2025-07-10"), "'baik' is no score of 'score': write it as reports print it"),
        (("A", "score", "78.04", "80", "2025-07-10"), "'78.04' is no score of 'score': write it as reports print it"),
        (("A", "score", "78", "nan", "2025-07-10"), "'nan' is no score of 'score'"),
        (("A", "score", "78", "78,0", "2025-07-10"), "'from' and 'to' are the same"),
        # a dimension with bands is decided by its ratings, not by its score
        (("A", "hasil", "76", "80", "2025-07-10"), "'76' is no value of 'hasil'; nearest: "),
    ],
)
def test_a_score_that_cannot_be_decided_is_named_with_its_row(row, message):
    found = decided(row)

    assert said(found)[0].startswith(f"keputusan.csv: row 2: {message}")
    assert found.scores.empty
    assert found.record.empty


@pytest.mark.parametrize(
    ("score", "printed"), [(78.04, "78.0"), (66.65, "66.7"), (66.649999, "66.6"), (100.0, "100.0"), (0.0, "0.0")]
)
def test_scores_are_held_against_each_other_as_reports_print_them(score, printed):
    assert printed_score(score) == printed
    assert Language("en").number(score) == printed
    assert score_of(Language("id").number(score)) == printed


def test_a_second_decision_must_begin_where_the_first_ended():
    found = decided(
        ("A", "predicate", "baik", "kurang", "2025-07-10"), ("A", "predicate", "baik", "sangat_baik", "2025-07-12")
    )

    assert said(found) == [
        "keputusan.csv: row 3: 'from' says baik, but after the decisions before it kurang stands for 'predicate'"
    ]


def test_nothing_is_decided_about_the_exempt():
    found = decided(("A", "predicate", "baik", "kurang", "2025-07-10"), exempt=["A"])

    assert said(found) == ["keputusan.csv: row 2: this person is exempt from evaluation, so there is nothing to decide"]


@pytest.mark.parametrize(
    ("objection", "message"),
    [
        (("A", "baik", None, "x", "ya", None, "Sekda", "2025-07-20"), "the predicate was changed, but 'to' is empty"),
        (
            ("A", "baik", "kurang", "x", "tidak", None, "Sekda", "2025-07-20"),
            "'to' is another predicate, but the decision does not change it",
        ),
    ],
)
def test_outcome_and_new_predicate_must_agree(objection, message):
    assert said(decided(objections=[objection])) == [f"keputusan.csv: row 2: {message}"]


@pytest.mark.parametrize("written", ["sangat_baik", "Sangat Baik", "SANGAT  BAIK", "Very good"])
def test_a_predicate_may_be_written_as_its_code_or_its_name(written):
    assert code_of(written, RULE.predicates) == "sangat_baik"
    assert code_of("baik sekali", RULE.predicates) is None
