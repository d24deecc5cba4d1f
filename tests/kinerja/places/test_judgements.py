"""The severity that was drawn can be found again in the tables, where raters overlap."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from kinerja.places.ground import Unit, laid_ground
from kinerja.places.judgements import feedback_360, innovations, leader_ratings, superior_ratings
from kinerja.places.people import employees

from workbench import Size

GROUND = laid_ground(
    (Unit("A", "A", "seksi", 12, 0.8, {"innovations": 60}), Unit("B", "B", "seksi", 12, -0.8, {"innovations": 60})),
    Size(units=10, employees=240),
    1,
    start="2025-01-01",
    end="2025-06-30",
)


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return employees(rng(), GROUND)


@pytest.fixture(scope="module")
def feedback(people):
    return feedback_360(rng(), people, period="2025-S1")


def found_severity(table: pd.DataFrame, subject: str, rater: str) -> pd.Series:
    """Return the mean deviation of each rater from the mean of all raters of the same subject."""
    scores = table.groupby([subject, rater])["skor"].mean().reset_index()
    scores["skor"] -= scores.groupby(subject)["skor"].transform("mean")
    return scores.groupby(rater)["skor"].mean()


def test_the_severity_of_partners_is_found_again_because_they_overlap(feedback):
    partners = feedback.table[feedback.table["peran"] == "pihak_lain"]
    found = found_severity(partners, "nip", "id_pemberi")
    drawn = feedback.severity.set_index("id_penilai")["keketatan"]

    assert len(found) == 20
    assert np.corrcoef(found, -drawn[found.index])[0, 1] > 0.95


def test_the_severity_of_reviewers_is_found_again_in_the_scores_of_innovations():
    register, reviews = innovations(rng(), GROUND)
    found = found_severity(reviews.table, "id_inovasi", "id_penilai")
    drawn = reviews.severity.set_index("id_penilai")["keketatan"]

    assert len(register) > 500
    assert reviews.table.groupby("id_inovasi").size().eq(3).all()
    assert np.corrcoef(found, -drawn[found.index])[0, 1] > 0.95


def test_nobody_gives_feedback_to_himself_or_twice(people, feedback):
    code = people.set_index("nip")["id_pegawai"]

    assert not (feedback.table["nip"].map(code) == feedback.table["id_pemberi"]).any()
    assert not feedback.table.duplicated(["nip", "id_pemberi", "item"]).any()
    assert feedback.table["skor"].between(1, 10).all()
    assert set(feedback.table["item"]) == set(range(1, 22))


def test_everybody_has_one_superior_and_peers_of_the_same_unit(people, feedback):
    givers = feedback.table.drop_duplicates(["nip", "id_pemberi"])
    unit, home = people.set_index("nip")["id_unit"], people.set_index("id_pegawai")["id_unit"]
    peers = givers[givers["peran"] == "rekan"]

    assert givers[givers["peran"] == "pimpinan"].groupby("nip").size().reindex(people["nip"]).eq(1).all()
    assert (peers["nip"].map(unit) == peers["id_pemberi"].map(home)).all()
    assert givers[givers["peran"] == "pihak_lain"].groupby("nip").size().eq(3).all()


def test_in_a_unit_of_two_there_are_no_peers(people):
    pair = people[people["id_unit"] == "A"].head(2).reset_index(drop=True)
    given = feedback_360(rng(), pair, period="2025-S1").table

    assert given.groupby("nip")["peran"].unique().map(set).reindex(pair["nip"]).tolist() == [
        {"pimpinan", "bawahan", "pihak_lain"},
        {"pimpinan", "pihak_lain"},
    ]


def test_every_rating_has_one_rater_and_the_heads_one_above(people):
    found = superior_ratings(
        rng(), people, periods=("2025-Q1", "2025-Q2"), decided="2025-06-27", shares=(0.1, 0.7, 0.2)
    )
    heads = people.drop_duplicates("id_unit")

    assert len(found.table) == 2 * len(people)
    assert found.table.groupby(["nip", "periode"])["id_penilai"].nunique().eq(1).all()
    assert set(found.table.loc[found.table["nip"].isin(heads["nip"]), "id_penilai"]) == {"ATASAN-01"}
    latest = found.table[found.table["periode"] == "2025-Q2"]
    assert (latest["tanggal"] == pd.Timestamp("2025-06-27")).all()
    assert (latest["rating_hk"] == "sesuai").mean() == pytest.approx(0.7, abs=0.12)


def test_a_severe_superior_gives_lower_ratings(people):
    found = superior_ratings(rng(), people, periods=("2025-S1",), decided="2025-06-27", shares=(0.2, 0.6, 0.2))
    points = found.table["rating_hk"].map({"di_bawah": 1, "sesuai": 2, "di_atas": 3})
    deserved = people["effort"].to_numpy()
    left = pd.Series(points - np.polyval(np.polyfit(deserved, points, 1), deserved)).groupby(found.table["id_penilai"])
    drawn = found.severity.set_index("id_penilai")["keketatan"]
    means = left.mean()

    assert np.corrcoef(means, -drawn[means.index])[0, 1] > 0.6


def test_the_leader_sees_the_better_units_as_better():
    many = laid_ground(GROUND.units, Size(units=300), 1, start="2025-01-01", end="2025-06-30")
    table = leader_ratings(rng(), many, period="2025-S1", decided="2025-06-27", leader="KADISTRIK")
    scale = ["sangat_kurang", "kurang", "butuh_perbaikan", "baik", "istimewa"]
    place = table["capaian_organisasi"].map(scale.index)

    assert table["id_unit"].tolist() == many.codes
    assert np.corrcoef(place, many.effects)[0, 1] > 0.7
