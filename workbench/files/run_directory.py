"""The run directory: written whole or not at all, sealed with hashes, read back, rechecked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workbench.errors import Fault, RunError, Words, fault
from workbench.files.fairness_frames import read_fairness
from workbench.files.people_frames import read_people
from workbench.files.run_frames import read_findings, read_frames, read_logs
from workbench.model.run import Run

MANIFEST = "manifest.json"
FRAMEWORK = "framework.json"
SUMS = "SHA256SUMS"
SEAL = "SHA256SUMS.sha256"


def canonical_json(value: Any) -> str:
    """Return `value` as JSON whose bytes depend on nothing but the value."""
    return json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def fingerprint_of(ingredients: dict[str, Any]) -> str:
    """Return the first 12 hexadecimal digits of the hash over everything that decides a run's result."""
    return hashlib.sha256(canonical_json(ingredients).encode()).hexdigest()[:12]


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Yield a temporary folder beside `target`; seal it and give it its name when the block ends well.

    When the block fails, or the process is killed, `target` does not exist.

    Raises
    ------
    RunError
        When the disk is full or the folder may not be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_leftovers(target.parent)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent))
    except OSError as error:
        raise _cannot_write(target, error) from error
    try:
        yield temporary
        _seal(temporary)
        temporary.chmod(0o755)
        temporary.rename(target)
        _sync(target.parent)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _clear_leftovers(folder: Path) -> None:
    """Remove what killed runs left a day ago or longer; a younger folder may belong to a run that still works."""
    for leftover in folder.glob(".*.tmp"):
        if leftover.stat().st_mtime < time.time() - 86_400:
            shutil.rmtree(leftover, ignore_errors=True)


def open_run(path: Path) -> Run:
    """Return the run stored at `path`.

    Raises
    ------
    RunError
        When it is not a run directory or a file of it cannot be read.
    """
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        framework = json.loads((path / FRAMEWORK).read_text(encoding="utf-8"))
        subjects, measurements, scorecard, intervals = read_frames(path)
        findings = read_findings(path)
        people = read_people(path)
        fairness = read_fairness(path)
        logs = read_logs(path, [log["code"] for log in manifest.get("logs", [])])  # earlier versions have none
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        raise RunError(
            [
                fault(
                    str(path),
                    "is not a run directory: '{name}' is missing; 'workbench run' prints where it is",
                    name=name,
                )
            ]
        ) from None
    except (OSError, ValueError, KeyError) as error:
        raise RunError(
            [fault(str(path), "cannot be read: {reason}; 'workbench verify' names the file that changed", reason=error)]
        ) from None
    return Run(
        fingerprint=manifest["fingerprint"],
        manifest=manifest,
        framework=framework["tree"],
        weightings=framework["weightings"],
        subjects=subjects,
        measurements=measurements,
        scorecard=scorecard,
        rank_intervals=intervals,
        **findings,
        predicate=framework["predicate"],
        people=people,
        fairness=fairness,
        logs=logs,
    )


def verify_run(path: Path) -> list[Fault]:
    """Return what is wrong with the run directory at `path`: files changed, missing or added since it was sealed.

    Raises
    ------
    RunError
        When there is no run directory at `path`.
    """
    if not (path / SUMS).is_file() or not (path / SEAL).is_file():
        raise RunError(
            [fault(str(path), "is not a run directory: it has no seal ({sums}, {seal})", sums=SUMS, seal=SEAL)]
        )
    sums = (path / SUMS).read_bytes()
    sealed = (path / SEAL).read_bytes() == _sums_line(SUMS, sums).encode()
    recorded = _recorded(sums)
    found = {name: _hash(path / name) for name in _files_of(path)}
    changed = [
        fault(name, "changed since the run was sealed")
        for name in found
        if recorded.get(name, found[name]) != found[name]
    ]
    missing = [fault(name, "is missing") for name in recorded if name not in found]
    added = [fault(name, "was added after the run was sealed") for name in found if name not in recorded]
    if sealed:
        return sorted([*changed, *missing, *added, *_inconsistent(path)], key=lambda each: str(each.where))
    culprit = SEAL if sums == _sums_of(found) else SUMS
    return [fault(culprit, "changed since the run was sealed, so the other files cannot be judged by it")]


def _inconsistent(path: Path) -> list[Fault]:
    """Check the manifest against its own fingerprint: one edited together with all hashes gives itself away."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        agrees = fingerprint_of(manifest["ingredients"]) == manifest["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        agrees = False
    return [] if agrees else [fault(MANIFEST, "its fingerprint does not follow from its ingredients")]


def _recorded(sums: bytes) -> dict[str, str]:
    lines = sums.decode("utf-8", errors="replace").removesuffix("\n").split("\n")
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _sums_of(hashes: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items())).encode()


def _files_of(path: Path) -> list[str]:
    names = (each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
    return sorted(name for name in names if name not in (SUMS, SEAL))


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sums_line(name: str, content: bytes) -> str:
    return f"{hashlib.sha256(content).hexdigest()}  {name}\n"


def _seal(folder: Path) -> None:
    sums = _sums_of({name: _hash(folder / name) for name in _files_of(folder)})
    (folder / SUMS).write_bytes(sums)
    (folder / SEAL).write_bytes(_sums_line(SUMS, sums).encode())
    for each in [*folder.rglob("*"), folder]:
        _sync(each)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder to flush it
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _cannot_write(target: Path, error: OSError) -> RunError:
    return RunError(
        [
            fault(
                str(target),
                "cannot be written: {reason}; nothing was kept. Free some space or choose another folder",
                reason=Words(error.strerror or error),
            )
        ]
    )
