"""Gaps and raters as an analyst meets them in JupyterLab: by keyboard, offline, down to the files that are saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytest.importorskip("playwright", reason="browser tests need the extra 'test'")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import panel_run
from tests.browser.conftest import quiet_page
from workbench.prepare_cycle import prepare

pytestmark = pytest.mark.browser

EXPLORE = Path(__file__).parents[2] / "notebooks/explore"


@pytest.fixture(scope="module")
def place(lab: Any) -> Path:
    folder = lab.folder / "gaps"
    folder.mkdir()
    return panel_run.lay_out(folder)


@pytest.fixture
def opened(browser: Any, lab: Any, place: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The panel of a shipped notebook on the small place, in English."""
    content = json.loads((EXPLORE / f"{request.param}.ipynb").read_text(encoding="utf-8"))
    (cell,) = [cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", ())]
    cell["source"] = f'parameters_file = r"{place}"\nlanguage = "en"'
    (place.parent / f"{request.param}.ipynb").write_text(json.dumps(content), encoding="utf-8")
    with quiet_page(browser) as page:
        lab.open(page, f"gaps/{request.param}.ipynb")
        lab.run(page)
        panel = page.locator("section.wb-question")
        expect(panel).to_be_visible(timeout=60_000)
        panel.scroll_into_view_if_needed()
        yield panel
        assert page.external_requests == []


@pytest.mark.parametrize("opened", ["fairness"], indirect=True)
def test_a_point_of_the_frontier_is_reached_by_keyboard_and_its_weights_are_saved(opened: Any, place: Path) -> None:
    opened.locator("svg a").last.focus()
    opened.page.keyboard.press("Enter")
    expect(opened.locator(".answer").first).to_contain_text("With 25.0 % of the weight moved")
    expect(opened.get_by_role("slider")).to_have_value("25")  # the control follows the link
    expect(opened.locator(".answer").first).to_be_focused()
    for label, text in (("Name", "Dekat"), ("Proposed by", "Analis"), ("Why", "Dibahas"), ("Date", "2025-08-01")):
        opened.get_by_label(label, exact=True).fill(text)
    opened.get_by_role("button", name="Save as scenario").press("Enter")
    expect(opened.get_by_text("Saved. To run it: ")).to_be_visible()
    weights = prepare(place.parent / "scenarios" / "dekat.yaml").framework.effective_weights
    assert weights["results"] == pytest.approx(0.25, abs=2e-4)


@pytest.mark.parametrize("opened", ["raters"], indirect=True)
def test_a_line_is_accepted_with_its_reason_and_written_as_a_table(opened: Any, place: Path) -> None:
    opened.get_by_label("Table of ratings").select_option("rekan")
    expect(opened.locator("tbody tr input[type=checkbox]").first).to_be_visible()
    opened.get_by_label("Accept: Orang 0", exact=True).press("Space")
    opened.get_by_label("Becomes: Orang 0", exact=True).select_option("kurang")
    opened.get_by_label("Reason: Orang 0", exact=True).fill("Dua catatan dibacakan")
    opened.get_by_label("Official who decides").fill("Camat")
    opened.get_by_label("Decided on").fill("2025-07-10")
    opened.get_by_role("button", name="Save the accepted lines").press("Enter")
    expect(opened.get_by_text("1 lines saved")).to_be_visible()
    line = pd.read_csv(place.parent / "keputusan.csv").iloc[0]
    assert line[["kode", "to", "reason", "decided_by"]].tolist() == ["K00", "kurang", "Dua catatan dibacakan", "Camat"]


@pytest.mark.parametrize("opened", ["fairness", "raters"], indirect=True)
def test_axe_finds_no_serious_fault(opened: Any) -> None:
    found = Axe().run(opened.page, context=".wb-question").response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
