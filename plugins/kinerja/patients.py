"""Response time to patients: emergencies apart from outpatients, nights from days; who was not seen is not dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.censored_times import quantile_times, standardised_times
from kinerja.deadlines import in_cycle
from kinerja.estimates import Floats, percentages, places, totals
from kinerja.faults import refuse_out_of_order
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

KINDS = ("igd", "rawat_jalan")
TRIAGE = ("merah", "kuning", "hijau", "hitam")
NIGHT = "malam"
Triage = Literal["merah", "kuning", "hijau", "hitam"]
Shift = Literal["pagi", "sore", "malam"]
Share = Annotated[float, Field(gt=0)]
Minutes = Annotated[float, Field(gt=0, le=1440)]
STANDARD = "pasien.standar_menit."
SHIFTS = "pasien.jam_jaga"

NO_PATIENTS = message("no patients of this kind registered in this cycle")
HALF_WAITING = message("fewer than half of the patients were seen: the median is not known")


class OutpatientOptions(Options):
    """The standard in minutes; the rule pack's own holds when it is not given."""

    labels: ClassVar[Mapping[str, Label]] = {
        "standard": Label(id="standar (menit)", en="standard (minutes)"),
    }

    standard: Minutes | None = None


class EmergencyOptions(OutpatientOptions):
    """The standard in minutes, for all patients or by triage colour."""

    labels: ClassVar[Mapping[str, Label]] = {
        **OutpatientOptions.labels,
        "by_triage": Label(id="standar menurut triase (menit)", en="standard by triage (minutes)"),
    }

    by_triage: dict[Triage, Minutes] = Field(default_factory=dict)


class MedianOptions(Options):
    """The mix of shifts (by the hour of registration) that clinics are standardised to, as shares in any unit."""

    labels: ClassVar[Mapping[str, Label]] = {
        "shift_mix": Label(id="bauran jam jaga", en="mix of shifts"),
    }

    shift_mix: dict[Shift, Share] | None = None


class EmergencyMedianOptions(MedianOptions):
    """The mix of triage colours too; with both, of each colour in each shift."""

    labels: ClassVar[Mapping[str, Label]] = {
        **MedianOptions.labels,
        "mix": Label(id="bauran triase", en="mix of triage colours"),
    }

    mix: dict[Triage, Share] | None = None


def served_in_time(
    tables: Mapping[str, pd.DataFrame], context: Context, *, kind: str, shift: str | None = None
) -> pd.DataFrame:
    """Return the percentage of patients of `kind` who were seen within the standard; of one `shift` only, if given.

    A patient counts in the cycle of the registration, once the standard has passed by the cut-off. Who was never seen
    was not seen in time.
    """
    visits = _visits(tables["kunjungan"], context, kind)
    if shift is not None:
        visits = visits[_shifts(visits, context) == shift]
    own = context.options.standard
    minutes = float(context.rules.cited(STANDARD + kind).value if own is None else own)
    standard = np.full(len(visits), minutes)
    if kind == "igd":
        standard = visits["triase"].map(context.options.by_triage).astype(float).fillna(minutes).to_numpy()
    waited, seen = _waited(visits, context)
    decided = seen | (waited > standard)
    in_time = seen & (waited <= standard)
    subjects = visits[context.subject_key]
    return percentages(context.subjects, subjects[decided], in_time[decided], reason=NO_PATIENTS)


def waiting_minutes(tables: Mapping[str, pd.DataFrame], context: Context, *, kind: str) -> pd.DataFrame:
    """Return the median of minutes from registration until a patient is seen (Kaplan-Meier).

    Who was never seen counts as "longer than until the cut-off". Where a mix is declared, patients outside it are left
    out and the others weighed so that every clinic has that mix.
    """
    visits = _visits(tables["kunjungan"], context, kind)
    stratum, mix = _strata(visits, context)
    visits, stratum = visits[stratum >= 0], stratum[stratum >= 0]
    waited, seen = _waited(visits, context)
    place, size = places(context.subjects, visits[context.subject_key]), len(context.subjects)
    found = quantile_times(waited, seen, place, size, stratum=stratum, mix=mix)
    return standardised_times(context, found, totals(place, size), nothing=NO_PATIENTS, not_reached=HALF_WAITING)


