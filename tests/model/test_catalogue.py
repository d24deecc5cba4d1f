from __future__ import annotations

import pytest

from workbench.model.catalogue import Catalogue, nearest_name


def test_the_nearest_name_is_the_one_a_slip_of_the_pen_meant():
    assert nearest_name("complaint_on_time", ["ikm", "complaints_on_time", "attendance"]) == "complaints_on_time"


def test_when_nothing_is_near_a_few_names_are_all_listed():
    assert nearest_name("qqqqqqqq", ["ikm", "attendance"]) == "attendance, ikm"


def test_of_many_names_the_first_twelve_are_listed():
    names = [f"indicator_{place:02}" for place in range(13)]
    assert nearest_name("zzz", names) == ", ".join(names[:12]) + ", ..."
    assert nearest_name("zzz", names[:12]) == ", ".join(names[:12])


def test_among_no_names_none_is_nearest():
    assert nearest_name("ikm", []) == ""


def test_the_catalogue_is_frozen():
    with pytest.raises(AttributeError, match="cannot assign"):
        Catalogue().indicators = {}
