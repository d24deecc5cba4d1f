"""How a fault names rows and values: few, in order, and never a personal number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.errors import Fault, fault

SHOWN_ROWS = 5
SHOWN_VALUES = 3
SHOWN_LENGTH = 40
LARGE = 1e14

# NIP has 18 digits and NIK 16; people also write them in groups.
_PERSONAL_NUMBER = re.compile(r"\d(?:[ .'\-/]?\d){14,}")


@dataclass(frozen=True)
class Phrase(Fault):
    """A part of a fault's sentence that is translated by itself; English until a translation is asked for."""

    def __str__(self) -> str:
        return self.render()


def phrase(words: Fault) -> Phrase:
    """Return `words` as a value that can stand in a gap of another fault."""
    return Phrase("", words.template, words.values)


def row_list(rows: Iterable[int]) -> Phrase:
    """Return row numbers in words: ``row 7``, ``rows 12, 40, 41``, ``rows 1, 2, 3, 4, 5 and 20 more``."""
    every = [int(row) for row in rows]
    listed = ", ".join(map(str, every[:SHOWN_ROWS]))
    if len(every) == 1:
        return phrase(fault("", "row {rows}", rows=listed))
    if len(every) <= SHOWN_ROWS:
        return phrase(fault("", "rows {rows}", rows=listed))
    return phrase(fault("", "rows {rows} and {more} more", rows=listed, more=len(every) - SHOWN_ROWS))


def rows_of_sheets(rows: Sequence[int] | NDArray[np.int64], sheets: Sequence[str] | NDArray[np.object_]) -> Phrase:
    """Return rows of several sheets in words: ``Jan: rows 3, 4; Feb: row 7``."""
    by_sheet: dict[str, list[int]] = {}
    for row, sheet in zip(rows, sheets, strict=True):
        by_sheet.setdefault(sheet, []).append(int(row))
    first, *others = (
        phrase(fault("", "{sheet}: {rows}", sheet=sheet, rows=row_list(found))) for sheet, found in by_sheet.items()
    )
    for other in others:
        first = phrase(fault("", "{sheets}; {other}", sheets=first, other=other))
    return first


def shown(value: object) -> str:
    """Return a cell's content in quotation marks, shortened, with anything like a personal number struck out."""
    return f"'{without_personal_numbers(_one_line(value))}'"


def shown_values(values: Iterable[object]) -> str:
    """Return the first few different values, quoted: ``'n/a', '12 %', '-', ...``."""
    different = list(dict.fromkeys(values))
    return ", ".join(map(shown, different[:SHOWN_VALUES])) + (", ..." if len(different) > SHOWN_VALUES else "")


def without_personal_numbers(text: str) -> str:
    """Return `text` with every run of 15 or more digits struck out."""
    return _PERSONAL_NUMBER.sub("…", text)


def printable_headers(headers: Sequence[str]) -> list[str]:
    """Return the headers that may be shown: a file without a header line has data, even people, in its first row."""
    return [header for header in headers if header and not re.search(r"\d{6}", header)]


def _one_line(value: object) -> str:
    if isinstance(value, float):
        # A personal number that became a float shows its first digits, a date of birth.
        value = f"{value:.10g}" if abs(value) < LARGE else "…"
    # Cut only after striking out: half a personal number would escape the pattern.
    text = without_personal_numbers(" ".join(str(value).split()))
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
