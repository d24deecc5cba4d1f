"""Citizens' voice in the app: what they say, drawn to the overall mean where it is thin, and whether it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.calendar import days_of
from kinerja.deadlines import TermOptions, in_cycle, percentages_in_time, term_of, with_due_dates
from kinerja.estimates import Floats, Z, measured, places, totals
from kinerja.faults import refuse_out_of_order
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

LOWEST, HIGHEST = 1.0, 5.0
ANSWER = "ulasan.hari_kerja_tanggapan"

NO_FEEDBACK = message("no verified feedback through the app in this cycle")
NO_ANSWER_DUE = message("no message in the app had to be answered in this cycle")


class AppFeedbackOptions(Options):
    """A fixed overall mean and how many answers it is worth; estimated from all units when not given.

    Estimated, the value of one unit depends a little on the others; fixed, it does not.
    """

    labels: ClassVar[Mapping[str, Label]] = {
        "overall_mean": Label(id="rata-rata umum", en="overall mean"),
        "worth_answers": Label(id="setara banyaknya ulasan", en="worth so many answers"),
    }

    overall_mean: Annotated[float, Field(ge=LOWEST, le=HIGHEST)] | None = None
    worth_answers: Annotated[float, Field(ge=0)] | None = None


@dataclass(frozen=True, kw_only=True)
class Shrunk:
    """Means drawn towards the overall mean: `mean`, with its standard `error`."""

    mean: Floats
    error: Floats


def app_feedback(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the mean score (1-5) of verified feedback, shrunk to the overall mean by how few answers there are.

    Of several answers of one person to one unit the last one counts.
    """
    table = tables["ulasan"]
    table = table[in_cycle(table["tanggal"], context) & (table["terverifikasi"] == "ya")]
    table = table.sort_values(["tanggal", "id_ulasan"], kind="stable")
    table = table.drop_duplicates([context.subject_key, "id_pelapor_hash"], keep="last")
    place, size = places(context.subjects, table[context.subject_key]), len(context.subjects)
    options = context.options
    found = shrunk_means(
        table["skor"].to_numpy(dtype=float), place, size, overall=options.overall_mean, worth=options.worth_answers
    )
    half = Z * found.error
    return measured(
        context.subjects,
        value=found.mean,
        cases=totals(place, size),
        low=(found.mean - half).clip(LOWEST, HIGHEST),
        high=(found.mean + half).clip(LOWEST, HIGHEST),
        reason=NO_FEEDBACK,
    )


def shrunk_means(
    values: Floats, place: np.ndarray, size: int, *, overall: float | None = None, worth: float | None = None
) -> Shrunk:
    """Return the empirical Bayes mean of each of `size` subjects: ``λ · own mean + (1 - λ) · overall mean``.

    ``λ = n / (n + σ²/τ²)`` with σ² the variance within and τ² the variance between subjects, both by the one-way
    analysis of variance for unequal n (Searle, Casella & McCulloch 1992, doi:10.1002/9780470316856); the overall mean
    weighs each subject by ``1 / (τ² + σ²/n)``. The error is that of Morris (1983, doi:10.1080/01621459.1983.10477920):
    ``√(λ σ²/n + (1 - λ)² · variance of the overall mean)``.

    Parameters
    ----------
    values : array of float, shape (n,)
        The answers.
    place : array of int, shape (n,)
        Position of the subject.
    size : int
        Number of subjects.
    overall : float, optional
        A fixed overall mean.
    worth : float, optional
        A fixed σ²/τ²: the number of answers that the overall mean is worth.
    """
    number = totals(place, size)
    some = number > 0
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = totals(place, size, values) / number
        freedom = max(number.sum() - some.sum(), 0)
        within = float(((values - mean[place]) ** 2).sum() / freedom) if freedom else np.nan
        between = _variance_between(mean[some], number[some], within)
        ratio = _ratio(within, between) if worth is None else worth
        share = number / (number + ratio)
        # 1 / (τ² + σ²/n) is proportional to λ, or to n where nothing sets the subjects apart.
        weight = share[some] if np.isfinite(ratio) else number[some]
        centre = float(np.average(mean[some], weights=weight)) if overall is None and some.any() else overall
        of_the_centre = 0.0 if overall is not None else within / number[some].sum()
        if overall is None and np.isfinite(ratio) and ratio > 0:
            of_the_centre = within / ratio / share[some].sum()
        centre = np.nan if centre is None else centre
        shrunk = np.where(share > 0, share * mean, 0.0) + (1 - share) * centre
        error = np.sqrt(share * within / number + (1 - share) ** 2 * of_the_centre)
    return Shrunk(mean=np.where(some, shrunk, np.nan), error=np.where(some, error, np.nan))


