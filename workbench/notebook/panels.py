"""Panels: a question, a few choices, and the answer beside them; one line of a notebook each."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError, fault, message
from workbench.locale import Language
from workbench.notebook.examples import example_monitoring, example_parameters, example_people, example_ratings
from workbench.notebook.words import in_plain_words

if TYPE_CHECKING:
    from workbench.model.run import Run
    from workbench.prepare_cycle import Prepared
    from workbench.views.question_panel import QuestionPanel
    from workbench.views.weights_panel import WeightsPanel
    from workbench.weight_scenarios import WeightScenarios


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
        require_widgets()
        from workbench.files.parameters_file import read_parameters
        from workbench.prepare_cycle import prepare
        from workbench.views.weights_panel import WeightsPanel

        file = read_parameters(Path(parameters_file or example_parameters()))
        prepared = prepare(file.path)
        kept = _scenarios_of(prepared, scenarios, shipped=not parameters_file)
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


def fairness_panel(run: str | Path = "", *, scenarios: str | Path = "", language: str = "id") -> QuestionPanel:
    """Return how far apart groups are, and the weights that would narrow the gap, with what they cost.

    Parameters
    ----------
    run : str or Path
        A parameters file, the people of the shipped example when empty; or a run directory, which has gaps only: its
        weights cannot be moved any more.
    scenarios : str or Path
        Folder where chosen weights are saved, as in `weights_panel`.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being audited; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        require_widgets()
        from workbench.views.fairness_panel import fairness_panel as panel

        evaluated, prepared = _evaluated(run or example_people(), language, checks=("disparity",))
        if prepared is None:
            return panel(evaluated, language=language)
        case = prepared.fairness_case(prepared.weighted({}), evaluated.scorecard, evaluated.people)
        kept = _scenarios_of(prepared, scenarios, shipped=not run)
        return panel(evaluated, case, scenarios=kept, language=language)


def raters_panel(run: str | Path = "", *, decisions: str | Path = "", language: str = "id") -> QuestionPanel:
    """Return how strict raters are, what an adjustment would change, and the lines a calibration meeting accepts.

    Parameters
    ----------
    run : str or Path
        A parameters file or a run directory with ratings; a small invented place when empty.
    decisions : str or Path
        Folder where accepted lines and their record are written; the present folder when empty.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being audited; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        require_widgets()
        from workbench.files.decision_files import DecisionFiles
        from workbench.views.raters_panel import raters_panel as panel

        evaluated, _ = _evaluated(run or example_ratings(), language, checks=("raters", "calibration"))
        kept = DecisionFiles(Path(decisions), str(evaluated.subjects.index.name))
        return panel(evaluated, decisions=kept, language=language)


def distribution_panel(run: str | Path = "", *, language: str = "id") -> QuestionPanel:
    """Return the predicates of each unit against the limits of the rules, and who stands near a boundary.

    Parameters
    ----------
    run : str or Path
        A parameters file, the people of the shipped example when empty; or a run directory.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being evaluated; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        require_widgets()
        from workbench.views.distribution_panel import distribution_panel as panel

        return panel(_evaluated(run or example_people(), language)[0], language=language)


def subject_panel(run: str | Path = "", *, language: str = "id") -> QuestionPanel:
    """Return one subject's score taken apart, its peers, and what would change its band.

    Parameters
    ----------
    run : str or Path
        A parameters file, the shipped example when empty; or a run directory.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being evaluated; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        require_widgets()
        from workbench.views.subject_panel import subject_panel as panel

        return panel(_evaluated(run or example_parameters(), language)[0], language=language)


def monitoring_panel(
    parameters_file: str | Path = "", *, today: datetime.date | None = None, language: str = "id"
) -> QuestionPanel:
    """Return where things stand on a day inside the cycle, and how fresh and complete the data are.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle; the shipped example when empty.
    today : date, optional
        The day the panel begins with; the present day without it.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being evaluated; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        require_widgets()
        from workbench.files.parameters_file import read_parameters
        from workbench.prepare_cycle import prepare
        from workbench.run_cycle import evaluate
        from workbench.views.monitoring_panel import monitoring_panel as panel

        path = Path(parameters_file or example_monitoring())
        period = read_parameters(path).parameters.period
        return panel(
            lambda day: evaluate(prepare(path, changes={"data_until": day}), language=language, checks=()),
            start=period.start,
            end=period.end,
            today=today or datetime.date.today(),
            language=language,
        )


