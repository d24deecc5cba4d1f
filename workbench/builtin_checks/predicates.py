"""Whether predicates pile up in one class, where a unit's are spread otherwise, and whether they follow the units'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from workbench.errors import message
from workbench.fairness.comparison import Counts
from workbench.fairness.false_discovery import adjusted_p_values
from workbench.fairness.inflation import TOP, inflation, inflation_change
from workbench.fairness.organisation_consistency import PredicateConcordance, out_of_line, predicate_concordance
from workbench.fairness.published_distribution import PublishedDistribution, published_distribution
from workbench.fairness.rates import count_classes
from workbench.fairness.reference_distribution import compare_with_reference
from workbench.model.fairness import (
    CANNOT_SAY,
    FOUND,
    NOT_FOUND,
    STATED,
    TOO_FEW,
    Examination,
    FairnessCase,
    FairnessCheck,
    findings_of,
)
from workbench.model.labels import Label
from workbench.model.people import People

MEASURES = {
    "top_share": ("top", message("share in the best classes")),
    "mode_share": ("mode", message("share in the most frequent class")),
    "entropy": ("entropy", message("evenness over the classes (0: all in one, 1: all alike)")),
    "ordinal_mean": ("ordinal", message("mean number of the class, the worst being 1 (takes steps as equal)")),
}
"""What is stated of everybody together: column to the name of its interval and the measure."""
UNIT = message("distance from the distribution of all others, in classes")
MORE = message("share in the best classes, less the published one")
PUBLISHED = message("distance from the published distribution, in classes")
GAMMA = message("agreement of units' and people's predicates (gamma, -1 to 1)")
STEPS = message("steps from the unit's predicate to the nearest one that its people's would fit")

NOISY = message("fewer than 30 people: one of them is a thirtieth of the distribution or more")
NO_OTHERS = message("there are no others to compare with")
REASONS = {
    "one_organisational_predicate": message("all units have the same predicate"),
    "one_personal_predicate": message("all people have the same predicate"),
    "too_few_units": message("fewer than 5 units have a predicate"),
    "people_higher": message("its people's predicates fit only a better predicate of the unit"),
    "people_lower": message("its people's predicates fit only a worse predicate of the unit"),
    "both": message("its people's predicates fit a better and a worse predicate of the unit, but not its own"),
    "none": message("its people's predicates fit no predicate of a unit"),
}


def predicates(case: FairnessCase) -> Examination:
    """Return how people are spread over the classes, together and unit by unit, and beside their units' predicates."""
    order = list(case.class_labels)
    classes = pd.Index(order).get_indexer(case.classes)
    if len(order) < 2 or (classes < 0).all():
        return Examination(findings=findings_of())
    everybody = np.bincount(classes[classes >= 0], minlength=len(order))
    name = case.settings.published_distribution
    published = None if name is None else published_distribution(case.rules, name, order)
    stated = inflation(everybody[None], top=_top(order), rng=case.rng()).iloc[0]
    parts = [_stated(stated), *([_beside_published(case, everybody, published)] if published else [])]
    tables = {"classes": _classes(order, everybody, published)}
    facts = _facts(stated, order, published)
    if case.units is not None:
        codes, units = pd.factorize(case.units, sort=True)
        counts = count_classes(classes, codes, groups=len(units), kinds=len(order))
        tables["units"] = _units(case, counts, units)
        parts.append(_unit_findings(tables["units"], str(case.units.name)))
        if case.people is not None and case.people_rules.organisation:
            found, away = _beside_organisation(case, case.people, counts, units)
            parts += [_agreement(found), _away_findings(away, str(case.units.name))]
            tables["out_of_line"] = away
            facts["agreement"] = _plain(found)
    return Examination(findings=findings_of(*parts), tables=tables, facts=facts)


def _top(order: Sequence[str]) -> int:
    return min(TOP, len(order) - 1)


# --- everybody together ----------------------------------------------------------------------------------------------


def _stated(found: pd.Series) -> pd.DataFrame:
    rows = [
        {"measure": measure, "value": found[column], "low": found[f"{name}_low"], "high": found[f"{name}_high"]}
        for column, (name, measure) in MEASURES.items()
    ]
    return pd.DataFrame(rows).assign(size=found["size"], verdict=STATED)


def _beside_published(case: FairnessCase, everybody: Counts, published: PublishedDistribution) -> pd.DataFrame:
    found = compare_with_reference(
        everybody[None], reference=published.shares, statistic="distance", rng=case.rng()
    ).units.iloc[0]
    change = inflation_change(everybody[None], published.shares, published=True, top=_top(list(case.class_labels)))
    beyond = FOUND if found["p_value"] <= case.settings.false_discovery else NOT_FOUND
    distance = {
        "measure": PUBLISHED,
        "value": found["distance"],
        "p_value": found["p_value"],
        "verdict": TOO_FEW if found["size"] < case.settings.smallest else beyond,
    }
    named = {"top_change": "value", "top_low": "low", "top_high": "high"}
    more = {"measure": MORE, "verdict": STATED, **change[list(named)].rename(columns=named).iloc[0]}
    return pd.DataFrame([distance, more]).assign(size=found["size"], against=published.cited.reference)


