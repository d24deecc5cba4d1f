"""What a section picks out of a run, and how it says it: selecting, sorting and wording, no arithmetic of scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run

MOST_ROWS = 50  # what one A4 page holds; beyond that only the ends of the order are shown
ENDS = 15


def words(label: Mapping[str, str] | str, language: Language) -> str:
    """Return a label of the run in the reader's language."""
    return label if isinstance(label, str) else label[language.code]


def name_of(run: Run, subject: str) -> str:
    """Return the name of a subject."""
    return str(run.subjects.at[subject, "label"])


def title_of(run: Run, code: str, language: Language) -> str:
    """Return the name of an indicator or node."""
    branch = run.leaves.get(code) or run.nodes[code]
    return words(branch["label"], language)


def subjects_word(run: Run, language: Language) -> str:
    """Return what is scored, in the plural."""
    return language.text("employees") if run.manifest["subject_kind"] == "employee" else language.text("units")


def subject_word(run: Run, language: Language) -> str:
    """Return what is scored, as a heading."""
    return language.text("Employee") if run.manifest["subject_kind"] == "employee" else language.text("Unit")


def edition_word(run: Run, language: Language) -> str:
    """Return for whom the report is."""
    leaders = run.manifest["edition"] == "leaders"
    return language.text("edition for leaders") if leaders else language.text("internal edition")


def day(text: str, language: Language) -> str:
    """Return an ISO date in words."""
    return language.date(date.fromisoformat(str(text)))


def is_interim(run: Run) -> bool:
    """Return whether the report shows where things stand before the cycle has ended."""
    return str(run.manifest["data_until"]) < str(run.manifest["period"]["end"])


def interim_sentence(run: Run, language: Language) -> str:
    """Return how much of the cycle has passed, for a report made inside it; empty after its end."""
    if not is_interim(run):
        return ""
    start, end, until = (
        date.fromisoformat(str(each))
        for each in (run.manifest["period"]["start"], run.manifest["period"]["end"], run.manifest["data_until"])
    )
    return language.text(
        "Interim standing on {day}: {passed} of the {all} days of the cycle have passed, and what comes after is not "
        "known yet.",
        day=language.date(until),
        passed=language.number((until - start).days + 1, 0),
        all=language.number((end - start).days + 1, 0),
    )


def scored(run: Run) -> pd.Index:
    """Return the subjects that have a score, best first."""
    return run.scores.dropna().index


def how_many_first(run: Run) -> int:
    """Return how many subjects share the first place."""
    return int((run.scorecard.ranks == 1).sum())


def unscored(run: Run) -> pd.Index:
    """Return the subjects without a score, by code."""
    return run.scores.index[run.scores.isna()].sort_values()


def counted(run: Run) -> list[str]:
    """Return the indicators that count; those of weight 0 are shown for information."""
    return [code for code, leaf in run.leaves.items() if leaf["effective_weight"] > 0]


def for_information(run: Run) -> list[str]:
    """Return the indicators of weight 0: shown, never counted."""
    return [code for code, leaf in run.leaves.items() if not leaf["effective_weight"] > 0]


def weight_text(weight: float, language: Language) -> str:
    """Return a weight in the whole; in words where it is 0."""
    return language.percent(weight, 1) if weight > 0 else language.text("0 %: shown for information, not counted")


def ends_of(order: pd.Index) -> tuple[pd.Index, int]:
    """Return the rows to show of a long order, and how many in the middle are left out."""
    if len(order) <= MOST_ROWS:
        return order, 0
    return order[:ENDS].append(order[-ENDS:]), len(order) - 2 * ENDS


def left_out(count: int, run: Run, language: Language) -> str:
    """Return the note below a list whose middle is left out; empty when nothing is."""
    if not count:
        return ""
    return language.text(
        "Shown are the first {ends} and the last {ends}; {count} {subjects} in between are in the run's tables.",
        ends=ENDS,
        count=language.number(count, 0),
        subjects=subjects_word(run, language),
    )


def decimals_for(values: Iterable[float]) -> int:
    """Return how many decimals tell these numbers apart without claiming more than they hold."""
    numbers = pd.Series(list(values), dtype=float).dropna()
    if numbers.empty:
        return 0
    spread = float(numbers.max() - numbers.min()) or float(numbers.abs().max())
    most = 1 if spread >= 10 else 2 if spread >= 1 else 3
    return next((fewer for fewer in range(most) if ((numbers - numbers.round(fewer)).abs() < 1e-9).all()), most)


