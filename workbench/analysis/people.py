"""People, units, decisions and objections of one cycle, put together from its tables and its scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from workbench.analysis.decisions import Decided, code_of, decide
from workbench.analysis.distribution import check_distributions
from workbench.analysis.guidance import beside_guidance
from workbench.analysis.objections import deadlines_of
from workbench.analysis.placements import Judging, judging_units
from workbench.errors import Fault, InputError, fault
from workbench.model.catalogue import nearest_name
from workbench.model.distribution import DistributionCheck
from workbench.model.framework import Framework
from workbench.model.labels import Label
from workbench.model.parameters import Parameters
from workbench.model.people import COLUMNS, People, PeopleRules, empty
from workbench.model.people_tables import PREDICATE, Records
from workbench.model.results import Scorecard
from workbench.model.strict import Period

PARTS = ("organisation", "exemptions", "placements", "guidance", "adjustments", "objections")


def exempt_subjects(
    parameters: Parameters, rules: PeopleRules, records: Mapping[str, Records]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Return ``exempt`` (code of the reason) and ``exempt_source`` of those who are not evaluated, and faults.

    Parameters
    ----------
    parameters, rules : Parameters, PeopleRules
        Where exemptions stand, and which reasons there are.
    records : mapping
        Rows by part of the parameters file.
    """
    if parameters.exemptions is None:
        return pd.DataFrame({"exempt": [], "exempt_source": []}, dtype="str"), []
    given = records["exemptions"]
    column = parameters.exemptions.column or "reason"
    rows = given.rows[given.rows[column].notna()]
    codes = rows[column].map(lambda written: code_of(str(written), rules.exemptions), na_action="ignore")
    faults = [
        fault(
            given.where,
            "row {row}: '{reason}' is no reason for exemption; nearest: {nearest}",
            row=row,
            reason=rows.at[row, column],
            nearest=nearest_name(str(rows.at[row, column]), rules.exemptions),
        )
        for row in codes.index[codes.isna()]
    ]
    source = rows["source"] if "source" in rows else pd.Series(pd.NA, index=rows.index, dtype="str")
    found = pd.DataFrame({"exempt": codes.to_numpy(), "exempt_source": source.to_numpy()}, dtype="str")
    return found.set_axis(rows[parameters.subjects.key].tolist(), axis=0), faults


def people_of(
    parameters: Parameters,
    framework: Framework,
    rules: PeopleRules,
    records: Mapping[str, Records],
    *,
    subjects: pd.DataFrame,
    exempt: pd.DataFrame,
    values: pd.DataFrame,
    scorecard: Scorecard,
) -> People | None:
    """Return what the cycle knows about people; None where its parameters file has no part about them.

    Parameters
    ----------
    parameters, framework, rules
        The cycle with its names resolved.
    records : mapping
        Rows by part of the parameters file.
    subjects : DataFrame
        Everyone, with group columns.
    exempt : DataFrame
        See `exempt_subjects`.
    values : DataFrame
        Measured values, for the guidance.
    scorecard : Scorecard
        What was computed.

    Raises
    ------
    InputError
        With every row that cannot be right, all tables at once.
    """
    parts = [part for part in PARTS if getattr(parameters, part)]
    if not parts:
        return None
    gathering = _Gathering(parameters, framework, rules, records, subjects, exempt, scorecard)
    units, judging = gathering.units(), gathering.judging()
    decided, objections = gathering.decided(), gathering.objections()
    InputError.raise_if(gathering.faults)
    status = gathering.status(judging, decided)
    computed = status["predicate"], status["predicate_final"]
    checks = {
        stage: gathering.checks(predicates, judging, units)
        for stage, predicates in zip(("computed", "final"), computed, strict=True)
    }
    return People(
        status=status,
        placements=judging.placements,
        units=units,
        guidance=beside_guidance(values, scorecard.bands, parameters.guidance, exempt=frozenset(exempt.index)),
        adjustments=decided.record,
        objections=objections,
        checks=checks,
        facts=facts_of(parameters, rules, parts),
    )


