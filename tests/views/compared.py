"""A section about gaps between groups of made-up people, told in the run of `tests.fairness_run`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.fairness.cases import case
from workbench.builtin_checks.disparity import disparity as examined
from workbench.locale import Language
from workbench.model.fairness import FairnessCase
from workbench.model.run import Run
from workbench.views.blocks import Block
from workbench.views.disparity_sections import disparity

ENGLISH = Language("en")


def told(run: Run, compared: FairnessCase) -> Block:
    """Return the section about `compared`."""
    return disparity(replace(run, fairness={"disparity": examined(compared)}), ENGLISH)


def section(run: Run, gap: float = 0.0, *, units: int = 4, full: bool = False, **settings: object) -> Block:
    """Return the section about 400 people of two sexes; women lie `gap` points lower and more often work in U0."""
    rng = np.random.default_rng(1)
    sex = rng.choice(list("LP"), 400)
    unit = np.where(rng.uniform(size=400) < 0.4 * (sex == "P"), 0, rng.integers(0, units, 400))
    points = rng.normal(70, 6, 400) + gap * (sex == "P")
    scores = {f"K{number:03}": float(each) for number, each in enumerate(points)}
    best = sorted(scores, key=scores.get)[3 if full else 120 :]
    found = examined(
        case(
            scores,
            {"jk": sex, "unit": [f"U{each}" for each in unit], "jenis": ["PNS", *rng.choice(["PNS", "PPPK"], 399)]},
            classes={code: "baik" if code in best else "cukup" for code in scores},
            class_order=["baik", "cukup"],
            unit="unit",
            **{"groupings": ["jk", "unit"], "controls": ["jenis"], **settings},
        )
    )
    manifest_settings = run.manifest["fairness"]["settings"] | {"controls": ["jenis"]}
    manifest = run.manifest | {"fairness": run.manifest["fairness"] | {"settings": manifest_settings}}
    return disparity(replace(run, manifest=manifest, fairness={"disparity": found}), ENGLISH)
