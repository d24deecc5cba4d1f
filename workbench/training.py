"""What a training notebook imports: explanations, exercises and small experiments; nothing personal, nothing online."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError, ScoringError, WorkbenchError, fault, message
from workbench.locale import Language
from workbench.notebook.examples import example_people
from workbench.notebook.panels import require_widgets
from workbench.notebook.words import in_plain_words

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from workbench.model.people import ObjectionTerms
    from workbench.views.blocks import Block
    from workbench.views.panel_controls import Values
    from workbench.views.question_panel import QuestionPanel

Ratings = Mapping[str, Sequence[float | None]]
"""Name of a rater to the ratings of the cases, in their order; None where there is none."""

UNIT_SIZES = (12, 12, 15, 20, 30, 40, 60, 80, 100, 140, 180, 240)
DRAWS = 10
_FLOWERS = ("Melati", "Anggrek", "Cempaka", "Kenanga", "Dahlia", "Mawar", "Seruni", "Teratai", "Flamboyan", "Bugenvil")
UNIT_NAMES = (*_FLOWERS, "Kamboja", "Sedap Malam")
_TRUTHS = {"alike": 0.0, "differ": 4.0}
_SPREAD = 10.0
_FIRST_IS_SMALL = 12
"""A seed whose first draw shows what is typical: a unit of the smallest size comes first in 4 of its 10 draws."""


def explain(name: str, *, language: str = "id") -> Block:
    """Return one explanation of the workshop by its name.

    Raises
    ------
    WorkbenchError
        When there is none of this name.
    """
    with in_plain_words(language):
        from workbench.views.lesson_words import EXPLANATIONS, explained

        return explained(_named(name, EXPLANATIONS), Language(language))


def exercise(name: str, *, language: str = "id") -> QuestionPanel:
    """Return an exercise that checks itself, by its name.

    Raises
    ------
    WorkbenchError
        When there is none of this name, or panels are not installed.
    """
    with in_plain_words(language):
        require_widgets()
        from workbench.views.exercise import exercise_panel
        from workbench.views.exercise_words import EXERCISES

        everything = {each: found for lesson in EXERCISES.values() for each, found in lesson.items()}
        return exercise_panel(_named(name, everything), language=language)


def worksheet(lesson: str, *, answers: bool = False, language: str = "id") -> Block:
    """Return the exercises of a notebook for printing; with `answers`, the trainer's copy.

    Raises
    ------
    WorkbenchError
        When there is no notebook of this name.
    """
    with in_plain_words(language):
        from workbench.views.exercise import worksheet as printed
        from workbench.views.exercise_words import EXERCISES

        return printed(_named(lesson, EXERCISES).values(), Language(language), answers=answers)


def _named(name: str, known: Mapping[str, Any]) -> Any:
    if name not in known:
        raise WorkbenchError([fault(name, "there is nothing of this name; there are: {known}", known=", ".join(known))])
    return known[name]


# --- a score ---


def score_by_hand(*, language: str = "id") -> Block:
    """Return the score of the practice unit with every step."""
    from workbench.views.lesson_words import PRACTICE
    from workbench.views.training_sections import score_by_hand as shown

    return shown(_marks_at_the_start(), PRACTICE, Language(language))


def _marks_at_the_start() -> pd.DataFrame:
    from workbench.views.lesson_words import PRACTICE

    values = {code: each.value for code, each in PRACTICE.items()}
    return marks_of(values, {code: each.weight for code, each in PRACTICE.items()})


def score_panel(*, language: str = "id") -> QuestionPanel:
    """Return the practice unit with sliders for its values and weights, and every step of the score they lead to."""
    with in_plain_words(language):
        require_widgets()
        from workbench.views.lesson_words import PRACTICE
        from workbench.views.panel_controls import Choice
        from workbench.views.question_panel import QuestionPanel
        from workbench.views.training_sections import score_by_hand as shown

        words, start = Language(language), _marks_at_the_start()
        values = [
            _slider(f"value {code}", each.label.in_language(language), each.value, (each.worst, each.best), each.step)
            for code, each in PRACTICE.items()
        ]
        weights = [
            _slider(f"weight {code}", words.text("Weight: {name}", name=name), each.weight, (0, 100), 5)
            for code, each in PRACTICE.items()
            for name in [each.label.in_language(language)]
        ]

        def answer(state: Values) -> list[Block]:
            value, weight = (
                {code: float(state[f"{what} {code}"]) for code in PRACTICE} for what in ("value", "weight")
            )
            return [shown(marks_of(value, weight), PRACTICE, words, start=start)]

        choices: list[Choice] = values + weights
        return QuestionPanel(words.text("How does this score come about?"), choices, answer, language=language)


def _slider(name: str, label: str, value: float, ends: tuple[float, float], step: float) -> Any:
    from workbench.views.panel_controls import Choice

    low, high = (str(end) for end in sorted(ends))
    return Choice(name=name, label=label, kind="share", value=str(value), low=low, high=high, step=str(step))


def marks_of(values: Mapping[str, float], weights: Mapping[str, float]) -> pd.DataFrame:
    """Return value, mark, weight (per cent, adding up to 100) and contribution of every indicator of the practice unit.

    Raises
    ------
    ScoringError
        When all weights are 0.
    """
    import numpy as np
    import pandas as pd

    from workbench.scoring.normalisation import Goalposts, fit_goalposts
    from workbench.views.lesson_words import PRACTICE

    total = sum(weights.values())
    if total <= 0:
        raise ScoringError([fault("", "all weights are 0: give at least one indicator some weight")])
    rows = {}
    for code, each in PRACTICE.items():
        ends = Goalposts(low=min(each.worst, each.best), high=max(each.worst, each.best))
        scale = fit_goalposts(np.empty(0), "higher" if each.best > each.worst else "lower", ends)
        mark = float(scale.apply(np.array([values[code]]))[0])
        share = weights[code] / total
        rows[code] = {"value": values[code], "mark": mark, "weight": 100 * share, "contribution": share * mark}
    return pd.DataFrame.from_dict(rows, orient="index")


# --- raters ---


def cases_to_rate(*, language: str = "id") -> Block:
    """Return six people who do not exist, for a group to rate."""
    from workbench.views.lesson_words import CASES
    from workbench.views.lesson_words import cases_to_rate as shown

    return shown(CASES, Language(language))


def rate_together(ratings: Ratings, *, language: str = "id") -> Block:
    """Return how much stricter each member of a group is than the group, from ratings of the same six cases.

    Parameters
    ----------
    ratings : mapping
        Name of each rater to six ratings from 0 to 100; None where there is none.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When there are fewer than two raters, or a line has not six ratings from 0 to 100.
    """
    with in_plain_words(language):
        import numpy as np
        import pandas as pd

        from workbench.fairness.crossed_model import fit_crossed_model
        from workbench.views.lesson_words import CASES
        from workbench.views.training_sections import rated_together

        table = _table_of(ratings, len(CASES))
        shape = table.shape
        subject, rater = np.tile(np.arange(shape[1]), shape[0]), np.repeat(np.arange(shape[0]), shape[1])
        found = fit_crossed_model(table.ravel(), subject, rater, subjects=shape[1], raters=shape[0])
        raters = found.raters[["severity", "low", "high"]].set_axis(list(ratings), axis=0)
        names = [case.in_language(language).partition(":")[0] for case in CASES]
        cases = pd.DataFrame(table.T, index=names)
        people = pd.DataFrame({"low": cases.min(axis=1), "mean": cases.mean(axis=1), "high": cases.max(axis=1)})
        given = raters.assign(mean=pd.DataFrame(table).mean(axis=1).to_numpy())
        return rated_together(given.dropna(), people.dropna(), Language(language))


def _table_of(ratings: Ratings, cases: int) -> NDArray[np.float64]:
    import numpy as np

    wrong_length = message("{count} ratings where there are {cases} cases; write None where you did not rate")
    InputError.raise_if(
        fault(name, wrong_length, count=len(row), cases=cases) for name, row in ratings.items() if len(row) != cases
    )
    InputError.raise_if(
        fault(name, "{value} does not lie between 0 and 100", value=value)
        for name, row in ratings.items()
        for value in row
        if value is not None and not 0 <= value <= 100
    )
    if len(ratings) < 2:
        raise InputError([fault("ratings", "two raters at least are needed: one alone is neither strict nor lenient")])
    return np.array([[np.nan if each is None else each for each in row] for row in ratings.values()], dtype=float)


# --- groups and luck ---


def admissions(*, language: str = "id") -> Block:
    """Return admissions to graduate school by sex, Berkeley 1973, over all and by department."""
    import pandas as pd

    from workbench.fairness.rates import Rates
    from workbench.fairness.strata import rate_gaps_within
    from workbench.views.training_groups import admissions as shown

    applied = pd.read_csv(_data("berkeley_1973.csv"))
    by_sex = applied.pivot_table(index="department", columns="sex", values=["applied", "admitted"], aggfunc="sum")
    hits, size = (by_sex[what][["men", "women"]].to_numpy() for what in ("admitted", "applied"))
    return shown(applied, rate_gaps_within(Rates(hits=hits, size=size), reference=0), Language(language))


def ratings_of_teachers(*, language: str = "id") -> Block:
    """Return the gap between women and men in students' ratings of their teachers, over all and by kind of post."""
    import pandas as pd

    from workbench.fairness.strata import mean_gaps_within, statistics_in_units
    from workbench.views.training_groups import ratings_of_teachers as shown

    courses = pd.read_csv(_data("teaching_ratings_2005.csv"))
    teachers = courses.groupby("prof").agg(
        gender=("gender", "first"), tenure=("tenure", "first"), mean=("eval", "mean")
    )
    post, sex = (teachers["tenure"] == "yes").to_numpy(int), (teachers["gender"] == "female").to_numpy(int)
    found = statistics_in_units(teachers["mean"].to_numpy(), post, sex, shape=(2, 2))
    return shown(mean_gaps_within(found, reference=0), teachers, Language(language))


