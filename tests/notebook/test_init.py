"""Every name of the package can be had from it, and nothing heavy is loaded before it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from workbench import notebook


@pytest.mark.parametrize("name", notebook.__all__)
def test_every_name_is_there(name: str) -> None:
    assert callable(getattr(notebook, name))


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'pie_panel'"):
        notebook.pie_panel  # noqa: B018  # looking it up is what must fail


def test_importing_it_loads_no_heavy_library() -> None:
    asked = "import sys, workbench.notebook; print({'pandas', 'anywidget'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True).stdout == "set()\n"
