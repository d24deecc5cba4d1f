"""The page a calibration meeting signs: the lines it has accepted, each with its reason."""

from __future__ import annotations

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables, theme
from workbench.views.blocks import Block, definitions, escape, paragraph
from workbench.views.people_words import day_text, value_name, what_was_decided

_STYLE = (
    f"body {{ max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: {theme.INK}; "
    f"font: 11pt/1.5 {theme.FONT}; }} h1 {{ font-size: 20pt; }} h2 {{ font-size: 14pt; }} "
    f".definitions > div {{ display: flex; gap: 1rem; border-bottom: 1px solid {theme.LINE}; }} "
    f".definitions dt {{ flex: 0 0 9rem; color: {theme.MUTED}; }} .definitions dd {{ margin: 0; }} "
    ".signatures { display: flex; gap: 3rem; margin-top: 2rem; } .signatures > div { flex: 1; } "
    f".line {{ border-bottom: 1px solid {theme.INK}; padding-bottom: 0.2rem; }} .sign {{ height: 3.5rem; }}"
)


def accepted_lines(run: Run, lines: pd.DataFrame, language: Language) -> str:
    """Return a whole HTML page to print and sign.

    Parameters
    ----------
    run : Run
        The cycle that was decided about.
    lines : DataFrame
        As a table of adjustments: ``subject, node, from, to, reason, decided_by, decided_on``; at least one.
    language : Language
        Of the words.
    """
    title = language.text("Record of a calibration meeting")
    official, day = lines["decided_by"].iloc[-1], lines["decided_on"].iloc[-1]
    identity = definitions(
        [
            (language.text("Cycle"), str(run.manifest["cycle"])),
            (language.text("Decided by"), str(official)),
            (language.text("Decided on"), day_text(day, language)),
            (language.text("Fingerprint"), run.fingerprint),
        ]
    )
    text = language.text(
        "The program proposes nothing here: it showed what the severity of raters may have done, and the meeting "
        "decided line by line. The computed values stay beside these."
    )
    block = Block(
        language.text("What was decided?"),
        language.text("{count} lines were accepted.", count=len(lines)),
        (_table(run, lines, language),),
    )
    body = f"<h1>{escape(title)}</h1>{paragraph(selection.words(run.manifest['title'], language))}{identity}"
    body += f"{paragraph(text)}{block._repr_html_()}{_signature(str(official), language)}"
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="{language.code}"><head>{head}</head><body>{body}</body></html>'


def _table(run: Run, lines: pd.DataFrame, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "name": selection.name_of(run, each["subject"]),
                "about": what_was_decided(run, each["node"], language),
                "from": value_name(run, each["node"], each["from"], language),
                "to": value_name(run, each["node"], each["to"], language),
                "reason": each["reason"],
            }
            for each in lines.to_dict("records")
        ]
    )
    headings = {
        "name": selection.subject_word(run, language),
        "about": language.text("About"),
        "from": language.text("From"),
        "to": language.text("To"),
        "reason": language.text("Reason"),
    }
    return tables.table(rows, name="accepted-lines", headings=headings, words=set(headings))


def _signature(official: str, language: Language) -> str:
    boxes = "".join(
        f'<div><p>{escape(role)}</p><p class="line">{escape(language.text("Place and date"))}:</p>'
        f'<p class="line sign"></p><p class="line">{escape(language.text("Name"))}:</p></div>'
        for role in (official, language.text("Keeper of the record"))
    )
    return f'<div class="signatures">{boxes}</div>'
