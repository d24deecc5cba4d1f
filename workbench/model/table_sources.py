"""Where an input table is and how it is written, as the parameters file says it."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from workbench.errors import message
from workbench.model.strict import Names, Strict


def _number_to_text(given: Any) -> Any:
    return str(given) if isinstance(given, int | float) and not isinstance(given, bool) else given


Meaning = Annotated[str, BeforeValidator(_number_to_text)]


class TableSource(Strict):
    """How an input table is written, wherever it is."""

    format: str | None = None
    decimal: Literal["point", "comma"] | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, Annotated[dict[str, Meaning], Field(min_length=1)]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _has_keys_of_one_kind(cls, given: Any) -> Any:
        if isinstance(given, dict):
            of_files, of_databases = ({*kind.model_fields} - {*TableSource.model_fields} for kind in _KINDS_OF_SOURCE)
            if "database" in given and set(given) & of_files:
                raise ValueError(
                    message("a table is read from a file or from a database: keep the keys of one of them")
                )
            if "database" not in given and set(given) & of_databases:
                raise ValueError(message("'database' is missing: the environment variable that holds the address"))
        return given


class FileSource(TableSource):
    """A file, relative to the parameters file; of an Excel workbook one sheet, or several below each other."""

    file: str
    sheet: str | None = None
    sheets: Names = ()
    header_row: int | None = Field(default=None, ge=1)
    footer: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _names_sheets_once(self) -> FileSource:
        if self.sheet is not None and self.sheets:
            raise ValueError(message("'sheet' and 'sheets' both stand here; keep one"))
        if len(set(self.sheets)) < len(self.sheets):
            raise ValueError(message("'sheets' names a sheet twice; its rows would count twice"))
        return self


def _variable_not_address(given: Any) -> Any:
    # The address itself would bring a password into a file that is shared; it is not repeated here either.
    if isinstance(given, str) and not re.fullmatch("[A-Z][A-Z0-9_]*", given):
        raise ValueError(
            message(
                "the name of an environment variable is expected, in capitals, such as WORKBENCH_DATABASE; "
                "the address itself never stands in this file"
            )
        )
    return given


class DatabaseSource(TableSource):
    """A table, view or query of a database whose address stands in an environment variable."""

    database: Annotated[str, BeforeValidator(_variable_not_address)]
    relation: str | None = Field(default=None, min_length=1)
    sql: str | None = Field(default=None, min_length=1)
    timeout: int = Field(default=60, ge=1, le=3600)

    @model_validator(mode="after")
    def _says_what_to_read(self) -> DatabaseSource:
        if (self.relation is None) == (self.sql is None):
            raise ValueError(message("a database needs either 'relation' (schema.table) or 'sql' (a select), not both"))
        return self


_KINDS_OF_SOURCE = (FileSource, DatabaseSource)


def _kind_of_source(given: Any) -> str:
    database = isinstance(given, DatabaseSource) or (isinstance(given, dict) and "database" in given)
    return "in_database" if database else "in_file"


SourceField = Annotated[
    Annotated[FileSource, Tag("in_file")] | Annotated[DatabaseSource, Tag("in_database")],
    Discriminator(_kind_of_source),
]
