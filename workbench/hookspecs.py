"""The hooks a plugin may implement. Each takes no argument and returns a list of frozen declarations."""

from __future__ import annotations

import pluggy

from workbench.model.fairness import FairnessCheck
from workbench.model.indicator import IdentifierFormat, Indicator
from workbench.model.methods import Method
from workbench.model.place import Place
from workbench.model.rules import RulePack
from workbench.model.table_formats import TableFormat

hookspec = pluggy.HookspecMarker("workbench")
hookimpl = pluggy.HookimplMarker("workbench")


@hookspec
def workbench_indicators() -> list[Indicator]:  # type: ignore[empty-body]
    """Indicators: what can be measured.

    Each is declared once, with its label, unit, polarity, the tables and columns it needs, its reference and the
    function that measures it. The parameters file decides which of them count, and how much. Codes must be unique
    over all plugins.
    """


@hookspec
def workbench_methods() -> list[Method]:  # type: ignore[empty-body]
    """Methods: how values are normalised, how a node weighs its children and how it combines them.

    The built-in ones come in through this same hook. A method names its settings as a class, so that a parameters
    file is checked before any data is read.
    """


@hookspec
def workbench_fairness_checks() -> list[FairnessCheck]:  # type: ignore[empty-body]
    """Checks of fairness: questions that the audit of a cycle asks, each with what it found.

    A check sees the scores, groups, ratings and rules of a cycle and returns its findings with sizes, intervals and
    verdicts; what is too few stays, as too few. It changes nothing. The built-in ones come in through this same hook.
    """


@hookspec
def workbench_rule_packs() -> list[RulePack]:  # type: ignore[empty-body]
    """Rule packs: one regulation's bands, matrices and values as dated data, each with citation and confidence.

    A later regulation is a new pack; an old cycle keeps naming the old one and so recomputes under it.
    """


@hookspec
def workbench_identifiers() -> list[IdentifierFormat]:  # type: ignore[empty-body]
    """Identifier formats: personal numbers that are checked as text and replaced by a keyed pseudonym on the way in.

    The code of a format can be used as the kind of a column and as ``subjects.key_format``.
    """


@hookspec
def workbench_table_formats() -> list[TableFormat]:  # type: ignore[empty-body]
    """Table formats: how a well-known system writes its exports, as data.

    Each names the headers of its columns and what the codes in them stand for, so that ``format: siasn-skp22`` under a
    table of the parameters file replaces a mapping by hand. A format reads nothing and repairs nothing: a code that it
    does not list is a fault.
    """


@hookspec
def workbench_places() -> list[Place]:  # type: ignore[empty-body]
    """Places: made-up people, units and registers of any size, with their parameters files.

    ``workbench simulate`` writes them to a folder, together with the truth they were drawn from (how well units and
    people do, how severe raters are), so that a claim about fairness can be tested before it meets real people.
    """
