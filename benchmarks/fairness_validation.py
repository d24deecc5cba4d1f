"""How often the statistics of the audit are right: many invented places whose truth is known.

python benchmarks/fairness_validation.py [--trials N] [--seed N]

The same trials as in notebooks/methods/9_fairness_validation.ipynb, more of them and larger. Per design: what was
found of what really differs (power), what was false of what was found (false alarms; where nothing differs at all the
share of trials with any finding), how many 95 % intervals hold the truth (coverage), the correlation of estimates with
the truth, and refusals; ± two standard errors over the trials. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from typing import Any

import numpy as np

from workbench.analysis.simulated_evaluation import simulate_evaluation
from workbench.fairness.validation import (
    Analysis,
    Share,
    group_gaps,
    severities,
    severities_in_logits,
    unit_distributions,
    unit_means,
    validate,
)

Design = dict[str, Any]

PLACE: Design = {"subjects": 200, "units": 10, "raters": 20, "each": 4}
FIVE: Design = {"group_shares": (0.3, 0.3, 0.2, 0.1, 0.1), "group_effect": (0,) * 5, "group_bias": (0,) * 5}
UNITS: Design = {"subjects": 400, "units": 20, "raters": 20, "each": 2, "severity": 0.2}
NESTED: Design = {"design": "nested", "each": 1, "unit_effect": 0.4, "severity": 0.5}
TWO_OF_TWENTY = np.r_[1.0, -1.0, np.zeros(18)]
RASCH: Design = {"scale": "rasch", "items": 4, "severity": 0.8, "spread": 1.2}
CLASSES: Design = {"scale": "classes", "shares": (0.02, 0.06, 0.12, 0.7, 0.1), "each": 1, "severity": 0.0}

DESIGNS: dict[str, tuple[Analysis, float, dict[str, Design]]] = {
    "gaps between groups": (
        group_gaps,
        4,
        {
            "no difference, two groups": PLACE,
            "no difference, five groups": PLACE | FIVE,
            "rated 0.2 lower": PLACE | {"group_bias": (0, 0.2)},
            "rated 0.5 lower": PLACE | {"group_bias": (0, 0.5)},
            "really 0.5 lower": PLACE | {"group_effect": (0, -0.5)},
        },
    ),
    "severity, crossed model": (
        severities,
        1,
        {
            "crossed": PLACE | {"subjects": 60, "design": "crossed"},
            "four raters for each": PLACE,
            "two raters for each": PLACE | {"each": 2},
            "five components": PLACE | {"components": 5},
            "nested, two raters in each unit": PLACE | {"design": "nested", "each": 2},
            "two of twenty differ": PLACE | {"severity": TWO_OF_TWENTY},
            "all alike": PLACE | {"severity": 0.0},
            "drift and halo": PLACE | {"months": 3, "drift": 0.05, "halo": 0.3},
            "one rater for each": PLACE | {"design": "nested", "each": 1, "raters": 10},
        },
    ),
    "severity, many-facet model": (
        severities_in_logits,
        0.8,
        {
            "four items, four raters for each": PLACE | RASCH,
            "all alike": PLACE | RASCH | {"severity": 0.0},
            "two components": PLACE | RASCH | {"components": 2},
        },
    ),
    "unit means": (
        unit_means,
        1,
        {
            "units alike": UNITS | {"severity": 0.0},
            "units differ": UNITS | {"unit_effect": 0.4},
            "one rater in each unit": UNITS | NESTED,
        },
    ),
    "distribution of classes": (
        partial(unit_distributions, rng=np.random.default_rng(1)),
        0.5,
        {
            "units alike": PLACE | CLASSES | {"subjects": 600, "units": 20},
            "one of twenty better": PLACE | CLASSES | {"subjects": 600, "units": 20, "unit_effect": np.eye(20)[0]},
        },
    ),
}


def written(share: Share) -> str:
    return "–" if np.isnan(share.value) else f"{100 * share.value:5.1f} ± {200 * share.error:3.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=500, help="of most designs; the quick ones get more")
    parser.add_argument("--seed", type=int, default=2025)
    options = parser.parse_args()
    for analysis_name, (analysis, share, designs) in DESIGNS.items():
        heads = "".join(f"{each:>15}" for each in ("power %", "false %", "coverage %"))
        print(f"\n{analysis_name}\n{'':34}{'trials':>7}{heads}   r     refused  s")
        for name, design in designs.items():
            trials, started = max(2, round(share * options.trials)), time.perf_counter()
            simulate = partial(simulate_evaluation, **design)
            found = validate(simulate, analysis, rng=np.random.default_rng(options.seed), trials=trials)
            numbers = [written(each) for each in (found.power, found.false_alarms, found.coverage)]
            columns = "".join(f"{each:>15}" for each in numbers)
            seconds = time.perf_counter() - started
            print(f"{name:34}{trials:7}{columns}   {found.correlation.value:.3f} {found.refused:6} {seconds:5.0f}")
            for reason in found.reasons:
                print(f"    refused: {reason.render()}")


if __name__ == "__main__":
    main()
