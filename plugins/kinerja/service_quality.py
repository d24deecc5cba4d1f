"""Quality of public service: an index of satisfaction, published standards met and files returned, and its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field, field_validator

from kinerja.deadlines import in_cycle
from kinerja.estimates import Floats, Z, measured, percentages
from kinerja.satisfaction import IKM, SatisfactionOptions, ikm
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

PARTS = ("ikm", "standards", "returned")
Part = Literal["ikm", "standards", "returned"]
WEIGHTS = "pelayanan.bobot_indeks"

NOT_ASSESSED = message("the published service standard was not assessed in this cycle")
NOTHING_FINISHED = message("no file was finished in this cycle")
PART_MISSING = message("a part of the index has no value: satisfaction, standards met or files returned")


class ServiceQualityOptions(Options):
    """Weights of the three parts, in any unit; the rule pack's own when not given. A part of weight 0 is left out."""

    labels: ClassVar[Mapping[str, Label]] = {
        "weights": Label(id="bobot bagian", en="weights of the parts"),
    }

    weights: dict[Part, Annotated[float, Field(ge=0)]] | None = None

    @field_validator("weights")
    @classmethod
    def _something_counts(cls, weights: dict[Part, float] | None) -> dict[Part, float] | None:
        if weights is not None and sum(weights.values()) <= 0:
            raise ValueError(message("at least one of the weights must be larger than 0"))
        return weights


