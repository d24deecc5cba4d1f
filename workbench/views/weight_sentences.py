"""What the weights panel says in sentences: what moved, whose rank changed, how sure that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from workbench.analysis.certainty import Certainty
from workbench.errors import message
from workbench.locale import Language
from workbench.views.linked_weights import WHOLE, Group

_MOST_DECIMALS = 4


def explain(groups: Collection[Group], weights: Mapping[str, float], table: pd.DataFrame, language: Language) -> str:
    """Return one or two sentences: which weight is farthest from the policy, and what that does to the ranks."""
    labels = {code: label for group in groups for code, label in group.children.items()}
    policy = {code: weight for group in groups for code, weight in group.policy.items()}
    code = max(policy, key=lambda each: abs(weights[each] - policy[each]), default=None)
    if code is None or weights[code] == policy[code]:
        return language.text("These are the policy weights. Move a slider: the others in its group make room.")
    weight = language.text(
        "Weight of {name}: {now} (policy {policy}).",
        name=labels[code].in_language(language.code),
        now=_percent(weights[code], language),
        policy=_percent(policy[code], language),
    )
    return f"{weight} {_what_moved(table, language)}"


def _what_moved(table: pd.DataFrame, language: Language) -> str:
    places = np.abs(table["change"].to_numpy(float, na_value=np.nan))  # by pandas' own means ten times slower
    compared = ~np.isnan(places)
    if not compared.any():
        return language.text("There is nothing to compare.")
    moved = int((places > 0).sum())
    if not moved:
        return language.text("No rank changes.")
    most = table.iloc[int(np.nanargmax(places))]
    return language.text(
        "{moved} of {total} change rank; the most: {name}, from {before} to {after}.",
        moved=language.number(moved, 0),
        total=language.number(int(compared.sum()), 0),
        name=most["label"],
        before=language.number(most["policy_rank"], 0),
        after=language.number(most["rank"], 0),
    )


def how_sure(
    certainty: Certainty, groups: Collection[Group], names: pd.Series, language: Language, *, locked: bool = False
) -> str:
    """Return what the rank intervals are, and which change of a single weight is the nearest to swap two subjects.

    Parameters
    ----------
    certainty : Certainty
        Of the weights that are shown.
    groups : collection of Group
        The tree of weights.
    names : Series
        Name of each subject.
    language : Language
        Of the words and numbers.
    locked : bool
        Whether some weight is held; the swap is found as if none were.
    """
    interval = language.text(
        "Rank interval: {share} of the ranks under {draws} random sets of weights, drawn as the parameters file says.",
        share=language.percent(0.9),
        draws=language.number(certainty.draws, 0),
    )
    return f"{interval} {_nearest_swap(certainty, groups, names, language, locked)}".rstrip()


def _nearest_swap(
    certainty: Certainty, groups: Collection[Group], names: pd.Series, language: Language, locked: bool
) -> str:
    if certainty.swaps.shares.empty:  # none was sought, or no weight can move
        return ""
    swaps = certainty.swaps.nearest().dropna(subset=["code"])
    if swaps.empty:
        return language.text("No single weight, moved alone, makes two neighbours in this order swap.")
    nearest = swaps.loc[(swaps["threshold"] - swaps["share"]).astype(float).abs().idxmin()]
    labels = {code: label for group in groups for code, label in group.children.items()}
    now, then = _apart(nearest["share"], nearest["threshold"], language)
    up = message("Nearest swap: when {name} rises from {now} to {then}, {behind} passes {ahead}.")
    down = message("Nearest swap: when {name} falls from {now} to {then}, {behind} passes {ahead}.")
    sentence = language.text(
        up if nearest["threshold"] > nearest["share"] else down,
        name=labels[nearest["code"]].in_language(language.code),
        now=now,
        then=then,
        ahead=names[nearest["ahead"]],
        behind=names[nearest["behind"]],
    )
    limits = (
        language.text("Compared were only the first {n}.", n=certainty.first) if certainty.first else "",
        language.text("Counted as if no weight were locked.") if locked else "",
    )
    return " ".join(filter(None, (sentence, *limits)))


def _apart(one: float, other: float, language: Language) -> tuple[str, str]:
    """Return two shares as percentages with as many decimals as it takes to tell them apart."""
    for decimals in range(1, _MOST_DECIMALS + 1):
        texts = language.percent(one, decimals), language.percent(other, decimals)
        if texts[0] != texts[1]:
            break
    return texts


def _percent(weight: float, language: Language) -> str:
    decimals = 0 if abs(weight - round(weight)) < 0.05 else 1
    return language.percent(weight / WHOLE, decimals)
