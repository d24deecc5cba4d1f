"""What every indicator promises, as a test class: a plugin's author names the indicator and says what better is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn
from unittest import SkipTest

import numpy as np
import pandas as pd

from workbench.errors import PluginError, WorkbenchError, message
from workbench.model.indicator import Context, Cycle, Indicator
from workbench.model.rules import Rules
from workbench.scoring.measurement import measure_indicator
from workbench.testing.generated import SUBJECTS, generated_tables
from workbench.testing.measuring import HALF_YEAR, ORIGIN, context_for, named_subjects
from workbench.testing.rows import Frames, Rows, columns_of, frames_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

PROMISES = {
    "test_it_is_described_in_both_languages": message("It is described in both languages."),
    "test_its_reference_can_be_looked_up": message("Its reference can be looked up."),
    "test_it_can_be_used_in_the_cycle": message("It may be used for the cycle it is tested on."),
    "test_it_is_fair_at_the_level_it_is_measured_for": message("It is fair at the level it is measured for."),
    "test_better_data_give_a_better_value": message("Better data give a better value."),
    "test_an_improvement_never_makes_a_value_worse": message("An improvement never makes a value worse."),
    "test_what_it_returns_can_be_used": message("What it returns can be used as it is."),
    "test_the_same_tables_give_the_same_values": message("The same tables give the same values."),
    "test_the_order_of_rows_makes_no_difference": message("The order of the rows makes no difference."),
    "test_the_order_of_subjects_makes_no_difference": message("The order of the subjects makes no difference."),
    "test_subjects_that_swap_their_data_swap_their_values": message("Subjects that swap their data swap their values."),
    "test_the_tables_are_left_as_they_were": message("The tables are left as they were."),
    "test_tables_without_rows_give_nobody_a_value": message("Tables without rows give nobody a value."),
    "test_a_subject_without_rows_has_no_value": message("A subject without rows has no value, and never a zero."),
    "test_empty_cells_are_no_obstacle": message("Empty cells are no obstacle."),
    "test_one_subject_alone_can_be_measured": message("One subject alone can be measured."),
    "test_rows_that_are_all_alike_can_be_measured": message("Rows that are all alike can be measured."),
}
"""Each test of `IndicatorContract`, in words."""

_NUMBERS = ("value", "cases", "low", "high")
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class _Outcome:
    """What became of a measurement: values for all subjects, or the faults that the measure found in the tables."""

    frame: pd.DataFrame | None = None
    refusal: str = ""

    def __str__(self) -> str:
        return self.refusal if self.frame is None else self.frame.to_string()

    def equals(self, other: _Outcome) -> bool:
        if self.frame is None or other.frame is None:
            return self.refusal == other.refusal
        again = other.frame.reindex(self.frame.index)
        one, two = (part[list(_NUMBERS)].to_numpy(dtype=float) for part in (self.frame, again))
        close = np.allclose(one, two, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True)
        return close and self.frame["reason"].tolist() == again["reason"].tolist()


class IndicatorContract:
    """Subclass it under a name that begins with ``Test``; pytest finds the tests.

    Attributes
    ----------
    indicator : Indicator
        What is tested.
    worse, better : mapping
        Two sets of rows, by table, for the same subject: `better` must give it the better value.
    target : float
        For an indicator with the polarity ``target`` only: the better value is the one closer to it.
    options : mapping
        The indicator's settings, as in a parameters file.
    rules : Rules
        Rule packs in force.
    cycle : Cycle
        The period evaluated.
    key : str
        The column of the tables that holds the subject.
    cells : mapping
        ``"table.column"`` to a hypothesis strategy, where the needs do not say all about a column.
    examples : int
        How many tables are generated for each test.

    Methods
    -------
    improve(tables)
        Override it to return tables in which every subject does better; it is tried on generated tables.
    tidy(tables)
        Override it to mend generated tables, where one column depends on another.
    """

    indicator: Indicator
    worse: Mapping[str, Rows]
    better: Mapping[str, Rows]
    target: float | None = None
    options: Mapping[str, Any] = {}  # replaced by authors, never changed
    rules: Rules = Rules()
    cycle: Cycle = HALF_YEAR
    key: str = "subject"
    cells: Mapping[str, SearchStrategy[Any]] = {}
    examples: int = 25

    improve: Callable[..., Frames] | None = None
    _outcomes: list[_Outcome]

    def tidy(self, tables: Frames) -> Frames:
        """Return generated tables as the measure accepts them."""
        return tables

    # --- the declaration ----------------------------------------------------------------------------------------

    def test_it_is_described_in_both_languages(self) -> None:
        """A person scored reads the description; the same words twice are not a translation."""
        description = self.indicator.description
        self._require(description.id != description.en, "its description is the same in Indonesian and in English")
        for language in ("id", "en"):
            text = description.in_language(language)
            self._require(text.rstrip().endswith("."), f"its description ({language}) is not a sentence: {text!r}")

    def test_its_reference_can_be_looked_up(self) -> None:
        """A regulation has a number and a year, a publication at least a year."""
        reference = self.indicator.reference
        found = any(letter.isdigit() for letter in reference)
        self._require(found, f"its reference names no number and no year: {reference!r}")

    def test_it_can_be_used_in_the_cycle(self) -> None:
        """`valid_from` lies before the cycle that the tests run on."""
        first, start = self.indicator.valid_from, self.cycle.start
        self._require(first <= start, f"it is valid from {first}, after the cycle of these tests begins ({start})")

    def test_it_is_fair_at_the_level_it_is_measured_for(self) -> None:
        """What is fair for units only must not be offered for employees."""
        level, measured_for = self.indicator.attribution, self.indicator.subject
        said = f"it is measured for {' and '.join(measured_for)}, but attribution={level!r}"
        self._require(level in measured_for, f"{said}: a level it is not measured for")
        too_low = level == "unit" and "employee" in measured_for
        self._require(not too_low, f"{said}: no parameters file could use it for employees")

    # --- polarity -----------------------------------------------------------------------------------------------

    def test_better_data_give_a_better_value(self) -> None:
        """The polarity agrees with what the author calls better."""
        for name in ("worse", "better"):
            self._require(hasattr(self, name), f"the test class must give `{name}`: rows by table, for one subject")
        worse, better = (self._single_value(name) for name in ("worse", "better"))
        said = f"polarity {self.indicator.polarity!r}, but `worse` gives {worse:g} and `better` gives {better:g}"
        self._require(self._merit(better) > self._merit(worse), said)

    def test_an_improvement_never_makes_a_value_worse(self) -> None:
        """`improve` is tried on generated tables; it must also make a difference at least once."""
        if self.improve is None:
            raise SkipTest("give `improve(tables)` to try the polarity on generated tables")
        moved = [False]

        def check(tables: Frames) -> None:
            assert self.improve is not None
            before, after = self._outcome(tables), self._outcome(self.improve(_copied(tables)))
            if before.frame is None or after.frame is None:
                return
            change = after.frame["value"].map(self._merit) - before.frame["value"].map(self._merit)
            if (change < -_TOLERANCE).any():
                self._fail(f"`improve` makes a value worse:\n{before}\n{after}")
            moved[0] |= bool((change > _TOLERANCE).any())

        self._for_generated(check)
        self._require(moved[0], "`improve` never changed a value; it must make at least some of them better")

    # --- what is returned ---------------------------------------------------------------------------------------

    def test_what_it_returns_can_be_used(self) -> None:
        """Bounds enclose the value, a value rests on at least one case, and every absent value has a reason."""

        def check(tables: Frames) -> None:
            frame = self._outcome(tables).frame
            if frame is None:
                return
            value, slack = frame["value"], _TOLERANCE * (1 + frame["value"].abs())
            self._none(frame, frame["low"] > value + slack, "`low` lies above `value`")
            self._none(frame, frame["high"] < value - slack, "`high` lies below `value`")
            self._none(frame, frame["cases"] < 0, "`cases` is negative")
            self._none(frame, value.notna() & (frame["cases"] == 0), "a value rests on 0 cases; return NaN")
            self._none(frame, value.isna() & (frame["reason"] == ""), "a value is missing without a reason")

        self._for_generated(check)

    def test_the_same_tables_give_the_same_values(self) -> None:
        """No clock, no randomness, no memory of an earlier call."""
        self._for_generated(lambda tables: self._same(tables, tables, "measured twice, the same tables differ"))

    def test_the_order_of_rows_makes_no_difference(self) -> None:
        """A file may be sorted in any way."""

        def check(tables: Frames) -> None:
            reverse = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in tables.items()}
            self._same(tables, reverse, "with the rows in reverse order the values differ; sort before 'first', 'last'")

        self._for_generated(check)

    def test_the_order_of_subjects_makes_no_difference(self) -> None:
        """A result belongs to a subject by its code, never by its position."""

        def check(tables: Frames) -> None:
            first, second = self._outcome(tables, SUBJECTS), self._outcome(tables, SUBJECTS[::-1])
            said = "with the subjects in reverse order the values differ; return a frame indexed by subject"
            self._equal(first, second, said)

        self._for_generated(check)

    def test_subjects_that_swap_their_data_swap_their_values(self) -> None:
        """No subject is treated in a way of its own."""
        other = {SUBJECTS[0]: SUBJECTS[1], SUBJECTS[1]: SUBJECTS[0]}

        def check(tables: Frames) -> None:
            first, second = self._outcome(tables), self._outcome(self._renamed(tables, other))
            if first.frame is None or second.frame is None:
                return
            back = _Outcome(second.frame.rename(index=other))
            self._equal(first, back, f"{' and '.join(other)} swapped their data, but not their values")

        self._for_generated(check)

    def test_the_tables_are_left_as_they_were(self) -> None:
        """Another indicator reads the same tables afterwards."""

        def check(tables: Frames) -> None:
            if self._outcome(tables).frame is None:
                return
            given = _copied(tables)
            self.indicator.measure(given, self._context(SUBJECTS))
            for name, frame in tables.items():
                same = name in given and frame.equals(given[name])
                self._require(same, f"the measure changed the table {name!r}; work on a copy, as `assign` returns one")

        self._for_generated(check)

    # --- little data --------------------------------------------------------------------------------------------

    def test_tables_without_rows_give_nobody_a_value(self) -> None:
        """Nothing happened yet: that is a reason, no fault and no zero."""
        frame = self._measured_without_refusal(frames_of(self.indicator, {}, key=self.key))
        self._none(frame, frame["value"].notna(), "there are no rows, yet a value; return NaN or leave the subject out")

    def test_a_subject_without_rows_has_no_value(self) -> None:
        """Missing is never zero."""
        absent = "nobody"

        def check(tables: Frames) -> None:
            frame = self._outcome(tables, (*SUBJECTS, absent)).frame
            if frame is not None:
                none = frame.index == absent
                self._none(frame, frame["value"].notna() & none, f"no row names {absent!r}, yet it has a value")

        self._for_generated(check)

    def test_empty_cells_are_no_obstacle(self) -> None:
        """Where a cell may be empty, all of them may be."""
        self._for_generated(self._outcome, empty=True)

    def test_one_subject_alone_can_be_measured(self) -> None:
        """A place with a single unit has a cycle too."""
        alone = SUBJECTS[:1]
        self._for_generated(lambda tables: self._outcome(tables, alone), subjects=alone)

    def test_rows_that_are_all_alike_can_be_measured(self) -> None:
        """Equal rows have no spread: nothing may be divided by it."""
        self._for_generated(self._outcome, alike=True)

    # --- how it is done -----------------------------------------------------------------------------------------

    def _context(self, subjects: Sequence[str]) -> Context:
        return context_for(
            self.indicator, subjects, key=self.key, cycle=self.cycle, options=self.options, rules=self.rules
        )

    def _outcome(self, tables: Frames, subjects: Sequence[str] = SUBJECTS) -> _Outcome:
        outcome = self._measured(tables, subjects)
        self._outcomes.append(outcome)
        return outcome

    def _measured(self, tables: Frames, subjects: Sequence[str]) -> _Outcome:
        try:
            context = self._context(subjects)
            # min_cases=0: a value that rests on no case must be seen, not be taken out as too few
            frame = measure_indicator(self.indicator, _copied(tables), context, origin=ORIGIN, min_cases=0)
            return _Outcome(frame)
        except PluginError as error:
            raise AssertionError(str(error)) from (error.__cause__ or error)
        except WorkbenchError as error:
            return _Outcome(refusal="\n".join(sorted(each.render() for each in error.faults)))

    def _measured_without_refusal(self, tables: Frames, subjects: Sequence[str] = SUBJECTS) -> pd.DataFrame:
        outcome = self._measured(tables, subjects)
        if outcome.frame is None:
            self._fail(f"the measure refuses these tables: {outcome}\n{_shown(tables)}")
        return outcome.frame

    def _single_value(self, name: str) -> float:
        frames = frames_of(self.indicator, getattr(self, name), key=self.key)
        subjects = named_subjects(self.indicator, frames, self.key)
        self._require(len(subjects) == 1, f"`{name}` must be about one subject; it names {subjects}")
        value = float(self._measured_without_refusal(frames, subjects)["value"].iloc[0])
        self._require(not np.isnan(value), f"`{name}` gives no value; its rows must lie within the cycle")
        return value

    def _merit(self, value: float) -> float:
        """Return `value` such that more is better."""
        if self.indicator.polarity == "target":
            if self.target is None:
                self._fail("polarity 'target': the test class must give the number `target`")
            return -abs(value - self.target)
        return value if self.indicator.polarity == "higher" else -value

    def _same(self, one: Frames, other: Frames, said: str) -> None:
        self._equal(self._outcome(one), self._outcome(other), said)

    def _equal(self, first: _Outcome, second: _Outcome, said: str) -> None:
        if not first.equals(second):
            self._fail(f"{said}:\n{first}\n{second}")

    def _renamed(self, tables: Frames, names: Mapping[str, str]) -> Frames:
        renamed = _copied(tables)
        for need in self.indicator.needs:
            for column in columns_of(need, self.key):
                if column.subject:
                    renamed[need.table][column.name] = tables[need.table][column.name].replace(dict(names))
        return renamed

    def _for_generated(self, check: Callable[[Frames], object], **shape: Any) -> None:
        """Let hypothesis look for tables that break `check`; they must not all be refused by the measure."""
        shape = {"key": self.key, "cycle": self.cycle, "cells": self.cells, **shape}
        tables_of_all_kinds = generated_tables(self.indicator, **shape)
        from hypothesis import HealthCheck, Phase, Verbosity, given, settings

        self._outcomes = []

        @settings(
            max_examples=self.examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # hypothesis' own shrinking takes a minute; rows are left out below instead
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow],
            verbosity=Verbosity.quiet,
        )
        @given(tables_of_all_kinds)
        def holds(generated: Frames) -> None:
            tables = self.tidy(generated)
            if _breaks(check, tables) is not None:
                fewest = _with_fewest_rows(tables, check)
                broken = _breaks(check, fewest)
                raise AssertionError(f"{broken}\nfound with these tables:\n{_shown(fewest)}") from broken

        holds()
        said = "the measure refused all generated tables; mend them in `tidy(tables)` or with `cells`. The last refusal"
        measured = any(each.frame is not None for each in self._outcomes)
        self._require(measured, f"{said}: {self._outcomes[-1].refusal if self._outcomes else ''}")

    def _none(self, frame: pd.DataFrame, wrong: pd.Series, said: str) -> None:
        if wrong.any():
            self._fail(f"{said}:\n{frame[wrong].to_string()}")

    def _require(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self._fail(otherwise)

    def _fail(self, said: str) -> NoReturn:
        raise AssertionError(f"{self.indicator.code}: {said}")


def _copied(tables: Frames) -> Frames:
    return {name: frame.copy() for name, frame in tables.items()}


def _breaks(check: Callable[[Frames], object], tables: Frames) -> AssertionError | None:
    try:
        check(tables)
    except AssertionError as broken:
        return broken
    return None


def _with_fewest_rows(tables: Frames, check: Callable[[Frames], object]) -> Frames:
    """Return `tables` without the rows that are not needed to break `check`."""
    for name, frame in tables.items():
        for row in range(len(frame)):
            fewer = tables | {name: frame.drop(index=row).reset_index(drop=True)}
            if _breaks(check, fewer) is not None:
                return _with_fewest_rows(fewer, check)
    return tables


def _shown(tables: Frames) -> str:
    return "\n".join(f"{name}:\n{frame.to_string()}" for name, frame in tables.items())
