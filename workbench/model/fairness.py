"""What a check of fairness may look at, what it offers, and what it found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import message
from workbench.model.fairness_parameters import FairnessParameters
from workbench.model.framework import Framework
from workbench.model.indicator import CODE
from workbench.model.labels import Label
from workbench.model.people import People, PeopleRules
from workbench.model.rules import Rules

FOUND, NOT_FOUND, TOO_FEW, CANNOT_SAY, STATED = "found", "not_found", "too_few", "cannot_say", "stated"
VERDICTS = {
    FOUND: message("more than chance would explain"),
    NOT_FOUND: message("not more than chance would explain"),
    TOO_FEW: message("too few to be assessed"),
    CANNOT_SAY: message("cannot be said"),
    STATED: message("stated only"),
}
COLUMNS = {
    "measure": "str",
    "outcome": "str",
    "grouping": "str",
    "group": "str",
    "against": "str",
    "size": "Int64",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "p_value": "float64",
    "verdict": "str",
    "reason": "str",
}
"""Columns of the findings of a check, in order, with their types."""

CROSSED = " × "
"""Stands between the columns, and between the groups, of groupings that are crossed."""


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """Judgements of people by raters, from one table.

    Parameters
    ----------
    label : Label
        What they are called.
    rows : DataFrame
        One judgement a row: ``subject, rater, item`` (codes), ``score`` (never NaN) and ``month`` (first day of the
        month it was given in; NaT where that is not known). Sorted, so that the order of a file never matters.
    levels : tuple of str
        The words of an ordered scale, the lowest first; scores are then 1, 2, ... Empty where scores are numbers.
    """

    label: Label
    rows: pd.DataFrame
    levels: tuple[str, ...] = ()

    @property
    def ordered(self) -> bool:
        """Whether the scores are few whole numbers, and so can be taken for the classes of an ordered scale."""
        scores = self.rows["score"].to_numpy(float)
        return bool(len(scores)) and bool((scores == np.rint(scores)).all()) and len(np.unique(scores)) <= _MOST_LEVELS


_MOST_LEVELS = 11  # 0 to 10


@dataclass(frozen=True, kw_only=True)
class FairnessCase:
    """Everything a check may look at: those evaluated, how they scored, who judged them. Frames by subject.

    Parameters
    ----------
    subjects : DataFrame
        ``label`` and the group columns of those evaluated.
    framework : Framework
        The tree with its settled weights.
    written : Framework, optional
        The tree as the parameters file has it, with the weightings that settled weights; `framework` where absent.
    normalised, scores : DataFrame
        Points of the indicators and scores of the nodes, 0-100.
    classes : Series of str
        Predicate, else band of the root's score; NA where there is none.
    class_labels : mapping
        Every class a subject can have, the best first, with its name.
    ratings : mapping
        Code to judgements.
    people : People, optional
        Units, decisions and distributions; None where the cycle has none.
    people_rules : PeopleRules
        Rules about them, such as the limits on distributions.
    rules : Rules
        Values of the rule packs of the cycle, each cited.
    settings : FairnessParameters
        What the parameters file says about fairness.
    top : float
        Share of the subjects that counts as the top.
    seed : int
        For what is drawn; see `rng`.
    """

    subjects: pd.DataFrame
    framework: Framework
    normalised: pd.DataFrame
    scores: pd.DataFrame
    classes: pd.Series
    class_labels: Mapping[str, Label]
    ratings: Mapping[str, Ratings]
    people: People | None
    people_rules: PeopleRules
    rules: Rules
    settings: FairnessParameters
    top: float
    seed: int
    written: Framework | None = None

    def rng(self) -> np.random.Generator:
        """Return a generator that starts anew for each check, so that no check depends on another."""
        return np.random.default_rng(self.seed)

    @property
    def score(self) -> pd.Series:
        """The score of the root; NaN where there is none."""
        return self.scores[self.framework.root.code]

    @cached_property
    def units(self) -> pd.Series | None:
        """The unit that judges each subject; None where subjects have no unit."""
        if self.people is not None and "unit" in self.people.status and self.people.status["unit"].notna().any():
            return self.people.status["unit"].reindex(self.subjects.index)
        return None if self.settings.unit is None else self.subjects[self.settings.unit]

    @cached_property
    def groupings(self) -> Mapping[str, pd.Series]:
        """The group of each subject under every grouping asked for; crossed ones are called ``a × b``."""
        asked = self.settings.groupings or tuple(name for name in self.subjects if name != "label")
        columns = [(each,) if isinstance(each, str) else each for each in asked]
        return {CROSSED.join(names): self._crossed(names) for names in columns}

    def _crossed(self, names: tuple[str, ...]) -> pd.Series:
        # a group of which one part is not known is not known
        first, *others = (self.subjects[name].astype("str") for name in names)
        for other in others:
            first = first + CROSSED + other
        return first

    @cached_property
    def favourable(self) -> tuple[str, ...]:
        """The classes that count as favourable: those of the parameters file, else the best one."""
        return self.settings.favourable or tuple(self.class_labels)[:1]

    @cached_property
    def in_top(self) -> pd.Series:
        """Whether each subject belongs to the top share; NA without a score. Equals at the border all belong."""
        present = self.score.dropna()
        cut = max(1, int(self.top * len(present) + 1e-9))
        ranks = present.round(9).rank(method="min", ascending=False)
        return (ranks <= cut).astype("boolean").reindex(self.score.index)


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What a check found.

    Parameters
    ----------
    findings : DataFrame
        One finding a row, with the columns `COLUMNS`: ``measure`` (an English sentence part: what `value` is),
        ``outcome`` (code of what was compared), ``grouping, group, against``, ``size`` (how many it rests on),
        ``value, low, high`` (95 % interval), ``p_value``, ``verdict`` (a key of `VERDICTS`) and ``reason`` (an
        English sentence: why it cannot be said). Groups that are too few stay, with the verdict ``too_few``.
    tables : mapping
        Further tables by name, for charts and for people.
    facts : mapping
        Single values as plain JSON.
    """

    findings: pd.DataFrame
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FairnessCheck:
    """A question about fairness that an audit asks.

    Parameters
    ----------
    code : str
        Stable name in snake_case.
    label : Label
        Its name.
    question : Label
        What it asks, as the heading of a report.
    description : Label
        One or two sentences a head of office understands: what is compared, and what it cannot say.
    examine : callable
        ``(FairnessCase) -> Examination``. Nothing to ask of this case: an examination without findings.
    reference : str
        Publication or regulation it follows.
    """

    code: str
    label: Label
    question: Label
    description: Label
    examine: Callable[[FairnessCase], Examination]
    reference: str

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise ValueError(f"check code {self.code!r} must be snake_case: letters a-z, digits, underscores")
        if not self.reference.strip():
            raise ValueError(f"check {self.code!r} needs a reference")


def findings_of(*parts: pd.DataFrame, **constants: Any) -> pd.DataFrame:
    """Return findings with all `COLUMNS` in order, from frames that have some of them and `constants` for others.

    What nobody gave is empty: NaN for a number, an empty text otherwise.
    """
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    rows = rows.assign(**{name: value for name, value in constants.items() if name not in rows})
    for name, kind in COLUMNS.items():
        if name not in rows:
            rows[name] = np.nan
        if kind == "str":
            rows[name] = rows[name].astype(object).fillna("")
    return rows[list(COLUMNS)].astype(COLUMNS).reset_index(drop=True)
