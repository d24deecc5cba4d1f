"""Helvetia, a district (kecamatan) of Medan: health staff, waiting patients, digital service, feedback."""

from __future__ import annotations

from kinerja.places.ground import NOTICE, Unit, invented, laid_ground, parameters_of, streams
from kinerja.places.judgements import feedback_360
from kinerja.places.people import attendance, employees, targets
from kinerja.places.services import app_feedback, digital_services, survey, visits
from workbench import Invented, Label, Place, Size


def _unit(
    code: str, name: str, kind: str, employees: int, quality: float, *, visits: tuple[int, int], voices: tuple[int, int]
) -> Unit:
    (outpatients, emergencies), (respondents, reviews) = visits, voices
    volumes = {
        "outpatients": outpatients,
        "emergencies": emergencies,
        "respondents": respondents,
        "reviews": reviews,
    }
    return Unit(code, name, kind, employees, quality, volumes)


UNITS = (
    _unit("PKH", "Puskesmas Helvetia", "puskesmas", 36, 0.4, visits=(900, 160), voices=(96, 70)),
    _unit("KRI", "Klinik Rawat Inap Kapten Muslim", "klinik", 24, -0.3, visits=(520, 210), voices=(70, 44)),
    _unit("PTG", "Pustu Tanjung Gusta", "pustu", 9, 0.7, visits=(260, 0), voices=(44, 25)),
    _unit("PHT", "Pustu Helvetia Tengah", "pustu", 8, 0.0, visits=(240, 0), voices=(40, 18)),
    _unit("PHU", "Pustu Helvetia Timur", "pustu", 8, -0.7, visits=(230, 0), voices=(38, 22)),
    _unit("PDK", "Pustu Dwikora", "pustu", 7, 0.2, visits=(180, 0), voices=(34, 12)),
    # Three ratings in the app must not decide a rank: they are drawn towards the mean of all.
    _unit("PCD", "Pustu Cinta Damai", "pustu", 7, 1.0, visits=(170, 0), voices=(33, 3)),
    # A laboratory serves the others: no patient registers there, and six answers are too few.
    _unit("LAB", "Laboratorium Kesehatan", "penunjang", 11, 0.3, visits=(0, 0), voices=(6, 0)),
)

EMPLOYEE_TARGETS = (
    ("Pasien ditangani sesuai prosedur", "pasien", "positive", "sum", (180, 180), 0.09),
    ("Rekam medis lengkap", "%", "positive", "average", (90, 95), 0.05),
    ("Keluhan pasien atas pelayanan", "keluhan", "negative_complement", "sum", (4, 4), 0.30),
)


def invent(seed: int, size: Size) -> Invented:
    """Return the tables of Helvetia and the truth they were drawn from."""
    ground = laid_ground(UNITS, size, seed, start="2025-01-01", end="2025-06-30")
    rng = streams(seed)
    people = employees(next(rng), ground)
    visited = visits(next(rng), ground)
    feedback = feedback_360(next(rng), people, period="2025-S1")
    subjects = list(zip(people["nip"], people["effort"], strict=True))
    tables = {
        "unit.csv": ground.table_of_units(),
        "pegawai.csv": people.drop(columns="effort"),
        "kunjungan.parquet": visited,
        "skm.csv": survey(next(rng), ground),
        "ulasan.csv": app_feedback(next(rng), ground),
        "layanan_digital.csv": digital_services(next(rng), ground, visited),
        "kehadiran.parquet": attendance(next(rng), ground, people, leave=((14, 20, 80),)),
        "capaian_pegawai.csv": targets(
            next(rng), "nip", subjects, EMPLOYEE_TARGETS, periods=("2025-Q1", "2025-Q2"), unreported=0.01
        ),
        "umpan_balik.parquet": feedback.table,
    }
    return invented(
        tables,
        parameters_of("helvetia"),
        ground=ground,
        people=people,
        severities=[feedback.severity],
        decimal_comma=["capaian_pegawai.csv"],
    )


HELVETIA = Place(
    code="helvetia",
    label=Label(id="Kecamatan Helvetia, Medan (tenaga kesehatan)", en="District of Helvetia, Medan (health staff)"),
    description=Label(
        id="Waktu respon terhadap pasien, kepuasan pasien, layanan digital, suara warga lewat aplikasi, dan umpan "
        "balik dari beberapa pihak.",
        en="Response time to patients, their satisfaction, digital service, citizens' voice in the app, and feedback "
        "from several sides.",
    ),
    units=len(UNITS),
    employees=sum(unit.employees for unit in UNITS),
    invent=invent,
    notice=NOTICE,
)
