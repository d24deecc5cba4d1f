"""The whole of a cycle's people: what stands, where, and every slip of the tables told at once."""

from __future__ import annotations

import pytest

from tests.people_run import FILES, lay_out, people_run
from workbench.errors import InputError
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate


def faults(folder, changes):
    with pytest.raises(InputError, match=r"\.csv") as caught:
        evaluate(prepare(lay_out(folder, changes)))
    return [each.render() for each in caught.value.faults]


def test_computed_and_final_predicates_stand_side_by_side(run):
    stands = run.people.status[["predicate", "predicate_final"]].fillna("-")

    assert stands["predicate"].tolist() == [
        "sangat_baik", "baik", "baik", "baik", "butuh_perbaikan", "baik", "kurang", "-", "baik",
    ]  # fmt: skip
    changed = stands[stands["predicate"] != stands["predicate_final"]]
    assert changed["predicate_final"].to_dict() == {"D": "sangat_baik"}


def test_a_rating_changed_by_the_meeting_changes_the_predicate_only_through_the_matrix(run):
    ratings = run.people.status["rating_hasil"]

    assert ratings[["C", "D"]].tolist() == ["di_atas", "di_atas"]
    # above x as expected stays Baik, above x above becomes Sangat Baik
    assert run.people.status["predicate_final"][["C", "D"]].tolist() == ["baik", "sangat_baik"]


def test_the_computed_scorecard_is_left_as_it_was(run):
    assert run.scorecard.predicates["D"] == "baik"
    assert run.scorecard.bands.at["D", "hasil"] == "sesuai"


def test_someone_exempt_is_listed_with_the_reason_and_neither_scored_nor_ranked(run):
    assert run.people.exempt.to_dict() == {"H": "cltn"}
    assert run.people.status.at["H", "exempt_source"] == "SK 4"
    assert run.scorecard.scores.loc["H"].isna().all()
    assert run.scorecard.ranks.drop("H").notna().all()
    assert run.scorecard.ranks.isna()["H"]
    reasons = run.scorecard.missing[run.scorecard.missing["subject"] == "H"]
    assert set(reasons["reason"]) == {"exempt from evaluation"}
    assert set(reasons["code"]) == {"results", "conduct", "hasil", "perilaku", "score"}


def test_an_exempt_person_is_in_no_share(run):
    sizes = {check.unit: check.size for check in run.people.checks["computed"]}

    assert sizes == {"U1": 5, "U2": 3}  # H is exempt, I acts in U2


def test_a_late_predicate_of_the_unit_is_replaced_by_last_years_and_says_so(run):
    units = run.people.units.set_index("unit")

    # this year's predicate of U2 was decided after the cut-off
    assert units.loc["U2", ["predicate", "year", "late"]].tolist() == ["istimewa", 2024, True]
    assert units.loc["U1", ["predicate", "year", "late"]].tolist() == ["baik", 2025, False]


def test_without_a_fallback_a_late_predicate_is_not_known(tmp_path):
    run = people_run(tmp_path, {"uji.yaml": ("fallback: previous_year", "fallback: none")})

    assert {each.unit: each.status for each in run.people.checks["final"]}["U2"] == "no_predicate"


def test_the_distribution_is_checked_before_and_after(run):
    before, after = ({each.unit: each for each in run.people.checks[stage]} for stage in ("computed", "final"))

    # U1, Baik: at most 3 of 5 Baik and one BP or K: A SB, B C D Baik, E BP
    assert before["U1"].counts == {
        "sangat_baik": 1, "baik": 3, "butuh_perbaikan": 1, "kurang": 0, "sangat_kurang": 0,
    }  # fmt: skip
    assert before["U1"].status == "within"
    assert after["U1"].counts["sangat_baik"] == 2  # Baik sets no limit on Sangat Baik
    assert (after["U2"].organisation, after["U2"].status) == ("istimewa", "within")


def test_a_column_of_the_subjects_can_hold_the_exemptions(tmp_path):
    header, *people = FILES["pegawai.csv"].splitlines()
    reasons = {"B": "mpp"}
    rows = [f"{header},status", *(f"{row},{reasons.get(row[0], '')}" for row in people)]
    run = people_run(
        tmp_path,
        {
            "uji.yaml": ("exemptions: {table: pengecualian,", "exemptions: {column: status,"),
            "pegawai.csv": (FILES["pegawai.csv"], "\n".join(rows)),
        },
    )

    assert run.people.exempt.to_dict() == {"B": "mpp"}


def test_every_slip_of_the_tables_is_told_at_once_with_its_row(tmp_path):
    found = faults(
        tmp_path,
        {
            "predikat.csv": ("Baik,SK 7", "Baikk,SK 7"),
            "unit.csv": ("U2,Unit Dua,U1", "U2,Unit Dua,U9"),
            "penempatan.csv": ("I,U2,plt", "I,U22,plt"),
            "keputusan.csv": ("C,hasil,Sesuai ekspektasi", "C,hasil,Di bawah ekspektasi"),
            "keberatan.csv": ("2025-07-14,2025-07-31", "2025-07-14,2025-07-11"),
        },
    )

    assert found == [
        "predikat.csv: row 2: 'Baikk' is no organisational predicate; nearest: baik",
        "unit.csv: row 3: the unit above 'U2' is 'U9', which has no row; nearest: U2",
        "penempatan.csv: row 3: unknown unit 'U22'; nearest: U2; correct it, or give the unit a row in the table of "
        "units",
        "keputusan.csv: row 2: 'from' says di_bawah, but sesuai was computed for 'hasil'; was it taken from another "
        "run?",
        "keberatan.csv: row 4: submitted before the document was received",
    ]


def test_a_reason_that_the_rule_pack_does_not_know_is_no_exemption(tmp_path):
    assert faults(tmp_path, {"pengecualian.csv": ("H,CLTN", "H,sakit")}) == [
        "pengecualian.csv: row 2: 'sakit' is no reason for exemption; nearest: cltn, diberhentikan_sementara, mpp, "
        "pejabat_negara"
    ]


def test_a_unit_cannot_stand_above_itself(tmp_path):
    found = faults(tmp_path, {"unit.csv": ("U1,Unit Satu,", "U1,Unit Satu,U2")})

    assert found == [f"unit.csv: row {row}: '{unit}' stands above itself" for row, unit in ((2, "U1"), (3, "U2"))]


def test_a_cycle_without_any_part_about_people_has_none(tmp_path):
    from tests.small_run import small_run

    assert small_run(tmp_path).people is None
