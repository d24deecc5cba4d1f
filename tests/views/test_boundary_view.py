from __future__ import annotations

from dataclasses import replace

from tests.views.reading import words
from workbench.locale import Language
from workbench.views.boundary_view import boundaries, judged_nodes

EN = Language("en")


def test_the_nearest_to_another_rating_come_first(shown):
    block = boundaries(shown.run, shown.run.scores.index, EN)
    # good from 67.8: the twelve women have 67 to 68.5
    assert block.finding.startswith("12 ratings lie within 1 point of another rating")
    assert "68.00 Good ▼ 0.20 Fair" in words(block._repr_html_())


def test_only_those_asked_for_are_shown(shown):
    page = words(boundaries(shown.run, shown.run.scores.index[:1], EN)._repr_html_())
    assert page.count("▲ ") + page.count("▼ ") == 1


def test_a_framework_without_bands_has_no_boundaries(shown):
    bare = replace(shown.run, framework={**shown.run.framework, "bands": None})
    assert judged_nodes(bare) == []
    assert boundaries(bare, bare.scores.index, EN).finding == "There are no ratings with boundaries here."
