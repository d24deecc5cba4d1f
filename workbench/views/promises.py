"""What an indicator promises, and whether it keeps it: for the author of a plugin."""

from __future__ import annotations

from html import escape

import pandas as pd

from workbench.errors import message
from workbench.locale import Language
from workbench.views import tables
from workbench.views.blocks import Block, subheading

_OUTCOMES = {"kept": message("✓ kept"), "broken": message("✗ broken"), "not tried": message("– not tried")}


def promises(findings: pd.DataFrame, language: Language) -> Block:
    """Return a table of the promises of an indicator, and for those not kept what was found.

    Parameters
    ----------
    findings : DataFrame
        Columns ``promise, outcome, detail``; outcomes are ``kept``, ``broken`` and ``not tried``.
    language : Language
        Of the words; details are shown as they are.
    """
    rows = pd.DataFrame(
        {
            "promise": [language.text(each) for each in findings["promise"]],
            "outcome": [language.text(_OUTCOMES[each]) for each in findings["outcome"]],
        }
    )
    headings = {"promise": language.text("Promise"), "outcome": language.text("Outcome")}
    table = tables.table(rows, name="promises", headings=headings, words={"outcome"})
    return Block("", _finding(findings, language), (table, *_details(rows, findings)), "promises")


def _finding(findings: pd.DataFrame, language: Language) -> str:
    counts = findings["outcome"].value_counts()
    return language.text(
        "{kept} promises kept, {broken} broken, {not_tried} not tried.",
        kept=int(counts.get("kept", 0)),
        broken=int(counts.get("broken", 0)),
        not_tried=int(counts.get("not tried", 0)),
    )


def _details(rows: pd.DataFrame, findings: pd.DataFrame) -> list[str]:
    """Return what was found where a promise is not kept, line by line as the test said it."""
    return [
        f"{subheading(promise)}<pre>{escape(detail)}</pre>"
        for promise, detail in zip(rows["promise"], findings["detail"], strict=True)
        if detail
    ]
