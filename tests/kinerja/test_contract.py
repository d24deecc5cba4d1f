"""Every built-in indicator keeps what every indicator promises."""

from __future__ import annotations

import kinerja
import pytest
from kinerja.rule_packs import built_in_rule_packs

from tests.kinerja.better_and_worse import SENSES
from workbench import Indicator, Rules
from workbench.testing import IndicatorContract

INDICATORS = kinerja.workbench_indicators()

# Most slips show in any table with rows; only these need rows that tie, or values that move.
LONGER = {"test_the_order_of_rows_makes_no_difference": 12, "test_an_improvement_never_makes_a_value_worse": 25}


class TestEveryIndicator(IndicatorContract):
    rules = Rules(packs=tuple(built_in_rule_packs()))

    @pytest.fixture(autouse=True, params=INDICATORS, ids=lambda indicator: indicator.code)
    def _chosen(self, request: pytest.FixtureRequest) -> None:
        self.indicator: Indicator = request.param
        self.examples = LONGER.get(request.node.originalname, 4)
        if (sense := SENSES.get(self.indicator.code)) is not None:
            for name, given in vars(sense).items():
                setattr(self, name, given)
            self.examples *= 4 if sense.rare else 1


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.code)
def test_what_better_means_is_shown(indicator: Indicator) -> None:
    assert indicator.code in SENSES, f"show in tests/kinerja/better_and_worse.py what better means for {indicator.code}"
