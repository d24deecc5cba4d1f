"""The parameters file: YAML in, checked `Parameters` out, and every fault with its line."""

from __future__ import annotations

import datetime
import hashlib
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ValidationError

from workbench.errors import Fault, ParametersError, Words, WorkbenchError, fault, message
from workbench.errors import Path as KeyPath
from workbench.model.catalogue import nearest_name
from workbench.model.parameters import Parameters
from workbench.model.validation import faults_in

_PLAIN_TYPES = {
    "tag:yaml.org,2002:null",
    "tag:yaml.org,2002:bool",
    "tag:yaml.org,2002:int",
    "tag:yaml.org,2002:float",
    "tag:yaml.org,2002:timestamp",
    "tag:yaml.org,2002:str",
}


@dataclass(frozen=True)
class ParametersFile:
    """A parameters file that was read.

    Parameters
    ----------
    path : Path
        Where it lies; tables are found relative to its folder.
    content : bytes
        As read, or with its changes written out; this is what the fingerprint covers.
    parameters : Parameters
        What it says, checked.
    lines : mapping
        Path of keys to line number, for faults found later.
    """

    path: Path
    content: bytes
    parameters: Parameters
    lines: Mapping[KeyPath, int]

    @property
    def sha256(self) -> str:
        """Hash of the content."""
        return hashlib.sha256(self.content).hexdigest()

    @contextmanager
    def locating_faults(self) -> Iterator[None]:
        """Give faults raised inside, whose place is a path of keys, the file and line of those keys."""
        try:
            yield
        except WorkbenchError as error:
            raise type(error)(_located(error.faults, self.path, self.lines)) from error


def read_parameters(path: Path, *, changes: Mapping[str, Any] | None = None) -> ParametersFile:
    """Return the parameters file at `path`, with `changes` merged into what it says.

    Parameters
    ----------
    path : Path
        The file.
    changes : mapping, optional
        In the format of the file itself; see `merged`.

    Raises
    ------
    ParametersError
        With all faults of form: not there, not YAML, a key twice, unknown keys, wrong types, impossible values.
    """
    content = _content(path)
    root = _compose(path, content)
    reading = _Reading(path)
    data = reading.plain(root, ())
    ParametersError.raise_if(reading.faults)
    if changes:
        data = merged(data, changes)
        content = yaml.safe_dump(data, sort_keys=False, allow_unicode=True).encode()
    try:
        parameters = Parameters.model_validate(data)
    except ValidationError as error:
        found = faults_in(error, (), known_keys=_keys_at)
        raise ParametersError(_located(found, path, reading.lines)) from None
    return ParametersFile(path, content, parameters, reading.lines)


def merged(block: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `block` with `changes`, key by key: None takes a key away, a block that names its ``method`` replaces.

    References
    ----------
    JSON merge patch (RFC 7396), but for methods: the settings of one method are not those of another.
    """
    result = dict(block)
    for key, change in changes.items():
        if change is None:
            result.pop(key, None)
        elif isinstance(change, Mapping) and "method" not in change:
            present = result.get(key)
            result[key] = merged(present if isinstance(present, Mapping) else {}, change)
        else:
            result[key] = change
    return result


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise ParametersError([fault(str(path), "this is a folder; name a parameters file (.yaml) in it")]) from None
    except FileNotFoundError:
        near = nearest_name(path.name, (each.name for each in path.parent.glob("*.y*ml")))
        template = (
            message("there is no such file; did you mean: {nearest}?") if near else message("there is no such file")
        )
        raise ParametersError([fault(str(path), template, nearest=near)]) from None
    except OSError as error:
        raise ParametersError([fault(str(path), "cannot be read: {reason}", reason=Words(error.strerror))]) from None


def _compose(path: Path, content: bytes) -> yaml.Node:
    try:
        text = content.decode("utf-8-sig")
        if "\t" in text:
            line = text[: text.index("\t")].count("\n") + 1
            raise ParametersError([fault(f"{path}:{line}", "a tab; YAML is indented with spaces only")])
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise ParametersError([fault(str(path), "is not a UTF-8 text file")]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise ParametersError(
            [
                fault(
                    where,
                    "is not valid YAML here: {problem}; check indentation, colons and quotes",
                    problem=error.problem,
                )
            ]
        ) from None
    except yaml.YAMLError:
        raise ParametersError([fault(str(path), "holds characters that YAML does not allow")]) from None
    if not isinstance(root, yaml.MappingNode):
        raise ParametersError([fault(f"{path}:1", "expected 'key: value' lines; the file is empty or a list")])
    return root


class _Reading:
    """Turns YAML nodes into plain values, remembering the line of every key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[KeyPath, int] = {}
        self.faults: list[Fault] = []
        self.constructor = yaml.SafeLoader("")
        self.open: list[yaml.Node] = []

    def plain(self, node: yaml.Node, where: KeyPath) -> Any:
        self.lines.setdefault(where, node.start_mark.line + 1)
        if any(node is outer for outer in self.open):
            self._fault(node.start_mark.line + 1, "this block contains itself, through an alias (*)")
            return None
        self.open.append(node)
        try:
            return self._value(node, where)
        finally:
            self.open.pop()

    def _value(self, node: yaml.Node, where: KeyPath) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(child, (*where, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, where: KeyPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(line, "a list or block stands where a key belongs; a key is one word")
                continue
            if key in mapping:
                first = self.lines[(*where, key)]
                self._fault(
                    line, "'{key}' stands here a second time; the first is on line {first}", key=key, first=first
                )
                continue
            self.lines[(*where, key)] = line
            mapping[key] = self.plain(value_node, (*where, key))
        return mapping

    def _scalar(self, node: yaml.Node) -> Any:
        line = node.start_mark.line + 1
        if node.tag not in _PLAIN_TYPES:
            self._fault(line, "'{tag}' is not allowed in a parameters file", tag=node.tag)
            return None
        try:
            value = self.constructor.construct_object(node)
        except (ValueError, yaml.YAMLError):
            self._fault(line, "'{text}' is not a possible date or number", text=node.value[:40])
            return None
        if isinstance(value, datetime.datetime):
            self._fault(line, "'{text}' has a time; a date such as 2025-06-30 is expected", text=node.value)
            return None
        if isinstance(value, int) and not isinstance(value, bool) and ":" in node.value:
            return str(node.value)  # YAML 1.1 would read 12:30 as 750
        return value

    def _fault(self, line: int, template: str, **values: Any) -> None:
        self.faults.append(Fault(f"{self.path}:{line}", template, values))


def _located(faults: tuple[Fault, ...] | list[Fault], path: Path, lines: Mapping[KeyPath, int]) -> list[Fault]:
    located = []
    for each in faults:
        if isinstance(each.where, tuple):
            line = _line_of(each.where, lines)
            keys = ".".join(map(str, each.where))
            located.append((line, Fault(f"{path}:{line}" + (f" ({keys})" if keys else ""), each.template, each.values)))
        else:
            located.append((0, each))
    return [each for _, each in sorted(located, key=lambda pair: pair[0])]


def _line_of(where: KeyPath, lines: Mapping[KeyPath, int]) -> int:
    while where not in lines:
        where = where[:-1]
    return lines[where]


def _keys_at(where: KeyPath) -> tuple[str, ...]:
    """Return the keys that `Parameters` allows at `where`."""
    here: Any = Parameters
    for step in where:
        here = _inside(here, step)
    models = [each for each in _alternatives(here) if isinstance(each, type) and issubclass(each, BaseModel)]
    return tuple(field.alias or name for model in models for name, field in model.model_fields.items())


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
