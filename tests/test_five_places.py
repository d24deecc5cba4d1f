"""Everything the five places ask for stands in their reports where docs/lima-tempat.md says it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.views.reading import words
from workbench.locale import Language
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate
from workbench.views.reports import Report

ROOT = Path(__file__).parents[1]
HEADING = re.compile(r"<h(?P<level>[1-4])[^>]*>(?P<text>.*?)</h[1-4]>", re.DOTALL)


def promised() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield place, report, heading and what stands below it, row by row of the document."""
    place = ""
    for line in (ROOT / "docs" / "lima-tempat.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            place = line.removeprefix("## ").lower()
        elif line.startswith("| ") and "| laporan |" not in line:
            _, report, heading, content = (cell.strip() for cell in line.strip("|").split("|"))
            yield place, report.strip("`"), heading, tuple(each.strip() for each in content.split(";"))


@cache
def page(place: str, report: str) -> str:
    """Return the cycle report of a place without its pictures of single indicators."""
    run = evaluate(prepare(ROOT / "parameters" / place / f"{report}.yaml"))
    shown = Report(run, Language("id"))
    sections = (
        shown.opening, shown.parts, shown.information, shown.logs, shown.distribution, shown.weights, shown.rollout,
        shown.objections,
    )  # fmt: skip
    return "".join(section()._repr_html_() for section in sections)


def section(html: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of its level; the heading may go on with a bracket."""
    found = [
        each for each in HEADING.finditer(html) if re.fullmatch(rf"{re.escape(heading)}( \(.*\))?", words(each["text"]))
    ]
    assert found, f"no heading {heading!r}; there are: {[words(each['text']) for each in HEADING.finditer(html)]}"
    ends = (each.start() for each in HEADING.finditer(html, found[0].end()) if each["level"] <= found[0]["level"])
    return words(html[found[0].end() : next(ends, len(html))])


@pytest.mark.parametrize(("place", "report", "heading", "content"), [*promised()], ids=lambda each: str(each)[:40])
def test_what_a_place_asks_for_stands_in_a_section_of_its_report(place, report, heading, content):
    text = section(page(place, report), heading)
    for each in content:
        assert each in text


def test_all_five_places_are_in_the_document():
    assert {place for place, *_ in promised()} == {"helvetia", "jakarta", "batanghari", "plaju", "walesi"}
    assert len(list(promised())) > 35
