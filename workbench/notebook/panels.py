"""Panels: a question, a few choices, and the answer beside them; one line of a notebook each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError, fault
from workbench.notebook.examples import example_parameters
from workbench.notebook.words import in_plain_words

if TYPE_CHECKING:
    from workbench.views.weights_panel import WeightsPanel


def weights_panel(
    parameters_file: str | Path = "", *, scenarios: str | Path = "", language: str = "id"
) -> WeightsPanel:
    """Return sliders for the weights of a parameters file, with the ranks they lead to.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle to explore, or a scenario of it that changes weights; the shipped example when empty.
    scenarios : str or Path
        Folder where scenarios are saved; ``scenarios`` beside the parameters file when empty, but in the present folder
        for the shipped example.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        _require_widgets()
        from workbench.files.parameters_file import read_parameters
        from workbench.prepare_cycle import prepare
        from workbench.views.weights_panel import WeightsPanel
        from workbench.weight_scenarios import WeightScenarios

        file = read_parameters(Path(parameters_file or example_parameters()))
        prepared = prepare(file.path)
        folder = Path(scenarios or (file.path.parent if parameters_file else Path()) / "scenarios")
        kept = WeightScenarios(prepared, folder)
        panel = WeightsPanel(
            prepared.weighted({}),
            prepared.ranking,
            certainty=prepared.certainty,
            scenarios=kept,
            language=language,
        )
        if file.scenario:
            panel.show(*kept.read(file.scenario.path))
        return panel


def _require_widgets() -> None:
    try:
        import anywidget  # noqa: F401  # asked only whether it is there
    except ModuleNotFoundError:
        install = "pip install 'kinerja-workbench[lab]'"
        raise WorkbenchError(
            [fault("anywidget", "panels need the extra 'lab', which is not installed: {install}", install=install)]
        ) from None
