"""What a notebook imports: one call, one answer. Heavy imports wait inside the functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError, fault
from workbench.locale import Language

if TYPE_CHECKING:
    import pandas as pd

    from workbench.model.run import Run
    from workbench.run_cycle import Prepared
    from workbench.views.meeting_record import MeetingRecord
    from workbench.views.reports import Report
    from workbench.views.weights_panel import WeightsPanel


def example_parameters() -> Path:
    """Return the parameters file of the shipped example: people and units that do not exist."""
    from workbench.shipped import shipped

    return shipped("starter") / "2025-S1.yaml"


def weights_panel(parameters_file: str | Path = "", *, language: str = "id") -> WeightsPanel:
    """Return sliders for the weights of a parameters file, with the ranks they lead to.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle to explore; the shipped example when empty.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored; a notebook shows it in plain lines.
    """
    with _in_plain_words(language):
        _require_widgets()
        from workbench.run_cycle import prepare
        from workbench.views.weights_panel import WeightsPanel

        prepared = prepare(Path(parameters_file) if parameters_file else example_parameters())
        return WeightsPanel(prepared.framework, partial(_ranking, prepared), language=language)


def _ranking(prepared: Prepared, weights: Mapping[str, float]) -> pd.DataFrame:
    """Return label, score and rank of every subject: the scoring call of ``workbench run``, under other weights."""
    scorecard = prepared.score(prepared.framework.with_weights(weights))
    score = scorecard.scores[prepared.framework.root.code]
    return prepared.inputs.subjects.filter(["label"]).assign(score=score, rank=scorecard.ranks)


def open_report(run: str | Path = "", *, language: str = "id") -> Report:
    """Return the report on a run, one method for each of its sections.

    Parameters
    ----------
    run : str or Path
        The run directory, as ``workbench run`` prints it; the shipped example is evaluated when empty.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When there is no run there, or it cannot be read; a notebook shows it in plain lines.
    """
    with _in_plain_words(language):
        from workbench.files.run_directory import open_run
        from workbench.views.reports import Report

        return Report(open_run(Path(run)) if run else _example_run(language), Language(language))


def open_record(run: str | Path = "", *, language: str = "id") -> MeetingRecord:
    """Return the record of decisions of a run, one method for each of its sections.

    Parameters
    ----------
    run : str or Path
        The run directory; the shipped example is evaluated when empty.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When there is no run there, or it cannot be read; a notebook shows it in plain lines.
    """
    from workbench.views.meeting_record import MeetingRecord

    report = open_report(run, language=language)
    return MeetingRecord(report.run, report.language)


def _example_run(language: str) -> Run:
    """Return the shipped example, evaluated now and written nowhere."""
    from workbench.run_cycle import evaluate, prepare

    return evaluate(prepare(example_parameters()), language=language)


def _require_widgets() -> None:
    try:
        import anywidget  # noqa: F401
    except ModuleNotFoundError:
        install = "pip install 'kinerja-workbench[lab]'"
        raise WorkbenchError(
            [fault("anywidget", "panels need the extra 'lab', which is not installed: {install}", install=install)]
        ) from None


@contextmanager
def _in_plain_words(language: str) -> Iterator[None]:
    """Let a notebook show a user's mistake as the lines of its message, without a traceback (an IPython protocol)."""
    try:
        yield
    except WorkbenchError as error:
        lines = error.render(Language(language).text).splitlines()
        error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]
        raise