def _data(name: str) -> Path:
    from workbench.shipped import shipped

    return shipped("notebooks/training") / "data" / name


def luck_panel(*, language: str = "id") -> QuestionPanel:
    """Return twelve units whose marks are drawn by lot: which is first, and what is left of it beside its size."""
    with in_plain_words(language):
        require_widgets()
        from workbench.views.panel_controls import Choice
        from workbench.views.question_panel import QuestionPanel

        words = Language(language)
        truths = {"alike": words.text("all units are equally good"), "differ": words.text("units really differ")}
        choices = [
            Choice(
                name="draw",
                label=words.text("Draw"),
                options={str(n): words.text("draw {number}", number=n) for n in range(1, DRAWS + 1)},
            ),
            Choice(name="truth", label=words.text("What is true"), options=truths),
        ]
        return QuestionPanel(
            words.text("Who comes first, and by what?"),
            choices,
            lambda values: [lucky_units(int(values["draw"]), truth=values["truth"], language=language)],
            language=language,
        )


def lucky_units(draw: int, *, truth: str = "alike", language: str = "id") -> Block:
    """Return one draw of twelve units that are all equally good (``alike``) or not (``differ``)."""
    import numpy as np
    import pandas as pd

    from workbench.fairness.crossed_model import Z95
    from workbench.fairness.luck import chances_of_first, drawn_units
    from workbench.fairness.shrinkage import shrunken_means
    from workbench.views.training_groups import lucky_units as shown

    rng = np.random.default_rng([_FIRST_IS_SMALL, draw])
    seen = drawn_units(UNIT_SIZES, mean=70.0, within=_SPREAD, between=_TRUTHS[truth], rng=rng)
    chance = chances_of_first(UNIT_SIZES, draws=20_000, rng=np.random.default_rng(2025))
    found = shrunken_means(seen).table
    reach = Z95 * found["raw_se"]
    units = pd.DataFrame({"name": UNIT_NAMES, "size": UNIT_SIZES, "chance": chance})
    units = units.assign(
        seen=found["raw"], low=found["raw"] - reach, high=found["raw"] + reach, estimate=found["value"]
    )
    return shown(units, Language(language))


