"""What a calibration could do, and at what cost; nothing is applied."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from workbench.errors import ScoringError
from workbench.fairness.calibration_options import (
    CalibrationOption,
    Grouping,
    alignments,
    by_influence,
    groupings_of,
    other_weights,
    to_be_narrowed,
    units_of,
    weighed_groups,
    without_severity,
)
from workbench.fairness.effective_weights import effective_weights, with_effective_weights
from workbench.fairness.group_gap import GroupGap
from workbench.fairness.weights_under_gap import frontier_of_gaps
from workbench.model.fairness import Examination, FairnessCase, FairnessCheck, findings_of
from workbench.model.labels import Label
from workbench.scoring.weight_changes import weight_changes

_COSTS = (
    "compared",
    "changed",
    "mean_change",
    "largest_change",
    "ranks_changed",
    "largest_rank_change",
    "classes_changed",
    "top_exchanged",
    "distance",
)
_NO_FRONTIER = pd.DataFrame({"distance": [], "gap": [], "rescored": []}).assign(grouping=pd.Series(dtype="str"))


def calibration(case: FairnessCase) -> Examination:
    """Return every option with its cost, the frontiers of weights, and the lines a meeting would have to accept.

    Tables: ``options`` (a row an option), ``frontier`` (grouping, distance, gap, rescored), ``weights`` (option,
    indicator, policy, weight), ``lines`` (option, and the columns of an adjustment table), ``raters`` (option, and what
    each rater would shift) and ``ratings`` (option, and the mean of each subject's ratings, raw and adjusted). The fact
    ``scenarios`` holds the changes to the parameters file of every option that is other weights.
    """
    narrowed = to_be_narrowed(case, groupings_of(case).values())
    options = list(_options(case, narrowed))
    if not options:
        return Examination(findings=findings_of())
    tables = {
        "options": pd.DataFrame([_row(option) for option in options]),
        "frontier": pd.concat([_NO_FRONTIER, *(_frontier(case, each) for each in narrowed)], ignore_index=True),
        "weights": _weights(case, options),
        "lines": pd.concat([each.lines.assign(option=each.code) for each in options], ignore_index=True),
        "raters": _adjusted(options, "raters"),
        "ratings": _adjusted(options, "subjects"),
    }
    return Examination(
        findings=findings_of(),
        # so many digits that the order in which processors add up does not show
        tables={name: table.round(9) for name, table in tables.items()},
        facts={
            "scenarios": {
                option.code: weight_changes(
                    case.written or case.framework, with_effective_weights(case.framework, option.weights)
                )
                for option in options
                if option.weights is not None
            }
        },
    )


def _options(case: FairnessCase, narrowed: Sequence[Grouping]) -> Iterator[CalibrationOption]:
    units = units_of(case)
    if units is not None:
        yield from alignments(case, units)
    yield from (other_weights(case, grouping) for grouping in narrowed)
    if narrowed:
        yield by_influence(case, narrowed[0])
    grouping = units or next(iter(groupings_of(case).values()), None)
    if grouping is not None:
        yield from (without_severity(case, code, grouping) for code in case.ratings)


def _row(option: CalibrationOption) -> dict[str, object]:
    cost = option.cost
    limit = ("", {}) if option.limit is None else (option.limit.template, dict(option.limit.values))
    return {
        "option": option.code,
        "kind": option.kind,
        "about": option.about,
        "grouping": option.grouping.name,
        "setting": option.setting,
        **{name: np.nan if cost is None else float(getattr(cost, name)) for name in _COSTS},
        **_gap("before", option.grouping, None if cost is None else cost.gap_before),
        **_gap("after", option.grouping, None if cost is None else cost.gap_after),
        "lines": len(option.lines),
        "limit": limit[0],
        "limit_values": json.dumps(limit[1]),
    }


def _gap(when: str, grouping: Grouping, gap: GroupGap | None) -> dict[str, object]:
    names = (*grouping.names, "")  # -1: no group
    if gap is None:
        return {
            f"gap_{when}": np.nan,
            **{f"{end}_{when}": np.nan for end in ("low", "high")},
            **{f"{end}_{when}": "" for end in ("highest", "lowest")},
        }
    return {
        f"gap_{when}": gap.value,
        f"low_{when}": gap.low,
        f"high_{when}": gap.high,
        f"highest_{when}": names[gap.highest],
        f"lowest_{when}": names[gap.lowest],
    }


def _frontier(case: FairnessCase, grouping: Grouping) -> pd.DataFrame:
    try:
        points = frontier_of_gaps(weighed_groups(case, grouping)).points
    except ScoringError:  # the row of the option says why
        return _NO_FRONTIER
    return points.assign(grouping=grouping.name)


def _adjusted(options: Sequence[CalibrationOption], of: str) -> pd.DataFrame:
    frames = [getattr(each.adjusted, of).reset_index().assign(option=each.code) for each in options if each.adjusted]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"option": pd.Series(dtype="str")})


def _weights(case: FairnessCase, options: Sequence[CalibrationOption]) -> pd.DataFrame:
    codes, policy = [leaf.code for leaf in case.framework.leaves], effective_weights(case.framework)
    return pd.DataFrame(
        [
            (option.code, *row)
            for option in options
            if option.weights is not None
            for row in zip(codes, policy, option.weights, strict=True)
        ],
        columns=["option", "indicator", "policy", "weight"],
    )


CALIBRATION = FairnessCheck(
    code="calibration",
    label=Label(id="Pilihan kalibrasi", en="Options of a calibration"),
    question=Label(id="Apa yang dapat dilakukan, dan apa harganya?", en="What can be done, and at what cost?"),
    description=Label(
        id="Menunjukkan apa yang berubah bila unit disejajarkan, bobot digeser, atau ketatnya penilai diperhitungkan. "
        "Tidak satu pun diterapkan: sidang kalibrasi yang memutuskan, baris demi baris.",
        en="Shows what would change if units were aligned, weights moved, or the severity of raters taken out. None of "
        "it is applied: the calibration meeting decides, line by line.",
    ),
    examine=calibration,
    reference="Chzhen et al. (2020), arXiv:2006.07286; Feldman et al. (2015), doi:10.1145/2783258.2783311; Becker et "
    "al. (2017), doi:10.1016/j.ecolind.2017.03.056; PermenPANRB 6/2022",
)
