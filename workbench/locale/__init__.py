"""Words, numbers and dates in the reader's language, Indonesian by default; machine files never pass through here."""

from __future__ import annotations

import gettext
import math
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

LANGUAGES = ("id", "en")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Language:
    """One language of the interface.

    Parameters
    ----------
    code : {'id', 'en'}
        Indonesian or English.
    """

    code: str

    def text(self, template: str, /, **values: object) -> str:
        """Return the sentence `template` (English, the key of the catalogue) with its gaps filled."""
        words = _catalogue(self.code).gettext(template) if template else ""
        return words.format(**values) if values else words

    def number(self, value: float | None, decimals: int = 1) -> str:
        """Return a number with so many decimals, halves rounded up: ``1.234,5``; an en dash when there is none."""
        if value is None or math.isnan(value):
            return "–"
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # never "-0"
        return format_decimal(rounded, format=pattern, locale=self.babel_locale)

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """Return a share (0-1) as a percentage: ``62,5 %``."""
        return "–" if share is None or math.isnan(share) else f"{self.number(share * 100, decimals)} %"

    def date(self, day: date, *, short: bool = False) -> str:
        """Return a date in words: ``30 Juni 2025``, or ``30 Jun 2025`` where there is little room."""
        from babel.dates import format_date

        return format_date(day, format="d MMM yyyy" if short else "d MMMM yyyy", locale=self.babel_locale)

    @property
    def folder(self) -> Path:
        """Folder of the message catalogues, in gettext's own layout."""
        return _FOLDER

    @property
    def babel_locale(self) -> str:
        """Name of the locale whose separators and month names are used."""
        return "id_ID" if self.code == "id" else "en_GB"


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("workbench", _FOLDER, languages=[code], fallback=True)