# --- privacy and objection ---


def number_taken_apart(*, language: str = "id") -> Block:
    """Return what a NIP tells about a person, on one that cannot exist."""
    from workbench.views.lesson_words import NIP_PARTS
    from workbench.views.training_sections import number_taken_apart as shown

    return shown(NIP_PARTS, Language(language))


def small_cells(*, language: str = "id") -> Block:
    """Return predicates of made-up offices with only small numbers hidden, what that gives away, and a safe table."""
    import pandas as pd

    from workbench.fairness.disclosure import DisclosureRule, protect
    from workbench.fairness.disclosure_attack import attack
    from workbench.fairness.disclosure_tables import count_tables, hide_only_small
    from workbench.views.lesson_words import OFFICES, PREDICATES
    from workbench.views.training_sections import hidden_cells

    rows = [
        (office, str(place))
        for office, counts in OFFICES.items()
        for place, each in enumerate(counts)
        for _ in range(each)
    ]
    people = pd.DataFrame(rows, columns=["office", "class"])
    tables, rule = count_tables(people, [("office", "class")], sensitive="class"), DisclosureRule()
    naive, safe = hide_only_small(tables, rule.smallest), protect(tables, rule).published
    return hidden_cells((naive, attack(naive)), (safe, attack(safe)), PREDICATES, Language(language))


