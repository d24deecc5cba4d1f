"""The weights panel as an analyst meets it: in JupyterLab and as a page without code, by keyboard, offline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytest.importorskip("playwright", reason="browser tests need the extra 'test'")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import explored, quiet_page
from workbench import run_cycle as module
from workbench.cli import main
from workbench.files.run_directory import open_run
from workbench.locale import Language

pytestmark = pytest.mark.browser

NOTEBOOK = Path(__file__).parents[2] / "notebooks/explore/weights.ipynb"
UNITS = """\
unit,name,complaints,survey,discipline,projects
PLJ-01,Plaju Ilir,91.5,72.25,31,88
PLJ-02,Plaju Ulu,55,61.5,96.5,74.5
PLJ-03,Plaju Darat,64.1,83.7,66,90
PLJ-04,Bagus Kuning,78.5,47,71.5,60
PLJ-05,Komperta,70,70,70.5,71
"""
# Values lie on 0-100 already (goalposts 0 and 100), so a score is nothing but a weighted mean of them.
PARAMETERS = """\
place: plaju
title: Uji panel bobot
cycle: 2025-S1
period: {start: 2025-01-01, end: 2025-06-30}
synthetic: true
tables:
  units: {file: units.csv}
subjects: {kind: unit, table: units, key: unit, label: name}
declare:
  complaints: {table: units, column: complaints, polarity: higher, measured_in: indeks, label: Pengaduan, reference: -}
  survey: {table: units, column: survey, polarity: higher, measured_in: indeks, label: Survei, reference: -}
  discipline: {table: units, column: discipline, polarity: higher, measured_in: indeks, label: Disiplin, reference: -}
  projects: {table: units, column: projects, polarity: higher, measured_in: indeks, label: Proyek, reference: -}
framework:
  label: Kinerja unit
  normalisation: {method: goalposts, low: 0, high: 100}
  dimensions:
    service:
      label: Pelayanan
      weight: 40
      indicators:
        complaints: {weight: 1}
        survey: {weight: 1}
  indicators:
    discipline: {weight: 35}
    projects: {weight: 25}
