from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from tests.scoring.frameworks import siblings
from workbench.errors import ScoringError
from workbench.scoring.component_weights import (
    PrincipalComponents,
    component_weights,
    intermediate_composites,
    varimax,
)

TECHNOLOGY = ("patents", "royalties", "internet", "exports", "telephones", "electricity", "schooling", "university")
ACHIEVEMENT = """
187 125.6 200.2 50.7 3.08 4.15 10   27.4
289 130   179.1 66.2 3    4.07 12   13.9
271 156.6 125.8 59.7 3.1  4.14 11.4 15.3
994 64.6  49    80.8 3    3.86 9.5  10
779 9.8   4.8   66.7 2.97 3.65 10.8 23.2
189 151.2 136   50.9 3.02 3.77 9.4  9.5
82  134   57.4  61.9 3.02 3.73 9.4  14.9
31  38.6  108   48.7 2.94 4.18 11.6 14.2
75  18.2  125.9 16.2 2.94 3.94 10.9 25.3
8   25.5  72.3  74.9 2.95 3.83 7.1  24.2
235 36.8  41.2  64.2 2.94 3.75 10.2 14.4
103 20.2  193.6 19   3.12 4.39 11.9 11.2
106 110.3 48.6  53.6 2.97 3.68 9.4  12.3
72  73.9  58.9  47.6 2.91 3.86 9.3  13.6
103 13    146.7 15.4 2.86 3.91 11.7 13.1
165 14.8  84.2  50.3 2.99 3.79 8.4  13.6
205 33.6  36.4  58.9 2.97 3.8  7.9  12.6
74  43.6  43.2  45   2.96 3.74 9.6  11
42  8.6   21    53.4 2.86 3.62 7.3  15.6
13  9.8   30.4  51   3    3.65 7.2  13
28  4.2   25    51.7 2.75 3.68 9.5  8.2
26  6.2   21.6  63.5 2.73 3.46 9.1  7.7
105 4     20.3  49.5 2.84 3.71 7.1  10.6
"""


def technology():
    rows = np.array([[float(cell) for cell in line.split()] for line in ACHIEVEMENT.strip().splitlines()])
    return siblings(dict(zip(TECHNOLOGY, rows.T.tolist(), strict=True)))


def options(**given) -> PrincipalComponents:
    return PrincipalComponents.model_validate(given, context={"children": TECHNOLOGY})


def test_intermediate_composites_of_the_technology_achievement_index():
    """OECD/JRC (2008), Handbook, doi:10.1787/9789264043466-en: tables 16 to 18, 23 countries.

    Telephones and electricity are printed as rounded logarithms, so the last digit of a loading may differ.
    """
    found = component_weights(technology(), options(composite="rotated", factors=4))
    assert found.facts["eigenvalues"] == pytest.approx([3.3, 1.7, 1.0, 0.9, 0.5, 0.3, 0.2, 0.1], abs=0.06)
    assert found.facts["explained"] == pytest.approx(0.872, abs=5e-4)
    table_18 = [0.17, 0.15, 0.11, 0.06, 0.08, 0.12, 0.14, 0.16]
    assert found.shares.tolist() == pytest.approx(table_18, abs=0.0065)
    groups: dict[int, set[str]] = {}
    for code, factor in found.facts["factor"].items():
        groups.setdefault(factor, set()).add(code)
    together = [{"internet", "electricity", "schooling"}, {"patents", "exports"}, {"university"}]
    assert sorted(groups.values(), key=sorted) == sorted([*together, {"royalties", "telephones"}], key=sorted)
    loading = {code: max(map(abs, row)) for code, row in found.facts["loadings"].items()}
    table_17 = {"patents": 0.97, "royalties": 0.93, "internet": 0.79, "telephones": 0.68, "electricity": 0.82}
    assert {code: loading[code] for code in table_17} == pytest.approx(table_17, abs=0.015)


