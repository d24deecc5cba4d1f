"""Civil documents (KTP, akta): time from the moment the file is complete, in hours of working days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.calendar import WorkingCalendar
from kinerja.censored_times import quantile_times, standardised_times
from kinerja.deadlines import in_cycle, last_day
from kinerja.estimates import Floats, percentages, places, totals
from kinerja.faults import refuse_out_of_order
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

KINDS = ("ktp_el", "kia", "kartu_keluarga", "akta_kelahiran", "akta_kematian", "surat_pindah", "lainnya")
Kind = Literal["ktp_el", "kia", "kartu_keluarga", "akta_kelahiran", "akta_kematian", "surat_pindah", "lainnya"]
Hours = Annotated[float, Field(gt=0, le=720)]
STANDARDS, CLOCK = "berkas.standar_jam", "berkas.jam_dihitung"

LONGEST_DELAY = pd.Timedelta(days=60)  # weekends and holidays never add more to the time of one file

NOTHING_DUE = message("no complete file fell due in this cycle")
NOTHING_COMPLETE = message("no file of this kind became complete in this cycle")
HALF_OPEN = message("fewer than half of the complete files are finished: the median is not yet known")


class DocumentOptions(Options):
    """Standards in hours by kind of document; the rule pack's own hold for a kind that is not named."""

    labels: ClassVar[Mapping[str, Label]] = {
        "standards": Label(id="standar menurut jenis dokumen (jam)", en="standards by kind of document (hours)"),
        "kinds": Label(id="dokumen yang dihitung", en="documents counted"),
    }

    standards: dict[Kind, Hours] = Field(default_factory=dict)
    kinds: Annotated[list[Kind], Field(min_length=1)] | None = None


