"""Which sentences the extractor collects for the catalogue."""

from __future__ import annotations

from io import BytesIO

from workbench.locale.extraction import calls


def found(source: str, *keywords: str) -> list[tuple[int, str, tuple[str | None, ...]]]:
    return [each[:3] for each in calls(BytesIO(source.encode()), keywords, (), {})]


def test_a_variable_called_text_does_not_hide_the_call_around_it():
    source = "place.fault(at, 'column {column}: {values}', values=shown(cells.text[at]))"
    assert found(source, "fault", "text") == [(1, "fault", (None, "column {column}: {values}"))]


def test_a_sentence_over_two_lines_is_one_sentence():
    assert found("\nlanguage.text(\n    'one '\n    'two')", "text") == [(2, "text", ("one two",))]


def test_plain_calls_and_calls_of_methods_are_found_by_their_last_name():
    assert [name for _, name, _ in found("message('a'); self._fault(x, 'b')", "message", "_fault")] == [
        "message",
        "_fault",
    ]


def test_what_is_no_constant_text_has_no_sentence():
    assert found("message(f'{a} b'); message(name); message(3)", "message") == [(1, "message", (None,))] * 3


def test_other_calls_are_left_alone():
    assert found("print('a'); (lambda: 'b')()", "text") == []