def standards_met(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of the components of the published service standard that the last assessment found met."""
    table = tables["standar_pelayanan"]
    table = table[in_cycle(table["tanggal"], context) & table["terpenuhi"].notna()]
    latest = table.sort_values("tanggal", kind="stable").drop_duplicates([context.subject_key, "komponen"], keep="last")
    met = (latest["terpenuhi"] == "ya").to_numpy(dtype=bool)
    found = percentages(context.subjects, latest[context.subject_key], met, reason=NOT_ASSESSED)
    # All components are assessed, none is sampled: an interval would claim an uncertainty that is not there.
    return found.assign(low=np.nan, high=np.nan)


def files_returned(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of files finished in the cycle that came back because of the office's own error."""
    table = tables["berkas"]
    table = table[in_cycle(table["tgl_selesai"], context) & table["dikembalikan"].notna()]
    returned = (table["dikembalikan"] == "kesalahan_petugas").to_numpy(dtype=bool)
    return percentages(context.subjects, table[context.subject_key], returned, reason=NOTHING_FINISHED)


def service_quality_index(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the weighted mean, 0-100, of NIK, standards met and files not returned.

    Its interval adds up the variances of the parts, read off their own intervals. A part without a value leaves the
    index without one: averaging the rest would change what is measured.
    """
    given = context.options.weights or context.rules.cited(WEIGHTS).value
    weights = {part: float(given.get(part, 0)) for part in PARTS}
    total = sum(weights.values())
    nik = ikm(tables, replace(context, options=SatisfactionOptions()))
    back = files_returned(tables, context)
    parts = {"ikm": nik, "standards": standards_met(tables, context), "returned": _mirrored(back)}
    value, variance = np.zeros(len(context.subjects)), np.zeros(len(context.subjects))
    for name in (part for part in PARTS if weights[part] > 0):
        share = weights[name] / total
        value = value + share * parts[name]["value"].to_numpy()
        if name != "standards":  # these are all assessed, none is sampled
            variance = variance + (share * _standard_error(parts[name])) ** 2
    half = Z * np.sqrt(variance)
    return measured(
        context.subjects,
        value=value,
        cases=nik["cases"].to_numpy(),
        low=(value - half).clip(0, 100),
        high=(value + half).clip(0, 100),
        reason=PART_MISSING,
    )


def _mirrored(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(value=100 - found["value"], low=100 - found["high"], high=100 - found["low"])


def _standard_error(found: pd.DataFrame) -> Floats:
    """Return half the width of the interval over z; NaN where it is not known."""
    return np.asarray((found["high"] - found["low"]).to_numpy(dtype=float) / (2 * Z))


_STANDARDS = TableNeed(
    table="standar_pelayanan",
    columns=(
        Column(name="{key}", kind="text", subject=True),
        Column(name="komponen", kind="text"),
        Column(name="tanggal", kind="date"),
        Column(name="terpenuhi", kind="category", required=False, values=("ya", "tidak")),
    ),
    key=("{key}", "komponen", "tanggal"),
)
_FILES = TableNeed(
    table="berkas",
    columns=(
        Column(name="id_berkas", kind="text"),
        Column(name="{key}", kind="text", subject=True),
        Column(name="tgl_selesai", kind="datetime", required=False),
        Column(name="dikembalikan", kind="category", required=False, values=("tidak", "kesalahan_petugas", "pemohon")),
    ),
    key=("id_berkas",),
)

STANDARDS_MET = Indicator(
    code="service_standards_met",
    label=Label(id="Komponen standar pelayanan terpenuhi", en="Components of the service standard met"),
    polarity="higher",
    measured_in=Label(id="% komponen", en="% of components"),
    subject=("unit",),
    needs=(_STANDARDS,),
    measure=standards_met,
    reference="UU 25/2009; PermenPANRB 15/2014 tentang Pedoman Standar Pelayanan",
    valid_from=date(2009, 7, 18),
    attribution="unit",
    description=Label(
        id="Bagian komponen standar pelayanan yang dipublikasikan unit dan terpenuhi menurut pemeriksaan terakhir "
        "dalam siklus ini. Komponen yang tidak diperiksa tidak dihitung.",
        en="The share of the components of the unit's published service standard that the last assessment in this "
        "cycle found met. Components that were not assessed are not counted.",
    ),
)

FILES_RETURNED = Indicator(
    code="files_returned",
    label=Label(id="Berkas kembali karena kesalahan petugas", en="Files returned because of the office's error"),
    polarity="lower",
    measured_in=Label(id="% berkas selesai", en="% of finished files"),
    subject=("unit",),
    needs=(_FILES,),
    measure=files_returned,
    reference="UU 25/2009 tentang Pelayanan Publik",
    valid_from=date(2009, 7, 18),
    attribution="unit",
    description=Label(
        id="Bagian berkas selesai yang harus diperbaiki atau diterbitkan ulang karena kesalahan petugas. Berkas yang "
        "dikembalikan karena kesalahan pemohon tidak mengurangi nilai unit.",
        en="The share of finished files that had to be corrected or issued again because of the office's own error. "
        "Files returned because of the applicant's error do not count against the unit.",
    ),
)

SERVICE_QUALITY = Indicator(
    code="service_quality_index",
    label=Label(id="Indeks kualitas pelayanan publik", en="Quality index of public service"),
    polarity="higher",
    measured_in=Label(id="indeks 0–100", en="index 0–100"),
    subject=("unit",),
    needs=(*IKM.needs, _STANDARDS, _FILES),
    measure=service_quality_index,
    reference="PermenPANRB 14/2017; UU 25/2009; bobot: paket aturan pelayanan.bobot_indeks (usulan, dapat diganti)",
    valid_from=date(2017, 5, 9),
    attribution="unit",
    description=Label(
        id="Rata-rata tertimbang dari kepuasan masyarakat (NIK), komponen standar pelayanan yang terpenuhi, dan berkas "
        "yang tidak kembali karena kesalahan petugas. Bobotnya pilihan setempat dan dicantumkan. Ketiga bagiannya juga "
        "tersedia sebagai indikator tersendiri dan dapat ditampilkan dengan bobot 0.",
        en="The weighted mean of satisfaction (NIK), components of the service standard met, and files not returned "
        "because of the office's error. Its weights are a local choice and are shown. Each part is an indicator of its "
        "own, too, and can be shown beside it with weight 0.",
    ),
    options=ServiceQualityOptions,
)

INDICATORS = [SERVICE_QUALITY, STANDARDS_MET, FILES_RETURNED]
