"""One example that a reader can redo by hand, and everything that an indicator promises."""

from importlib.metadata import entry_points

import pandas as pd
from workbench_my_indicator import MY_INDICATOR

from workbench.testing import IndicatorContract, measured


def record(points: float, *, subject: str = "A", date: str = "2025-03-01") -> dict[str, object]:
    return {"subject": subject, "date": date, "points": points}


def test_the_mean_of_60_and_80_is_70() -> None:
    rows = [record(60), record(80), record(50, subject="B")]
    found = measured(MY_INDICATOR, {"my_indicator": rows}, subjects=["A", "B", "C"])
    assert found["value"][["A", "B"]].to_dict() == {"A": 70, "B": 50}
    assert found["cases"][["A", "B"]].to_dict() == {"A": 2, "B": 1}
    assert pd.isna(found.loc["C", "value"])  # no record: missing, never 0


def test_what_lies_outside_the_cycle_does_not_count() -> None:
    rows = [record(60, date="2025-06-30"), record(0, date="2025-07-01"), record(0, date="2024-12-31")]
    assert measured(MY_INDICATOR, {"my_indicator": rows}).loc["A", "value"] == 60


class TestContract(IndicatorContract):
    indicator = MY_INDICATOR
    worse = {"my_indicator": [record(60)]}
    better = {"my_indicator": [record(61)]}

    def improve(self, tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        records = tables["my_indicator"]
        return {"my_indicator": records.assign(points=(records["points"] + 1).clip(upper=100))}


def test_the_workbench_finds_the_plugin() -> None:
    found = entry_points(group="workbench", name="my_indicator")
    assert found, "not installed yet: pip install --editable ."
    assert [each.load().workbench_indicators() for each in found] == [[MY_INDICATOR]]
