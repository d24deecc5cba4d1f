from __future__ import annotations

import pandas as pd
import pytest

from workbench.errors import RunError
from workbench.files.decision_files import DecisionFiles

COLUMNS = ["subject", "node", "from", "to", "reason", "decided_by", "decided_on"]


def lines(*rows) -> pd.DataFrame:
    return pd.DataFrame([(*row, "Camat", "2025-07-10") for row in rows], columns=COLUMNS)


def test_the_table_has_the_column_of_the_cycle_and_its_record_lies_beside_it(tmp_path):
    table, page = DecisionFiles(tmp_path / "baru", "nip").save(lines(("A", "score", "x", "y", "r")), "<p>halaman</p>")
    assert table.read_text(encoding="utf-8") == (
        "nip,node,from,to,reason,decided_by,decided_on\nA,score,x,y,r,Camat,2025-07-10\n"
    )
    assert page.read_text(encoding="utf-8") == "<p>halaman</p>"


def test_a_line_said_again_takes_the_place_of_the_earlier_one_and_others_stay(tmp_path):
    kept = DecisionFiles(tmp_path, "nip")
    kept.save(lines(("A", "score", "x", "y", "first"), ("B", "score", "x", "y", "stays")), "")
    table, _ = kept.save(lines(("A", "score", "x", "z", "second")), "")
    found = pd.read_csv(table)
    assert found[["nip", "to", "reason"]].to_numpy().tolist() == [["B", "y", "stays"], ["A", "z", "second"]]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "berkas").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be written"):
        DecisionFiles(tmp_path / "berkas" / "x", "nip").save(lines(("A", "score", "x", "y", "r")), "")
