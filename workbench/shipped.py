"""Where the files that travel with the workbench lie: inside the package when installed, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent

# place in the wheel -> place in a checkout; the wheel's build configuration in pyproject.toml says the same
_CHECKOUT = {
    "notebooks/report": "notebooks/report",
    "notebooks/explore": "notebooks/explore",
    "notebooks/contribute": "notebooks/contribute",
    "notebooks/methods": "notebooks/methods",
    "notebooks/training": "notebooks/training",
    "template": "plugins/template",
    "starter": "parameters/plaju",
    "judges-1977": "parameters/judges-1977",
}


def shipped(name: str) -> Path:
    """Return the folder `name`: ``notebooks/…``, the plugin ``template``, the ``starter`` place, or the judges."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / _CHECKOUT[name]
