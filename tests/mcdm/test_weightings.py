"""pymcdm's weightings through the adapter; published cases run through a parameters file in tests/acceptance."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcdm.weightings import NoSettings, weightings

from tests.scoring.frameworks import siblings
from workbench.errors import ScoringError

METHODS = {each.code: each for each in weightings()}
POSITIVE = ("entropy", "merec", "gini", "angle", "cilos", "idocriw")


def weigh(code, columns, **known):
    return METHODS[code].weigh(siblings(columns, **known), NoSettings())


def test_the_weightings_of_pymcdm():
    assert set(METHODS) == {*POSITIVE, "critic", "standard_deviation", "variance", "lopcow"}


@pytest.mark.parametrize("code", METHODS)
def test_every_weighting_can_be_looked_up_and_says_that_it_is_no_policy(code):
    method = METHODS[code]
    assert method.from_data
    assert "doi:" in method.reference
    assert method.formula
    assert "bukan kebijakan" in method.label.id
    assert "not policy" in method.label.en


def test_entropy_by_hand():
    """Shares 1/2 1/4 1/4 and 1/4 1/2 1/4 are equally uneven: equal weights; 1/10 1/10 8/10 is more so."""
    equal = weigh("entropy", {"a": [2, 1, 1], "b": [1, 2, 1]})
    assert equal.shares.tolist() == pytest.approx([0.5, 0.5])
    assert weigh("entropy", {"a": [2, 1, 1], "b": [1, 1, 8]}).shares[1] > 0.5
    assert equal.facts == {"subjects": 3}


def test_standard_deviations_are_compared_on_0_to_1_and_not_in_their_units():
    """0, 1/2, 1 has the sample standard deviation 1/2; 0, 0, 1 that of 1/√3."""
    found = weigh("standard_deviation", {"a": [0, 500, 1000], "b": [0, 0, 1]})
    expected = np.array([0.5, 3**-0.5])
    assert found.shares == pytest.approx(expected / expected.sum())


def test_critic_turns_a_column_where_lower_is_better_before_it_correlates():
    """Costs that fall while quality rises agree with it: r = 1, so c = sd (1 - 1) = 0 between the two."""
    columns = {"quality": [1, 2, 3, 4], "costs": [8, 6, 4, 2], "speed": [1, 4, 2, 3]}
    found = weigh("critic", columns, directions=[1, -1, 1])
    table = np.column_stack([columns["quality"], -np.array(columns["costs"]), columns["speed"]]).astype(float)
    table = (table - table.min(axis=0)) / np.ptp(table, axis=0)
    content = table.std(axis=0, ddof=1) * (1 - np.corrcoef(table.T)).sum(axis=0)
    assert found.shares == pytest.approx(content / content.sum())
    assert found.shares[0] == pytest.approx(found.shares[1])
    unturned = weigh("critic", columns, directions=[1, 1, 1])
    assert unturned.shares[1] > 1.5 * found.shares[1]  # what comes of forgetting the direction


@pytest.mark.parametrize("code", POSITIVE)
def test_what_is_defined_above_0_only_refuses_zeros_by_name(code):
    with pytest.raises(ScoringError, match=r"'b' holds values of 0 or below.*critic"):
        weigh(code, {"a": [1, 2, 3], "b": [0, 2, 3]})


@pytest.mark.parametrize("code", METHODS)
def test_subjects_without_every_child_do_not_count(code):
    full = {"a": [1, 2, 4, 3], "b": [9, 3, 4, 5], "c": [2, 7, 5, 6]}
    gaps = {name: [*column, np.nan if name == "a" else 100.0] for name, column in full.items()}
    assert weigh(code, gaps).shares == pytest.approx(weigh(code, full).shares)
    with pytest.raises(ScoringError, match="only 2 subjects"):
        weigh(code, {"a": [1, 2, np.nan], "b": [1, 2, 3]})


def test_data_that_give_no_weights_are_refused():
    with pytest.raises(ScoringError, match="give no weights by this method"):
        weigh("critic", {"a": [1, 2, 3], "b": [10, 20, 30]})  # the same thing twice: nothing tells them apart


def test_without_pymcdm_the_reader_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pymcdm", None)
    with pytest.raises(ScoringError, match=r"pip install 'kinerja-workbench\[mcdm\]'"):
        weigh("entropy", {"a": [1, 2, 3], "b": [3, 1, 2]})


@pytest.mark.parametrize("code", METHODS)
@given(seed=st.integers(0, 2**32 - 1), order=st.permutations(range(3)))
@settings(max_examples=10, deadline=None)
def test_weights_are_shares_and_follow_their_children(code, seed, order):
    table = np.random.default_rng(seed).uniform(1, 50, (12, 3))
    directions = [1.0, -1.0, 1.0]
    columns = dict(zip("abc", table.T.tolist(), strict=True))
    turned = {"abc"[place]: columns["abc"[place]] for place in order}
    shares = weigh(code, columns, directions=directions).shares
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1)
    other = weigh(code, turned, directions=[directions[place] for place in order]).shares
    assert other == pytest.approx(shares[list(order)])
