"""What the weights panel shows for one state."""

from __future__ import annotations

import pandas as pd

from workbench.errors import ScoringError, fault
from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views.linked_weights import Group
from workbench.views.rank_table import Window, beside_policy
from workbench.views.weight_answer import Shown, answer_of, drawn_groups, refusal

EN = Language("en")
CHILDREN = {"speed": Label.of("Speed"), "care": Label.of("Care")}
GROUP = Group(code="score", label=Label.of("Score"), children=CHILDREN, policy={"speed": 75.0, "care": 25.0})


def state(count: int, **changes: object) -> Shown:
    codes = [f"u{n:03}" for n in range(count)]
    rank = pd.array(range(1, count + 1), dtype="Int64")
    ranking = pd.DataFrame({"label": codes, "score": [100.0 - n for n in range(count)], "rank": rank}, index=codes)
    given: dict[str, object] = {"weights": GROUP.policy, "window": Window(), "certainty": None}
    shown = {"groups": (GROUP,), "locked": (), "table": beside_policy(ranking, ranking), "certainty_follows": True}
    return Shown(**(given | shown | changes))  # type: ignore[arg-type]  # fields of several types in one mapping


def test_while_it_is_not_known_how_sure_the_ranks_are_that_is_said() -> None:
    assert answer_of(state(3), EN)["certainty"] == "Working out how sure these ranks are…"
    assert answer_of(state(3, certainty_follows=False), EN)["certainty"] == ""


def test_pages_and_a_search_are_offered_where_there_are_many() -> None:
    assert answer_of(state(20), EN)["pager"]["worth"] is False
    assert answer_of(state(21), EN)["pager"] == {"text": "1–21 of 21", "page": 0, "pages": 1, "worth": True}


def test_a_search_without_success_counts_none() -> None:
    assert answer_of(state(30, window=Window(search="zzz")), EN)["pager"]["text"] == "0–0 of 0"


def test_every_place_in_the_browser_is_filled_or_emptied() -> None:
    refused = refusal(ScoringError([fault("survey", "no value <here>")]), EN)
    assert refused.keys() == answer_of(state(3), EN).keys()
    assert "survey: no value &lt;here&gt;" in refused["table"]
    assert refused["swaps"] == {}


def test_a_node_with_a_single_indicator_needs_no_box_of_its_own() -> None:
    lone = Group(
        code="speed",
        label=Label.of("Speed"),
        children={"days": Label.of("Days")},
        policy={"days": 100.0},
        indicators={"days"},
        level=1,
    )
    (box,) = drawn_groups([GROUP, lone], "en")
    assert [(child["code"], child["indicator"]) for child in box["children"]] == [("speed", True), ("care", False)]