def cycles_panel(*sides: str | Path, language: str = "id") -> QuestionPanel:
    """Return how scores changed from one cycle to another, and which causes the change is made of.

    Parameters
    ----------
    sides : str or Path
        Parameters files, scenarios or run directories. Of a single one the other cycles of its place beside it are
        offered too; without any, those of the shipped example.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When there is nothing to compare with, or a side cannot be scored; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        from workbench.files.sibling_cycles import sibling_cycles

        paths = [Path(side) for side in sides if side] or [example_parameters()]
        found = sibling_cycles(paths[0]) if len(paths) == 1 else paths
        return _comparing(found, language)


def scenarios_panel(
    parameters_file: str | Path = "", *, scenarios: str | Path = "", language: str = "id"
) -> QuestionPanel:
    """Return what the saved scenarios of a cycle change beside the policy, and beside one another.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle; the shipped example when empty.
    scenarios : str or Path
        Folder where they lie, as in `weights_panel`. Where there is none yet, equal weights are compared.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        from workbench.files.parameters_file import read_parameters
        from workbench.prepare_cycle import prepare

        file = read_parameters(Path(parameters_file or example_parameters()))
        kept = _scenarios_of(prepare(file.path), scenarios, shipped=not parameters_file)
        saved = [kept.folder / f"{code}.yaml" for code in kept.names()]
        return _comparing([file.path, *(saved or [_equal_weights(file.path, language)])], language)


def _comparing(paths: Collection[Path], language: str) -> QuestionPanel:
    require_widgets()
    from workbench.compare_cycles import compare_cycles
    from workbench.views.cycles_panel import cycles_panel as panel

    sides = {str(path): _side_name(path) for path in paths}
    if len(sides) < 2:
        template = message("there is no other cycle of this place beside it; name a second one to compare with")
        raise WorkbenchError([fault(next(iter(sides)), template)])
    return panel(lambda before, after: compare_cycles(Path(before), Path(after)), sides, language=language)


def _side_name(path: Path) -> str:
    """Return what a cycle, scenario or run is called among others of its place."""
    from workbench.files.parameters_file import read_parameters

    if path.is_dir():
        return f"{path.parent.name}: {path.name[:8]}"
    file = read_parameters(path)
    return file.scenario.scenario.name if file.scenario else file.parameters.cycle


def _equal_weights(path: Path, language: str) -> Path:
    """Write a scenario that weighs everything alike to a temporary folder, so that there is something to compare."""
    from workbench.files.scenario_file import write_scenario

    words = Language(language)
    said = {
        "name": words.text("Equal weights"),
        "author": "Kinerja Workbench",
        "rationale": words.text("What the weights of the policy change beside weights that are all the same."),
        "date": datetime.date.today(),
        "changes": {"framework": {"weighting": "equal"}},
    }
    return write_scenario(Path(mkdtemp(prefix="workbench-")) / "equal.yaml", base=path, scenario=said).path


def _evaluated(run: str | Path, language: str, *, checks: Collection[str] = ()) -> tuple[Run, Prepared | None]:
    """Return a finished run as it is, or the cycle of a parameters file evaluated now, with these checks only."""
    from workbench.files.run_directory import open_run
    from workbench.prepare_cycle import prepare
    from workbench.run_cycle import evaluate

    path = Path(run)
    if path.is_dir():
        return open_run(path), None
    prepared = prepare(path)
    return evaluate(prepared, language=language, checks=checks), prepared


def _scenarios_of(prepared: Prepared, folder: str | Path, *, shipped: bool) -> WeightScenarios:
    """Return where scenarios of a cycle lie: beside its parameters file; for a shipped one in the present folder."""
    from workbench.weight_scenarios import WeightScenarios

    beside = Path() if shipped else prepared.file.path.parent
    return WeightScenarios(prepared, Path(folder or beside / "scenarios"))


def require_widgets() -> None:
    """Raise, with the line that installs them, where the libraries of panels are absent."""
    try:
        import anywidget  # noqa: F401  # asked only whether it is there
    except ModuleNotFoundError:
        install = "pip install 'kinerja-workbench[lab]'"
        raise WorkbenchError(
            [fault("anywidget", "panels need the extra 'lab', which is not installed: {install}", install=install)]
        ) from None
