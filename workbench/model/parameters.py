"""The parameters of one cycle, as written in its YAML file: strict, so that a slip of the pen never goes unnoticed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from workbench.errors import message
from workbench.model.fairness_parameters import FairnessParameters
from workbench.model.indicator import CODE, Cycle, Polarity, SubjectKind
from workbench.model.labels import LabelField
from workbench.model.log_parameters import LogParameters, Rollout
from workbench.model.people_parameters import (
    AdjustmentParameters,
    ExemptionParameters,
    ObjectionParameters,
    OrganisationParameters,
    PlacementParameters,
    RatingGuidance,
)
from workbench.model.strict import Names, Period, Strict, list_to_tuple
from workbench.model.table_sources import SourceField

Share = Annotated[float, Field(ge=0, le=1)]
Code = Annotated[str, Field(pattern=f"^{CODE.pattern}$")]


class Subjects(Strict):
    """The table that lists who or what is scored."""

    kind: SubjectKind
    table: str
    key: str
    key_format: str = "text"
    label: str | None = None
    groups: Names = ()
    group_names: dict[str, LabelField] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_its_own_groups(self) -> Subjects:
        if set(self.group_names) - set(self.groups):
            raise ValueError(message("'group_names' names columns that are not among 'groups'"))
        return self


class Declared(Strict):
    """An indicator over a column that already exists: no Python needed."""

    table: str
    column: str
    how: Literal["value", "mean", "median", "sum", "min", "max"] = "value"
    per: str | None = None
    polarity: Polarity
    measured_in: LabelField
    label: LabelField
    description: LabelField | None = None
    reference: str


class Method(BaseModel):
    """A method by name with its settings; the method itself knows which settings it takes."""

    model_config = ConfigDict(extra="allow", frozen=True, strict=True)

    method: str

    @property
    def settings(self) -> dict[str, Any]:
        """Everything but the name."""
        return dict(self.model_extra or {})


def _name_to_method(given: Any) -> Any:
    return {"method": given} if isinstance(given, str) else given


MethodField = Annotated[Method, BeforeValidator(_name_to_method)]
Weight = Annotated[float, Field(ge=0, le=1_000_000_000)]


class Imputation(Strict):
    """How absent values are filled, if at all. Filled values stay marked."""

    method: Literal["none", "mean", "median", "group_mean", "group_median", "nearest_neighbours", "iterative"] = "none"
    group: str | None = None
    neighbours: int = Field(default=5, ge=1)
    most_missing: Share = 0.5
    fill: Literal["gaps", "all"] = "gaps"

    @model_validator(mode="after")
    def _group_methods_name_a_group(self) -> Imputation:
        if self.method.startswith("group_") and self.group is None:
            raise ValueError(message("a group method needs 'group': one of the columns under subjects.groups"))
        return self


class Treatment(Strict):
    """What is done about outliers: to columns that are both skewed and heavy-tailed, or always."""

    method: Literal["none", "winsorise", "log", "box_cox", "winsorise_then_log"] = "none"
    when: Literal["outliers", "always"] = "outliers"
    max_points: int = Field(default=5, ge=1)
    skewness: float = Field(default=2.0, gt=0)
    kurtosis: float = Field(default=3.5, gt=0)

    @property
    def leaves_the_unit(self) -> bool:
        """Whether treated values may no longer be in the indicator's own unit."""
        return self.method not in ("none", "winsorise")


TreatmentField = Annotated[Treatment, BeforeValidator(_name_to_method)]


class BandBound(Strict):
    """One band: its lower bound and its name."""

    low: float = Field(alias="from")
    label: LabelField


class BandsFromRules(Strict):
    """Bands that a rule pack holds under a name."""

    rule: str


def _kind_of_bands(given: Any) -> str:
    return "from_rules" if isinstance(given, BandsFromRules) or (isinstance(given, dict) and "rule" in given) else "own"


BandsField = Annotated[
    Annotated[BandsFromRules, Tag("from_rules")] | Annotated[dict[Code, BandBound], Tag("own")],
    Discriminator(_kind_of_bands),
]


class IndicatorUse(Strict):
    """How one indicator counts in its dimension."""

    weight: Weight = 1.0
    treatment: TreatmentField | None = None
    normalisation: MethodField | None = None
    min_cases: int = Field(default=1, ge=1)
    target: float | None = None
    options: dict[str, Any] = Field(default_factory=dict)


