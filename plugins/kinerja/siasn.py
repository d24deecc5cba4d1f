"""Exports of SIASN (and of e-Kinerja, which feeds it): names of columns and meaning of codes, as data.

Two traps are known. Ratings are coded 1 for the best and 3 for the worst: read as numbers they turn everybody round.
And capitals differ between the fields of one and the same service (``hasilKinerjaNilai``, ``PerilakuKerjaNilai``);
headers are compared without regard to capitals anyway.
"""

from __future__ import annotations

import pandas as pd

from workbench import IdentifierFormat, Label, TableFormat
from workbench.errors import message

RATING = {"1": "di_atas", "2": "sesuai", "3": "di_bawah"}
QUADRANT = {"1": "sangat_baik", "2": "baik", "3": "butuh_perbaikan", "4": "kurang", "5": "sangat_kurang"}
STATUS = {"ASN": "asn", "NON ASN": "non_asn"}
FREQUENCY = {"1": "bulanan", "2": "triwulanan"}

NOT_A_PNS_ID = message("must be the 32 letters and digits (0-9, A-F) that SIASN gives a person")

_REFERENCE = (
    "Nama kolom dan kode layanan web SIASN (skp22, kinerjaPeriodik); rating 1 = Diatas, 2 = Sesuai, 3 = Dibawah. "
    "Kode kuadran 1–5 disimpulkan dari urutan predikat PermenPANRB 6/2022, bukan dari dokumen resmi"
)

SKP_2022 = TableFormat(
    code="siasn-skp22",
    label=Label(id="SIASN: SKP tahunan (skp22)", en="SIASN: yearly appraisal (skp22)"),
    reference=_REFERENCE,
    confidence="secondary",
    columns={
        "pns_id": "pnsDinilaiId",
        "tahun": "tahun",
        "hasil_kerja": "hasilKinerjaNilai",
        "perilaku_kerja": "PerilakuKerjaNilai",
        "kuadran": "KuadranKinerjaNilai",
        "nama_penilai": "namaPenilai",
        "nip_penilai": "nipNrpPenilai",
        "unor_penilai": "penilaiUnorNm",
        "status_penilai": "statusPenilai",
    },
    values={"hasil_kerja": RATING, "perilaku_kerja": RATING, "kuadran": QUADRANT, "status_penilai": STATUS},
)

PERIODIC = TableFormat(
    code="siasn-kinerja-periodik",
    label=Label(id="SIASN: kinerja periodik", en="SIASN: periodic appraisal"),
    reference=_REFERENCE,
    confidence="secondary",
    columns={
        "pns_id": "pnsDinilaiId",
        "tahun": "tahun",
        "periode": "periodikId",
        "bulan_mulai": "bulanMulaiPenilaian",
        "bulan_selesai": "bulanSelesaiPenilaian",
        "tahun_mulai": "tahunMulaiPenilaian",
        "tahun_selesai": "tahunSelesaiPenilaian",
        "hasil_kerja": "hasilKinerjaNilai",
        "perilaku_kerja": "perilakuKerjaNilai",
        "kuadran": "kuadranKinerjaNilai",
        "nama_penilai": "penilaiNama",
        "nip_penilai": "penilaiNipNrp",
        "unor_penilai": "penilaiUnorNama",
        "status_penilai": "statusPenilai",
    },
    values={
        "periode": FREQUENCY,
        "hasil_kerja": RATING,
        "perilaku_kerja": RATING,
        "kuadran": QUADRANT,
        "status_penilai": STATUS,
    },
)


def clean(numbers: pd.Series) -> pd.Series:
    """Return the numbers in capitals and without hyphens: services write one number in both ways."""
    return numbers.str.replace(r"[\s-]", "", regex=True).str.upper()


def faults(numbers: pd.Series) -> pd.Series:
    """Return for each number what is wrong with it, or an empty text."""
    good = clean(numbers).str.fullmatch("[0-9A-F]{32}", na=False)
    return pd.Series("", index=numbers.index, dtype="str").mask(~good, NOT_A_PNS_ID)


PNS_ID = IdentifierFormat(
    code="pns_id",
    label=Label(id="ID PNS di SIASN", en="civil servant's number in SIASN"),
    faults=faults,
    clean=clean,
)
