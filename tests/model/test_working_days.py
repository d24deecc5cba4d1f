from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from workbench.errors import InputError
from workbench.model.labels import Label
from workbench.model.rules import Cited, RulePack, Rules
from workbench.model.working_days import WorkingDays


def six_days_a_week() -> WorkingDays:
    values = {
        "week": Cited(value="1111110", reference="r", confidence="proposed"),
        "off.2025": Cited(value=[date(2025, 2, 3)], reference="r", confidence="proposed"),
    }
    pack = RulePack(
        code="p",
        title=Label.of("p"),
        reference="r",
        confidence="proposed",
        valid_from=date(2025, 1, 1),
        values=values,
    )
    return WorkingDays.named(Rules(packs=(pack,)), week="week", holidays="off.")


def test_a_place_may_work_on_saturdays_and_have_its_own_days_off():
    # Friday 31 January: day 1 is Saturday, Sunday and Monday the 3rd are free, day 2 is Tuesday.
    calendar = six_days_a_week()

    assert str(calendar.due(np.array(["2025-01-31"], "M8[D]"), np.array([2]))[0]) == "2025-02-04"
    assert calendar.elapsed(np.array(["2025-01-31"], "M8[D]"), np.array(["2025-02-04"], "M8[D]"))[0] == 2


def test_a_year_without_its_list_is_named_as_a_rule_pack_would_call_it():
    with pytest.raises(InputError, match=r"no list of public holidays for 2026.*'off\.2026'"):
        six_days_a_week().require(date(2025, 12, 30), date(2026, 1, 5))
