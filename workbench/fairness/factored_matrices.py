"""Symmetric positive definite matrices, factored once: full by Cholesky, sparse ones by LU without pivoting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np

from workbench.errors import ScoringError, fault
from workbench.model.methods import Floats

DISTINCT = 1e-12  # share of a column that the others must leave unexplained


@dataclass(frozen=True, kw_only=True)
class FullMatrix:
    """Cholesky factor of a full matrix."""

    lower: Floats

    @classmethod
    def of(cls, matrix: Floats) -> FullMatrix:
        """Return the factor of `matrix`, which is overwritten."""
        from scipy import linalg

        whole = np.diagonal(matrix).copy()
        try:
            lower = linalg.cholesky(matrix.T, lower=True, overwrite_a=True, check_finite=False)
        except linalg.LinAlgError:
            raise _indistinguishable() from None
        if (np.diagonal(lower) ** 2 < DISTINCT * whole).any():
            raise _indistinguishable()
        return cls(lower=lower)

    @property
    def log_determinant(self) -> float:
        """Logarithm of the determinant."""
        return float(2 * np.log(np.diagonal(self.lower)).sum())

    def solve(self, right: Floats) -> Floats:
        """Return what gives `right`, shape (m,) or (m, columns)."""
        from scipy import linalg

        return cast(Floats, linalg.cho_solve((self.lower, True), right, check_finite=False))

    def inverse(self, columns: slice) -> Floats:
        """Return some columns of the inverse."""
        return self._whole_inverse[:, columns]

    @cached_property
    def _whole_inverse(self) -> Floats:
        from scipy.linalg import lapack

        lower, _ = lapack.dpotri(self.lower, lower=True)
        return np.asarray(lower + np.tril(lower, -1).T)


@dataclass(frozen=True, kw_only=True)
class SparseMatrix:
    """LU factor of a sparse symmetric positive definite matrix, without pivoting."""

    factor: Any

    @classmethod
    def of(cls, matrix: Any) -> SparseMatrix:
        """Return the factor of a sparse `matrix` by columns."""
        from scipy.sparse import linalg

        try:
            options = {"SymmetricMode": True}
            return cls(factor=linalg.splu(matrix, "MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options))
        except RuntimeError:
            raise _indistinguishable() from None

    @property
    def log_determinant(self) -> float:
        """Logarithm of the determinant."""
        return float(np.log(np.abs(self.factor.U.diagonal())).sum())

    def solve(self, right: Floats) -> Floats:
        """Return what gives `right`, shape (m,) or (m, columns)."""
        return cast(Floats, self.factor.solve(right))

    def inverse(self, columns: slice) -> Floats:
        """Return some columns of the inverse."""
        return self.solve(np.eye(self.factor.shape[0], columns.stop - columns.start, -columns.start))


def _indistinguishable() -> ScoringError:
    return ScoringError([fault("", "the covariates cannot be told apart from each other or from the means")])
