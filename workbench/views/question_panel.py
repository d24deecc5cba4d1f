"""A question with a few choices, and its answer in the words of a report: state, one pure call, view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from workbench.errors import WorkbenchError
from workbench.locale import Language
from workbench.views import theme
from workbench.views.blocks import Block
from workbench.views.panel_controls import Choice, Form, Values, checked, plain

_HERE = Path(__file__).parent
Answer = Callable[[Values], Sequence[Block]]


class QuestionPanel(anywidget.AnyWidget):
    """Choose, and read the answer beside it.

    Parameters
    ----------
    title : str
        The question.
    choices : sequence of Choice
        The controls, in reading order.
    answer : callable
        ``values -> blocks``; pure, so that the same choices always read the same. A `WorkbenchError` is shown in its
        own words.
    form : Form, optional
        What can be written down and saved below the answer.
    language : {'id', 'en'}
        Of the words and numbers.
    compact : bool
        Whether the answer is a sentence or two, and needs no room kept free.

    Attributes
    ----------
    values : dict
        Name of each control to its value, as text. Setting some of them answers anew.
    answer : str
        The answer as HTML.
    fields : dict
        Name of each field of the form to what is written in it.
    lines : list
        The lines of the form that belong to the present choices.
    accepted : dict
        Key of a line to ``{"accept": bool, "to": str, "reason": str}``, for the lines that a hand has touched.
    saved : str
        What the last `save` says, as HTML.
    """

    _esm = _HERE / "question_panel.js"
    _css = theme.panel_variables("wb-question") + (_HERE / "question_panel.css").read_text(encoding="utf-8")

    title = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    controls: traitlets.List[Any] = traitlets.List().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    answer = traitlets.Unicode().tag(sync=True)
    state = traitlets.Unicode("ready").tag(sync=True)
    form = traitlets.Dict().tag(sync=True)
    fields = traitlets.Dict().tag(sync=True)
    lines: traitlets.List[Any] = traitlets.List().tag(sync=True)
    accepted = traitlets.Dict().tag(sync=True)
    saved = traitlets.Unicode().tag(sync=True)
    compact = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        answer: Answer,
        *,
        form: Form | None = None,
        language: str = "id",
        compact: bool = False,
    ) -> None:
        self._language, self._answer, self._form = Language(language), answer, form
        self._fields = {} if form is None else {field.name: field for field in form.fields}
        self._choices = {choice.name: choice for choice in choices}
        super().__init__(
            title=title,
            compact=compact,
            words={
                "computing": self._language.text("computing …"),
                "choices": self._language.text("Choices"),
                "nothing": self._language.text("Nothing of this name"),
                "accept": self._language.text("Accept"),
                "becomes": self._language.text("Becomes"),
                "reason": self._language.text("Reason"),
            },
            controls=[plain(choice) for choice in choices],
            form={} if form is None else form.plain(),
            fields={name: field.start for name, field in self._fields.items()},
            values={choice.name: choice.start for choice in choices},
        )
        self.on_msg(self._asked)

    @traitlets.validate("values")
    def _checked(self, proposal: Mapping[str, Any]) -> dict[str, str]:
        """Keep what a control cannot have out of the state: the last good value stays."""
        return checked(self._choices, self.values, proposal["value"])

    @traitlets.validate("fields")
    def _checked_fields(self, proposal: Mapping[str, Any]) -> dict[str, str]:
        return checked(self._fields, self.fields, proposal["value"])

    @traitlets.observe("values")
    def _show(self, _change: object = None) -> None:
        try:
            blocks = self._answer(self.values)
            self.answer, self.state = "".join(block._repr_html_() for block in blocks), "ready"
            self.lines = [] if self._form is None else [asdict(line) for line in self._form.lines(self.values)]
        except WorkbenchError as error:
            self.answer, self.state = self._in_plain_words(error), "mistake"
            self.lines = []
        self.send({"type": "answered"})  # also when the answer reads as before, so that nobody waits for another

    def save(self) -> None:
        """Save what the form says about the present choices; what became of it, or what is missing, is in `saved`."""
        if self._form is None:
            return
        try:
            shown = {line["key"] for line in self.lines}
            accepted = {key: each for key, each in self.accepted.items() if key in shown and each.get("accept")}
            self.saved = self._form.save(self.values, self.fields, accepted)._repr_html_()
        except WorkbenchError as error:
            self.saved = self._in_plain_words(error)

    def _asked(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        if content.get("type") == "save":
            # a message may overtake the changes of state that it follows, so it brings them along
            for trait in ("values", "fields", "accepted"):
                setattr(self, trait, content.get(trait, getattr(self, trait)))
            self.save()

    def _in_plain_words(self, error: WorkbenchError) -> str:
        lines = "".join(f"<li>{escape(each.render(self._language.text))}</li>" for each in error.faults)
        return f'<div class="mistake" role="alert"><ul>{lines}</ul></div>'
