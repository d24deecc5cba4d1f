"""Millions of rows scored, with means and spreads by group: the workbench beside pandas, polars and pymcdm, in one run.

python benchmarks/scoring.py [--rows N] [--rounds N]

Every contestant fits min-max, turns round what is better when low, weighs, adds up, and gives mean and standard
deviation of the score in each of 600 groups (pymcdm has no groups: its score only). They take turns, and the best of
their rounds counts; results must agree. The yardstick is the time to read all columns twice from memory, by the same
cores: once for the extremes and once for the score, which is the least that can be done. polars is no dependency of
the workbench: install it beside it to have it in the table. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from sklearn import config_context

from workbench import CompositeScore
from workbench.analysis.group_statistics import GroupSums, group_statistics
from workbench.model.parameters import Imputation, Treatment
from workbench.model.results import Reference
from workbench.registry import load_catalogue
from workbench.scoring.blockwise import blocks, on_all_cores
from workbench.scoring.composite import fit, only_scores
from workbench.scoring.in_code import framework_in_code

INDICATORS, GROUPS = 12, 600
CODES = [f"x{number}" for number in range(INDICATORS)]
LOWER = CODES[::4]
WEIGHTS = {code: 1.0 + number % 3 for number, code in enumerate(CODES)}
SHARES = np.array(list(WEIGHTS.values())) / sum(WEIGHTS.values())

Means = np.ndarray | None
Contestant = Callable[[], Means]


def workbench(data: pd.DataFrame, groups: np.ndarray) -> Contestant:
    polarity = dict.fromkeys(LOWER, "lower")
    framework = framework_in_code(CODES, load_catalogue(entry_points=False), weights=WEIGHTS, polarity=polarity)
    reference = Reference(values=data, groups=data.iloc[:, :0])

    def run() -> Means:
        fitted = fit(framework, reference, missing=Imputation(), treatment=Treatment())
        sums = GroupSums(groups, GROUPS)
        only_scores(fitted, data, root_only=True, each=lambda block, scores: sums.add(block, scores["score"]))
        return sums.statistics().mean

    return run


def estimator(data: pd.DataFrame, groups: np.ndarray) -> Contestant:
    index = CompositeScore(weights=WEIGHTS, polarity=dict.fromkeys(LOWER, "lower"))

    def run() -> Means:
        with config_context(assume_finite=True):  # otherwise scikit-learn reads everything twice more to look for inf
            return group_statistics(index.fit(data).score_samples(data), groups, GROUPS).mean

    return run


def pandas_idiom(data: pd.DataFrame, groups: np.ndarray) -> Contestant:
    def run() -> Means:
        normalised = 100 * (data - data.min()) / (data.max() - data.min())
        normalised[LOWER] = 100 - normalised[LOWER]
        found = (normalised * SHARES).sum(axis=1).groupby(groups).agg(["size", "mean", "std"])
        return found["mean"].to_numpy()

    return run


def polars_idiom(data: pd.DataFrame, groups: np.ndarray) -> Contestant:
    import polars as pl

    frame = pl.DataFrame({code: data[code].to_numpy() for code in CODES}).with_columns(pl.Series("group", groups))

    def run() -> Means:
        low, high = frame.select(pl.col(CODES).min()).row(0), frame.select(pl.col(CODES).max()).row(0)
        parts = [
            (pl.col(code) - worst) * (100 * share / (best - worst))
            for code, share, least, most in zip(CODES, SHARES, low, high, strict=True)
            for worst, best in [(most, least) if code in LOWER else (least, most)]
        ]
        scores = frame.lazy().select(pl.sum_horizontal(parts).alias("score"), "group")
        by_group = scores.group_by("group").agg(
            pl.len(), pl.col("score").mean().alias("mean"), pl.col("score").std().alias("sd")
        )
        return by_group.sort("group").collect()["mean"].to_numpy()

    return run


def pymcdm_wsm(data: pd.DataFrame, groups: np.ndarray) -> Contestant:
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization

    matrix = np.ascontiguousarray(data.to_numpy())
    types = np.array([-1 if code in LOWER else 1 for code in CODES])
    method = WSM(minmax_normalization)

    def run() -> Means:
        method(matrix, SHARES, types)
        return None

    return run


def reading_twice(data: pd.DataFrame, groups: np.ndarray) -> Contestant:
    columns = [data[code].to_numpy() for code in CODES]

    def read(block: slice) -> list[float]:
        return [column[block].max() for column in columns]

    def run() -> Means:
        for _ in range(2):
            list(on_all_cores(read, blocks(len(data))))
        return None

    return run


def best_of(rounds: int, contestants: Mapping[str, Contestant]) -> dict[str, float]:
    """Let contestants take turns, so that other work on the machine meets them all, and return their best times."""
    best = dict.fromkeys(contestants, np.inf)
    for number in range(rounds):
        for name, run in contestants.items():
            if number and best[name] > 5:
                continue  # what takes that long is measured once
            started = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - started)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    data = pd.DataFrame({code: rng.uniform(0, 100, options.rows) for code in CODES})
    groups = rng.integers(0, GROUPS, options.rows)
    contestants: dict[str, Contestant] = {}
    for name, make in {
        "reading all columns twice": reading_twice,
        "workbench": workbench,
        "workbench, as an estimator": estimator,
        "pandas": pandas_idiom,
        "polars": polars_idiom,
        "pymcdm": pymcdm_wsm,
    }.items():
        try:
            contestants[name] = make(data, groups)
        except ModuleNotFoundError as missing:
            print(f"{name} is left out: {missing.name} is not installed")
    wanted = contestants["pandas"]()
    for name, run in contestants.items():
        means = run()
        assert means is None or np.allclose(means, wanted, rtol=1e-9), name
    times = best_of(options.rounds, contestants)
    own, yardstick = times["workbench"], times["reading all columns twice"]
    print(f"{options.rows:,} rows, {INDICATORS} indicators, {GROUPS} groups; best of {options.rounds}")
    for name, seconds in times.items():
        print(f"{name:28}{seconds:9.3f} s{seconds / own:9.1f} x workbench{seconds / yardstick:9.1f} x reading twice")


if __name__ == "__main__":
    main()
