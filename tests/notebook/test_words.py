"""A mistake in plain lines, in the reader's language."""

from __future__ import annotations

import pytest

from workbench.errors import WorkbenchError, fault
from workbench.notebook.examples import example_parameters
from workbench.notebook.words import in_plain_words, names_in
from workbench.prepare_cycle import prepare


def test_a_mistake_becomes_the_lines_of_its_message() -> None:
    with pytest.raises(WorkbenchError) as caught, in_plain_words("en"):
        raise WorkbenchError([fault("a.yaml", "there is no such file"), fault("b.yaml", "there is no such file")])
    lines: list[str] = caught.value._render_traceback_()  # type: ignore[attr-defined]  # what IPython prints
    assert [line for line in lines if "there is no such file" in line] == lines[-2:]


def test_subjects_indicators_and_nodes_have_names() -> None:
    prepared = prepare(example_parameters())
    names = names_in(prepared, "en")
    assert {*prepared.inputs.subjects.index, *(leaf.code for leaf in prepared.framework.leaves)} <= set(names)
    assert names[prepared.framework.root.code] == prepared.framework.root.label.in_language("en")
