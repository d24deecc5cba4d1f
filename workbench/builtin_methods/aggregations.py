"""The ways to combine the children of a node that come with the workbench, as declarations."""

from __future__ import annotations

from workbench.errors import message
from workbench.model.labels import Label
from workbench.model.methods import AggregationMethod
from workbench.scoring import benefit_of_the_doubt, means, outranking

_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, doi:10.1787/9789264043466-en"

_MOST_CHILDREN_IN_SUBSETS = 12
"""Contributions by Owen values ask for every subset: 4,096 of twelve children."""

_MOST_CHILDREN_IN_PAIRS = 10
"""The same where every subset compares each subject with each other."""


def aggregations() -> list[AggregationMethod]:
    """Return every aggregation that comes with the workbench."""
    return [*_means(), *_penalised_means(), *_comparisons()]


def _means() -> list[AggregationMethod]:
    return [
        AggregationMethod(
            code="arithmetic",
            label=Label(id="rata-rata tertimbang", en="weighted mean"),
            combine=means.arithmetic_mean,
            additive=True,
            options=means.NoOptions,
            needs_bounded=False,
            lies_within="children",
            formula="Σ w x",
            reference=_HANDBOOK,
        ),
        AggregationMethod(
            code="geometric",
            label=Label(id="rata-rata geometrik", en="geometric mean"),
            combine=means.geometric_mean,
            additive=False,
            options=means.NoOptions,
            needs_bounded=True,
            lies_within="children",
            formula="Π x^w",
            reference=_HANDBOOK,
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
        AggregationMethod(
            code="harmonic",
            label=Label(id="rata-rata harmonik", en="harmonic mean"),
            combine=means.harmonic_mean,
            additive=False,
            options=means.NoOptions,
            needs_bounded=True,
            lies_within="children",
            formula="1 / Σ (w / x)",
            reference="Becker et al. (2022), COINr, Journal of Open Source Software, doi:10.21105/joss.04567",
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
        AggregationMethod(
            code="generalised_mean",
            label=Label(id="rata-rata pangkat", en="generalised mean"),
            combine=means.generalised_mean,
            additive=False,
            options=means.GeneralisedMean,
            needs_bounded=True,
            lies_within="children",
            formula="(Σ w x^power)^(1/power)",
            reference="Decancq & Lugo (2013), Weights in multidimensional indices of wellbeing, "
            "doi:10.1080/07474938.2012.690641",
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
        AggregationMethod(
            code="owa",
            label=Label(id="rata-rata tertimbang menurut urutan", en="ordered weighted average"),
            combine=means.ordered_weighted_average,
            additive=False,
            options=means.OrderedWeights,
            needs_bounded=False,
            lies_within="children",
            formula="Σ v_i x_(i), x_(1) ≥ x_(2) ≥ …; v_i = Q(u_1 + … + u_i) − Q(u_1 + … + u_(i−1))",
            reference="Yager (1988), doi:10.1109/21.87068; weighted: Torra (1997), "
            "doi:10.1002/(SICI)1098-111X(199702)12:2<153::AID-INT3>3.0.CO;2-P",
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
        AggregationMethod(
            code="minimum",
            label=Label(id="nilai terendah", en="minimum"),
            combine=means.minimum,
            additive=False,
            options=means.NoOptions,
            needs_bounded=False,
            lies_within="children",
            formula="min x",
            reference=_HANDBOOK,
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
    ]


def _penalised_means() -> list[AggregationMethod]:
    return [
        AggregationMethod(
            code="mpi",
            label=Label(id="indeks Mazziotta–Pareto", en="Mazziotta–Pareto index"),
            combine=means.mazziotta_pareto,
            additive=False,
            options=means.MazziottaPareto,
            needs_bounded=False,
            lies_within="anywhere",
            formula="M ∓ S² / M; M = Σ w x, S² = Σ w (x − M)²",
            reference="Mazziotta & Pareto (2016), On a generalized non-compensatory composite index, "
            "doi:10.1007/s11205-015-0998-2",
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
        AggregationMethod(
            code="mean_min",
            label=Label(id="rata-rata ditarik ke nilai terendah", en="mean–min function"),
            combine=means.mean_min,
            additive=False,
            options=means.MeanMin,
            needs_bounded=False,
            lies_within="children",
            formula="M − alpha (√((M − min x)² + beta²) − beta); M = Σ w x",
            reference="Casadio Tarabusi & Guarini (2013), An unbalance adjustment method for development indicators, "
            "doi:10.1007/s11205-012-0070-4",
            most_children=_MOST_CHILDREN_IN_SUBSETS,
        ),
    ]


def _comparisons() -> list[AggregationMethod]:
    return [
        AggregationMethod(
            code="copeland",
            label=Label(id="menang–kalah berpasangan (Copeland)", en="wins and losses in pairs (Copeland)"),
            combine=outranking.copeland,
            additive=False,
            options=means.NoOptions,
            needs_bounded=False,
            lies_within="0-100",
            formula=message("50 (1 + (wins − losses) / (n − 1)); a win: Σ w [better] + ½ Σ w [equal] > ½"),
            reference="Munda & Nardo (2009), Noncompensatory/nonlinear composite indicators for ranking countries, "
            "doi:10.1080/00036840601019364",
            most_children=_MOST_CHILDREN_IN_PAIRS,
            relative=True,
            complete=True,
        ),
        AggregationMethod(
            code="benefit_of_the_doubt",
            label=Label(id="bobot paling menguntungkan masing-masing", en="benefit of the doubt"),
            combine=benefit_of_the_doubt.benefit_of_the_doubt,
            additive=False,
            options=benefit_of_the_doubt.BenefitOfTheDoubt,
            needs_bounded=True,
            lies_within="0-100",
            formula=message("100 max Σ v x; v ≥ 0, Σ v x ≤ 1 for every subject, lowest ≤ v_j x_j / Σ v x ≤ highest"),
            reference="Cherchye et al. (2007), An introduction to ‘benefit of the doubt’ composite indicators, "
            "doi:10.1007/s11205-006-9029-7",
            relative=True,
            complete=True,
            parts=benefit_of_the_doubt.benefit_parts,
        ),
    ]
