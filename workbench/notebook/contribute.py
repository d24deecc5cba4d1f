"""What a notebook for authors of indicators calls: a place to practise on, and the checks of an indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError, fault, message
from workbench.locale import Language
from workbench.notebook.words import in_plain_words

if TYPE_CHECKING:
    from workbench.model.indicator import Indicator
    from workbench.model.rules import Rules
    from workbench.testing.rows import Frames, Rows
    from workbench.views.blocks import Block


def practice_place(folder: str | Path = "") -> Path:
    """Lay out the shipped example to practise on, and return its folder: a temporary one when none is given.

    Raises
    ------
    WorkbenchError
        When the folder holds anything already; a notebook shows it in plain lines.
    """
    with in_plain_words("id"):
        from workbench.files.starter import lay_out

        place = Path(folder or mkdtemp(prefix="workbench-"))
        lay_out(place)
        return place


def check_indicator(
    plugin_file: str | Path,
    *,
    worse: Mapping[str, Rows],
    better: Mapping[str, Rows],
    improve: Callable[[Frames], Frames] | None = None,
    language: str = "id",
) -> Block:
    """Return whether the indicator of a plugin file keeps what every indicator promises.

    Parameters
    ----------
    plugin_file : str or Path
        A plugin that offers one indicator.
    worse, better : mapping
        Two sets of rows, by table, for the same subject (column ``subject``): `better` must give the better value.
    improve : callable, optional
        Takes tables and returns them such that every subject does better; tried on generated tables.
    language : {'id', 'en'}
        Of the words.

    Raises
    ------
    WorkbenchError
        When the plugin cannot be loaded; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        import pandas as pd

        from workbench.testing import IndicatorContract, check_contract
        from workbench.views.promises import promises

        contract = IndicatorContract()
        contract.indicator, contract.rules = _only_indicator_of(Path(plugin_file))
        contract.worse, contract.better, contract.improve = worse, better, improve
        return promises(pd.DataFrame(map(vars, check_contract(contract))), Language(language))


def _only_indicator_of(plugin_file: Path) -> tuple[Indicator, Rules]:
    """Return the indicator that a plugin file offers, and all rule packs that are known."""
    from workbench.model.rules import Rules
    from workbench.registry import load_catalogue

    catalogue = load_catalogue([plugin_file])
    found = [
        indicator
        for code, indicator in catalogue.indicators.items()
        if catalogue.origins[f"indicator:{code}"].name == plugin_file.stem
    ]
    if len(found) != 1:
        template = message("a plugin with exactly one indicator can be checked here; this one offers {count}")
        raise WorkbenchError([fault(str(plugin_file), template, count=len(found))])
    return found[0], Rules(packs=tuple(catalogue.rule_packs.values()))
