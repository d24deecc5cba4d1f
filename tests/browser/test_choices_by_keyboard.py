"""Questions as their reader meets them in JupyterLab: a list and a day chosen by keyboard, the answer read, offline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright", reason="browser tests need the extra 'test'")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import quiet_page
from tests.browser.test_weights_panel import place_in

pytestmark = pytest.mark.browser

SCENARIO = """\
scenario:
  base: 2025-S1.yaml
  name: {name}
  author: Uji
  rationale: Agar dapat dibandingkan.
  date: 2025-08-01
  changes: {{framework: {{dimensions: {{service: {{weight: {weight}}}}}}}}}
"""
CELL = """\
from workbench.notebook import cycles_panel, monitoring_panel

display(cycles_panel(*{sides}, language="id"), monitoring_panel({monitored!r}, language="id"))
"""


@pytest.fixture(scope="module")
def opened(browser: Any, lab: Any) -> Iterator[Any]:
    """A notebook with two questions, opened and answered once."""
    file = place_in(lab.folder)
    sides = [str(file)]
    for name, weight in {"Pelayanan dulu": 60, "Pelayanan nanti": 20}.items():
        scenario = lab.folder / f"{name.split()[1]}.yaml"
        scenario.write_text(SCENARIO.format(name=name, weight=weight), encoding="utf-8")
        sides.append(str(scenario))
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "questions",
        "metadata": {},
        "outputs": [],
        "source": CELL.format(sides=sides, monitored=sides[0]),
    }
    kernel = {"name": "python3", "display_name": "Python 3"}
    content = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (lab.folder / "questions.ipynb").write_text(json.dumps(content), encoding="utf-8")
    with quiet_page(browser) as page:
        lab.open(page, "questions.ipynb")
        lab.run(page)
        expect(page.locator(".wb-question[data-state=ready]")).to_have_count(2, timeout=60_000)
        page.evaluate("() => jupyterapp.commands.execute('notebook:enter-command-mode')")  # where Lab wants keys itself
        yield page


def test_a_list_is_changed_by_keyboard_and_the_answer_follows(opened: Any) -> None:
    panel = opened.locator(".wb-question").first
    lists, answer = panel.get_by_role("combobox"), panel.get_by_role("region")
    expect(lists).to_have_count(2)
    expect(answer).to_contain_text("Pelayanan dulu")
    lists.nth(1).focus()
    lists.nth(1).press("ArrowDown")
    expect(answer).to_contain_text("Pelayanan nanti", timeout=30_000)
    expect(answer).not_to_contain_text("Pelayanan dulu")
    expect(panel).to_have_attribute("data-state", "ready")
    expect(lists.nth(1)).to_be_focused()


def test_a_day_is_typed_and_the_answer_knows_nothing_later(opened: Any) -> None:
    panel = opened.locator(".wb-question").nth(1)
    day, answer = panel.locator("input[type=date]"), panel.get_by_role("region")
    expect(day).to_have_value("2025-06-30")
    day.focus()
    opened.keyboard.type("0505")  # whichever of day and month the browser writes first
    expect(day).to_have_value("2025-05-05")
    expect(answer).to_contain_text("5 Mei 2025", timeout=30_000)
    expect(panel).to_have_attribute("data-state", "ready")


def test_a_day_outside_the_cycle_is_not_asked(opened: Any) -> None:
    panel = opened.locator(".wb-question").nth(1)
    said = panel.get_by_role("region").inner_text()
    day = panel.locator("input[type=date]")
    day.focus()
    opened.keyboard.type("05052024")
    expect(day).to_have_value("2024-05-05")
    expect(panel).to_have_attribute("data-state", "ready")
    assert panel.get_by_role("region").inner_text() == said


def test_axe_finds_no_serious_fault_and_no_request_has_left_the_machine(opened: Any) -> None:
    found = Axe().run(opened, context=".wb-question").response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []
    assert opened.external_requests == []
