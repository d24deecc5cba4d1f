"""Words shown to people, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from workbench.errors import message


@dataclass(frozen=True)
class Label:
    """A name in Indonesian and in English.

    Parameters
    ----------
    id : str
        Indonesian.
    en : str
        English; where only one language is given, both are the same.
    """

    id: str
    en: str

    def __post_init__(self) -> None:
        for text in (self.id, self.en):
            if not isinstance(text, str) or not text.strip():
                raise ValueError("a label needs text in both languages")

    @classmethod
    def of(cls, text: str | Label) -> Label:
        """Return `text` as a label: the same words in both languages when it is a plain string."""
        return text if isinstance(text, Label) else cls(id=text, en=text)

    def in_language(self, code: str) -> str:
        """Return the words in the language `code` (``id`` or ``en``)."""
        return self.en if code == "en" else self.id


def _is_text(given: Any) -> bool:
    return isinstance(given, str) and bool(given.strip())


def _to_label(given: Any) -> Any:
    if _is_text(given):
        return Label.of(given)
    if isinstance(given, dict) and {"id"} <= set(given) <= {"id", "en"} and all(map(_is_text, given.values())):
        return Label(id=str(given["id"]), en=str(given.get("en", given["id"])))
    if isinstance(given, Label):
        return given
    raise ValueError(message("a label is text, or {id: Indonesian text, en: English text}"))


LabelField = Annotated[Label, BeforeValidator(_to_label)]
