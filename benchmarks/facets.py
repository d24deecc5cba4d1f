"""The many-facet rating-scale model: TAM's largest rating set, and places of growing size with a known truth.

python benchmarks/facets.py [--data ../shared/acceptance/raters_mfrm] [--repeats N]

Seconds are of the best round; coding the table, the fit with its standard errors, and the table of raters (fit, spread)
are timed apart. TAM's own time is the one in its summary, measured where that was made. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd

from tests.fairness.simulated_ratings import design, rated
from workbench.fairness.facets_model import fit_facets
from workbench.fairness.facets_ratings import facet_ratings
from workbench.fairness.rater_fit import rater_table

ITEMS = ["k1", "k2", "k3", "k4", "k5"]
PLACES = ((2_000, 100), (10_000, 500), (50_000, 2_000))


def austrian(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "immer01b.csv.gz").melt(["idstud", "rater"], ITEMS, "item", "score")
    return table.rename(columns={"idstud": "subject"})


def invented(persons: int, raters: int) -> tuple[np.ndarray, pd.DataFrame]:
    """Return severities and what such raters give: three raters a person, two items, four classes."""
    rng = np.random.default_rng(0)
    severities = rng.normal(0, 0.7, raters)
    severities -= severities.mean()
    plan = design(rng, persons=persons, raters=raters, items=2, raters_a_person=3)
    return severities, rated(rng, plan, severities=severities, difficulties=np.array([-0.3, 0.3]))


def timed(table: pd.DataFrame, repeats: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the least seconds for coding, fitting and describing, and the severities with their standard errors."""
    rounds = []
    for _ in range(repeats):
        clock = [time.perf_counter()]
        ratings = facet_ratings(table)
        clock.append(time.perf_counter())
        model = fit_facets(ratings)
        clock.append(time.perf_counter())
        rater_table(model)
        clock.append(time.perf_counter())
        rounds.append(np.diff(clock))
    return np.min(rounds, axis=0), np.vstack([model.parameters.severities, model.severity_se])


def told(name: str, ratings: int, seconds: np.ndarray, more: str) -> None:
    coding, fit, description = seconds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    speed = ratings / seconds.sum()
    print(f"{name:32} {ratings:9,} ratings  coding {coding:6.2f}  fit {fit:6.2f}  table {description:6.2f} s", end="  ")
    print(f"{speed:9,.0f} ratings/s  {memory:6,.0f} MiB  {more}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/acceptance/raters_mfrm"))
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    invented_first = invented(300, 20)[1]
    timed(invented_first, 1)  # what is imported on first use is not part of the figures
    if options.data.is_dir():
        summary = json.loads((options.data / "expected_tam_immer01b_rsm_summary.json").read_text(encoding="utf-8"))
        table = austrian(options.data)
        told("immer01b, 20 raters", len(table), timed(table, options.repeats)[0], f"TAM: {summary['seconds']} s")
    for persons, raters in PLACES:
        truth, table = invented(persons, raters)
        seconds, (found, errors) = timed(table, 1 if persons > 10_000 else options.repeats)
        covered, alike = np.mean(np.abs(found - truth) < 1.96 * errors), np.corrcoef(found, truth)[0, 1]
        told(f"{persons:,} persons, {raters:,} raters", len(table), seconds, f"covered {covered:.3f}, r {alike:.4f}")


if __name__ == "__main__":
    main()
