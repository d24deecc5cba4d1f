"""The weightings that come with the workbench: by policy, by experts, by data."""

from __future__ import annotations

from workbench.errors import message
from workbench.model.labels import Label
from workbench.model.methods import WeightingMethod
from workbench.scoring import (
    best_worst_weights,
    component_weights,
    expert_weights,
    influence_weights,
    pairwise_weights,
    weighting,
)

_HANDBOOK = "OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6, doi:10.1787/9789264043466-en"


def weightings() -> list[WeightingMethod]:
    """Return every weighting that comes with the workbench; ``given`` needs none."""
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
        WeightingMethod(
            code="budget_allocation",
            label=Label(id="pembagian poin oleh para ahli", en="points shared out by experts"),
            weigh=expert_weights.budget_weights,
            options=expert_weights.BudgetAllocation,
            from_data=False,
            formula=message("mean over experts of points / budget"),
            reference=_HANDBOOK,
        ),
        WeightingMethod(
            code="ahp",
            label=Label(id="perbandingan berpasangan (AHP)", en="comparisons in pairs (AHP)"),
            weigh=pairwise_weights.ahp_weights,
            options=pairwise_weights.PairwiseComparisons,
            from_data=False,
            formula=message("A w = λ w, A: geometric mean of the experts' comparisons, λ: largest eigenvalue"),
            reference="Saaty (1977), A scaling method for priorities in hierarchical structures, "
            "doi:10.1016/0022-2496(77)90033-5",
        ),
        WeightingMethod(
            code="best_worst",
            label=Label(id="perbandingan terbaik–terburuk (BWM)", en="best–worst comparisons (BWM)"),
            weigh=best_worst_weights.best_worst_weights,
            options=best_worst_weights.BestWorstComparisons,
            from_data=False,
            formula=message("min ξ: |w_best - a w_j| ≤ ξ, |w_j - a w_worst| ≤ ξ; mean over experts"),
            reference="Rezaei (2016), Best-worst multi-criteria decision-making method: some properties and a linear "
            "model, doi:10.1016/j.omega.2015.12.001",
        ),
        WeightingMethod(
            code="principal_components",
            label=Label(
                id="komponen utama (bobot dari data, bukan kebijakan)",
                en="principal components (weights from data, not policy)",
            ),
            weigh=component_weights.component_weights,
            options=component_weights.PrincipalComponents,
            from_data=True,
            formula=message(
                "coefficients of the first component; or squared rotated loadings times variance explained"
            ),
            reference=_HANDBOOK,
        ),
        WeightingMethod(
            code="target_influence",
            label=Label(id="bobot agar pengaruhnya sesuai tujuan", en="weights for the intended influence"),
            weigh=influence_weights.target_influence_weights,
            options=influence_weights.TargetInfluence,
            from_data=True,
            formula="corr(x, Σ w x)² / Σ corr² = t;  w ~ D⁻¹ R⁻¹ √t",
            reference="Becker, Saisana, Paruolo & Vandecasteele (2017), Weights and importance in composite "
            "indicators: closing the gap, doi:10.1016/j.ecolind.2017.03.056",
        ),
    ]
