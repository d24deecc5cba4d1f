"""What a notebook about methods imports: the same cycle under other choices, and how sure its ranks are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import ScoringError, WorkbenchError, fault, message
from workbench.locale import Language
from workbench.notebook.words import in_plain_words, names_in

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from workbench.fairness.validation import Analysis, Simulation
    from workbench.prepare_cycle import Prepared
    from workbench.views.blocks import Block

Changes = Mapping[str, Any]
"""What a parameters file would say instead, in its own format: ``{"framework": {"aggregation": "geometric"}}``."""
Steps = Mapping[str, Mapping[str, Changes]]
"""Step to its alternatives by name: ``{"normalisation": {"policy": {}, "min–max": {"method": "min_max"}}}``."""


def judges_1977() -> Path:
    """Return the parameters file of real data: 43 judges whom lawyers rated on ten criteria, New Haven 1977."""
    from workbench.shipped import shipped

    return shipped("judges-1977") / "1977.yaml"


def compare_methods(parameters_file: str | Path, alternatives: Mapping[str, Changes], *, language: str = "id") -> Block:
    """Return the ranks of a cycle under other methods or weights, beside those of its own parameters file.

    Parameters
    ----------
    parameters_file : str or Path
        The policy.
    alternatives : mapping
        Name to what is changed: merged into what the file says, where a block that names a ``method`` replaces the one
        that stood there, and None takes a key away.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops the cycle or one of the alternatives from being scored, under the name of the alternative.
    """
    with in_plain_words(language):
        import pandas as pd

        from workbench.analysis.method_grid import ranked_cells
        from workbench.prepare_cycle import prepare
        from workbench.views.method_sections import compared_methods

        policy = prepare(Path(parameters_file))
        root, names = policy.framework.root.code, list(alternatives)
        scored = [_scored(policy), *(_scored_under(parameters_file, name, alternatives[name]) for name in names)]
        scores = pd.concat([scores for scores, _ in scored], axis=1, keys=["", *names])
        found = ranked_cells(
            pd.DataFrame({root: names}), scores[names], scores[""], decimals=policy.parameters.ranking.decimals
        )
        weights = pd.DataFrame([weights for _, weights in scored]).T.fillna(0.0)
        return compared_methods(found, names_in(policy, language), Language(language), weights=weights)


def _scored_under(parameters_file: str | Path, name: str, changes: Changes) -> tuple[pd.Series, dict[str, float]]:
    from workbench.prepare_cycle import prepare

    try:
        return _scored(prepare(Path(parameters_file), changes=changes))
    except WorkbenchError as error:
        raise type(error)(fault(name, "{reason}", reason=each) for each in error.faults) from None


def _scored(prepared: Prepared) -> tuple[pd.Series, dict[str, float]]:
    """Return the score of every subject, and the weight of every indicator in the whole."""
    card = prepared.score()
    weights = prepared.framework.with_weights(card.weights).effective_weights
    leaves = [leaf.code for leaf in prepared.framework.leaves]
    return card.scores[prepared.framework.root.code], {code: weights[code] for code in leaves}


def method_grid(parameters_file: str | Path, steps: Steps, *, language: str = "id") -> Block:
    """Return the ranks under every combination of the alternatives of several steps.

    Parameters
    ----------
    parameters_file : str or Path
        The policy.
    steps : mapping
        ``missing``, ``treatment``, ``normalisation`` or ``aggregation`` to its alternatives by name, each the block
        that a parameters file would have there; an empty block is the policy. They hold in the whole framework.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops one of the combinations from being computed: none is left out in silence.
    """
    with in_plain_words(language):
        from workbench.analysis.method_grid import alternatives_by_name
        from workbench.analysis.method_grid import method_grid as grid_of
        from workbench.prepare_cycle import prepare
        from workbench.views.method_sections import compared_methods

        prepared = prepare(Path(parameters_file))
        found = grid_of(prepared.evaluation, alternatives_by_name(steps, prepared.catalogue))
        return compared_methods(found, names_in(prepared, language), Language(language))


def sensitivity(parameters_file: str | Path, steps: Steps, *, samples: int = 256, language: str = "id") -> Block:
    """Return which of the steps, or the weights, moves the ranks most; see `method_grid` for `steps`.

    Parameters
    ----------
    parameters_file : str or Path
        The policy; its weights are drawn as its ``robustness`` says, with its seed.
    steps : mapping
        As in `method_grid`.
    samples : int
        A power of 2; the ranks are computed ``samples · (steps + 3)`` times.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops one of the combinations, or when the extra ``sensitivity`` is not installed.
    """
    with in_plain_words(language):
        import numpy as np

        from workbench.analysis.method_grid import alternatives_by_name
        from workbench.analysis.sensitivity import rank_sensitivity
        from workbench.prepare_cycle import prepare
        from workbench.views.method_sections import sensitivity as shown

        prepared = prepare(Path(parameters_file))
        found = rank_sensitivity(
            prepared.evaluation,
            alternatives_by_name(steps, prepared.catalogue),
            weights=prepared.parameters.robustness,
            samples=samples,
            rng=np.random.default_rng(prepared.parameters.seed),
        )
        return shown(found, Language(language))


def leave_parts_out(parameters_file: str | Path, codes: Iterable[str] | None = None, *, language: str = "id") -> Block:
    """Return the ranks without each indicator, or each of the indicators and dimensions `codes`.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored, or when there is no part of this name.
    """
    with in_plain_words(language):
        import pandas as pd

        from workbench.analysis.leave_one_out import leave_branches_out
        from workbench.analysis.method_grid import ranked_cells, settled
        from workbench.prepare_cycle import prepare
        from workbench.views.method_sections import compared_methods

        prepared, words = prepare(Path(parameters_file)), Language(language)
        policy, names = settled(prepared.evaluation), names_in(prepared, language)
        left = leave_branches_out(policy.framework, policy.normalised, codes)
        cells = pd.DataFrame({"": [words.text("without {part}", part=names[code]) for code in left.scores]})
        found = ranked_cells(cells, left.scores, left.policy, decimals=prepared.parameters.ranking.decimals)
        return compared_methods(found, names, words, question=words.text("What changes without one part?"))


def try_filling(
    parameters_file: str | Path, rules: Mapping[str, Changes], *, hidden: float = 0.1, language: str = "id"
) -> Block:
    """Return how well rules for missing values bring back known values that are hidden at random.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle; the values to hide are drawn with its seed.
    rules : mapping
        Name to the block that a parameters file would have under ``missing``.
    hidden : float
        Share of the known values that is hidden.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored, or when there is no such rule.
    """
    with in_plain_words(language):
        import numpy as np

        from workbench.analysis.hidden_values import filling_errors
        from workbench.prepare_cycle import prepare
        from workbench.views.method_sections import filled_values

        policy = prepare(Path(parameters_file))
        imputations = {
            name: prepare(Path(parameters_file), changes={"missing": rule}).parameters.missing
            for name, rule in rules.items()
        }
        rng = np.random.default_rng(policy.parameters.seed)
        found = filling_errors(policy.evaluation, imputations, share=hidden, rng=rng)
        return filled_values(found, Language(language))


def influence(parameters_file: str | Path, *, language: str = "id") -> Block:
    """Return the weight of every part of the score beside the influence it really has on it.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored.
    """
    with in_plain_words(language):
        from workbench.analysis.influence import influences
        from workbench.prepare_cycle import prepare
        from workbench.views.method_sections import influence as shown

        prepared = prepare(Path(parameters_file))
        card, root = prepared.score(), prepared.framework.root.code
        framework = prepared.framework.with_weights(card.weights)
        found = influences(framework, card.normalised, card.scores)
        of_root = found[(found["node"] == root) & (found["among"] == "children")].reset_index(drop=True)
        return shown(of_root, names_in(prepared, language), Language(language))


def rank_certainty(parameters_file: str | Path, *, spread: float = 0.25, language: str = "id") -> Block:
    """Return between which ranks shaken weights put every subject, and which ranks any weights in bounds could give.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle; weights are drawn as its ``robustness`` says, with its seed.
    spread : float
        For the best and the worst rank, every share may move by so much of itself.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored; or when it has other than weighted means, or missing values.
    """
    with in_plain_words(language):
        import numpy as np

        from workbench.analysis.acceptability import rank_acceptability
        from workbench.analysis.drawn_scores import DrawnScores
        from workbench.analysis.rank_bounds import rank_bounds
        from workbench.analysis.robustness import rank_intervals
        from workbench.analysis.weight_draws import bounds_around, draw_weights
        from workbench.prepare_cycle import prepare
        from workbench.views.certainty_sections import certainty
        from workbench.views.selection import how_shaken

        prepared, words = prepare(Path(parameters_file)), Language(language)
        card, robustness = prepared.score(), prepared.parameters.robustness
        framework, decimals = prepared.framework.with_weights(card.weights), prepared.parameters.ranking.decimals
        weights = draw_weights(framework, robustness, rng=np.random.default_rng(prepared.parameters.seed))
        drawn = DrawnScores(framework=framework, weights=weights, normalised=card.normalised)
        extremes = rank_bounds(framework, card.normalised, bounds=bounds_around(framework, spread)).ranks
        found = rank_intervals(drawn, decimals=decimals).assign(
            rank=card.ranks,
            first=rank_acceptability(drawn, decimals=decimals, first_ranks=1).ranks[1],
            best=extremes["best"],
            worst=extremes["worst"],
        )
        within = words.text("every share moves by up to {spread} of itself", spread=words.percent(spread))
        how = how_shaken(robustness.weights, robustness.spread, words)
        return certainty(found, names_in(prepared, language), words, how=how, within=within)


def swaps(parameters_file: str | Path, *, top: int = 3, language: str = "id") -> Block:
    """Return which change of one weight makes neighbours swap, and how far weights can move until the first change.

    Parameters
    ----------
    parameters_file : str or Path
        The cycle.
    top : int
        Of how many subjects at the top the composition is to stay the same.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        Whatever stops this cycle from being scored.
    """
    with in_plain_words(language):
        from workbench.analysis.method_grid import settled
        from workbench.analysis.swaps import stability_intervals, swap_thresholds
        from workbench.prepare_cycle import prepare
        from workbench.views.certainty_sections import swaps as shown

        prepared = prepare(Path(parameters_file))
        policy = settled(prepared.evaluation)
        found = swap_thresholds(policy.framework, policy.normalised)
        stable = stability_intervals(policy.framework, policy.normalised, top=top)
        return shown(found, stable, names_in(prepared, language), Language(language), top=top)


def validate_audit(
    question: str, places: Mapping[str, Mapping[str, Any]], *, trials: int = 25, seed: int = 2025, language: str = "id"
) -> Block:
    """Return how often a statistic of the audit is right about invented places whose truth is known.

    Parameters
    ----------
    question : {'group_gaps', 'severities', 'severities_in_logits', 'unit_means', 'unit_distributions'}
        What is tried; see the functions of `workbench.fairness.validation`.
    places : mapping
        Name of a place to the arguments of `workbench.analysis.simulated_evaluation.simulate_evaluation` that make it.
    trials : int
        How often each place is invented anew.
    seed : int
        The same seed gives the same table.
    language : {'id', 'en'}
        Of the words and numbers.

    Raises
    ------
    WorkbenchError
        When there is no such question or argument, or when a place cannot be made.
    """
    with in_plain_words(language):
        import numpy as np

        from workbench.fairness.validation import validate
        from workbench.views.validation_sections import validated

        analysis = _analysis(question, np.random.default_rng([seed, 1]))
        found = {
            name: validate(_place(name, made_of), analysis, rng=np.random.default_rng(seed), trials=trials)
            for name, made_of in places.items()
        }
        return validated(found, question, Language(language))


def _analysis(question: str, rng: np.random.Generator) -> Analysis:
    from functools import partial

    from workbench.fairness import validation
    from workbench.model.catalogue import nearest_name
    from workbench.views.validation_sections import QUESTIONS

    if question not in QUESTIONS:
        template = message("unknown question '{name}'; did you mean: {near}?")
        raise ScoringError([fault("", template, name=question, near=nearest_name(question, QUESTIONS))])
    if question == "unit_distributions":
        return partial(validation.unit_distributions, rng=rng)
    analysis: Analysis = getattr(validation, question)
    return analysis


def _place(name: str, made_of: Mapping[str, Any]) -> Simulation:
    """Return what invents the place, after trying it once: a place that cannot be made must say so under its name."""
    import numpy as np

    from workbench.analysis.simulated_evaluation import SimulatedEvaluation, simulate_evaluation

    def simulate(rng: np.random.Generator) -> SimulatedEvaluation:
        return simulate_evaluation(rng, **made_of)

    try:
        simulate(np.random.default_rng(0))
    except (TypeError, ValueError) as error:
        raise ScoringError([fault(name, "{reason}", reason=str(error))]) from None
    return simulate
