"""Every setting of a built-in indicator has a name for people, and no name is left over."""

from __future__ import annotations

from typing import Literal, get_args, get_origin

import pytest
from kinerja import workbench_indicators

INDICATORS = [each for each in workbench_indicators() if each.options.model_fields]


def words_of(kind) -> set[str]:
    if get_origin(kind) is Literal:
        return {each for each in get_args(kind) if isinstance(each, str)}
    return set().union(*map(words_of, get_args(kind)))


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.code)
def test_settings_have_names_and_names_have_settings(indicator):
    fields = indicator.options.model_fields
    words = set().union(*(words_of(field.annotation) for field in fields.values()))
    assert set(fields) - set(indicator.options.labels) == set()
    assert set(indicator.options.labels) - set(fields) - words - {"sum", "average", "last"} == set()
