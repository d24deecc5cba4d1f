"""The shipped examples: people and units that do not exist."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp


def example_parameters() -> Path:
    """Return the parameters file of the shipped example: people and units that do not exist."""
    from workbench.shipped import shipped

    return shipped("starter") / "2025-S1.yaml"


def example_people() -> Path:
    """Return the parameters file of the shipped example about people: none of them exists."""
    from workbench.shipped import shipped

    return shipped("starter") / "2025-S1-pegawai.yaml"


def example_monitoring() -> Path:
    """Return the parameters file of a shipped example cycle that is still running."""
    from workbench.shipped import shipped

    return shipped("starter") / "2025-Q2-pemantauan.yaml"


def example_ratings() -> Path:
    """Return the parameters file of a small invented place where people rate one another; laid out anew each time."""
    from workbench.simulate_place import simulate_place

    files = simulate_place("helvetia", Path(mkdtemp(prefix="workbench-")), seed=2025, employees=80, units=4)
    return next(file for file in files if file.stem.endswith("-pegawai"))
