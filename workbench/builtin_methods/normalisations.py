"""The normalisations that come with the workbench: how each is called, what it takes and how to redo it by hand."""

from __future__ import annotations

from functools import partial

from workbench.errors import message
from workbench.model.labels import Label
from workbench.model.methods import NormalisationMethod
from workbench.scoring import normalisation

_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en"
_COINR = "Becker et al. (2022), COINr, doi:10.21105/joss.04567"
_HWANG_YOON = "Hwang & Yoon (1981), Multiple Attribute Decision Making, doi:10.1007/978-3-642-48318-9"

_fixed = partial(NormalisationMethod, relative=False, polarities=("higher", "lower"))
_relative = partial(NormalisationMethod, relative=True, polarities=("higher", "lower"))


def normalisations() -> list[NormalisationMethod]:
    """Return every normalisation that comes with the workbench."""
    return [*_between_fixed_points(), *_between_subjects(), *_by_order(), *_for_methods_of_decision_making()]


def _between_fixed_points() -> list[NormalisationMethod]:
    return [
        _fixed(
            code="goalposts",
            label=Label(id="batas tetap", en="goalposts"),
            fit=normalisation.fit_goalposts,
            options=normalisation.Goalposts,
            bounded=True,
            formula="100 (x - low) / (high - low)",
            reference="UNDP (2022), Human Development Report 2021/22, Technical note 1",
        ),
        _fixed(
            code="scaled",
            label=Label(id="batas tetap tanpa potongan", en="goalposts without cuts"),
            fit=normalisation.fit_scaled,
            options=normalisation.Scaled,
            bounded=False,
            formula="100 (x - low) / (high - low)",
            reference=_COINR,
        ),
        _fixed(
            code="target",
            label=Label(id="jarak ke target", en="distance to target"),
            fit=normalisation.fit_target,
            options=normalisation.Target,
            polarities=("higher", "lower", "target"),
            bounded=True,
            formula="100 (x - zero) / (target - zero)",
            reference=_HANDBOOK,
        ),
    ]


def _between_subjects() -> list[NormalisationMethod]:
    return [
        _relative(
            code="min_max",
            label=Label(id="min–maks", en="min–max"),
            fit=normalisation.fit_min_max,
            options=normalisation.MinMax,
            bounded=True,
            formula="low + (high - low) (x - min) / (max - min)",
            reference=_HANDBOOK,
        ),
        _relative(
            code="distance_to_best",
            label=Label(id="jarak ke yang terbaik", en="distance to the best"),
            fit=normalisation.fit_min_max,
            options=normalisation.MinMax,
            bounded=True,
            formula="low + (high - low) (1 - (max - x) / (max - min))",
            reference=_COINR,
        ),
        _relative(
            code="distance_to_reference",
            label=Label(id="jarak ke nilai acuan", en="distance to a reference"),
            fit=normalisation.fit_distance_to_reference,
            own_unit=True,
            options=normalisation.DistanceToReference,
            bounded=False,
            formula="100 (x - min) / (value - min)",
            reference=_COINR,
        ),
        _relative(
            code="fraction_of_max",
            label=Label(id="bagian dari nilai terbaik", en="fraction of the best value"),
            fit=normalisation.fit_fraction_of_max,
            own_unit=True,
            options=normalisation.NoSettings,
            bounded=False,
            formula="100 x / max",
            reference=_HANDBOOK,
        ),
        _relative(
            code="z_score",
            label=Label(id="skor z", en="z-score"),
            fit=normalisation.fit_z_score,
            options=normalisation.ZScore,
            bounded=False,
            formula=message("mean + sd (x - average) / spread"),
            reference=_HANDBOOK,
        ),
    ]


def _by_order() -> list[NormalisationMethod]:
    return [
        _relative(
            code="percentile_rank",
            label=Label(id="peringkat persentil", en="percentile rank"),
            fit=normalisation.fit_percentile_rank,
            options=normalisation.NoSettings,
            bounded=True,
            formula=message("100 (subjects strictly worse) / (subjects - 1)"),
            reference=_HANDBOOK,
        ),
        _relative(
            code="rank",
            label=Label(id="urutan dari yang terendah", en="rank from the lowest"),
            fit=normalisation.fit_rank,
            options=normalisation.NoSettings,
            bounded=False,
            formula=message("1 + subjects strictly worse"),
            reference=_HANDBOOK,
        ),
        _relative(
            code="borda",
            label=Label(id="poin Borda", en="Borda points"),
            fit=normalisation.fit_borda,
            options=normalisation.NoSettings,
            bounded=False,
            formula=message("subjects strictly worse"),
            reference=_COINR,
        ),
    ]


def _for_methods_of_decision_making() -> list[NormalisationMethod]:
    return [
        _fixed(
            code="as_measured",
            label=Label(id="nilai apa adanya", en="as measured"),
            fit=normalisation.fit_as_measured,
            own_unit=True,
            options=normalisation.NoSettings,
            bounded=False,
            formula="x",
            reference=_HWANG_YOON,
        ),
        _relative(
            code="vector",
            label=Label(id="vektor", en="vector"),
            fit=normalisation.fit_vector,
            own_unit=True,
            options=normalisation.Vector,
            bounded=False,
            formula="length x / √(Σ x²)",
            reference=_HWANG_YOON,
        ),
        _relative(
            code="share_of_sum",
            label=Label(id="bagian dari jumlah", en="share of the sum"),
            fit=normalisation.fit_share_of_sum,
            own_unit=True,
            options=normalisation.ShareOfSum,
            bounded=False,
            formula="total x / Σ x",
            reference=_HWANG_YOON,
        ),
    ]
