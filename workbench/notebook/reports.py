"""What a notebook reads of a cycle or a run: reports, records, audits, comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError, fault
from workbench.locale import Language
from workbench.notebook.examples import example_parameters, example_people
from workbench.notebook.words import in_plain_words, names_in

if TYPE_CHECKING:
    import pandas as pd

    from workbench.analysis.correlation import CorrelationKind
    from workbench.analysis.leave_one_out import LeftOut
    from workbench.views.blocks import Block
    from workbench.views.fairness_report import FairnessReport
    from workbench.views.meeting_record import MeetingRecord
    from workbench.views.reports import Report


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
