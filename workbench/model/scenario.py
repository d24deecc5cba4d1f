"""A scenario: named changes to the parameters of a cycle, with who proposes them and why."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from workbench.errors import message
from workbench.model.strict import Strict


def _says_something(given: str) -> str:
    if not given.strip():
        raise ValueError(message("must not be empty"))
    return given


Said = Annotated[str, AfterValidator(_says_something)]


class Scenario(Strict):
    """What is changed against which parameters file, by whom, when and why.

    Every key is explained in ``parameters/README.md``; `changes` are in the format of the parameters file itself.
    """

    base: Said
    name: Said
    author: Said
    rationale: Said
    date: datetime.date
    changes: Annotated[dict[str, Any], Field(min_length=1)]


class ScenarioParameters(Strict):
    """The content of a scenario file."""

    scenario: Scenario
