"""People who are exempt from evaluation: listed with the reason, never scored, never compared, never dropped."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from workbench.errors import message
from workbench.model.results import Measurements, Scorecard

EXEMPT = message("exempt from evaluation")


def without_exempt(measurements: Measurements, exempt: pd.Index) -> Measurements:
    """Return the measurements with every value of the `exempt` subjects missing, for that reason."""
    if exempt.empty:
        return measurements
    everyone = measurements.values.index
    frames = {
        name: getattr(measurements, name).drop(index=exempt).reindex(everyone)
        for name in ("values", "cases", "low", "high")
    }
    kept = measurements.missing[~measurements.missing["subject"].isin(exempt)]
    reasons = _reasons(exempt, measurements.values.columns)
    return replace(measurements, **frames, missing=pd.concat([kept, reasons], ignore_index=True))


def only(measurements: Measurements, subjects: pd.Index) -> Measurements:
    """Return the measurements of `subjects` alone, so that nobody else shapes their scores."""
    frames = {name: getattr(measurements, name).loc[subjects] for name in ("values", "cases", "low", "high")}
    missing = measurements.missing[measurements.missing["subject"].isin(subjects)]
    return replace(measurements, **frames, missing=missing)


def with_exempt(card: Scorecard, subjects: pd.Index) -> Scorecard:
    """Return the scorecard with a row for each of `subjects`; those it did not score have none of its numbers."""
    exempt = subjects.difference(card.scores.index)
    if exempt.empty:
        return card
    frames = ("values", "normalised", "scores", "coverage", "contributions", "bands", "predicates", "ranks")
    wide = {name: getattr(card, name).reindex(subjects) for name in frames}
    codes = [*card.values.columns, *card.scores.columns]
    missing = pd.concat([card.missing, _reasons(exempt, pd.Index(codes))], ignore_index=True)
    return replace(card, **{**wide, "coverage": wide["coverage"].fillna(0.0), "missing": missing})


def _reasons(exempt: pd.Index, codes: pd.Index) -> pd.DataFrame:
    pairs = [(subject, code, str(EXEMPT)) for code in codes for subject in exempt]
    return pd.DataFrame(pairs, columns=["subject", "code", "reason"], dtype="str")
