"""The fixed words of the weights panel."""

from __future__ import annotations

from workbench.locale import Language
from workbench.views.weight_words import panel_words


def test_where_nothing_can_be_saved_nothing_is_said_about_saving() -> None:
    assert {"scenarios", "save", "rationale"} <= panel_words(Language("en"), saving=True).keys()
    assert not {"scenarios", "save", "rationale"} & panel_words(Language("en"), saving=False).keys()


def test_the_gaps_that_the_browser_fills_are_left_open() -> None:
    for language in ("id", "en"):
        words = panel_words(Language(language), saving=True)
        assert "{weight}" in words["policy"]
        assert "{weight}" in words["effective"]
        assert "{name}" in words["lock"]
