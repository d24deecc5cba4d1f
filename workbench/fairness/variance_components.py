"""Variance components of crossed factors by restricted maximum likelihood, in memory linear in the observations.

``y = X beta + sum over k of Z_k b_k + e``, ``b_k ~ N(0, theta_k² sigma²)``, ``e ~ N(0, sigma²)``. Everything that is
asked of the observations is one sparse table of cross-products, made once. The factor with most levels has a
diagonal block in it and is eliminated; what remains (a Schur complement) is as large as all other factors together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from workbench.errors import ScoringError, fault
from workbench.model.methods import Floats

Ints = NDArray[np.integer]

DENSE = 4_000
"""Largest remainder that is held as a full matrix (128 MB); a larger one is factored as a sparse one."""
ONE_THREAD = 2_000
"""Up to this size threads would wait for each other longer than they work, where other work is running too."""
FEWEST_ENTRIES = 50
"""A larger remainder must on average have fewer entries a row than this, or its factor would fill up."""
SMALLEST = 1e-3  # of a ratio theta: a smaller one is set to zero if the criterion is no worse for it
DISTINCT = 1e-12  # share of a column that the others must leave unexplained
LARGEST = 1e3  # of a ratio theta: ratings without any noise are taken to have a thousandth of the spread of effects
PRECISION = 1e-6  # of the slope of the criterion, for each level: leaves the criterion right to about as much
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
class VarianceComponents:
    """What REML finds.

    Parameters
    ----------
    criterion : float
        REML criterion, -2 times the restricted log-likelihood at its maximum, as lme4 prints it.
    observations : int
        n.
    residual : float
        sigma².
    variances : dict of str to float
        Of each factor.
    effects, prediction_variances : dict of str to array, shape (levels,)
        Best linear unbiased predictions b of each factor, and the variance of ``predicted - true``, in which what is
        unknown of the fixed effects is counted.
    intercepts : array, shape (strata,)
        Expected value of each stratum where the effects and the covariates are 0.
    coefficients, coefficient_errors : array, shape (p,)
        Of the covariates, and their standard errors.
    evaluations : int
        How often the criterion was evaluated.
    """

    criterion: float
    observations: int
    residual: float
    variances: dict[str, float]
    effects: dict[str, Floats]
    prediction_variances: dict[str, Floats]
    intercepts: Floats
    coefficients: Floats
    coefficient_errors: Floats
    evaluations: int


def fit_variance_components(
    values: Floats,
    factors: Sequence[Factor],
    *,
    strata: Ints | None = None,
    covariates: Floats | None = None,
    start: Mapping[str, float] | None = None,
) -> VarianceComponents:
    """Return variances and effects of crossed `factors` by REML.

    The criterion is minimised over ``log theta_k²`` with its exact gradient,
    ``q_k - trace of M^-1 over k - |u_k|² / sigma²``, where M are the mixed-model equations of the spherical effects
    ``u = b / theta``, and the average of observed and expected information for its curvature.

    Parameters
    ----------
    values : array, shape (n,)
        Observations, without NaN.
    factors : sequence of Factor
        Random factors, crossed or nested in any way.
    strata : array of int, shape (n,), optional
        Each stratum has a mean of its own; without it there is one for all.
    covariates : array, shape (n, p), optional
        Fixed effects besides.
    start : mapping, optional
        Name of a factor to the ratio of its variance to the residual one at which the search starts; 1 without it.

    Raises
    ------
    ScoringError
        Fewer observations than fixed effects, fixed effects that cannot be told apart, or a remainder that is both
        large and densely linked.

    References
    ----------
    Bates, Mächler, Bolker, Walker (2015), doi:10.18637/jss.v067.i01; Henderson (1975), doi:10.2307/2529430; Gilmour,
    Thompson, Cullis (1995), doi:10.2307/2533274.
    """
    from scipy import optimize
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    system = _System.made(values, factors, strata, covariates)
    _refuse(system)

    @lru_cache(maxsize=2)  # the search asks for value, slope and curvature of one place one after the other
    def point(*logs: float) -> _Point:
        return system.at(_ratios(np.array(logs)))

    with threadpool_limits(limits=1 if system.size <= ONE_THREAD else None, user_api="blas"):
        found = optimize.minimize(
            lambda logs: point(*logs).criterion,
            np.log([(start or {}).get(factor.name, 1.0) for factor in factors]),
            jac=lambda logs: point(*logs).gradient() * (_ratios(logs) < LARGEST),
            hess=lambda logs: point(*logs).curvature(),
            method="trust-exact",
            options={
                "gtol": PRECISION * sum(factor.levels for factor in factors),
                "initial_trust_radius": 2.0,
                "maxiter": 50,
            },
        )
        best = _without_tiny(system, _ratios(found.x))
        return _result(system, factors, best, evaluations=point.cache_info().misses)


@dataclass(frozen=True, kw_only=True)
class _System:
    """Cross-products of all columns of Z and X, split into the eliminated factor (first) and the remainder.

    `first_diagonal`, shape (q,), `links`, shape (m, q), and `rest`, shape (m, m), are the blocks; `first_right` and
    `rest_right` the products with the centred values; `owner` says which factor each column of the remainder belongs
    to, -1 for fixed effects.
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
    def made(cls, values: Floats, factors: Sequence[Factor], strata: Ints | None, covariates: Floats | None) -> _System:
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
        return len(self.owner)

    @property
    def dense(self) -> bool:
        return self.size <= DENSE

    @cached_property
    def full_rest(self) -> Floats:
        return cast(Floats, self.rest.toarray())

    def at(self, theta: Floats) -> _Point:
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
            factored: _Dense | _Sparse = _Dense.of(schur)
        else:
            by = sparse.diags_array(scale)
            factored = _Sparse.of((by @ (self.rest - product) @ by + sparse.diags_array(ridge)).tocsc())
        return _Point(system=self, theta=theta, scale=scale, diagonal=diagonal, factored=factored)

    def of(self, place: int, first: Floats, rest: Floats) -> Floats:
        """Return the part of one factor in a vector over all columns."""
        return first if place == self.first else rest[self.owner == place]

    def crossed(self, place: int, effects: Floats) -> tuple[Floats, Floats]:
        """Return the cross-products of all columns with ``Z effects`` of one factor."""
        if place == self.first:
            return self.first_diagonal * effects, self.links @ effects
        spread = np.zeros(self.size)
        spread[self.owner == place] = effects
        return self.links.T @ spread, self.rest @ spread


