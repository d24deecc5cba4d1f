"""The methods that come with the workbench, offered through the same hook as anybody else's."""

from __future__ import annotations

from workbench.builtin_aggregations import aggregations
from workbench.errors import message
from workbench.hookspecs import hookimpl
from workbench.model.labels import Label
from workbench.model.methods import Method, NormalisationMethod, WeightingMethod
from workbench.scoring import normalisation, weighting

_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en"


@hookimpl
def workbench_methods() -> list[Method]:
    """Return every normalisation, weighting and aggregation that comes with the workbench."""
    return [*_normalisations(), *_weightings(), *aggregations()]


def _normalisations() -> list[Method]:
    return [
        NormalisationMethod(
            code="goalposts",
            label=Label(id="batas tetap", en="goalposts"),
            fit=normalisation.fit_goalposts,
            options=normalisation.Goalposts,
            polarities=("higher", "lower"),
            relative=False,
            bounded=True,
            formula="100 (x - low) / (high - low)",
            reference="UNDP (2022), Human Development Report 2021/22, Technical note 1",
        ),
        NormalisationMethod(
            code="target",
            label=Label(id="jarak ke target", en="distance to target"),
            fit=normalisation.fit_target,
            options=normalisation.Target,
            polarities=("higher", "lower", "target"),
            relative=False,
            bounded=True,
            formula="100 (x - zero) / (target - zero)",
            reference=_HANDBOOK,
        ),
        NormalisationMethod(
            code="min_max",
            label=Label(id="min–maks", en="min–max"),
            fit=normalisation.fit_min_max,
            options=normalisation.MinMax,
            polarities=("higher", "lower"),
            relative=True,
            bounded=True,
            formula="100 (x - min) / (max - min)",
            reference=_HANDBOOK,
        ),
        NormalisationMethod(
            code="z_score",
            label=Label(id="skor z", en="z-score"),
            fit=normalisation.fit_z_score,
            options=normalisation.ZScore,
            polarities=("higher", "lower"),
            relative=True,
            bounded=False,
            formula=message("mean + sd (x - average) / spread"),
            reference=_HANDBOOK,
        ),
        NormalisationMethod(
            code="percentile_rank",
            label=Label(id="peringkat persentil", en="percentile rank"),
            fit=normalisation.fit_percentile_rank,
            options=normalisation.PercentileRank,
            polarities=("higher", "lower"),
            relative=True,
            bounded=True,
            formula=message("100 (subjects strictly worse) / (subjects - 1)"),
            reference=_HANDBOOK,
        ),
    ]


def _weightings() -> list[Method]:
    return [
        WeightingMethod(
            code="equal",
            label=Label(id="bobot sama", en="equal weights"),
            weigh=weighting.equal_weights,
            options=weighting.Equal,
            from_data=False,
            formula="1 / k",
            reference=_HANDBOOK,
        ),
    ]
