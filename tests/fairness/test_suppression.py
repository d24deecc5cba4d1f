from __future__ import annotations

import numpy as np
import pytest

from tests.fairness.counted import INVESTMENT, at, two_way, without
from workbench.fairness import suppression
from workbench.fairness.disclosure_attack import attack
from workbench.fairness.suppression import Problem, complementary


def problem_of(tables, *, reach=4.0, fixed=()):
    counts = tables.cells["count"].to_numpy(float)
    return Problem(
        counts=counts,
        sums=tables.sums,
        low=np.maximum(counts - reach, 0.0),
        high=np.maximum(counts, reach),
        fixed=np.isin(np.arange(len(counts)), fixed),
    )


def only(tables, *cells):
    return np.isin(np.arange(len(tables.cells)), cells)


@pytest.mark.parametrize("largest_exact", [0, 10_000])
def test_the_cheapest_rectangle_is_hidden(monkeypatch, largest_exact):
    # With II-C go the cells that make a rectangle with it: II-A 8 and III-A 17 and III-C 12 hold the fewest.
    monkeypatch.setattr(suppression, "_LARGEST_EXACT", largest_exact)
    tables = two_way(INVESTMENT, "ABC")
    cell = at(tables, unit="II", **{"class": "C"})
    hidden = complementary(problem_of(tables), only(tables, cell))
    wanted = [at(tables, unit=unit, **{"class": each}) for unit in ("II", "III") for each in "AC"]
    assert np.flatnonzero(hidden).tolist() == sorted(wanted)


def test_one_rectangle_serves_two_cells():
    tables = two_way({"p": (3, 9, 20), "q": (9, 3, 20), "r": (20, 20, 20)}, "123")
    primary = only(tables, *(at(tables, unit=unit, **{"class": each}) for unit, each in (("p", "1"), ("q", "2"))))
    hidden = complementary(problem_of(tables), primary)
    assert hidden.sum() == 4


@pytest.mark.parametrize("largest_exact", [0, 10_000])
def test_cells_known_to_everybody_are_never_hidden(monkeypatch, largest_exact):
    monkeypatch.setattr(suppression, "_LARGEST_EXACT", largest_exact)
    tables = two_way(INVESTMENT, "ABC")
    cell, cheapest = (at(tables, unit="II", **{"class": each}) for each in "CA")
    hidden = complementary(problem_of(tables, fixed=[cheapest]), only(tables, cell))
    assert hidden[cell]
    assert not hidden[cheapest]
    assert not attack(without(tables, np.flatnonzero(hidden)))["solved"].any()


def test_what_cannot_be_hidden_is_said():
    tables = two_way({"p": (2, 9)}, "12")
    known = [at(tables), *(at(tables, **{"class": each}) for each in "12"), at(tables, unit="p")]
    with pytest.raises(ValueError, match="no way to hide"):
        complementary(problem_of(tables, fixed=known), only(tables, at(tables, unit="p", **{"class": "1"})))


def test_nothing_to_hide_hides_nothing():
    tables = two_way(INVESTMENT, "ABC")
    assert not complementary(problem_of(tables), only(tables)).any()


def test_cell_by_cell_hides_little_more_than_the_exact_programme(monkeypatch):
    people = {}
    for largest_exact in (0, 100_000):
        monkeypatch.setattr(suppression, "_LARGEST_EXACT", largest_exact)
        for seed in range(6):
            rng = np.random.default_rng(seed)
            tables = two_way({unit: rng.poisson([6, 14, 4]).tolist() for unit in "pqrs"}, "123")
            counts = tables.cells["count"].to_numpy()
            hidden = complementary(problem_of(tables), (counts > 0) & (counts < 5))
            people[largest_exact, seed] = counts[hidden].sum()
    exact, one_by_one = (sum(people[size, seed] for seed in range(6)) for size in (100_000, 0))
    assert exact <= one_by_one <= 1.15 * exact