@dataclass(frozen=True, kw_only=True)
class _Dense:
    """Cholesky factor of a full matrix."""

    lower: Floats

    @classmethod
    def of(cls, matrix: Floats) -> _Dense:
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
        return float(2 * np.log(np.diagonal(self.lower)).sum())

    def solve(self, right: Floats) -> Floats:
        from scipy import linalg

        return cast(Floats, linalg.cho_solve((self.lower, True), right, check_finite=False))


@dataclass(frozen=True, kw_only=True)
class _Sparse:
    """LU factor of a sparse symmetric positive definite matrix, without pivoting."""

    factor: Any

    @classmethod
    def of(cls, matrix: Any) -> _Sparse:
        from scipy.sparse import linalg

        try:
            options = {"SymmetricMode": True}
            return cls(factor=linalg.splu(matrix, "MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options))
        except RuntimeError:
            raise _indistinguishable() from None

    @property
    def log_determinant(self) -> float:
        return float(np.log(np.abs(self.factor.U.diagonal())).sum())

    def solve(self, right: Floats) -> Floats:
        return cast(Floats, self.factor.solve(right))


@dataclass(frozen=True, kw_only=True)
class _Point:
    """The equations solved at one `theta`: spherical effects `u`, and the smallest penalised sum of squares."""

    system: _System
    theta: Floats
    scale: Floats
    diagonal: Floats
    factored: _Dense | _Sparse

    @cached_property
    def _solved(self) -> tuple[Floats, Floats]:
        return self._solve(self.system.first_right, self.system.rest_right)

    @property
    def first_effects(self) -> Floats:
        return self._solved[0]

    @property
    def rest_effects(self) -> Floats:
        return self._solved[1]

    @property
    def penalised(self) -> float:
        explained = self.theta[self.system.first] * (self.first_effects @ self.system.first_right)
        explained += self.rest_effects @ (self.scale * self.system.rest_right)
        return max(self.system.squares - float(explained), np.finfo(float).eps * self.system.squares)

    @property
    def free(self) -> int:
        return self.system.observations - self.system.fixed

    @property
    def residual(self) -> float:
        return self.penalised / self.free

    @property
    def criterion(self) -> float:
        determinant = float(np.log(self.diagonal).sum()) + self.factored.log_determinant
        return determinant + self.free * float(1 + np.log(2 * np.pi * self.residual))

    def gradient(self) -> Floats:
        """Return the derivatives of the criterion by the logarithms of the variance ratios theta²."""
        if not self.system.dense:
            return self._differences()
        known = self._known()
        return np.array([known[place] - self._squares(place) / self.residual for place in range(len(self.theta))])

    def curvature(self) -> Floats:
        """Return the average of observed and expected second derivatives: positive definite, and one solve each.

        With ``w_k = Z_k Z_k' e``: ``rho_k rho_l (w_k' P w_l / sigma² - w_k' e · w_l' e / (sigma⁴ free))``.
        """
        places = range(len(self.theta))
        worked = [self.system.crossed(place, self.theta[place] * self.effects(place)) for place in places]
        solved = [self._solve(*pair) for pair in worked]
        squares = np.array([self._squares(place) for place in places])
        found = np.empty((len(places), len(places)))
        for one in places:
            for other in places:
                own = self.system.of(other, *worked[one]) @ (self.theta[other] * self.effects(other))
                fitted = worked[one][0] @ (self.theta[self.system.first] * solved[other][0])
                found[one, other] = own - fitted - worked[one][1] @ (self.scale * solved[other][1])
        return found / self.residual - np.outer(squares, squares) / (self.residual**2 * self.free)

    def effects(self, place: int) -> Floats:
        """Return the spherical effects of one factor."""
        return self.system.of(place, self.first_effects, self.rest_effects)

    def _inverse(self, height: int) -> Iterator[tuple[slice, Floats]]:
        """Yield the inverse of the remainder by blocks of columns, few enough that `height` rows of them fit."""
        size = self.system.size
        width = max(1, BLOCK // height)
        for start in range(0, size, width):
            block = slice(start, min(start + width, size))
            yield block, self.factored.solve(np.eye(size, block.stop - start, -start))

    def _squares(self, place: int) -> float:
        effects = self.effects(place)
        return float(effects @ effects)

    def _known(self) -> Floats:
        """Return of each factor its levels less the trace of the inverse equations over them."""
        system, rest = self.system, np.empty(self.system.size)
        own = self.theta[system.first] ** 2
        weighted = (system.links.multiply(own / self.diagonal**2).tocsr() @ system.links.T).tocsr()
        total = float((1 - 1 / self.diagonal).sum())
        for block, columns in self._inverse(system.size):
            rest[block] = columns[np.arange(block.start, block.stop), np.arange(columns.shape[1])]
            part = weighted[block].tocoo()
            total -= float(
                (part.data * self.scale[block][part.row] * self.scale[part.col]) @ columns[part.col, part.row]
            )
        known = np.array([(1 - rest[system.owner == place]).sum() for place in range(len(self.theta))])
        known[system.first] = total
        return known

    def _differences(self, step: float = 1e-3) -> Floats:
        """Return the gradient from the criterion on both sides, where the whole inverse would cost more."""
        found = np.empty(len(self.theta))
        for place in range(len(found)):
            moved = np.exp(step / 2 * (np.arange(len(found)) == place))
            above, below = (self.system.at(self.theta * moved**sign).criterion for sign in (1, -1))
            found[place] = (above - below) / (2 * step)
        return found

    def _solve(self, first: Floats, rest: Floats) -> tuple[Floats, Floats]:
        """Return the spherical effects and the fixed ones for the right-hand sides ``Z' y`` and ``X' y``."""
        own, links = self.theta[self.system.first], self.system.links
        found = self.factored.solve(self.scale * (rest - links @ (own**2 / self.diagonal * first)))
        return own * (first - links.T @ (self.scale * found)) / self.diagonal, found

    def inverse_diagonals(self) -> tuple[Floats, Floats]:
        """Return the diagonal of the inverse of the equations, for the eliminated factor and for the remainder."""
        links, q = self.system.links, len(self.diagonal)
        turned = links.T.tocsr()
        rest, forms = np.empty(self.system.size), np.zeros(q)
        for block, columns in self._inverse(max(self.system.size, q)):
            rest[block] = columns[np.arange(block.start, block.stop), np.arange(columns.shape[1])]
            scaled = self.scale[:, None] * columns * self.scale[block]
            forms += np.asarray(links[block].multiply((turned @ scaled).T).sum(axis=0)).ravel()
        return 1 / self.diagonal + (self.theta[self.system.first] / self.diagonal) ** 2 * forms, rest


def _columns(codes: Ints, levels: int, slope: Floats | None) -> Any:
    from scipy import sparse

    entries = np.ones(len(codes)) if slope is None else np.asarray(slope, dtype=float)
    return sparse.csr_array((entries, np.asarray(codes), np.arange(len(codes) + 1)), shape=(len(codes), levels))


def _ratios(logs: Floats) -> Floats:
    return np.asarray(np.minimum(np.exp(logs / 2), LARGEST))


def _without_tiny(system: _System, theta: Floats) -> _Point:
    """Return the point at `theta`, a ratio at the lower end set to zero where the criterion is no worse for it."""
    point = system.at(theta)
    for place in np.flatnonzero(theta <= SMALLEST):
        without = point.theta.copy()
        without[place] = 0.0
        tried = system.at(without)
        point = tried if tried.criterion <= point.criterion + 1e-8 else point
    return point


def _result(system: _System, factors: Sequence[Factor], point: _Point, *, evaluations: int) -> VarianceComponents:
    first, rest = point.inverse_diagonals()
    effects, errors, variances = {}, {}, {}
    for place, factor in enumerate(factors):
        variances[factor.name] = float(point.theta[place] ** 2 * point.residual)
        effects[factor.name] = point.theta[place] * point.effects(place)
        errors[factor.name] = variances[factor.name] * system.of(place, first, rest)
    fixed, error = point.rest_effects[system.owner < 0], point.residual * rest[system.owner < 0]
    coefficients = fixed[system.strata :]
    return VarianceComponents(
        criterion=point.criterion,
        observations=system.observations,
        residual=point.residual,
        variances=variances,
        effects=effects,
        prediction_variances=errors,
        intercepts=fixed[: system.strata] + system.centre - float(coefficients @ system.covariate_centres),
        coefficients=coefficients,
        coefficient_errors=np.sqrt(error[system.strata :]),
        evaluations=evaluations,
    )


def _refuse(system: _System) -> None:
    faults = []
    if system.observations <= system.fixed:
        faults.append(
            fault(
                "",
                "{observations} ratings cannot tell {fixed} means and coefficients apart",
                observations=system.observations,
                fixed=system.fixed,
            )
        )
    if not system.dense:
        pattern = system.rest + system.links @ system.links.T
        if pattern.nnz > FEWEST_ENTRIES * system.size:
            faults.append(
                fault(
                    "",
                    "{size} effects are too densely linked for the crossed model, which holds at most {most} of them; "
                    "take the deviation from the person's mean instead",
                    size=system.size,
                    most=DENSE,
                )
            )
    ScoringError.raise_if(faults)


def _indistinguishable() -> ScoringError:
    return ScoringError([fault("", "the covariates cannot be told apart from each other or from the means")])
