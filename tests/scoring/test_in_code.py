from __future__ import annotations

import pytest

from workbench.errors import ParametersError
from workbench.registry import load_catalogue
from workbench.scoring.in_code import codes_of, framework_in_code

CATALOGUE = load_catalogue(entry_points=False)


def made(columns, **said):
    return framework_in_code(columns, CATALOGUE, **said)


def test_with_nothing_said_all_columns_count_the_same():
    framework = made(["Days", "Quality"])
    assert framework.effective_weights == {"score": 1.0, "days": 0.5, "quality": 0.5}
    assert {leaf.normalisation.code for leaf in framework.leaves} == {"min_max"}
    assert framework.root.aggregation.code == "arithmetic"


def test_dimensions_hold_columns_or_dimensions_and_everything_has_a_weight():
    tree = {"human": {"health": ["le"], "education": ["eys", "mys"]}, "gni": None}
    framework = made(["le", "eys", "mys", "gni"], tree=tree, weights={"human": 2, "education": 3, "mys": 0}, name="hdi")
    assert [node.code for node in framework.nodes] == ["health", "education", "human", "hdi"]
    assert framework.effective_weights == pytest.approx(
        {
            "hdi": 1,
            "human": 2 / 3,
            "gni": 1 / 3,
            "health": 1 / 6,
            "education": 1 / 2,
            "le": 1 / 6,
            "eys": 1 / 2,
            "mys": 0,
        }
    )


def test_methods_are_named_for_all_or_one_by_one():
    framework = made(
        ["a", "b"],
        tree={"pair": ["a", "b"]},
        polarity={"b": "lower"},
        normalisation={"a": {"method": "goalposts", "low": 0, "high": 10}},
        aggregation={"pair": "geometric"},
        weighting={"pair": "equal"},
    )
    goalposts, other = framework.leaves
    assert (goalposts.normalisation.code, goalposts.settings.high) == ("goalposts", 10)
    assert (other.normalisation.code, other.indicator.polarity) == ("min_max", "lower")
    assert framework.node("pair").aggregation.code == "geometric"
    assert framework.node("pair").weighting.code == "equal"
    assert framework.root.aggregation.code == "arithmetic"
    assert framework.root.weighting is None
    everywhere = made(
        ["a", "b"], tree={"pair": ["a", "b"]}, aggregation="geometric", normalisation={"method": "percentile_rank"}
    )
    assert {node.aggregation.code for node in everywhere.nodes} == {"geometric"}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"tree": {"pair": ["a", "c"]}}, r"(?s)dimensions.c: there is no such name.*columns.b: there is no such name"),
        ({"weights": {"aa": 1}}, "weights.aa: there is no such name here; did you mean: a"),
        ({"polarity": {"c": "lower"}}, "polarity.c"),
        ({"normalisation": {"c": "rank"}}, "normalisation.c"),
        ({"aggregation": {"scores": "geometric"}}, "aggregation.scores: .*did you mean: score"),
        ({"weighting": {"a": "equal"}}, "weighting.a"),
        ({"normalisation": "minmax"}, "unknown normalisation 'minmax'; did you mean: min_max"),
        ({"polarity": {"a": "up"}}, "declare.a.polarity"),
        ({"weights": {"a": 0, "b": 0}}, "all weights inside 'score' are 0"),
        ({"minimum_coverage": 2}, "minimum_coverage: must be at most 1"),
        ({"name": "a"}, "'a' is used twice"),
    ],
)
def test_names_and_choices_that_cannot_work_are_refused(said, wrong):
    with pytest.raises(ParametersError, match=wrong):
        made(["a", "b"], **said)


def test_any_column_gets_a_code_of_its_own():
    assert codes_of(["LPI", "lpi", "sepal length (cm)", "2021", ""]) == [
        *("lpi", "lpi_1", "sepal_length_cm", "x_2021", "x_")
    ]
