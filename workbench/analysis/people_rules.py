"""From the names in the parts about people to the rules they name. Names fail here, before any data is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.errors import Fault, ParametersError, Path, Words, fault, message
from workbench.model.catalogue import nearest_name
from workbench.model.distribution import DistributionRule
from workbench.model.framework import Framework
from workbench.model.labels import Label
from workbench.model.parameters import Parameters
from workbench.model.people import ObjectionTerms, PeopleRules
from workbench.model.rules import Cited, Rules
from workbench.model.working_days import WorkingDays

_OF_PREDICATES = ("organisation", "objections")
_OF_EMPLOYEES = ("organisation", "exemptions", "placements")


def resolve_people(parameters: Parameters, framework: Framework, rules: Rules) -> PeopleRules:
    """Return the rules about people that `parameters` name.

    Raises
    ------
    ParametersError
        With every name that leads nowhere and every part that cannot work; `where` is a path of keys.
    """
    resolver = _Resolver(parameters, framework, rules)
    found = resolver.people_rules()
    ParametersError.raise_if(resolver.faults)
    return found


@dataclass
class _Resolver:
    parameters: Parameters
    framework: Framework
    rules: Rules
    faults: list[Fault] = field(default_factory=list)

    def people_rules(self) -> PeopleRules:
        self._check_parts()
        self._check_guidance()
        predicate = self.framework.predicate
        predicates = dict(predicate.rule.predicates) if predicate else {}
        exemptions, cited = self._exemptions()
        return PeopleRules(
            order=tuple(predicates),
            predicates=predicates,
            organisation=self._organisation_labels(),
            distribution=self._distribution(tuple(predicates)),
            exemptions=exemptions,
            exemptions_cited=cited,
            terms=self._terms(),
        )

    def _check_parts(self) -> None:
        given = self.parameters
        present = [part for part in (*_OF_PREDICATES, *_OF_EMPLOYEES) if getattr(given, part) is not None]
        if given.predicate is None:
            for part in dict.fromkeys(present):
                if part in _OF_PREDICATES:
                    self._fault((part,), "'{part}' is about predicates; this cycle has no 'predicate:'", part=part)
        if given.subjects.kind != "employee":
            for part in dict.fromkeys(present):
                if part in _OF_EMPLOYEES:
                    self._fault(
                        (part,), "'{part}' is for cycles that score employees; this one scores units", part=part
                    )
        if given.placements is not None and given.organisation is None:
            self._fault(("placements",), "'placements' says which unit judges whom, which needs 'organisation:'")
        if given.organisation is not None and given.organisation.unit not in given.subjects.groups:
            self._unknown(("organisation", "unit"), message("group"), given.organisation.unit, given.subjects.groups)

    def _check_guidance(self) -> None:
        leaves = {leaf.code for leaf in self.framework.leaves}
        banded = {node.code: node.bands for node in self.framework.nodes if node.bands is not None}
        for node, guidance in self.parameters.guidance.items():
            bands = banded.get(node)
            if bands is None:
                self._unknown(("guidance", node), message("dimension with bands"), node, banded)
                continue
            for rating, bounds in guidance.ratings.items():
                where: Path = ("guidance", node, "ratings", rating)
                if rating not in bands.codes:
                    self._unknown(where, message("band"), rating, bands.codes)
                for indicator in bounds:
                    if indicator not in leaves:
                        self._unknown((*where, indicator), message("indicator of the framework"), indicator, leaves)

    def _organisation_labels(self) -> Mapping[str, Label]:
        if self.parameters.organisation is None:
            return {}
        name, where = self.parameters.organisation.names, ("organisation", "names")
        return self._labels(self._cited(name, where), name, where)

    def _distribution(self, order: tuple[str, ...]) -> DistributionRule | None:
        given = self.parameters.organisation
        if given is None:
            return None
        limits = self._cited(given.limits, ("organisation", "limits"))
        smallest = self._whole_number(given.smallest, ("organisation", "smallest"))
        if limits is None:
            return None
        try:
            rule = DistributionRule.of(
                limits.value,
                name=given.limits,
                reference=limits.reference,
                confidence=limits.confidence,
                smallest=int(smallest.value) if smallest else 1,
            )
        except ParametersError as error:
            self.faults.extend(error.faults)
            return None
        self._check_limits(rule, order, given.limits)
        return rule

    def _check_limits(self, rule: DistributionRule, order: tuple[str, ...], name: str) -> None:
        where: Path = ("organisation", "limits")
        if order and (strangers := rule.strangers(order)):
            self._fault(
                where,
                "'{name}' limits the predicates {strangers}, which the predicate rule does not know; it has {known}",
                name=name,
                strangers=", ".join(strangers),
                known=", ".join(order),
            )
        absent = [code for code in self._organisation_labels() if code not in rule.limits]
        if absent:
            self._fault(
                where, "'{name}' has no limits for units that are {absent}", name=name, absent=", ".join(absent)
            )

    def _exemptions(self) -> tuple[Mapping[str, Label], Cited | None]:
        given = self.parameters.exemptions
        if given is None:
            return {}, None
        where: Path = ("exemptions", "reasons")
        cited = self._cited(given.reasons, where)
        return self._labels(cited, given.reasons, where), cited

    def _terms(self) -> ObjectionTerms | None:
        given = self.parameters.objections
        if given is None:
            return None
        submission = self._whole_number(given.submission_days, ("objections", "submission_days"))
        decision = self._whole_number(given.decision_days, ("objections", "decision_days"))
        week = self._cited(given.week, ("objections", "week"))
        if submission is None or decision is None or week is None:
            return None
        calendar = WorkingDays.named(self.rules, week=given.week, holidays=given.holidays)
        if not calendar.years:
            self._fault(
                ("objections", "holidays"),
                "no rule pack listed under rules: holds a list of holidays called '{name}' and a year",
                name=given.holidays,
            )
        return ObjectionTerms(submission=submission, decision=decision, calendar=calendar)

    def _cited(self, name: str, where: Path) -> Cited | None:
        known = {each: cited for pack in self.rules.packs for each, cited in pack.values.items()}
        if name not in known:
            self._fault(
                where,
                "no rule pack listed under rules: holds '{name}'; nearest: {nearest}",
                name=name,
                nearest=nearest_name(name, known) or "-",
            )
        return known.get(name)

    def _whole_number(self, name: str, where: Path) -> Cited | None:
        cited = self._cited(name, where)
        if cited is not None and (not isinstance(cited.value, int) or cited.value < 1):
            self._fault(
                where, "'{name}' must be a whole number of at least 1; it is {value!r}", name=name, value=cited.value
            )
            return None
        return cited

    def _labels(self, cited: Cited | None, name: str, where: Path) -> Mapping[str, Label]:
        if cited is None:
            return {}
        try:
            return {str(code): Label(id=words["id"], en=words["en"]) for code, words in cited.value.items()}
        except (AttributeError, TypeError, KeyError, ValueError):
            self._fault(where, "'{name}' must give each code a name {{id: …, en: …}}", name=name)
            return {}

    def _fault(self, path: Path, template: str, **values: Any) -> None:
        self.faults.append(fault(path, template, **values))

    def _unknown(self, path: Path, what: Words, name: str, known: Iterable[str]) -> None:
        self._fault(
            path,
            "unknown {what} '{name}'; did you mean: {nearest}?",
            what=what,
            name=name,
            nearest=nearest_name(name, known) or "-",
        )
