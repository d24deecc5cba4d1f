"""A published decision matrix as a cycle of its own: table, parameters file, scores; nothing but the public way in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

from workbench.model.results import Scorecard
from workbench.prepare_cycle import prepare


def scored(
    folder: Path,
    matrix: Any,
    types: Any,
    weights: Any,
    *,
    aggregation: Any = "arithmetic",
    normalisation: Any = "as_measured",
) -> Scorecard:
    """Return the scorecard of alternatives a00, a01 … under criteria c00, c01 …; `types` -1 is a cost."""
    table = pd.DataFrame(np.asarray(matrix, dtype=float))
    table.columns = [f"c{place:02}" for place in table]
    table.insert(0, "key", [f"a{place:02}" for place in range(len(table))])
    table.to_csv(folder / "alternatives.csv", index=False, float_format="%.17g")
    criteria = list(table.columns[1:])
    text = yaml.safe_dump(
        {
            "place": "published",
            "title": "Published example",
            "cycle": "1",
            "tables": {"alternatives": {"file": "alternatives.csv", "decimal": "point"}},
            "subjects": {"kind": "unit", "table": "alternatives", "key": "key"},
            "declare": {
                code: {
                    "label": code,
                    "table": "alternatives",
                    "column": code,
                    "polarity": "lower" if kind < 0 else "higher",
                    "measured_in": "points",
                    "reference": "see the test",
                }
                for code, kind in zip(criteria, types, strict=True)
            },
            "framework": {
                "label": "Score",
                "normalisation": normalisation,
                "aggregation": aggregation,
                "indicators": {code: {"weight": float(weight)} for code, weight in zip(criteria, weights, strict=True)},
            },
        }
    )
    file = folder / "published.yaml"
    file.write_text(text + "period: {start: 2020-01-01, end: 2020-12-31}\n", encoding="utf-8")
    return prepare(file).score()


def scores_of(*given: Any, **settings: Any) -> np.ndarray:
    """Return only the scores, in the order of the alternatives; their contributions add up to them."""
    card = scored(*given, **settings)
    scores = card.scores["score"].sort_index()
    np.testing.assert_allclose(card.contributions.sum(axis=1).sort_index(), scores, rtol=1e-9, atol=1e-9)
    return scores.to_numpy()
