from __future__ import annotations

from datetime import date

import pytest

from workbench.model.log_parameters import LogParameters, Rollout

LOG = {
    "label": "Log",
    "table": "cases",
    "columns": {"number": "No", "came": "Came", "due": "Due", "settled": "Settled"},
    "opened_by": "came",
    "closed_by": "settled",
    "due": "due",
}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due": "deadline"}, "name columns of this log"),
        ({"opened_by": "started"}, "name columns of this log"),
        ({"only_with": "outcome"}, "name columns of this log"),
        ({"closed_by": None}, "what is never closed is never late"),
        ({"columns": {**LOG["columns"], "state": "State"}}, "columns that every log has"),
    ],
)
def test_a_log_that_cannot_work_is_refused(changes, said):
    LogParameters.model_validate(LOG)
    with pytest.raises(ValueError, match=said):
        LogParameters.model_validate({**LOG, **changes})


def test_the_days_of_a_log_are_those_that_open_close_or_limit_a_case():
    assert LogParameters.model_validate(LOG).days == ("came", "settled", "due")
    assert LogParameters.model_validate({**LOG, "closed_by": None, "due": None}).days == ("came",)


def test_a_stage_cannot_end_before_it_starts():
    stage = {"label": "Information", "start": date(2025, 2, 1), "end": date(2025, 1, 1)}
    with pytest.raises(ValueError, match="the period ends before it starts"):
        Rollout.model_validate({"label": "Rollout", "stages": [stage]})
