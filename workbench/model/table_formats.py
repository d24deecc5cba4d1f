"""How a well-known system writes its tables: column names and codes as data, so that nobody has to map them by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.model.labels import Label
from workbench.model.rules import Confidence

FORMAT_CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class TableFormat:
    """The columns of an export and what its codes mean; named by ``format:`` under a table of the parameters file.

    Parameters
    ----------
    code : str
        Such as ``siasn-skp22``: small letters and digits, joined by hyphens.
    label : Label
        Its name.
    reference : str
        Where names and codes are documented.
    confidence : str
        How sure that is.
    columns : mapping
        Needed name to the header in the export. Headers are compared without regard to capitals.
    values : mapping
        Needed name to what each code in that column stands for. A code that is not listed is a fault.
    """

    code: str
    label: Label
    reference: str
    confidence: Confidence
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not FORMAT_CODE.fullmatch(self.code):
            raise ValueError(f"table format code {self.code!r} must be small letters and digits, joined by hyphens")
        if unknown := sorted(set(self.values) - set(self.columns)):
            raise ValueError(f"table format {self.code!r} has values for columns that it does not name: {unknown}")
        if empty := sorted(name for name, meanings in self.values.items() if not meanings):
            raise ValueError(f"table format {self.code!r} has columns without values: {empty}")
