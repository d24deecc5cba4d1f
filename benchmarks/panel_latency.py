"""From a key press to the new rank table on the screen, in a real browser: ``workbench explore FILE --app``.

    python benchmarks/panel_latency.py
    python benchmarks/panel_latency.py --subjects 300000 --keys 20

The clock runs in the page, from the ``keydown`` event until the frame after the one that draws the table. A key comes
when the panel is settled; with ``--during-certainty`` as soon as the table is there, while it is still being worked out
how sure the ranks before were.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

INDICATORS = 8
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# Two frames after the sentence below the table has changed with it: by then the table is painted.
TIMER = """() => {
  const panel = document.querySelector("[data-testid=weights-panel]");
  window.took = [];
  let pressed = 0;
  panel.addEventListener("keydown", () => (pressed = performance.now()), true);
  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(
    () => window.took.push(performance.now() - pressed)
  ))).observe(panel.querySelector("[data-testid=sentence]"), { childList: true, characterData: true, subtree: true });
}"""


def place(folder: Path, subjects: int) -> Path:
    """Write a made-up place with eight indicators in three dimensions."""
    rng = np.random.default_rng(1)
    columns = {f"i{n}": rng.uniform(0, 100, subjects).round(3) for n in range(INDICATORS)}
    names = pd.Series(np.arange(subjects)).astype(str).str.zfill(6)
    table = pd.DataFrame({"code": "P" + names, "name": "Pegawai " + names, **columns})
    table.to_parquet(folder / "people.parquet")
    declared = "\n".join(
        f"  i{n}: {{table: people, column: i{n}, polarity: higher, measured_in: indeks, label: I{n}, reference: -}}"
        for n in range(INDICATORS)
    )
    file = folder / "2025.yaml"
    file.write_text(
        f"""\
place: uji
title: Uji
cycle: "2025"
period: {{start: 2025-01-01, end: 2025-12-31}}
synthetic: true
tables: {{people: {{file: people.parquet}}}}
subjects: {{kind: unit, table: people, key: code, label: name}}
declare:
{declared}
framework:
  label: Kinerja
  normalisation: {{method: goalposts, low: 0, high: 100}}
  dimensions:
    a: {{label: Pelayanan, weight: 40, indicators: {{i0: {{weight: 1}}, i1: {{weight: 2}}, i2: {{weight: 1}}}}}}
    b: {{label: Disiplin, weight: 35, indicators: {{i3: {{weight: 1}}, i4: {{weight: 2}}}}}}
    c: {{label: Proyek, weight: 25, indicators: {{i5: {{weight: 1}}, i6: {{weight: 2}}, i7: {{weight: 2}}}}}}
""",
        encoding="utf-8",
    )
    return file


@contextmanager
def explored(file: Path) -> Iterator[str]:
    """Serve the panel and give its address."""
    log = file.parent / "explore.log"
    command = [sys.executable, "-m", "workbench", "explore", str(file), "--app", "--no-browser", "--lang", "en"]
    with log.open("w") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        while not (found := re.search(r"http://\S+token=\w+", log.read_text())):
            if server.poll() is not None:
                sys.exit(log.read_text())
            time.sleep(0.2)
        yield found[0]
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)


def key_presses(page: Any, keys: int, *, settled: bool) -> list[float]:
    """Return milliseconds from each key to the table."""
    slider = page.get_by_role("slider").first
    slider.focus()
    for number in range(keys):
        page.keyboard.press("ArrowRight" if number < keys / 2 else "ArrowLeft")
        page.wait_for_function(f"() => window.took.length > {number}", timeout=60_000)
        if settled:
            page.wait_for_function("() => !document.querySelector('td.interval.none [aria-hidden]')", timeout=120_000)
    return [float(each) for each in page.evaluate("() => window.took")]


def measured(address: str, keys: int, *, settled: bool) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        started = time.monotonic()
        page.goto(address, timeout=300_000)
        page.get_by_test_id("top").wait_for(timeout=300_000)
        print(f"page with the first table after {time.monotonic() - started:.1f} s")
        page.wait_for_function("() => !document.querySelector('td.interval.none [aria-hidden]')", timeout=120_000)
        page.evaluate(TIMER)
        took = key_presses(page, keys, settled=settled)
        sent = page.evaluate("() => document.querySelector('.wb-weights .answer').innerHTML.length")
        browser.close()
    worst = statistics.quantiles(took, n=10)[-1]
    print(
        f"{keys} keys: median {statistics.median(took):.0f} ms, nine in ten within {worst:.0f} ms; {sent:,} characters"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subjects", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=30)
    parser.add_argument("--during-certainty", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, explored(place(Path(folder), options.subjects)) as address:
        print(f"{options.subjects:,} subjects, {INDICATORS} indicators")
        measured(address, options.keys, settled=not options.during_certainty)


if __name__ == "__main__":
    main()
