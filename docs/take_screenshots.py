"""Takes the pictures of docs/screenshots: every panel in JupyterLab and as a page, in Indonesian and English.

Run ``.venv/bin/python docs/take_screenshots.py [PANEL ...]``; without a panel all are taken. It needs the extra 'test'
and a Chromium. A panel that has no answer to show, or a request to any other machine, ends it with an error.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image

from tests.browser.conftest import explored, find_chromium, quiet_page, running_browser, running_lab
from workbench.explore_cycle import explore_notebooks, lay_out_notebooks
from workbench.notebook.examples import example_monitoring, example_parameters, example_people, example_ratings
from workbench.shipped import shipped

PICTURES = ROOT / "docs" / "screenshots"
LANGUAGES = ("id", "en")
EXAMPLES: dict[str, Callable[[], Path]] = {
    "distribution": example_people,
    "fairness": example_people,
    "monitoring": example_monitoring,
    "raters": example_ratings,
}
"""Which shipped example has something to show; of the other panels it is the units of the example."""
ANSWERED = ".wb-question[data-state=ready] .answer > *, [data-testid=weights-panel][data-state=settled]"
MISTAKE = ".wb-question[data-state=mistake], .jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']"
PATIENCE = 180_000  # milliseconds: machines that build this page are not always fast
COLOURS = 256


INTRODUCTION = """\
# Panel-panel di layar / The panels on screen

`workbench explore FILE --notebook NAMA [--app]` di layar 1280 × 800, dengan data contoh yang sintetis; panel yang lebih
panjang dapat digulir. / *On a screen of 1280 × 800, with synthetic example data; a longer panel is scrolled.*
Dibuat oleh / *made by* `.venv/bin/python docs/take_screenshots.py`.
"""


def main(names: list[str]) -> int:
    """Take the pictures of the panels called `names`, or of all."""
    PICTURES.mkdir(exist_ok=True)
    with running_browser(find_chromium()) as browser, tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        files = {name: EXAMPLES.get(name, example_parameters)() for name in names or explore_notebooks()}
        for take in (_in_lab, _as_pages):
            take(browser, files, Path(folder) / take.__name__)
    (PICTURES / "README.md").write_text(_page(explore_notebooks()), encoding="utf-8")
    return 0


def _in_lab(browser: Any, files: dict[str, Path], folder: Path) -> None:
    """Take every panel in one JupyterLab, in which its notebook is opened and run."""
    (home := folder / "home").mkdir(parents=True)
    (served := folder / "explore").mkdir()
    with running_lab(home, served) as lab:
        for name, language in _each(files):
            place = f"{language}/{name}"
            lay_out_notebooks(served / place, parameters_file=files[name], language=language)
            with _offline_page(browser) as page:
                lab.open(page, f"{place}/{name}.ipynb")
                lab.run(page)
                _wait_for_answer(page)
                page.locator(".wb-question, [data-testid=weights-panel]").scroll_into_view_if_needed()
                _keep(page, f"{name}-lab-{language}")
                page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")


def _as_pages(browser: Any, files: dict[str, Path], folder: Path) -> None:
    """Take every panel as ``workbench explore FILE --app`` shows it."""
    for name, language in _each(files):
        (home := folder / f"{name}-{language}").mkdir(parents=True)
        options = ("--notebook", name, "--lang", language)
        with explored(files[name], home, *options) as address, _offline_page(browser) as page:
            page.goto(address, wait_until="domcontentloaded", timeout=PATIENCE)
            _wait_for_answer(page)
            _keep(page, f"{name}-voila-{language}")


def _each(files: dict[str, Path]) -> Iterator[tuple[str, str]]:
    return ((name, language) for name in files for language in LANGUAGES)


@contextmanager
def _offline_page(browser: Any) -> Iterator[Any]:
    with quiet_page(browser) as page:
        yield page
        if page.external_requests:
            raise SystemExit(f"requests have left this machine: {', '.join(page.external_requests)}")


def _wait_for_answer(page: Any) -> None:
    page.wait_for_selector(f"{ANSWERED}, {MISTAKE}", timeout=PATIENCE)
    if (mistake := page.locator(MISTAKE)).count():
        raise SystemExit(mistake.first.inner_text())
    page.wait_for_timeout(1500)  # fonts, pictures and what follows by itself (rank intervals) come to rest


def _keep(page: Any, name: str) -> None:
    """Write what is on screen as a small PNG with a palette, in which a small mark of a legend keeps its colour."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = PICTURES / f"{name}.png"
    flat = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    flat.save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB")


def _page(names: Iterable[str]) -> str:
    """Return the page that shows all pictures, each panel under the question that its notebook asks."""
    parts = [INTRODUCTION]
    for name in names:
        rows = (
            f"| `{language}` | ![{name}, JupyterLab, {language}]({name}-lab-{language}.png) "
            f"| ![{name}, Voila, {language}]({name}-voila-{language}.png) |"
            for language in LANGUAGES
        )
        parts.append("\n".join([f"## {_question(name)}", "", "| | JupyterLab | `--app` |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def _question(name: str) -> str:
    first, *_ = json.loads((shipped("notebooks/explore") / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return str("".join(first["source"]).splitlines()[0].removeprefix("# "))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
