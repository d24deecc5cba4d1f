from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.small_run import small_run, written
from workbench.errors import ParametersError
from workbench.files.reference_cycle import read_reference
from workbench.files.run_directory import written_whole
from workbench.model.parameters import Imputation
from workbench.prepare_cycle import Prepared, prepare


@pytest.fixture
def cycle(tmp_path) -> Prepared:
    """Return a cycle beside a sealed run of itself, ``runs/earlier``."""
    run = small_run(tmp_path)
    with written_whole(tmp_path / "runs" / "earlier") as folder:
        written(run, folder / "whole")
        for each in (folder / "whole").iterdir():
            each.rename(folder / each.name)
        (folder / "whole").rmdir()
    return prepare(tmp_path / "uji.yaml")


def reference(cycle: Prepared, folder: Path, **parameters):
    return read_reference(cycle.parameters.model_copy(update=parameters), cycle.framework, folder)


def test_without_a_reference_methods_are_fitted_on_the_cycle_itself(cycle, tmp_path):
    assert reference(cycle, tmp_path) is None


def test_what_was_measured_then_is_read_with_the_fingerprint_of_that_run(cycle, tmp_path):
    found = reference(cycle, tmp_path, reference_cycle="runs/earlier")
    assert found.values["days"].tolist() == [5, 10, 4, 20, 8]
    assert len(found.fingerprint) == 12


def test_a_folder_that_is_no_run_is_refused(cycle, tmp_path):
    with pytest.raises(ParametersError, match=r"reference_cycle: the run it names cannot be used: .*is not a run dir"):
        reference(cycle, tmp_path, reference_cycle="nowhere")


def test_a_run_that_changed_since_it_was_sealed_is_refused(cycle, tmp_path):
    (tmp_path / "runs" / "earlier" / "scores.csv").write_text("changed")
    with pytest.raises(ParametersError, match=r"cannot be used: scores\.csv: changed since the run was sealed"):
        reference(cycle, tmp_path, reference_cycle="runs/earlier")


def test_all_that_the_run_lacks_is_named_at_once(cycle, tmp_path):
    first, second = cycle.framework.leaves
    other = replace(first, indicator=replace(first.indicator, code="letters"))
    tree = replace(cycle.framework, root=replace(cycle.framework.root, children=(other, second)))
    named = {"reference_cycle": "runs/earlier", "missing": Imputation(method="group_mean", group="kind")}
    with pytest.raises(ParametersError, match=r"(?s)no indicator 'letters'.*no group column 'kind'"):
        read_reference(cycle.parameters.model_copy(update=named), tree, tmp_path)
