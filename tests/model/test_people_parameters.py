from __future__ import annotations

import pytest
from pydantic import ValidationError

from workbench.model.people_parameters import ExemptionParameters, ObjectionParameters, PlacementParameters


@pytest.mark.parametrize("given", [{}, {"table": "a", "column": "b"}])
def test_exemptions_stand_in_one_place(given):
    with pytest.raises(ValidationError, match="give either 'table' or 'column'"):
        ExemptionParameters(reasons="r", **given)


def test_words_must_mean_one_of_the_known_outcomes():
    with pytest.raises(ValidationError, match=r"words\.ya\n.*'upheld' or 'changed'"):
        ObjectionParameters(
            table="t", words={"ya": "allowed"}, submission_days="a", decision_days="b", week="c", holidays="d"
        )
    with pytest.raises(ValidationError, match=r"kinds\.plh\n.*'post' or 'acting'"):
        PlacementParameters(table="t", kinds={"plh": "deputy"})
