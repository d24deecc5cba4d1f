"""How many people of a unit may or must have a predicate (SE MenPANRB 3/2023), in whole heads: a check, no quota."""

from __future__ import annotations

from dataclasses import dataclass

from workbench import Rules

LIMITS, ROUNDING = "distribusi.predikat", "distribusi.pembulatan"


@dataclass(frozen=True, kw_only=True)
class HeadcountLimit:
    """At least and at most so many people with one of the `predicates` together."""

    predicates: tuple[str, ...]
    least: int
    most: int


def headcount_limits(rules: Rules, organisation: str, people: int) -> tuple[HeadcountLimit, ...]:
    """Return the limits for a unit of `people` whose organisational predicate is `organisation`, in whole heads.

    At most p % of n people is ``⌊n p / 100⌋`` and at least p % is ``⌈n p / 100⌉``, in integers, so that 70 % of 10 is
    7 and not 6.999. A unit smaller than the rules can test has no limits: it is to be pooled with the level above.

    Parameters
    ----------
    rules : Rules
        Holding ``distribusi.predikat`` and ``distribusi.pembulatan``.
    organisation : str
        ``istimewa, baik, butuh_perbaikan, kurang`` or ``sangat_kurang``.
    people : int
        Employees of the unit with a predicate.
    """
    if people < int(rules.cited(ROUNDING).value["orang_paling_sedikit"]):
        return ()
    return tuple(
        HeadcountLimit(
            predicates=tuple(row["predikat"]),
            least=max(-(-people * row.get("paling_sedikit_persen", 0) // 100), row.get("paling_sedikit_orang", 0)),
            most=people * row.get("paling_banyak_persen", 100) // 100,
        )
        for row in rules.cited(LIMITS).value[organisation]
    )