def _strata(visits: pd.DataFrame, context: Context) -> tuple[np.ndarray, Floats | None]:
    """Return each visit's stratum, -1 outside the declared mix, and the weight of each; all in one where none is."""
    triage, shift = getattr(context.options, "mix", None), context.options.shift_mix
    stratum, mix = np.zeros(len(visits), dtype=np.intp), np.ones(1)
    if triage is not None:
        stratum, mix = _crossed(stratum, mix, visits["triase"], triage)
    if shift is not None:
        stratum, mix = _crossed(stratum, mix, _shifts(visits, context), shift)
    return stratum, None if triage is None and shift is None else mix


def _crossed(
    stratum: np.ndarray, mix: Floats, column: pd.Series, shares: Mapping[str, float]
) -> tuple[np.ndarray, Floats]:
    """Return strata and mix, each split further by the values of `column`."""
    value = pd.Index(list(shares)).get_indexer(pd.Index(column))
    inside = (stratum >= 0) & (value >= 0)
    return np.where(inside, stratum * len(shares) + value, -1), np.outer(mix, list(shares.values())).ravel()


def _shifts(visits: pd.DataFrame, context: Context) -> pd.Series:
    """Return the shift in which each patient registered; hours before the first shift belong to the last one."""
    begins = sorted(context.rules.cited(SHIFTS).value.items(), key=lambda shift: shift[1])
    names = np.array([name for name, _ in begins], dtype=object)
    place = np.searchsorted([hour for _, hour in begins], visits["waktu_daftar"].dt.hour, side="right") - 1
    return pd.Series(names[place], index=visits.index, dtype="str")


def _visits(table: pd.DataFrame, context: Context, kind: str) -> pd.DataFrame:
    refuse_out_of_order(table, name="kunjungan", key="id_kunjungan", first="waktu_daftar", then="waktu_dilayani")
    visits = table[(table["jenis"] == kind) & in_cycle(table["waktu_daftar"], context)]
    seen = visits["waktu_dilayani"]
    return visits.assign(waktu_dilayani=seen.where(seen < _cut_off(context)))


def _waited(visits: pd.DataFrame, context: Context) -> tuple[Floats, np.ndarray]:
    seen = visits["waktu_dilayani"].notna().to_numpy()
    until = visits["waktu_dilayani"].fillna(_cut_off(context))
    minutes = (until - visits["waktu_daftar"]) / pd.Timedelta(minutes=1)
    return minutes.to_numpy(dtype=float), seen


def _cut_off(context: Context) -> pd.Timestamp:
    return pd.Timestamp(context.cycle.data_until) + pd.Timedelta(days=1)


def _need(*columns: Column) -> TableNeed:
    return TableNeed(
        table="kunjungan",
        columns=(
            Column(name="id_kunjungan", kind="text"),
            Column(name="{key}", kind="text", subject=True),
            Column(name="jenis", kind="category", values=KINDS),
            Column(name="waktu_daftar", kind="datetime"),
            Column(name="waktu_dilayani", kind="datetime", required=False),
            *columns,
        ),
        key=("id_kunjungan",),
    )


_TRIAGE = Column(name="triase", kind="category", required=False, values=TRIAGE)

OUTPATIENTS_IN_TIME = Indicator(
    code="outpatients_served_in_time",
    label=Label(id="Pasien rawat jalan dilayani tepat waktu", en="Outpatients served in time"),
    polarity="higher",
    measured_in=Label(id="% pasien", en="% of patients"),
    subject=("unit",),
    needs=(_need(),),
    measure=partial(served_in_time, kind="rawat_jalan"),
    reference="Kepmenkes 129/2008; PMK 30/2022, indikator nasional mutu (paket aturan: "
    "pasien.standar_menit.rawat_jalan)",
    valid_from=date(2008, 2, 6),
    attribution="unit",
    description=Label(
        id="Bagian pasien rawat jalan yang dilayani dalam waktu baku sesudah mendaftar. Pasien yang tidak pernah "
        "dilayani dihitung tidak tepat waktu, tidak dibuang. Instalasi gawat darurat dihitung tersendiri.",
        en="The share of outpatients served within the standard time after registration. A patient who was never "
        "served counts as not in time and is not left out. The emergency department is counted on its own.",
    ),
    options=OutpatientOptions,
)

