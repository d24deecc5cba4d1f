"""Where the weights of a dimension come from when a weighting settled them: one line a dimension."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection

Facts = Mapping[str, Any]


def weighting_lines(run: Run, language: Language) -> tuple[str, ...]:
    """Return one sentence for every node whose weights a weighting settled: the method and what to judge it by."""
    return tuple(_line(run, node, weighting, language) for node, weighting in run.weightings.items())


def _line(run: Run, node: str, weighting: Facts, language: Language) -> str:
    line = language.text(
        "Weights in {node}: {method}.",
        node=selection.title_of(run, node, language),
        method=selection.words(weighting["label"], language),
    )
    warning = (
        language.text("Taken from data, they describe the data; whether they should count is a decision of policy.")
        if weighting.get("from_data")
        else ""
    )
    details = "; ".join(_details(run, weighting["facts"], language))
    return " ".join(part for part in (line, details and f"{details[:1].upper()}{details[1:]}.", warning) if part)


def _details(run: Run, facts: Facts, language: Language) -> Iterator[str]:
    yield from _of_experts(run, facts, language)
    yield from _of_data(run, facts, language)
    if "reached" in facts:
        yield _influence(facts, language)


def _of_experts(run: Run, facts: Facts, language: Language) -> Iterator[str]:
    if "shares_by_expert" in facts:
        yield language.text("experts: {count}", count=len(facts["shares_by_expert"]))
    if "spread" in facts:
        shares = ", ".join(
            f"{selection.title_of(run, code, language)} {language.number(100 * each['low'], 0)}–"
            f"{language.percent(each['high'])}"
            for code, each in facts["spread"].items()
        )
        yield language.text("their shares: {shares}", shares=shares)
    if facts.get("agreement") is not None:
        agreement = language.number(facts["agreement"], 2)
        yield language.text("agreement {agreement} (Kendall's W; 1 is full agreement)", agreement=agreement)
    if "consistency_ratio" in facts:
        yield language.text(
            "consistency ratio {ratio} (0 is free of contradiction)",
            ratio=language.number(facts["consistency_ratio"], 2),
        )


def _of_data(run: Run, facts: Facts, language: Language) -> Iterator[str]:
    if "subjects" in facts:
        yield language.text("subjects: {count}", count=language.number(facts["subjects"], 0))
    if "explained" in facts:
        yield language.text("{share} of the variance explained", share=language.percent(facts["explained"]))
    if facts.get("against"):
        parts = ", ".join(selection.title_of(run, code, language) for code in facts["against"])
        yield language.text("running against the others: {parts}", parts=parts)


def _influence(facts: Facts, language: Language) -> str:
    if facts["reached"]:
        return language.text("every part has its intended influence")
    return language.text(
        "the intended influence cannot be reached; the largest difference is {points} points of 100",
        points=language.number(100 * facts["largest_deviation"], 1),
    )