def _variance_between(mean: Floats, number: Floats, within: float) -> float:
    """Return τ² by the analysis of variance, not below 0; NaN with fewer than two subjects."""
    if len(mean) < 2:
        return np.nan
    total = number.sum()
    centre = (number * mean).sum() / total
    squares = (number * (mean - centre) ** 2).sum() / (len(mean) - 1)
    size = (total - (number**2).sum() / total) / (len(mean) - 1)
    return float(max(0.0, (squares - within) / size))


def _ratio(within: float, between: float) -> float:
    """Return σ²/τ²: infinite where nothing sets the subjects apart, 0 where there is nothing to compare with."""
    if np.isnan(within) or np.isnan(between):
        return 0.0
    if between == 0:
        return np.inf
    return within / between


def messages_answered(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the percentage of messages, to be answered in the cycle, that were answered within the term.

    Every message counts, verified or not and however many one person writes: each waits for an answer of its own. Not
    answered after the term is a failure; what is not yet due counts in the next cycle.
    """
    table = tables["ulasan"]
    refuse_out_of_order(table, name="ulasan", key="id_ulasan", first="tanggal", then="tgl_tanggapan")
    sent, due = with_due_dates(table, term_of(context, ANSWER), context, received="tanggal")
    answered = days_of(sent["tgl_tanggapan"])
    return percentages_in_time(context, sent[context.subject_key], due, answered, reason=NO_ANSWER_DUE)


def _messages(*columns: Column) -> TableNeed:
    return TableNeed(
        table="ulasan",
        columns=(
            Column(name="id_ulasan", kind="text"),
            Column(name="{key}", kind="text", subject=True),
            Column(name="tanggal", kind="date"),
            *columns,
        ),
        key=("id_ulasan",),
    )


APP_FEEDBACK = Indicator(
    code="app_feedback",
    label=Label(id="Umpan balik warga lewat aplikasi", en="Citizens' feedback through the app"),
    polarity="higher",
    measured_in=Label(id="skala 1–5", en="scale 1–5"),
    subject=("unit",),
    needs=(
        _messages(
            Column(name="skor", kind="number", low=LOWEST, high=HIGHEST),
            Column(name="id_pelapor_hash", kind="text"),
            Column(name="terverifikasi", kind="category", values=("ya", "tidak")),
        ),
    ),
    measure=app_feedback,
    reference="Efron & Morris (1975), doi:10.1080/01621459.1975.10479864; Morris (1983), "
    "doi:10.1080/01621459.1983.10477920",
    valid_from=date(2015, 1, 1),
    attribution="unit",
    description=Label(
        id="Rata-rata skor (1–5) ulasan terverifikasi dalam aplikasi, satu suara untuk setiap pelapor. Rata-rata unit "
        "dengan sedikit ulasan ditarik ke rata-rata keseluruhan, sehingga tiga ulasan tidak menentukan peringkat. "
        "Pengulas memilih sendiri untuk memberi ulasan; karena itu angka ini tidak pernah digabung dengan SKM.",
        en="The mean score (1–5) of verified feedback in the app, one voice for each person. The mean of a unit with "
        "few answers is drawn towards the overall mean, so that three answers do not decide a rank. Those who answer "
        "choose to do so; this number is therefore never pooled with the survey SKM.",
    ),
    options=AppFeedbackOptions,
)

MESSAGES_ANSWERED = Indicator(
    code="app_messages_answered_in_time",
    label=Label(id="Pesan warga dalam aplikasi ditanggapi tepat waktu", en="Messages in the app answered in time"),
    polarity="higher",
    measured_in=Label(id="% pesan", en="% of messages"),
    subject=("unit",),
    needs=(_messages(Column(name="tgl_tanggapan", kind="date", required=False)),),
    measure=messages_answered,
    reference=f"UU 25/2009 tentang Pelayanan Publik; tenggat: paket aturan {ANSWER}",
    valid_from=date(2015, 1, 1),
    attribution="unit",
    description=Label(
        id="Bagian ulasan dan pesan warga dalam aplikasi yang harus ditanggapi dalam siklus ini dan ditanggapi unit "
        "dalam tenggat, dihitung dalam hari kerja sesudah dikirim. Pesan yang belum ditanggapi padahal sudah lewat "
        "waktu dihitung tidak tepat waktu; yang belum jatuh tempo dihitung pada siklus berikutnya. Setiap pesan "
        "dihitung, terverifikasi atau belum. Yang diukur adalah apakah warga dijawab, bukan mutu jawabannya.",
        en="The share of citizens' reviews and messages in the app, to be answered in this cycle, that the unit "
        "answered within the term, counted in working days after they were sent. A message without an answer after "
        "that counts as not in time; what is not yet due counts in the next cycle. Every message counts, verified or "
        "not. This measures whether citizens are answered, not how well.",
    ),
    options=TermOptions,
)

INDICATORS = [APP_FEEDBACK, MESSAGES_ANSWERED]
