"""What the audit of fairness found, in a run directory: Parquet for machines, one table of all findings for people."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from workbench.locale import Language
from workbench.model.fairness import VERDICTS, Examination
from workbench.model.run import Run

FOLDER, FACTS, FINDINGS = "fairness", "facts.json", "findings"


def write_fairness(folder: Path, run: Run) -> None:
    """Write ``data/fairness/<check>/*.parquet`` and facts as JSON; nothing for a run without an audit."""
    for code, examination in run.fairness.items():
        own = folder / "data" / FOLDER / code
        own.mkdir(parents=True)
        for name, table in ({FINDINGS: examination.findings} | dict(examination.tables)).items():
            table.to_parquet(own / f"{name}.parquet", index=False)
        facts = json.dumps(dict(examination.facts), sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
        (own / FACTS).write_text(facts + "\n", encoding="utf-8", newline="\n")


def all_findings(run: Run) -> pd.DataFrame:
    """Return the findings of all checks of a run with an audit, the code of the check in front."""
    parts = [each.findings.assign(check=code) for code, each in run.fairness.items()]
    findings = pd.concat(parts, ignore_index=True)
    return findings[["check", *findings.columns.drop("check")]]


def findings_in_words(findings: pd.DataFrame, run: Run, language: Language) -> pd.DataFrame:
    """Return all findings in the words of a language; groups stay as their table calls them."""
    asked = run.manifest["fairness"]
    classes = {code: label[language.code] for code, label in run.class_labels.items()}
    ratings = {code: label[language.code] for code, label in asked["ratings"].items()}
    nodes = {code: branch["label"][language.code] for code, branch in {**run.nodes, **run.leaves}.items()}
    outcomes = {**ratings, **classes, **nodes}
    return findings.assign(
        check=[asked["checks"][code]["label"][language.code] for code in findings["check"]],
        outcome=[outcomes.get(code, code) for code in findings["outcome"]],
        verdict=[language.text(VERDICTS[verdict]) for verdict in findings["verdict"]],
        measure=findings["measure"].map(language.text),
        against=findings["against"].map(language.text),
    )


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
