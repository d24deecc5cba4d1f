from __future__ import annotations

import pytest

from tests.panel_run import PanelRun, panel_run
from tests.place_run import place_run
from tests.small_run import changed_run, small_run
from workbench.model.run import Run


@pytest.fixture(scope="session")
def run(tmp_path_factory) -> Run:
    return small_run(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def changed(tmp_path_factory) -> Run:
    return changed_run(tmp_path_factory.mktemp("changed"))


@pytest.fixture(scope="session")
def place(tmp_path_factory) -> Run:
    return place_run(tmp_path_factory.mktemp("place"))


@pytest.fixture(scope="session")
def shown(tmp_path_factory) -> PanelRun:
    return panel_run(tmp_path_factory.mktemp("panel"))
