from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from workbench.model.labels import Label, LabelField


class Titled(BaseModel):
    title: LabelField


def label(given):
    return Titled.model_validate({"title": given}).title


def test_a_label_speaks_both_languages():
    days = Label(id="hari kerja", en="working days")
    assert days.in_language("id") == "hari kerja"
    assert days.in_language("en") == "working days"


def test_plain_text_is_the_same_in_both_languages():
    assert Label.of("IKM") == Label(id="IKM", en="IKM")


def test_a_label_of_a_label_is_itself():
    days = Label(id="hari", en="days")
    assert Label.of(days) is days


@pytest.mark.parametrize("words", [{"id": "", "en": "x"}, {"id": "x", "en": "  "}, {"id": "x", "en": None}])
def test_a_label_without_words_cannot_be_made(words):
    with pytest.raises(ValueError, match="needs text in both languages"):
        Label(**words)


def test_in_a_parameters_file_a_label_is_text_or_a_block():
    assert label("Pelayanan") == Label.of("Pelayanan")
    assert label({"id": "Pelayanan", "en": "Service"}) == Label(id="Pelayanan", en="Service")
    assert label({"id": "Pelayanan"}) == Label.of("Pelayanan")
    assert label(Label.of("x")) == Label.of("x")


@pytest.mark.parametrize("given", [5, "", "  ", None, [], {}, {"en": "Service"}, {"id": "x", "fr": "y"}, {"id": 5}])
def test_anything_else_is_refused_with_what_was_expected(given):
    with pytest.raises(ValidationError, match=r"a label is text, or \{id: Indonesian text, en: English text\}"):
        label(given)
