"""Friendly and informative service: two elements of the citizen survey, found by name, on their own scale 1-4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd

from kinerja.deadlines import in_cycle
from kinerja.estimates import means
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

NO_ANSWERS = message("nobody answered this element of the survey in this cycle")


def element_mean(tables: Mapping[str, pd.DataFrame], context: Context, *, element: str) -> pd.DataFrame:
    """Return the mean answer (1-4) to one element of the survey, over those who answered it, with a t-interval."""
    table = tables["skm"]
    table = table[in_cycle(table["tanggal"], context) & table[element].notna()]
    answers = table[element].to_numpy(dtype=float)
    return means(context.subjects, table[context.subject_key], answers, within=(1, 4), reason=NO_ANSWERS)


def _survey(element: str) -> tuple[TableNeed, ...]:
    columns = (
        Column(name="id_responden", kind="text"),
        Column(name="{key}", kind="text", subject=True),
        Column(name="tanggal", kind="date"),
        Column(name=element, kind="number", required=False, low=1, high=4),
    )
    return (TableNeed(table="skm", columns=columns, key=("id_responden",)),)


FRIENDLY_SERVICE = Indicator(
    code="friendly_service",
    label=Label(id="Pelayanan yang ramah (unsur perilaku pelaksana)", en="Friendly service (conduct of staff)"),
    polarity="higher",
    measured_in=Label(id="skala 1–4", en="scale 1–4"),
    subject=("unit",),
    needs=_survey("perilaku"),
    measure=partial(element_mean, element="perilaku"),
    reference="PermenPANRB 14/2017, unsur perilaku pelaksana",
    valid_from=date(2017, 5, 9),
    attribution="unit",
    description=Label(
        id="Rata-rata jawaban responden (1–4) atas unsur perilaku pelaksana. Unsur dikenali dari namanya, bukan dari "
        "nomornya. Jawaban tidak pernah dikaitkan dengan petugas tertentu.",
        en="The mean answer of respondents (1–4) on the conduct of staff. The element is known by its name, not its "
        "number. Answers are never tied to one officer.",
    ),
)

INFORMATIVE_SERVICE = replace(
    FRIENDLY_SERVICE,
    code="informative_service",
    label=Label(
        id="Pelayanan yang informatif (unsur kompetensi pelaksana)", en="Informative service (competence of staff)"
    ),
    needs=_survey("kompetensi"),
    measure=partial(element_mean, element="kompetensi"),
    reference="PermenPANRB 14/2017, unsur kompetensi pelaksana",
    description=Label(
        id="Rata-rata jawaban responden (1–4) atas unsur kompetensi pelaksana: pengetahuan petugas dan kejelasan "
        "penjelasannya. Jawaban tidak pernah dikaitkan dengan petugas tertentu.",
        en="The mean answer of respondents (1–4) on the competence of staff: what they know and how clearly they "
        "explain it. Answers are never tied to one officer.",
    ),
)

INDICATORS = [FRIENDLY_SERVICE, INFORMATIVE_SERVICE]
