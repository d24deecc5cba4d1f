"""Walesi, a small district (distrik) of Jayawijaya: published standards, judged by superior and by those served."""

from __future__ import annotations

from kinerja.places.ground import NOTICE, Unit, invented, laid_ground, parameters_of, streams
from kinerja.places.judgements import feedback_360, innovations, leader_ratings, superior_ratings
from kinerja.places.openness import meetings
from kinerja.places.people import attendance, employees, sanctions
from kinerja.places.services import documents, service_standards, survey
from workbench import Invented, Label, Place, Size


def _unit(
    code: str, name: str, kind: str, employees: int, quality: float, *, served: tuple[int, int], done: tuple[int, int]
) -> Unit:
    (respondents, files), (ideas, meetings) = served, done
    volumes = {"respondents": respondents, "documents": files, "innovations": ideas, "meetings": meetings}
    return Unit(code, name, kind, employees, quality, volumes)


UNITS = (
    _unit("SET", "Sekretariat Distrik", "sekretariat", 9, 0.2, served=(31, 40), done=(2, 12)),
    _unit("PEM", "Seksi Pemerintahan", "seksi", 6, -0.5, served=(30, 60), done=(1, 9)),
    _unit("PLY", "Seksi Pelayanan Umum", "seksi", 8, 0.6, served=(44, 120), done=(4, 12)),
    _unit("PMK", "Seksi Pemberdayaan Masyarakat Kampung", "seksi", 7, 0.0, served=(33, 30), done=(3, 10)),
    _unit("TIB", "Seksi Ketenteraman dan Ketertiban", "seksi", 5, -0.2, served=(12, 20), done=(0, 8)),
    _unit("PKW", "Puskesmas Walesi", "puskesmas", 11, 0.8, served=(52, 80), done=(3, 14)),
)

STANDARDS = (
    "Persyaratan",
    "Sistem, mekanisme, dan prosedur",
    "Jangka waktu",
    "Biaya",
    "Produk pelayanan",
    "Penanganan pengaduan",
    "Sarana dan prasarana",
    "Kompetensi pelaksana",
    "Jaminan pelayanan",
)
FILES = {"surat_pindah": 0.3, "kartu_keluarga": 0.3, "lainnya": 0.4}


def invent(seed: int, size: Size) -> Invented:
    """Return the tables of Walesi and the truth they were drawn from."""
    ground = laid_ground(UNITS, size, seed, start="2025-01-01", end="2025-06-30")
    rng = streams(seed)
    people = employees(next(rng), ground)
    register, reviews = innovations(next(rng), ground)
    ratings = superior_ratings(next(rng), people, periods=("2025-S1",), decided="2025-06-26", shares=(0.05, 0.7, 0.25))
    feedback = feedback_360(next(rng), people, period="2025-S1")
    tables = {
        "unit.csv": ground.table_of_units(),
        "pegawai.csv": people.drop(columns="effort"),
        "kehadiran.parquet": attendance(next(rng), ground, people, leave=((8, 40, 110),)),
        "skm.csv": survey(next(rng), ground),
        "standar_pelayanan.csv": service_standards(next(rng), ground, parts=STANDARDS),
        "berkas.csv": documents(next(rng), ground, shares=FILES),
        "inovasi.csv": register,
        "nilai_inovasi.csv": reviews.table,
        "penilaian.csv": ratings.table,
        "umpan_balik.parquet": feedback.table,
        "penilaian_unit.csv": leader_ratings(
            next(rng), ground, period="2025-S1", decided="2025-06-27", leader="KADISTRIK"
        ),
        "pertemuan.csv": meetings(next(rng), ground),
        "hukdis.csv": sanctions(next(rng), ground, people),
    }
    severities = [ratings.severity, feedback.severity, reviews.severity]
    return invented(tables, parameters_of("walesi"), ground=ground, people=people, severities=severities)


WALESI = Place(
    code="walesi",
    label=Label(id="Distrik Walesi, Jayawijaya", en="District of Walesi, Jayawijaya"),
    description=Label(
        id="Disiplin, kualitas pelayanan, inovasi, pelayanan ramah dan informatif; penilaian oleh atasan dan "
        "masyarakat, pandangan pimpinan, dan rapat rutin.",
        en="Discipline, service quality, innovation, friendly and informative service; judged by the superior and the "
        "people served, the leader's view, and regular meetings.",
    ),
    units=len(UNITS),
    employees=sum(unit.employees for unit in UNITS),
    invent=invent,
    notice=NOTICE,
)