"""
LABELS = ("Pelayanan", "Disiplin", "Proyek", "Pengaduan", "Survei")
UNDO = Language("id").text("Undo")
POLICY = {"Pelayanan": 40.0, "Disiplin": 35.0, "Proyek": 25.0, "Pengaduan": 50.0, "Survei": 50.0}


def place_in(folder: Path) -> Path:
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    file = folder / "2025-S1.yaml"
    file.write_text(PARAMETERS, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def notebook(lab: Any) -> str:
    """The shipped notebook, its parameters pointing at the five units above."""
    file = place_in(lab.folder)
    content = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    (cell,) = [cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", ())]
    cell["source"] = f'parameters_file = r"{file}"\nlanguage = "id"'
    (lab.folder / "weights.ipynb").write_text(json.dumps(content), encoding="utf-8")
    return "weights.ipynb"


@pytest.fixture(scope="module")
def opened(browser: Any, lab: Any, notebook: str) -> Iterator[Any]:
    """The notebook, opened once: each test runs its cells again, and so gets a panel of its own."""
    with quiet_page(browser) as page:
        lab.open(page, notebook)
        yield page


@pytest.fixture
def panel(opened: Any, lab: Any) -> Any:
    lab.run(opened)
    panel = opened.get_by_test_id("weights-panel")
    expect(panel.get_by_test_id("top")).to_be_visible(timeout=60_000)
    panel.scroll_into_view_if_needed()
    return panel


def slider(panel: Any, label: str) -> Any:
    """The slider with this label, as a screen reader finds it."""
    return panel.get_by_role("slider", name=label, exact=True)


def weights_on_screen(panel: Any) -> dict[str, float]:
    """The weights as a person reads them: a decimal comma, one decimal."""
    texts = {label: slider(panel, label).get_attribute("aria-valuetext") for label in LABELS}
    return {label: float(text.removesuffix("\u00a0%").replace(",", ".")) for label, text in texts.items()}


def first_by_hand(weights: Mapping[str, float]) -> str:
    """Who is first under these weights and with what score, computed from the table above without the workbench."""
    units = pd.read_csv(StringIO(UNITS), index_col="name")
    service = (weights["Pengaduan"] * units["complaints"] + weights["Survei"] * units["survey"]) / 100
    parts = (
        weights["Pelayanan"] * service,
        weights["Disiplin"] * units["discipline"],
        weights["Proyek"] * units["projects"],
    )
    score = sum(parts[1:], parts[0]) / 100
    return f"{score.idxmax()} {score.max():.2f}".replace(".", ",")


def test_arrow_keys_on_a_slider_end_in_the_score_of_the_weights_on_screen(panel: Any, opened: Any) -> None:
    top = panel.get_by_test_id("top")
    # Plaju Ulu: 0.40 (55 + 61.5) / 2 + 0.35 * 96.5 + 0.25 * 74.5 = 75.70
    expect(top).to_have_text("Plaju Ulu 75,70")
    service = slider(panel, "Pelayanan")
    service.focus()
    for _ in range(12):
        service.press("ArrowRight")
    expect(service).to_have_attribute("aria-valuetext", "52,0\u00a0%")
    weights = weights_on_screen(panel)
    # the 48 % that are left, in the proportion 35 : 25
    assert weights == {"Pelayanan": 52.0, "Disiplin": 28.0, "Proyek": 20.0, "Pengaduan": 50.0, "Survei": 50.0}
    expect(top).to_have_text(first_by_hand(weights))
    # Plaju Darat: 0.52 (64.1 + 83.7) / 2 + 0.28 * 66 + 0.20 * 90 = 74.91
    expect(top).to_have_text("Plaju Darat 74,91")
    expect(panel.get_by_test_id("sentence")).to_contain_text("52 %")
    assert opened.external_requests == []


def test_keys_that_the_notebook_wants_for_itself_move_the_slider(panel: Any, opened: Any) -> None:
    opened.evaluate("() => jupyterapp.commands.execute('notebook:enter-command-mode')")
    service = slider(panel, "Pelayanan")
    service.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowLeft"):
        service.press(key)
    expect(service).to_have_attribute("aria-valuetext", "41,0\u00a0%")
    service.press("Shift+ArrowRight")
    expect(service).to_have_attribute("aria-valuetext", "41,1\u00a0%")
    expect(service).to_be_focused()


def test_a_burst_of_keys_never_ends_in_an_older_state(panel: Any) -> None:
    """An echo from the kernel once moved sliders back while keys were still coming."""
    service = slider(panel, "Pelayanan")
    service.focus()
    for _ in range(10):
        for key in ("PageUp", "ArrowRight", "ArrowRight", "PageDown", "ArrowRight", "ArrowLeft", "ArrowLeft"):
            service.press(key)
    # each round: +10 +1 +1 -10 +1 -1 -1 = +1
    expect(service).to_have_attribute("aria-valuetext", "50,0\u00a0%")
    expect(panel).to_have_attribute("data-state", "settled")
    expect(panel.locator("[data-subject=PLJ-03] td").nth(1)).to_have_text(
        "74,95"
    )  # 0.5 * 73.9 + 0.5 (35 * 66 + 25 * 90) / 60
    expect(service).to_have_attribute("aria-valuetext", "50,0\u00a0%")


def test_a_locked_weight_stays_and_reset_brings_back_the_policy_by_keyboard(panel: Any) -> None:
    top = panel.get_by_test_id("top")
    lock = panel.get_by_role("button", name="Disiplin")
    lock.focus()
    lock.press("Space")
    expect(lock).to_have_attribute("aria-pressed", "true")
    projects = slider(panel, "Proyek")
    projects.focus()
    projects.press("End")
    expect(projects).to_have_attribute("aria-valuetext", "65,0\u00a0%")
    assert weights_on_screen(panel) == POLICY | {"Proyek": 65.0, "Pelayanan": 0.0}
    # Plaju Ulu: 0.35 * 96.5 + 0.65 * 74.5 = 82.20; Plaju Darat: 0.35 * 66 + 0.65 * 90 = 81.60
    expect(top).to_have_text("Plaju Ulu 82,20")
    reset = panel.locator("button.reset")
    reset.focus()
    reset.press("Enter")
    expect(top).to_have_text(first_by_hand(POLICY))
    assert weights_on_screen(panel) == POLICY
    undo = panel.get_by_role("button", name=UNDO)
    undo.press("Enter")
    expect(projects).to_have_attribute("aria-valuetext", "65,0\u00a0%")
    expect(top).to_have_text("Plaju Ulu 82,20")


def test_relative_weights_are_written_as_numbers(panel: Any) -> None:
    panel.get_by_role("radio").nth(1).check()
    field = panel.get_by_role("spinbutton", name="Pelayanan", exact=True)
    expect(field).to_have_value("40")
    field.fill("140")
    # 140 : 35 : 25 of 200
    expect(panel.locator(".weight output").nth(0)).to_have_text("70,0\u00a0%")
    # Plaju Darat: 0.70 (64.1 + 83.7) / 2 + 0.175 * 66 + 0.125 * 90 = 74.53
    expect(panel.get_by_test_id("top")).to_have_text("Plaju Darat 74,53")
    field.press("ArrowUp")
    expect(panel.locator(".weight output").nth(0)).to_have_text("70,1\u00a0%")  # 141 of 201


def test_at_1280_by_800_nothing_is_cut_off_nothing_jumps_and_axe_finds_no_serious_fault(
    panel: Any, opened: Any, tmp_path: Path
) -> None:
    before = panel.bounding_box()
    assert panel.evaluate("each => each.scrollWidth <= each.clientWidth")
    service = slider(panel, "Pelayanan")
    for _ in range(3):
        service.press("PageUp")
    expect(panel.get_by_test_id("sentence")).to_contain_text("70 %")
    expect(panel.locator("td.interval").first).to_have_text("1–2")  # how sure it is follows by itself
    after = panel.bounding_box()
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    assert after["height"] <= 800
    panel.screenshot(path=tmp_path / "weights.png")
    found = Axe().run(opened, context="[data-testid=weights-panel]").response["violations"]
    assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []


def test_without_code_a_weight_is_moved_saved_and_run_with_the_same_ranks(
    page: Any, tmp_path: Path, chromium: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("voila", reason="the page without code was not tested: Voila is not installed")
    home, file = tmp_path / "home", place_in(tmp_path)
    home.mkdir()
    with explored(file, home) as address:
        page.goto(address, wait_until="domcontentloaded", timeout=60_000)
        panel = page.get_by_test_id("weights-panel")
        top = panel.get_by_test_id("top")
        expect(top).to_have_text("Plaju Ulu 75,70", timeout=60_000)
        expect(page.get_by_text("weights_panel")).to_have_count(0)  # no code is shown
        service = slider(panel, "Pelayanan")
        service.focus()
        for _ in range(12):
            service.press("ArrowRight")
        expect(top).to_have_text("Plaju Darat 74,91")
        shown = {row.get_attribute("data-subject"): cells_of(row) for row in panel.locator("tr[data-subject]").all()}
        panel.locator("summary").press("Enter")
        for name, words in {"name": "Pelayanan dulu", "author": "Uji", "rationale": "Agar dapat dicoba."}.items():
            panel.locator(f"[name={name}]").fill(words)
        panel.locator("[name=date]").fill("2025-08-01")
        panel.locator("form button").press("Enter")
        expect(panel.get_by_test_id("notice")).to_contain_text("workbench run")
        found = Axe().run(page).response["violations"]
        assert [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")] == []
    assert page.external_requests == []
    monkeypatch.setattr(module, "write_reports", lambda *_, **__: None)
    scenario = tmp_path / "scenarios" / "pelayanan-dulu.yaml"
    assert main(["run", str(scenario), "--runs", str(tmp_path / "runs")]) == 0
    (manifest,) = (tmp_path / "runs").rglob("manifest.json")
    card = open_run(manifest.parent).scorecard
    scores = {code: f"{score:.2f}".replace(".", ",") for code, score in card.scores["score"].items()}
    assert {code: [str(card.ranks[code]), score] for code, score in scores.items()} == shown


def cells_of(row: Any) -> list[str]:
    """Rank and score as they are read."""
    cells = row.locator("td")
    return [cells.nth(0).inner_text(), cells.nth(1).inner_text()]
