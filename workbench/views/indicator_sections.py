"""Sections of the cycle report about the measurements: how each indicator was measured, and from which data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.errors import message
from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import charts, histograms, selection, tables
from workbench.views.blocks import Block, definitions, folded, kept_together, paragraph, subheading

MOST_REASONS = 40


def indicators(run: Run, language: Language) -> Block:
    """Return, for every indicator, what it counts, by which rule, and the value of every subject."""
    finding = language.text("{count} indicators, each with its rule and every subject's value.", count=len(run.leaves))
    parts = tuple(_one_indicator(run, code, language) for code in run.leaves)
    return Block(language.text("How was each indicator measured?"), finding, parts, "indicators")


def _one_indicator(run: Run, code: str, language: Language) -> str:
    leaf = run.leaves[code]
    finding = _indicator_sentence(run, code, language)
    head = kept_together(
        subheading(selection.words(leaf["label"], language), f"indicator-{code}"),
        paragraph(selection.words(leaf["description"], language)),
        definitions(indicator_rules(leaf, language)),
        role="rules-of-one",
    )
    chart = charts.Chart(
        _values_chart(run, code, language), f"{finding} {_spread(run, code, language)}", finding
    ).html()
    details = folded(language.text("The same numbers as a table"), _values_table(run, code, language))
    return head + chart + details


def indicator_rules(leaf: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return how an indicator counts, term by term."""
    better = {
        "higher": language.text("higher is better"),
        "lower": language.text("lower is better"),
        "target": language.text("the closer to the target, the better"),
    }
    chosen = {name: value for name, value in leaf["options"].items() if value not in (None, {}, [], "")}
    said = leaf.get("option_labels", {})  # runs of earlier versions have none
    settings = "; ".join(f"{_word(name, said, language)}: {_setting(chosen[name], said, language)}" for name in chosen)
    target = "" if leaf["target"] is None else selection.exact_text(leaf["target"], language)
    fewest = language.text("{count} cases; with fewer there is no value", count=leaf["min_cases"])
    return [
        (language.text("Measured in"), f"{selection.unit_text(leaf, language)}; {better[leaf['polarity']]}"),
        (language.text("Weight"), selection.weight_text(float(leaf["effective_weight"]), language)),
        (language.text("Transformed first"), _transformation_rule(leaf, language)),
        (language.text("Points"), points_rule(leaf, language)),
        (language.text("Target"), target),
        (language.text("Fewest cases"), fewest if leaf["min_cases"] > 1 else ""),
        (language.text("Settings"), settings),
        (language.text("Reference"), str(leaf["reference"])),
    ]


def _transformation_rule(leaf: Mapping[str, Any], language: Language) -> str:
    """Return the transformation with its numbers, so that a reader can redo it."""
    words = selection.transformation(leaf, language)
    if not words:
        return ""
    said = {name: _precise(value, language) for name, value in leaf["treatment"]["fitted"].items()}
    if leaf["treatment"]["applied"] == "box_cox":
        return f"{words}: (y^{said['power']} − 1) ÷ {said['power']}, y = (x + {said['shift']}) ÷ {said['scale']}"
    if leaf["treatment"]["fitted"]["mirrored"]:
        return f"{words}: −ln({said['high']} + {said['offset']} − x)"
    return f"{words}: ln(x − {said['low']} + {said['offset']})"


def _precise(value: float, language: Language) -> str:
    """Return a number with five significant digits."""
    return language.number(value, max(0, 4 - math.floor(math.log10(abs(value))))) if value else "0"


def _setting(value: Any, said: Mapping[str, Any], language: Language) -> str:
    """Return the value of a setting; words and keys by the names the indicator gives them."""
    if isinstance(value, bool):
        return language.text("yes") if value else language.text("no")
    if isinstance(value, int | float):
        return selection.exact_text(value, language)
    if isinstance(value, dict):
        return ", ".join(f"{_word(key, said, language)} {_setting(value[key], said, language)}" for key in value)
    each = value if isinstance(value, list) else [value]
    return ", ".join(_word(str(word), said, language) for word in each)


def _word(word: str, said: Mapping[str, Any], language: Language) -> str:
    return selection.words(said[word], language) if word in said else word.replace("_", " ")


def points_rule(leaf: Mapping[str, Any], language: Language) -> str:
    """Return how a value becomes points, with the numbers of this cycle where the rule is a straight line."""
    method = selection.words(leaf["normalisation"]["label"], language)
    ends = line_ends(leaf)
    if ends is None:
        return f"{method}: {language.text(leaf['normalisation']['formula'])}"
    if selection.transformation(leaf, language):
        return language.text("{method} of the transformed values", method=method)
    return language.text(
        "{method}: 0 points at {zero}, 100 points at {hundred}",
        method=method,
        zero=selection.exact_text(ends[0], language),
        hundred=selection.exact_text(ends[1], language),
    )


