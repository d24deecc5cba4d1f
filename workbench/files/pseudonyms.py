"""Personal numbers are checked and replaced by a keyed pseudonym before anything else sees them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import pathlib
import re
from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import Fault, InputError, Path, Words, fault, message
from workbench.files.cells import Cells, ColumnPlace, TypedColumn, mask_of
from workbench.model.framework import Framework
from workbench.model.indicator import IdentifierFormat
from workbench.model.parameters import Parameters

KEY_VARIABLE = "WORKBENCH_KEY_FILE"
KEY_BYTES = 32
LENGTH = 16
_PSEUDONYM = r"(?=.*[a-z])[a-z2-7]{16}"
_KEY_OF_INVENTED_PEOPLE = b"people who do not exist need no secret key"


def pseudonym_key(parameters: Parameters, framework: Framework, identifiers: Collection[str]) -> bytes | None:
    """Return the secret of this place; None where nobody's number or code must be hidden.

    Parameters
    ----------
    parameters, framework : Parameters, Framework
        Of the cycle.
    identifiers : collection of str
        The kinds of column that hold personal numbers.

    Raises
    ------
    InputError
        When the file of the secret cannot be read.
    """
    columns = (column for leaf in framework.leaves for need in leaf.indicator.needs for column in need.columns)
    judgements = parameters.fairness.ratings.values() if parameters.fairness is not None else ()
    kinds = {parameters.subjects.key_format, *(column.kind for column in columns)}
    kinds |= {each.rater_format for each in judgements}
    if not kinds & set(identifiers) and not any(each.anonymous for each in judgements):
        return None
    return _secret(synthetic=parameters.synthetic)


def publication_key(*, synthetic: bool, purpose: str) -> bytes:
    """Return a secret for one publication: its pseudonyms agree with no other's, and not with those of the run.

    Parameters
    ----------
    synthetic : bool
        Whether nobody in the data exists.
    purpose : str
        Which publication.

    Raises
    ------
    InputError
        When there is no secret of the place, it is too short, or its file cannot be read.
    """
    secret = _secret(synthetic=synthetic)
    InputError.raise_if(key_faults(secret, (KEY_VARIABLE,)))
    return hmac.digest(secret or b"", purpose.encode(), hashlib.sha256)


def _secret(*, synthetic: bool) -> bytes | None:
    if synthetic:
        return _KEY_OF_INVENTED_PEOPLE
    named = os.environ.get(KEY_VARIABLE)
    if not named:
        return None
    try:
        return pathlib.Path(named).read_bytes()
    except OSError as error:
        template = message("the key file named by {name} cannot be read: {reason}")
        raise InputError([fault(named, template, name=KEY_VARIABLE, reason=Words(error.strerror))]) from None


def key_faults(key: bytes | None, where: Path) -> Iterator[Fault]:
    """Yield a fault when there is no key, or one too short to keep pseudonyms from being guessed.

    Parameters
    ----------
    key : bytes, optional
        The secret of this place.
    where : tuple
        The key of the parameters file that asks for pseudonyms.
    """
    if key is None:
        yield fault(
            where,
            "personal numbers are replaced by pseudonyms, which needs a secret key: set the environment variable "
            "{variable} to a file with at least {bytes} random bytes, kept outside the report folder",
            variable=KEY_VARIABLE,
            bytes=KEY_BYTES,
        )
    elif len(key) < KEY_BYTES:
        yield fault(
            where,
            "the key in the file named by {variable} has {found} bytes; pseudonyms need at least {bytes} random bytes",
            variable=KEY_VARIABLE,
            found=len(key),
            bytes=KEY_BYTES,
        )


def pseudonyms(numbers: Iterable[str], key: bytes) -> list[str]:
    """Return a pseudonym of 16 letters and digits for each personal number; equal numbers get equal pseudonyms.

    HMAC-SHA256 of the number under `key`, in base32, lower case, the first 80 bits.
    """
    return [_pseudonym(number, key) for number in numbers]


def parse_identifiers(
    cells: Cells, place: ColumnPlace, identifier: IdentifierFormat, *, key: bytes | None
) -> TypedColumn:
    """Return pseudonyms in place of personal numbers; no fault says what a number is, only where and why.

    A pseudonym stays what it is, so that a table written by the workbench can be filled in and read again.

    Parameters
    ----------
    cells : Cells
        The column as read.
    place : ColumnPlace
        Where it stands.
    identifier : IdentifierFormat
        Knows valid numbers and their canonical spelling.
    key : bytes, optional
        Without it the numbers are checked, and the values returned are all missing.
    """
    codes, different = pd.factorize(cells.text)
    unique = pd.Series(different, dtype="str")
    reasons = identifier.faults(unique).fillna("").astype("str")
    hidden = mask_of(unique.str.fullmatch(_PSEUDONYM))
    reasons[hidden] = ""
    valid = mask_of(reasons == "") & ~hidden
    known = np.full(len(unique), None, dtype=object)
    known[hidden] = unique[hidden]
    if key is not None and valid.any():
        known[valid] = pseudonyms(identifier.clean(unique[valid]), key)
    # A code of -1 is an empty cell: it takes the None appended at the end.
    values = pd.Series(np.append(known, [None])[codes], dtype="str")
    return TypedColumn(values=values, faults=tuple(_faults(cells, place, codes, unique, reasons)))


def _pseudonym(number: str, key: bytes) -> str:
    digest = hmac.digest(key, number.encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:LENGTH]


def _faults(
    cells: Cells,
    place: ColumnPlace,
    codes: NDArray[np.intp],
    unique: pd.Series,
    reasons: pd.Series,
) -> Iterator[Fault]:
    stored = cells.has_number | cells.has_moment
    if stored.any():
        yield place.fault(
            stored,
            "column '{column}': personal numbers stored as numbers, not as text ({rows}); Excel keeps only 15 digits "
            "of a number, so format the column as text and export it again from the source",
        )
    faulty = mask_of(reasons != "")
    safe = np.full(len(unique) + 1, "", dtype=object)  # the last one is for empty cells, whose code is -1
    safe[:-1][faulty] = [_without(value, reason) for value, reason in zip(unique[faulty], reasons[faulty], strict=True)]
    for reason in dict.fromkeys(safe[:-1][faulty]):
        at = (safe == reason)[codes]
        yield place.fault(at, "column '{column}': {reason} ({rows})", reason=Words(reason))


def _without(value: str, reason: str) -> str:
    """Return the reason a plugin gave, with the number itself struck out should the plugin have quoted it."""
    # A value of three characters names nobody, and striking it out would spoil "a NIP has 18 digits".
    if len(value) > 3:
        reason = reason.replace(value, "…")
    return re.sub(r"\d{6,}", "…", reason)
