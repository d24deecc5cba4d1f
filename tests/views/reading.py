"""How tests read a page: its words, its pictures, its tables."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.skip = 0
        self.pictures: list[dict[str, str | None]] = []
        self.identifiers: list[str] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.skip += tag == "style"
        if tag == "img":
            self.pictures.append(given)
        if "id" in given:
            self.identifiers.append(given["id"])

    def handle_endtag(self, tag):
        self.skip -= tag == "style"

    def handle_data(self, data):
        if not self.skip and data.strip():
            self.words.append(data.strip())


def read(html: str) -> _Words:
    page = _Words()
    page.feed(html)
    return page


def words(html: str) -> str:
    """Return what a reader sees, with plain spaces."""
    return " ".join(read(html).words).replace("\u00a0", " ")


def row(html: str, name: str) -> list[str]:
    """Return the cells of the table row that begins with `name`."""
    body = re.search(rf"<tr>\s*<th[^>]*>{re.escape(name)}</th>(.*?)</tr>", html, re.DOTALL)
    assert body, f"no row {name!r}"
    return [cell.replace("\u00a0", " ") for cell in re.findall(r"<td[^>]*>(.*?)</td>", body[1], re.DOTALL)]


def pictures(html: str) -> list[str]:
    """Return the pictures inside a page as SVG text."""
    found = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    return [base64.b64decode(each).decode() for each in found]
