"""What better means for each built-in indicator: two small sets of rows, and an edit that never harms.

A new indicator needs an entry here; `test_contract.py` then holds it to everything an indicator promises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from kinerja.satisfaction import ELEMENTS

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Sense:
    """Which way is better, shown on rows of the subject A."""

    worse: Mapping[str, list[dict[str, Any]]]
    better: Mapping[str, list[dict[str, Any]]]
    improve: Callable[[Tables], Tables]
    tidy: Callable[[Tables], Tables] = field(default=lambda tables: tables)
    cells: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)


def complaint(settled: str | None) -> dict[str, list[dict[str, Any]]]:
    row = {"id_pengaduan": "1", "subject": "A", "kelas": "ringan", "tgl_terima": "2025-02-03", "tgl_selesai": settled}
    return {"pengaduan": [row]}


def settled_on_receipt(tables: Tables) -> Tables:
    table = tables["pengaduan"]
    return {"pengaduan": table.assign(tgl_selesai=table["tgl_terima"])}


def settled_after_receipt(tables: Tables) -> Tables:
    table = tables["pengaduan"]
    known = table["tgl_selesai"].isna() | (table["tgl_selesai"] >= table["tgl_terima"])
    return {"pengaduan": table.assign(tgl_selesai=table["tgl_selesai"].where(known, table["tgl_terima"]))}


def survey(answer: int) -> dict[str, list[dict[str, Any]]]:
    return {"skm": [{"id_responden": "1", "subject": "A", "tanggal": "2025-03-01", **dict.fromkeys(ELEMENTS, answer)}]}


def one_point_happier(tables: Tables) -> Tables:
    table = tables["skm"]
    return {"skm": table.assign(**{element: (table[element] + 1).clip(upper=4) for element in ELEMENTS})}


def attendance(status: str, **columns: str) -> dict[str, list[dict[str, Any]]]:
    days = [("2025-03-03", "hadir"), ("2025-03-04", status)]
    return {"kehadiran": [{"subject": "A", "tanggal": day, "status": each, **columns} for day, each in days]}


def nobody_unexcused(tables: Tables) -> Tables:
    table = tables["kehadiran"]
    return {"kehadiran": table.assign(status=table["status"].replace("TK", "hadir"))}


def result(realised: float) -> dict[str, list[dict[str, Any]]]:
    row = {"subject": "A", "indikator": "Jalan", "periode": "2025-Q1", "target": 10, "realisasi": realised}
    return {"capaian": [row]}


def one_formula(tables: Tables) -> Tables:
    return {"capaian": tables["capaian"].assign(rumus="positive", konsolidasi="sum", bobot=1.0, terburuk=100.0)}


def more_realised(tables: Tables) -> Tables:
    table = tables["capaian"]
    return {"capaian": table.assign(realisasi=table["realisasi"] + table["target"].abs())}


def contract(handed_over: str | None) -> dict[str, list[dict[str, Any]]]:
    row = {"id_kontrak": "1", "subject": "A", "tgl_pho_rencana": "2025-03-31", "tgl_pho": handed_over}
    return {"kontrak": [row], "adendum": []}


def handed_over_as_planned(tables: Tables) -> Tables:
    table = tables["kontrak"]
    return tables | {"kontrak": table.assign(tgl_pho=table["tgl_pho_rencana"])}


def addenda_of_known_contracts(tables: Tables) -> Tables:
    known = tables["adendum"]["id_kontrak"].isin(tables["kontrak"]["id_kontrak"])
    return tables | {"adendum": tables["adendum"][known].reset_index(drop=True)}


SENSES = {
    "complaints_on_time": Sense(
        worse=complaint(None),
        better=complaint("2025-02-04"),
        improve=settled_on_receipt,
        tidy=settled_after_receipt,
    ),
    "complaint_settlement_days": Sense(
        worse=complaint("2025-02-28"),
        better=complaint("2025-02-04"),
        improve=settled_on_receipt,
        tidy=settled_after_receipt,
    ),
    "ikm": Sense(worse=survey(2), better=survey(3), improve=one_point_happier),
    "attendance": Sense(worse=attendance("TK"), better=attendance("hadir"), improve=nobody_unexcused),
    "attendance_of_unit": Sense(
        worse=attendance("TK", id_pegawai="1"),
        better=attendance("hadir", id_pegawai="1"),
        improve=nobody_unexcused,
    ),
    "unexcused_days": Sense(worse=attendance("TK"), better=attendance("hadir"), improve=nobody_unexcused),
    "target_achievement": Sense(
        worse=result(5),
        better=result(8),
        improve=more_realised,
        tidy=one_formula,
        cells={"capaian.periode": st.sampled_from(["2025-Q1", "2025-Q2", "2025-03"])},
    ),
    "projects_on_time": Sense(
        worse=contract(None),
        better=contract("2025-03-31"),
        improve=handed_over_as_planned,
        tidy=addenda_of_known_contracts,
    ),
}
