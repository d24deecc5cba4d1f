"""Severity of raters at the shape of lme4's InstEval: 73,421 ratings, 2,972 raters, 1,128 subjects; and the screen.

python benchmarks/raters.py [--ratings N] [--raters N] [--subjects N] [--screened N] [--repeats N]

Raters are unevenly busy and subjects unevenly popular. Prints the REML criterion, the correlation of severities with
the truth, and seconds by the clock and of all processors; mixedlm (a compiled peer with lme4's criterion) is timed on
the same ratings where it is installed. The screen is timed on its own, larger table. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from workbench.fairness.crossed_model import fit_crossed_model
from workbench.fairness.linkage import link
from workbench.fairness.rater_screen import screen_raters


def timed(repeats: int, work: Callable[[], object]) -> tuple[object, float, float]:
    """Return what `work` gives, and the least seconds by the clock and of all processors together."""
    found, clock, processors = None, np.inf, np.inf
    for _ in range(repeats):
        started, used = time.perf_counter(), time.process_time()
        found = work()
        clock, processors = min(clock, time.perf_counter() - started), min(processors, time.process_time() - used)
    return found, clock, processors


def invented(rng: np.random.Generator, ratings: int, raters: int, subjects: int) -> tuple[np.ndarray, ...]:
    """Return values, subjects, raters and severities with InstEval's variances: 0.27, 0.11 and 1.39."""
    busy, popular = rng.gamma(2, size=raters), rng.gamma(0.8, size=subjects)
    rater = rng.choice(raters, ratings, p=busy / busy.sum())
    subject = rng.choice(subjects, ratings, p=popular / popular.sum())
    severity = np.sqrt(0.106) * rng.normal(size=raters)
    quality = np.sqrt(0.274) * rng.normal(size=subjects)
    values = 3.25 + quality[subject] - severity[rater] + np.sqrt(1.387) * rng.normal(size=ratings)
    return values, subject, rater, severity


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def line(name: str, clock: float, processors: float, more: str = "") -> None:
    print(f"{name:30} {clock:8.2f} s   processors {processors:8.2f} s   {more}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ratings", type=int, default=73_421)
    parser.add_argument("--raters", type=int, default=2_972)
    parser.add_argument("--subjects", type=int, default=1_128)
    parser.add_argument("--screened", type=int, default=5_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    values, subject, rater, severity = invented(rng, options.ratings, options.raters, options.subjects)
    sizes = {"subjects": options.subjects, "raters": options.raters}
    before = memory()
    model, *seconds = timed(options.repeats, lambda: fit_crossed_model(values, subject, rater, **sizes))
    known = np.corrcoef(model.raters["severity"].fillna(0), severity)[0, 1]
    line("crossed model", *seconds, f"REML criterion {model.criterion:.4f}, r with truth {known:.3f}")
    print(f"{'':30} most memory {memory():,.0f} MiB, of which {before:,.0f} before")
    if importlib.util.find_spec("mixedlm"):
        import mixedlm

        frame = pd.DataFrame({"y": values, "s": subject.astype(str), "r": rater.astype(str)})
        peer, *seconds = timed(1, lambda: mixedlm.lmer("y ~ 1 + (1|r) + (1|s)", frame))
        line("mixedlm", *seconds, f"REML criterion {peer.REMLcrit():.4f}")
    if options.screened:
        many = max(1, options.screened // 10)
        values, subject, rater, _ = invented(rng, options.screened, max(2, many // 20), many)
        sizes = {"subjects": many, "raters": max(2, many // 20)}
        _, *seconds = timed(options.repeats, lambda: screen_raters(values, subject, rater, **sizes))
        line(f"screen of {options.screened:,} ratings", *seconds)
        _, *seconds = timed(1, lambda: link(subject, rater, **sizes))
        line("their linkage", *seconds, f"most memory {memory():,.0f} MiB")


if __name__ == "__main__":
    main()
