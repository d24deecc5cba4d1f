from __future__ import annotations

import numpy as np

from tests.views.reading import row, words
from workbench.errors import fault
from workbench.fairness.validation import Share, Validation
from workbench.locale import Language
from workbench.views.validation_sections import validated

EN = Language("en")
NONE = Share(np.nan, np.nan)


def tried(power=NONE, alarms=NONE, coverage=NONE, correlation=NONE, refused=0, reasons=()):
    return Validation(
        trials=50,
        refused=refused,
        reasons=reasons,
        power=power,
        false_alarms=alarms,
        coverage=coverage,
        correlation=correlation,
    )


def test_the_worst_places_make_the_finding():
    found = {
        "one": tried(alarms=Share(0.04, 0.01), coverage=Share(0.96, 0.01), correlation=Share(0.99, 0.0)),
        "two": tried(alarms=Share(0.0, 0.0), coverage=Share(0.94, 0.01), correlation=Share(0.95, 0.0)),
        "three": tried(refused=50, reasons=(fault("", "one rater each"),)),
    }
    block = validated(found, "severities", EN)
    assert block.question == "Is the severity of raters found again?"
    assert block.finding == (
        "False alarms: at most 4.0 %. The intervals hold the truth in 94.0 % to 96.0 %. Estimates correlate with the "
        "truth by at least 0.95. 1 of 3 places get no answer."
    )
    assert "three: one rater each" in words(block._repr_html_())
    # ± is 1.96 standard errors
    assert row(block._repr_html_(), "one") == ["–", "4.0 % ± 2.0", "96.0 % ± 2.0", "0.99", "–"]
    assert row(block._repr_html_(), "three") == ["–", "–", "–", "–", "50"]


def test_intervals_that_do_not_hold_what_they_promise_are_named_unless_chance_explains_it():
    found = {
        "nested": tried(coverage=Share(0.55, 0.02)),
        "few trials": tried(coverage=Share(0.91, 0.02)),
        "one trial": tried(coverage=Share(0.9, np.nan)),
    }
    text = words(validated(found, "unit_means", EN)._repr_html_())
    assert "nested: only 55.0 % of the intervals hold the truth." in text
    assert "few trials: only" not in text
    assert "one trial: only 90.0 %" in text
    assert "invented 50 times anew" in text
