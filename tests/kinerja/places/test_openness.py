from __future__ import annotations

import numpy as np
import pandas as pd
from kinerja.places.ground import Unit, laid_ground
from kinerja.places.openness import explanation, filing_log, meetings, publications
from kinerja.places.people import employees

from workbench import Size

VOLUMES = {"forums": 400, "meetings": 300}
GROUND = laid_ground(
    (Unit("GOOD", "Good", "seksi", 20, 1.0, VOLUMES), Unit("POOR", "Poor", "seksi", 20, -1.0, VOLUMES)),
    Size(units=60),
    1,
    start="2025-01-01",
    end="2025-06-30",
)


def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def test_every_unit_has_every_document_and_an_address_only_where_it_is_published():
    table = publications(rng(), GROUND, year=2024, due={"LKjIP": "2025-03-31", "SKM": "2025-08-31"})

    assert len(table) == 2 * 60
    assert (table["url"].isna() == table["tgl_terbit"].isna()).all()
    assert table["tgl_terbit"].max() <= pd.Timestamp("2025-06-30")
    assert table["url"].dropna().str.startswith("https://contoh.invalid/").all()


def test_a_good_unit_does_more_of_what_was_agreed_in_time():
    table = meetings(rng(), GROUND).dropna(subset="tgl_batas")
    in_time = (table["tgl_tindak_lanjut"] <= table["tgl_batas"]).groupby(table["id_unit"]).mean()

    assert in_time["GOOD"] > in_time["POOR"] + 0.3


def test_nothing_is_followed_up_that_was_not_recommended_or_before_it_was():
    table = meetings(rng(), GROUND)

    assert set(table["jenis"]) == {"forum_warga", "rapat_rutin"}
    assert 0.1 < table["rekomendasi"].isna().mean() < 0.2
    assert table.loc[table["rekomendasi"].isna(), "tgl_tindak_lanjut"].isna().all()
    assert not (table["tgl_tindak_lanjut"] <= table["tanggal"]).any()
    assert np.is_busday(table["tanggal"].to_numpy(dtype="M8[D]"), busdaycal=GROUND.calendar.days).all()


def test_a_month_is_due_on_the_tenth_of_the_next_from_the_month_in_which_measuring_begins():
    table = filing_log(rng(), GROUND, names=("A", "B"), since=("2025-01", "2025-05"))
    one = table[table["id_unit"] == "GOOD"]

    assert one["periode"].tolist() == [f"2025-0{month}" for month in range(1, 7)] + ["2025-05", "2025-06"]
    assert one["tgl_batas"].dt.strftime("%m-%d").tolist()[:2] == ["02-10", "03-10"]
    assert 0 < table["tgl_masuk"].isna().mean() < 0.3


def test_no_more_come_than_were_invited():
    people = employees(rng(), GROUND)
    table = explanation(rng(), GROUND, people, days={"Sosialisasi": "2025-01-15", "Pelatihan": "2025-02-12"})

    assert len(table) == 2 * 60
    assert table.groupby("materi")["diundang"].sum().tolist() == [len(people)] * 2
    assert (table["hadir"] <= table["diundang"]).all()
