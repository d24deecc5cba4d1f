"""What a parameters file says about people: their units, who is exempt, what was decided, who objected."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from workbench.errors import message
from workbench.model.strict import Period, Strict


class OrganisationParameters(Strict):
    """The units that judge people, and the limits that go with a unit's own predicate."""

    unit: str
    table: str
    year: int | None = None
    fallback: Literal["none", "previous_year"] = "none"
    limits: str
    smallest: str
    names: str
    units: str | None = None


class ExemptionParameters(Strict):
    """People who are not evaluated: a table of them, or a column of the table of subjects; reasons from a rule pack."""

    table: str | None = None
    column: str | None = None
    reasons: str

    @model_validator(mode="after")
    def _one_source(self) -> ExemptionParameters:
        if (self.table is None) == (self.column is None):
            raise ValueError(message("give either 'table' or 'column', where the exempt people stand"))
        return self


class PlacementParameters(Strict):
    """Posts held inside the cycle, and which words of the table mean a post of one's own or an acting one."""

    table: str
    kinds: dict[str, Literal["post", "acting"]] = Field(min_length=1)


class AdjustmentParameters(Strict):
    """Decisions of the officials, and from when until when they may have been taken."""

    table: str
    window: Period | None = None


class ObjectionParameters(Strict):
    """Objections, the words for their outcome, and the values of the rule packs that set the deadlines."""

    table: str
    words: dict[str, Literal["upheld", "changed"]] = Field(min_length=1)
    submission_days: str
    decision_days: str
    week: str
    holidays: str


class Bound(Strict):
    """What the value of an indicator must reach, or must not exceed."""

    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None
    less_than: float | None = None


class RatingGuidance(Strict):
    """When the guidance gives which rating: the bounds of all its indicators hold."""

    reference: str
    ratings: dict[str, dict[str, Bound]] = Field(min_length=1)
