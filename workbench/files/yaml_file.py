"""YAML in, plain values out: strict about form, and with the line of every key."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from workbench.errors import Fault, ParametersError, Words, fault, message
from workbench.errors import Path as KeyPath
from workbench.model.catalogue import nearest_name

_PLAIN_TYPES = {
    "tag:yaml.org,2002:null",
    "tag:yaml.org,2002:bool",
    "tag:yaml.org,2002:int",
    "tag:yaml.org,2002:float",
    "tag:yaml.org,2002:timestamp",
    "tag:yaml.org,2002:str",
}


class Place(NamedTuple):
    """Where a key stands."""

    path: Path
    line: int


@dataclass(frozen=True)
class YamlFile:
    """A YAML file that was read.

    Parameters
    ----------
    path : Path
        Where it lies.
    content : bytes
        As read.
    data : mapping
        What it says, unchecked.
    places : mapping
        Path of keys to the place of the last of them.
    """

    path: Path
    content: bytes
    data: Mapping[str, Any]
    places: Mapping[KeyPath, Place]


def read_yaml(path: Path) -> YamlFile:
    """Return what the file at `path` says.

    Raises
    ------
    ParametersError
        With all faults of form: not there, not YAML, a key twice, values that are not plain.
    """
    content = _content(path)
    reading = _Reading(path)
    data = reading.plain(_compose(path, content), ())
    ParametersError.raise_if(reading.faults)
    return YamlFile(path, content, data, {keys: Place(path, line) for keys, line in reading.lines.items()})


def located(faults: Iterable[Fault], places: Mapping[KeyPath, Place]) -> list[Fault]:
    """Return `faults`, each whose place is a path of keys with the file and line of those keys, in that order."""
    found = []
    for each in faults:
        if isinstance(each.where, tuple):
            place = _place_of(each.where, places)
            keys = ".".join(map(str, each.where))
            where = f"{place.path}:{place.line}" + (f" ({keys})" if keys else "")
            found.append(((str(place.path), place.line), Fault(where, each.template, each.values)))
        else:
            found.append((("", 0), each))
    return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _place_of(where: KeyPath, places: Mapping[KeyPath, Place]) -> Place:
    while where not in places:
        where = where[:-1]
    return places[where]


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
