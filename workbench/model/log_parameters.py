"""What a parameters file says about logs, printed case by case, and about the stages of a rollout."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from workbench.errors import message
from workbench.model.labels import LabelField
from workbench.model.strict import Period, Strict, list_to_tuple


class LogParameters(Strict):
    """A table whose rows are shown as they stand: every complaint with its answers, every meeting with its outcome."""

    label: LabelField
    table: str
    columns: dict[str, LabelField] = Field(min_length=1)
    opened_by: str
    closed_by: str | None = None
    due: str | None = None
    only_with: str | None = None

    @property
    def days(self) -> tuple[str, ...]:
        """The columns that are dates whoever reads them."""
        return tuple(name for name in (self.opened_by, self.closed_by, self.due) if name is not None)

    @model_validator(mode="after")
    def _names_its_own_columns(self) -> LogParameters:
        if {self.opened_by, self.closed_by, self.due, self.only_with} - {None, *self.columns}:
            raise ValueError(message("'opened_by', 'closed_by', 'due' and 'only_with' name columns of this log"))
        if {"subject", "state"} & set(self.columns):
            raise ValueError(message("'subject' and 'state' are columns that every log has; rename yours"))
        if self.due is not None and self.closed_by is None:
            raise ValueError(message("'due' needs 'closed_by': what is never closed is never late"))
        return self


class Stage(Period):
    """One stage: from when until when, and what is done in it."""

    label: LabelField
    description: LabelField | None = None


class Rollout(Strict):
    """The stages in which a place takes up its evaluation system, in order."""

    label: LabelField
    stages: Annotated[tuple[Stage, ...], BeforeValidator(list_to_tuple)] = Field(min_length=1)
