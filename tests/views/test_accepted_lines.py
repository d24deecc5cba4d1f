from __future__ import annotations

import pandas as pd

from tests.views.reading import words
from workbench.locale import Language
from workbench.views.accepted_lines import accepted_lines

LINES = pd.DataFrame(
    [["K00", "score", "cukup", "baik", "Tugas <tambahan>", "Camat", "2025-07-10"]],
    columns=["subject", "node", "from", "to", "reason", "decided_by", "decided_on"],
)


def test_the_page_names_who_decided_what_and_why_and_is_whole_by_itself(shown):
    page = accepted_lines(shown.run, LINES, Language("en"))
    assert page.startswith('<!doctype html><html lang="en">')
    assert "Orang 0 Rating: Kinerja Fair Good Tugas <tambahan>" in words(page)
    assert "<tambahan>" not in page
    assert "Camat" in words(page)
    assert "10 July 2025" in words(page)
    assert "http" not in page