def test_without_a_number_only_factors_with_an_eigenvalue_above_1_are_rotated():
    """Two eigenvalues of the technology index lie above 1 (3.35 and 1.75); they explain 64 % together."""
    found = component_weights(technology(), options(composite="rotated"))
    assert {len(row) for row in found.facts["loadings"].values()} == {2}
    assert found.facts["explained"] == pytest.approx(0.637, abs=1e-3)  # 63.7 in table 16
    with pytest.raises(ScoringError, match=r"2 factors explain 0.64 of the variance, less than 0.7"):
        component_weights(technology(), options(composite="rotated", lowest_explained=0.7))


def test_scaled_squared_loadings_decide_where_a_child_belongs():
    """By hand: squares 4 1 | 4 4 | 1 4, columns add up to 9; the second child ties and goes to the first factor.

    Weights 4/9·9, 4/9·9, 4/9·9 over 12: a third each.
    """
    shares, own = intermediate_composites(np.array([[2.0, 1.0], [-2.0, 2.0], [1.0, -2.0]]))
    assert own.tolist() == [0, 0, 1]
    assert shares.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3])


def test_varimax_finds_the_simple_structure_that_was_turned_away():
    simple = np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7], [0.0, 0.6]])
    turn = np.array([[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]])
    assert np.abs(varimax(simple @ turn)) == pytest.approx(simple, abs=1e-9)


def test_varimax_is_as_good_as_that_of_scikit_learn():
    from sklearn.decomposition._factor_analysis import _ortho_rotation

    def criterion(loadings):
        return float((loadings**2).var(axis=0).sum())

    rng = np.random.default_rng(2)
    for _ in range(20):
        loadings = rng.normal(size=(8, 3))
        loadings /= np.linalg.norm(loadings, axis=1, keepdims=True)  # so that Kaiser's scaling changes nothing
        rotated = varimax(loadings)
        assert rotated @ rotated.T == pytest.approx(loadings @ loadings.T, abs=1e-12)  # turned, not bent
        peer = _ortho_rotation(loadings, method="varimax", tol=1e-12, max_iter=1000).T
        assert criterion(rotated) >= criterion(peer) - 1e-6


def test_a_child_without_any_loading_stays_so():
    assert varimax(np.array([[0.0, 0.0], [0.6, 0.6], [0.5, -0.5]]))[0].tolist() == [0, 0]


def test_the_first_component_of_two_children_weighs_them_the_same():
    """Any two correlated variables have the first component (1, 1)/√2, which explains (1 + r)/2."""
    children = siblings({"a": [1, 2, 3, 4], "b": [10, 30, 20, 40]})
    found = component_weights(children, options())
    assert found.shares.tolist() == pytest.approx([0.5, 0.5])
    assert found.facts["component"] == pytest.approx({"a": 0.5**0.5, "b": 0.5**0.5})
    assert found.facts["explained"] == pytest.approx((1 + 0.8) / 2)
    assert found.facts["subjects"] == 4
    assert found.facts["against"] == []


AGAINST = {"a": [1, 2, 3, 4, 6], "b": [1, 3, 2, 5, 5], "c": [9, 7, 8, 2, 1]}


def test_a_child_that_runs_against_the_others_is_never_weighed_silently():
    with pytest.raises(ScoringError, match=r"c run against the other parts .*a \+0\.\d+, b \+0\.\d+, c -0\.\d+"):
        component_weights(siblings(AGAINST), options())
    found = component_weights(siblings(AGAINST), options(negative="zero"))
    assert found.shares[2] == 0
    assert found.shares.sum() == pytest.approx(1)
    assert found.facts["component"]["c"] < -0.5
    assert found.facts["against"] == ["c"]


def test_a_squared_loading_keeps_its_sign_in_the_facts():
    found = component_weights(siblings(AGAINST), options(composite="rotated", factors=1))
    assert found.facts["against"] == ["c"]
    assert found.facts["loadings"]["c"][0] < 0 < found.shares[2]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"factors": 2}, "'factors' is only for 'composite: rotated'"),
        ({"composite": "rotated", "factors": 9}, "there cannot be more 'factors' than parts to weigh"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(given, line):
    with pytest.raises(ValidationError, match=line):
        options(**given)
