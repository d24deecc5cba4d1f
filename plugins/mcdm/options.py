"""Settings of the methods, checked before any data is read; with them, whether pymcdm is there at all."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from workbench import Options, message

Least = Literal["any", "not negative", "positive"]

LEAST_VALUES: dict[str, Least] = {
    "minmax": "any",
    "enhanced_accuracy": "any",
    "vector": "any",
    "max": "not negative",
    "sum": "positive",
    "linear": "positive",
    "nonlinear": "positive",
    "zavadskas_turskis": "positive",
}
"""Which values each normalisation of pymcdm can take. Its ``logarithmic`` is left out: it multiplies all values of a
column and overflows from some 150 subjects on."""

Share = Annotated[float, Field(ge=0, le=1)]


def _tuples(given: Any) -> Any:
    return tuple(map(_tuples, given)) if isinstance(given, list) else given


ByChild = Annotated[float | tuple[float, ...], BeforeValidator(_tuples)]
Pairs = Annotated[tuple[tuple[float, float], ...], BeforeValidator(_tuples)]


class Plain(Options):
    """No settings; lists in the settings of others hold one entry for each child, in the order of the file."""

    @model_validator(mode="after")
    def _one_for_each_child(self, info: ValidationInfo) -> Plain:
        children = (info.context or {}).get("children")
        lists = [given for _, given in self if isinstance(given, tuple)]
        if children is not None and any(len(given) != len(children) for given in lists):
            raise ValueError(message("a list needs one entry for each child, indicators after dimensions"))
        return self


class Pymcdm(Plain):
    """No settings, but the library must be there."""

    @model_validator(mode="after")
    def _library_is_there(self) -> Pymcdm:
        if find_spec("pymcdm") is None:
            raise ValueError(
                message("this method comes from pymcdm, which is missing: pip install 'kinerja-workbench[mcdm]'")
            )
        return self


Normalisation = Literal[
    "minmax", "max", "sum", "vector", "linear", "nonlinear", "enhanced_accuracy", "zavadskas_turskis"
]


class Normalised(Pymcdm):
    """The method's own normalisation of its children."""

    normalisation: Normalisation


class VectorFirst(Normalised):
    """Columns are divided by their length unless another normalisation is named."""

    normalisation: Normalisation = "vector"


class SumFirst(Normalised):
    """Columns are divided by their sum unless another normalisation is named."""

    normalisation: Normalisation = "sum"


class LinearFirst(Normalised):
    """Columns are divided by their best value unless another normalisation is named."""

    normalisation: Normalisation = "linear"


class Codas(LinearFirst):
    """Where the Euclidean distances of two subjects differ by `threshold` or more, the taxicab distances count too."""

    threshold: float = Field(default=0.02, ge=0)


class SumAndProduct(LinearFirst):
    """`sum_share` of the weighted sum, the rest of the weighted product."""

    sum_share: Share = 0.5


class Compromise(Pymcdm):
    """`sum_share` of the weighted sum in the balanced strategy, the rest of the power-weighted sum."""

    sum_share: Share = 0.5


class Vikor(Pymcdm):
    """`v` is the weight of the group's utility against the individual's regret."""

    v: Share = 0.5


class Promethee(Pymcdm):
    """Which preference a difference makes, by its thresholds `q` (indifference) and `p` (strict preference)."""

    preference: Literal["usual", "ushape", "vshape", "level", "vshape_2"] = "usual"
    p: ByChild | None = None
    q: ByChild | None = None
    flow: Literal["net", "leaving", "entering"] = "net"

    @model_validator(mode="after")
    def _thresholds_fit_the_preference(self) -> Promethee:
        needed = {"usual": "", "ushape": "q", "vshape": "p", "level": "pq", "vshape_2": "pq"}[self.preference]
        given = "".join(name for name in "pq" if getattr(self, name) is not None)
        if given != needed:
            raise ValueError(
                message("usual takes no threshold, ushape 'q', vshape 'p', level and vshape_2 both 'p' and 'q'")
            )
        return self


class Bounded(Pymcdm):
    """`bounds`: lowest and highest possible value of each child, as it comes from its normalisation; 0-100 if absent.

    Where a value as measured is better the lower, it comes with its sign turned, and so do its bounds.
    """

    bounds: Pairs | None = None

    @model_validator(mode="after")
    def _low_below_high(self) -> Bounded:
        if any(low >= high for low, high in self.bounds or ()):
            raise ValueError(message("each of 'bounds' is a lower and a higher number"))
        return self


class Balanced(Bounded):
    """`expected` is the wished-for value of each child, `alpha` its weight against the ideal one."""

    expected: ByChild
    alpha: Share = 0.5


class ReferenceIdeal(Bounded):
    """`ideal`: the interval of each child inside which nothing is better than the rest; the best bound if absent."""

    ideal: Pairs | None = None


class SubIntervals(Bounded):
    """`better`: how many times the ideal is better than the anti-ideal."""

    better: float = Field(default=6.0, gt=1)


class ReferencePoint(Pymcdm):
    """`reference` parts gain from loss, child by child; losses count `loss_aversion` times, both bent by `bend`."""

    reference: ByChild
    loss_aversion: float = Field(default=2.25, gt=0)
    bend: float = Field(default=0.88, gt=0, le=1)
