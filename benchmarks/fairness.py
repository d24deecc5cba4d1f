"""Gaps between groups: the workbench at 5,000,000 people, and beside fairlearn's MetricFrame on a sample of them.

python benchmarks/fairness.py [--people N] [--units N] [--draws N] [--sample N] [--repeats N] [--alone]

The workbench counts all people once and draws tables; MetricFrame goes through the rows for every draw. Both work on
the same sample, must find the same rates, and draw as often; MetricFrame is timed at two draws and scaled up to that.
With --alone it is left out. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

import numpy as np
from fairlearn.metrics import MetricFrame, selection_rate

from workbench.analysis.group_statistics import group_statistics
from workbench.fairness.controls import Controls, controlled_gaps
from workbench.fairness.gaps import mean_gaps
from workbench.fairness.rates import count_rates, rate_gaps
from workbench.fairness.resampling import bootstrap, impact_ratio, rate_of, resampled_means
from workbench.fairness.strata import mean_gaps_within, rate_gaps_within, rates_in_units, statistics_in_units

PEER_DRAWS = 2


def best_of(repeats: int, work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=5_000_000)
    parser.add_argument("--units", type=int, default=600)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--sample", type=int, default=500_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    people, units, draws = options.people, options.units, options.draws
    unit = rng.integers(0, units, people, dtype=np.int32)
    group, grade = rng.integers(0, 2, people, dtype=np.int32), rng.integers(0, 12, people, dtype=np.int32)
    score = rng.normal(70, 10, people)
    top = score >= 80
    rates, statistics = count_rates(top, unit, units), group_statistics(score, unit, units)
    table = np.column_stack([rates.size - rates.hits, rates.hits])
    shape = (units, 2)
    work = {
        "count rates by unit": lambda: count_rates(top, unit, units),
        f"{draws:,} bootstraps of all rates": lambda: bootstrap(table, rate_of(1), draws=draws, rng=rng),
        f"{draws:,} bootstraps of the impact ratio": lambda: bootstrap(table, impact_ratio(1), draws=draws, rng=rng),
        "gaps in rates, exact tests, four fifths": lambda: rate_gaps(rates),
        "size, mean, spread by unit": lambda: group_statistics(score, unit, units),
        f"{draws:,} bootstraps of all means": lambda: resampled_means(statistics, draws=draws, rng=rng),
        "gaps in means, Welch": lambda: mean_gaps(statistics),
        "rates pooled and within units": lambda: rate_gaps_within(rates_in_units(top, unit, group, shape=shape)),
        "means pooled and within units": lambda: mean_gaps_within(statistics_in_units(score, unit, group, shape=shape)),
        "gap held for grade, clustered by unit": lambda: controlled_gaps(
            score, group, 2, controls=Controls(factors=[grade], clusters=unit)
        ),
    }
    print(f"{people:,} people x {units} units")
    for name, each in work.items():
        each()  # what is imported on first use does not count
        print(f"{name:42} {best_of(options.repeats, each):8.3f} s")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    if not options.alone:
        beside_fairlearn(options, unit, top)


def beside_fairlearn(options: argparse.Namespace, unit: np.ndarray, top: np.ndarray) -> None:
    outcome, feature = top[: options.sample].astype(int), unit[: options.sample]

    def frame(**more: object) -> MetricFrame:
        rows = {"y_true": outcome, "y_pred": outcome, "sensitive_features": feature}
        return MetricFrame(metrics=selection_rate, **rows, **more)

    def resampled() -> MetricFrame:
        return frame(n_boot=PEER_DRAWS, ci_quantiles=[0.025, 0.975], random_state=0)

    def drawn() -> object:
        counted = count_rates(outcome, feature, options.units)
        table = np.column_stack([counted.size - counted.hits, counted.hits])
        return bootstrap(table, rate_of(1), draws=options.draws, rng=np.random.default_rng(0))

    ours = count_rates(outcome, feature, options.units).rate
    theirs = frame().by_group
    assert np.allclose(ours[theirs.index.to_numpy(int)], theirs.to_numpy(float)), "the rates differ"
    peer, own = best_of(1, frame), best_of(options.repeats, lambda: count_rates(outcome, feature, options.units))
    peer_drawn = peer + (best_of(1, resampled) - peer) / PEER_DRAWS * options.draws
    own_drawn = best_of(options.repeats, drawn)
    print(f"rates of {options.sample:,} people: fairlearn {peer:.2f} s, workbench {own:.4f} s, {peer / own:,.0f} x")
    print(f"with {options.draws:,} draws: fairlearn {peer_drawn:,.0f} s, workbench {own_drawn:.3f} s", end=", ")
    print(f"{peer_drawn / own_drawn:,.0f} x")


if __name__ == "__main__":
    main()
