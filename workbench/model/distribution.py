"""How the predicates of a unit's people may be distributed, and what a check of it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from workbench.errors import ParametersError, fault, message
from workbench.model.validation import faults_in

Status = Literal["within", "outside", "impossible", "too_small", "pooled", "no_predicate"]
Percent = int | float


class ShareLimit(BaseModel):
    """One limit: how many of a unit's people may, or must, hold one of these predicates.

    Parameters
    ----------
    predicates : tuple of str
        Codes counted together: ``[butuh_perbaikan, kurang]`` means one or the other or both.
    at_most, at_least : number, optional
        Per cent of the people.
    at_least_people : int, optional
        So many people whatever the size: 1 for "must exist".
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    predicates: tuple[str, ...] = Field(min_length=1)
    at_most: Percent | None = Field(default=None, ge=0, le=100)
    at_least: Percent | None = Field(default=None, ge=0, le=100)
    at_least_people: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _limits_something(self) -> ShareLimit:
        if self.at_most is None and self.at_least is None and self.at_least_people is None:
            raise ValueError(message("a limit needs at_most, at_least or at_least_people"))
        return self

    def highest(self, size: int) -> int:
        """Return how many of `size` people may hold these predicates: the share rounded down, ``⌊n p⌋``."""
        return size if self.at_most is None else int(size * _share(self.at_most))

    def lowest(self, size: int) -> int:
        """Return how many of `size` people must hold these predicates: the share rounded up, ``⌈n p⌉``."""
        of_share = 0 if self.at_least is None else -int(-size * _share(self.at_least) // 1)
        return max(of_share, self.at_least_people or 0)


def _share(percent: Percent) -> Fraction:
    """Return a percentage as an exact fraction: 70 % of 10 people must be 7, not 7.000000000000001."""
    return Fraction(str(percent)) / 100


@dataclass(frozen=True, kw_only=True)
class DistributionRule:
    """The limits of a regulation.

    Parameters
    ----------
    limits : mapping
        Organisational predicate to the limits on the people's predicates; an empty tuple allows everything.
    smallest : int
        Units with fewer people cannot be tested: with one person every limit is met or broken by a single case.
    reference, confidence : str
        Where the limits stand, and how sure we are of them.
    """

    limits: Mapping[str, tuple[ShareLimit, ...]]
    smallest: int
    reference: str
    confidence: str

    @classmethod
    def of(cls, value: Any, *, name: str, reference: str, confidence: str, smallest: int) -> DistributionRule:
        """Return the rule written as the value `name` of a rule pack.

        Raises
        ------
        ParametersError
            When the value does not have the form of limits.
        """
        try:
            limits = TypeAdapter(dict[str, tuple[ShareLimit, ...]]).validate_python(value)
        except ValidationError as error:
            raise ParametersError(
                fault(("rules",), "value '{name}' of a rule pack is no table of limits: {fault}", name=name, fault=each)
                for each in faults_in(error, ())
            ) from None
        return cls(limits=limits, smallest=smallest, reference=reference, confidence=confidence)

    def strangers(self, known: Iterable[str]) -> list[str]:
        """Return the predicates that the limits name and that are not `known`."""
        named = {code for limits in self.limits.values() for limit in limits for code in limit.predicates}
        return sorted(named - set(known))


@dataclass(frozen=True, kw_only=True)
class LimitCheck:
    """One limit against the people counted: `lowest` and `highest` are numbers of people, both allowed."""

    predicates: tuple[str, ...]
    people: int
    lowest: int
    highest: int

    @property
    def kept(self) -> bool:
        """Whether the count lies within the limit."""
        return self.lowest <= self.people <= self.highest


@dataclass(frozen=True, kw_only=True)
class Move:
    """So many people from one predicate to another: part of a smallest change, never applied by itself."""

    before: str
    after: str
    people: int


@dataclass(frozen=True, kw_only=True)
class DistributionCheck:
    """The predicates of one unit's people against the limits for its organisational predicate.

    Parameters
    ----------
    unit : str
        Code of the unit.
    members : tuple of str
        Units counted together: more than one where units that are too small were pooled here.
    organisation : str or None
        Organisational predicate; None where there is none.
    counts : mapping
        Predicate to number of people, best first.
    unpredicated : int
        People who were evaluated but have no predicate; they are in no share.
    status : str
        ``within`` or ``outside`` the limits; ``impossible``: no distribution of so few people can keep them;
        ``too_small`` to be tested; ``pooled`` with the unit above (see `pooled_into`); ``no_predicate`` known for
        the unit.
    limits : tuple of LimitCheck
        Each limit with its count.
    moves : tuple of Move
        The smallest change that would keep all limits, the way that leaves people best off; empty unless ``outside``.
    alternative : tuple of Move
        As small a change, the way that leaves people worst off; empty where it is the same.
    fits : tuple of str
        The organisational predicates whose limits these people's predicates would keep.
    pooled_into : str or None
        The unit above with which this one is counted.
    """

    unit: str
    members: tuple[str, ...]
    organisation: str | None
    counts: Mapping[str, int]
    unpredicated: int = 0
    status: Status
    limits: tuple[LimitCheck, ...] = ()
    moves: tuple[Move, ...] = ()
    alternative: tuple[Move, ...] = ()
    fits: tuple[str, ...] = ()
    pooled_into: str | None = None

    @property
    def size(self) -> int:
        """Number of people with a predicate."""
        return sum(self.counts.values())

    @property
    def to_move(self) -> int:
        """The smallest number of people whose predicate would have to change."""
        return sum(move.people for move in self.moves)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> DistributionCheck:
        """Return the check that ``dataclasses.asdict`` and JSON made plain."""
        return cls(
            **{
                **plain,
                "members": tuple(plain["members"]),
                "limits": tuple(
                    LimitCheck(**{**each, "predicates": tuple(each["predicates"])}) for each in plain["limits"]
                ),
                "moves": tuple(Move(**each) for each in plain["moves"]),
                "alternative": tuple(Move(**each) for each in plain["alternative"]),
                "fits": tuple(plain["fits"]),
            }
        )