class _Gathering:
    """The tables of one cycle, read part by part; faults gather until all parts have been read."""

    def __init__(
        self,
        parameters: Parameters,
        framework: Framework,
        rules: PeopleRules,
        records: Mapping[str, Records],
        subjects: pd.DataFrame,
        exempt: pd.DataFrame,
        scorecard: Scorecard,
    ) -> None:
        self.parameters, self.framework, self.rules, self.records = parameters, framework, rules, records
        self.subjects, self.exempt, self.scorecard = subjects, exempt, scorecard
        self.faults: list[Fault] = []

    def units(self) -> pd.DataFrame:
        """Return the units with their organisational predicate: this year's, or last year's where it is late."""
        given = self.parameters.organisation
        if given is None:
            return empty("units")
        records = self.records["organisation"]
        year = given.year or self.parameters.period.end.year
        known = records.rows.assign(code=self._organisation_codes(records))
        if (known["decided_on"].notna()).any():
            known = known[~(known["decided_on"] > pd.Timestamp(self.parameters.evaluated.data_until))]
        tree = self._tree()
        everyone = sorted({*known["unit"], *tree["unit"], *self.subjects[given.unit].dropna()})
        rows = []
        for unit in everyone:
            found, late = _predicate_of(known[known["unit"] == unit], year, fallback=given.fallback == "previous_year")
            rows.append({"unit": unit, "late": late, **found})
        table = pd.DataFrame(rows).astype({"year": "Int64"}).merge(tree, on="unit", how="left")
        return table.assign(label=table["label"].fillna(table["unit"]))[list(COLUMNS["units"])]

    def _organisation_codes(self, records: Records) -> pd.Series:
        written = records.rows["predicate"]
        codes = written.map(lambda text: code_of(str(text), self.rules.organisation), na_action="ignore")
        for row in written.index[written.notna() & codes.isna()]:
            self.faults.append(
                fault(
                    records.where,
                    "row {row}: '{predicate}' is no organisational predicate; nearest: {nearest}",
                    row=row,
                    predicate=written[row],
                    nearest=nearest_name(str(written[row]), self.rules.organisation),
                )
            )
        return codes

    def _tree(self) -> pd.DataFrame:
        columns = ["unit", "label", "parent"]
        if "organisation.units" not in self.records:
            return pd.DataFrame({column: [] for column in columns}, dtype="str")
        records = self.records["organisation.units"]
        self.faults.extend(_tree_faults(records))
        return records.rows[columns].reset_index(drop=True)

    def judging(self) -> Judging:
        """Return which unit judges whom."""
        given = self.parameters
        if given.organisation is None:
            nobody = pd.Series(pd.NA, index=self.subjects.index, dtype="str")
            return Judging(units=nobody, because=nobody, placements=empty("placements"))
        found = judging_units(
            self.subjects[given.organisation.unit],
            self.records.get("placements"),
            given.placements.kinds if given.placements else {},
            given.evaluated,
            key=given.subjects.key,
        )
        self.faults.extend(found.faults)
        self.faults.extend(self._unknown_units())
        return found

    def _unknown_units(self) -> Iterator[Fault]:
        given = self.parameters.organisation
        if given is None or "placements" not in self.records:
            return
        tree = self.records["organisation.units"].rows["unit"] if given.units else pd.Series(dtype="str")
        known = {*self.subjects[given.unit].dropna(), *self.records["organisation"].rows["unit"], *tree}
        placed = self.records["placements"]
        for row, unit in placed.rows["unit"].items():
            if unit not in known:
                yield fault(
                    placed.where,
                    "row {row}: unknown unit '{unit}'; nearest: {nearest}; correct it, or give the unit a row in the "
                    "table of units",
                    row=row,
                    unit=unit,
                    nearest=nearest_name(str(unit), known),
                )

    def decided(self) -> Decided:
        """Return what stands after all decisions."""
        given = self.parameters
        cycle = given.evaluated
        window = given.adjustments.window if given.adjustments else None
        labels: dict[str, Mapping[str, Label]] = {
            node.code: {band.code: band.label for band in node.bands.bands}
            for node in self.framework.nodes
            if node.bands is not None
        }
        if self.rules.predicates:
            labels[PREDICATE] = self.rules.predicates
        found = decide(
            self.scorecard.bands,
            self.scorecard.predicates,
            self.scorecard.scores,
            adjustments=self.records.get("adjustments"),
            objections=self.records.get("objections"),
            words=given.objections.words if given.objections else {},
            key=given.subjects.key,
            labels=labels,
            predicate=self.framework.predicate,
            exempt=frozenset(self.exempt.index),
            window=window or Period(start=cycle.start, end=cycle.data_until),
        )
        self.faults.extend(found.faults)
        return found

    def objections(self) -> pd.DataFrame:
        """Return the objections with their deadlines."""
        if self.parameters.objections is None or self.rules.terms is None:
            return empty("objections")
        records, words = self.records["objections"], self.parameters.objections.words
        try:
            found = deadlines_of(records, self.rules.terms, data_until=self.parameters.evaluated.data_until)
        except InputError as error:  # a year without holidays: told together with the faults of the rows
            self.faults.extend(error.faults)
            return empty("objections")
        self.faults.extend(found.faults)
        if found.faults or records.rows.empty:
            return empty("objections")
        table = records.rows.join(found.table).rename(columns={self.parameters.subjects.key: "subject"})
        codes = {
            name: table[name].map(lambda text: code_of(str(text), self.rules.predicates), na_action="ignore")
            for name in ("from", "to")
        }
        days = {
            name: table[name].dt.strftime("%Y-%m-%d")
            for name in ("received_on", "submitted_on", "submission_due", "decision_due", "decided_on")
        }
        table = table.assign(**codes, **days, decision=table["decision"].map(dict(words)))
        return table[list(COLUMNS["objections"])].reset_index(drop=True)

    def status(self, judging: Judging, decided: Decided) -> pd.DataFrame:
        """Return everyone with the unit that judges, the exemption, and predicates computed and final."""
        ratings = decided.ratings.add_prefix("rating_")
        status = pd.DataFrame(
            {
                "unit": judging.units,
                "because": judging.because,
                "exempt": self.exempt["exempt"].reindex(self.subjects.index),
                "exempt_source": self.exempt["exempt_source"].reindex(self.subjects.index),
                "predicate": self.scorecard.predicates,
                "predicate_final": decided.predicates,
            },
            index=self.subjects.index,
        )
        return status.join([ratings, decided.scores.add_prefix("score_")])

    def checks(self, predicates: pd.Series, judging: Judging, units: pd.DataFrame) -> tuple[DistributionCheck, ...]:
        """Return the distribution of `predicates` against the limits, unit by unit, without those exempt."""
        if self.rules.distribution is None:
            return ()
        evaluated = predicates.index.difference(self.exempt.index)
        known = units[units["predicate"].notna()]
        above = units[units["parent"].notna()]
        return check_distributions(
            predicates[evaluated],
            judging.units[evaluated],
            order=self.rules.order,
            organisation=dict(zip(known["unit"], known["predicate"], strict=True)),
            rule=self.rules.distribution,
            parents=dict(zip(above["unit"], above["parent"], strict=True)),
        )


