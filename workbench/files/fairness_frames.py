"""What the audit of fairness found, in a run directory: Parquet for machines, one CSV of all findings for people."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from workbench.model.fairness import Examination
from workbench.model.run import Run

FOLDER, FACTS, FINDINGS = "fairness", "facts.json", "findings"


def write_fairness(folder: Path, run: Run) -> None:
    """Write ``data/fairness/<check>/*.parquet`` and ``fairness.csv``; nothing for a run without an audit."""
    if not run.fairness:
        return
    for code, examination in run.fairness.items():
        own = folder / "data" / FOLDER / code
        own.mkdir(parents=True)
        for name, table in ({FINDINGS: examination.findings} | dict(examination.tables)).items():
            table.to_parquet(own / f"{name}.parquet", index=False)
        facts = json.dumps(dict(examination.facts), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
        (own / FACTS).write_text(facts + "\n", encoding="utf-8", newline="\n")
    all_findings(run).to_csv(
        folder / "fairness.csv", index=False, lineterminator="\n", encoding="utf-8-sig", float_format="%.12g"
    )


def all_findings(run: Run) -> pd.DataFrame:
    """Return the findings of all checks one below the other, the code of the check in front."""
    parts = [each.findings.assign(check=code) for code, each in run.fairness.items()]
    findings = pd.concat(parts, ignore_index=True)
    return findings[["check", *findings.columns.drop("check")]]


def read_fairness(folder: Path) -> dict[str, Examination]:
    """Return what `write_fairness` stored, in the order of the checks' codes."""
    checks = sorted(path for path in (folder / "data" / FOLDER).glob("*") if path.is_dir())
    return {path.name: _examination(path) for path in checks}


def _examination(path: Path) -> Examination:
    tables = {file.stem: pd.read_parquet(file) for file in sorted(path.glob("*.parquet"))}
    return Examination(
        findings=tables.pop(FINDINGS),
        tables=tables,
        facts=json.loads((path / FACTS).read_text(encoding="utf-8")),
    )
