"""What leaders and the public get to see of a run: counts that tell about nobody, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests import people_run
from tests.builtin_checks.test_raters import examined, panel
from tests.people_run import FILES
from tests.small_run import small_run
from tests.test_cli import write_stand_ins
from workbench import publish_run as module
from workbench import run_cycle
from workbench.cli import main
from workbench.errors import DisclosureError, InputError, RunError
from workbench.files.pseudonyms import KEY_VARIABLE, pseudonyms
from workbench.files.run_directory import open_run, verify_run
from workbench.model.fairness import Examination, findings_of
from workbench.publish_run import edition_of, publish_run

NAMES = [f"Rahasia {n}" for n in range(60)]


def many(folder: Path) -> Path:
    """Lay out 60 people in two units, of two sexes, with results and conduct from 45 to 95."""
    rows = [
        f"N{n},{NAMES[n]},{'U1' if n < 35 else 'U2'},{'LP'[n % 2]},{45 + n * 13 % 50},{46 + n * 23 % 50}"
        for n in range(60)
    ]
    path = people_run.lay_out(
        folder,
        {
            "uji.yaml": ("groups: [id_unit]", "groups: [id_unit, jk]"),
            "pegawai.csv": (FILES["pegawai.csv"], "kode,nama,id_unit,jk,results,conduct\n" + "\n".join(rows) + "\n"),
            **{name: (text, text.splitlines()[0] + "\n") for name, text in FILES.items() if name in EMPTY},
        },
    )
    path.write_text(path.read_text(encoding="utf-8").replace(SUBJECTS, "subjects: []") + QUICK, encoding="utf-8")
    return path


EMPTY = ("penempatan.csv", "pengecualian.csv", "keputusan.csv", "keberatan.csv")
SUBJECTS = "subjects: [F, H]"
QUICK = "robustness: {draws: 100}\n"


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_cycle, "write_reports", write_stand_ins)
        return run_cycle.run_cycle(many(folder), runs=folder / "runs").directory


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    return small_run(tmp_path_factory.mktemp("units"))


@pytest.fixture(scope="module")
def published(directory, tmp_path_factory):
    return publish_run(directory, tmp_path_factory.mktemp("published") / "out", audience="public", language="en")


def everything(folder):
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.is_file())


def table(folder, name):
    return pd.read_csv(folder / name, keep_default_na=False, dtype=str)


def test_the_public_edition_holds_tables_a_page_and_a_readme_all_sealed(published):
    assert [path.name for path in sorted(published.iterdir())] == [
        "README.md",
        "SHA256SUMS",
        "SHA256SUMS.sha256",
        "by_jk.csv",
        "by_unit.csv",
        "index.html",
    ]


def test_nobody_is_in_it(published, directory):
    run, text = open_run(directory), everything(published)
    assert not [name for name in run.subjects["label"] if name in text]
    assert not [f for f in run.subjects.index if f">{f}<" in text or f",{f}," in text]


def test_counts_percentages_and_means_can_be_redone_from_the_run(published, directory):
    run = open_run(directory)
    rows = table(published, "by_jk.csv").set_index(["group", "class"])
    final = run.people.status["predicate_final"]
    women = run.subjects["jk"] == "P"
    assert rows.at[("P", ""), "people"] == str(women.sum()) == "30"
    assert rows.at[("P", ""), "mean"] == f"{run.scorecard.scores[run.root][women].mean():.1f}".removesuffix(".0")
    shown = rows[(rows["status"] == "shown") & (rows.index.get_level_values("class") != "")]
    for (group, code), row in shown.loc[["L", "P"]].iterrows():
        of_group = final[run.subjects["jk"] == group]
        assert row["people"] == str((of_group == code).sum())
        assert row["percent"] == str(int(100 * (of_group == code).mean() + 0.5))


def test_what_is_hidden_stays_in_its_place_and_says_so(published):
    rows = table(published, "by_unit.csv")
    hidden = rows[rows["status"] == "hidden (too few)"]
    assert len(hidden)
    assert (hidden[["people", "percent"]] == "").all(axis=None)
    assert "hidden (too few)" in (published / "index.html").read_text(encoding="utf-8")


def test_fewer_people_are_hidden_by_a_lower_threshold(directory, tmp_path):
    counts = [
        (table(publish_run(directory, tmp_path / str(n), audience="public", smallest=n), "by_unit.csv")["people"] == "")
        for n in (3, 10)
    ]
    assert counts[0].sum() < counts[1].sum()


def test_the_home_unit_is_left_out_beside_the_judging_unit(published):
    text = (published / "README.md").read_text(encoding="utf-8")
    assert "id_unit is not published: it divides people as Unit does." in text
    assert "Numbers of fewer than 5 people are hidden" in text


def test_the_run_is_not_touched(published, directory):
    assert verify_run(directory) == []


def test_the_same_run_gives_the_same_bytes(published, directory, tmp_path):
    again = publish_run(directory, tmp_path / "again", audience="public", language="en")
    assert everything(again) == everything(published)


def test_an_existing_folder_is_not_written_to(published, directory):
    with pytest.raises(RunError, match="is there already; name a new folder with --to"):
        publish_run(directory, published, audience="public")


def test_a_run_that_changed_is_not_published(directory, tmp_path):
    scores = directory / "scores.csv"
    content = scores.read_bytes()
    scores.write_bytes(content + b"\n")
    try:
        with pytest.raises(RunError, match=r"scores\.csv: changed since the run was sealed"):
            publish_run(directory, tmp_path / "out", audience="public")
    finally:
        scores.write_bytes(content)


def test_nothing_is_written_when_the_attack_succeeds(directory, tmp_path, monkeypatch):
    def told(*_, **__):
        raise DisclosureError([])

    monkeypatch.setattr(module, "published_together", told)
    with pytest.raises(DisclosureError):
        publish_run(directory, tmp_path / "out", audience="public")
    assert not list(tmp_path.iterdir())


def test_exempt_people_are_not_counted(tmp_path):
    run = people_run.people_run(tmp_path)
    (rows,) = edition_of(run, audience="public", smallest=3).groupings.values()
    assert rows.loc[0, "people"] == 8  # nine, and H is on unpaid leave


def test_units_are_published_by_name_with_their_scores(units):
    edition = edition_of(units, audience="public", smallest=5)
    assert edition.groupings == {}
    assert edition.units["name"].tolist()[0] == "Unit Awal"
    assert edition.units["score"].tolist()[:4] == [86.25, 72.5, 66.875, 37.5]
    assert edition.units["class"].tolist()[0] == "baik"


# --- raters ----------------------------------------------------------------------------------------------------------


def with_raters(run):
    rows = pd.DataFrame(
        {
            "rater": ["19700101", "19800202"],
            "outcome": "feedback",
            "subjects": [30, 4],
            "value": [2.5, -9.0],
            "low": [1.0, -12.0],
            "high": 4.0,
        }
    )
    return replace(run, fairness={"severity": Examination(findings=findings_of(), tables={"raters": rows})})


def test_leaders_see_raters_under_pseudonyms_of_this_edition(units):
    run = with_raters(units)
    raters = edition_of(run, audience="leaders", smallest=5).raters
    assert not set(raters["rater"]) & {"19700101", "19800202"}
    assert not set(raters["rater"]) & set(
        pseudonyms(["19700101", "19800202"], b"people who do not exist need no secret key")
    )
    other = edition_of(replace(run, fingerprint="another"), audience="leaders", smallest=5).raters
    assert not set(raters["rater"]) & set(other["rater"])


def test_what_the_check_of_raters_finds_is_what_leaders_read(units):
    found = examined(panel())
    run = replace(units, fairness={"raters": found})
    raters = edition_of(run, audience="leaders", smallest=5).raters
    assert sorted(raters["value"]) == sorted(found.tables["raters"]["value"].round(2))


def test_a_rater_of_too_few_people_is_shown_as_hidden(units):
    raters = edition_of(with_raters(units), audience="leaders", smallest=5).raters
    assert sorted(raters["hidden"]) == [False, True]
    assert np.isnan(raters.loc[raters["hidden"], ["value", "low", "high"]].to_numpy(float)).all()
    assert raters.loc[~raters["hidden"], "value"].tolist() == [2.5]
    assert "subjects" not in raters


def test_the_public_sees_no_rater(units):
    assert edition_of(with_raters(units), audience="public", smallest=5).raters is None


def test_raters_of_real_people_need_a_secret_key(units, monkeypatch):
    run = with_raters(units)
    real = replace(run, manifest={**run.manifest, "synthetic": False})
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    with pytest.raises(InputError, match="needs a secret key"):
        edition_of(real, audience="leaders", smallest=5)
    assert edition_of(real, audience="public", smallest=5).raters is None


# --- the terminal ----------------------------------------------------------------------------------------------------


def test_the_command_prints_the_folder(directory, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["publish", str(directory), "--for", "public", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "uji-2025-public\n"
    assert (tmp_path / "uji-2025-public" / "index.html").is_file()


def test_a_threshold_below_three_is_refused(directory, capsys):
    with pytest.raises(SystemExit):
        main(["publish", str(directory), "--for", "public", "--smallest", "2", "--lang", "en"])
    assert "a whole number from 3 on" in capsys.readouterr().err
