"""From names in the parameters file to the things they name. Names fail here, before any data is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from workbench.errors import Fault, ParametersError, Path, Words, fault, message
from workbench.model.catalogue import Catalogue, nearest_name
from workbench.model.framework import Framework, Leaf, Node, Predicate
from workbench.model.indicator import Indicator
from workbench.model.methods import AggregationMethod, NormalisationMethod, WeightingMethod
from workbench.model.parameters import (
    BandsField,
    BandsFromRules,
    Dimension,
    FrameworkParameters,
    IndicatorUse,
    Method,
    Parameters,
)
from workbench.model.rules import Band, Bands, PredicateRule, RulePack, Rules
from workbench.model.validation import faults_in, option_keys
from workbench.scoring.declared import declared_indicator

GIVEN = "given"
"""The weighting that leaves the weights as the parameters file writes them."""

_SUBJECTS = {"unit": message("units"), "employee": message("employees")}


def resolve(parameters: Parameters, catalogue: Catalogue) -> tuple[Framework, Rules]:
    """Return the framework and the rules that `parameters` name.

    Raises
    ------
    ParametersError
        With every name that leads nowhere and every choice that cannot work; `where` is a path of keys.
    """
    resolver = _Resolver(parameters, catalogue)
    framework = resolver.framework()
    ParametersError.raise_if(_distinct(resolver.faults))
    assert framework is not None  # without faults every part was resolved
    return framework, resolver.rules


@dataclass
class _Resolver:
    parameters: Parameters
    catalogue: Catalogue
    faults: list[Fault] = field(default_factory=list)
    rules: Rules = field(init=False)
    indicators: Mapping[str, Indicator] = field(init=False)
    seen: dict[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rules = Rules(packs=tuple(self._rule_packs()))
        self.indicators = {**self.catalogue.indicators, **self._declared()}
        self._check_tables()

    def framework(self) -> Framework | None:
        tree = self.parameters.framework
        root = self._node(tree.code, tree, ("framework",), tree)
        predicate = self._predicate()
        return Framework(root=root, predicate=predicate) if root else None

    # --- rules, declared indicators, tables ---------------------------------------------------------------------

    def _rule_packs(self) -> Iterable[RulePack]:
        start = self.parameters.period.start
        for place, code in enumerate(self.parameters.rules):
            pack = self.catalogue.rule_packs.get(code)
            if pack is None:
                self._unknown(("rules", place), message("rule pack"), code, self.catalogue.rule_packs)
            elif pack.valid_from > start or (pack.valid_to is not None and pack.valid_to < start):
                self._fault(
                    ("rules", place),
                    "rule pack '{code}' is in force from {first} to {last}; the cycle starts on {start}; name the one "
                    "that was in force then, or correct the period",
                    code=code,
                    first=pack.valid_from,
                    last=pack.valid_to or "…",
                    start=start,
                )
            else:
                yield pack

    def _declared(self) -> Mapping[str, Indicator]:
        declared = {}
        for code, each in self.parameters.declare.items():
            if code in self.catalogue.indicators:
                origin = self.catalogue.origins[f"indicator:{code}"]
                self._fault(
                    ("declare", code),
                    "'{code}' is already an indicator of plugin {origin}; give yours another name",
                    code=code,
                    origin=origin.name,
                )
            self._known_table(("declare", code, "table"), each.table)
            declared[code] = declared_indicator(code, each, self.parameters.subjects.kind)
        return declared

    def _check_tables(self) -> None:
        subjects = self.parameters.subjects
        self._known_table(("subjects", "table"), subjects.table)
        formats = {"text", *self.catalogue.identifiers}
        if subjects.key_format not in formats:
            self._unknown(("subjects", "key_format"), message("key format"), subjects.key_format, formats)
        for part, group in (("missing", self.parameters.missing.group), ("peers", self.parameters.peers.group)):
            if group is not None and group not in subjects.groups:
                self._unknown((part, "group"), message("group"), group, subjects.groups)

        for code, log in self.parameters.logs.items():
            self._known_table(("logs", code, "table"), log.table)

    def _known_table(self, path: Path, name: str) -> None:
        if name not in self.parameters.tables:
            self._unknown(path, message("table"), name, self.parameters.tables)

    # --- the tree -----------------------------------------------------------------------------------------------

    def _node(
        self, code: str, given: Dimension | FrameworkParameters, path: Path, tree: FrameworkParameters
    ) -> Node | None:
        self._once(code, path)
        aggregation, settings = self._aggregation(given.aggregation or tree.aggregation, given, path)
        children: list[Node | Leaf | None] = [
            *(self._node(name, each, (*path, "dimensions", name), tree) for name, each in given.dimensions.items()),
            *(self._leaf(name, each, (*path, "indicators", name), tree) for name, each in given.indicators.items()),
        ]
        bands = self._bands(given.bands, (*path, "bands"))
        weighting, weighting_settings = self._weighting(given, path)
        if not children:
            self._fault(path, "'{code}' has neither dimensions nor indicators", code=code)
        found = tuple(child for child in children if child is not None)
        if aggregation is None or len(found) < len(children) or not found:
            return None
        if sum(child.weight for child in found) == 0:
            self._fault(path, "all weights inside '{code}' are 0; at least one must be larger", code=code)
            return None
        self._check_aggregation(aggregation, found, path)
        minimum = given.minimum_coverage if given.minimum_coverage is not None else tree.minimum_coverage
        return Node(
            code=code,
            label=given.label,
            weight=getattr(given, "weight", 1.0),
            aggregation=aggregation,
            settings=settings,
            minimum_coverage=minimum,
            bands=bands,
            children=found,
            weighting=weighting,
            weighting_settings=weighting_settings,
            description=given.description if isinstance(given, Dimension) else None,
        )

    def _leaf(self, code: str, given: IndicatorUse, path: Path, tree: FrameworkParameters) -> Leaf | None:
        indicator = self.indicators.get(code)
        if indicator is None:
            self._unknown(path, message("indicator"), code, self.indicators)
            return None
        self._once(code, path)
        self._check_use(indicator, path)
        options = self._settings(indicator.options, given.options, (*path, "options"), {})
        own = given.normalisation is not None
        normalisation, settings = self._normalisation(
            given.normalisation if own else tree.normalisation, indicator, path if own else ("framework",)
        )
        if normalisation is None or options is None or settings is None:
            return None
        self._check_treatment(given, normalisation, code, path)
        return Leaf(
            indicator=indicator,
            weight=given.weight,
            normalisation=normalisation,
            settings=settings,
            min_cases=given.min_cases,
            target=given.target,
            options=options,
            treatment=given.treatment,
        )

    def _check_use(self, indicator: Indicator, path: Path) -> None:
        kind, start = self.parameters.subjects.kind, self.parameters.period.start
        if kind not in indicator.subject:
            self._fault(
                path,
                "'{code}' measures {measured}, but this cycle scores {scored}",
                code=indicator.code,
                measured=_SUBJECTS[indicator.subject[0]],
                scored=_SUBJECTS[kind],
            )
        elif kind == "employee" and indicator.attribution == "unit":
            self._fault(path, "'{code}' is fair for units only, never for a person", code=indicator.code)
        if indicator.valid_from > start:
            self._fault(
                path,
                "'{code}' is valid for cycles from {first}; this one starts on {start}",
                code=indicator.code,
                first=indicator.valid_from,
                start=start,
            )
        for need in indicator.needs:
            if need.table not in self.parameters.tables:
                self._fault(
                    ("tables",),
                    "indicator '{code}' needs the table '{table}': add it, or rename one of: {known}",
                    code=indicator.code,
                    table=need.table,
                    known=", ".join(sorted(self.parameters.tables)),
                )

    def _check_treatment(self, given: IndicatorUse, method: NormalisationMethod, code: str, path: Path) -> None:
        own = given.treatment is not None
        treatment = given.treatment or self.parameters.treatment
        if treatment.leaves_the_unit and (method.own_unit or not method.relative):
            self._fault(
                (*path, "treatment") if own else ("treatment",),
                "'{treatment}' takes '{code}' out of its own unit, in which '{method}' sets its points; "
                "use winsorise, a relative normalisation, or goalposts with 'scale: log'",
                treatment=treatment.method,
                code=code,
                method=method.code,
            )

    def _once(self, code: str, path: Path) -> None:
        if code in self.seen:
            first = ".".join(map(str, self.seen[code]))
            self._fault(path, "'{code}' is used twice; it already stands at {first}", code=code, first=first)
        self.seen.setdefault(code, path)

    # --- methods ------------------------------------------------------------------------------------------------

    def _normalisation(
        self, given: Method | None, indicator: Indicator, path: Path
    ) -> tuple[NormalisationMethod | None, Any]:
        known = self.catalogue.normalisations
        where = (*path, "normalisation")
        if given is None:
            names = ", ".join(sorted(known))
            self._fault(
                path,
                "'normalisation' is missing, for '{code}' and here; choose one of: {names}",
                code=indicator.code,
                names=names,
            )
            return None, None
        method = known.get(given.method)
        if method is None:
            self._unknown((*where, "method"), message("normalisation"), given.method, known)
            return None, None
        if indicator.polarity not in method.polarities:
            self._fault(
                where,
                "'{method}' cannot treat '{code}', whose polarity is '{polarity}'",
                method=method.code,
                code=indicator.code,
                polarity=indicator.polarity,
            )
            return None, None
        return method, self._settings(method.options, given.settings, where, {"polarity": indicator.polarity})

    def _aggregation(
        self, given: Method, node: Dimension | FrameworkParameters, path: Path
    ) -> tuple[AggregationMethod | None, Any]:
        method = self.catalogue.aggregations.get(given.method)
        if method is None:
            self._unknown((*path, "aggregation"), message("aggregation"), given.method, self.catalogue.aggregations)
            return None, None
        context = {"children": (*node.dimensions, *node.indicators), "counting": _counting_children(node)}
        return method, self._settings(method.options, given.settings, (*path, "aggregation"), context)

    def _weighting(self, given: Dimension | FrameworkParameters, path: Path) -> tuple[WeightingMethod | None, Any]:
        if given.weighting is None or given.weighting.method == GIVEN:
            return None, None
        method = self.catalogue.weightings.get(given.weighting.method)
        if method is None:
            known = [GIVEN, *self.catalogue.weightings]
            self._unknown((*path, "weighting", "method"), message("weighting"), given.weighting.method, known)
            return None, None
        context = {"children": _counting_children(given)}
        return method, self._settings(method.options, given.weighting.settings, (*path, "weighting"), context)

    def _check_aggregation(self, method: AggregationMethod, children: tuple[Node | Leaf, ...], path: Path) -> None:
        if method.most_children is not None and len(children) > method.most_children:
            self._fault(
                path,
                "'{method}' can combine at most {most} children; here are {count}: gather some in a dimension",
                method=method.code,
                most=method.most_children,
                count=len(children),
            )
        unbounded = [code for child in children for code in child.may_leave_bounds]
        if method.needs_bounded and unbounded:
            self._fault(
                path,
                "'{method}' needs values between 0 and 100, which {codes} may leave; normalise indicators by "
                "goalposts, a target or min_max, and combine dimensions by means",
                method=method.code,
                codes=", ".join(unbounded),
            )

    def _settings(self, options: Any, given: Mapping[str, Any], path: Path, context: dict[str, Any]) -> Any:
        try:
            return options.model_validate(dict(given), context=context)
        except ValidationError as error:
            self.faults.extend(faults_in(error, path, known_keys=option_keys(options)))
            return None

    # --- bands and predicate ------------------------------------------------------------------------------------

    def _bands(self, given: BandsField | None, path: Path) -> Bands | None:
        if given is None:
            return None
        if isinstance(given, BandsFromRules):
            bands = self.rules.bands(given.rule)
            if bands is None:
                known = [name for pack in self.rules.packs for name in pack.bands]
                self._unknown((*path, "rule"), message("bands"), given.rule, known)
            return bands
        ordered = sorted(given.items(), key=lambda item: item[1].low)
        try:
            return Bands(bands=tuple(Band(code=code, label=each.label, low=each.low) for code, each in ordered))
        except ValueError:
            self._fault(path, "two bands begin at the same score, or there is none")
            return None

    def _predicate(self) -> Predicate | None:
        given = self.parameters.predicate
        if given is None:
            return None
        rule = self.rules.predicate(given.rule)
        if rule is None:
            known = [name for pack in self.rules.packs for name in pack.predicates]
            self._unknown(("predicate", "rule"), message("predicate rule"), given.rule, known)
            return None
        self._check_predicate_node("rows", given.rows, rule.row_codes, rule)
        self._check_predicate_node("columns", given.columns, rule.column_codes, rule)
        return Predicate(rule=rule, rows=given.rows, columns=given.columns)

    def _check_predicate_node(self, side: str, code: str, wanted: tuple[str, ...], rule: PredicateRule) -> None:
        path = self.seen.get(code)
        part: Any = self._part_at(path) if path and code not in self.indicators else None
        if part is None:
            nodes = [name for name in self.seen if name not in self.indicators]
            self._unknown(("predicate", side), message("dimension"), code, nodes)
            return
        for name in _counting_indicators(part):
            if name in self.indicators and not self.indicators[name].in_predicate:
                self._fault(
                    ("predicate", side),
                    "'{code}' must not enter a predicate: take it out of dimension '{dimension}', or give it weight 0",
                    code=name,
                    dimension=code,
                )
        bands = self.rules.bands(part.bands.rule) if isinstance(part.bands, BandsFromRules) else part.bands
        codes = bands.codes if isinstance(bands, Bands) else tuple(bands or ())
        if set(codes) != set(wanted):
            self._fault(
                ("predicate", side),
                "the matrix needs the bands {wanted} on dimension '{code}'; it has {found}",
                wanted=", ".join(wanted),
                code=code,
                found=", ".join(codes) or "-",
            )

    def _part_at(self, path: Path) -> Any:
        part: Any = self.parameters
        for step in path:
            part = part[step] if isinstance(part, Mapping) else getattr(part, str(step))
        return part

    # --- faults -------------------------------------------------------------------------------------------------

    def _fault(self, path: Path, template: str, **values: Any) -> None:
        self.faults.append(fault(path, template, **values))

    def _unknown(self, path: Path, what: Words, name: str, known: Iterable[str]) -> None:
        self.faults.append(
            fault(
                path,
                "unknown {what} '{name}'; did you mean: {nearest}?",
                what=what,
                name=name,
                nearest=nearest_name(name, known) or "-",
            )
        )


def _counting_children(node: Dimension | FrameworkParameters) -> tuple[str, ...]:
    parts: dict[str, Dimension | IndicatorUse] = {**node.dimensions, **node.indicators}
    return tuple(code for code, part in parts.items() if part.weight > 0)


def _counting_indicators(part: Dimension | FrameworkParameters) -> Iterable[str]:
    yield from (code for code, use in part.indicators.items() if use.weight > 0)
    for dimension in part.dimensions.values():
        if dimension.weight > 0:
            yield from _counting_indicators(dimension)


def _distinct(faults: Iterable[Fault]) -> list[Fault]:
    """Drop repetitions: a setting that several indicators inherit is wrong once, not once for each."""
    return list(
        {(each.where, each.template, tuple(sorted(each.values.items(), key=str))): each for each in faults}.values()
    )
