"""One use case: a place that a plugin can invent, written to a folder where it can be run at once."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import ParametersError, fault
from workbench.files.simulated_place import write_place
from workbench.model.catalogue import nearest_name
from workbench.model.place import Size
from workbench.registry import load_catalogue, plugin_files_in


def simulate_place(
    code: str,
    folder: Path,
    *,
    seed: int,
    units: int | None = None,
    employees: int | None = None,
    plugins_dir: Path | None = None,
) -> list[Path]:
    """Write the place `code` to `folder` and return its parameters files, the one to run first at the front.

    Parameters
    ----------
    code : str
        Of a place that a plugin offers.
    folder : Path
        A new or empty folder.
    seed : int
        The same seed and size give the same bytes.
    units, employees : int, optional
        How large it shall be; the place's own size without them.
    plugins_dir : Path, optional
        Folder with local plugin files.

    Raises
    ------
    WorkbenchError
        When there is no such place, it cannot have that size, or the folder is in use.
    """
    places = load_catalogue(plugin_files_in(plugins_dir) if plugins_dir else ()).places
    if code not in places:
        near = nearest_name(code, places)
        raise ParametersError([fault(code, "there is no such place to simulate; did you mean: {near}?", near=near)])
    return write_place(folder, places[code], seed=seed, size=Size(units=units, employees=employees))
