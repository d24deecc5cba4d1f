"""What an audit of a method asks, from where on an answer needs a look, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.analysis.coherence import Thresholds as Correlation
from workbench.analysis.screening import Limits
from workbench.errors import message

SOUND, LOOK, CANNOT_SAY, STATED = "sound", "look", "cannot_say", ""


VERDICTS = {SOUND: message("sound"), LOOK: message("needs a look"), CANNOT_SAY: message("cannot be said")}
AREAS = {
    "coverage": message("Coverage"),
    "coherence": message("Coherence"),
    "robustness": message("Robustness"),
    "influence": message("Influence"),
}

_COINR = "Becker et al. (2022), COINr, doi:10.21105/joss.04567"
_BENNETT = "Bennett (2001), doi:10.1111/j.1467-842X.2001.tb00294.x"
_NUNNALLY = "Nunnally (1978), Psychometric Theory"
_COHEN = "Cohen (1988), Statistical Power Analysis for the Behavioral Sciences"
_OWN = message("convention of the workbench")


@dataclass(frozen=True)
class Check:
    """One question that an audit asks.

    Parameters
    ----------
    area : str
        One of `AREAS`.
    name : str
        What is measured.
    source : str
        Of the threshold; empty where the number is only stated, or judged together with another.
    """

    area: str
    name: str
    source: str = ""


CHECKS: Mapping[str, Check] = {
    "present": Check("coverage", message("values measured"), _COINR),
    "imputed": Check("coverage", message("values filled in"), _BENNETT),
    "treated": Check("coverage", message("outliers pulled in"), _OWN),
    "same": Check("coverage", message("most frequent value"), _COINR),
    "skewness": Check("coverage", message("skewness, beyond it only with kurtosis"), _COINR),
    "kurtosis": Check("coverage", message("kurtosis, beyond it only with skewness"), _COINR),
    "reliability": Check("coherence", message("Cronbach's alpha"), _NUNNALLY),
    "redundant": Check("coherence", message("two parts that say the same"), _COINR),
    "conflict": Check("coherence", message("two parts that work against each other"), _COHEN),
    "parent": Check("coherence", message("a part with its dimension"), _COINR),
    "width": Check("robustness", message("median width of the rank intervals"), _OWN),
    "widest": Check("robustness", message("width that nine in ten rank intervals keep to"), _OWN),
    "certain": Check("robustness", message("places that are certain")),
    "top": Check("robustness", message("places in the top that are certain"), _OWN),
    "top_possible": Check("robustness", message("subjects that may be in the top")),
    "left_out": Check("robustness", message("shift in rank without the part"), _OWN),
    "swap": Check("robustness", message("smallest change of a weight that changes the first place"), _OWN),
    "influence": Check("influence", message("influence in the whole beside weight"), _OWN),
    "influence_within": Check("influence", message("influence in its dimension beside weight"), _OWN),
}


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From where on something needs a look. Shares are 0-1.

    Parameters
    ----------
    subjects : int
        With fewer, nothing estimated from the spread of subjects is judged. Convention.
    coverage : float
        Smallest share of subjects with a measured value. COINr, practice of JRC audits.
    imputed : float
        Largest share of filled-in values. Bennett, D. A. (2001), doi:10.1111/j.1467-842X.2001.tb00294.x.
    treated : float
        Largest share of values pulled in as outliers. Convention.
    same : float
        Largest share of values that equal the most frequent one. COINr's limit for zeros, here for any value.
    skewness, kurtosis : float
        An indicator as used is lopsided beyond both. COINr; OECD/JRC (2008), doi:10.1787/9789264043466-en.
    alpha : float
        Smallest Cronbach's alpha. Nunnally (1978). A convention for tests: a dimension may join unlike things on
        purpose.
    collinear, weak, significance : float
        As in `coherence.Thresholds`. COINr.
    conflict : float
        A correlation below it inside a dimension works against it, unless it may be chance. Cohen (1988): "small".
    width, widest : float
        Largest median, and 90th percentile, of the widths of rank intervals as shares of all ranks. Convention.
    top : float
        Smallest share of the top places whose holders are certain. Convention.
    left_out : float
        Largest mean shift in rank without a part, as a share of all ranks; a random order shifts by 1/3. Convention.
    swap : float
        Smallest relative change of one weight that may change the first place. Convention.
    influence, influence_points : float
        Largest deviation of influence from weight, as a share of the weight, unless it is fewer points than this.
        Convention, after Paruolo, Saisana & Saltelli (2013), doi:10.1111/j.1467-985X.2012.01059.x.
    most_swapped : int
        With more subjects the search for swaps is left out: it takes time in proportion to subjects and weights.
    """

    subjects: int = 10
    coverage: float = Limits.coverage
    imputed: float = 0.1
    treated: float = 0.05
    same: float = 0.5
    skewness: float = Limits.skewness
    kurtosis: float = Limits.kurtosis
    alpha: float = 0.7
    collinear: float = Correlation.collinear
    weak: float = Correlation.weak
    significance: float = Correlation.significance
    conflict: float = -0.1
    width: float = 0.1
    widest: float = 0.25
    top: float = 0.5
    left_out: float = 0.1
    swap: float = 0.1
    influence: float = 0.5
    influence_points: float = 0.05
    most_swapped: int = 2_000
