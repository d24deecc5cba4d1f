"""What a scenario must say: a change that nobody owns or explains cannot be judged."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from workbench.model.scenario import Scenario

SAID = {
    "base": "2025-S1.yaml",
    "name": "Pelayanan dulu",
    "author": "Bagian Organisasi",
    "rationale": "Keluhan terbanyak mengenai pelayanan.",
    "date": date(2025, 8, 1),
    "changes": {"framework": {"dimensions": {"pelayanan": {"weight": 55}}}},
}


def test_it_keeps_what_was_said():
    assert Scenario.model_validate(SAID).model_dump() == SAID


@pytest.mark.parametrize("key", ["base", "name", "author", "rationale"])
def test_a_name_an_author_and_a_reason_are_more_than_blanks(key):
    with pytest.raises(ValidationError, match="must not be empty"):
        Scenario.model_validate(SAID | {key: "  "})


def test_a_scenario_changes_something():
    with pytest.raises(ValidationError, match="at least 1 item"):
        Scenario.model_validate(SAID | {"changes": {}})
