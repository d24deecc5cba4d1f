"""What a meeting accepted, as files: the table of adjustments that a parameters file can name, and its record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from workbench.errors import RunError, Words, fault, message
from workbench.files.written_tables import write_csv

TABLE, PAGE = "keputusan.csv", "berita_acara.html"


@dataclass(frozen=True)
class DecisionFiles:
    """The decisions of one cycle in one folder.

    Parameters
    ----------
    folder : Path
        Where the files lie; made when the first is saved.
    key : str
        Name of the column with the code of the subject, as in the cycle's own tables.
    """

    folder: Path
    key: str

    def save(self, lines: pd.DataFrame, page: str) -> tuple[Path, Path]:
        """Add accepted lines to the table, write the page of the record, and return both files.

        A line about the same subject, node and day as one that is there takes its place; all others stay.

        Raises
        ------
        RunError
            When a file cannot be read or written.
        """
        table, record = self.folder / TABLE, self.folder / PAGE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_csv(self._with_earlier(table, lines.rename(columns={"subject": self.key})), table)
            record.write_text(page, encoding="utf-8", newline="\n")
        except (OSError, ValueError) as error:
            reason = Words(getattr(error, "strerror", None) or error)
            template = message("cannot be written: {reason}")
            raise RunError([fault(str(self.folder), template, reason=reason)]) from None
        return table, record

    def _with_earlier(self, table: Path, lines: pd.DataFrame) -> pd.DataFrame:
        if not table.exists():
            return lines
        earlier = pd.read_csv(table, dtype="str", keep_default_na=False)
        both = pd.concat([earlier, lines], ignore_index=True)
        return both.drop_duplicates([self.key, "node", "decided_on"], keep="last")
