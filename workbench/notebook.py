"""What a notebook imports: one call, one answer. Heavy imports wait inside the functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError, fault, message
from workbench.locale import Language

if TYPE_CHECKING:
    import pandas as pd

    from workbench.analysis.correlation import CorrelationKind
    from workbench.analysis.leave_one_out import LeftOut
    from workbench.model.indicator import Indicator
    from workbench.model.rules import Rules
    from workbench.prepare_cycle import Prepared
    from workbench.testing.rows import Frames, Rows
    from workbench.views.blocks import Block
    from workbench.views.fairness_report import FairnessReport
    from workbench.views.meeting_record import MeetingRecord
    from workbench.views.reports import Report
    from workbench.views.weights_panel import WeightsPanel


def example_parameters() -> Path:
    """Return the parameters file of the shipped example: people and units that do not exist."""
    from workbench.shipped import shipped

    return shipped("starter") / "2025-S1.yaml"


def example_people() -> Path:
    """Return the parameters file of the shipped example about people: none of them exists."""
    from workbench.shipped import shipped

    return shipped("starter") / "2025-S1-pegawai.yaml"


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


def screening(parameters_file: str | Path = "", *, kind: CorrelationKind = "pearson", language: str = "id") -> Block:
    """Return what the data of a cycle look like before anything is scored: statistics, coverage, correlations.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle to look at; the shipped example when empty.
    kind : {'pearson', 'spearman', 'kendall'}
        Which correlation.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        import pandas as pd

        from workbench.analysis.screening import screen
        from workbench.prepare_cycle import prepare
        from workbench.views.screening_sections import screening as shown

        prepared = prepare(Path(parameters_file) if parameters_file else example_parameters())
        card, framework = prepared.score(), prepared.framework
        compared = pd.concat([card.normalised, card.scores], axis=1)
        found = screen(framework, prepared.measurements.values, compared, kind=kind)
        return shown(found, names_in(prepared, language), Language(language))


def leave_raters_out(
    parameters_file: str | Path, *, table: str, rater: str, raters: Iterable[str] | None = None, language: str = "id"
) -> LeftOut:
    """Return scores and ranks when everything is measured again without the rows of one rater, each in turn.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle.
    table, rater : str
        Table with the ratings, and its column that says who gave them.
    raters : iterable of str, optional
        Whose ratings are left out, one rater at a time; everyone's in turn without it.
    language : {'id', 'en'}
        Of the words of a fault.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored with or without a rater; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        from workbench.analysis.leave_one_out import leave_each_out, names_in, without_rows_of
        from workbench.prepare_cycle import prepare

        prepared = prepare(Path(parameters_file))
        tables, root = prepared.inputs.tables, prepared.framework.root.code

        def score_without(name: str) -> pd.Series:
            others = without_rows_of(tables, name, table=table, column=rater)
            return prepared.measured_from(others).score().scores[root]

        return leave_each_out(
            names_in(tables, table=table, column=rater) if raters is None else raters,
            score_without,
            policy=prepared.score().scores[root],
            decimals=prepared.parameters.ranking.decimals,
        )


def open_report(run: str | Path = "", *, changes: Mapping[str, Any] | None = None, language: str = "id") -> Report:
    """Return the report on a run, one method for each of its sections.

    Parameters
    ----------
    run : str or Path
        The run directory, as ``workbench run`` prints it; or a parameters file, the shipped example when empty, whose
        cycle is evaluated now and written nowhere.
    changes : mapping, optional
        Merged into the parameters file, in its own format.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When there is no run there, or it cannot be read; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        from workbench.files.run_directory import open_run
        from workbench.prepare_cycle import prepare
        from workbench.run_cycle import evaluate
        from workbench.views.reports import Report

        path = Path(run or example_parameters())
        if path.suffix in (".yaml", ".yml") and path.is_file():
            return Report(evaluate(prepare(path, changes=changes), language=language), Language(language))
        if changes:
            raise WorkbenchError([fault(str(path), "a run is sealed; changes go with a parameters file")])
        return Report(open_run(path), Language(language))


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


def open_fairness(
    run: str | Path = "", *, changes: Mapping[str, Any] | None = None, language: str = "id"
) -> FairnessReport:
    """Return the audit of fairness of a run, one section for each of its checks.

    Parameters
    ----------
    run : str or Path
        The run directory; or a parameters file, the people of the shipped example when empty, whose cycle is evaluated
        now and written nowhere.
    changes : mapping, optional
        Merged into the parameters file, in its own format.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When there is no run there, or it cannot be read; a notebook shows it in plain lines.
    """
    from workbench.views.fairness_report import FairnessReport

    report = open_report(run or example_people(), changes=changes, language=language)
    return FairnessReport(report.run, report.language)


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


def evaluate(parameters_file: str | Path, *, language: str = "id") -> Report:
    """Run the cycle of a parameters file into the folder ``runs`` beside it, and return the report on it.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being evaluated; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        from workbench.run_cycle import run_cycle

        path = Path(parameters_file)
        return open_report(run_cycle(path, runs=path.parent / "runs", language=language).directory, language=language)


def compare(
    before: str | Path, after: str | Path, *, changes: Mapping[str, Any] | None = None, language: str = "id"
) -> Block:
    """Return how scores changed between two cycles or scenarios, and by which effects.

    Parameters
    ----------
    before, after : str or Path
        Each a parameters file, or a run directory.
    changes : mapping, optional
        Merged into the parameters file `after`, in its own format: a scenario that needs no file of its own.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops one of them from being scored; a notebook shows it in plain lines.
    """
    with in_plain_words(language):
        from workbench.compare_cycles import compare_cycles
        from workbench.views.comparison import compared

        return compared(compare_cycles(Path(before), Path(after), changes=changes), Language(language))


def require_widgets() -> None:
    """Raise, with the line that installs them, where the libraries of panels are absent."""
    try:
        import anywidget  # noqa: F401  # asked only whether it is there
    except ModuleNotFoundError:
        install = "pip install 'kinerja-workbench[lab]'"
        raise WorkbenchError(
            [fault("anywidget", "panels need the extra 'lab', which is not installed: {install}", install=install)]
        ) from None


def names_in(prepared: Prepared, language: str) -> dict[str, str]:
    """Return the name of every subject, indicator and node of a cycle, by code."""
    names = dict(prepared.inputs.subjects["label"])
    names |= {leaf.code: leaf.label.in_language(language) for leaf in prepared.framework.leaves}
    return names | {node.code: node.label.in_language(language) for node in prepared.framework.nodes}


@contextmanager
def in_plain_words(language: str) -> Iterator[None]:
    """Let a notebook show a user's mistake as the lines of its message, without a traceback (an IPython protocol)."""
    try:
        yield
    except WorkbenchError as error:
        lines = error.render(Language(language).text).splitlines()
        error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]
        raise
