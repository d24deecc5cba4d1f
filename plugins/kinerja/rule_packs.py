"""Rule packs out of ``rules/*.yaml``: one regulation a file, every value with its citation and confidence."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench import Band, Bands, Cited, Label, PredicateRule, RulePack

Confidence = Annotated[str, Field(pattern="^(official|secondary|known|uncertain|proposed)$")]
Text = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Part):
    id: Text
    en: Text

    def label(self) -> Label:
        return Label(id=self.id, en=self.en)


class _Band(_Part):
    low: float = Field(alias="from")
    label: _Words


class _Bands(_Part):
    reference: Text
    decimals: int = 2
    low_included: bool = True
    bands: dict[str, _Band]

    def build(self) -> Bands:
        return Bands(
            bands=tuple(Band(code=code, label=band.label.label(), low=band.low) for code, band in self.bands.items()),
            low_included=self.low_included,
            decimals=self.decimals,
            reference=self.reference,
        )


class _Matrix(_Part):
    reference: Text
    rows: list[str]
    columns: list[str]
    cells: dict[str, dict[str, str]]
    predicates: dict[str, _Words]

    def build(self) -> PredicateRule:
        return PredicateRule(
            row_codes=tuple(self.rows),
            column_codes=tuple(self.columns),
            cells={(row, column): to for row, cells in self.cells.items() for column, to in cells.items()},
            predicates={code: words.label() for code, words in self.predicates.items()},
            reference=self.reference,
        )


class _Value(_Part):
    value: Any
    reference: Text
    confidence: Confidence
    label: _Words | None = None

    def build(self) -> Cited:
        return Cited(
            value=self.value,
            reference=self.reference,
            confidence=self.confidence,  # type: ignore[arg-type]  # the pattern admits only its words
            label=self.label.label() if self.label else None,
        )


class _File(_Part):
    code: Text
    title: _Words
    reference: Text
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    bands: dict[str, _Bands] = Field(default_factory=dict)
    predicates: dict[str, _Matrix] = Field(default_factory=dict)
    values: dict[str, _Value] = Field(default_factory=dict)

    def build(self) -> RulePack:
        return RulePack(
            code=self.code,
            title=self.title.label(),
            reference=self.reference,
            confidence=self.confidence,  # type: ignore[arg-type]  # the pattern admits only its words
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            bands={name: bands.build() for name, bands in self.bands.items()},
            predicates={name: matrix.build() for name, matrix in self.predicates.items()},
            values={name: value.build() for name, value in self.values.items()},
        )


def rule_pack_from(text: str, *, file: str) -> RulePack:
    """Return the rule pack written in `text`.

    Parameters
    ----------
    text : str
        YAML, as in any file of ``rules/``.
    file : str
        Its name, for messages.

    Raises
    ------
    ValueError
        Naming the file and everything that is wrong in it.
    """
    try:
        pack = _File.model_validate(yaml.safe_load(text)).build()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise ValueError(f"rule pack {file}: {wrong}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError(f"rule pack {file}: {error}") from error
    if file != f"{pack.code}.yaml":
        raise ValueError(f"rule pack {file}: its code is {pack.code!r}; the file must be called {pack.code}.yaml")
    return pack


def built_in_rule_packs() -> list[RulePack]:
    """Return all rule packs shipped with this package, by code."""
    found = (each for each in (files("kinerja") / "rules").iterdir() if each.name.endswith(".yaml"))
    packs = (rule_pack_from(each.read_text(encoding="utf-8"), file=each.name) for each in found)
    return sorted(packs, key=lambda pack: pack.code)
