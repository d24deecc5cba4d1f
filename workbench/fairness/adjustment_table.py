"""The lines a meeting would have to accept: one for every subject whose printed score or class would change.

They are in the format of the table that ``adjustments:`` of the parameters file names, with nobody's decision in them:
`decided_by` and `decided_on` are empty, and a line without them is refused as input.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.analysis.decisions import NO_VALUE, printed_score

COLUMNS = ("subject", "node", "from", "to", "reason", "decided_by", "decided_on")


def no_lines() -> pd.DataFrame:
    """Return the table without lines."""
    return pd.DataFrame({column: pd.Series(dtype="str") for column in COLUMNS})


def score_lines(before: pd.Series, after: pd.Series, *, node: str, reason: str) -> pd.DataFrame:
    """Return a line for every subject whose score of `node` would be printed differently.

    Parameters
    ----------
    before, after : Series
        Scores of the same subjects; NaN has none.
    node : str
        A node without bands: a decision about its score changes nothing else.
    reason : str
        What stands as the reason of every line.
    """
    printed = [_printed(scores) for scores in (before, after)]
    return _lines(*printed, node=node, reason=reason)


def class_lines(before: pd.Series, after: pd.Series, *, node: str, reason: str) -> pd.DataFrame:
    """Return a line for every subject whose class would be another.

    Parameters
    ----------
    before, after : Series
        Code of the band of `node`, or of the predicate, of the same subjects; NA has none.
    node : str
        A node with bands, or ``predicate``.
    reason : str
        What stands as the reason of every line.
    """
    written = (classes.astype("str").fillna(NO_VALUE) for classes in (before, after))
    return _lines(*written, node=node, reason=reason)


def _printed(scores: pd.Series) -> pd.Series:
    present = scores.notna().to_numpy()
    text = np.full(len(scores), NO_VALUE, dtype=object)
    text[present] = [printed_score(score) for score in scores[present]]
    return pd.Series(text, index=scores.index, dtype="str")


def _lines(before: pd.Series, after: pd.Series, *, node: str, reason: str) -> pd.DataFrame:
    changed = before.index[before.to_numpy() != after.to_numpy()]
    lines = pd.DataFrame({"subject": changed, "from": before[changed].to_numpy(), "to": after[changed].to_numpy()})
    lines = lines.assign(node=node, reason=str(reason), decided_by="", decided_on="")
    return lines[list(COLUMNS)].astype("str")
