"""From pydantic's findings to faults a person can act on."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from workbench.errors import Fault, Path, fault, message
from workbench.model.catalogue import nearest_name

_EXPECTED = {
    "string_type": message("expected text; found {found} (put it in quotes if it is meant as text)"),
    "int_type": message("expected a whole number; found {found}"),
    "int_from_float": message("expected a whole number; found {found}"),
    "float_type": message("expected a number; found {found} (decimals are written with a point)"),
    "bool_type": message("expected true or false; found {found}"),
    "date_type": message("expected a date such as 2025-06-30; found {found}"),
    "date_from_datetime_inexact": message("expected a date without a time; found {found}"),
    "tuple_type": message("expected a list; found {found}"),
    "dict_type": message("expected a block of 'key: value' lines; found {found}"),
    "model_type": message("expected a block of 'key: value' lines; found {found}"),
    "model_attributes_type": message("expected a block of 'key: value' lines; found {found}"),
    "finite_number": message("expected a finite number; found {found}"),
    "greater_than_equal": message("must be at least {ge}; found {found}"),
    "less_than_equal": message("must be at most {le}; found {found}"),
    "greater_than": message("must be greater than {gt}; found {found}"),
    "too_short": message("must not be empty"),
    "string_pattern_mismatch": message(
        "{found} is not allowed here: use letters, digits and underscores, beginning with a small letter (a cycle may "
        "also hold points and hyphens)"
    ),
}

_TAGS = ("from_rules", "own", "in_file", "in_database", "[key]")  # what pydantic adds to a path


class OptionsError(ValueError):
    """What a validator of options raises when it has found several faults, each at its path below the options."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(each.render() for each in self.faults))

    @classmethod
    def raise_if(cls, faults: Iterable[Fault]) -> None:
        """Raise one error with all `faults`; do nothing when there are none."""
        found = tuple(faults)
        if found:
            raise cls(found)


def faults_in(
    error: ValidationError, path: Path, *, known_keys: Callable[[Path], tuple[str, ...]] = lambda _: ()
) -> list[Fault]:
    """Return the faults of each finding of `error`, at `path` and below.

    Parameters
    ----------
    error : ValidationError
        What pydantic found.
    path : tuple
        Where the validated part stands in the parameters file.
    known_keys : callable
        Keys allowed at a path, for naming the nearest one.
    """
    return [each for finding in error.errors(include_url=False) for each in _faults_of(finding, path, known_keys)]


def _faults_of(finding: Any, path: Path, known_keys: Callable[[Path], tuple[str, ...]]) -> Iterator[Fault]:
    where = path + tuple(step for step in finding["loc"] if step not in _TAGS)
    raised = finding.get("ctx", {}).get("error")
    if isinstance(raised, OptionsError):
        for each in raised.faults:
            yield Fault((*where, *each.where), each.template, each.values)
    else:
        yield _fault_of(finding, where, known_keys)


def _fault_of(finding: Any, where: Path, known_keys: Callable[[Path], tuple[str, ...]]) -> Fault:
    kind, context = finding["type"], finding.get("ctx", {})
    if kind == "extra_forbidden":
        nearest = nearest_name(str(where[-1]), known_keys(where[:-1]))
        return fault(where, "unknown key '{key}'; did you mean: {nearest}?", key=where[-1], nearest=nearest)
    if kind == "missing":
        return fault(where, "'{key}' is missing", key=where[-1])
    if kind == "value_error":
        return fault(where, str(context["error"]))
    if kind in ("literal_error", "enum"):
        allowed = str(context["expected"]).replace("' or '", "', '")
        return fault(where, "{found} is not one of: {allowed}", found=_shown(finding), allowed=allowed)
    template = _EXPECTED.get(kind)
    if template is None:
        return fault(where, "not valid: {reason}", reason=finding["msg"])
    return fault(
        where, template, found=_shown(finding), **{k: v for k, v in context.items() if k in ("ge", "le", "gt")}
    )


def _shown(finding: Any) -> str:
    found = finding["input"]
    if found is None:
        return message("nothing")
    if isinstance(found, list | dict):
        return message("a list") if isinstance(found, list) else message("a block of 'key: value' lines")
    return repr(found) if isinstance(found, str | int | float | bool) else str(found)[:40]


def option_keys(options: type[BaseModel]) -> Callable[[Path], tuple[str, ...]]:
    """Return a look-up that knows the keys of `options` wherever they stand."""
    return lambda _: tuple(options.model_fields)


def keys_in(model: type[BaseModel]) -> Callable[[Path], tuple[str, ...]]:
    """Return a look-up that knows the keys which `model` allows at a path."""

    def keys_at(where: Path) -> tuple[str, ...]:
        here: Any = model
        for step in where:
            here = _inside(here, step)
        models = [each for each in _alternatives(here) if isinstance(each, type) and issubclass(each, BaseModel)]
        return tuple(field.alias or name for found in models for name, field in found.model_fields.items())

    return keys_at


def _inside(kind: Any, step: str | int) -> Any:
    for each in _alternatives(kind):
        if isinstance(each, type) and issubclass(each, BaseModel) and step in each.model_fields:
            return each.model_fields[str(step)].annotation
        if get_origin(each) is dict:
            return get_args(each)[1]
    return None


def _alternatives(kind: Any) -> tuple[Any, ...]:
    while hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        return tuple(inner for each in get_args(kind) for inner in _alternatives(each))
    return (kind,)