def _classes(order: Sequence[str], everybody: Counts, published: PublishedDistribution | None) -> pd.DataFrame:
    shares = np.full(len(order), np.nan) if published is None else published.shares
    return pd.DataFrame(
        {"class": order, "people": everybody, "share": everybody / everybody.sum(), "published": shares}
    )


def _facts(found: pd.Series, order: Sequence[str], published: PublishedDistribution | None) -> dict[str, Any]:
    return {
        **{name: float(found[name]) for name in MEASURES},
        "top": _top(order),
        "ceiling": bool(found["ceiling"]),
        "mode": order[int(found["mode"])],
        "published": None
        if published is None
        else {"reference": published.cited.reference, "confidence": published.cited.confidence},
    }


# --- unit by unit ----------------------------------------------------------------------------------------------------


def _units(case: FairnessCase, counts: Counts, units: pd.Index) -> pd.DataFrame:
    """Return one row a unit: its people by class, how they pile up, and how far they lie from all others."""
    beside = compare_with_reference(counts, statistic="distance", rng=case.rng(), draws=_draws(len(units))).units
    few = counts.sum(axis=1) < case.settings.smallest
    adjusted = adjusted_p_values(np.where(few, np.nan, beside["p_value"]))
    beyond = np.where(adjusted <= case.settings.false_discovery, FOUND, NOT_FOUND)
    piled = inflation(counts, top=_top(list(case.class_labels)), rng=case.rng())
    return pd.DataFrame(
        {
            "unit": np.asarray(units, dtype=object),
            **{f"people_{code}": counts[:, place] for place, code in enumerate(case.class_labels)},
            **{name: piled[name] for name in ("size", "top_share", "top_low", "top_high", "mode_share", "entropy")},
            **{name: beside[name] for name in ("distance", "shift", "p_value", "noisy")},
            "q_value": adjusted,
            "verdict": np.select([few, beside["p_value"].isna()], [TOO_FEW, CANNOT_SAY], beyond),
        }
    ).astype({"unit": "str"})


def _draws(units: int) -> int:
    """Return enough draws for one unit among so many to stand out: its least p-value, times their number, is .025."""
    return int(np.clip(40 * units, 9_999, 99_999))


def _unit_findings(units: pd.DataFrame, grouping: str) -> pd.DataFrame:
    said = units["verdict"].isin([FOUND, NOT_FOUND])
    return pd.DataFrame(
        {
            "measure": UNIT,
            "grouping": grouping,
            "group": units["unit"],
            "against": message("all others"),
            "size": units["size"],
            "value": units["distance"].where(said),
            "p_value": units["p_value"].where(said),
            "verdict": units["verdict"],
            "reason": np.select([units["verdict"] == CANNOT_SAY, said & units["noisy"]], [NO_OTHERS, NOISY], ""),
        }
    )


# --- beside the units' own predicates --------------------------------------------------------------------------------


def _beside_organisation(
    case: FairnessCase, people: People, counts: Counts, units: pd.Index
) -> tuple[PredicateConcordance, pd.DataFrame]:
    order = list(case.people_rules.organisation)
    own = people.units.set_index("unit")["predicate"].reindex(units)
    found = predicate_concordance(pd.Index(order).get_indexer(own), counts, rng=case.rng())
    return found, out_of_line(people.checks["computed"], order=order)  # before decisions, as the classes of the case


def _agreement(found: PredicateConcordance) -> pd.DataFrame:
    row = {
        "measure": GAMMA,
        "size": found.units,
        "value": found.gamma,
        "low": found.gamma_low,
        "high": found.gamma_high,
        "verdict": STATED if found.reason is None else CANNOT_SAY,
        "reason": REASONS.get(str(found.reason), ""),
    }
    return pd.DataFrame([row])


def _away_findings(away: pd.DataFrame, grouping: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measure": STEPS,
            "grouping": grouping,
            "group": away["unit"],
            "size": away["size"],
            "value": away["steps"].astype("float64"),
            "verdict": STATED,
            "reason": away["direction"].map(REASONS),
        }
    )


def _plain(found: PredicateConcordance) -> dict[str, Any]:
    return {name: None if value != value else value for name, value in asdict(found).items()}  # JSON has no NaN


PREDICATES = FairnessCheck(
    code="predicates",
    label=Label(id="Penumpukan predikat", en="Predicates piling up"),
    question=Label(id="Apakah predikat menumpuk di satu kelas?", en="Do the predicates pile up in one class?"),
    description=Label(
        id="Menghitung berapa bagian pegawai berada di kelas teratas, membandingkan sebaran tiap unit dengan semua "
        "unit lain, dan melihat apakah unit yang predikatnya lebih baik juga mempunyai pegawai yang predikatnya lebih "
        "baik. Sebaran yang berbeda belum berarti keliru: unit dapat benar-benar lebih baik.",
        en="Counts how many stand in the best classes, compares the distribution in each unit with all others, and "
        "asks whether units with a better predicate have people with better ones. A different distribution need not be "
        "wrong: a unit may really be better.",
    ),
    examine=predicates,
    reference="SE MenPANRB 3/2023; Wilson (1927); Goodman & Kruskal (1954), doi:10.1080/01621459.1954.10501231; "
    "Benjamini & Hochberg (1995), doi:10.1111/j.2517-6161.1995.tb02031.x",
)
