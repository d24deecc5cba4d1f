"""Whether a group is behind the others by more than chance would explain."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.analysis.group_statistics import group_statistics
from workbench.errors import message
from workbench.model.fairness import FOUND, NOT_FOUND, TOO_FEW, Examination, FairnessCase, FairnessCheck, findings_of
from workbench.model.labels import Label


def disparity(case: FairnessCase) -> Examination:
    """Return how far the mean score of each group lies from that of all others, with a 95 % interval."""
    parts = [_gaps(case.score, groups, name, case.settings.smallest) for name, groups in case.groupings.items()]
    return Examination(findings=findings_of(*parts, outcome=case.framework.root.code))


def _gaps(score: pd.Series, groups: pd.Series, grouping: str, smallest: int) -> pd.DataFrame:
    codes, names = pd.factorize(groups, sort=True)
    found = group_statistics(score.to_numpy(float), codes, len(names))
    size, total = found.size.astype(float), np.nansum(found.mean * found.size)
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = found.mean - (total - found.mean * size) / (size.sum() - size)
        half = 1.96 * found.sd * np.sqrt(1 / size)
    few = (size < smallest) | (size.sum() - size < smallest)
    beyond = np.abs(gap) > half
    return pd.DataFrame(
        {
            "measure": message("difference of mean points"),
            "grouping": grouping,
            "group": names,
            "against": message("all others"),
            "size": found.size,
            "value": np.where(few, np.nan, gap),
            "low": np.where(few, np.nan, gap - half),
            "high": np.where(few, np.nan, gap + half),
            "verdict": np.where(few, TOO_FEW, np.where(beyond, FOUND, NOT_FOUND)),
        }
    )


DISPARITY = FairnessCheck(
    code="disparity",
    label=Label(id="Kesenjangan antarkelompok", en="Gaps between groups"),
    question=Label(id="Apakah ada kelompok yang tertinggal?", en="Is any group behind the others?"),
    description=Label(
        id="Membandingkan skor, kelas, dan bagian teratas tiap kelompok dengan pegawai lainnya. Kesenjangan belum "
        "membuktikan perlakuan yang berbeda: pekerjaan dan datanya dapat berbeda.",
        en="Compares scores, classes and the top share of each group with everybody else's. A gap does not prove that "
        "people were treated differently: their work and their data may differ.",
    ),
    examine=disparity,
    reference="Wilson (1927); Katz et al. (1978), doi:10.2307/2530610; UGESP (1978), 29 CFR 1607.4 D",
)
