"""Which software a run was made with."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

ROOT = "kinerja-workbench"


def package_versions() -> dict[str, str]:
    """Return name and version of every installed package that the workbench needs, directly or not.

    The extra ``pdf`` is counted in where it is installed, because it decides the bytes of the reports; test and
    laboratory tools are not.
    """
    versions: dict[str, str] = {}
    waiting = [ROOT]
    while waiting:
        name = waiting.pop()
        if name in versions:
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # needed only on another system, or an extra that is not installed
        versions[name] = found.version
        extra = "pdf" if name == ROOT else None
        waiting += [needed for line in found.requires or () if (needed := _needed(line, extra))]
    return dict(sorted(versions.items()))


def _needed(requirement: str, extra: str | None) -> str | None:
    marked = re.search(r"""extra\s*==\s*['"]([^'"]+)['"]""", requirement)
    if marked and marked.group(1) != extra:
        return None
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", name.group()).lower() if name else None
