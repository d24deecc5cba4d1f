"""Infrastructure projects finished on time: only delay that the contract excuses moves the date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.calendar import Days, days_of
from kinerja.deadlines import percentages_in_time
from kinerja.faults import refuse_unknown
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

EXCUSING = ("kahar", "peristiwa_kompensasi")
CAUSES = (*EXCUSING, "perubahan_lingkup", "keterlambatan_penyedia", "lainnya")

NOTHING_DUE = message("no contract was due for hand-over in this cycle")


def projects_on_time(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of contracts due for hand-over (PHO) in the cycle that were handed over in time.

    The due date is the planned date moved by the addenda for force majeure or a compensation event that were signed
    by the cut-off; other addenda do not move it. Still running after that date is late; not yet due is left for the
    next cycle.
    """
    contracts, addenda = tables["kontrak"], tables["adendum"]
    refuse_unknown(
        addenda["id_kontrak"], contracts["id_kontrak"], name="adendum", column="id_kontrak", register="kontrak"
    )
    due = _adjusted_dates(contracts, addenda, context)
    # A hand-over after the cut-off needs no special care: it is later than any due date that is counted.
    handed_over = days_of(contracts["tgl_pho"])
    return percentages_in_time(context, contracts[context.subject_key], due, handed_over, reason=NOTHING_DUE)


def _adjusted_dates(contracts: pd.DataFrame, addenda: pd.DataFrame, context: Context) -> Days:
    excusing = addenda["sebab"].isin(EXCUSING) & (addenda["tgl_adendum"] <= pd.Timestamp(context.cycle.data_until))
    days = addenda["tambahan_hari"].astype(float).where(excusing, 0.0).groupby(addenda["id_kontrak"]).sum()
    extra = contracts["id_kontrak"].map(days).fillna(0.0).to_numpy(dtype=np.int64)
    return np.asarray(days_of(contracts["tgl_pho_rencana"]) + extra.astype("m8[D]"))


PROJECTS_ON_TIME = Indicator(
    code="projects_on_time",
    label=Label(id="Proyek infrastruktur selesai tepat waktu", en="Infrastructure projects finished on time"),
    polarity="higher",
    measured_in=Label(id="%", en="%"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="kontrak",
            columns=(
                Column(name="id_kontrak", kind="text"),
                Column(name="{key}", kind="text", subject=True),
                Column(name="tgl_pho_rencana", kind="date"),
                Column(name="tgl_pho", kind="date", required=False),
            ),
            key=("id_kontrak",),
        ),
        TableNeed(
            table="adendum",
            columns=(
                Column(name="id_kontrak", kind="text"),
                Column(name="tgl_adendum", kind="date"),
                Column(name="sebab", kind="category", values=CAUSES),
                Column(name="tambahan_hari", kind="integer", low=0, high=1000),
            ),
        ),
    ),
    measure=projects_on_time,
    reference="Perpres 16/2018 tentang Pengadaan Barang/Jasa Pemerintah; Peraturan LKPP 12/2021 (kontrak, adendum)",
    valid_from=date(2018, 3, 22),
    attribution="unit",
    description=Label(
        id="Bagian kontrak yang jatuh tempo serah terima pertama (PHO) dalam siklus ini dan diserahterimakan paling "
        "lambat pada tanggal itu. Hanya adendum karena keadaan kahar atau peristiwa kompensasi yang menggeser tanggal "
        "jatuh tempo. Pekerjaan yang masih berjalan sesudah jatuh tempo dihitung terlambat; yang belum jatuh tempo "
        "dihitung pada siklus berikutnya.",
        en="The share of contracts due for provisional hand-over (PHO) in this cycle that were handed over by that "
        "date. Only addenda for force majeure or a compensation event move the due date. Work still running after it "
        "counts as late; work not yet due counts in the next cycle.",
    ),
)

INDICATORS = [PROJECTS_ON_TIME]
