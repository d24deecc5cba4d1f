from __future__ import annotations

import builtins
import re
import zlib

import pytest

from tests.views.reading import read, words
from workbench.errors import ReportError
from workbench.execution import pages

EXTERNAL = re.compile(
    r"""(?:src|href|srcset|action)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import"""
)


def page(reports, language, name="cycle"):
    return (reports[language] / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["cycle", "units/C"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_asks_nobody_for_anything(reports, language, name):
    text = page(reports, language, name)
    assert not EXTERNAL.search(text)
    assert "<script" not in text
    assert "<link" not in text


@pytest.mark.parametrize("name", ["cycle", "units/C"])
def test_every_picture_has_words(reports, name):
    pictures = read(page(reports, "id", name)).pictures
    assert len(pictures) >= 3
    assert all(picture.get("alt", "").strip() for picture in pictures)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_says_its_language_title_and_main_part(reports, language):
    text = page(reports, language)
    title = {"id": "Kecamatan Uji", "en": "Test District"}[language]
    assert f'<html lang="{language}">' in text
    assert f"<title>{title}</title>" in text
    assert text.count("<main>") == text.count("<h1>") == 1


def test_numbers_follow_the_language(reports):
    assert "37,5" in words(page(reports, "id"))
    assert "37.5" in words(page(reports, "en"))
    assert "37.5" not in words(page(reports, "id"))


def test_names_with_markup_stay_words(reports):
    text = page(reports, "id", "units/C")
    assert "<Cepat>" not in text
    assert "Unit &lt;Cepat&gt; &amp; Tangkas" in text
    assert "<title>Unit &lt;Cepat&gt; &amp; Tangkas</title>" in text


def test_code_and_notes_for_the_notebook_do_not_reach_the_page(reports):
    text = page(reports, "id")
    assert "open_report" not in text
    assert "Laporan siklus / Cycle report" not in text


def test_paper_carries_place_cycle_edition_and_fingerprint(reports):
    text = page(reports, "en")
    assert re.search(r'@top-left \{ content: "Test District · 2025-S1 · internal edition · [0-9a-f]{12}"; \}', text)
    assert 'counter(page) "/" counter(pages)' in text


def test_a_title_cannot_break_out_of_the_style_sheet():
    assert pages._css_text('a "b" \\ </style>') == 'a \\"b\\" \\\\ \\3c /style>'


@pytest.mark.parametrize("name", ["cycle", "units/C"])
def test_a_report_is_a_real_pdf_of_a_few_pages(reports, name):
    content = (reports["id"] / f"{name}.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    plain = b"".join(zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"\x78")
    assert b"/StructTreeRoot" in plain  # headings and alternative texts are there for screen readers too


def test_the_same_page_gives_the_same_pdf(reports, monkeypatch):
    text = page(reports, "id", "units/C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert pages.pdf_of(text) == (reports["id"] / "units/C.pdf").read_bytes()


@pytest.mark.parametrize(
    ("raised", "says"),
    [
        (ModuleNotFoundError("weasyprint"), r"needs the extra 'pdf': pip install 'kinerja-workbench\[pdf\]'"),
        (OSError("cannot load library 'libpango-1.0-0'"), "needs the Pango library of the system"),
    ],
)
def test_what_a_pdf_needs_is_said_when_it_is_not_there(monkeypatch, raised, says):
    import_module = builtins.__import__

    def without_weasyprint(name, *rest):
        if name == "weasyprint":
            raise raised
        return import_module(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_weasyprint)
    with pytest.raises(ReportError, match=says):
        pages.pdf_of("<html></html>")


def test_a_pdf_never_fetches_anything(monkeypatch):
    import socket

    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    content = pages.pdf_of('<html lang="en"><title>t</title><img alt="x" src="http://192.0.2.1/x.png">words</html>')
    assert content.startswith(b"%PDF-")


def test_a_section_alone_makes_a_page_like_the_others():
    text = pages.page_of("<section><p>Isi</p></section>", language="id", title="Apa & mengapa?")
    assert text.count("<main>") == 1
    assert "<title>Apa &amp; mengapa?</title>" in text
    assert "<p>Isi</p>" in text
    assert not EXTERNAL.search(text)
