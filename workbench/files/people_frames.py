"""What a run knows about people, in files: Parquet and JSON for machines, tables for people."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from workbench.model.distribution import DistributionCheck
from workbench.model.people import COLUMNS, STAGES, People

FILE = "people.json"
_STATUS = "people"


def write_people(folder: Path, people: People) -> None:
    """Write `people` into the run directory `folder`: ``people.json`` and ``data/*.parquet``."""
    plain = {
        "facts": people.facts,
        "checks": {stage: [asdict(check) for check in checks] for stage, checks in people.checks.items()},
    }
    # Keys stay in their own order: predicates are counted best first.
    text = json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")
    status = people.status.rename_axis("subject").reset_index()
    status.to_parquet(folder / "data" / f"{_STATUS}.parquet", index=False)
    for name in COLUMNS:
        getattr(people, name).to_parquet(folder / "data" / f"{name}.parquet", index=False)


def read_people(folder: Path) -> People | None:
    """Return what `write_people` stored in `folder`; None where the run has nothing about people."""
    if not (folder / FILE).exists():
        return None
    plain = json.loads((folder / FILE).read_text(encoding="utf-8"))
    frames = {name: pd.read_parquet(folder / "data" / f"{name}.parquet") for name in COLUMNS}
    return People(
        status=pd.read_parquet(folder / "data" / f"{_STATUS}.parquet").set_index("subject"),
        checks={stage: tuple(map(DistributionCheck.from_plain, plain["checks"][stage])) for stage in STAGES},
        facts=plain["facts"],
        **frames,
    )


def tables_of_people(people: People) -> dict[str, pd.DataFrame]:
    """Return the tables meant for people, by name, of the parts that the cycle has."""
    parts, tables = people.parts, {}
    if "organisation" in parts:
        tables["distribution"] = _distribution(people)
    if "placements" in parts:
        tables["placements"] = people.placements
    if "exemptions" in parts:
        exempt = people.status[people.status["exempt"].notna()]
        tables["not_evaluated"] = exempt[["unit", "exempt", "exempt_source"]].rename_axis("subject").reset_index()
    if "guidance" in parts:
        tables["guidance"] = people.guidance
    if {"adjustments", "objections"} & parts:
        tables["adjustments"] = people.adjustments
    if "objections" in parts:
        tables["objections"] = people.objections
    return tables


def _distribution(people: People) -> pd.DataFrame:
    rows = [
        {
            "stage": stage,
            "unit": check.unit,
            "organisation": check.organisation,
            "people": check.size,
            "unpredicated": check.unpredicated,
            "status": check.status,
            "to_move": check.to_move,
            "pooled_into": check.pooled_into,
            **{f"count_{code}": count for code, count in check.counts.items()},
        }
        for stage in STAGES
        for check in people.checks[stage]
    ]
    return pd.DataFrame(rows)
