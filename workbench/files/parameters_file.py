"""The parameters file: YAML in, checked `Parameters` out, and every fault with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from workbench.errors import ParametersError, WorkbenchError
from workbench.errors import Path as KeyPath
from workbench.files.scenario_file import ScenarioFile, base_of, is_scenario, read_scenario
from workbench.files.yaml_file import Place, YamlFile, located, read_yaml
from workbench.model.parameters import Parameters
from workbench.model.validation import faults_in, keys_in


@dataclass(frozen=True)
class ParametersFile:
    """A parameters file that was read.

    Parameters
    ----------
    path : Path
        Where it lies; tables are found relative to its folder. Of a scenario, the file it is based on.
    content : bytes
        As read, or with its changes written out; this is what the fingerprint covers.
    parameters : Parameters
        What it says, checked.
    places : mapping
        Path of keys to file and line, for faults found later.
    sources : tuple of bytes
        The files it comes from, as read: its own, and that of the scenario.
    scenario : ScenarioFile, optional
        The file that changes the parameters, where that is what was named.
    """

    path: Path
    content: bytes
    parameters: Parameters
    places: Mapping[KeyPath, Place]
    sources: tuple[bytes, ...]
    scenario: ScenarioFile | None = None

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
            raise type(error)(located(error.faults, self.places)) from error


def read_parameters(path: Path, *, changes: Mapping[str, Any] | None = None) -> ParametersFile:
    """Return the parameters file at `path`, or the one that the scenario at `path` is based on, with its changes.

    Parameters
    ----------
    path : Path
        The file.
    changes : mapping, optional
        Merged into what the file says, in its own format; see `merged`.

    Raises
    ------
    ParametersError
        With all faults of form: not there, not YAML, a key twice, unknown keys, wrong types, impossible values.
    """
    file = read_yaml(path)
    scenario = read_scenario(file) if is_scenario(file) else None
    base = base_of(scenario) if scenario else file
    patches = [each for each in (scenario and scenario.scenario.changes, changes) if each]
    return _checked(base, patches, scenario)


def _checked(base: YamlFile, patches: list[Mapping[str, Any]], scenario: ScenarioFile | None) -> ParametersFile:
    data = base.data
    for patch in patches:
        data = merged(data, patch)
    content = yaml.safe_dump(data, sort_keys=False, allow_unicode=True).encode() if patches else base.content
    places = {**base.places, **(scenario.places_of_changes if scenario else {})}
    try:
        parameters = Parameters.model_validate(data)
    except ValidationError as error:
        raise ParametersError(located(faults_in(error, (), known_keys=keys_in(Parameters)), places)) from None
    sources = (base.content, scenario.content) if scenario else (base.content,)
    return ParametersFile(base.path, content, parameters, places, sources, scenario)


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
