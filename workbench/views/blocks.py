"""The pieces a report page is made of: a question, the finding that answers it, and what shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as _escape


def escape(text: str) -> str:
    """Return `text` as HTML; a percent sign stays with its number."""
    return _escape(text).replace(" %", "\u00a0%")


@dataclass(frozen=True)
class Block:
    """One section of a report: question, one sentence that is the finding, then charts, tables and notes.

    Parameters
    ----------
    question : str
        The heading. Empty for the opening of a report, whose heading is among the `parts`.
    finding : str
        The answer in one plain sentence.
    parts : tuple of str
        HTML, in reading order.
    anchor : str
        Name of the section, for links.
    """

    question: str
    finding: str
    parts: tuple[str, ...] = ()
    anchor: str = ""

    def __repr__(self) -> str:
        """Return the section in two lines, for places that show no HTML."""
        return "\n".join(line for line in (self.question, self.finding) if line)

    def _repr_html_(self) -> str:
        if self == NOTHING:
            return ""
        heading = f"<h2>{escape(self.question)}</h2>" if self.question else ""
        finding = f'<p class="finding">{escape(self.finding)}</p>' if self.finding else ""
        anchor = f' id="{escape(self.anchor)}"' if self.anchor else ""
        return f"<section{anchor}>{heading}{finding}{''.join(self.parts)}</section>"


NOTHING = Block("", "")
"""A section that this cycle does not have."""


@dataclass(frozen=True)
class Tile:
    """One number a reader should remember, with what it is measured against.

    Parameters
    ----------
    name : str
        What the number says.
    number : str
        Already in the reader's language.
    against : str
        Interval, target or comparison.
    """

    name: str
    number: str
    against: str


def paragraph(text: str, role: str = "") -> str:
    """Return one paragraph; `role` is its class in the style sheet."""
    return f"<p{_class(role)}>{escape(text)}</p>"


def bullets(lines: Sequence[str]) -> str:
    """Return a list of sentences."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def heading(text: str, level: int, anchor: str = "") -> str:
    """Return a heading of a level: 2 for a section, 3 and 4 inside it."""
    name = f' id="{escape(anchor)}"' if anchor else ""
    return f"<h{level}{name}>{escape(text)}</h{level}>"


def subheading(text: str, anchor: str = "") -> str:
    """Return a heading inside a section."""
    return heading(text, 3, anchor)


def tiles(numbers: Iterable[Tile]) -> str:
    """Return a row of numbers to remember."""
    return '<dl class="tiles">' + "".join(_tile(each) for each in numbers) + "</dl>"


def _tile(tile: Tile) -> str:
    return (
        f"<div><dt>{escape(tile.name)}</dt><dd><strong>{escape(tile.number)}</strong>"
        f"<span>{escape(tile.against)}</span></dd></div>"
    )


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms with their explanation, leaving out those without one."""
    rows = (f"<div><dt>{escape(term)}</dt><dd>{escape(text)}</dd></div>" for term, text in pairs if text)
    return f'<dl class="definitions">{"".join(rows)}</dl>'


def callout(title: str, lines: Sequence[str], role: str = "limits") -> str:
    """Return a marked box that limits a claim; nothing when there is nothing to say."""
    if not lines:
        return ""
    return f'<aside class="{role}"><h3>{escape(title)}</h3>{bullets(lines)}</aside>'


def folded(title: str, content: str) -> str:
    """Return `content` behind a line to click on; left out on paper, where a chart shows the same numbers."""
    return f"<details><summary>{escape(title)}</summary>{content}</details>"


def kept_together(*content: str, role: str = "") -> str:
    """Return `content` as one piece that is not broken over two pages."""
    return f'<div class="{f"together {role}".strip()}">{"".join(content)}</div>'


def _class(role: str) -> str:
    return f' class="{role}"' if role else ""
