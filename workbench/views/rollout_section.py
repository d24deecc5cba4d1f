"""The section on the stages of a rollout: how far a place has come with its evaluation system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import NOTHING, Block


def rollout(run: Run, language: Language) -> Block:
    """Return the stages with their days and how they stand on the last day of data; nothing where none are declared."""
    given = run.manifest.get("rollout")  # runs of earlier versions have none
    if not given:
        return NOTHING
    until = run.manifest["data_until"]
    states = [_state(stage, until) for stage in given["stages"]]
    rows = pd.DataFrame(
        [
            {
                "stage": selection.words(stage["label"], language),
                "what": selection.words(stage["description"], language) if stage["description"] else "–",
                "time": f"{selection.day(stage['start'], language)} – {selection.day(stage['end'], language)}",
                "state": _state_text(state, language),
            }
            for stage, state in zip(given["stages"], states, strict=True)
        ]
    )
    headings = {
        "stage": language.text("Stage"),
        "what": language.text("What is done"),
        "time": language.text("From – to"),
        "state": language.text("State"),
    }
    finding = language.text(
        "On {day}, {done} of {all} stages are done; under way: {running}.",
        day=selection.day(until, language),
        done=states.count("done"),
        all=len(states),
        running=states.count("running"),
    )
    table = tables.table(rows, name="rollout", headings=headings, words=set(headings))
    return Block(selection.words(given["label"], language), finding, (table,), "rollout")


def _state(stage: Mapping[str, Any], until: str) -> str:
    if stage["end"] <= until:
        return "done"
    return "running" if stage["start"] <= until else "to come"


def _state_text(state: str, language: Language) -> str:
    said = {
        "done": language.text("done"),
        "running": language.text("under way"),
        "to come": language.text("to come"),
    }
    return said[state]
