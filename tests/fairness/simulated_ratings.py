"""Ratings drawn from the many-facet rating-scale model, so that a test knows the truth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.fairness.facets_likelihood import category_probabilities

STEPS = np.array([-2.0, 0.0, 2.0])


def design(rng, *, persons, raters, items, raters_a_person):
    """Return who rates whom on what: each person is met by so many raters, drawn with steps along a circle of them."""
    longest = raters // raters_a_person  # so that nobody meets a rater twice
    steps = np.column_stack(
        [rng.integers(0, raters, persons), rng.integers(1, longest + 1, (persons, raters_a_person - 1))]
    )
    rater = np.cumsum(steps, axis=1) % raters
    cells = pd.DataFrame({"subject": np.repeat(np.arange(persons), raters_a_person), "rater": rater.ravel()})
    return cells.merge(pd.DataFrame({"item": np.arange(items)}), how="cross")


def rated(rng, table, *, severities, difficulties, person_sd=1.5, steps=STEPS, extra=0.0):
    """Return the table with a drawn `score`, 1 for the lowest; `extra` is added to the severity of each rating."""
    theta = rng.normal(0, person_sd, table["subject"].max() + 1)
    distance = theta[table["subject"]] - severities[table["rater"]] - difficulties[table["item"]] - np.asarray(extra)
    up_to = np.cumsum(category_probabilities(distance, steps), axis=0)
    return table.assign(score=1 + (rng.random(len(table)) > up_to[:-1]).sum(axis=0))
