"""Names in the parts about people fail before any data is read, each with its key."""

from __future__ import annotations

import pytest

from tests.people_run import PARAMETERS, lay_out
from workbench.errors import ParametersError
from workbench.prepare_cycle import prepare


def faults(folder, old, new):
    with pytest.raises(ParametersError, match=r"uji\.yaml") as caught:
        prepare(lay_out(folder, {"uji.yaml": (old, new)}))
    return [each.render().split(" (", 1)[1] for each in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("limits: distribusi.predikat\n", "limits: distribusi.predikatt\n", "organisation.limits): no rule pack listed under rules: holds 'distribusi.predikatt'; nearest: distribusi.predikat"),
        ("smallest: distribusi.pegawai_paling_sedikit", "smallest: hari_kerja.pekan", "organisation.smallest): 'hari_kerja.pekan' must be a whole number of at least 1; it is '1111100'"),
        ("names: distribusi.predikat_organisasi", "names: distribusi.pegawai_paling_sedikit", "organisation.names): 'distribusi.pegawai_paling_sedikit' must give each code a name {id: …, en: …}"),
        ("names: distribusi.predikat_organisasi", "names: evaluasi.pengecualian", "organisation.limits): 'distribusi.predikat' has no limits for units that are pejabat_negara, diberhentikan_sementara, cltn, mpp"),
        ("  unit: id_unit", "  unit: id_unitt", "organisation.unit): unknown group 'id_unitt'; did you mean: id_unit?"),
        ("reasons: evaluasi.pengecualian", "reasons: evaluasi.pengecualiann", "exemptions.reasons): no rule pack listed under rules: holds 'evaluasi.pengecualiann'; nearest: evaluasi.pengecualian"),
        ("week: hari_kerja.pekan", "week: hari_kerja.minggu", "objections.week): no rule pack listed under rules: holds 'hari_kerja.minggu'; nearest: hari_kerja.pekan"),
        ("holidays: hari_libur.", "holidays: libur.", "objections.holidays): no rule pack listed under rules: holds a list of holidays called 'libur.' and a year"),
        ("di_atas: {results: {at_least: 95}}", "di_atass: {results: {at_least: 95}}", "guidance.hasil.ratings.di_atass): unknown band 'di_atass'; did you mean: di_atas?"),
        ("{results: {less_than: 50}}", "{result: {less_than: 50}}", "guidance.hasil.ratings.di_bawah.result): unknown indicator of the framework 'result'; did you mean: results?"),
        ("guidance:\n  hasil:", "guidance:\n  hasill:", "guidance.hasill): unknown dimension with bands 'hasill'; did you mean: hasil?"),
    ],
)  # fmt: skip
def test_a_name_that_leads_nowhere_is_told_with_its_key_and_the_nearest(tmp_path, old, new, said):
    assert said in faults(tmp_path, old, new)


def test_parts_about_predicates_need_a_predicate(tmp_path):
    line = "predicate: {rule: kuadran_kinerja, rows: hasil, columns: perilaku}\n"
    found = faults(tmp_path, line, "")

    assert "organisation): 'organisation' is about predicates; this cycle has no 'predicate:'" in found
    assert "objections): 'objections' is about predicates; this cycle has no 'predicate:'" in found


def test_units_are_not_exempted_and_do_not_change_post(tmp_path):
    found = faults(tmp_path, "kind: employee", "kind: unit")

    for part in ("organisation", "exemptions", "placements"):
        assert f"{part}): '{part}' is for cycles that score employees; this one scores units" in found


def test_placements_need_units(tmp_path):
    start, end = PARAMETERS.index("organisation:\n"), PARAMETERS.index("exemptions:")
    found = faults(tmp_path, PARAMETERS[start:end], "")

    assert found == ["placements): 'placements' says which unit judges whom, which needs 'organisation:'"]


def test_limits_on_predicates_that_nobody_has_are_refused(tmp_path):
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "batas.py").write_text(
        "from datetime import date\n"
        "from workbench import Cited, Label, RulePack, hookimpl\n"
        "@hookimpl\n"
        "def workbench_rule_packs():\n"
        "    limits = Cited(value={code: [{'predicates': ['cukup'], 'at_most': 10}] for code in ('istimewa', 'baik',"
        " 'butuh_perbaikan', 'kurang', 'sangat_kurang')}, reference='r', confidence='proposed')\n"
        "    return [RulePack(code='batas', title=Label.of('b'), reference='r', confidence='proposed',"
        " valid_from=date(2020, 1, 1), values={'batas.lokal': limits})]\n",
        encoding="utf-8",
    )
    path = lay_out(tmp_path, {"uji.yaml": ("limits: distribusi.predikat\n", "limits: batas.lokal\n")})
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("perpres-21-2023]", "perpres-21-2023, batas]"), encoding="utf-8")
    with pytest.raises(
        ParametersError, match=r"'batas\.lokal' limits the predicates cukup, which the predicate rule does not know"
    ):
        prepare(path, plugins_dir=folder)
