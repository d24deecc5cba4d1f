"""YAML as people write it: every fault with its line, all at once. Spoilt files by the dozen: test_spoilt_inputs.py."""

# ruff: noqa: E501   a table: one slip a line

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from tests.small_run import PARAMETERS
from workbench.errors import InputError, ParametersError, fault
from workbench.files.parameters_file import merged, read_parameters

LINES = PARAMETERS.splitlines()


def line_of(words: str) -> int:
    (found,) = (number for number, line in enumerate(LINES, start=1) if line.strip().startswith(words))
    return found


@pytest.fixture
def read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def reading(content: str | bytes):
        (tmp_path / "uji.yaml").write_bytes(content.encode() if isinstance(content, str) else content)
        return read_parameters(Path("uji.yaml"))

    return reading


@pytest.fixture
def faults(read):
    def found(old: str, new: str) -> list[str]:
        assert PARAMETERS.count(old) == 1, old
        with pytest.raises(ParametersError, match="uji") as caught:
            read(PARAMETERS.replace(old, new))
        return [each.render() for each in caught.value.faults]

    return found


def test_a_file_is_read_with_its_hash_and_the_line_of_every_key(read):
    file = read(PARAMETERS)
    assert file.parameters.place == "uji"
    assert file.parameters.period.end == date(2025, 6, 30)
    assert file.sha256 == hashlib.sha256(PARAMETERS.encode()).hexdigest()
    assert file.places[("place",)].line == 2
    assert file.places["framework", "minimum_coverage"].line == line_of("minimum_coverage")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(read):
    windows = b"\xef\xbb\xbf" + PARAMETERS.replace("\n", "\r\n").encode()
    assert read(windows).parameters == read(PARAMETERS).parameters
    assert read(windows).sha256 != read(PARAMETERS).sha256  # the hash is of the bytes


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("place: uji", "place: uji\nplace: lain", "uji.yaml:3: 'place' stands here a second time; the first is on line 2"),
        ("place: uji", "\tplace: uji", "uji.yaml:2: a tab; YAML is indented with spaces only"),
        ("place: uji", "place: !!python/name:os.system x", "uji.yaml:2: 'tag:yaml.org,2002:python/name:os.system' is not allowed in a parameters file"),
        ("place: uji", "place: !secret x", "uji.yaml:2: '!secret' is not allowed in a parameters file"),
        ("place: uji", "? [a, b]\n: c", "uji.yaml:2: a list or block stands where a key belongs; a key is one word"),
        ("2025-06-30}", "2025-06-31}", "uji.yaml:5: '2025-06-31' is not a possible date or number"),
        ("2025-06-30}", "2025-06-30 12:00:00}", "uji.yaml:5: '2025-06-30 12:00:00' has a time; a date such as 2025-06-30 is expected"),
        ("  minimum_coverage: 0.6", "  dimensions: &tree {again: *tree}\n  minimum_coverage: 0.6", "this block contains itself, through an alias (*)"),
        ("cycle: 2025-S1", "cycle: 12:30", "uji.yaml:4 (cycle): '12:30' is not allowed here"),
        ("  minimum_coverage: 0.6", "  minimum_coverag: 0.6", "(framework.minimum_coverag): unknown key 'minimum_coverag'; did you mean: minimum_coverage?"),
        ("target: 5,", "taget: 5,", "(framework.dimensions.kecepatan.indicators.days.taget): unknown key 'taget'; did you mean: target?"),
        ("from: 70", "form: 70", "unknown key 'form'; did you mean: from?"),
        ("target: 5,", "target: .nan,", "(framework.dimensions.kecepatan.indicators.days.target): expected a finite number; found nan"),
        ("cycle: 2025-S1", "cycle: 2025-S1\nseed: 1_0e", "uji.yaml:5 (seed): expected a whole number; found '1_0e'"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_line(faults, old, new, expected):
    assert any(expected in line for line in faults(old, new)), faults(old, new)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", r"uji\.yaml:1: expected 'key: value' lines; the file is empty or a list"),
        ("- a\n- b\n", r"uji\.yaml:1: expected 'key: value' lines; the file is empty or a list"),
        ("a: [1\nb: 2\n", r"uji\.yaml:2: is not valid YAML here: .*check indentation, colons and quotes"),
        (b"place: \xe9\n", r"uji\.yaml: is not a UTF-8 text file"),
        ("place: \x00\n", r"uji\.yaml: holds characters that YAML does not allow"),
    ],
)
def test_what_is_no_parameters_file_is_refused(read, content, expected):
    with pytest.raises(ParametersError, match=expected):
        read(content)


