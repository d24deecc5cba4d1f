"""What all invented places stand on: units of any number and size, a period, working days, and where the texts lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kinerja.calendar import Days, WorkingCalendar
from kinerja.rule_packs import built_in_rule_packs
from workbench import Invented, Rules, Size, draw_unit_sizes

Floats = NDArray[np.float64]

SOURCE = "data sintetis"
NOTICE = """DATA SINTETIS

Semua tabel di folder ini dibuat oleh program (`workbench simulate`), bukan dari instansi mana pun.
Tidak ada orang, unit, pengaduan, atau kontrak yang nyata di dalamnya. NIP memakai tahun lahir 1900 sehingga
tidak mungkin dimiliki pegawai yang masih bertugas.
"""


class Unit(NamedTuple):
    """An invented unit: its name, its size, how well it does (`quality`, about -1 to 1), and how much it handles."""

    code: str
    name: str
    kind: str
    employees: int
    quality: float
    volumes: Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The units of a place and the period its tables cover.

    Parameters
    ----------
    units : tuple of Unit
        In the order of the table of units.
    start, end : datetime64[D]
        First and last day of the period; what happened later is not known yet.
    calendar : WorkingCalendar
        Working days.
    """

    units: tuple[Unit, ...]
    start: np.datetime64
    end: np.datetime64
    calendar: WorkingCalendar

    @property
    def codes(self) -> list[str]:
        """Codes of the units."""
        return [unit.code for unit in self.units]

    @property
    def effects(self) -> Floats:
        """How well each unit does."""
        return np.array([unit.quality for unit in self.units])

    def rows(self, what: str) -> tuple[NDArray[Any], Floats]:
        """Return the unit's code and its quality once for each of the things that it handles."""
        each = [unit.volumes.get(what, 0) for unit in self.units]
        return np.repeat(np.array(self.codes, dtype=object), each), np.repeat(self.effects, each)

    def known(self, days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
        """Return the days (or moments) up to the end; what lies after it is not known yet."""
        return np.where(days < self.end + 1, days, np.datetime64("NaT"))

    def table_of_units(self) -> pd.DataFrame:
        """Return the table of units."""
        rows = [(unit.code, unit.name, unit.kind) for unit in self.units]
        return pd.DataFrame(rows, columns=["id_unit", "nama", "jenis_urusan"])


def laid_ground(units: Sequence[Unit], size: Size, seed: int, *, start: str, end: str) -> Ground:
    """Return the ground of a place: its own units, or as many and as large ones as asked for."""
    rng = np.random.default_rng([seed, 1_000])
    return Ground(
        units=_sized(tuple(units), size, rng),
        start=np.datetime64(start),
        end=np.datetime64(end),
        calendar=_calendar(),
    )


def streams(seed: int) -> Iterator[np.random.Generator]:
    """Return a source of randomness for each table, so that a further table leaves the others as they are."""
    return (np.random.default_rng([seed, number]) for number in range(100))


def invented(
    tables: Mapping[str, pd.DataFrame],
    parameters: Mapping[str, str],
    *,
    ground: Ground,
    people: pd.DataFrame,
    severities: Sequence[pd.DataFrame] = (),
    decimal_comma: Sequence[str] = (),
) -> Invented:
    """Return the tables, each saying that it is synthetic, with the truth that they were drawn from."""
    truth = {
        "unit": pd.DataFrame({"id_unit": ground.codes, "efek": ground.effects}),
        "pegawai": people[["id_pegawai", "nip", "id_unit"]].assign(mutu=people["effort"]),
    }
    if severities:
        truth["penilai"] = pd.concat(severities, ignore_index=True)
    return Invented(
        tables={name: table.assign(sumber=SOURCE) for name, table in tables.items()},
        parameters=parameters,
        truth=truth,
        decimal_comma=frozenset(decimal_comma),
    )


def parameters_of(place: str) -> dict[str, str]:
    """Return the texts of the parameters files of `place`: inside the package when installed, else in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "parameters" / place
    folder = installed if installed.is_dir() else package.parents[1] / "parameters" / place
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def in_working_hours(rng: np.random.Generator, days: Days, calendar: WorkingCalendar) -> NDArray[np.datetime64]:
    """Return a moment between 08:00 and 15:00 on each of `days`, moved to the next working day where it is none."""
    opened = np.busday_offset(days, 0, roll="forward", busdaycal=calendar.days)
    minutes = rng.integers(8 * 60, 15 * 60, len(days))
    return np.asarray(opened.astype("M8[m]") + minutes.astype("m8[m]"))


@cache
def _calendar() -> WorkingCalendar:
    return WorkingCalendar.from_rules(Rules(packs=tuple(built_in_rule_packs())))


def _sized(units: tuple[Unit, ...], size: Size, rng: np.random.Generator) -> tuple[Unit, ...]:
    """Return as many units as asked for, the place's own first and then more of their kinds, with people to fill them.

    What a unit handles grows and shrinks with its people.
    """
    if size.units is None and size.employees is None:
        return units
    count = size.units or len(units)
    people = size.employees or round(sum(unit.employees for unit in units) * count / len(units))
    sizes = draw_unit_sizes(rng, people=people, units=count).tolist()
    effects = rng.normal(0, 0.6, count).round(2).tolist()
    return tuple(
        _grown(units[place % len(units)], place // len(units), sizes[place], effects[place]) for place in range(count)
    )


def _grown(model: Unit, turn: int, employees: int, effect: float) -> Unit:
    return Unit(
        code=model.code if turn == 0 else f"{model.code}{turn + 1}",
        name=model.name if turn == 0 else f"{model.name} {turn + 1}",
        kind=model.kind,
        employees=employees,
        quality=model.quality if turn == 0 else effect,
        volumes={what: -(-number * employees // model.employees) for what, number in model.volumes.items()},
    )
