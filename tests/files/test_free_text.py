from __future__ import annotations

import pytest

from tests import place_run
from tests.people_run import lay_out
from workbench.errors import InputError
from workbench.prepare_cycle import prepare


def test_a_personal_number_in_a_sentence_is_refused_and_not_repeated(tmp_path):
    path = lay_out(
        tmp_path,
        {
            "keputusan.csv": ("Catatan April,Camat", "Laporan 190006132013061001,190006132013061001"),
            "keberatan.csv": ("Dibenarkan", "NIP 19000613 201306 1 001 benar"),
        },
    )
    with pytest.raises(InputError, match="a personal number stands in the text") as caught:
        prepare(path)
    assert caught.value.render().splitlines() == [
        "keputusan.csv: column 'reason': a personal number stands in the text (row 4); name the office instead",
        "keputusan.csv: column 'decided_by': a personal number stands in the text (row 4); name the office instead",
        "keberatan.csv: column 'decision_reason': a personal number stands in the text (row 2); name the office "
        "instead",
    ]


def test_dates_and_numbers_of_decrees_are_no_personal_numbers(tmp_path):
    prepare(lay_out(tmp_path, {"keputusan.csv": ("Catatan April", "SK 800/1234/BKPSDM/2025 tanggal 10-07-2025")}))


def test_a_personal_number_in_a_log_is_refused_and_not_repeated(tmp_path):
    path = place_run.lay_out(tmp_path)
    table = tmp_path / "rapat.csv"
    table.write_text(table.read_text().replace("Loket tambahan", "Usul 190006132013061001"))
    with pytest.raises(InputError, match="a personal number stands in the text") as caught:
        prepare(path)
    assert caught.value.render() == (
        "rapat.csv: column 'isi': a personal number stands in the text (row 2); name the office instead"
    )
