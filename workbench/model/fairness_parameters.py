"""What a parameters file says about fairness: which groups, which raters, and how far an adjustment may go."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from workbench.errors import message
from workbench.model.indicator import CODE
from workbench.model.labels import LabelField
from workbench.model.strict import Names, Strict, list_to_tuple

Points = Annotated[float, Field(gt=0, le=100)]


class RatingParameters(Strict):
    """A table of judgements: who judged whom, and how."""

    label: LabelField
    table: str
    rater: str
    rater_format: str = "text"
    scores: Names = Field(min_length=1)
    item: str | None = None
    levels: Names = ()
    on: str | None = None
    period: str | None = None
    version: str | None = None
    anonymous: bool = False

    @model_validator(mode="after")
    def _columns_are_different(self) -> RatingParameters:
        columns = [self.rater, *self.scores, *filter(None, (self.item, self.on, self.period, self.version))]
        if len(set(columns)) < len(columns):
            raise ValueError(message("a column of the ratings stands here twice; each has one meaning"))
        if self.item is not None and len(self.scores) > 1:
            raise ValueError(message("with 'item', which names what each row rates, only one column can hold scores"))
        if len(self.levels) == 1:
            raise ValueError(message("'levels' lists at least two words, the lowest first"))
        return self


class CalibrationParameters(Strict):
    """How far the options of a calibration may go. None of them is ever applied by the program."""

    cap: Points = 5.0
    dial: float = Field(default=1.0, ge=0, le=1)
    gap: Points | None = None
    fewest_ratings: int = Field(default=5, ge=2)


def _groupings(given: Any) -> Any:
    return tuple(map(list_to_tuple, given)) if isinstance(given, list) else given


class FairnessParameters(Strict):
    """What the audit of fairness looks at."""

    groupings: Annotated[tuple[str | Names, ...], BeforeValidator(_groupings)] = ()
    references: dict[str, str] = Field(default_factory=dict)
    unit: str | None = None
    controls: Names = ()
    favourable: Names = ()
    anchors: Names = ()
    published_distribution: str | None = None
    smallest: int = Field(default=10, ge=3)
    ratio: float = Field(default=0.8, gt=0, lt=1)
    false_discovery: float = Field(default=0.05, gt=0, le=0.5)
    ratings: dict[Annotated[str, Field(pattern=f"^{CODE.pattern}$")], RatingParameters] = Field(default_factory=dict)
    calibration: CalibrationParameters = CalibrationParameters()