def test_all_faults_come_at_once_in_the_order_of_the_file(read):
    spoilt = (
        PARAMETERS.replace("from: 70", "form: 70")
        .replace("place: uji", "place: U j i")
        .replace("kind: unit", "kind: u")
    )
    with pytest.raises(ParametersError, match="place") as caught:
        read(spoilt)
    places = [int(each.where.split(":")[1].split(" ")[0]) for each in caught.value.faults]
    assert places == sorted(places)
    assert len(set(places)) == 3


def test_a_file_that_is_not_there_is_told_with_the_nearest(read, tmp_path):
    read(PARAMETERS)
    with pytest.raises(ParametersError, match=r"there is no such file; did you mean: uji\.yaml\?"):
        read_parameters(tmp_path / "ujj.yaml")
    with pytest.raises(ParametersError, match=r"there is no such file$"):
        read_parameters(tmp_path / "nowhere" / "uji.yaml")
    with pytest.raises(ParametersError, match="this is a folder; name a parameters file"):
        read_parameters(tmp_path)


@pytest.mark.parametrize("kind", [ParametersError, InputError])
def test_a_fault_found_later_at_a_path_of_keys_gets_its_line(read, kind):
    file = read(PARAMETERS)
    line = line_of("unit: {file")
    expected = rf"^unit\.csv: is empty\nuji\.yaml:{line} \(tables\.unit\.sheet\): no such sheet$"
    with pytest.raises(kind, match=expected), file.locating_faults():
        raise kind([fault(("tables", "unit", "sheet"), "no such sheet"), fault("unit.csv", "is empty")])


def test_a_fault_at_a_key_that_is_not_written_gets_the_line_of_what_holds_it(read):
    file = read(PARAMETERS)
    with pytest.raises(ParametersError, match=r"^uji\.yaml:2 \(rules\.0\): unknown$"), file.locating_faults():
        raise ParametersError([fault(("rules", 0), "unknown")])


def test_changes_are_merged_key_by_key_and_none_takes_a_key_away():
    block = {"a": {"weight": 1, "target": 5}, "b": {"weight": 2}}
    assert merged(block, {"a": {"weight": 3}, "b": None}) == {"a": {"weight": 3, "target": 5}}
    assert block == {"a": {"weight": 1, "target": 5}, "b": {"weight": 2}}


def test_the_settings_of_a_method_do_not_outlive_it():
    block = {"normalisation": {"method": "goalposts", "low": 0, "high": 10}}
    assert merged(block, {"normalisation": {"method": "min_max"}}) == {"normalisation": {"method": "min_max"}}
    assert merged(block, {"normalisation": {"high": 5}})["normalisation"] == {
        "method": "goalposts",
        "low": 0,
        "high": 5,
    }


def test_changes_are_part_of_what_was_read_and_are_checked_like_it(read, tmp_path):
    original = read(PARAMETERS)
    changed = read_parameters(Path("uji.yaml"), changes={"ranking": {"decimals": 1}})
    assert changed.parameters.ranking.decimals == 1
    assert changed.sha256 != original.sha256
    (tmp_path / "changed.yaml").write_bytes(changed.content)
    assert read_parameters(tmp_path / "changed.yaml").parameters == changed.parameters
    with pytest.raises(ParametersError, match=r"uji\.yaml:\d+ \(ranking.decimal\).*decimals"):
        read_parameters(Path("uji.yaml"), changes={"ranking": {"decimal": 1}})