def exact_text(value: float, language: Language) -> str:
    """Return a number of the parameters as it is written there: 76,61 stays 76,61; at most four decimals."""
    return language.number(value, next((few for few in range(4) if abs(value - round(value, few)) < 1e-9), 4))


def middle_text(values: pd.Series, language: Language, decimals: int) -> str:
    """Return where the middle half of `values` lies, as the end of a sentence."""
    low, high = (language.number(float(values.quantile(each)), decimals) for each in (0.25, 0.75))
    if low == high:
        return language.text("at least half of them are {value}", value=low)
    return language.text("half of them lie between {low} and {high}", low=low, high=high)


def score_text(value: float | None, language: Language) -> str:
    """Return a score: one decimal."""
    return language.number(value, 1)


def signed_text(value: float, language: Language, decimals: int = 1) -> str:
    """Return a difference of points with its sign; what rounds to nothing has none."""
    number = language.number(abs(value), decimals)
    if number == language.number(0.0, decimals):
        return number
    return ("+" if value > 0 else "−") + number


def range_text(low: Any, high: Any, language: Language, decimals: int = 0) -> str:
    """Return an interval, ``58–67``; empty when it is not known."""
    if pd.isna(low) or pd.isna(high):
        return ""
    ends = [language.number(float(end), decimals) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def places_text(run: Run, subject: str, language: Language) -> str:
    """Return between which ranks a subject stays when the weights move."""
    return range_text(run.rank_intervals.at[subject, "low"], run.rank_intervals.at[subject, "high"], language)


def how_moved(run: Run, language: Language) -> str:
    """Return how the weights were moved to see how sure the ranks are, to follow "if" or "when"."""
    robustness = run.manifest["robustness"]
    way = robustness.get("weights", "box")  # runs of earlier versions know no other
    return how_shaken(way, float(robustness["spread"]), language)


def how_shaken(way: str, spread: float, language: Language) -> str:
    """Return what each of the ways to draw weights does, to follow "if" or "when"."""
    if way == "dirichlet":
        return language.text("the weights are drawn by chance around those of the policy")
    if way == "simplex":
        return language.text("any weights are possible")
    return language.text("each weight moves by up to {spread}", spread=language.percent(spread))


def count_text(value: Any, language: Language) -> str:
    """Return a whole number; empty when it is not known."""
    return "" if pd.isna(value) else language.number(float(value), 0)


def cases_text(run: Run, subject: str, code: str, language: Language) -> str:
    """Return how many cases a value rests on; empty where every subject is a single case."""
    single = run.measurements.cases[code].max() <= 1
    return "" if single else count_text(run.measurements.cases.at[subject, code], language)


def rank_text(run: Run, subject: str, language: Language) -> str:
    """Return a rank; an en dash for a subject without one."""
    return count_text(run.scorecard.ranks[subject], language) or "–"


def class_text(run: Run, subject: str, language: Language) -> str:
    """Return the predicate of a subject, or the band of its score where the cycle sets no predicate."""
    if run.predicate is not None:
        code = run.scorecard.predicates[subject]
        return "–" if pd.isna(code) else words(run.predicate["predicates"][code], language)
    return band_text(run, subject, run.root, language)


def has_decisions(run: Run) -> bool:
    """Return whether the cycle records decisions, so that computed and final predicate stand side by side."""
    return run.people is not None and bool(run.people.parts & {"adjustments", "objections"})


def final_text(run: Run, subject: str, language: Language) -> str:
    """Return the predicate that stands after all decisions; an en dash where there is none."""
    if run.people is None or run.predicate is None:
        return "–"
    code = run.people.status.at[subject, "predicate_final"]
    return "–" if pd.isna(code) else words(run.predicate["predicates"][code], language)


def band_text(run: Run, subject: str, node: str, language: Language) -> str:
    """Return the band of a node's score; an en dash where there is none."""
    if node not in run.scorecard.bands or pd.isna(run.scorecard.bands.at[subject, node]):
        return "–"
    code = run.scorecard.bands.at[subject, node]
    return next(
        (words(band["label"], language) for band in run.nodes[node]["bands"] if band["code"] == code), str(code)
    )


def class_heading(run: Run, language: Language) -> str:
    """Return what the class of a subject is called; empty where the cycle has neither predicate nor bands."""
    if run.predicate is not None:
        return language.text("Predicate")
    return language.text("Band") if run.framework.get("bands") else ""


def is_exempt(run: Run, subject: str) -> bool:
    """Return whether the subject is not evaluated in this cycle."""
    return run.people is not None and subject in run.people.exempt.index


def reason_text(run: Run, subject: str, code: str, reason: str, language: Language) -> str:
    """Return why a value or a score is absent, with its numbers in the reader's language."""
    if run.people is not None and is_exempt(run, subject):
        return words(run.people.facts["exemptions"][run.people.exempt[subject]], language)
    if code in run.nodes:
        return language.text(
            "only {covered} of the weight has a value, at least {wanted} is needed",
            covered=language.percent(float(run.scorecard.coverage.at[subject, code])),
            wanted=language.percent(float(run.nodes[code]["minimum_coverage"])),
        )
    cases, wanted = run.measurements.cases.at[subject, code], run.leaves[code]["min_cases"]
    if reason.startswith("too few cases") and not pd.isna(cases):
        return language.text("too few cases ({cases}, at least {wanted} needed)", cases=int(cases), wanted=wanted)
    return language.text(reason)


def filled_value(run: Run, subject: str, code: str) -> float | None:
    """Return the value that was filled in for a subject; None where nothing was."""
    changed = run.scorecard.changed
    own = changed[(changed["subject"] == subject) & (changed["code"] == code) & (changed["step"] == "filled")]
    return None if own.empty else float(own["after"].iloc[0])


def imputation_words(run: Run, language: Language) -> str:
    """Return how absent values were filled in."""
    rule = run.manifest["missing"]
    said = {
        "mean": language.text("mean of all"),
        "median": language.text("median of all"),
        "group_mean": language.text("mean of the group ({group})", group=rule["group"]),
        "group_median": language.text("median of the group ({group})", group=rule["group"]),
        "nearest_neighbours": language.text("mean of the {count} most alike", count=rule["neighbours"]),
        "iterative": language.text("regression on the other indicators"),
    }
    return said[rule["method"]]


def treatment_words(method: str, language: Language) -> str:
    """Return what is done about outliers."""
    said = {
        "none": language.text("nothing: no outliers"),
        "winsorise": language.text("outliers pulled in"),
        "log": language.text("logarithm"),
        "box_cox": language.text("Box–Cox transformation"),
    }
    return said[method]


def transformation(leaf: Mapping[str, Any], language: Language) -> str:
    """Return how all values of an indicator were transformed before normalisation; empty where they were not."""
    treatment = leaf.get("treatment")
    if not treatment or treatment["applied"] not in ("log", "box_cox"):
        return ""
    return treatment_words(treatment["applied"], language)


def reaches_target(run: Run, code: str) -> pd.Series:
    """Return for each measured value whether it reaches its target; empty where there is no target to reach."""
    leaf = run.leaves[code]
    values = run.measurements.values[code].dropna()
    if leaf["target"] is None or leaf["polarity"] == "target":
        return pd.Series(dtype=bool)
    return values >= leaf["target"] if leaf["polarity"] == "higher" else values <= leaf["target"]


def unit_text(leaf: Mapping[str, Any], language: Language) -> str:
    """Return the unit of measurement."""
    return words(leaf["measured_in"], language)


def with_unit(leaf: Mapping[str, Any], language: Language) -> str:
    """Return the name of an indicator with its unit: ``Waiting time (median; minutes)``."""
    name, unit = words(leaf["label"], language), unit_text(leaf, language)
    return f"{name[:-1]}; {unit})" if name.endswith(")") else f"{name} ({unit})"


def confidence_text(confidence: str, language: Language) -> str:
    """Return how sure we are of a rule, in words."""
    said = {
        "official": language.text("official text"),
        "secondary": language.text("secondary source"),
        "known": language.text("common knowledge, source not confirmed"),
        "uncertain": language.text("uncertain, to be checked"),
        "proposed": language.text("proposal of this workbench"),
    }
    return said.get(confidence, confidence)


def plugin_kind_text(kind: str, language: Language) -> str:
    """Return where a plugin comes from, in words."""
    said = {
        "built-in": language.text("built-in"),
        "installed": language.text("installed"),
        "local": language.text("local file"),
    }
    return said.get(kind, kind)


def listed(names: Sequence[str], language: Language, most: int = 5) -> str:
    """Return names as a list in a sentence, the rest counted."""
    if len(names) <= most:
        return ", ".join(names)
    return language.text("{names} and {count} more", names=", ".join(names[:most]), count=len(names) - most)
