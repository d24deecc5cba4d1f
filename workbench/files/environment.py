"""Which software a run was made with."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

ROOT = "kinerja-workbench"
EXTRAS = ("pdf", "mcdm")


def package_versions() -> dict[str, str]:
    """Return name and version of every installed package that the workbench needs, directly or not.

    The extras ``pdf`` and ``mcdm`` are counted in where they are installed, because they decide the bytes of the
    reports and the scores; test and laboratory tools are not.
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
        extras = EXTRAS if name == ROOT else ()
        waiting += [needed for line in found.requires or () if (needed := _needed(line, extras))]
    return dict(sorted(versions.items()))


def _needed(requirement: str, extras: tuple[str, ...]) -> str | None:
    marked = re.search(r"""extra\s*==\s*['"]([^'"]+)['"]""", requirement)
    if marked and marked.group(1) not in extras:
        return None
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", name.group()).lower() if name else None
