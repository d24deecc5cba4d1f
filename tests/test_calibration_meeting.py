"""From the options of an audit to what a meeting accepts: scenarios and lines do, read as input, what was promised."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from tests.calibration_run import lay_out
from workbench.analysis.group_statistics import group_statistics
from workbench.errors import InputError, ParametersError
from workbench.files.calibration_files import write_calibration
from workbench.locale import Language
from workbench.prepare_cycle import prepare
from workbench.run_cycle import evaluate

MEETING = {
    "tables": {"usulan": {"file": "usulan.csv"}},
    "adjustments": {"table": "usulan", "window": {"start": date(2025, 7, 1), "end": date(2025, 7, 31)}},
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return lay_out(tmp_path_factory.mktemp("place"))


@pytest.fixture(scope="module")
def run(place):
    run = evaluate(prepare(place))
    write_calibration(place.parent, run, Language("id"), base=place.name)
    return run


def option(run, kind: str) -> pd.Series:
    options = run.fairness["calibration"].tables["options"]
    return options[options["kind"] == kind].iloc[0]


@pytest.mark.parametrize("kind", ["weights", "influence"])
def test_a_scenario_file_gives_exactly_the_gap_and_the_changes_that_were_promised(place, run, kind):
    promised = option(run, kind)
    path = place.parent / "calibration" / f"{promised['option']}.yaml"  # beside the parameters file already
    with pytest.raises(ParametersError, match=r"author.*must not be empty"):
        prepare(path)
    text = path.read_text(encoding="utf-8").replace("author: ''", "author: Bagian Organisasi")
    path.write_text(text.replace("date: null", "date: 2025-08-01"), encoding="utf-8")
    after = prepare(path).score().scores["score"]
    codes, names = pd.factorize(run.subjects[promised["grouping"]], sort=True)
    gap = np.ptp(group_statistics(after.to_numpy(), codes, len(names)).mean)
    assert gap == pytest.approx(promised["gap_after"])
    assert gap < promised["gap_before"] or kind == "influence"
    moved = (after - run.scorecard.scores["score"]).abs()
    assert moved.mean() == pytest.approx(promised["mean_change"])
    assert moved.max() == pytest.approx(promised["largest_change"])


def test_the_lines_of_an_option_count_once_the_meeting_has_filled_them_in(place, run):
    promised = option(run, "quantiles")
    lines = pd.read_csv(place.parent / "calibration" / "quantiles.csv", dtype="str", keep_default_na=False)
    accepted = lines.assign(decided_by="Camat (atasan pejabat penilai)", decided_on="2025-07-10")
    accepted.to_csv(place.parent / "usulan.csv", index=False)
    prepared = prepare(place, changes=MEETING)
    people = prepared.people(prepared.score())
    assert len(people.adjustments) == promised["lines"] == len(lines) > 0
    final = people.status["rating_score"]
    names = {"Kurang": "kurang", "Cukup": "cukup", "Baik": "baik"}
    for line in accepted.to_dict("records"):
        assert final[line["kode"]] == names[line["to"]]


def test_a_line_that_nobody_decided_is_refused(place, run):
    lines = (place.parent / "calibration" / "quantiles.csv").read_text(encoding="utf-8")
    (place.parent / "usulan.csv").write_text(lines, encoding="utf-8")
    with pytest.raises(InputError, match=r"usulan\.csv: column 'decided_by'"):
        prepare(place, changes=MEETING)
