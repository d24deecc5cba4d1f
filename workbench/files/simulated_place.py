"""An invented place on disk: tables as such data usually arrive, the truth beside them, and the parameters files."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pandas as pd

from workbench.errors import RunError, Words, fault
from workbench.files.starter import occupied
from workbench.files.written_tables import write_csv, write_excel, write_parquet
from workbench.model.place import Invented, Place, Size

NOTICE = "BACA-SAYA.txt"
TABLES, TRUTH = "tables", "truth"


def write_place(folder: Path, place: Place, *, seed: int, size: Size) -> list[Path]:
    """Write a place of the given size to `folder` and return its parameters files, the one to run first at the front.

    The folder appears with everything in it or not at all.

    Raises
    ------
    RunError
        When `folder` holds anything already or cannot be written, or the people cannot fill the units.
    """
    RunError.raise_if(occupied(folder))
    _refuse_empty_units(place, size)
    made = place.invent(seed, size)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            unfinished.chmod(0o755)  # a temporary folder is closed to others; this one will not stay temporary
            _write(unfinished, place, made)
            if folder.exists():
                folder.rmdir()
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise RunError(
            [fault(str(folder), "cannot be written: {reason}", reason=Words(error.strerror or error))]
        ) from None
    return sorted(folder.glob("*.yaml"), key=lambda path: (len(path.name), path.name))


def _refuse_empty_units(place: Place, size: Size) -> None:
    units = place.units if size.units is None else size.units
    employees = size.employees
    if employees is not None and employees < units:
        raise RunError(
            [
                fault(
                    place.code,
                    "{employees} employees cannot fill {units} units; ask for more employees or for fewer units",
                    employees=employees,
                    units=units,
                )
            ]
        )


def _write(folder: Path, place: Place, made: Invented) -> None:
    for part in (TABLES, TRUTH):
        (folder / part).mkdir()
    for name, table in made.tables.items():
        _write_table(table, folder / TABLES / name, decimal_comma=name in made.decimal_comma)
    (folder / TABLES / NOTICE).write_text(place.notice, encoding="utf-8", newline="\n")
    for name, table in made.truth.items():
        write_parquet(table, folder / TRUTH / f"{name}.parquet")
    for name, text in made.parameters.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _write_table(table: pd.DataFrame, path: Path, *, decimal_comma: bool) -> None:
    if path.suffix == ".parquet":
        write_parquet(table, path)
    elif path.suffix == ".xlsx":
        write_excel(table, path, sheet=path.stem.upper())
    else:
        write_csv(table, path, indonesian=decimal_comma)
