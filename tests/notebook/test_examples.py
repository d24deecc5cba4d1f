"""The examples that notebooks begin with are there and can be read."""

from __future__ import annotations

from workbench.files.parameters_file import read_parameters
from workbench.notebook import example_monitoring, example_parameters, example_people, example_ratings


def test_each_example_is_what_its_name_says() -> None:
    assert read_parameters(example_parameters()).parameters.subjects.kind == "unit"
    assert read_parameters(example_people()).parameters.subjects.kind == "employee"
    assert read_parameters(example_monitoring()).parameters.cycle.startswith("2025-Q2")


def test_the_place_with_ratings_is_made_on_the_spot_and_invented() -> None:
    parameters = read_parameters(example_ratings()).parameters
    assert parameters.synthetic
    assert parameters.fairness is not None
    assert list(parameters.fairness.ratings) == ["umpan_balik_360"]
