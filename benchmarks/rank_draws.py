"""Ranks under many sets of weights: the workbench beside a loop of scipy's rankdata and beside pymcdm, in one run.

python benchmarks/rank_draws.py [--subjects N] [--draws N] [--indicators N] [--repeats N] [--alone]

All score the same weights and rank every subject in every draw, ties sharing the better rank (pymcdm: the mean rank).
pymcdm is timed twice, its ranks alone and its weighted sum with its ranks, on 20 draws and scaled up. With --alone the
peers are left out, for numbers of subjects at which they would take hours. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from pymcdm.helpers import rrankdata
from pymcdm.methods import WSM
from scipy.stats import rankdata

from tests.scoring.frameworks import framework, leaf, node
from workbench.analysis.drawn_scores import DrawnScores
from workbench.analysis.robustness import rank_intervals
from workbench.analysis.weight_draws import box_weights

PYMCDM_DRAWS = 20


def best_of(repeats: int, work: Callable[[], object]) -> np.ndarray:
    """Return the least seconds by the clock and the least seconds of all processors together."""
    times = []
    for _ in range(repeats):
        started = np.array([time.perf_counter(), time.process_time()])
        work()
        times.append(np.array([time.perf_counter(), time.process_time()]) - started)
    return np.min(times, axis=0)


def invented(subjects: int, indicators: int, draws: int) -> DrawnScores:
    rng = np.random.default_rng(0)
    codes = [f"x{number}" for number in range(indicators)]
    values = pd.DataFrame(rng.uniform(0, 100, (subjects, indicators)), columns=codes)
    half = indicators // 2
    tree = framework(node("one", *map(leaf, codes[:half])), node("two", *map(leaf, codes[half:])))
    weights = box_weights(tree, draws=draws, spread=0.25, rng=rng)
    return DrawnScores(framework=tree, weights=weights, normalised=values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subjects", type=int, default=10_000)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--indicators", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    scores = invented(options.subjects, options.indicators, options.draws)
    weights = scores.weights.effective(scores.framework)
    columns = scores.normalised.to_numpy().T

    def ranked() -> None:
        for _ in scores.ranks():
            pass

    def by_scipy() -> None:
        for each in weights:
            rankdata(-(each @ columns), method="min")

    def by_pymcdm() -> None:
        for each in weights[:PYMCDM_DRAWS]:
            rrankdata(each @ columns)

    matrix, types, weighted_sum = scores.normalised.to_numpy(), np.ones(options.indicators), WSM()

    def by_pymcdm_as_used() -> None:
        for each in weights[:PYMCDM_DRAWS]:
            weighted_sum.rank(weighted_sum(matrix, each / each.sum(), types))

    own = {"ranks": ranked, "ranks, intervals, share in the top": lambda: rank_intervals(scores)}
    seconds = {name: best_of(options.repeats, work) for name, work in own.items()}
    if not options.alone:
        seconds["scipy.stats.rankdata, draw by draw"] = best_of(options.repeats, by_scipy)
        scale = options.draws / PYMCDM_DRAWS
        seconds["pymcdm.helpers.rrankdata"] = best_of(1, by_pymcdm) * scale
        seconds["pymcdm: WSM and its ranks"] = best_of(1, by_pymcdm_as_used) * scale
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.draws:,} draws x {options.subjects:,} subjects, most memory {memory:,.0f} MiB")
    for name, (clock, processors) in seconds.items():
        ratio = np.array([clock, processors]) / seconds["ranks"]
        print(f"{name:36} {clock:8.2f} s {ratio[0]:7.1f} x   processors {processors:8.2f} s {ratio[1]:7.1f} x")


if __name__ == "__main__":
    main()
