"""Weights kept as scenarios beside the parameters file that they change: what the weights panel saves and loads."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import ParametersError, WorkbenchError, fault
from workbench.files.scenario_file import ScenarioFile, read_scenario, write_scenario
from workbench.files.yaml_file import read_yaml
from workbench.model.scenario import Scenario
from workbench.prepare_cycle import Prepared
from workbench.scoring.weight_changes import weight_changes, weights_in


@dataclass(frozen=True)
class WeightScenarios:
    """The scenarios of one cycle that change weights only.

    Parameters
    ----------
    prepared : Prepared
        The cycle under the policy.
    folder : Path
        Where the scenario files lie; made when the first is saved.
    """

    prepared: Prepared
    folder: Path

    def names(self) -> dict[str, str]:
        """Return the name of every scenario of this cycle, by code: the name of its file without the ending."""
        return {file.path.stem: file.scenario.name for file in self._files()}

    def load(self, code: str) -> tuple[Scenario, Mapping[str, float]]:
        """Return a scenario, and the weights that it gives to the nodes that it changes.

        Raises
        ------
        ParametersError
            When it is not there, or changes more than weights.
        """
        return self.read(self.folder / f"{code}.yaml")

    def read(self, path: Path) -> tuple[Scenario, Mapping[str, float]]:
        """Return the scenario at `path` and its weights, as `load` does."""
        file = read_scenario(read_yaml(path))
        try:
            return file.scenario, weights_in(file.scenario.changes, self.prepared.framework)
        except ParametersError as error:
            raise ParametersError(fault(str(path), each.template, **each.values) for each in error.faults) from None

    def save(
        self, weights: Mapping[str, float], *, name: str, author: str, rationale: str, date: datetime.date
    ) -> Path:
        """Write the scenario that gives these weights, to the last digit, and return its file.

        Raises
        ------
        WorkbenchError
            When something is not said, there is a scenario of that name, or the file cannot be written.
        """
        changes = weight_changes(self.prepared.framework, self.prepared.weighted(weights))
        said = {"name": name, "author": author, "rationale": rationale, "date": date, "changes": changes}
        path = self.folder / f"{_file_name(name)}.yaml"
        return write_scenario(path, base=self.prepared.file.path, scenario=said).path

    def _files(self) -> Iterator[ScenarioFile]:
        base = self.prepared.file.path.resolve()
        for path in sorted(self.folder.glob("*.yaml")):
            with suppress(WorkbenchError):  # a spoilt file is not a scenario to choose; running it says what is wrong
                file = read_scenario(read_yaml(path))
                if file.base.resolve() == base:
                    yield file


def _file_name(name: str) -> str:
    """Return `name` as a file may be called on any system: ``Pelayanan lebih berat`` as ``pelayanan-lebih-berat``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))[:60] or "skenario"
