from __future__ import annotations

from tests.views.reading import row
from workbench.locale import Language
from workbench.views.blocks import NOTHING
from workbench.views.rollout_section import rollout

ENGLISH = Language("en")


def test_every_stage_is_shown_as_it_stands_on_the_last_day_of_data(place):
    block = rollout(place, ENGLISH)
    assert block.question == "Rollout in stages"
    assert block.finding == "On 31 May 2025, 1 of 3 stages are done; under way: 1."
    html = block._repr_html_()
    assert row(html, "Information") == ["–", "1 January 2025 – 31 January 2025", "done"]
    assert row(html, "Quarter") == ["Measured", "1 April 2025 – 30 June 2025", "under way"]
    assert row(html, "Year")[-1] == "to come"


def test_a_place_without_stages_has_no_such_section(run):
    assert rollout(run, ENGLISH) == NOTHING
