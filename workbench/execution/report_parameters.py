"""The strict gate before papermill, which itself lets unknown names and wrong types pass."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench.errors import Fault, ReportError, fault


class CycleReport(BaseModel):
    """Parameters of ``cycle.ipynb``: where the run lies, as seen from the notebook, and the language."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    run: str = Field(min_length=1)
    language: Literal["id", "en"]


class UnitReport(CycleReport):
    """Parameters of ``unit.ipynb``: those of the cycle, and the code of the subject."""

    unit: str = Field(min_length=1)


GATES: Mapping[str, type[CycleReport]] = {
    "cycle": CycleReport,
    "unit": UnitReport,
    "berita_acara": CycleReport,
    "fairness_audit": CycleReport,
}


def checked_parameters(notebook: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of the report notebook called `notebook`, ready for papermill.

    Raises
    ------
    ReportError
        For unknown, absent and wrongly typed parameters, all at once.
    """
    gate = GATES[notebook]
    try:
        return gate(**given).model_dump(mode="json")
    except ValidationError as error:
        raise ReportError(_fault_of(f"{notebook}.ipynb", gate, found) for found in error.errors()) from None


def _fault_of(where: str, gate: type[CycleReport], found: Any) -> Fault:
    name, known = found["loc"][0], ", ".join(gate.model_fields)
    if found["type"] == "extra_forbidden":
        return fault(where, "unknown parameter '{name}'; this notebook takes: {known}", name=name, known=known)
    if found["type"] == "missing":
        return fault(where, "parameter '{name}' is missing; this notebook takes: {known}", name=name, known=known)
    if found["type"] == "literal_error":
        expected = found["ctx"]["expected"]
        return fault(
            where,
            "parameter '{name}' is {value!r}; expected one of: {expected}",
            name=name,
            value=found["input"],
            expected=expected,
        )
    return fault(where, "parameter '{name}' is {value!r}; expected text", name=name, value=found["input"])
