"""Exports of SIASN: reversed codes and inconsistent capitals come in as what they mean."""

from __future__ import annotations

from datetime import date

import kinerja
import pandas as pd
import pytest
from kinerja.siasn import NOT_A_PNS_ID, PERIODIC, PNS_ID, QUADRANT, RATING, SKP_2022

from workbench.errors import InputError
from workbench.files.input_tables import read_tables
from workbench.model.framework import Framework, Leaf, Node
from workbench.model.indicator import Column, Indicator, TableNeed
from workbench.model.labels import Label
from workbench.model.parameters import Parameters

SECRET = b"0123456789abcdef0123456789abcdef"
ANN, BOB = "A5EB03E23AFBF6A0E040640A040252AD", "ff808081-3aee-5f4b-013a-ef16b8b30001"
RATINGS = ("di_bawah", "sesuai", "di_atas")
YEARLY = "id,pnsDinilaiId,tahun,hasilKinerjaNilai,PerilakuKerjaNilai,KuadranKinerjaNilai,statusPenilai\n"


def read(folder, export, *, table_format="siasn-skp22", **source):
    """Return the table of ratings of two people, Ann and Bob, as an indicator would see it."""
    (folder / "pegawai.csv").write_text(f"pns_id,unit\n{ANN},U1\n{BOB},U2\n", encoding="utf-8")
    (folder / "ekspor.csv").write_text(export, encoding="utf-8")
    parameters = Parameters.model_validate(
        {
            "place": "contoh",
            "title": "Contoh",
            "cycle": "2025",
            "period": {"start": date(2025, 1, 1), "end": date(2025, 12, 31)},
            "tables": {
                "pegawai": {"file": "pegawai.csv"},
                "skp": {"file": "ekspor.csv", "format": table_format, **source},
            },
            "subjects": {"kind": "employee", "table": "pegawai", "key": "pns_id", "key_format": "pns_id"},
            "framework": {"label": "Nilai"},
        }
    )
    columns = (
        Column(name="{key}", kind="text", subject=True),
        *(Column(name=name, kind="category", values=RATINGS) for name in ("hasil_kerja", "perilaku_kerja")),
        Column(name="kuadran", kind="category", values=tuple(QUADRANT.values())),
        Column(name="status_penilai", kind="category", values=("asn", "non_asn")),
    )
    indicator = Indicator(
        code="skp", label=Label.of("SKP"), polarity="higher", measured_in=Label.of("-"), subject=("employee",),
        needs=(TableNeed(table="skp", columns=columns),), measure=lambda tables, context: pd.DataFrame(),
        reference="made up for a test", valid_from=date(2022, 1, 1), attribution="employee", description=Label.of("-"),
    )  # fmt: skip
    leaf = Leaf(
        indicator=indicator, weight=1.0, normalisation=None, settings=None, min_cases=1, target=None, options=None
    )
    root = Node(
        code="score", label=Label.of("Nilai"), weight=1.0, aggregation=None, settings=None, minimum_coverage=0.6,
        bands=None, children=(leaf,),
    )  # fmt: skip
    return read_tables(
        parameters,
        Framework(root=root),
        {each.code: each for each in kinerja.workbench_identifiers()},
        folder=folder,
        key=SECRET,
        formats={each.code: each for each in kinerja.workbench_table_formats()},
    ).tables["skp"]


def test_code_1_is_the_best_rating_and_3_the_worst(tmp_path):
    skp = read(tmp_path, f"{YEARLY}1,{ANN},2025,1,3,4,ASN\n2,{BOB},2025,2,2,2,Non ASN\n")
    assert skp["hasil_kerja"].tolist() == ["di_atas", "sesuai"]
    assert skp["perilaku_kerja"].tolist() == ["di_bawah", "sesuai"]
    assert skp["kuadran"].tolist() == ["kurang", "baik"]
    assert skp["status_penilai"].tolist() == ["asn", "non_asn"]


def test_the_number_of_a_person_comes_in_as_a_pseudonym(tmp_path):
    skp = read(tmp_path, f"{YEARLY}1,{ANN.lower()},2025,1,3,4,ASN\n")
    assert skp["pns_id"].str.fullmatch("[a-z2-7]{16}").all()


def test_the_periodic_export_writes_the_same_columns_in_other_capitals(tmp_path):
    header = "pnsDinilaiId,perilakuKerjaNilai,hasilKinerjaNilai,kuadranKinerjaNilai,statusPenilai\n"
    skp = read(tmp_path, f"{header}{ANN},3,1,4,ASN\n", table_format="siasn-kinerja-periodik")
    assert (skp["hasil_kerja"].item(), skp["perilaku_kerja"].item()) == ("di_atas", "di_bawah")


def test_a_code_that_siasn_does_not_have_is_not_guessed(tmp_path):
    with pytest.raises(InputError, match="hasilKinerjaNilai") as caught:
        read(tmp_path, f"{YEARLY}1,{ANN},2025,0,3,4,ASN\n")
    assert str(caught.value) == (
        "ekspor.csv: column 'hasilKinerjaNilai': the code '0' has no meaning here (row 2); known: 1 = di_atas, "
        "2 = sesuai, 3 = di_bawah; add it with 'values:' under tables.skp"
    )


def test_the_parameters_file_goes_before_the_format(tmp_path):
    scale = {"0": "di_bawah", "1": "sesuai", "2": "di_atas"}
    skp = read(tmp_path, f"{YEARLY}1,{ANN},2025,0,3,4,ASN\n", values={"hasil_kerja": scale})
    assert (skp["hasil_kerja"].item(), skp["perilaku_kerja"].item()) == ("di_bawah", "di_bawah")


def test_every_rating_of_the_matrix_has_its_code():
    (pack,) = (each for each in kinerja.workbench_rule_packs() if each.code == "permenpanrb-6-2022")
    matrix = pack.predicates["kuadran_kinerja"]
    assert set(RATING.values()) == set(matrix.row_codes)
    assert tuple(QUADRANT.values()) == tuple(matrix.predicates)


def test_both_exports_call_the_ratings_by_the_same_names():
    shared = {"pns_id", "hasil_kerja", "perilaku_kerja", "kuadran", "nip_penilai"}
    assert shared <= set(SKP_2022.columns) & set(PERIODIC.columns)
    assert PERIODIC.values["periode"]["2"] == "triwulanan"


@pytest.mark.parametrize(
    ("number", "wrong"), [(ANN, ""), (BOB, ""), (ANN[:-1], NOT_A_PNS_ID), ("G" + ANN[1:], NOT_A_PNS_ID)]
)
def test_the_number_of_a_person_in_siasn(number, wrong):
    assert PNS_ID.faults(pd.Series([number], dtype="str")).tolist() == [wrong]
