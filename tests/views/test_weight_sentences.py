"""What the weights panel says in sentences."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.analysis.certainty import Certainty
from workbench.analysis.swaps import Swaps
from workbench.locale import Language
from workbench.model.labels import Label
from workbench.views.linked_weights import Group
from workbench.views.weight_sentences import explain, how_sure

EN, ID = Language("en"), Language("id")
GROUP = Group(
    code="score",
    label=Label.of("Score"),
    children={"speed": Label(id="Kecepatan", en="Speed"), "care": Label(id="Kepedulian", en="Care")},
    policy={"speed": 75.0, "care": 25.0},
)
NAMES = pd.Series({"a": "Unit A", "b": "Unit B"})


def table(change: list[int]) -> pd.DataFrame:
    rank = pd.array([1, 2], dtype="Int64")
    changes = pd.array(change, dtype="Int64")
    return pd.DataFrame({"label": NAMES, "rank": rank, "policy_rank": rank + changes, "change": changes})


def certainty(threshold: float, first: int | None = None) -> Certainty:
    swaps = Swaps(
        pairs=pd.DataFrame({"ahead": ["a"], "behind": ["b"]}),
        shares=pd.Series({"speed": 0.75, "care": 0.25}),
        thresholds=pd.DataFrame({"speed": [threshold], "care": [1 - threshold]}),
    )
    return Certainty(intervals=pd.DataFrame(), draws=1000, swaps=swaps, first=first)


def test_the_weight_farthest_from_the_policy_and_who_moved_most() -> None:
    words = explain([GROUP], {"speed": 60.0, "care": 40.0}, table([1, -1]), EN)
    assert words == "Weight of Speed: 60 % (policy 75 %). 2 of 2 change rank; the most: Unit A, from 2 to 1."


def test_at_the_policy_it_says_what_to_do() -> None:
    assert "Move a slider" in explain([GROUP], GROUP.policy, table([0, 0]), EN)


def test_the_nearest_swap_says_which_weight_and_in_which_direction() -> None:
    words = how_sure(certainty(0.6), [GROUP], NAMES, EN)
    assert "90 % of the ranks under 1,000 random sets" in words
    assert words.endswith("Nearest swap: when Speed falls from 75.0 % to 60.0 %, Unit B passes Unit A.")
    assert "when Speed rises from 75.0 % to 80.0 %" in how_sure(certainty(0.8), [GROUP], NAMES, EN)


@pytest.mark.parametrize(("threshold", "shown"), [(0.7496, "75.00 % to 74.96 %"), (0.749996, "75.0000 % to 74.9996 %")])
def test_two_shares_that_lie_close_are_told_apart(threshold: float, shown: str) -> None:
    assert shown in how_sure(certainty(threshold), [GROUP], NAMES, EN)


def test_where_only_the_first_were_compared_that_is_said() -> None:
    assert how_sure(certainty(0.6, first=20), [GROUP], NAMES, EN).endswith("Compared were only the first 20.")


def test_without_any_swap_it_says_so() -> None:
    assert "No single weight, moved alone" in how_sure(certainty(float("nan")), [GROUP], NAMES, EN)


def test_where_no_swap_was_sought_none_is_denied() -> None:
    nothing = Swaps(pairs=pd.DataFrame(), shares=pd.Series(dtype=float), thresholds=pd.DataFrame())
    words = how_sure(Certainty(intervals=pd.DataFrame(), draws=100, swaps=nothing), [GROUP], NAMES, EN)
    assert words.endswith("drawn as the parameters file says.")


def test_a_lock_does_not_change_the_swap_and_that_is_said() -> None:
    assert how_sure(certainty(0.6), [GROUP], NAMES, EN, locked=True).endswith("as if no weight were locked.")
