from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fairness.counted import INVESTMENT, at, two_way
from workbench.fairness.disclosure_attack import attack
from workbench.fairness.disclosure_rounding import round_to_base
from workbench.fairness.disclosure_tables import ROUNDED, count_tables


def rounded(tables, **options):
    return round_to_base(tables, **options).cells["count"].to_numpy(float)


def test_the_nearest_rounding_that_adds_up():
    # 8, 19 and 22 are 49: the multiples of ten nearest to them are 10, 20, 20 and 50 already add up.
    tables = two_way(INVESTMENT, "ABC")
    found = rounded(tables, base=10)
    assert found[at(tables, unit="II")] == 50
    assert [found[at(tables, unit="II", **{"class": each})] for each in "ABC"] == [10, 20, 20]


def test_multiples_of_the_base_stay():
    tables = two_way(INVESTMENT, "ABC")
    count = tables.cells["count"].to_numpy()
    found = rounded(tables, base=10, rng=np.random.default_rng(0))
    assert (found[count % 10 == 0] == count[count % 10 == 0]).all()


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=2, max_size=4), st.integers(0, 9))
@settings(max_examples=4)
def test_every_sum_holds_and_no_count_moves_by_the_base(rows, seed):
    tables = two_way({f"u{i}": row for i, row in enumerate(rows)} | {"last": (1, 7, 13)}, "123")
    published = round_to_base(tables, base=5, rng=np.random.default_rng(seed))
    found = published.cells["count"].to_numpy(float)
    assert not (published.sums @ found).any()
    assert (found % 5 == 0).all()
    assert published.off == 4
    assert (np.abs(found - tables.cells["count"]) <= 4).all()
    assert not attack(published)["solved"].any()


def test_a_drawn_rounding_keeps_the_mean():
    tables = two_way({"p": (1, 7, 13), "q": (6, 22, 9), "r": (3, 8, 11)}, "123")
    rng = np.random.default_rng(7)
    mean = np.mean([rounded(tables, rng=rng) for _ in range(30)], axis=0)
    assert mean == pytest.approx(tables.cells["count"].to_numpy(float), abs=1.5)


def test_the_same_seed_gives_the_same_table():
    tables = two_way(INVESTMENT, "ABC")
    one, other = (rounded(tables, rng=np.random.default_rng(0)) for _ in range(2))
    assert one.tolist() == other.tolist()


def test_three_directions_add_up_too():
    rng = np.random.default_rng(3)
    people = pd.DataFrame(
        {"unit": rng.choice(list("pqr"), 70), "sex": rng.choice(list("mf"), 70), "class": rng.choice(list("12"), 70)}
    )
    tables = count_tables(people, [("unit", "sex", "class")], sensitive="class")
    published = round_to_base(tables)
    assert not (published.sums @ published.cells["count"].to_numpy(float)).any()
    assert (published.cells["status"] == ROUNDED).all()