def _predicate_of(rows: pd.DataFrame, year: int, *, fallback: bool) -> tuple[dict[str, Any], bool]:
    """Return the predicate of one unit with its year and source, and whether this year's is late."""
    for wanted in (year, year - 1) if fallback else (year,):
        found = rows[(rows["year"] == wanted) & rows["code"].notna()]
        if len(found):
            row = found.iloc[0]
            return {"predicate": row["code"], "year": wanted, "source": row["source"]}, wanted != year
    return {"predicate": None, "year": None, "source": None}, True


def _tree_faults(records: Records) -> Iterator[Fault]:
    rows = records.rows
    above = dict(zip(rows["unit"], rows["parent"], strict=True))
    for row, unit, parent in zip(rows.index, rows["unit"], rows["parent"], strict=True):
        if pd.notna(parent) and parent not in above:
            yield fault(
                records.where,
                "row {row}: the unit above '{unit}' is '{parent}', which has no row; nearest: {nearest}",
                row=row,
                unit=unit,
                parent=parent,
                nearest=nearest_name(str(parent), map(str, above)),
            )
            continue
        seen = [unit]
        while pd.notna(above.get(seen[-1])) and len(seen) <= len(above):
            seen.append(above[seen[-1]])
        if len(seen) > len(above):
            yield fault(records.where, "row {row}: '{unit}' stands above itself", row=row, unit=unit)


def facts_of(parameters: Parameters, rules: PeopleRules, parts: list[str]) -> dict[str, Any]:
    """Return, in plain values, what a report says about the rules on people."""
    distribution, terms, given = rules.distribution, rules.terms, parameters.organisation
    return {
        "parts": parts,
        "order": list(rules.order),
        "organisation": {code: _label(label) for code, label in rules.organisation.items()},
        "year": None if given is None else given.year or parameters.period.end.year,
        "limits": None
        if distribution is None
        else {
            "reference": distribution.reference,
            "confidence": distribution.confidence,
            "smallest": distribution.smallest,
        },
        "exemptions": {code: _label(label) for code, label in rules.exemptions.items()},
        "exemptions_reference": rules.exemptions_cited.reference if rules.exemptions_cited else None,
        "guidance": {node: each.reference for node, each in parameters.guidance.items()},
        "deadlines": None
        if terms is None
        else {"submission": asdict(terms.submission), "decision": asdict(terms.decision)},
    }


def _label(label: Label) -> dict[str, str]:
    return {"id": label.id, "en": label.en}
