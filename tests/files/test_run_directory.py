from __future__ import annotations

import hashlib
import json
import os
import shutil
import time

import pytest

from workbench.errors import RunError
from workbench.files.run_directory import canonical_json, fingerprint_of, open_run, verify_run, written_whole

INGREDIENTS = {"parameters": "abc", "seed": 1}


@pytest.fixture
def sealed(tmp_path):
    target = tmp_path / "runs" / fingerprint_of(INGREDIENTS)
    with written_whole(target) as folder:
        manifest = {"fingerprint": target.name, "ingredients": INGREDIENTS}
        (folder / "manifest.json").write_text(canonical_json(manifest))
        (folder / "data").mkdir()
        (folder / "data" / "scores.csv").write_text("subject,score\nA,81.12\n")
    return target


def wrong(path):
    return [(each.where, each.template) for each in verify_run(path)]


def test_an_untouched_run_has_nothing_to_report(sealed):
    assert verify_run(sealed) == []


def test_the_sums_can_be_checked_without_the_workbench(sealed):
    for line in (sealed / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((sealed / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("name", ["data/scores.csv", "manifest.json", "SHA256SUMS", "SHA256SUMS.sha256"])
def test_a_flipped_byte_is_named(sealed, name):
    content = bytearray((sealed / name).read_bytes())
    for place in range(0, len(content), 7):
        flipped = content.copy()
        flipped[place] ^= 1
        (sealed / name).write_bytes(flipped)
        assert [where for where, _ in wrong(sealed) if where == name], place
        if name != "manifest.json":
            assert len(wrong(sealed)) == 1
    (sealed / name).write_bytes(content)
    assert verify_run(sealed) == []


def test_missing_and_added_files_are_named(sealed):
    (sealed / "data" / "scores.csv").rename(sealed / "data" / "copy.csv")
    assert wrong(sealed) == [
        ("data/copy.csv", "was added after the run was sealed"),
        ("data/scores.csv", "is missing"),
    ]


def test_a_manifest_that_was_resealed_by_hand_contradicts_its_fingerprint(sealed):
    manifest = json.loads((sealed / "manifest.json").read_text())
    manifest["ingredients"]["seed"] = 2
    shutil.rmtree(sealed)
    with written_whole(sealed) as folder:
        (folder / "manifest.json").write_text(canonical_json(manifest))
    assert wrong(sealed) == [("manifest.json", "its fingerprint does not follow from its ingredients")]


def test_a_failure_inside_leaves_nothing_behind(tmp_path):
    target = tmp_path / "runs" / "x"

    def failing() -> None:
        with written_whole(target) as folder:
            (folder / "half.csv").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert list(target.parent.iterdir()) == []


def test_a_full_disk_is_a_fault_and_leaves_nothing_behind(tmp_path):
    target = tmp_path / "runs" / "x"
    with pytest.raises(RunError, match="No space left on device; nothing was kept"), written_whole(target):
        raise OSError(28, "No space left on device")
    assert list(target.parent.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path):
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunError, match="cannot be written"), written_whole(tmp_path / "runs" / "place" / "x"):
        pass


def test_what_a_killed_run_left_is_removed_after_a_day(tmp_path):
    old, young = tmp_path / ".abc.1.tmp", tmp_path / ".abc.2.tmp"
    for folder, age in ((old, 90_000), (young, 60)):
        folder.mkdir()
        os.utime(folder, (time.time() - age,) * 2)
    with written_whole(tmp_path / "abc"):
        pass
    assert not old.exists()
    assert young.exists()


def test_what_is_no_run_is_refused(tmp_path):
    with pytest.raises(RunError, match="is not a run directory"):
        verify_run(tmp_path)
    with pytest.raises(RunError, match=r"is not a run directory: 'manifest\.json' is missing"):
        open_run(tmp_path)


def test_the_fingerprint_does_not_depend_on_the_order_of_keys():
    assert fingerprint_of({"a": 1, "b": 2}) == fingerprint_of({"b": 2, "a": 1}) != fingerprint_of({"a": 1, "b": 3})
