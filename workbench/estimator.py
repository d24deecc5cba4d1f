"""The composite score as a scikit-learn transformer: fitted on a reference cycle, applied to later ones.

Imports scikit-learn, so nothing else in the workbench imports this module.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np
import pandas as pd
from pydantic import ValidationError
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

from workbench.errors import InputError, ParametersError, fault, message
from workbench.files.parameters_file import read_parameters
from workbench.model.catalogue import Catalogue
from workbench.model.framework import Framework
from workbench.model.methods import Floats
from workbench.model.parameters import Imputation, Treatment
from workbench.model.results import Reference
from workbench.model.validation import faults_in
from workbench.registry import load_catalogue
from workbench.scoring.composite import fit, only_scores
from workbench.scoring.in_code import Rule, Tree, codes_of, framework_in_code
from workbench.scoring.resolving import resolve

Model = TypeVar("Model", Imputation, Treatment)


class CompositeScore(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A composite score that learns on one cycle and scores later ones by the same scales and weights.

    Everything a parameters file says about a framework can be said here in the same words; with nothing said, all
    columns count the same, by their place between the smallest and the largest value of the reference.

    Parameters
    ----------
    dimensions : mapping or list, optional
        The tree below the root: ``{"health": ["le"], "education": ["eys", "mys"], "gni": None}``. All columns directly
        below the root where absent.
    weights : mapping, optional
        Weight of a column or dimension beside its siblings; 1 where not named.
    polarity : mapping, optional
        Column to ``higher`` (where not named), ``lower`` or ``target``.
    normalisation : str or mapping
        A method for all columns, or column to method; ``min_max`` for columns not named.
    aggregation : str or mapping
        A method for all dimensions and the root, or code to method; ``arithmetic`` for those not named.
    weighting : str or mapping
        A method that settles weights, for all dimensions and the root, or code to method; ``given``, which takes
        `weights` as they are, for those not named.
    minimum_coverage : float
        Share of a dimension's weight that must have a value for a score.
    missing, treatment : str, mapping or model, optional
        How absent values are filled and what is done about outliers; neither, where absent. Filling inside groups
        needs a DataFrame, with the group as a column beside the indicators.
    name : str
        Code of the root.
    framework : Framework, optional
        A framework that is resolved already, with the codes of its indicators as columns; instead of all of the above
        except `missing` and `treatment`.

    Attributes
    ----------
    framework_ : Framework
        The tree, with the weights that its weightings settled.
    composite_ : FittedComposite
        All that was learnt; `workbench.scoring.composite.apply` makes whole scorecards of it.
    n_features_in_, feature_names_in_ : int, ndarray of str
        The columns seen, without the group.

    Examples
    --------
    >>> index = CompositeScore(weights={"quality": 2}, polarity={"days": "lower"})
    >>> index.fit(last_year).transform(this_year)  # doctest: +SKIP
    """

    def __init__(
        self,
        dimensions: Tree | None = None,
        *,
        weights: Mapping[str, float] | None = None,
        polarity: Mapping[str, str] | None = None,
        normalisation: Rule | Mapping[str, Rule] = "min_max",
        aggregation: Rule | Mapping[str, Rule] = "arithmetic",
        weighting: Rule | Mapping[str, Rule] = "given",
        minimum_coverage: float = 0.6,
        missing: Rule | Imputation | None = None,
        treatment: Rule | Treatment | None = None,
        name: str = "score",
        framework: Framework | None = None,
    ) -> None:
        self.dimensions = dimensions
        self.weights = weights
        self.polarity = polarity
        self.normalisation = normalisation
        self.aggregation = aggregation
        self.weighting = weighting
        self.minimum_coverage = minimum_coverage
        self.missing = missing
        self.treatment = treatment
        self.name = name
        self.framework = framework

    @classmethod
    def from_parameters(cls, path: str | Path) -> Self:
        """Return the estimator of the framework, imputation and treatment in a parameters file; no table is read.

        Raises
        ------
        WorkbenchError
            When the file, its plugins or its names are wrong.
        """
        file = read_parameters(Path(path))
        catalogue = load_catalogue([Path(path).resolve().parent / name for name in file.parameters.plugins])
        with file.locating_faults():
            framework, _ = resolve(file.parameters, catalogue)
        return cls(framework=framework, missing=file.parameters.missing, treatment=file.parameters.treatment)

    def fit(self, X: Any, y: object = None) -> Self:  # noqa: N803
        """Learn scales, weights, treatment and imputation from a reference cycle.

        Parameters
        ----------
        X : DataFrame or array, shape (n, k)
            Subjects in rows, one column an indicator, in its own unit; NaN where missing. The columns of an array are
            in the order of the framework's indicators.
        y : None
            Ignored.

        Raises
        ------
        WorkbenchError
            When a rule cannot be applied to these columns, or learns nothing from them; all faults at once.
        """
        missing = _model(Imputation, "missing", self.missing)
        treatment = _model(Treatment, "treatment", self.treatment)
        self._group = missing.group
        values, groups = self._read(X, reset=True)
        framework = self.framework or self._framework_of(list(values))
        if len(values) < 2 and any(leaf.normalisation.relative for leaf in framework.leaves):
            raise ValueError("there is 1 sample; a relative normalisation needs a minimum of 2")
        reference = Reference(values=_by_code(values, framework), groups=groups)
        self.composite_ = fit(framework, reference, missing=missing, treatment=treatment)
        self.framework_ = self.composite_.framework
        return self

    def transform(self, X: Any) -> Floats:  # noqa: N803
        """Return the score of every dimension, the root last, shape (n, nodes); NaN where too little is known.

        Parameters
        ----------
        X : DataFrame or array, shape (n, k)
            The same columns as in `fit`.
        """
        return np.column_stack(list(self._scores(X).values()))

    def score_samples(self, X: Any) -> Floats:  # noqa: N803
        """Return the score of the root alone, shape (n,)."""
        (score,) = self._scores(X, root_only=True).values()
        return score

    def get_feature_names_out(self, input_features: Sequence[str] | None = None) -> np.ndarray:
        """Return the codes of the dimensions, the root last, as `transform` orders them."""
        check_is_fitted(self)
        own = getattr(self, "feature_names_in_", None)
        if input_features is not None and own is not None and list(input_features) != list(own):
            raise ValueError("input_features is not equal to feature_names_in_")
        return np.array([node.code for node in self.framework_.nodes], dtype=object)

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def _scores(self, X: Any, *, root_only: bool = False) -> dict[str, Floats]:  # noqa: N803
        check_is_fitted(self)
        values, groups = self._read(X, reset=False)
        treated = self.composite_.treat(_by_code(values, self.framework_), groups=groups)
        return only_scores(self.composite_, treated, root_only=root_only)

    def _read(self, X: Any, *, reset: bool) -> tuple[pd.DataFrame, pd.DataFrame]:  # noqa: N803
        """Return the indicators' columns, and the group's where imputation needs one."""
        group = None
        if self._group is not None:
            if self._group not in getattr(X, "columns", ()):
                template = message(
                    "there is no column '{group}' beside the indicators; a group method needs it in a DataFrame"
                )
                raise ParametersError([fault(("missing", "group"), template, group=self._group)])
            group, X = X[self._group].reset_index(drop=True), X.drop(columns=self._group)  # noqa: N806
        checked = validate_data(self, X, dtype="float64", ensure_all_finite="allow-nan", reset=reset)
        values = pd.DataFrame(checked, columns=self._names(checked.shape[1]), copy=False)
        return values, pd.DataFrame(index=values.index) if group is None else group.to_frame()

    def _names(self, count: int) -> list[str]:
        """Return the names of the columns; those of an array stand in the order of the framework's indicators."""
        if hasattr(self, "feature_names_in_"):
            return list(self.feature_names_in_)
        if self.framework is None:
            return [f"x{place}" for place in range(count)]
        leaves = [leaf.code for leaf in self.framework.leaves]
        if len(leaves) != count:
            raise ValueError(f"X has {count} features, but the framework has {len(leaves)} indicators")
        return leaves

    def _framework_of(self, columns: list[str]) -> Framework:
        return framework_in_code(
            columns,
            _catalogue(),
            tree=self.dimensions,
            weights=self.weights,
            polarity=self.polarity,
            normalisation=self.normalisation,
            aggregation=self.aggregation,
            weighting=self.weighting,
            minimum_coverage=self.minimum_coverage,
            name=self.name,
        )


@cache
def _catalogue() -> Catalogue:
    return load_catalogue()


def _by_code(values: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    """Return the columns of `values` under the codes of the framework's indicators."""
    coded = values.set_axis(codes_of(values.columns), axis=1)
    leaves = {leaf.code for leaf in framework.leaves}
    InputError.raise_if(
        [
            *(
                fault("X", "there is no column for the indicator '{code}'", code=code)
                for code in sorted(leaves - {*coded})
            ),
            *(
                fault("X", "the framework has no indicator for the column '{column}'", column=column)
                for column, code in zip(values, coded, strict=True)
                if code not in leaves
            ),
        ]
    )
    return coded


def _model(kind: type[Model], where: str, given: Rule | Model | None) -> Model:
    if isinstance(given, kind):
        return given
    try:
        return kind.model_validate({"method": given or "none"} if not isinstance(given, Mapping) else dict(given))
    except ValidationError as error:
        raise ParametersError(faults_in(error, (where,))) from None
