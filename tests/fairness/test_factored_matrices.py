"""Symmetric positive definite matrices, factored once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from workbench.errors import ScoringError
from workbench.fairness.factored_matrices import FullMatrix, SparseMatrix

MATRIX = np.array([[4.0, 1, 0, 0], [1, 5, 2, 0], [0, 2, 6, 1], [0, 0, 1, 3]])
EITHER = pytest.mark.parametrize(
    "factored", [FullMatrix.of(MATRIX.copy()), SparseMatrix.of(sparse.csc_array(MATRIX))], ids=["full", "sparse"]
)


@EITHER
def test_the_determinant_of_the_matrix(factored):
    assert factored.log_determinant == pytest.approx(np.log(np.linalg.det(MATRIX)))


@EITHER
def test_what_gives_the_right_hand_side(factored):
    right = np.array([1.0, 2, 3, 4])
    assert MATRIX @ factored.solve(right) == pytest.approx(right)


@EITHER
def test_some_columns_of_the_inverse(factored):
    assert factored.inverse(slice(1, 3)) == pytest.approx(np.linalg.inv(MATRIX)[:, 1:3])


def test_columns_that_repeat_each_other_are_refused():
    repeated = np.array([[2.0, 2.0], [2.0, 2.0]])
    for made in (lambda: FullMatrix.of(repeated.copy()), lambda: SparseMatrix.of(sparse.csc_array(repeated))):
        with pytest.raises(ScoringError, match="cannot be told apart"):
            made()
