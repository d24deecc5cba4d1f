"""My indicator: the function that measures it, and the declaration of what is measured."""

from datetime import date

import pandas as pd

from workbench import Column, Context, Indicator, Label, TableNeed, hookimpl


def mean_points(tables: dict[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the mean of the points recorded within the cycle, and the number of records it rests on."""
    records = tables["my_indicator"]
    last = min(context.cycle.end, context.cycle.data_until)
    within = records["date"].between(pd.Timestamp(context.cycle.start), pd.Timestamp(last))
    points = records[within].groupby(context.subject_key)["points"]
    return pd.DataFrame({"value": points.mean(), "cases": points.count()})


SUBJECT = Column(name="{key}", kind="text", subject=True)
RECORDED = (Column(name="date", kind="date"), Column(name="points", kind="number", low=0, high=100))
MY_INDICATOR = Indicator(
    code="my_indicator",
    label=Label(id="Indikator saya", en="My indicator"),
    polarity="higher",
    measured_in=Label(id="poin", en="points"),
    subject=("unit",),
    needs=(TableNeed(table="my_indicator", columns=(SUBJECT, *RECORDED)),),
    measure=mean_points,
    reference="Peraturan Anda No. 1 Tahun 2025",
    valid_from=date(2025, 1, 1),
    attribution="unit",
    description=Label(id="Rata-rata poin yang dicatat.", en="The mean of the points recorded."),
)


@hookimpl
def workbench_indicators() -> list[Indicator]:
    """Offer the indicator to the workbench."""
    return [MY_INDICATOR]
