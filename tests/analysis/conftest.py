from __future__ import annotations

import pytest

from tests.people_run import people_run
from workbench.model.run import Run


@pytest.fixture(scope="session")
def run(tmp_path_factory) -> Run:
    return people_run(tmp_path_factory.mktemp("people"))
