"""Wheels, and environments to try them in; nothing is downloaded."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import yaml

# nbconvert's own templates are data files of the environment that the dependencies are borrowed from;
# a checkout on PYTHONPATH would stand before what is installed
BORROWED = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {
    "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter")
}


def built_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of `project` into a new folder below `folder`."""
    built = folder / "built" / project.name
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=project, env=BORROWED, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    return wheel


def fresh_environment(folder: Path) -> Path:
    """Return the interpreter of a new environment that borrows the dependencies from here, but not this project."""
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    ask = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.check_output(ask, text=True).strip())
    (site / "borrowed.pth").write_text(str(Path(yaml.__file__).parents[1]))
    return python


def install(python: Path, wheel: Path) -> None:
    """Install `wheel`, and nothing else, for `python`."""
    command = [sys.executable, "-m", "uv", "pip", "install", "--offline", "--no-deps", "--python", str(python)]
    subprocess.run([*command, str(wheel)], env=BORROWED, check=True, capture_output=True)
