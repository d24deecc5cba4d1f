"""Competence gap: what a post requires and what was measured. Potential, not performance: never in a predicate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.estimates import measured, places, totals
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

NOTHING_REQUIRED = message("no required competences are listed for this person")
NOT_ALL_MEASURED = message("not every required competence has been measured")


def competence_gap(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return Σ max(0, required - measured) over each person's competences, by the last measurement up to the cut-off.

    A competence above what is required does not make up for one below. With one not measured there is no value:
    adding up the rest would count it as met.
    """
    table, key = tables["kompetensi"], context.subject_key
    known = ~(table["tanggal"] > pd.Timestamp(context.cycle.data_until))  # required but never measured: no date
    # Rows without a measurement come first, so that a later measurement of the same competence replaces them. Of two
    # on the same day the higher one counts, so that the order of the rows decides nothing.
    table = table[known].sort_values(["tanggal", "level_ukur", "level_syarat"], na_position="first")
    table = table.drop_duplicates([key, "kompetensi"], keep="last")
    place, size = places(context.subjects, table[key]), len(context.subjects)
    gap = (table["level_syarat"].astype(float) - table["level_ukur"].astype(float)).to_numpy(dtype=float)
    absent = totals(place, size, np.isnan(gap))
    required = totals(place, size)
    total = totals(place, size, np.where(np.isnan(gap), 0.0, gap.clip(min=0)))
    return measured(
        context.subjects,
        value=np.where((required > 0) & (absent == 0), total, np.nan),
        cases=required - absent,
        reason=np.where(required == 0, NOTHING_REQUIRED, NOT_ALL_MEASURED).astype(object),
    )


COMPETENCE_GAP = Indicator(
    code="competence_gap",
    label=Label(id="Kesenjangan kompetensi", en="Competence gap"),
    polarity="lower",
    measured_in=Label(id="tingkat", en="levels"),
    subject=("employee",),
    needs=(
        TableNeed(
            table="kompetensi",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="kompetensi", kind="text"),
                Column(name="level_syarat", kind="integer", low=1, high=5),
                Column(name="level_ukur", kind="integer", required=False, low=0, high=5),
                Column(name="tanggal", kind="date", required=False),
            ),
        ),
    ),
    measure=competence_gap,
    reference="PermenPANRB 38/2017 tentang Standar Kompetensi Jabatan ASN",
    valid_from=date(2017, 11, 24),
    attribution="employee",
    description=Label(
        id="Jumlah tingkat yang masih kurang dari syarat jabatan, atas semua kompetensi. Kelebihan pada satu "
        "kompetensi tidak menutup kekurangan pada yang lain. Angka ini menyangkut potensi dan kebutuhan pengembangan, "
        "bukan kinerja, dan tidak pernah masuk ke predikat.",
        en="The levels still short of what the post requires, added up over all competences. More than required in one "
        "does not make up for less in another. It is about potential and needs for development, not performance, and "
        "never enters a predicate.",
    ),
    in_predicate=False,
)

INDICATORS = [COMPETENCE_GAP]
