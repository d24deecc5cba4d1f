from __future__ import annotations

import pytest

from tests.small_run import PARAMETERS
from workbench.errors import WorkbenchError
from workbench.files.sibling_cycles import sibling_cycles


def test_cycles_of_the_same_place_and_kind_are_found_and_nothing_else(tmp_path):
    own, other = tmp_path / "2025-S1.yaml", tmp_path / "2025-S2.yaml"
    own.write_text(PARAMETERS, encoding="utf-8")
    other.write_text(PARAMETERS.replace("cycle: 2025-S1", "cycle: 2025-S2"), encoding="utf-8")
    (tmp_path / "elsewhere.yaml").write_text(PARAMETERS.replace("place: ", "place: x"), encoding="utf-8")
    (tmp_path / "spoilt.yaml").write_text("place: [", encoding="utf-8")
    assert sibling_cycles(own) == [own, other]
    assert sibling_cycles(other) == [other, own]


def test_a_run_directory_has_none(tmp_path):
    assert sibling_cycles(tmp_path) == [tmp_path]


def test_the_file_itself_has_to_be_readable(tmp_path):
    with pytest.raises(WorkbenchError, match="there is no such file"):
        sibling_cycles(tmp_path / "none.yaml")
