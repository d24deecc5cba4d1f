"""Closing sections of every report: the rules, what to do if you disagree, how to check it, what the words mean."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from workbench.locale import Language
from workbench.model.run import Run
from workbench.views import selection, tables
from workbench.views.blocks import Block, definitions, paragraph, subheading


def rules(run: Run, language: Language) -> Block:
    """Return the regulations that were applied, each with its citation and how sure we are of it."""
    packs = run.manifest["rules"]
    question = language.text("Which rules were applied?")
    if not packs:
        return Block(question, language.text("No rule pack: only the choices of the parameters file."), (), "rules")
    rows = pd.DataFrame(
        [
            {
                "title": selection.words(pack["title"], language),
                "from": selection.day(pack["valid_from"], language),
                "confidence": selection.confidence_text(pack["confidence"], language),
                "reference": f"{pack['reference']} ({pack['code']})",
            }
            for pack in packs
        ]
    )
    headings = {
        "title": language.text("Rule"),
        "from": language.text("In force from"),
        "confidence": language.text("How sure"),
        "reference": language.text("Reference"),
    }
    finding = language.text("{count} rule packs, each with its source.", count=len(packs))
    table = tables.table(rows, name="rules", headings=headings, words={"from", "confidence", "reference"})
    return Block(question, finding, (table, *_predicate_note(run, language)), "rules")


def _predicate_note(run: Run, language: Language) -> list[str]:
    if run.predicate is None:
        return []
    text = language.text(
        "The predicate follows from {rows} and {columns} by the matrix of {reference}. It is a proposal: the assessing "
        "official decides.",
        rows=selection.title_of(run, run.predicate["rows"], language),
        columns=selection.title_of(run, run.predicate["columns"], language),
        reference=run.predicate["reference"],
    )
    return [paragraph(text, "note")]


def objections(run: Run, language: Language) -> Block:
    """Return what a person scored can do, and until when."""
    question = language.text("What can you do if you disagree?")
    given = run.manifest["objections"]
    finding = (
        selection.words(given, language)
        if given
        else language.text(
            "Ask whoever sent you this report for the run it was made from, and state what you think is wrong."
        )
    )
    steps = language.text(
        "Say which value, weight or rule you question; every one of them stands in this report. Quote the fingerprint "
        "{fingerprint}: with it the same result can be rebuilt and checked.",
        fingerprint=run.fingerprint[:12],
    )
    return Block(question, finding, (paragraph(steps), *_deadlines(run, language)), "objections")


def _deadlines(run: Run, language: Language) -> list[str]:
    cited = run.manifest["deadlines"]
    if not cited:
        return []
    rows = pd.DataFrame(
        [
            {
                "step": selection.words(each["label"], language),
                "days": language.text("{count} working days", count=each["value"]),
                "reference": each["reference"],
                "confidence": selection.confidence_text(each["confidence"], language),
            }
            for each in cited.values()
        ]
    )
    headings = {
        "step": language.text("Step"),
        "days": language.text("Time"),
        "reference": language.text("Reference"),
        "confidence": language.text("How sure"),
    }
    return [tables.table(rows, name="deadlines", headings=headings, words={"days", "reference", "confidence"})]


def provenance(run: Run, language: Language) -> Block:
    """Return, in a few lines, by which rules a subject was scored and how the report can be checked."""
    finding = language.text(
        "'workbench verify' rechecks every file of this run; the same inputs give the same fingerprint, byte for byte."
    )
    packs = [pack["code"] for pack in run.manifest["rules"]]
    facts = [
        (language.text("Fingerprint"), run.fingerprint),
        (language.text("Rules"), ", ".join(packs)),
        (language.text("More"), language.text("The cycle report lists weights, data, rules and software in full.")),
    ]
    return Block(language.text("How can this be checked?"), finding, (definitions(facts),), "provenance")


def verification(run: Run, language: Language) -> Block:
    """Return how this report can be checked and rebuilt, and what its words mean."""
    manifest = run.manifest
    finding = language.text(
        "'workbench verify' rechecks every file of this run; the same inputs give the same fingerprint, byte for byte."
    )
    facts = [
        (language.text("Fingerprint"), run.fingerprint),
        (language.text("Seed of chance numbers"), str(manifest["seed"])),
        (language.text("Python"), str(manifest["python"])),
        (language.text("Packages"), _packages(manifest["packages"], language)),
    ]
    facts += [
        (
            language.text("Plugin {name}", name=plugin["name"]),
            f"{selection.plugin_kind_text(plugin['kind'], language)}, {plugin['place']}, {plugin['sha256'][:12]}",
        )
        for plugin in manifest["plugins"]
    ]
    parts = (definitions(facts), subheading(language.text("Words used here")), definitions(_glossary(run, language)))
    return Block(language.text("How can this be checked?"), finding, parts, "verification")


def _packages(versions: Mapping[str, str], language: Language) -> str:
    computing = ("kinerja-workbench", "numpy", "pandas", "scipy", "pyarrow", "duckdb")
    named = ", ".join(f"{name} {versions[name]}" for name in computing if name in versions)
    return language.text("{named}; all {count} are listed in manifest.json", named=named, count=len(versions))


def _glossary(run: Run, language: Language) -> list[tuple[str, str]]:
    words = [
        (language.text("Value"), language.text("What was measured, in its own unit.")),
        (language.text("Points"), language.text("The value on a scale from 0 to 100 where more is always better.")),
        (language.text("Weight"), language.text("How much a part counts; the weights of a dimension add up to 100 %.")),
        (language.text("Score"), language.text("Points combined by their weights.")),
        (
            language.text("Interval (95 %)"),
            language.text("Where the value would lie in 95 of 100 repetitions; few cases make it wide."),
        ),
        (
            language.text("Possible places"),
            language.text("The ranks a subject takes when the weights are moved a little."),
        ),
        (language.text("Data present"), language.text("Share of the weight that has a value.")),
        (language.text("Median"), language.text("The value in the middle: half lie above it, half below.")),
    ]
    heading = selection.class_heading(run, language)
    meaning = language.text("A named interval of the score, or the class a rule makes of it.")
    return [*words, (heading, meaning)] if heading else words
