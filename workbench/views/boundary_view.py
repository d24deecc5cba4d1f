"""Who stands near a boundary between two ratings, as a table a meeting reads."""

from __future__ import annotations

import pandas as pd

from workbench.analysis.boundaries import nearest_boundaries
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import Block, paragraph
from workbench.views.people_words import value_name

NEAR = 1.0
"""Points within which somebody counts as standing near a boundary."""

MOST = 15


def judged_nodes(run: Run) -> list[str]:
    """Return the nodes with bands whose scores make the class: the two of the predicate, else the root."""
    nodes = [run.root] if run.predicate is None else [run.predicate["rows"], run.predicate["columns"]]
    return [node for node in nodes if run.nodes[node]["bands"]]


def boundaries(run: Run, subjects: pd.Index, language: Language) -> Block:
    """Return which of `subjects` are nearest to another rating, and how far they are from it."""
    question = language.text("Who stands near a boundary?")
    found = pd.concat([_of_node(run, node, subjects) for node in judged_nodes(run)] or [pd.DataFrame({"points": []})])
    if found.empty:
        return Block(question, language.text("There are no ratings with boundaries here."))
    ordered = found.sort_values("points", key=abs, kind="stable").reset_index(names="subject")
    near = int((ordered["points"].abs() <= NEAR).sum())
    finding = language.text(
        "{near} ratings lie within {points} point of another rating: a measurement a little different would have given "
        "it.",
        near=language.number(near, 0),
        points=language.number(NEAR, 0),
    )
    note = language.text(
        "▲: so many points more would give the better rating. ▼: so many points fewer would give the lower one. The "
        "nearest {count} are shown. Near a boundary the evidence counts, not the digit.",
        count=min(MOST, len(ordered)),
    )
    return Block(question, finding, (_table(run, ordered.head(MOST), language), paragraph(note, "note")))


def _of_node(run: Run, node: str, subjects: pd.Index) -> pd.DataFrame:
    bands = pd.Series({band["code"]: band["low"] for band in run.nodes[node]["bands"]}).sort_values()
    return nearest_boundaries(run.scorecard.scores[node].reindex(subjects), bands).assign(node=node)


def _table(run: Run, nearest: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, each["subject"]),
                "node": selection.title_of(run, each["node"], language),
                "score": language.number(each["score"], 2),
                "band": value_name(run, each["node"], each["band"], language),
                "points": f"{'▲' if each['points'] > 0 else '▼'} {language.number(abs(each['points']), 2)}",
                "other": value_name(run, each["node"], each["other"], language),
            }
            for each in nearest.to_dict("records")
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "node": language.text("Dimension"),
        "score": language.text("Score"),
        "band": language.text("Rating"),
        "points": language.text("Points to the boundary"),
        "other": language.text("Nearest other rating"),
    }
    return tables.table(rows, name="panel-boundaries", headings=headings, words={"node", "band", "other"})