def line_ends(leaf: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return the values that get 0 and 100 points, where the fitted rule is a straight line (also of a logarithm)."""
    fitted = leaf["normalisation"]["fitted"]
    if not fitted.get("slope") or "intercept" not in fitted:
        return None
    zero, hundred = ((points - fitted["intercept"]) / fitted["slope"] for points in (0.0, 100.0))
    if fitted.get("logarithmic"):
        zero, hundred = math.exp(zero), math.exp(hundred)
    return round(zero, 9) + 0.0, round(hundred, 9) + 0.0  # + 0.0: there is no "-0" in a report


def _indicator_sentence(run: Run, code: str, language: Language) -> str:
    leaf, values = run.leaves[code], run.measurements.values[code].dropna()
    if values.empty:
        return language.text("No subject has a value.")
    reached = selection.reaches_target(run, code)
    decimals = selection.decimals_for(values)
    if len(reached):
        return language.text(
            "{reached} of {all} {subjects} with a value reach the target of {target}.",
            reached=language.number(int(reached.sum()), 0),
            all=language.number(len(reached), 0),
            subjects=selection.subjects_word(run, language),
            target=selection.exact_text(leaf["target"], language),
        )
    points = run.scorecard.normalised.loc[values.index, code]
    best = str(points.idxmax())
    value, middle = language.number(values[best], decimals), selection.middle_text(values, language, decimals)
    equal = int((values == values[best]).sum())
    if equal > 1:
        return language.text(
            "{count} {subjects} do best with {value}; of all values, {middle}.",
            count=language.number(equal, 0),
            subjects=selection.subjects_word(run, language),
            value=value,
            middle=middle,
        )
    template = message("{name} does best with {value}; of all values, {middle}.")
    return language.text(template, name=selection.name_of(run, best), value=value, middle=middle)


def _spread(run: Run, code: str, language: Language) -> str:
    values = run.measurements.values[code].dropna()
    decimals = selection.decimals_for(values)
    return language.text(
        "Values range from {low} to {high} ({unit}).",
        low=language.number(values.min() if len(values) else None, decimals),
        high=language.number(values.max() if len(values) else None, decimals),
        unit=selection.unit_text(run.leaves[code], language),
    )


def _best_first(run: Run, code: str) -> pd.Index:
    points = run.scorecard.normalised[code].where(run.measurements.values[code].notna())
    return points.sort_values(ascending=False, kind="stable", na_position="last").index


def _values_chart(run: Run, code: str, language: Language) -> str:
    leaf, values = run.leaves[code], run.measurements.values[code]
    axis = selection.with_unit(leaf, language)
    named = [] if leaf["target"] is None else [(float(leaf["target"]), language.text("target"))]
    if len(values) > selection.MOST_ROWS:
        count = language.text("How many {subjects}", subjects=selection.subjects_word(run, language))
        return histograms.histogram(values, axis=axis, count=count, language=language, lines=named)
    rows = _value_rows(run, code, _best_first(run, code), language)
    columns = {"text": language.text("Value"), "cases": language.text("Cases"), "points": language.text("Points")}
    if not rows["cases"].str.len().any():
        del columns["cases"]
    return charts.dots(rows, axis=axis, columns=columns, language=language, lines=named)


def _value_rows(run: Run, code: str, order: pd.Index, language: Language) -> pd.DataFrame:
    measured = run.measurements
    decimals = selection.decimals_for(measured.values[code])
    return pd.DataFrame(
        {
            "label": [selection.name_of(run, subject) for subject in order],
            "value": measured.values[code][order].to_numpy(),
            "low": measured.low[code][order].to_numpy(),
            "high": measured.high[code][order].to_numpy(),
            "focus": False,
            "text": [language.number(value, decimals) for value in measured.values[code][order]],
            "interval": [
                selection.range_text(
                    measured.low.at[subject, code], measured.high.at[subject, code], language, decimals
                )
                for subject in order
            ],
            "cases": [selection.cases_text(run, subject, code, language) for subject in order],
            "points": [selection.score_text(points, language) for points in run.scorecard.normalised[code][order]],
        }
    )


def _values_table(run: Run, code: str, language: Language) -> str:
    order, _ = selection.ends_of(_best_first(run, code))
    headings = {
        "label": selection.subject_word(run, language),
        "text": language.text("Value"),
        "interval": language.text("Interval (95 %)"),
        "cases": language.text("Cases"),
        "points": language.text("Points"),
    }
    rows = _value_rows(run, code, order, language)
    shown = {column: heading for column, heading in headings.items() if rows[column].str.len().any()}
    return tables.table(rows, name=f"values-{code.replace('_', '-')}", headings=shown)


def data(run: Run, language: Language) -> Block:
    """Return which files were read, how complete they are, and every absent value with its reason."""
    values, inputs = run.measurements.values, run.manifest["inputs"]
    finding = language.text(
        "{files} tables with {rows} rows were read; {present} of {all} values could be measured.",
        files=len(inputs),
        rows=language.number(sum(int(each["rows"]) for each in inputs), 0),
        present=language.number(int(values.notna().to_numpy().sum()), 0),
        all=language.number(values.size, 0),
    )
    parts = (
        _inputs_table(run, language),
        subheading(language.text("How complete are they?")),
        _completeness_table(run, language),
        *_missing_values(run, language),
    )
    return Block(language.text("From which data?"), finding, parts, "data")


def _inputs_table(run: Run, language: Language) -> str:
    rows = pd.DataFrame(
        [
            {
                "table": each["table"],
                "file": each["file"] + (f" [{each['sheet']}]" if each.get("sheet") else ""),
                "rows": language.number(each["rows"], 0),
                "sha256": each["sha256"][:12],
            }
            for each in run.manifest["inputs"]
        ]
    )
    headings = {
        "table": language.text("Table"),
        "file": language.text("File"),
        "rows": language.text("Rows"),
        "sha256": language.text("SHA-256 (first 12)"),
    }
    return tables.table(rows, name="inputs", headings=headings, words={"file", "sha256"}) if len(rows) else ""


def _completeness_table(run: Run, language: Language) -> str:
    measured = run.measurements
    rows = pd.DataFrame(
        [
            {
                "indicator": selection.words(leaf["label"], language),
                "present": language.number(int(measured.values[code].notna().sum()), 0),
                "absent": language.number(int(measured.values[code].isna().sum()), 0),
                "share": language.percent(float(measured.values[code].notna().mean())),
                "cases": selection.count_text(measured.cases[code].sum(min_count=1), language) or "–",
            }
            for code, leaf in run.leaves.items()
        ]
    )
    headings = {
        "indicator": language.text("Indicator"),
        "present": language.text("With a value"),
        "absent": language.text("Without"),
        "share": language.text("Data present"),
        "cases": language.text("Cases in all"),
    }
    return tables.table(rows, name="completeness", headings=headings)


def _missing_values(run: Run, language: Language) -> list[str]:
    missing = run.scorecard.missing
    if missing.empty:
        return [paragraph(language.text("No value is missing."), "note")]
    rows = pd.DataFrame(
        [
            {
                "what": selection.title_of(run, code, language),
                "reason": reason,
                "who": selection.listed(list(names), language),
            }
            for (code, reason), names in _said(run, language).groupby(["code", "reason"], sort=False)["name"]
        ]
    )
    headings = {
        "what": language.text("What is missing"),
        "reason": language.text("Why"),
        "who": selection.subject_word(run, language),
    }
    parts = [subheading(language.text("What is missing, and why?"))]
    parts.append(tables.table(rows.head(MOST_REASONS), name="missing", headings=headings, words={"reason", "who"}))
    if len(rows) > MOST_REASONS:
        text = language.text(
            "{count} further reasons are in the run's table of missing values.", count=len(rows) - MOST_REASONS
        )
        parts.append(paragraph(text, "note"))
    return parts


def _said(run: Run, language: Language) -> pd.DataFrame:
    """Return the absent values with the reason in words and the name of the subject.

    Words are found once for all rows that say the same: there may be a million of them.
    """
    missing = run.scorecard.missing
    alike = missing[["code", "reason"]].assign(number=_number_behind(run), exempt=_exempt_for(run, missing["subject"]))
    same = alike.groupby(["code", "reason", "number", "exempt"], sort=False, dropna=False).ngroup()
    first = missing.groupby(same).head(1)
    texts = [selection.reason_text(run, row.subject, row.code, row.reason, language) for row in first.itertuples()]
    words = pd.Series(texts, index=same[first.index])
    names = run.subjects["label"].reindex(missing["subject"]).to_numpy()
    return missing.assign(reason=same.map(words), name=names)


def _number_behind(run: Run) -> pd.Series:
    """Return for each absent value the number its reason names: the coverage of a node, the cases of an indicator."""
    missing = run.scorecard.missing
    numbers = pd.Series(float("nan"), index=missing.index)
    for code, rows in missing.groupby("code"):
        known = run.scorecard.coverage if code in run.nodes else run.measurements.cases
        numbers[rows.index] = known[code].reindex(rows["subject"]).to_numpy(dtype=float)
    return numbers


def _exempt_for(run: Run, subjects: pd.Series) -> pd.Series:
    if run.people is None:
        return pd.Series("", index=subjects.index)
    return subjects.map(run.people.exempt).fillna("")
