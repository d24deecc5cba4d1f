"""NIP and NI PPPK: the 18-digit personal numbers, checked as text, never repaired.

Birth date (8 digits), start of service (6: year and month; a PPPK has a two-digit code instead of the month), sex (1),
sequence (3). There is no check digit. Sample data use people born in 1900, who cannot be in service: such numbers pass
every check here and belong to nobody.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench import IdentifierFormat, Label
from workbench.errors import message

MINIMUM_AGE = 17

DAMAGED = message(
    "is damaged by Excel, which keeps only 15 digits of a number: format the column as text and export it again "
    "from the source"
)
OLD = message("is an old 9-digit NIP: ask the personnel office for the 18-digit number")
NOT_18_DIGITS = message("must be 18 digits")
NO_BIRTH_DATE = message("does not begin with a valid birth date (YYYYMMDD)")
NO_MONTH = message("has no valid start of service in digits 9-14 (year and month, or year and PPPK code)")
NO_SEX = message("must have 1 or 2 as its 15th digit")
TOO_YOUNG = message("has a start of service before the age of 17")

_SCIENTIFIC = r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+"


def clean(numbers: pd.Series) -> pd.Series:
    """Return the numbers without the spaces, dots and quotes that people and spreadsheets add."""
    return numbers.str.replace(r"[\s.'’`\"]", "", regex=True)


def faults(numbers: pd.Series) -> pd.Series:
    """Return for each number the first thing that is wrong with it, or an empty text."""
    digits = clean(numbers)
    numeric = digits.str.fullmatch(r"[0-9]+", na=False)
    length = digits.str.len()
    damaged = numbers.str.strip().str.fullmatch(_SCIENTIFIC, na=False) | (
        numeric & (length > 15) & digits.str.endswith("000", na=False)
    )
    complete = numeric & (length == 18) & ~damaged
    found = pd.Series("", index=numbers.index, dtype="str")
    found = found.mask(~complete, NOT_18_DIGITS).mask(numeric & (length == 9), OLD).mask(damaged, DAMAGED)
    found[complete] = _faults_of_parts(digits[complete])
    return found


def _faults_of_parts(digits: pd.Series) -> pd.Series:
    born = pd.to_datetime(digits.str[:8], format="%Y%m%d", errors="coerce")
    year, month = digits.str[8:12].astype(int), digits.str[12:14].astype(int)
    # A month above 12 is the code that a PPPK has in its place; whether 13 is a slip of the pen cannot be told.
    civil_servant = month.between(1, 12)
    months_lived = 12 * (year - born.dt.year) + np.where(civil_servant, month, 12) - born.dt.month
    checks = [
        (born.isna() | (born.dt.year < 1900), NO_BIRTH_DATE),
        ((month == 0) | (year < 1900), NO_MONTH),
        (~digits.str[14].isin(["1", "2"]), NO_SEX),
        (months_lived < 12 * MINIMUM_AGE, TOO_YOUNG),
    ]
    found = pd.Series("", index=digits.index, dtype="str")
    for wrong, sentence in reversed(checks):
        found = found.mask(wrong, sentence)
    return found


NIP = IdentifierFormat(
    code="nip",
    label=Label(id="NIP / NI PPPK", en="civil servant number (NIP)"),
    faults=faults,
    clean=clean,
)
