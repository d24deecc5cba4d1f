"""What is being done, on the error stream."""

from __future__ import annotations

from workbench.locale import Language
from workbench.views.progress_line import ProgressLine


def test_where_nobody_watches_only_the_first_and_the_last_are_told(capsys):
    with ProgressLine(Language("en")) as progress:
        progress("scoring")
        for done in range(1, 6):
            progress("writing reports", done, 5)
    assert capsys.readouterr().err.splitlines() == ["scoring …", "writing reports … 1/5", "writing reports … 5/5"]


def test_a_terminal_gets_a_bar(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with ProgressLine(Language("en")) as progress:
        progress("writing reports", 1, 4)
        progress("writing reports", 3, 4)
        assert (progress.__self__.bar.n, progress.__self__.bar.total) == (3, 4)
