from __future__ import annotations

import pytest

from tests.fairness_run import lay_out
from workbench.errors import ParametersError, WorkbenchError
from workbench.prepare_cycle import prepare


def said(folder, changes) -> str:
    with pytest.raises(ParametersError) as raised:
        prepare(lay_out(folder, changes))
    return str(raised.value)


def test_every_name_that_leads_nowhere_is_told_at_once(tmp_path):
    wrong = {
        "groupings: [jk, unit, [jk, unit]]": "groupings: [jkk]\n  controls: [pangkat]\n  favourable: [sangat_baik]",
        "anchors: [results]": "anchors: [result]",
        "  unit: unit\n": "  unit: dinas\n",
    }
    text = said(tmp_path, wrong)
    for name in (
        "'jkk'; did you mean: jk?",
        "'pangkat'",
        "'sangat_baik'",
        "'result'; did you mean: results?",
        "'dinas'",
    ):
        assert name in text
    assert "uji.yaml:" in text  # each with its line


def test_a_table_of_ratings_that_is_not_listed_is_named(tmp_path):
    with pytest.raises(WorkbenchError, match=r"'rekann' is needed by fairness.ratings.rekan .* nearest: rekan"):
        prepare(lay_out(tmp_path, {"table: rekan,": "table: rekann,"}))


def test_a_published_distribution_of_other_classes_is_refused_before_tables_are_read(tmp_path):
    wrong = {
        "tables:\n": "rules: [sebaran-nasional-2022-2024]\ntables:\n",
        "fairness:\n": "fairness:\n  published_distribution: sebaran.predikat_pns\n",
    }
    assert "'sebaran.predikat_pns' must give each class a share: baik, cukup, kurang" in said(tmp_path, wrong)


def test_ratings_have_a_name_of_their_own(tmp_path):
    with pytest.raises(ParametersError, match=r"'results' is the name of a dimension, an indicator or a class already"):
        prepare(lay_out(tmp_path, {"    rekan: {label": "    results: {label"}))