def documents_on_time(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of complete files due in the cycle that were finished within the standard of their kind.

    Time runs from the complete file: what the applicant still had to bring is not the office's delay. Kinds without a
    standard are left out.
    """
    standards = {**context.rules.cited(STANDARDS).value, **context.options.standards}
    wanted = context.options.kinds or list(standards)
    files = tables["berkas"]
    files = _complete(files[files["jenis"].isin(set(standards) & set(wanted))], context)
    # A file whose time passed so long before the cycle, even if every hour counted, was due in an earlier cycle.
    allowed = pd.to_timedelta(files["jenis"].map(standards).astype(float), unit="h")
    files = files[files["tgl_berkas_lengkap"] + allowed >= pd.Timestamp(context.cycle.start) - LONGEST_DELAY]
    clock = _clock(files["tgl_berkas_lengkap"], context)
    due = clock(files["tgl_berkas_lengkap"]) + files["jenis"].map(standards).to_numpy(dtype=float)
    first, last = clock(pd.Series(pd.to_datetime([context.cycle.start, last_day(context) + timedelta(days=1)])))
    counted = (due > first) & (due <= last)
    in_time = clock(files["tgl_selesai"]) <= due  # false where a file is open: its hours are NaN
    return percentages(context.subjects, files[context.subject_key][counted], in_time[counted], reason=NOTHING_DUE)


def document_hours(tables: Mapping[str, pd.DataFrame], context: Context, *, kind: str) -> pd.DataFrame:
    """Return the median of hours from a complete file to the finished document, of files complete in the cycle."""
    files = tables["berkas"]
    files = _complete(files[files["jenis"] == kind], context)
    files = files[in_cycle(files["tgl_berkas_lengkap"], context)]
    finished = files["tgl_selesai"].notna().to_numpy()
    until = files["tgl_selesai"].fillna(_cut_off(context))
    clock = _clock(files["tgl_berkas_lengkap"], context)
    hours = clock(until) - clock(files["tgl_berkas_lengkap"])
    place, size = places(context.subjects, files[context.subject_key]), len(context.subjects)
    found = quantile_times(hours, finished, place, size)
    return standardised_times(context, found, totals(place, size), nothing=NOTHING_COMPLETE, not_reached=HALF_OPEN)


def _complete(files: pd.DataFrame, context: Context) -> pd.DataFrame:
    """Return the files complete by the cut-off; what was finished after it was still open then."""
    refuse_out_of_order(files, name="berkas", key="id_berkas", first="tgl_berkas_lengkap", then="tgl_selesai")
    files = files[files["tgl_berkas_lengkap"] < _cut_off(context)]
    finished = files["tgl_selesai"]
    return files.assign(tgl_selesai=finished.where(finished < _cut_off(context)))


def _clock(moments: pd.Series, context: Context) -> Callable[[pd.Series], Floats]:
    """Return what turns moments into hours since 1970, of working days or of all days as the rules say; NaN for none.

    The calendar must cover the years from the first of `moments` to the cut-off.
    """
    by_working_days = context.rules.cited(CLOCK).value == "hari_kerja"
    calendar = WorkingCalendar.from_rules(context.rules) if by_working_days else None
    if calendar is not None and len(moments):
        calendar.require(moments.min().date(), context.cycle.data_until)

    def hours(moments: pd.Series) -> Floats:
        known = moments.notna().to_numpy()
        at = moments[known].to_numpy(dtype="M8[us]")
        result = np.full(len(moments), np.nan)
        epoch = np.datetime64("1970-01-01")
        result[known] = (at - epoch) / np.timedelta64(1, "h") if calendar is None else calendar.hours(at)
        return result

    return hours


def _cut_off(context: Context) -> pd.Timestamp:
    return pd.Timestamp(context.cycle.data_until) + pd.Timedelta(days=1)


_NEED = TableNeed(
    table="berkas",
    columns=(
        Column(name="id_berkas", kind="text"),
        Column(name="{key}", kind="text", subject=True),
        Column(name="jenis", kind="category", values=KINDS),
        Column(name="tgl_berkas_lengkap", kind="datetime", required=False),
        Column(name="tgl_selesai", kind="datetime", required=False),
    ),
    key=("id_berkas",),
)

DOCUMENTS_ON_TIME = Indicator(
    code="documents_on_time",
    label=Label(id="Dokumen kependudukan selesai tepat waktu", en="Civil documents finished in time"),
    polarity="higher",
    measured_in=Label(id="% berkas", en="% of files"),
    subject=("unit",),
    needs=(_NEED,),
    measure=documents_on_time,
    reference="Permendagri 19/2018 (paket aturan: berkas.standar_jam, berkas.jam_dihitung)",
    valid_from=date(2018, 4, 6),
    attribution="unit",
    description=Label(
        id="Bagian berkas lengkap yang jatuh tempo dalam siklus ini dan selesai dalam waktu baku menurut jenisnya. "
        "Waktu dihitung sejak berkas dinyatakan lengkap, sehingga persyaratan yang kurang tidak menjadi keterlambatan "
        "petugas. Berkas yang belum selesai padahal lewat waktu dihitung terlambat.",
        en="The share of complete files due in this cycle that were finished within the standard time of their kind. "
        "Time runs from the complete file, so that papers an applicant still had to bring are not the office's delay. "
        "A file still open after its time counts as late.",
    ),
    options=DocumentOptions,
)

KTP_HOURS = Indicator(
    code="ktp_processing_hours",
    label=Label(id="Waktu penyelesaian KTP-el (median)", en="Time to finish an identity card (median)"),
    polarity="lower",
    measured_in=Label(id="jam", en="hours"),
    subject=("unit",),
    needs=(_NEED,),
    measure=partial(document_hours, kind="ktp_el"),
    reference="Permendagri 19/2018; Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452",
    valid_from=date(2018, 4, 6),
    attribution="unit",
    description=Label(
        id="Lama, sejak berkas lengkap, yang dibutuhkan sampai separuh KTP-el selesai. Jam pada akhir pekan dan hari "
        "libur tidak dihitung kecuali paket aturan menyatakan lain. Berkas yang belum selesai ikut dihitung sebagai "
        "“lebih lama daripada sejauh ini” (Kaplan–Meier).",
        en="The time from a complete file until half of the identity cards are finished. Hours of weekends and "
        "holidays do not count unless the rule pack says so. Open files count as “longer than so far” (Kaplan–Meier).",
    ),
)

BIRTH_CERTIFICATE_HOURS = replace(
    KTP_HOURS,
    code="birth_certificate_processing_hours",
    label=Label(id="Waktu penyelesaian akta kelahiran (median)", en="Time to finish a birth certificate (median)"),
    measure=partial(document_hours, kind="akta_kelahiran"),
    description=Label(
        id="Lama, sejak berkas lengkap, yang dibutuhkan sampai separuh akta kelahiran selesai. Jam pada akhir pekan "
        "dan hari libur tidak dihitung kecuali paket aturan menyatakan lain. Berkas yang belum selesai ikut dihitung "
        "sebagai “lebih lama daripada sejauh ini” (Kaplan–Meier).",
        en="The time from a complete file until half of the birth certificates are finished. Hours of weekends and "
        "holidays do not count unless the rule pack says so. Open files count as “longer than so far” (Kaplan–Meier).",
    ),
)

INDICATORS = [DOCUMENTS_ON_TIME, KTP_HOURS, BIRTH_CERTIFICATE_HOURS]
