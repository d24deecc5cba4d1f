"""Objective weightings of decision making, from pymcdm: weights by how much data vary, or how little they repeat.

They say how the data lie, never what matters: weights from data are no policy, and every label says so. The formulas
are pymcdm's; this adapter gives each the kind of numbers it is defined for, and says plainly what it cannot take.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.errors import ScoringError, fault, message
from workbench.model.indicator import Options
from workbench.model.labels import Label
from workbench.model.methods import Floats, Siblings, WeightingMethod, Weights


class NoSettings(Options):
    """The method takes no settings."""


Prepare = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True)
class Adapter:
    """One weighting of pymcdm: the name of its function, and what is done to the values before.

    Parameters
    ----------
    function : str
        In ``pymcdm.weights``; called with the matrix and with the directions (1 higher, -1 lower is better).
    prepare : callable
        ``(values, directions) -> matrix``, both of shape (n, k) for the matrix.
    positive : bool
        Whether it is defined for values above 0 only.
    """

    function: str
    prepare: Prepare
    positive: bool

    def weigh(self, siblings: Siblings, options: NoSettings) -> Weights:
        """Return pymcdm's weights of the values of the subjects that have every child.

        Raises
        ------
        ScoringError
            Where pymcdm is not installed, or the values are none that the method can take.
        """
        values = siblings.complete("values")
        if self.positive:
            _require_positive(siblings.codes, values)
        found = self._found(self.prepare(values, siblings.directions), siblings.directions)
        if found.shape != (len(siblings.codes),) or not np.isfinite(found).all() or (found < -1e-9).any():
            raise ScoringError([fault("", "these values give no weights by this method; use another weighting")])
        shares = np.clip(found, 0.0, None)
        return Weights(shares=shares / shares.sum(), facts={"subjects": len(values)})

    def _found(self, matrix: Floats, directions: Floats) -> Floats:
        try:
            from pymcdm import weights
        except ImportError as error:
            template = message("this weighting needs pymcdm: pip install 'kinerja-workbench[mcdm]'")
            raise ScoringError([fault("", template)]) from error
        with np.errstate(all="ignore"):
            return np.asarray(getattr(weights, self.function)(matrix, directions), dtype=float)


def _require_positive(codes: tuple[str, ...], values: Floats) -> None:
    ScoringError.raise_if(
        fault(
            "",
            "'{code}' holds values of 0 or below, which this weighting cannot take; use 'critic' or "
            "'standard_deviation'",
            code=code,
        )
        for code, low in zip(codes, values.min(axis=0), strict=True)
        if low <= 0
    )


def _as_measured(values: Floats, directions: Floats) -> Floats:
    return values


def _higher_better(values: Floats, directions: Floats) -> Floats:
    return values * directions


def _between_0_and_1(values: Floats, directions: Floats) -> Floats:
    turned = values * directions
    low: Floats = turned.min(axis=0)
    scaled: Floats = (turned - low) / (turned.max(axis=0) - low)
    return scaled


_PYMCDM = (
    "Kizielewicz, Shekhovtsov & Sałabun (2023), pymcdm: the universal library for solving multi-criteria "
    "decision-making problems, doi:10.1016/j.softx.2023.101368"
)

_METHODS = (
    (
        "entropy",
        Label(id="entropi (bobot dari data, bukan kebijakan)", en="entropy (weights from data, not policy)"),
        Adapter("entropy_weights", _as_measured, positive=True),
        "(1 - e) / Σ (1 - e), e = -Σ p ln p / ln n, p = x / Σ x",
        "Shannon (1948), A mathematical theory of communication, doi:10.1002/j.1538-7305.1948.tb01338.x; as in Hwang & "
        "Yoon (1981), Multiple Attribute Decision Making, doi:10.1007/978-3-642-48318-9",
    ),
    (
        "critic",
        Label(id="CRITIC (bobot dari data, bukan kebijakan)", en="CRITIC (weights from data, not policy)"),
        Adapter("critic_weights", _higher_better, positive=False),
        message("c / Σ c, c = sd Σ (1 - r), of values on 0–1, higher better"),
        "Diakoulaki, Mavrotas & Papayannakis (1995), Determining objective weights in multiple criteria problems: the "
        "CRITIC method, doi:10.1016/0305-0548(94)00059-H",
    ),
    (
        "standard_deviation",
        Label(
            id="simpangan baku (bobot dari data, bukan kebijakan)",
            en="standard deviation (weights from data, not policy)",
        ),
        Adapter("standard_deviation_weights", _between_0_and_1, positive=False),
        message("sd / Σ sd, of values on 0–1"),
        "Diakoulaki, Mavrotas & Papayannakis (1995), Determining objective weights in multiple criteria problems: the "
        "CRITIC method, doi:10.1016/0305-0548(94)00059-H",
    ),
    (
        "variance",
        Label(id="ragam (bobot dari data, bukan kebijakan)", en="variance (weights from data, not policy)"),
        Adapter("variance_weights", _higher_better, positive=False),
        message("var / Σ var, of values on 0–1"),
        _PYMCDM,
    ),
    (
        "merec",
        Label(
            id="MEREC, akibat penghapusan (bobot dari data, bukan kebijakan)",
            en="MEREC, effect of removal (weights from data, not policy)",
        ),
        Adapter("merec_weights", _as_measured, positive=True),
        message("E / Σ E, E = Σ |S - S without the part|, S = ln(1 + mean |ln x|), x from 0 to 1"),
        "Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis & Antucheviciene (2021), Determination of objective weights "
        "using a new method based on the removal effects of criteria (MEREC), doi:10.3390/sym13040525",
    ),
    (
        "gini",
        Label(id="koefisien Gini (bobot dari data, bukan kebijakan)", en="Gini (weights from data, not policy)"),
        Adapter("gini_weights", _as_measured, positive=True),
        "G / Σ G, G = Σ Σ |x - y| / (2 n² mean x)",
        _PYMCDM,
    ),
    (
        "angle",
        Label(id="sudut (bobot dari data, bukan kebijakan)", en="angle (weights from data, not policy)"),
        Adapter("angle_weights", _as_measured, positive=True),
        message("u / Σ u, u: angle between x / Σ x and equal shares"),
        _PYMCDM,
    ),
    (
        "cilos",
        Label(
            id="CILOS, kehilangan pengaruh (bobot dari data, bukan kebijakan)",
            en="CILOS, loss of impact (weights from data, not policy)",
        ),
        Adapter("cilos_weights", _as_measured, positive=True),
        message("F q = 0, F: relative loss of each part where another is best"),
        "Zavadskas & Podvezko (2016), Integrated determination of objective criteria weights in MCDM, "
        "doi:10.1142/S0219622016500036",
    ),
    (
        "idocriw",
        Label(
            id="IDOCRIW, entropi dan CILOS (bobot dari data, bukan kebijakan)",
            en="IDOCRIW, entropy and CILOS (weights from data, not policy)",
        ),
        Adapter("idocriw_weights", _as_measured, positive=True),
        message("q W / Σ q W, of entropy W and CILOS q"),
        "Zavadskas & Podvezko (2016), Integrated determination of objective criteria weights in MCDM, "
        "doi:10.1142/S0219622016500036",
    ),
    (
        "lopcow",
        Label(
            id="LOPCOW, perubahan logaritmik (bobot dari data, bukan kebijakan)",
            en="LOPCOW, logarithmic change (weights from data, not policy)",
        ),
        Adapter("lopcow_weights", _as_measured, positive=False),
        message("P / Σ P, P = |100 ln(√mean x² / sd)|, of values on 0–1, higher better"),
        "Ecer & Pamucar (2022), A novel LOPCOW-DOBI multi-criteria sustainability performance assessment methodology, "
        "doi:10.1016/j.omega.2022.102690",
    ),
)


def weightings() -> list[WeightingMethod]:
    """Return the weightings by data that pymcdm offers, under their usual names."""
    return [
        WeightingMethod(
            code=code,
            label=label,
            weigh=adapter.weigh,
            options=NoSettings,
            from_data=True,
            formula=formula,
            reference=reference,
        )
        for code, label, adapter, formula, reference in _METHODS
    ]
