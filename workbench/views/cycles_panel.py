"""Two cycles or scenarios side by side, and which causes their difference is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from workbench.analysis.score_change import ScoreChange
from workbench.errors import WorkbenchError, fault
from workbench.locale import Language
from workbench.views.blocks import Block
from workbench.views.comparison import compared
from workbench.views.panel_controls import Choice, Values
from workbench.views.question_panel import QuestionPanel

Compare = Callable[[str, str], ScoreChange]


def cycles_panel(compare: Compare, sides: Mapping[str, str], *, language: str = "id") -> QuestionPanel:
    """Return a panel that answers how scores changed from one side to another, and why.

    Parameters
    ----------
    compare : callable
        Codes of two sides to what changed between them.
    sides : mapping
        Code to name of at least two cycles, scenarios or runs; the panel begins with the first two.
    language : {'id', 'en'}
        Of the words and numbers.
    """
    words, remembered = Language(language), lru_cache(maxsize=32)(compare)

    def answer(values: Values) -> Sequence[Block]:
        if values["before"] == values["after"]:
            raise WorkbenchError([fault("", "choose two different ones to compare")])
        return [compared(remembered(values["before"], values["after"]), words)]

    codes = list(sides)
    choices = [
        Choice(name="before", label=words.text("From"), options=sides, value=codes[0]),
        Choice(name="after", label=words.text("To"), options=sides, value=codes[min(1, len(codes) - 1)]),
    ]
    return QuestionPanel(words.text("What changed, and why?"), choices, answer, language=language)
