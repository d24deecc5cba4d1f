"""One honest indicator, and the same one with a single thing wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from workbench import Column, Indicator, Label, TableNeed

NEED = TableNeed(
    table="letters",
    columns=(
        Column(name="{key}", kind="text", subject=True),
        Column(name="answered", kind="date", required=False),
        Column(name="pages", kind="integer", low=1, high=9),
        Column(name="channel", kind="category", values=("post", "app")),
        Column(name="score", kind="number", low=0, high=100, required=False, may_be_absent=True),
    ),
)


def share_answered(tables: Any, context: Any) -> pd.DataFrame:
    letters = tables["letters"].groupby(context.subject_key)["answered"]
    return pd.DataFrame({"value": 100 * letters.count() / letters.size(), "cases": letters.size()})


ANSWERED = Indicator(
    code="answered",
    label=Label(id="Surat dijawab", en="Letters answered"),
    polarity="higher",
    measured_in=Label(id="%", en="%"),
    subject=("unit",),
    needs=(NEED,),
    measure=share_answered,
    reference="Peraturan Uji 1/2020",
    valid_from=date(2020, 1, 1),
    attribution="unit",
    description=Label(id="Bagian surat yang dijawab.", en="The share of letters answered."),
)


def letter(**columns: Any) -> dict[str, Any]:
    return {"subject": "A", "pages": 1, "channel": "post", **columns}


def with_measure(measure: Any, **changes: Any) -> Indicator:
    return replace(ANSWERED, measure=measure, **changes)
