"""Citizen forums and regular meetings: what was done with their recommendations; holding them is an activity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from kinerja.calendar import days_of
from kinerja.deadlines import in_cycle, percentages_in_time
from kinerja.estimates import measured, places, totals
from kinerja.faults import refuse_out_of_order
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

KINDS = ("forum_warga", "rapat_rutin")
DEFAULT_TERM = "pertemuan.hari_tindak_lanjut"

NOTHING_AGREED = message("no recommendation was due to be followed up in this cycle")
NOTHING_HELD = message("no meeting of this kind was registered")


def followed_up(tables: Mapping[str, pd.DataFrame], context: Context, *, kind: str) -> pd.DataFrame:
    """Return the percentage of recommendations, due in the cycle, that were followed up by the agreed date.

    Where no date was agreed, the rules' own number of days after the meeting holds.
    """
    table = tables["pertemuan"]
    refuse_out_of_order(table, name="pertemuan", key="id_pertemuan", first="tanggal", then="tgl_tindak_lanjut")
    table = table[(table["jenis"] == kind) & table["rekomendasi"].notna()]
    days = int(context.rules.cited(DEFAULT_TERM).value)
    due = days_of(table["tgl_batas"].fillna(table["tanggal"] + pd.Timedelta(days=days)))
    done = days_of(table["tgl_tindak_lanjut"])
    found = percentages_in_time(context, table[context.subject_key], due, done, reason=NOTHING_AGREED)
    return found.assign(low=np.nan, high=np.nan)  # every recommendation is counted, none is sampled


def meetings_held(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the number of meetings held in the cycle; 0 only for a unit whose register holds meetings at all."""
    table, key = tables["pertemuan"], context.subject_key
    registered = totals(places(context.subjects, table[key]), len(context.subjects))
    held = table[in_cycle(table["tanggal"], context)].drop_duplicates([key, "id_pertemuan"])
    number = totals(places(context.subjects, held[key]), len(context.subjects))
    return measured(
        context.subjects,
        value=np.where(registered > 0, number, np.nan),
        cases=registered,
        reason=NOTHING_HELD,
    )


_NEED = TableNeed(
    table="pertemuan",
    columns=(
        Column(name="id_pertemuan", kind="text"),
        Column(name="{key}", kind="text", subject=True),
        Column(name="jenis", kind="category", values=KINDS),
        Column(name="tanggal", kind="date"),
        Column(name="rekomendasi", kind="text", required=False),
        Column(name="tgl_batas", kind="date", required=False),
        Column(name="tgl_tindak_lanjut", kind="date", required=False),
    ),
)

FORUM_FOLLOWED_UP = Indicator(
    code="forum_recommendations_followed_up",
    label=Label(id="Rekomendasi forum warga ditindaklanjuti", en="Citizen forums: recommendations followed up"),
    polarity="higher",
    measured_in=Label(id="% rekomendasi", en="% of recommendations"),
    subject=("unit",),
    needs=(_NEED,),
    measure=partial(followed_up, kind="forum_warga"),
    reference="PermenPANRB 16/2017 tentang Forum Konsultasi Publik (paket aturan: pertemuan.hari_tindak_lanjut)",
    valid_from=date(2017, 5, 9),
    attribution="unit",
    description=Label(
        id="Bagian rekomendasi forum warga yang jatuh tempo dalam siklus ini dan ditindaklanjuti paling lambat pada "
        "tanggal yang disepakati. Rekomendasi yang belum ditindaklanjuti padahal lewat waktu dihitung tidak tepat "
        "waktu.",
        en="The share of recommendations of citizen forums, due in this cycle, that were followed up by the agreed "
        "date. One not followed up after that counts as not in time.",
    ),
)

MEETINGS_FOLLOWED_UP = replace(
    FORUM_FOLLOWED_UP,
    code="meeting_recommendations_followed_up",
    label=Label(id="Keputusan rapat rutin ditindaklanjuti", en="Regular meetings: decisions followed up"),
    measure=partial(followed_up, kind="rapat_rutin"),
    description=Label(
        id="Bagian keputusan rapat rutin yang jatuh tempo dalam siklus ini dan ditindaklanjuti paling lambat pada "
        "tanggal yang disepakati.",
        en="The share of decisions of regular meetings, due in this cycle, that were followed up by the agreed date.",
    ),
)

MEETINGS_HELD = replace(
    FORUM_FOLLOWED_UP,
    code="meetings_held",
    label=Label(id="Pertemuan yang diadakan", en="Meetings held"),
    measured_in=Label(id="pertemuan", en="meetings"),
    measure=meetings_held,
    description=Label(
        id="Jumlah forum warga dan rapat rutin yang diadakan dalam siklus ini. Ini indikator kegiatan: mengadakan "
        "pertemuan belum berarti ada hasilnya, jadi sebaiknya berbobot kecil atau 0.",
        en="The number of citizen forums and regular meetings held in this cycle. It is an indicator of activity: "
        "holding a meeting is no result yet, so it should weigh little or 0.",
    ),
)

INDICATORS = [FORUM_FOLLOWED_UP, MEETINGS_FOLLOWED_UP, MEETINGS_HELD]
