"""Jakarta, a province: complaints, careers, training of teachers before and after, published reports, forums."""

from __future__ import annotations

from kinerja.places.careers import careers, results_around_training, training
from kinerja.places.ground import NOTICE, Unit, invented, laid_ground, parameters_of, streams
from kinerja.places.judgements import superior_ratings
from kinerja.places.openness import meetings, publications
from kinerja.places.people import employees
from kinerja.places.services import complaints
from workbench import Invented, Label, Place, Size


def _unit(code: str, name: str, kind: str, employees: int, quality: float, *, complaints: int, forums: int) -> Unit:
    return Unit(code, name, kind, employees, quality, {"complaints": complaints, "forums": forums})


TEACHERS = "pendidikan"
UNITS = (
    _unit("SDP", "Suku Dinas Pendidikan Jakarta Pusat", TEACHERS, 34, 0.3, complaints=70, forums=14),
    _unit("SDU", "Suku Dinas Pendidikan Jakarta Utara", TEACHERS, 36, -0.5, complaints=80, forums=12),
    _unit("SDB", "Suku Dinas Pendidikan Jakarta Barat", TEACHERS, 38, 0.1, complaints=85, forums=15),
    _unit("SDS", "Suku Dinas Pendidikan Jakarta Selatan", TEACHERS, 40, 0.6, complaints=75, forums=16),
    _unit("SDT", "Suku Dinas Pendidikan Jakarta Timur", TEACHERS, 42, -0.1, complaints=90, forums=13),
    _unit("SDK", "Suku Dinas Pendidikan Kepulauan Seribu", TEACHERS, 12, 0.0, complaints=12, forums=6),
    _unit("DKC", "Dinas Kependudukan dan Pencatatan Sipil", "dinas", 26, 0.8, complaints=120, forums=10),
    _unit("DHB", "Dinas Perhubungan", "dinas", 28, -0.3, complaints=150, forums=12),
    _unit("SDA", "Dinas Sumber Daya Air", "dinas", 24, -0.7, complaints=140, forums=18),
    _unit("KMT", "Kecamatan Menteng", "kecamatan", 14, 0.5, complaints=60, forums=12),
    _unit("KCE", "Kecamatan Cengkareng", "kecamatan", 16, -0.2, complaints=95, forums=14),
    _unit("KJK", "Kecamatan Jagakarsa", "kecamatan", 14, 0.2, complaints=65, forums=11),
)

DUE = {"LKjIP": "2025-03-31", "PK": "2025-02-28", "IKU": "2025-02-28", "SKM": "2025-07-31"}


def invent(seed: int, size: Size) -> Invented:
    """Return the tables of Jakarta and the truth they were drawn from."""
    ground = laid_ground(UNITS, size, seed, start="2025-01-01", end="2025-12-31")
    rng = streams(seed)
    people = employees(next(rng), ground)
    kinds = {unit.code: unit.kind for unit in ground.units}
    teachers = people[(people["id_unit"].map(kinds) == TEACHERS) & (people["kelompok_jabatan"] != "struktural")]
    offers, trained = training(next(rng), ground, people)
    predicates, readiness = careers(next(rng), people, periods=("2025-S1", "2025-S2"), months=6)
    ratings = superior_ratings(
        next(rng), people, periods=("2025-S1", "2025-S2"), decided="2025-12-19", shares=(0.04, 0.74, 0.22)
    )
    tables = {
        "unit.csv": ground.table_of_units(),
        "pegawai.parquet": people.drop(columns="effort"),
        "pengaduan.parquet": complaints(next(rng), ground),
        "tawaran_diklat.parquet": offers,
        "diklat.parquet": trained,
        "uji_diklat.parquet": results_around_training(next(rng), ground, teachers),
        "publikasi.csv": publications(next(rng), ground, year=2024, due=DUE),
        "pertemuan.csv": meetings(next(rng), ground),
        "penilaian.parquet": ratings.table,
        "predikat_periodik.parquet": predicates,
        "kesiapan_karier.parquet": readiness,
    }
    return invented(tables, parameters_of("jakarta"), ground=ground, people=people, severities=[ratings.severity])


JAKARTA = Place(
    code="jakarta",
    label=Label(id="Provinsi DKI Jakarta", en="Province of Jakarta"),
    description=Label(
        id="Waktu penyelesaian pengaduan, angka kredit dan kesiapan promosi, pelatihan guru sebelum dan sesudah, "
        "laporan kinerja yang dipublikasikan, dan forum warga.",
        en="Settlement of complaints, credit points and readiness for promotion, training of teachers before and "
        "after, published reports, and citizen forums.",
    ),
    units=len(UNITS),
    employees=sum(unit.employees for unit in UNITS),
    invent=invent,
    notice=NOTICE,
)
