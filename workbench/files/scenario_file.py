"""The scenario file: a parameters file named as base, and what is changed in it, by whom and why."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from workbench.errors import Fault, ParametersError, RunError, Words, fault, message
from workbench.errors import Path as KeyPath
from workbench.files.yaml_file import Place, YamlFile, located, read_yaml
from workbench.model.scenario import Scenario, ScenarioParameters
from workbench.model.validation import faults_in, keys_in

_CHANGES: KeyPath = ("scenario", "changes")


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario file that was read.

    Parameters
    ----------
    path : Path
        Where it lies.
    content : bytes
        As read.
    scenario : Scenario
        What it says, checked.
    places : mapping
        Path of keys to file and line.
    """

    path: Path
    content: bytes
    scenario: Scenario
    places: Mapping[KeyPath, Place]

    @property
    def base(self) -> Path:
        """The parameters file that it changes, found relative to its own folder."""
        return self.path.parent / self.scenario.base

    @property
    def places_of_changes(self) -> dict[KeyPath, Place]:
        """The places of its changes, by the path that each key has in the parameters file."""
        depth = len(_CHANGES)
        return {
            keys[depth:]: place for keys, place in self.places.items() if keys[:depth] == _CHANGES and len(keys) > depth
        }


def is_scenario(file: YamlFile) -> bool:
    """Return whether the file says what is changed, rather than everything."""
    return "scenario" in file.data


def read_scenario(file: YamlFile) -> ScenarioFile:
    """Return the scenario that the file holds.

    Raises
    ------
    ParametersError
        With all faults: keys missing or unknown, wrong types.
    """
    try:
        checked = ScenarioParameters.model_validate(file.data)
    except ValidationError as error:
        found = faults_in(error, (), known_keys=keys_in(ScenarioParameters))
        raise ParametersError(located(found, file.places)) from None
    return ScenarioFile(file.path, file.content, checked.scenario, file.places)


def base_of(file: ScenarioFile) -> YamlFile:
    """Return the parameters file that a scenario changes.

    Raises
    ------
    ParametersError
        When it is a scenario too, or has nothing that the scenario could take away.
    """
    base = read_yaml(file.base)
    if is_scenario(base):
        template = message("'{base}' is a scenario itself; name the parameters file that it is based on")
        raise ParametersError(located([fault(("scenario", "base"), template, base=file.scenario.base)], file.places))
    ParametersError.raise_if(located(_nothing_to_take_away(file.scenario.changes, base.data, _CHANGES), file.places))
    return base


def _nothing_to_take_away(changes: Mapping[str, Any], block: Any, where: KeyPath) -> Iterator[Fault]:
    present = block if isinstance(block, Mapping) else {}
    for key, change in changes.items():
        if change is None and key not in present:
            template = message("takes '{key}' away, which the base does not have; check how it is spelt")
            yield fault((*where, key), template, key=key)
        elif isinstance(change, Mapping) and "method" not in change:
            yield from _nothing_to_take_away(change, present.get(key), (*where, key))


def write_scenario(path: Path, *, base: Path, scenario: Mapping[str, Any]) -> ScenarioFile:
    """Write a new scenario file and return it as it will be read.

    Parameters
    ----------
    path : Path
        Of the new file; its folder is made where it is not there.
    base : Path
        The parameters file that it changes.
    scenario : mapping
        The keys of `Scenario` but for `base`.

    Raises
    ------
    ParametersError
        When something that it must say is missing.
    RunError
        When there is a file of that name already, or it cannot be written.
    """
    data = {"scenario": {"base": _relative(base, path.parent), **scenario}}
    content = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100).encode()
    file = read_scenario(YamlFile(path, content, data, {(): Place(path, 1)}))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as new:
            new.write(content)
    except FileExistsError:
        raise RunError([fault(str(path), "is there already; give the scenario another name")]) from None
    except OSError as error:
        template = message("cannot be written: {reason}")
        raise RunError([fault(str(path), template, reason=Words(error.strerror or error))]) from None
    return file


def _relative(base: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(base.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive of a Windows machine
        return str(base.resolve())
