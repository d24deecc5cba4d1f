from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate
from workbench.views.monitoring_panel import days_between, monitoring_panel

PLAJU = Path(__file__).parents[2] / "parameters" / "plaju" / "2025-Q2-pemantauan.yaml"
START, END = date(2025, 4, 1), date(2025, 6, 30)


def test_days_are_spread_evenly_and_end_with_the_last():
    days = days_between(START, date(2025, 4, 7), points=3)
    assert days == [date(2025, 4, 3), date(2025, 4, 5), date(2025, 4, 7)]
    assert days_between(START, START) == [START]


@pytest.fixture(scope="module")
def panel():
    def standing_on(day):
        return evaluate(prepare(PLAJU, changes={"data_until": day}))

    return monitoring_panel(standing_on, start=START, end=END, today=date(2025, 12, 1), language="en")


def test_it_begins_with_today_or_the_nearest_day_of_the_cycle(panel):
    assert panel.values["day"] == "2025-06-30"


def test_the_standing_on_a_day_knows_nothing_of_what_came_later(panel):
    panel.values = {"day": "2025-05-31"}
    assert panel.state == "ready"
    assert "Interim standing on 31 May 2025: 61 of the 91 days" in panel.answer
    assert "Moved most: " in panel.answer  # the early days, on which nothing can be scored, are left out


def test_a_day_on_which_nothing_can_be_scored_yet_says_so(panel):
    panel.values = {"day": "2025-04-01"}
    assert panel.state == "mistake"
    assert "no subject has a value" in panel.answer
