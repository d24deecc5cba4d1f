"""What holds for all five places: shipped as generated, nobody real, and every promised subject has its section."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from kinerja.nip import NIP
from kinerja.places import PLACES
from kinerja.places.ground import SOURCE

from workbench import Place, Size
from workbench.prepare_cycle import prepare
from workbench.run_cycle import run_cycle
from workbench.simulate_place import simulate_place

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "parameters"
FILES = sorted(file for place in PLACES for file in (SHIPPED / place.code).glob("*.yaml"))

# What each place's system must do, and the indicators of its parameters files that show it.
PROMISED = {
    "helvetia": {
        "response time to patients": {
            "outpatients_served_in_time",
            "emergency_patients_served_in_time",
            "emergency_patients_served_in_time_at_night",
        },
        "satisfaction by public survey": {"ikm"},
        "feedback from several parties": {"feedback_360"},
        "citizens' feedback in the app": {"app_feedback", "app_messages_answered_in_time"},
        "digital service": {"pendaftaran_lewat_aplikasi", "layanan_digital_tersedia"},
    },
    "jakarta": {
        "complaint settlement time": {"complaints_on_time", "complaint_settlement_days", "complaint_backlog_age"},
        "career development": {"credit_points", "angka_kredit_terkumpul", "syarat_promosi_terpenuhi"},
        "training of teachers before and after": {"training_effect"},
        "yearly public report": {"reports_published_on_time", "publication_days_late"},
        "citizen forums and what was done": {"forum_recommendations_followed_up"},
    },
    "batanghari": {
        "competence apart from performance": {"competence_gap"},
        "identity cards and birth certificates": {"ktp_processing_hours", "birth_certificate_processing_hours"},
        "complaint application": {"complaints_verified_in_time", "complaints_answered_in_time", "complaints_on_time"},
        "training": {"trained_share", "training_hours"},
    },
    "plaju": {
        "results-based achievement": {"target_achievement"},
        "projects on time": {"projects_on_time"},
        "every answer and settlement of a complaint": {"complaints_answered_in_time", "complaints_on_time"},
        "freshness and completeness of data": {"data_age_days", "data_completeness", "data_filed_on_time"},
        "rollout in stages": {"kehadiran_sosialisasi"},
    },
    "walesi": {
        "discipline": {"attendance_of_unit", "absence_discipline_step", "disciplinary_sanction_in_force"},
        "service quality": {"service_quality_index"},
        "innovation": {"innovation_points"},
        "friendly and informative": {"friendly_service", "informative_service"},
        "judged by superior and public": {"superior_results_rating", "superior_conduct_rating", "feedback_360"},
        "leader's view and regular meetings": {"leader_rating_of_unit", "meeting_recommendations_followed_up"},
    },
}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("places")
    for place in PLACES:
        simulate_place(place.code, folder / place.code, seed=2025)
    return {place.code: folder / place.code for place in PLACES}


def each(places: list[Place]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("place", places, ids=lambda place: place.code)


@each(PLACES)
def test_the_shipped_tables_are_what_the_command_writes(simulated, place):
    written = {path.name: path for path in (simulated[place.code] / "tables").iterdir()}
    shipped = {path.name: path for path in (SHIPPED / place.code / "tables").iterdir()}

    assert sorted(written) == sorted(shipped)
    assert [name for name in written if written[name].read_bytes() != shipped[name].read_bytes()] == []


@each(PLACES)
def test_the_samples_stay_small(place):
    folder = SHIPPED / place.code / "tables"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000


@each(PLACES)
def test_the_size_that_is_announced_is_the_size_that_is_made(place):
    tables = place.invent(2025, Size()).tables
    people = tables.get("pegawai.csv", tables.get("pegawai.parquet"))

    assert (len(tables["unit.csv"]), len(people)) == (place.units, place.employees)


@each(PLACES)
def test_the_same_seed_gives_the_same_tables_and_another_seed_others(place):
    one, same, other = (place.invent(seed, Size(employees=30, units=3)) for seed in (5, 5, 6))

    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, same.tables[name])
    assert not one.truth["pegawai"]["mutu"].equals(other.truth["pegawai"]["mutu"])


@each(PLACES)
def test_nobody_can_exist_and_every_table_says_so(place):
    tables = place.invent(2025, Size()).tables

    for name, table in tables.items():
        assert (table["sumber"] == SOURCE).all(), name
        if "nip" in table:
            assert (NIP.faults(table["nip"]) == "").all(), name
            assert table["nip"].str.startswith("1900").all(), name
        if "nama" in table and "nip" in table and "id_unit" in table:
            assert table["nama"].str.fullmatch(r"Pegawai Contoh \d+").all()


@each(PLACES)
def test_the_truth_is_beside_the_tables_and_not_in_them(place):
    made = place.invent(2025, Size())

    assert {"unit", "pegawai"} <= set(made.truth)
    for name, table in made.tables.items():
        assert {"efek", "mutu", "keketatan", "effort"} & set(table) == set(), name


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_every_parameters_file_can_be_scored(file):
    card = prepare(file).score()

    assert card.scores["score"].notna().mean() > 0.7


@each([place for place in PLACES if place.code != "jakarta"])
def test_a_place_of_another_size_can_be_scored_too(tmp_path, place):
    files = simulate_place(place.code, tmp_path / place.code, seed=11, units=3, employees=45)

    for file in files:
        assert prepare(file).score().scores["score"].notna().any(), file.name


@pytest.mark.parametrize("code", PROMISED)
def test_everything_the_system_of_the_place_must_do_is_measured(code):
    used = {
        leaf.indicator.code for file in FILES if file.parent.name == code for leaf in prepare(file).framework.leaves
    }

    assert {what for what, indicators in PROMISED[code].items() if not indicators <= used} == set()


def test_the_report_has_a_named_section_for_each_dimension(tmp_path):
    outcome = run_cycle(SHIPPED / "walesi" / "2025-S1.yaml", runs=tmp_path)
    text = (outcome.directory / "reports" / "cycle.html").read_text(encoding="utf-8")

    for name in (
        "Disiplin",
        "Kualitas pelayanan",
        "Inovasi",
        "Pelayanan ramah dan informatif",
        "Pandangan pimpinan dan rapat rutin",
    ):
        assert name in text, name
    assert len(list((outcome.directory / "reports" / "units").glob("*.html"))) == 6


def test_the_wheel_carries_the_parameters_files_of_every_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]

    for file in FILES:
        source = file.relative_to(ROOT).as_posix()
        assert carried[source] == f"kinerja/{source}"


def test_every_file_is_commented_in_indonesian_and_says_how_to_run_it():
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert re.search(rf"workbench run parameters/{file.parent.name}/{file.name}\b", text), file
        assert "synthetic: true" in text, file
