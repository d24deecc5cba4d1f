"""The fixed words of the weights panel."""

from __future__ import annotations

from workbench.locale import Language


def panel_words(language: Language, *, saving: bool) -> dict[str, str]:
    """Return the fixed words by name; gaps in braces are filled in the browser. Those of scenarios only if `saving`."""
    return _of_the_controls(language) | _of_the_answer(language) | (_of_scenarios(language) if saving else {})


def _of_the_controls(language: Language) -> dict[str, str]:
    return {
        "controls": language.text("Weights"),
        "hint": language.text(
            "Inside each group the weights add up to 100 %. Arrow keys move by one, with Shift by a tenth. The upright "
            "line is the policy; the triangles are the nearest swaps."
        ),
        "hint_points": language.text(
            "Write how many times as much one counts as another, such as 3, 2 and 1; the shares follow."
        ),
        "mode": language.text("How weights are set"),
        "percent": language.text("Percent"),
        "points": language.text("Relative"),
        "policy": language.text("policy {weight}"),
        "effective": language.text("of the whole {weight}"),
        "lock": language.text("Keep {name} as it is"),
        "undo": language.text("Undo"),
        "redo": language.text("Redo"),
        "reset": language.text("Policy weights"),
        "only": language.text("the only one here"),
    }


def _of_the_answer(language: Language) -> dict[str, str]:
    return {
        "busy": language.text("Calculating…"),
        "ranks": language.text("Ranks"),
        "search": language.text("Find a name"),
        "order": language.text("Order"),
        "by_rank": language.text("by rank"),
        "by_change": language.text("largest change first"),
        "pages": language.text("Pages of the table"),
        "first_page": language.text("First page"),
        "previous": language.text("Previous page"),
        "next": language.text("Next page"),
        "last_page": language.text("Last page"),
    }


def _of_scenarios(language: Language) -> dict[str, str]:
    return {
        "scenarios": language.text("Scenarios: save and load"),
        "load": language.text("Load"),
        "saved": language.text("Saved scenarios"),
        "none_saved": language.text("none saved yet"),
        "save": language.text("Save these weights"),
        "name": language.text("Name of the scenario"),
        "author": language.text("Proposed by"),
        "rationale": language.text("Reason"),
        "date": language.text("Date"),
    }
