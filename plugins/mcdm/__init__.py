"""Methods of multi-criteria decision making by name, through the library pymcdm: an ordinary plugin.

The library is imported only when a parameters file names one of its methods; the extra ``mcdm`` installs it.
"""

from __future__ import annotations

from mcdm.aggregations import aggregations
from mcdm.weightings import weightings
from workbench import hookimpl
from workbench.model.methods import Method


@hookimpl
def workbench_methods() -> list[Method]:
    """Return every method of decision making that the plugin adapts."""
    return [*aggregations(), *weightings()]
