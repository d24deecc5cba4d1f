"""A scenario file: what it changes in its base, and each way in which it can be wrong, said in plain words."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.small_run import PARAMETERS
from workbench.errors import ParametersError, RunError
from workbench.files.parameters_file import read_parameters
from workbench.files.scenario_file import write_scenario

SCENARIO = """\
# proposed after the meeting
scenario:
  base: ../uji.yaml
  name: Kecepatan dulu
  author: Bagian Organisasi
  rationale: "Warga menunggu terlalu lama: lihat notulen."
  date: 2025-08-01
  changes:
    framework:
      dimensions:
        pelayanan: {weight: 1}
        kecepatan: {weight: 2.5}
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "uji.yaml").write_text(PARAMETERS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def reading(content: str):
        Path("scenarios/kecepatan.yaml").write_text(content, encoding="utf-8")
        return read_parameters(Path("scenarios/kecepatan.yaml"))

    return reading


@pytest.fixture
def faults(read):
    def found(old: str, new: str) -> list[str]:
        assert SCENARIO.count(old) == 1, old
        with pytest.raises(ParametersError, match="yaml") as caught:
            read(SCENARIO.replace(old, new))
        return [each.render() for each in caught.value.faults]

    return found


def test_it_is_its_base_with_the_changes(read):
    base, changed = read_parameters(Path("uji.yaml")), read(SCENARIO)
    weights = {code: each.weight for code, each in changed.parameters.framework.dimensions.items()}
    assert weights == {"pelayanan": 1.0, "kecepatan": 2.5}
    assert changed.parameters.place == base.parameters.place
    assert changed.path.resolve() == base.path.resolve()  # tables lie beside the base
    assert changed.scenario.scenario.author == "Bagian Organisasi"
    assert changed.scenario.scenario.date == date(2025, 8, 1)


def test_it_can_be_changed_once_more(read):
    read(SCENARIO)
    again = {"framework": {"dimensions": {"kecepatan": {"weight": 9}}}}
    file = read_parameters(Path("scenarios/kecepatan.yaml"), changes=again)
    assert [each.weight for each in file.parameters.framework.dimensions.values()] == [1.0, 9.0]


def test_its_content_is_a_parameters_file_of_its_own_and_both_files_are_its_sources(read, tmp_path):
    file = read(SCENARIO)
    (tmp_path / "whole.yaml").write_bytes(file.content)
    assert read_parameters(tmp_path / "whole.yaml").parameters == file.parameters
    assert file.sources == (PARAMETERS.encode(), SCENARIO.encode())
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()


def test_a_fault_in_a_change_is_at_its_line_in_the_scenario(faults):
    assert faults("{weight: 2.5}", "{weight: banyak}") == [
        "scenarios/kecepatan.yaml:12 (framework.dimensions.kecepatan.weight): expected a number; found 'banyak' "
        "(decimals are written with a point)"
    ]


def test_a_fault_in_the_base_is_at_its_line_in_the_base(read, tmp_path):
    (tmp_path / "uji.yaml").write_text(PARAMETERS.replace("place: uji", "place: 7"), encoding="utf-8")
    with pytest.raises(ParametersError, match=r"uji\.yaml:2 \(place\): expected text"):
        read(SCENARIO)


def test_what_is_missing_and_what_is_unknown_is_told_at_once(faults):
    found = faults('  rationale: "Warga menunggu terlalu lama: lihat notulen."\n', "  athor: x\n")
    assert found == [
        "scenarios/kecepatan.yaml:2 (scenario.rationale): 'rationale' is missing",
        "scenarios/kecepatan.yaml:6 (scenario.athor): unknown key 'athor'; did you mean: author?",
    ]


def test_a_key_beside_the_scenario_is_unknown(faults):
    assert "unknown key 'place'" in faults("# proposed after the meeting", "place: uji")[0]


def test_taking_away_what_is_not_there_is_a_slip_of_the_pen(faults):
    assert faults("pelayanan: {weight: 1}", "pelayanan: {weigthing: null}") == [
        "scenarios/kecepatan.yaml:11 (scenario.changes.framework.dimensions.pelayanan.weigthing): takes 'weigthing' "
        "away, which the base does not have; check how it is spelt"
    ]


def test_the_base_must_be_there_and_be_no_scenario(faults, read):
    assert "there is no such file; did you mean: uji.yaml" in faults("../uji.yaml", "../uji.yml")[0]
    Path("scenarios/other.yaml").write_text(SCENARIO, encoding="utf-8")
    assert faults("../uji.yaml", "other.yaml") == [
        "scenarios/kecepatan.yaml:3 (scenario.base): 'other.yaml' is a scenario itself; name the parameters file that "
        "it is based on"
    ]


def test_what_is_written_is_read_again_to_the_last_digit(tmp_path):
    third = 100 / 3
    said = {
        "name": "Sepertiga",
        "author": "A",
        "rationale": "Baris satu\nbaris dua: tanda baca",
        "date": date(2025, 8, 1),
        "changes": {"framework": {"dimensions": {"pelayanan": {"weight": third}}}},
    }
    path = tmp_path / "scenarios" / "sepertiga.yaml"
    written = write_scenario(path, base=tmp_path / "uji.yaml", scenario=said)
    assert yaml.safe_load(path.read_bytes())["scenario"] == {"base": "../uji.yaml", **said}
    assert written.base.resolve() == (tmp_path / "uji.yaml").resolve()
    with pytest.raises(RunError, match=r"sepertiga\.yaml: is there already; give the scenario another name"):
        write_scenario(path, base=tmp_path / "uji.yaml", scenario=said)


def test_a_scenario_without_a_reason_is_not_written(tmp_path):
    said = {"name": "N", "author": " ", "rationale": "", "date": date(2025, 8, 1), "changes": {"seed": 1}}
    path = tmp_path / "n.yaml"
    with pytest.raises(ParametersError, match=r"(?s)scenario\.author\): must not be empty.*rationale\): must not be"):
        write_scenario(path, base=tmp_path / "uji.yaml", scenario=said)
    assert not path.exists()
