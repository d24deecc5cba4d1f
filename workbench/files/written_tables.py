"""Tables written so that the same table always gives the same bytes: CSV, Parquet and Excel without a clock time."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can record


def write_csv(table: pd.DataFrame, path: Path, *, indonesian: bool = False) -> None:
    """Write `table` with commas and decimal points, or with semicolons and decimal commas as Indonesian Excel does."""
    separator, decimal = (";", ",") if indonesian else (",", ".")
    text = table.to_csv(index=False, sep=separator, decimal=decimal, lineterminator="\n")
    path.write_text(text, encoding="utf-8", newline="\n")


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write `table` as Parquet."""
    table.to_parquet(path, index=False, compression="zstd")


def write_excel(table: pd.DataFrame, path: Path, *, sheet: str) -> None:
    """Write `table` to one sheet of a workbook."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    page.append(list(table.columns))
    for row in table.astype(object).where(table.notna(), None).itertuples(index=False):
        page.append([each.to_pydatetime().date() if isinstance(each, pd.Timestamp) else each for each in row])
    stream = io.BytesIO()
    workbook.save(stream)
    path.write_bytes(_without_clock_time(stream.getvalue()))


def _without_clock_time(workbook: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return stream.getvalue()
