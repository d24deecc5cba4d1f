"""What every part of a parameters file is built from."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Strict(BaseModel):
    """Base of every part: unknown keys and wrong types are faults, nothing can be changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def list_to_tuple(given: Any) -> Any:
    """Return a list, which is what YAML gives, as a tuple."""
    return tuple(given) if isinstance(given, list) else given


Names = Annotated[tuple[str, ...], BeforeValidator(list_to_tuple)]