EMERGENCY_IN_TIME = replace(
    OUTPATIENTS_IN_TIME,
    code="emergency_patients_served_in_time",
    label=Label(id="Pasien gawat darurat dilayani tepat waktu", en="Emergency patients served in time"),
    needs=(_need(_TRIAGE),),
    measure=partial(served_in_time, kind="igd"),
    reference="Kepmenkes 129/2008, waktu tanggap gawat darurat (paket aturan: pasien.standar_menit.igd)",
    description=Label(
        id="Bagian pasien gawat darurat yang dilayani dalam waktu tanggap baku, yang dapat ditetapkan menurut warna "
        "triase sehingga klinik dengan lebih banyak kasus ringan tidak tampak lebih lambat. Pasien yang tidak pernah "
        "dilayani dihitung tidak tepat waktu.",
        en="The share of emergency patients served within the standard response time, which may be set by triage "
        "colour so that a clinic with more minor cases does not look slower. A patient who was never served counts "
        "as not in time.",
    ),
    options=EmergencyOptions,
)

EMERGENCY_IN_TIME_AT_NIGHT = replace(
    EMERGENCY_IN_TIME,
    code="emergency_patients_served_in_time_at_night",
    label=Label(id="Pasien gawat darurat malam dilayani tepat waktu", en="Emergency patients served in time at night"),
    measure=partial(served_in_time, kind="igd", shift=NIGHT),
    reference=f"Kepmenkes 129/2008, waktu tanggap gawat darurat; jam jaga: paket aturan {SHIFTS}",
    description=Label(
        id="Bagian pasien gawat darurat yang mendaftar pada jaga malam dan dilayani dalam waktu tanggap baku. Angka "
        "keseluruhan dapat menutupi malam yang lambat; petugas jaga malam pun lebih sedikit, maka bandingkan dengan "
        "malam unit lain, bukan dengan siang. Pasien yang tidak pernah dilayani dihitung tidak tepat waktu.",
        en="The share of emergency patients registered in the night shift who were served within the standard response "
        "time. The figure for all hours may hide slow nights; fewer people are on duty then, so compare with the "
        "nights of other units and not with days. A patient who was never served counts as not in time.",
    ),
)

OUTPATIENT_MINUTES = Indicator(
    code="outpatient_waiting_minutes",
    label=Label(id="Waktu tunggu rawat jalan (median)", en="Waiting time of outpatients (median)"),
    polarity="lower",
    measured_in=Label(id="menit", en="minutes"),
    subject=("unit",),
    needs=(_need(),),
    measure=partial(waiting_minutes, kind="rawat_jalan"),
    reference="Kepmenkes 129/2008; Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452",
    valid_from=date(2008, 2, 6),
    attribution="unit",
    description=Label(
        id="Lama menunggu, dari pendaftaran sampai dilayani, yang tidak dilampaui oleh separuh pasien rawat jalan. "
        "Pasien yang tidak pernah dilayani ikut dihitung sebagai “lebih lama” (Kaplan–Meier). Bila bauran jam jaga "
        "dinyatakan, unit dibandingkan pada bauran yang sama.",
        en="The wait from registration to being served that half of the outpatients did not exceed. A patient who was "
        "never served counts as “longer” (Kaplan–Meier). Where a mix of shifts is declared, units are compared on that "
        "same mix.",
    ),
    options=MedianOptions,
)

EMERGENCY_MINUTES = replace(
    OUTPATIENT_MINUTES,
    code="emergency_waiting_minutes",
    label=Label(id="Waktu tanggap gawat darurat (median)", en="Emergency response time (median)"),
    needs=(_need(_TRIAGE),),
    measure=partial(waiting_minutes, kind="igd"),
    description=Label(
        id="Lama menunggu yang tidak dilampaui oleh separuh pasien gawat darurat. Bila bauran triase atau bauran jam "
        "jaga dinyatakan, klinik dibandingkan pada bauran yang sama. Pasien yang tidak pernah dilayani ikut dihitung "
        "sebagai “lebih lama”.",
        en="The wait that half of the emergency patients did not exceed. Where a mix of triage colours or of "
        "shifts is declared, clinics are compared on that same mix. A patient who was never served counts as “longer”.",
    ),
    options=EmergencyMedianOptions,
)

INDICATORS = [
    OUTPATIENTS_IN_TIME,
    EMERGENCY_IN_TIME,
    EMERGENCY_IN_TIME_AT_NIGHT,
    OUTPATIENT_MINUTES,
    EMERGENCY_MINUTES,
]
