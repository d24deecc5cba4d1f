"""The mixed-model equations of crossed factors at given ratios of variances, solved by eliminating the largest factor.

All that is asked of the observations is one sparse table of cross-products, made once. The factor with most levels has
a diagonal block in it and is eliminated; what remains (a Schur complement) is as large as all other factors together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from workbench.errors import ScoringError, fault
from workbench.fairness.factored_matrices import FullMatrix, SparseMatrix
from workbench.model.methods import Floats

Ints = NDArray[np.integer]

DENSE = 4_000
"""Largest remainder that is held as a full matrix (128 MB); a larger one is factored as a sparse one."""
MOST_ENTRIES = 50
"""A larger remainder must on average have at most so many entries a row, or its factor would fill up."""
MOST_PAIRS = 500_000_000
BLOCK = 2**22  # numbers of an inverse worked on at a time


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One random factor: which of its levels each observation belongs to.

    Parameters
    ----------
    name : str
        What it is called in the result.
    codes : array of int, shape (n,)
        Level of each observation, 0 to ``levels - 1``.
    levels : int
        Number of levels; one without an observation keeps the effect 0.
    slope : array, shape (n,), optional
        The effect of a level is multiplied by it: a slope of each level on this number instead of its mean.
    """

    name: str
    codes: Ints
    levels: int
    slope: Floats | None = None


@dataclass(frozen=True, kw_only=True)
class CrossProducts:
    """Cross-products of all columns of Z and X, split into the eliminated factor (first) and the remainder.

    Parameters
    ----------
    observations, fixed, strata : int
        Ratings; columns of X; those of them that are means.
    first : int
        Place of the eliminated factor, which has q levels.
    first_diagonal : array, shape (q,)
        Its block, a diagonal.
    links, rest : sparse array, shapes (m, q) and (m, m)
        The products of the m columns of the remainder with the eliminated factor, and with each other.
    first_right, rest_right : array, shapes (q,) and (m,)
        Products of the columns with the centred values.
    squares, centre : float
        Sum of squares of the centred values, and the mean that was taken off.
    covariate_centres : array, shape (p,)
        Means that were taken off the covariates.
    owner : array of int, shape (m,)
        Which factor each column of the remainder belongs to, -1 for fixed effects.
    """

    observations: int
    fixed: int
    first: int
    first_diagonal: Floats
    links: Any
    rest: Any
    first_right: Floats
    rest_right: Floats
    squares: float
    centre: float
    covariate_centres: Floats
    owner: Ints
    strata: int

    @classmethod
    def of(
        cls, values: Floats, factors: Sequence[Factor], strata: Ints | None, covariates: Floats | None
    ) -> CrossProducts:
        """Return the cross-products of observations; see `fit_variance_components` for what is given."""
        from scipy import sparse

        n, first = len(values), int(np.argmax([factor.levels for factor in factors]))
        random = [_columns(factor.codes, factor.levels, factor.slope) for factor in factors]
        strata = np.zeros(n, dtype=np.int64) if strata is None else strata
        extra = np.empty((n, 0)) if covariates is None else np.asarray(covariates, dtype=float).reshape(n, -1)
        centre, centres = float(np.mean(values)), extra.mean(axis=0)
        levels = int(strata.max()) + 1
        others = [place for place in range(len(factors)) if place != first]
        rest = sparse.hstack(
            [*(random[place] for place in others), _columns(strata, levels, None), sparse.csr_array(extra - centres)],
            format="csr",
        )
        fixed = levels + extra.shape[1]
        owner = np.repeat([*others, -1], [*(factors[place].levels for place in others), fixed])
        y, z = values - centre, random[first]
        return cls(
            observations=n,
            fixed=fixed,
            first=first,
            first_diagonal=np.asarray((z.multiply(z)).sum(axis=0)).ravel(),
            links=(rest.T @ z).tocsr(),
            rest=(rest.T @ rest).tocsc(),
            first_right=z.T @ y,
            rest_right=rest.T @ y,
            squares=float(y @ y),
            centre=centre,
            covariate_centres=centres,
            owner=owner,
            strata=levels,
        )

    @property
    def size(self) -> int:
        """How many columns remain."""
        return len(self.owner)

    @property
    def dense(self) -> bool:
        """Whether the remainder is held as a full matrix."""
        return self.size <= DENSE

    @cached_property
    def full_rest(self) -> Floats:
        """The products of the remainder with itself as a full matrix."""
        return cast(Floats, self.rest.toarray())

    def at(self, theta: Floats) -> Equations:
        """Return the mixed-model equations factored at `theta`, shape (k,)."""
        from scipy import sparse

        scale = np.where(self.owner >= 0, theta[self.owner], 1.0)
        diagonal = theta[self.first] ** 2 * self.first_diagonal + 1.0
        weight = theta[self.first] ** 2 / diagonal
        product = self.links.multiply(weight).tocsr() @ self.links.T
        ridge = (self.owner >= 0).astype(float)
        if self.dense:
            schur = self.full_rest - product.toarray()
            schur *= scale[:, None]
            schur *= scale
            schur[np.diag_indices(self.size)] += ridge
            factored: FullMatrix | SparseMatrix = FullMatrix.of(schur)
        else:
            by = sparse.diags_array(scale)
            factored = SparseMatrix.of((by @ (self.rest - product) @ by + sparse.diags_array(ridge)).tocsc())
        return Equations(products=self, theta=theta, scale=scale, diagonal=diagonal, factored=factored)

    def part(self, place: int, first: Floats, rest: Floats) -> Floats:
        """Return the part of one factor in a vector over all columns."""
        return first if place == self.first else rest[self.owner == place]

    def crossed(self, place: int, effects: Floats) -> tuple[Floats, Floats]:
        """Return the cross-products of all columns with ``Z effects`` of one factor."""
        if place == self.first:
            return self.first_diagonal * effects, self.links @ effects
        spread = np.zeros(self.size)
        spread[self.owner == place] = effects
        return self.links.T @ spread, self.rest @ spread

    def refuse(self) -> None:
        """Raise a `ScoringError` where there are too few observations, or too many effects densely linked."""
        faults = []
        if self.observations <= self.fixed:
            faults.append(
                fault(
                    "",
                    "{observations} ratings cannot tell {fixed} means and coefficients apart",
                    observations=self.observations,
                    fixed=self.fixed,
                )
            )
        if not self.dense and self._entries() > MOST_ENTRIES * self.size:
            faults.append(
                fault(
                    "",
                    "{size} effects are too densely linked for the crossed model, which holds at most {most} of them; "
                    "take the deviation from the person's mean instead",
                    size=self.size,
                    most=DENSE,
                )
            )
        ScoringError.raise_if(faults)

    def _entries(self) -> int:
        """Return how many entries the remainder has after elimination, or a bound where that alone is too much."""
        pairs = int((np.bincount(self.links.indices, minlength=1).astype(np.int64) ** 2).sum())
        return pairs if pairs > MOST_PAIRS else (self.rest + self.links @ self.links.T).nnz


