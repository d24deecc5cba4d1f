"""Cases for checks of fairness, built by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from tests.scoring.frameworks import framework, leaf
from workbench.model.fairness import FairnessCase, Ratings
from workbench.model.fairness_parameters import FairnessParameters
from workbench.model.framework import Framework
from workbench.model.labels import Label
from workbench.model.people import People, PeopleRules
from workbench.model.rules import Rules


def ratings(rows: Sequence[Sequence[object]], *, levels: Sequence[str] = ()) -> Ratings:
    """Return judgements from rows ``(subject, rater, score)``, ``(…, item)`` or ``(…, item, month)``."""
    columns = ["subject", "rater", "score", "item", "month"]
    frame = pd.DataFrame(rows, columns=columns[: len(rows[0])])
    frame = frame.assign(item=frame.get("item", "item"), month=pd.to_datetime(frame.get("month")))
    frame = frame.astype({"subject": "str", "rater": "str", "item": "str", "score": float, "month": "datetime64[us]"})
    return Ratings(
        label=Label.of("Ratings"), rows=frame[["subject", "rater", "item", "score", "month"]], levels=tuple(levels)
    )


def case(
    scores: Mapping[str, float],
    groups: Mapping[str, Sequence[str]],
    *,
    tree: Framework | None = None,
    normalised: pd.DataFrame | None = None,
    classes: Mapping[str, str] | None = None,
    class_order: Sequence[str] = (),
    judgements: Mapping[str, Ratings] | None = None,
    people: People | None = None,
    people_rules: PeopleRules | None = None,
    rules: Rules | None = None,
    top: float = 0.1,
    seed: int = 0,
    **settings: object,
) -> FairnessCase:
    """Return a case of these subjects: their root scores, and the columns of groups in the same order."""
    index = pd.Index(list(scores), dtype="str", name="subject")
    tree = tree or framework(leaf("a"))
    points = normalised if normalised is not None else pd.DataFrame({"a": pd.Series(scores, dtype=float)}, index=index)
    return FairnessCase(
        subjects=pd.DataFrame({name: list(values) for name, values in groups.items()}, index=index, dtype="str").assign(
            label=list(index)
        ),
        framework=tree,
        normalised=points,
        scores=pd.DataFrame({tree.root.code: pd.Series(scores, dtype=float)}, index=index),
        classes=pd.Series(classes or {}, dtype="str").reindex(index),
        class_labels={code: Label.of(code) for code in class_order},
        ratings=judgements or {},
        people=people,
        people_rules=people_rules or PeopleRules(predicates={}, organisation={}, exemptions={}),
        rules=rules or Rules(packs=()),
        settings=FairnessParameters(**settings),
        top=top,
        seed=seed,
    )
