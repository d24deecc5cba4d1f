"""From plugins to a frozen catalogue. A plugin that fails is named and never takes another one with it."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, EntryPoint, distributions
from pathlib import Path
from types import ModuleType
from typing import Any

import pluggy

from workbench import builtin_checks, builtin_methods, hookspecs
from workbench.errors import Fault, PluginError, Words, fault, message
from workbench.model.catalogue import Catalogue, Origin
from workbench.model.fairness import FairnessCheck
from workbench.model.indicator import IdentifierFormat, Indicator
from workbench.model.methods import AggregationMethod, NormalisationMethod, WeightingMethod
from workbench.model.place import Place
from workbench.model.rules import RulePack
from workbench.model.table_formats import TableFormat

PROJECT = "workbench"
_HOOKS = {
    "workbench_indicators": (Indicator,),
    "workbench_methods": (NormalisationMethod, WeightingMethod, AggregationMethod),
    "workbench_fairness_checks": (FairnessCheck,),
    "workbench_rule_packs": (RulePack,),
    "workbench_identifiers": (IdentifierFormat,),
    "workbench_table_formats": (TableFormat,),
    "workbench_places": (Place,),
}
_KINDS = {
    Indicator: message("indicator"),
    NormalisationMethod: message("normalisation"),
    WeightingMethod: message("weighting"),
    AggregationMethod: message("aggregation"),
    FairnessCheck: message("check of fairness"),
    RulePack: message("rule pack"),
    IdentifierFormat: message("identifier"),
    TableFormat: message("table format"),
    Place: message("place"),
}


def load_catalogue(plugin_files: Sequence[Path] = (), *, entry_points: bool = True) -> Catalogue:
    """Return everything that the built-in, installed and local plugins offer, sorted by code.

    Parameters
    ----------
    plugin_files : sequence of Path
        Python files of local plugins.
    entry_points : bool
        Whether plugins installed under the entry-point group ``workbench`` are loaded.

    Raises
    ------
    PluginError
        Naming every plugin that cannot be loaded, misspells a hook, returns what it must not, or offers a code that
        another one already offers.
    """
    loading = _Loading()
    for module, name in ((builtin_methods, "builtin"), (builtin_checks, "builtin_checks")):
        loading.add(module, Origin(name=name, kind="built-in", place=_version(), sha256=_own_hash()))
    if entry_points:
        loading.add_installed()
    for path in plugin_files:
        loading.add_file(path)
    return loading.catalogue()


def plugin_files_in(folder: Path) -> list[Path]:
    """Return the plugin files of `folder`: every ``*.py`` that does not begin with an underscore.

    Raises
    ------
    PluginError
        When there is no such folder.
    """
    if not folder.is_dir():
        raise PluginError([fault(str(folder), "there is no such plugins folder")])
    return sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))


def source_hash(files: Iterable[tuple[str, Path]]) -> str:
    """Return one SHA-256 over named files, in the order of their names."""
    digest = hashlib.sha256()
    for name, path in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


class _Loading:
    def __init__(self) -> None:
        self.manager = pluggy.PluginManager(PROJECT)
        self.manager.add_hookspecs(hookspecs)
        self.origins: list[tuple[ModuleType, Origin]] = []
        self.faults: list[Fault] = []

    def add(self, module: ModuleType, origin: Origin) -> None:
        if self.manager.has_plugin(origin.name):
            self._name_taken(origin)
            return
        try:
            self.manager.register(module, name=origin.name)
            self.manager.check_pending()
        except Exception as error:  # a plugin's own mistake of any kind must be reported under its name
            self.manager.unregister(module)
            self._failed(origin.place, error)
        else:
            self.origins.append((module, origin))

    def add_installed(self) -> None:
        for distribution, entry_point in sorted(_entry_points(), key=lambda found: found[1].name):
            place = f"{distribution.name} {distribution.version}"
            try:
                module = entry_point.load()
            except (Exception, SystemExit) as error:  # one broken plugin must not hide the others
                self._failed(f"{place} ({entry_point.value})", error)
                continue
            sha256 = source_hash(_package_files(module))
            self.add(module, Origin(name=entry_point.name, kind="installed", place=place, sha256=sha256))

    def add_file(self, path: Path) -> None:
        name = f"workbench_local_{path.stem}"
        spec = importlib.util.spec_from_file_location(name, path)
        if not path.is_file() or spec is None or spec.loader is None:
            self.faults.append(fault(str(path), "there is no such plugin file"))
            return
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # so that the plugin's dataclasses and pydantic models can find their module
        try:
            spec.loader.exec_module(module)
        except (Exception, SystemExit) as error:  # a plugin under construction fails in any way
            del sys.modules[name]
            self._failed(path.name, error)
            return
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self.add(module, Origin(name=path.stem, kind="local", place=path.name, sha256=sha256))

    def catalogue(self) -> Catalogue:
        offered: list[tuple[Any, Origin]] = list(self._offers())
        self._check_clashes(offered)
        PluginError.raise_if(self.faults)

        def chosen(kind: type[Any]) -> dict[str, Any]:
            return {each.code: each for each, _ in sorted(offered, key=lambda o: o[0].code) if isinstance(each, kind)}

        return Catalogue(
            indicators=chosen(Indicator),
            normalisations=chosen(NormalisationMethod),
            weightings=chosen(WeightingMethod),
            aggregations=chosen(AggregationMethod),
            checks=chosen(FairnessCheck),
            rule_packs=chosen(RulePack),
            identifiers=chosen(IdentifierFormat),
            table_formats=chosen(TableFormat),
            places=chosen(Place),
            origins={f"{_KINDS[type(each)]}:{each.code}": origin for each, origin in offered},
            plugins=tuple(origin for _, origin in sorted(self.origins, key=lambda pair: pair[1].name)),
        )

    def _offers(self) -> Iterator[tuple[Any, Origin]]:
        for module, origin in self.origins:
            for hook, types in _HOOKS.items():
                implementation = getattr(module, hook, None)
                if implementation is None:
                    continue
                try:
                    offered = list(implementation())
                except (Exception, SystemExit) as error:  # one by one, so that the others' results are kept
                    self._failed(origin.place, error)
                    continue
                for each in offered:
                    if isinstance(each, types):
                        yield each, origin
                    else:
                        self._wrong_type(origin, hook, each, types)

    def _check_clashes(self, offered: list[tuple[Any, Origin]]) -> None:
        first: dict[tuple[Words, str], Origin] = {}
        for each, origin in offered:
            key = (_KINDS[type(each)], each.code)
            if key in first:
                self.faults.append(
                    fault(
                        origin.place,
                        "{kind} '{code}' is already offered by {other}; one of the two needs another code",
                        kind=key[0],
                        code=each.code,
                        other=first[key].place,
                    )
                )
            first.setdefault(key, origin)

    def _wrong_type(self, origin: Origin, hook: str, found: Any, types: tuple[type, ...]) -> None:
        self.faults.append(
            fault(
                origin.place,
                "{hook} must return a list of {wanted}; it holds a {found}",
                hook=hook,
                wanted=" / ".join(each.__name__ for each in types),
                found=type(found).__name__,
            )
        )

    def _name_taken(self, origin: Origin) -> None:
        other = next(each.place for _, each in self.origins if each.name == origin.name)
        self.faults.append(
            fault(
                origin.place,
                "a plugin called '{name}' is already loaded, from {other}; name it once, or rename this file",
                name=origin.name,
                other=other,
            )
        )

    def _failed(self, place: str, error: BaseException) -> None:
        text = str(error).splitlines()[0] if str(error) else ""
        template = message("the plugin cannot be loaded: {kind}: {text}")
        if isinstance(error, pluggy.PluginValidationError):
            template = message(
                "the plugin has a hook that does not exist or has the wrong arguments: {text}; hooks: {hooks}"
            )
        self.faults.append(
            fault(place, template, kind=type(error).__name__, text=text, hooks=", ".join(sorted(_HOOKS)))
        )


def _entry_points() -> Iterator[tuple[Distribution, EntryPoint]]:
    seen = set()
    for distribution in distributions():
        for entry_point in distribution.entry_points:
            key = (distribution.name, entry_point.name)
            if entry_point.group == PROJECT and key not in seen:
                seen.add(key)
                yield distribution, entry_point


def _package_files(module: ModuleType) -> list[tuple[str, Path]]:
    if not getattr(module, "__path__", None):
        return [(Path(str(module.__file__)).name, Path(str(module.__file__)))]
    root = Path(next(iter(module.__path__)))
    return [
        (path.relative_to(root).as_posix(), path)
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def _own_hash() -> str:
    import workbench

    return source_hash(_package_files(workbench))


def _version() -> str:
    from importlib.metadata import version

    return f"kinerja-workbench {version('kinerja-workbench')}"