@dataclass(frozen=True, kw_only=True)
class Equations:
    """The mixed-model equations at one place: spherical effects ``u = b / theta`` and what they leave unexplained.

    Parameters
    ----------
    products : CrossProducts
        What they are made of.
    theta : array, shape (k,)
        Standard deviation of each factor beside the residual one.
    scale, diagonal : array, shapes (m,) and (q,)
        Theta of each column of the remainder (1 for fixed effects); the block of the eliminated factor.
    factored : FullMatrix or SparseMatrix
        The remainder after elimination.
    """

    products: CrossProducts
    theta: Floats
    scale: Floats
    diagonal: Floats
    factored: FullMatrix | SparseMatrix

    @cached_property
    def _solved(self) -> tuple[Floats, Floats]:
        return self._solve(self.products.first_right, self.products.rest_right)

    @property
    def first_effects(self) -> Floats:
        """Spherical effects of the eliminated factor."""
        return self._solved[0]

    @property
    def rest_effects(self) -> Floats:
        """Spherical effects of the other factors and, as they are, the fixed ones."""
        return self._solved[1]

    @property
    def penalised(self) -> float:
        """The smallest sum of squared residuals and spherical effects."""
        explained = self.theta[self.products.first] * (self.first_effects @ self.products.first_right)
        explained += self.rest_effects @ (self.scale * self.products.rest_right)
        return max(self.products.squares - float(explained), np.finfo(float).eps * self.products.squares)

    @property
    def free(self) -> int:
        """Observations less fixed effects."""
        return self.products.observations - self.products.fixed

    @property
    def residual(self) -> float:
        """The residual variance that fits best at this place."""
        return self.penalised / self.free

    @property
    def criterion(self) -> float:
        """REML criterion: ``log det of the equations + free (1 + log(2 pi residual))``."""
        determinant = float(np.log(self.diagonal).sum()) + self.factored.log_determinant
        return determinant + self.free * float(1 + np.log(2 * np.pi * self.residual))

    def gradient(self) -> Floats:
        """Return the derivatives of the criterion by the logarithms of the variance ratios theta²."""
        if not self.products.dense:
            return self._differences()
        known = self._known()
        return np.array([known[place] - self._squares(place) / self.residual for place in range(len(self.theta))])

    def curvature(self) -> Floats:
        """Return the average of observed and expected second derivatives, which needs one solve a factor.

        With ``w_k = Z_k Z_k' e``: ``rho_k rho_l (w_k' P w_l / sigma² - w_k' e · w_l' e / (sigma⁴ free))``.
        """
        places = range(len(self.theta))
        worked = [self.products.crossed(place, self.theta[place] * self.effects(place)) for place in places]
        solved = [self._solve(*pair) for pair in worked]
        squares = np.array([self._squares(place) for place in places])
        found = np.empty((len(places), len(places)))
        for one in places:
            for other in places:
                own = self.products.part(other, *worked[one]) @ (self.theta[other] * self.effects(other))
                fitted = worked[one][0] @ (self.theta[self.products.first] * solved[other][0])
                found[one, other] = own - fitted - worked[one][1] @ (self.scale * solved[other][1])
        return found / self.residual - np.outer(squares, squares) / (self.residual**2 * self.free)

    def effects(self, place: int) -> Floats:
        """Return the spherical effects of one factor."""
        return self.products.part(place, self.first_effects, self.rest_effects)

    def _inverse(self, height: int) -> Iterator[tuple[slice, Floats]]:
        """Yield the inverse of the remainder by blocks of columns, few enough that `height` rows of them fit."""
        size = self.products.size
        width = max(1, BLOCK // height)
        for start in range(0, size, width):
            block = slice(start, min(start + width, size))
            yield block, self.factored.inverse(block)

    def _squares(self, place: int) -> float:
        effects = self.effects(place)
        return float(effects @ effects)

    def _known(self) -> Floats:
        """Return of each factor its levels less the trace of the inverse equations over them."""
        products, rest = self.products, np.empty(self.products.size)
        own = self.theta[products.first] ** 2
        weighted = (products.links.multiply(own / self.diagonal**2).tocsr() @ products.links.T).tocsr()
        total = float((1 - 1 / self.diagonal).sum())
        for block, columns in self._inverse(products.size):
            rest[block] = columns[np.arange(block.start, block.stop), np.arange(columns.shape[1])]
            part = weighted[block].tocoo()
            total -= float(
                (part.data * self.scale[block][part.row] * self.scale[part.col]) @ columns[part.col, part.row]
            )
        known = np.array([(1 - rest[products.owner == place]).sum() for place in range(len(self.theta))])
        known[products.first] = total
        return known

    def _differences(self, step: float = 1e-3) -> Floats:
        """Return the gradient from the criterion on both sides, where the whole inverse would cost more."""
        found = np.empty(len(self.theta))
        for place in range(len(found)):
            moved = np.exp(step / 2 * (np.arange(len(found)) == place))
            above, below = (self.products.at(self.theta * moved**sign).criterion for sign in (1, -1))
            found[place] = (above - below) / (2 * step)
        return found

    def _solve(self, first: Floats, rest: Floats) -> tuple[Floats, Floats]:
        """Return the spherical effects and the fixed ones for the right-hand sides ``Z' y`` and ``X' y``."""
        own, links = self.theta[self.products.first], self.products.links
        found = self.factored.solve(self.scale * (rest - links @ (own**2 / self.diagonal * first)))
        return own * (first - links.T @ (self.scale * found)) / self.diagonal, found

    def inverse_diagonals(self) -> tuple[Floats, Floats]:
        """Return the diagonal of the inverse of the equations, for the eliminated factor and for the remainder."""
        links, q = self.products.links, len(self.diagonal)
        turned = links.T.tocsr()
        rest, forms = np.empty(self.products.size), np.zeros(q)
        for block, columns in self._inverse(max(self.products.size, q)):
            rest[block] = columns[np.arange(block.start, block.stop), np.arange(columns.shape[1])]
            scaled = self.scale[:, None] * columns * self.scale[block]
            forms += np.asarray(links[block].multiply((turned @ scaled).T).sum(axis=0)).ravel()
        return 1 / self.diagonal + (self.theta[self.products.first] / self.diagonal) ** 2 * forms, rest


def _columns(codes: Ints, levels: int, slope: Floats | None) -> Any:
    from scipy import sparse

    entries = np.ones(len(codes)) if slope is None else np.asarray(slope, dtype=float)
    return sparse.csr_array((entries, np.asarray(codes), np.arange(len(codes) + 1)), shape=(len(codes), levels))
