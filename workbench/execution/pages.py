"""From an executed notebook to a page that needs nothing else, and from the page to paper."""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import Any

from workbench.errors import ReportError, fault, message

TEMPLATES = Path(__file__).parent / "templates"
_TITLE = re.compile(r"<h1>(.*?)</h1>")
_RUNNING = re.compile(r'<p class="running">(.*?)</p>')
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
_EPOCH = "946684800"  # 1 January 2000: fonts inside a PDF carry a date, and equal runs must give equal bytes


def html_page(notebook: Path, *, language: str, title: str = "") -> str:
    """Return the executed `notebook` as one HTML page without code, script or request to any other place.

    Parameters
    ----------
    notebook : Path
        Executed notebook.
    language : {'id', 'en'}
        Written into the page, for screen readers and hyphenation.
    title : str
        Of the browser's tab; the page's own heading when empty.
    """
    import nbformat

    content = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    return _page(content, language=language, title=title or notebook.stem, own_heading=not title)


def page_of(content: str, *, language: str, title: str) -> str:
    """Return a piece of HTML, such as a section of a report, as one page like those of `html_page`."""
    from nbformat import v4

    output = v4.new_output("display_data", data={"text/html": content})  # type: ignore[no-untyped-call]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(outputs=[output])])  # type: ignore[no-untyped-call]
    return _page(notebook, language=language, title=title, own_heading=False)


def _page(content: Any, *, language: str, title: str, own_heading: bool) -> str:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="report", extra_template_basedirs=[str(TEMPLATES)], exclude_input=True
    )
    words = _outputs(content)
    heading, running = _TITLE.search(words), _RUNNING.search(words)
    resources = {
        "language": language,
        "title": html.unescape(heading[1]) if own_heading and heading else title,
        "running": _css_text(html.unescape(running[1]) if running else ""),
        "style": (TEMPLATES / "report" / "page.css").read_text(encoding="utf-8"),
        "page_word": {"id": "halaman", "en": "page"}[language],
    }
    page, _ = exporter.from_notebook_node(content, resources={"report": resources})
    return str(page)


def _outputs(notebook: object) -> str:
    cells = (cell for cell in notebook.cells if cell.cell_type == "code")  # type: ignore[attr-defined]
    return "".join(output.get("data", {}).get("text/html", "") for cell in cells for output in cell.outputs)


def _css_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")


def pdf_obstacle() -> str:
    """Return why no PDF can be made here, as an English sentence; empty when nothing stands in the way."""
    try:
        import weasyprint  # noqa: F401  # asked only whether it is there
    except ModuleNotFoundError:
        return message("PDF needs the extra 'pdf': pip install 'kinerja-workbench[pdf]'")
    except OSError:
        return message(
            "PDF needs the Pango library of the system (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
        )
    return ""


def pdf_of(page: str) -> bytes:
    """Return an HTML page as PDF; the same page gives the same bytes.

    Raises
    ------
    ReportError
        When WeasyPrint or the libraries it stands on are not installed.
    """
    if obstacle := pdf_obstacle():
        raise ReportError([fault("", obstacle)])
    import weasyprint

    os.environ["SOURCE_DATE_EPOCH"] = _EPOCH
    nothing_from_outside = weasyprint.urls.URLFetcher(allowed_protocols=["data"])
    on_paper = _FOLDED.sub("", page)  # tables behind a click repeat what a chart shows
    document = weasyprint.HTML(string=on_paper, url_fetcher=nothing_from_outside)
    return bytes(document.write_pdf(pdf_tags=True))
