"""What a smaller gap would take: the frontier of gap against moved weight; each corner links to its weights."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import message
from workbench.fairness.calibration_cost import CalibrationCost
from workbench.fairness.frontier_walk import FrontierStep, FrontierWalk
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables, theme
from workbench.views.blocks import Block, Tile, callout, paragraph, subheading, tiles
from workbench.views.blocks import escape as told
from workbench.views.chart_page import WIDTH, data_of, svg_of
from workbench.views.fairness_words import grouping_name

_SEEN = 0.005  # percent of all weight that two decimals do not show
_HALF = 50.0  # a distance counts what one indicator loses and another gains; the share that moves is half of it


def frontier(walk: FrontierWalk, moved: float, run: Run, language: Language) -> Block:
    """Return the frontier with `moved` percent of the weight marked on it; every corner is a link that moves there.

    Parameters
    ----------
    walk : FrontierWalk
        The frontier of one grouping.
    moved : float
        Percent of all weight that is moved from one indicator to another.
    run : Run
        With the names of the indicators.
    language : Language
        Of the words and numbers.
    """
    corners = walk.frontier.points.assign(moved=_HALF * walk.frontier.points["distance"])
    question = language.text(
        "What would a smaller gap between groups of {grouping} take?",
        grouping=grouping_name(run, walk.grouping.name, language),
    )
    if len(corners) < 2:
        return Block(question, language.text("No other weights, each between half and twice itself, narrow the gap."))
    picture = _picture(corners, min(moved, float(corners["moved"].iloc[-1])), language)
    note = language.text(
        "A point or its link sets the weights. The line is the smallest gap that any weights reach when so much weight "
        "moves, each weight staying between half and twice itself. Narrowing a gap moves people: the cost stands with "
        "the weights."
    )
    parts = (picture, _corners_table(corners, language), paragraph(note, "note"))
    return Block(question, _sentence(corners, language), parts)


def weights(step: FrontierStep, run: Run, walk: FrontierWalk, language: Language) -> Block:
    """Return the weights of one step with their cost: gap before and after, who changes place or class."""
    cost, policy = step.cost, walk.groups.policy
    question = language.text("What would these weights change?")
    if cost.distance * _HALF < _SEEN:
        return Block(question, language.text("These are the weights of the policy: nothing would change."))
    finding = language.text(
        "With {share} of the weight moved, the largest gap between groups of {grouping} goes from {before} to {after} "
        "points; {classes} {subjects} would be in another class.",
        share=language.percent(cost.distance / 2, 1),
        grouping=grouping_name(run, walk.grouping.name, language),
        before=language.number(cost.gap_before.value, 2),
        after=language.number(cost.gap_after.value, 2),
        classes=language.number(cost.classes_changed, 0),
        subjects=selection.subjects_word(run, language),
    )
    parts = (
        _costs(cost, language),
        callout(
            language.text("What cannot be concluded yet"),
            _cautions(cost, grouping_name(run, walk.grouping.name, language), language),
        ),
        _weights_table(step, policy, run, walk, language),
    )
    return Block(question, finding, parts)


def _cautions(cost: CalibrationCost, grouping: str, language: Language) -> list[str]:
    if cost.gap_before.low > 0:
        return []
    template = message(
        "Between the groups of {groupings} the gap is not more than chance would explain. Narrowing it moves people "
        "without a known reason; the cost is shown so that it is known."
    )
    return [language.text(template, groupings=grouping)]


def _sentence(corners: pd.DataFrame, language: Language) -> str:
    return language.text(
        "With all weights as in the policy the largest gap is {now} points; it can be brought down to {least} when "
        "{share} of the weight moves.",
        now=language.number(corners["rescored"].iloc[0]),
        least=language.number(corners["rescored"].iloc[-1]),
        share=language.percent(corners["moved"].iloc[-1] / 100, 1),
    )


def _link(moved: float) -> str:
    return f"#choose=moved={moved:.2f}"


def _picture(corners: pd.DataFrame, moved: float, language: Language) -> str:
    """Return the picture as part of the page, not as an image, so that its points are links a keyboard reaches."""
    told_corners = [
        language.text(
            "Move {share} of the weight: gap {gap} points",
            share=language.percent(each["moved"] / 100, 1),
            gap=language.number(each["rescored"], 2),
        )
        for _, each in corners.iterrows()
    ]
    points = pd.DataFrame(
        {"x": corners["moved"], "y": corners["rescored"], "link": map(_link, corners["moved"]), "told": told_corners}
    )
    here = pd.DataFrame([{"x": moved, "y": float(np.interp(moved, points["x"], points["y"]))}])
    here["name"] = language.text("policy") if moved < _SEEN else language.text("these weights")
    place = _axes(points, language)
    dot: dict[str, Any] = {"type": "point", "filled": True, "size": 140, "stroke": theme.ACCENT, "strokeWidth": 2}
    link = {"href": {"field": "link"}, "description": {"field": "told"}}
    layers = [
        {"data": data_of(points), "mark": {"type": "line", "color": theme.PEER, "strokeWidth": 2}, "encoding": place},
        {"data": data_of(points), "mark": {**dot, "fill": theme.PAPER}, "encoding": {**place, **link}},
        {"data": data_of(here), "mark": {**dot, "fill": theme.ACCENT, "size": 90}, "encoding": place},
        {
            "data": data_of(here),
            "mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 10, "dy": -5, "fontWeight": "bold"},
            "encoding": {**place, "text": {"field": "name"}},
        },
    ]
    svg = svg_of({"layer": layers, "width": WIDTH - 60, "height": 210}, language)
    svg = re.sub(r'"[^"]*(?=#choose=)', '"', svg)  # drawing makes a link of this page one to another machine
    return f'<figure role="group" aria-label="{escape(_sentence(corners, language), quote=True)}">{svg}</figure>'


def _axes(points: pd.DataFrame, language: Language) -> dict[str, Any]:
    titles = {"x": language.text("Weight moved (%)"), "y": language.text("Largest gap (points)")}
    room = {"x": 1.2, "y": 1.15}  # at the right and above, for the name of the present point
    return {
        end: {
            "field": end,
            "type": "quantitative",
            "title": titles[end],
            "scale": {"domain": [0, room[end] * float(points[end].max()) or 1.0], "nice": False},
            "axis": {"tickCount": 6, "format": ",~f", "domain": True, "ticks": True, "grid": end == "y"},
        }
        for end in ("x", "y")
    }


def _corners_table(corners: pd.DataFrame, language: Language) -> str:
    headings = (
        language.text("Weight moved (%)"),
        language.text("Largest gap (points)"),
        language.text("Set these weights"),
    )
    head = "".join(f'<th scope="col">{told(text)}</th>' for text in headings)
    rows = "".join(
        f"<tr><td>{language.number(each['moved'], 2)}</td><td>{language.number(each['rescored'], 2)}</td>"
        f'<td><a href="{_link(each["moved"])}">{told(_invitation(place, language))}</a></td></tr>'
        for place, (_, each) in enumerate(corners.iterrows())
    )
    return f'<table class="points"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _invitation(place: int, language: Language) -> str:
    return language.text("back to the policy") if place == 0 else language.text("point {number}", number=place)


def _costs(cost: CalibrationCost, language: Language) -> str:
    gaps = {
        when: f"{language.number(gap.value, 2)} ({language.number(gap.low)}–{language.number(gap.high)})"
        for when, gap in (("before", cost.gap_before), ("after", cost.gap_after))
    }
    return tiles(
        [
            Tile(
                language.text("Largest gap"),
                f"{language.number(cost.gap_before.value, 2)} → {language.number(cost.gap_after.value, 2)}",
                language.text("with intervals: {before} and {after}", **gaps),
            ),
            Tile(
                language.text("Mean change"),
                language.number(cost.mean_change, 2),
                language.text("points; {largest} at most", largest=language.number(cost.largest_change)),
            ),
            Tile(
                language.text("Other rank"),
                language.number(cost.ranks_changed, 0),
                language.text("of {all}; {top} leave the top", all=cost.compared, top=cost.top_exchanged),
            ),
        ]
    )


def _weights_table(step: FrontierStep, policy: Any, run: Run, walk: FrontierWalk, language: Language) -> str:
    codes = [leaf.code for leaf in walk.case.framework.leaves]
    rows = pd.DataFrame(
        [
            {
                "indicator": selection.title_of(run, code, language),
                "policy": language.number(100 * before, 2),
                "now": language.number(100 * after, 2),
                "change": "–" if abs(after - before) * 100 < _SEEN else _arrow(100 * (after - before), language),
            }
            for code, before, after in zip(codes, policy, step.found.weights, strict=True)
            if before > 0 or after > 0
        ]
    )
    headings = {
        "indicator": language.text("Indicator"),
        "policy": language.text("Policy (%)"),
        "now": language.text("These weights (%)"),
        "change": language.text("Change"),
    }
    title = subheading(language.text("Weights of the indicators in the whole"))
    return title + tables.table(rows, name="panel-weights", headings=headings)


def _arrow(change: float, language: Language) -> str:
    return f"{'▲' if change > 0 else '▼'} {language.number(abs(change), 2)}"
