"""A run directory made fit for leaders or the public: tables of counts, protected, attacked, and only then written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.errors import RunError, fault
from workbench.execution.pages import page_of
from workbench.fairness.disclosure import DisclosureRule
from workbench.fairness.disclosure_tables import ALL
from workbench.fairness.publishing import publishable_groupings, published_together, rows_of
from workbench.files.pseudonyms import pseudonyms, publication_key
from workbench.files.run_directory import open_run, verify_run, written_whole
from workbench.locale import LANGUAGES, Language
from workbench.model.run import Run
from workbench.progress import Progress, silent
from workbench.views import selection
from workbench.views.publication_page import LEADERS, UNIT, Edition, publication, readme, tables_in_words

_CLASS, _SCORE = ":class", ":score"  # columns beside the groups, whose names a place chooses
_NOT_IN_A_NAME = re.compile(r"[^\w-]+")
_RATERS = "raters"
"""Table of a check of fairness that leaders may see: ``rater``, ``outcome`` (what was rated), ``subjects`` (how many
people), and how much stricter than expected: ``value``, with ``low`` and ``high``, where that is known."""
_RATER_COLUMNS = ["rater", "outcome", "subjects", "value", "low", "high"]


def publish_run(
    path: Path,
    folder: Path | None = None,
    *,
    audience: str,
    smallest: int = 5,
    language: str = "id",
    progress: Progress = silent,
) -> Path:
    """Write what `audience` may see of the run at `path` to a new folder, and return the folder.

    Parameters
    ----------
    path : Path
        Run directory; it must be as it was sealed, and is not touched.
    folder : Path, optional
        New folder; by default ``PLACE-CYCLE-AUDIENCE`` in the current one.
    audience : {'leaders', 'public'}
        Both see counts by group and class, whole percentages and means, or the scores of units where units are scored.
        Leaders also see raters, under pseudonyms made for this edition.
    smallest : int
        Numbers of fewer people are hidden.
    language : {'id', 'en'}
        Of the page and the tables; the README is in both.
    progress : callable
        Told, in English, what is being done.

    Raises
    ------
    RunError
        When there is no such run, it changed since, or the folder cannot be written.
    DisclosureError
        When hidden numbers could be worked out.
    InputError
        When raters need pseudonyms and there is no secret key.
    """
    progress("reading the run directory")
    run = open_run(path)
    RunError.raise_if(verify_run(path))
    manifest = run.manifest
    target = folder or Path(f"{manifest['place']}-{manifest['cycle']}-{audience}")
    if target.exists():
        raise RunError([fault(str(target), "is there already; name a new folder with --to")])
    progress("protecting the tables, and attacking them")
    edition = edition_of(run, audience=audience, smallest=smallest)
    with written_whole(target) as new:
        _write(new, edition, run, Language(language))
    return target


def edition_of(run: Run, *, audience: str, smallest: int) -> Edition:
    """Return what `audience` may see of `run`: protected, and attacked without success.

    Raises
    ------
    DisclosureError
        When hidden numbers could be worked out.
    """
    raters = _raters(run, smallest) if audience == LEADERS else None
    if run.manifest["subject_kind"] == "unit":
        units = _units(run)
        return Edition(audience=audience, smallest=smallest, groupings={}, left_out={}, units=units, raters=raters)
    people = _people(run)
    columns = [name for name in people if name not in (_CLASS, _SCORE)]
    groupings = publishable_groupings(people, columns, smallest=smallest)
    rule = DisclosureRule(smallest=smallest, scale=_scale(people[_SCORE]))
    published = published_together(people, groupings.kept, rule, sensitive=_CLASS, score=_SCORE)
    return Edition(
        audience=audience,
        smallest=smallest,
        groupings={name: rows_of(published, name) for name in groupings.kept or (ALL,)},
        left_out=groupings.left_out,
        raters=raters,
    )


def _people(run: Run) -> pd.DataFrame:
    """Return the people evaluated: the unit that judges them, their groups, the class that stands, and their score."""
    people = run.subjects.drop(columns="label")
    classes = run.scorecard.predicates if run.predicate is not None else run.scorecard.bands.get(run.root)
    if run.people is not None:
        status = run.people.status.reindex(people.index)
        if "unit" in status and status["unit"].notna().any():
            people = people.drop(columns=UNIT, errors="ignore")
            people.insert(0, UNIT, status["unit"])
        if run.predicate is not None:
            classes = status["predicate_final"]
    found = people.assign(
        **{_CLASS: pd.NA if classes is None else classes, _SCORE: run.scorecard.scores[run.root].astype(float)}
    )
    return found.drop(index=run.people.exempt.index) if run.people is not None else found


def _scale(scores: pd.Series) -> tuple[float, float]:
    """Return the ends of the scale: 0 to 100, wider where an aggregation goes beyond."""
    return min(0.0, float(np.floor(scores.min(skipna=True) if len(scores) else 0.0))), max(
        100.0, float(np.ceil(scores.max(skipna=True) if len(scores) else 0.0))
    )


def _units(run: Run) -> pd.DataFrame:
    card, root = run.scorecard, run.root
    classes = card.predicates if run.predicate is not None else card.bands.get(root, pd.Series(index=card.scores.index))
    table = pd.DataFrame(
        {
            "name": run.subjects["label"],
            "score": card.scores[root],
            "rank": card.ranks,
            "class": classes,
            **{code: card.scores[code] for code in card.scores if code != root},
        }
    )
    return table.loc[run.scores.index].rename_axis(UNIT).reset_index()


def _raters(run: Run, smallest: int) -> pd.DataFrame | None:
    """Return how strict each rater was found to be, under pseudonyms of this edition; None where nobody asked."""
    found = list(_rater_tables(run))
    if not found:
        return None
    rows = pd.concat(found, ignore_index=True)
    hidden = rows["subjects"] < smallest
    found = ["value", "low", "high"]
    rows[found] = rows[found].astype(float).round(2).mask(hidden, axis=0)
    key = publication_key(synthetic=run.manifest["synthetic"], purpose=f"{LEADERS} {run.fingerprint}")
    rows["rater"] = pseudonyms(rows["rater"].astype(str), key)
    return rows.assign(hidden=hidden).drop(columns="subjects").sort_values(["outcome", "rater"], ignore_index=True)


def _rater_tables(run: Run) -> Iterator[pd.DataFrame]:
    for examination in run.fairness.values():
        table = examination.tables.get(_RATERS)
        if table is not None and set(_RATER_COLUMNS) <= set(table):
            yield table[_RATER_COLUMNS]


def _write(folder: Path, edition: Edition, run: Run, language: Language) -> None:
    for name, table in tables_in_words(edition, run, language).items():
        file = folder / f"{_NOT_IN_A_NAME.sub('_', name)}.csv"
        table.to_csv(file, index=False, lineterminator="\n", encoding="utf-8-sig", float_format="%.12g")
    sections = "".join(block._repr_html_() for block in publication(edition, run, language))
    title = selection.words(run.manifest["title"], language)
    (folder / "index.html").write_text(
        page_of(sections, language=language.code, title=title), encoding="utf-8", newline="\n"
    )
    texts = [readme(edition, run, Language(code)) for code in LANGUAGES]
    (folder / "README.md").write_text("\n".join(texts), encoding="utf-8", newline="\n")
