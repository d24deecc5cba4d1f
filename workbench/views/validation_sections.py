"""How often the statistics of the audit are right about invented evaluations, in words and a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from workbench.errors import message
from workbench.fairness.validation import Share, Validation
from workbench.locale import Language
from workbench.views import tables
from workbench.views.blocks import Block, callout, paragraph

QUESTIONS = {
    "group_gaps": message("Are gaps between groups found, and only those?"),
    "severities": message("Is the severity of raters found again?"),
    "severities_in_logits": message("Is the severity of raters found again from classes?"),
    "unit_means": message("Are units known for what they are?"),
    "unit_distributions": message("Are units with another distribution found, and only those?"),
}
LEAST_COVERAGE = 0.93
"""A 95 % interval that holds the truth more seldom than this is not what it says."""
_Z95 = 1.96


def validated(found: Mapping[str, Validation], question: str, language: Language) -> Block:
    """Return what became of the trials of one analysis.

    Parameters
    ----------
    found : mapping
        Name of an invented place to what became of its trials.
    question : str
        A key of `QUESTIONS`.
    language : Language
        Of the words and numbers.
    """
    parts = (
        _table(found, question, language),
        callout(language.text("Where the intervals cannot be trusted"), list(_not_held(found, language))),
        callout(language.text("Where no answer is given"), list(_refusals(found, language))),
        paragraph(_reading(next(iter(found.values())).trials, language), "note"),
    )
    return Block(language.text(QUESTIONS[question]), _finding(found, language), parts, f"validation-{question}")


def _finding(found: Mapping[str, Validation], language: Language) -> str:
    sentences = []
    if alarms := _present(found, lambda each: each.false_alarms):
        text = language.text("False alarms: at most {share}.", share=language.percent(max(alarms), 1))
        sentences.append(text)
    if coverage := _present(found, lambda each: each.coverage):
        low, high = (language.percent(share, 1) for share in (min(coverage), max(coverage)))
        sentences.append(language.text("The intervals hold the truth in {low} to {high}.", low=low, high=high))
    if correlation := _present(found, lambda each: each.correlation):
        lowest = language.number(min(correlation), 2)
        sentences.append(language.text("Estimates correlate with the truth by at least {lowest}.", lowest=lowest))
    if refused := sum(each.refused == each.trials for each in found.values()):
        sentences.append(language.text("{count} of {all} places get no answer.", count=refused, all=len(found)))
    return " ".join(sentences)


def _present(found: Mapping[str, Validation], share_of: Callable[[Validation], Share]) -> list[float]:
    values = [share_of(each).value for each in found.values()]
    return [value for value in values if not np.isnan(value)]


def _table(found: Mapping[str, Validation], question: str, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "place": name,
                "power": _share(each.power, language),
                "alarms": _share(each.false_alarms, language),
                "coverage": _share(each.coverage, language),
                "correlation": language.number(each.correlation.value, 2).replace("-", "−"),
                "refused": language.number(each.refused, 0) if each.refused else "–",
            }
            for name, each in found.items()
        ]
    )
    headings = {
        "place": language.text("Invented place"),
        "power": language.text("Found, of what differs"),
        "alarms": language.text("False, of what was found"),
        "coverage": language.text("Intervals that hold the truth"),
        "correlation": language.text("Correlation with the truth"),
        "refused": language.text("No answer"),
    }
    return tables.table(rows, name=f"validation-{question}", headings=headings)


def _share(share: Share, language: Language) -> str:
    """Return a share with what chance in the trials may add or take away; an en dash where there is none."""
    if np.isnan(share.value) or np.isnan(share.error):
        return language.percent(share.value, 1)
    return f"{language.percent(share.value, 1)} ± {language.number(100 * _Z95 * share.error, 1)}"


def _not_held(found: Mapping[str, Validation], language: Language) -> Iterator[str]:
    """Yield the places where fewer intervals hold the truth than chance in the trials would explain."""
    for name, each in found.items():
        value, error = each.coverage
        if value + _Z95 * (0.0 if np.isnan(error) else error) < LEAST_COVERAGE:
            yield language.text(
                "{place}: only {share} of the intervals hold the truth.",
                place=name,
                share=language.percent(value, 1),
            )


def _refusals(found: Mapping[str, Validation], language: Language) -> Iterator[str]:
    for name, each in found.items():
        for reason in each.reasons:
            yield language.text("{place}: {reason}", place=name, reason=reason.render(language.text))


def _reading(trials: int, language: Language) -> str:
    return language.text(
        "Each place is invented {trials} times anew; ±: how far chance in so few trials reaches (95 %). False, of what "
        "was found: where nothing differs at all, the share of trials with any finding. Everything is held against the "
        "truth that was put in, not against another method.",
        trials=language.number(trials, 0),
    )
