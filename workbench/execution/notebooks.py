"""Report notebooks: which there are, with which parameters, and what is made of them in a run directory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import Fault, ReportError, fault, message
from workbench.execution.executing import Engine, execute
from workbench.execution.pages import html_page, pdf_obstacle, pdf_of
from workbench.execution.report_parameters import checked_parameters
from workbench.execution.workers import local_pool, run_jobs
from workbench.progress import Progress, silent
from workbench.shipped import shipped

__all__ = ["ReportJob", "pdf_obstacle", "render_report", "report_notebooks_hash", "write_reports"]

_NOT_IN_FILE_NAMES = set('/\\:*?"<>|\0')

# What a report needs, imported once for all. Only imported: a library that has started threads must not be forked.
PRELOAD = (
    "workbench.execution.notebooks",
    "workbench.execution.engines",
    "workbench.notebook.reports",
    "workbench.files.run_directory",
    "workbench.views.report_sections",
    "workbench.views.unit_sections",
    "workbench.views.indicator_sections",
    "workbench.views.closing_sections",
    "workbench.views.fairness_report",
    "workbench.views.meeting_record",
    "workbench.views.reports",
    "babel.numbers",
    "babel.dates",
    "nbconvert",
    "papermill",
    "pyarrow.parquet",
)


@dataclass(frozen=True, kw_only=True)
class ReportJob:
    """One report to be made.

    Parameters
    ----------
    notebook : {'cycle', 'unit', 'berita_acara', 'fairness_audit'}
        Which of the shipped report notebooks.
    folder : Path
        The run directory.
    place : str
        Where the report goes inside it, without an ending: ``reports/units/KEL01``.
    language : {'id', 'en'}
        Of the report.
    subject : str
        Code of the subject, for ``unit``.
    formats : tuple of str
        ``html``, ``pdf`` or both, besides the executed notebook.
    engine : {'kernel', 'in-process'}
        See `workbench.execution.engines`.
    """

    notebook: str
    folder: Path
    place: str
    language: str
    subject: str = ""
    formats: tuple[str, ...] = ()
    engine: Engine = "kernel"

    def __str__(self) -> str:
        """Return the report's place in the run directory."""
        return self.place

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what is injected; the run is given as seen from the report, so that both can be moved together."""
        upwards = "/".join([".."] * self.place.count("/"))
        return {"run": upwards, "language": self.language} | ({"unit": self.subject} if self.subject else {})


def write_reports(
    folder: Path,
    *,
    language: str,
    formats: Sequence[str],
    subjects: Sequence[str],
    record: bool = False,
    fairness: bool = False,
    cluster: str | None = None,
    workers: int | None = None,
    progress: Progress = silent,
) -> None:
    """Write ``reports/cycle`` and one ``reports/units/<code>`` a subject into a run directory.

    Parameters
    ----------
    folder : Path
        The run directory; a cluster must see it under the same path.
    language : {'id', 'en'}
        Of the reports.
    formats : sequence of {'html', 'pdf'}
        Besides the executed notebook, which is always kept.
    subjects : sequence of str
        Codes of the subjects that get a report of their own.
    record : bool
        Whether the cycle has decisions or objections, and so gets ``reports/berita-acara`` to be signed.
    fairness : bool
        Whether the run has an audit of fairness, and so gets ``reports/fairness-audit``.
    cluster : str, optional
        Address of a Dask scheduler.
    workers : int, optional
        How many reports at once on this machine.
    progress : callable
        Told, in the language of the reports, how far it is.

    Raises
    ------
    ReportError
        With what went wrong in every report that could not be made.
    """
    ReportError.raise_if(
        _unfit_for_a_file(code) for code in subjects if set(code) & _NOT_IN_FILE_NAMES or not code.strip(".")
    )
    # A fork ends with its report, so it may run the cells itself; everything else needs a kernel for each report.
    engine: Engine = "in-process" if cluster is None and local_pool() == "forks" else "kernel"
    common: dict[str, Any] = {"folder": folder, "language": language, "formats": tuple(formats), "engine": engine}
    jobs = [ReportJob(notebook="cycle", place="reports/cycle", **common)]
    if record:
        jobs.append(ReportJob(notebook="berita_acara", place="reports/berita-acara", **common))
    if fairness:
        jobs.append(ReportJob(notebook="fairness_audit", place="reports/fairness-audit", **common))
    jobs += [ReportJob(notebook="unit", place=f"reports/units/{code}", subject=code, **common) for code in subjects]

    def counted(done: int, of: int) -> None:
        progress(message("writing reports"), done, of)

    preload = (*PRELOAD, "weasyprint") if "pdf" in formats else PRELOAD
    run_jobs(render_report, jobs, cluster=cluster, workers=workers, preload=preload, progress=counted)


def _unfit_for_a_file(code: str) -> Fault:
    return fault(
        "reports/units",
        "the code '{code}' cannot be the name of a file, so it cannot get a report of its own; change the code, or "
        "list other subjects under reports",
        code=code,
    )


def render_report(job: ReportJob) -> None:
    """Make one report: executed notebook, and the formats asked for.

    Raises
    ------
    ReportError
        When a parameter is wrong, a cell fails or a format cannot be made.
    """
    if not job.folder.is_dir():
        raise ReportError([fault(str(job.folder), "this worker does not see the run directory under this path")])
    source = shipped("notebooks/report") / f"{job.notebook}.ipynb"
    output = job.folder / f"{job.place}.ipynb"
    parameters = checked_parameters(job.notebook, job.parameters)
    output.parent.mkdir(parents=True, exist_ok=True)
    execute(source, output, parameters, cwd=output.parent, engine=job.engine)
    if not job.formats:
        return
    page = html_page(output, language=job.language)
    if "html" in job.formats:
        output.with_suffix(".html").write_text(page, encoding="utf-8", newline="\n")
    if "pdf" in job.formats:
        output.with_suffix(".pdf").write_bytes(pdf_of(page))


def report_notebooks_hash() -> str:
    """Return the hash of everything that shapes a report: notebooks, page template, views and words."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in _shaping_files(package):
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _shaping_files(package: Path) -> Iterable[Path]:
    yield from sorted(shipped("notebooks/report").glob("*.ipynb"))
    yield from sorted((package / "execution" / "templates" / "report").iterdir())
    for folder, ending in (("execution", "*.py"), ("views", "*.py"), ("notebook", "*.py"), ("locale", "*/*.mo")):
        yield from sorted((package / folder).glob(ending))
