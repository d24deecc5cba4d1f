"""How an audit is told: the finding that matters most, a number, a threshold and a verdict in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.analysis.audit import verdicts
from workbench.analysis.audit_checks import CANNOT_SAY, CHECKS, LOOK, SOUND, STATED, VERDICTS
from workbench.errors import message
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection

# What matters first when several need a look.
_ORDER = (
    *("present", "conflict", "influence", "influence_within", "redundant", "swap", "top", "widest", "width"),
    *("left_out", "reliability", "parent", "same", "skewness", "imputed", "treated"),
)
_FINDINGS: Mapping[str, str] = {
    "present": message("only {value} of the values of {name} were measured"),
    "imputed": message("{value} of the values of {name} were filled in"),
    "treated": message("{value} of the values of {name} were pulled in as outliers"),
    "same": message("{value} of the values of {name} are the same"),
    "skewness": message("the values of {name} are lopsided (skewness {value})"),
    "reliability": message("the parts of {name} hardly measure one thing (alpha {value})"),
    "redundant": message("{name} and {other} say nearly the same (r = {value})"),
    "conflict": message("{name} and {other} work against each other (r = {value})"),
    "parent": message("{name} hardly goes along with {other} (r = {value})"),
    "width": message("half of the rank intervals are wider than {value} of all places"),
    "widest": message("a tenth of the rank intervals are wider than {value} of all places"),
    "top": message("only {value} of the places in the top are certain"),
    "left_out": message("without {name} ranks shift by {value} of all places on average"),
    "swap": message("a change of the weight of {name} by {value} of itself gives another first place"),
    "influence": message("{name} has {value} of the influence on {other}, but {expected} of the weight"),
    "influence_within": message("{name} has {value} of the influence on {other}, but {expected} of the weight"),
}
_AT_LEAST = {"present", "reliability", "conflict", "parent", "top", "swap"}
_PLAIN = {"skewness", "kurtosis", "reliability", "redundant", "conflict", "parent"}  # numbers that are no shares
_SIZES = {"redundant": "|r|", "skewness": "|x|"}  # the sign does not matter
_COUNTED = {"certain", "top_possible"}


def finding(run: Run, language: Language) -> str:
    """Return how many questions are answered how, and what needs a look first."""
    found = verdicts(run.audit)
    counts = found.value_counts()
    counted = language.text(
        "Of {all} questions to the method {sound} are answered as sound, {look} need a look, and {unknown} cannot be "
        "answered with these data.",
        all=len(found),
        sound=int(counts.get(SOUND, 0)),
        look=int(counts.get(LOOK, 0)),
        unknown=int(counts.get(CANNOT_SAY, 0)),
    )
    first = next((check for check in _ORDER if found.get(check) == LOOK), None)
    if first is None:
        return counted
    most = language.text("Look first here: {finding}.", finding=_said(run, _worst(run, first), language))
    return f"{counted} {most}"


def _worst(run: Run, check: str) -> pd.Series:
    """Return the row of a check that is furthest off among those that need a look."""
    rows = run.audit[(run.audit["check"] == check) & (run.audit["verdict"] == LOOK)]
    return rows.loc[(rows["value"].abs() - rows["expected"].abs()).abs().idxmax()]


def _said(run: Run, row: pd.Series, language: Language) -> str:
    return language.text(
        _FINDINGS[row["check"]],
        name=selection.title_of(run, row["code"], language),
        other=selection.title_of(run, row["other"], language) if row["other"] else "",
        value=number_text(row["check"], row["value"], language),
        expected=number_text(row["check"], row["expected"], language),
    )


def number_text(check: str, value: float, language: Language, *, decimals: int = 1) -> str:
    """Return a number of a check: a count, a coefficient with one decimal more, or a share with so many `decimals`."""
    if check in _COUNTED:
        return language.number(value, 0)
    return _plain(value, decimals + 1, language) if check in _PLAIN else language.percent(value, decimals)


def _plain(value: float, decimals: int, language: Language) -> str:
    return language.number(round(value, decimals) + 0.0, decimals).replace("-", "−")  # + 0.0: never "−0"


def threshold_text(check: str, expected: float, language: Language) -> str:
    """Return from where on a check needs a look."""
    limit = _plain(expected, 2, language) if check in _PLAIN else language.percent(expected)
    sign = "≥" if check in _AT_LEAST else "≤"
    return f"{_SIZES.get(check, '')} {sign} {limit}".strip()


def name_of_check(check: str, language: Language) -> str:
    """Return the name of a check, as it begins a line."""
    name = language.text(CHECKS[check].name)
    return name[:1].upper() + name[1:]


def verdict_text(row: pd.Series, language: Language) -> str:
    """Return the verdict of a row, with its reason."""
    if row["verdict"] == STATED:
        return "–"
    word = verdict_word(row["verdict"], language)
    return f"{word}: {language.text(row['reason'])}" if row["reason"] else word


def verdict_word(verdict: str, language: Language) -> str:
    """Return a verdict in words that stay on one line."""
    return language.text(VERDICTS[verdict]).replace(" ", "\u00a0")
