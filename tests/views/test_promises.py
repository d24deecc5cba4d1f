from __future__ import annotations

import pandas as pd

from workbench.locale import Language
from workbench.views.promises import promises

FINDINGS = pd.DataFrame(
    [
        {"promise": "The order of the rows makes no difference.", "outcome": "broken", "detail": "A: 1 < 2\n  B: 3"},
        {"promise": "Empty cells are no obstacle.", "outcome": "kept", "detail": ""},
        {"promise": "The tables are left as they were.", "outcome": "kept", "detail": ""},
    ]
)


def test_the_finding_counts_what_is_kept_and_what_is_not():
    block = promises(FINDINGS, Language("en"))
    assert block.finding == "2 promises kept, 1 broken, 0 not tried."


def test_every_promise_is_a_row_with_its_outcome_in_words():
    table = promises(FINDINGS, Language("en")).parts[0]
    assert table.count("✓ kept") == 2
    assert table.count("✗ broken") == 1
    assert table.index("The order of the rows") < table.index("Empty cells") < table.index("The tables are left")


def test_what_was_found_stands_below_as_the_test_said_it():
    (_, detail) = promises(FINDINGS, Language("en")).parts
    assert detail.startswith("<h3>The order of the rows makes no difference.</h3><pre>")
    assert "A: 1 &lt; 2\n  B: 3" in detail


def test_when_all_is_kept_there_is_only_the_table():
    assert len(promises(FINDINGS[1:].reset_index(drop=True), Language("en")).parts) == 1
