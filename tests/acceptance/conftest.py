from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "acceptance"


@pytest.fixture
def published():
    """Return the folder of one published data set; skip where it does not lie beside the project."""

    def folder(name: str) -> Path:
        if not (FOLDER / name).is_dir():
            pytest.skip(f"acceptance data '{name}' is not beside the project (../shared/acceptance)")
        return FOLDER / name

    return folder
