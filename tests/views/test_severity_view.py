from __future__ import annotations

from dataclasses import replace

from tests.views.reading import words
from workbench.locale import Language
from workbench.views.severity_view import adjustment, linkage, people_adjusted

EN = Language("en")


def test_the_eight_whom_the_milder_peer_alone_rated_lose_and_the_others_keep_their_mean(shown):
    people = people_adjusted(shown.run, "rekan")
    first, others = people.head(8), people.tail(16)
    assert set(first["subject"]) == {f"K{number:02}" for number in range(8)}
    assert (first["change"] < -1).all()
    assert others["change"].abs().max() < abs(first["change"]).min()


def test_the_change_is_told_and_nothing_is_applied(shown):
    block = adjustment(shown.run, "rekan", EN)
    assert block.finding.endswith("Nothing has been applied.")
    assert "The 15 people whose mean rating would change most" in words(block._repr_html_())


def test_raters_who_share_people_are_one_group_and_the_superiors_are_alone(shown):
    assert linkage(shown.run, "rekan", EN).finding.startswith(
        "1 groups of raters are linked by people whom several of them rated; 0 raters are linked with nobody."
    )
    alone = linkage(shown.run, "atasan", EN)
    assert alone.finding.startswith("0 groups of raters are linked")
    assert "1 1 8 0 8 S1" in words(alone._repr_html_())


def test_without_options_of_a_calibration_there_is_no_adjustment(shown):
    fairness = {code: found for code, found in shown.run.fairness.items() if code != "calibration"}
    bare = replace(shown.run, fairness=fairness)
    assert adjustment(bare, "rekan", EN).finding == "With these ratings no adjustment can be worked out."
