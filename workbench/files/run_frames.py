"""The frames of a run: Parquet for machines, CSV for people."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from workbench.files.fairness_frames import all_findings
from workbench.files.people_frames import tables_of_people
from workbench.model.results import Measurements, Scorecard
from workbench.model.run import Run

_WIDE = ("used", "normalised", "scores", "coverage", "contributions", "bands")
_MEASURED = ("values", "cases", "low", "high")
_INTERVALS = {"rank_low": "low", "rank_median": "median", "rank_high": "high", "top_probability": "top"}
_LONG = {"missing": ["subject", "code", "reason"], "changed": ["subject", "code", "step", "before", "after"]}
_FINDINGS = ("peers", "band_changes", "audit")


def write_frames(folder: Path, run: Run) -> None:
    """Write the frames of `run` into `folder`: ``data/*.parquet`` with everything, ``*.csv`` to be read by people."""
    data = folder / "data"
    data.mkdir()
    card = run.scorecard
    wide = {"used": card.values} | {name: getattr(card, name) for name in _WIDE if name != "used"}
    for name, frame in wide.items():
        _write_wide(data / f"{name}.parquet", frame)
    for name in _MEASURED:
        _write_wide(data / f"{name}.parquet", getattr(run.measurements, name))
    _write_wide(data / "subjects.parquet", run.subjects)
    _write_wide(data / "results.parquet", _results(run))
    for name in _LONG:
        getattr(card, name).to_parquet(data / f"{name}.parquet", index=False)
    for name in _FINDINGS:
        getattr(run, name).to_parquet(data / f"{name}.parquet", index=False)
    for code, frame in run.logs.items():
        frame.to_parquet(data / f"{log_name(code)}.parquet", index=False)
    for name, frame in people_tables(run).items():
        frame.to_csv(
            folder / f"{name}.csv", index=False, lineterminator="\n", encoding="utf-8-sig", float_format="%.12g"
        )


def people_tables(run: Run) -> dict[str, pd.DataFrame]:
    """Return the tables meant for people, by name: scores, indicators, weights, what is missing, and the findings."""
    return {
        "scores": _scores_table(run),
        "indicators": _indicators_table(run),
        "weights": _weights_table(run),
        "missing": run.scorecard.missing,
        "changed": run.scorecard.changed,
        **{name: getattr(run, name) for name in _FINDINGS},
        **({"fairness": all_findings(run)} if run.fairness else {}),
        **(tables_of_people(run.people) if run.people is not None else {}),
        **{log_name(code): frame for code, frame in run.logs.items()},
    }


def log_name(code: str) -> str:
    """Return what the table of a log is called in a run directory."""
    return f"log_{code}"


def read_frames(folder: Path) -> tuple[pd.DataFrame, Measurements, Scorecard, pd.DataFrame]:
    """Return subjects, measurements, scorecard and rank intervals as `write_frames` stored them."""
    data = folder / "data"
    wide = {name: _read_wide(data / f"{name}.parquet") for name in (*_WIDE, *_MEASURED, "subjects", "results")}
    long = {name: pd.read_parquet(data / f"{name}.parquet") for name in _LONG}
    results = wide["results"]
    measured = set(wide["values"].columns)
    measurements = Measurements(
        values=wide["values"],
        cases=wide["cases"],
        low=wide["low"],
        high=wide["high"],
        missing=long["missing"][long["missing"]["code"].isin(measured)].reset_index(drop=True),
    )
    scorecard = Scorecard(
        values=wide["used"],
        normalised=wide["normalised"],
        scores=wide["scores"],
        coverage=wide["coverage"],
        contributions=wide["contributions"],
        bands=wide["bands"],
        predicates=results["predicate"],
        ranks=results["rank"],
        missing=long["missing"],
        changed=long["changed"],
        treatments={},
        scales={},
        weights={},
        weighting={},
    )
    intervals = results.reindex(columns=list(_INTERVALS)).rename(columns=_INTERVALS)
    return wide["subjects"], measurements, scorecard, intervals


def read_findings(folder: Path) -> dict[str, pd.DataFrame]:
    """Return the long tables of findings, by their name in `Run`."""
    return {name: pd.read_parquet(folder / "data" / f"{name}.parquet") for name in _FINDINGS}


def read_logs(folder: Path, codes: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return the rows of the logs called `codes`."""
    return {code: pd.read_parquet(folder / "data" / f"{log_name(code)}.parquet") for code in codes}


def _results(run: Run) -> pd.DataFrame:
    results = pd.DataFrame(
        {
            "rank": run.scorecard.ranks,
            **{name: run.rank_intervals[column] for name, column in _INTERVALS.items()},
            "predicate": run.scorecard.predicates,
        }
    )
    return results if run.people is None else results.assign(predicate_final=run.people.status["predicate_final"])


def _scores_table(run: Run) -> pd.DataFrame:
    card, results = run.scorecard, _results(run)
    bands = card.bands.add_prefix("band_")
    parts = [run.subjects, results[["rank", *_INTERVALS]], card.scores[[run.root]]]
    if run.predicate is not None:
        parts.append(results.filter(["predicate", "predicate_final"]))
    if run.people is not None and len(run.people.exempt):
        parts.append(run.people.status[["exempt"]])
    dimensions = card.scores.drop(columns=run.root)
    coverage = card.coverage[[run.root]].add_prefix("coverage_")
    parts += [bands, dimensions]
    if run.people is not None:
        decided = run.people.status.filter(regex="^score_")
        parts.append(decided.rename(columns=lambda name: f"final_{name.removeprefix('score_')}"))
    table = pd.concat([*parts, coverage], axis=1)
    return table.sort_values("rank", kind="stable", na_position="last").rename_axis("subject").reset_index()


def _indicators_table(run: Run) -> pd.DataFrame:
    card, measured = run.scorecard, run.measurements
    reasons = card.missing.set_index(["subject", "code"])["reason"]
    steps = card.changed.drop_duplicates(["subject", "code"]).set_index(["subject", "code"])["step"]
    parts = []
    for code, leaf in run.leaves.items():
        part = pd.DataFrame(
            {
                "subject": run.subjects.index,
                "label": run.subjects["label"].to_numpy(),
                "indicator": code,
                "unit": leaf["measured_in"]["id"],
                "value": measured.values[code].to_numpy(),
                "low": measured.low[code].to_numpy(),
                "high": measured.high[code].to_numpy(),
                "cases": measured.cases[code].to_numpy(),
                "used": card.values[code].to_numpy(),
                "normalised": card.normalised[code].to_numpy(),
                "weight": leaf["effective_weight"],
                "contribution": card.contributions[code].to_numpy(),
            }
        )
        keys = pd.MultiIndex.from_arrays([part["subject"], part["indicator"]])
        parts.append(part.assign(reason=reasons.reindex(keys).to_numpy(), step=steps.reindex(keys).to_numpy()))
    return pd.concat(parts, ignore_index=True)


def _weights_table(run: Run) -> pd.DataFrame:
    rows = [
        {
            "level": depth,
            "code": branch.get("indicator", branch.get("code")),
            "label": branch["label"]["id"],
            "weight": branch["weight"],
            "share": branch["share"],
            "effective_weight": branch["effective_weight"],
        }
        for depth, branch in run.branches
    ]
    return pd.DataFrame(rows)


def _write_wide(path: Path, frame: pd.DataFrame) -> None:
    frame.rename_axis("subject").reset_index().to_parquet(path, index=False)


def _read_wide(path: Path) -> pd.DataFrame:
    return pd.read_parquet(path).set_index("subject")
