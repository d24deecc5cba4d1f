"""The largest place: Jakarta with its 263,503 employees in 750 units, made up, checked and run.

python benchmarks/jakarta.py [FOLDER] [--employees N] [--units N]

Each step is a process of its own; printed are its seconds and the most memory it held. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measured(*arguments: str) -> tuple[float, float]:
    """Run `workbench` with `arguments` and return seconds and mebibytes."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "workbench", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"workbench {' '.join(arguments)} failed")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="a new folder; a temporary one without it")
    parser.add_argument("--employees", default="263503")
    parser.add_argument("--units", default="750")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "jakarta"
        steps = [
            ("simulate", "jakarta", str(folder), "--employees", options.employees, "--units", options.units),
            ("check", str(folder / "2025.yaml")),
            ("check", str(folder / "2025-pegawai.yaml")),
            ("run", str(folder / "2025.yaml"), "--runs", str(folder / "runs")),
            ("run", str(folder / "2025-pegawai.yaml"), "--runs", str(folder / "runs")),
        ]
        for step in steps:
            seconds, memory = measured(*step)
            print(f"{step[0]:8} {Path(step[1]).name:20} {seconds:7.1f} s {memory:7.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
