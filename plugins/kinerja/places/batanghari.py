"""Batanghari, a regency (kabupaten) of Jambi: civil documents, a complaint app, training, and competence kept apart."""

from __future__ import annotations

from kinerja.places.careers import competences, training
from kinerja.places.ground import NOTICE, Unit, invented, laid_ground, parameters_of, streams
from kinerja.places.judgements import superior_ratings
from kinerja.places.people import attendance, employees
from kinerja.places.services import complaints, documents
from workbench import Invented, Label, Place, Size


def _unit(code: str, name: str, kind: str, employees: int, quality: float, *, documents: int, complaints: int) -> Unit:
    return Unit(code, name, kind, employees, quality, {"documents": documents, "complaints": complaints})


UNITS = (
    _unit("DKC", "Dinas Kependudukan dan Pencatatan Sipil", "dinas", 38, 0.3, documents=520, complaints=90),
    _unit("UMB", "UPTD Muara Bulian", "uptd", 16, 0.6, documents=260, complaints=40),
    _unit("UMT", "UPTD Muara Tembesi", "uptd", 12, -0.2, documents=180, complaints=30),
    _unit("UBT", "UPTD Batin XXIV", "uptd", 11, 0.1, documents=160, complaints=28),
    _unit("UMS", "UPTD Mersam", "uptd", 11, -0.8, documents=150, complaints=34),
    _unit("UPM", "UPTD Pemayung", "uptd", 12, 0.4, documents=170, complaints=26),
    _unit("UMU", "UPTD Maro Sebo Ulu", "uptd", 10, -0.4, documents=140, complaints=24),
    _unit("UMI", "UPTD Maro Sebo Ilir", "uptd", 8, 0.9, documents=90, complaints=14),
    # Opened this year: a handful of complaints is too few to say anything.
    _unit("UBJ", "UPTD Bajubang", "uptd", 9, 0.0, documents=110, complaints=5),
)

KINDS = {"ktp_el": 0.45, "akta_kelahiran": 0.25, "kartu_keluarga": 0.2, "akta_kematian": 0.05, "surat_pindah": 0.05}
COMPETENCES = ("Integritas", "Kerja sama", "Komunikasi", "Orientasi pada hasil", "Pelayanan publik")


def invent(seed: int, size: Size) -> Invented:
    """Return the tables of Batanghari and the truth they were drawn from."""
    ground = laid_ground(UNITS, size, seed, start="2025-01-01", end="2025-06-30")
    rng = streams(seed)
    people = employees(next(rng), ground)
    offers, trained = training(next(rng), ground, people)
    ratings = superior_ratings(
        next(rng), people, periods=("2025-Q1", "2025-Q2"), decided="2025-06-27", shares=(0.05, 0.75, 0.20)
    )
    tables = {
        "unit.csv": ground.table_of_units(),
        "pegawai.csv": people.drop(columns="effort"),
        "berkas.parquet": documents(next(rng), ground, shares=KINDS),
        "pengaduan.csv": complaints(next(rng), ground),
        "tawaran_diklat.csv": offers,
        "diklat.csv": trained,
        "kompetensi.csv": competences(next(rng), ground, people, names=COMPETENCES),
        "penilaian.csv": ratings.table,
        "kehadiran.parquet": attendance(next(rng), ground, people),
    }
    return invented(tables, parameters_of("batanghari"), ground=ground, people=people, severities=[ratings.severity])


BATANGHARI = Place(
    code="batanghari",
    label=Label(id="Kabupaten Batanghari, Jambi", en="Regency of Batanghari, Jambi"),
    description=Label(
        id="Waktu penyelesaian KTP dan akta kelahiran, aplikasi pengaduan, pelatihan, dan kompetensi yang dipisahkan "
        "dari kinerja.",
        en="Time to finish identity cards and birth certificates, the complaint app, training, and competence kept "
        "apart from performance.",
    ),
    units=len(UNITS),
    employees=sum(unit.employees for unit in UNITS),
    invent=invent,
    notice=NOTICE,
)