class Dimension(Strict):
    """A node of the framework: what it combines and how."""

    label: LabelField
    description: LabelField | None = None
    weight: Weight = 1.0
    weighting: MethodField | None = None
    aggregation: MethodField | None = None
    minimum_coverage: Share | None = None
    bands: BandsField | None = None
    dimensions: dict[Code, Dimension] = Field(default_factory=dict)
    indicators: dict[str, IndicatorUse] = Field(default_factory=dict)


class FrameworkParameters(Strict):
    """The whole tree; its settings hold for every node that does not set its own."""

    code: Code = "score"
    label: LabelField
    normalisation: MethodField | None = None
    weighting: MethodField | None = None
    aggregation: MethodField = Method(method="arithmetic")
    minimum_coverage: Share = 0.6
    bands: BandsField | None = None
    dimensions: dict[Code, Dimension] = Field(default_factory=dict)
    indicators: dict[str, IndicatorUse] = Field(default_factory=dict)


class PredicateParameters(Strict):
    """The matrix that turns the bands of two nodes into a predicate."""

    rule: str
    rows: str
    columns: str


class Ranking(Strict):
    """How finely scores are told apart: subjects that are equal at so many decimals share a rank."""

    decimals: int | None = Field(default=None, ge=0, le=12)


class PeerParameters(Strict):
    """Whom a subject is compared with: those of the same group, or everyone; and how many it takes to compare."""

    group: str | None = None
    minimum: int = Field(default=5, ge=3)


class Robustness(Strict):
    """How the weights are shaken to see how sure the ranks are, and which share of the subjects counts as the top."""

    draws: int = Field(default=1000, ge=100, le=100_000)
    weights: Literal["box", "dirichlet", "simplex"] = "box"
    spread: float = Field(default=0.25, gt=0, le=1)
    concentration: float = Field(default=100.0, gt=0, le=1_000_000)
    top: float = Field(default=0.1, gt=0, le=1)


def _all_none_or_list(given: Any) -> Any:
    return {"all": ("all",), "none": ()}.get(given, given) if isinstance(given, str) else list_to_tuple(given)


class ReportParameters(Strict):
    """What is printed, for whom: `subjects` holds the codes that get a report of their own, or only ``all``."""

    edition: Literal["internal", "leaders"] = "internal"
    formats: Annotated[tuple[Literal["html", "pdf"], ...], BeforeValidator(list_to_tuple)] = ("html", "pdf")
    subjects: Annotated[tuple[str, ...], BeforeValidator(_all_none_or_list)] = ()
    objections: LabelField | None = None


class Parameters(Strict):
    """One evaluation cycle of one place.

    Every key is explained, with an example, in ``parameters/README.md``.
    """

    place: Code
    title: LabelField
    cycle: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    period: Period
    data_until: date | None = None
    synthetic: bool = False
    source: LabelField | None = None
    seed: int = Field(default=0, ge=0)
    rules: Names = ()
    plugins: Names = ()
    tables: dict[str, SourceField] = Field(min_length=1)
    subjects: Subjects
    declare: dict[Code, Declared] = Field(default_factory=dict)
    missing: Imputation = Imputation()
    treatment: TreatmentField = Treatment()
    reference_cycle: str | None = None
    framework: FrameworkParameters
    predicate: PredicateParameters | None = None
    ranking: Ranking = Ranking()
    peers: PeerParameters = PeerParameters()
    robustness: Robustness = Robustness()
    reports: ReportParameters = ReportParameters()
    organisation: OrganisationParameters | None = None
    exemptions: ExemptionParameters | None = None
    placements: PlacementParameters | None = None
    guidance: dict[Code, RatingGuidance] = Field(default_factory=dict)
    adjustments: AdjustmentParameters | None = None
    objections: ObjectionParameters | None = None
    fairness: FairnessParameters | None = None
    logs: dict[Code, LogParameters] = Field(default_factory=dict)
    rollout: Rollout | None = None

    @property
    def evaluated(self) -> Cycle:
        """The cycle as a measure sees it."""
        return Cycle(
            code=self.cycle,
            start=self.period.start,
            end=self.period.end,
            data_until=self.data_until or self.period.end,
        )