def deadline_panel(*, language: str = "id") -> QuestionPanel:
    """Return until when an objection may be lodged, for a day to choose on which the evaluation was received.

    Raises
    ------
    WorkbenchError
        When the rules cannot be read, or panels are not installed.
    """
    with in_plain_words(language):
        require_widgets()
        from workbench.views.panel_controls import Choice
        from workbench.views.question_panel import QuestionPanel

        words, terms = Language(language), _objection_terms()
        years = sorted(terms.calendar.years)
        day = Choice(
            name="received",
            label=words.text("Evaluation received on"),
            kind="day",
            value=f"{years[-1]}-01-20",
            low=f"{years[0]}-01-01",
            high=f"{years[-1]}-10-31",
        )
        return QuestionPanel(
            words.text("Until when may I object?"),
            [day],
            lambda values: [_deadlines(date.fromisoformat(values["received"]), terms, words)],
            language=language,
            compact=True,
        )


def _objection_terms() -> ObjectionTerms:
    """Return the terms that the shipped example names, with the days off of every year that is known."""
    from workbench.files.parameters_file import read_parameters
    from workbench.model.people import ObjectionTerms
    from workbench.model.rules import Rules
    from workbench.model.working_days import WorkingDays
    from workbench.registry import load_catalogue

    rules = Rules(packs=tuple(load_catalogue().rule_packs.values()))
    named = read_parameters(example_people()).parameters.objections
    assert named is not None
    return ObjectionTerms(
        submission=rules.cited(named.submission_days),
        decision=rules.cited(named.decision_days),
        calendar=WorkingDays.named(rules, week=named.week, holidays=named.holidays),
    )


def _deadlines(received: date, terms: ObjectionTerms, language: Language) -> Block:
    import numpy as np

    from workbench.views.training_sections import deadlines

    submission = terms.calendar.due(np.array([received], "M8[D]"), np.array([terms.submission.value]))
    decision = terms.calendar.due(submission, np.array([terms.decision.value]))
    days = int(terms.submission.value), int(terms.decision.value)
    return deadlines(received, submission[0].item(), decision[0].item(), days=days, language=language)
