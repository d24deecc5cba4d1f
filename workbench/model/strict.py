"""What every part of a parameters file is built from."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from workbench.errors import message


class Strict(BaseModel):
    """Base of every part: unknown keys and wrong types are faults, nothing can be changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def list_to_tuple(given: Any) -> Any:
    """Return a list, which is what YAML gives, as a tuple."""
    return tuple(given) if isinstance(given, list) else given


Names = Annotated[tuple[str, ...], BeforeValidator(list_to_tuple)]


class Period(Strict):
    """First and last day, both included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Period:
        if self.end < self.start:
            raise ValueError(message("the period ends before it starts"))
        return self
