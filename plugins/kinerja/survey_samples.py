"""How many answers a survey needs for the people it speaks for (Krejcie-Morgan), and how many it has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from kinerja.deadlines import in_cycle
from kinerja.estimates import Floats, measured, places, totals
from workbench import Column, Context, Indicator, Label, TableNeed
from workbench.errors import message

PARAMETERS = "survei.krejcie_morgan"

NOT_KNOWN_HOW_MANY = message("it is not known how many people were served")


def krejcie_morgan(population: Floats, *, chi_square: float, share: float, error: float) -> Floats:
    """Return the sample size ``χ² N P (1 - P) / (d² (N - 1) + χ² P (1 - P))``, rounded to the nearest whole number.

    Krejcie & Morgan (1970), doi:10.1177/001316447003000308. The formula is for a proportion, and the survey estimates
    a mean: read it as a habit of the rules, and look at the interval of the index itself.

    Parameters
    ----------
    population : array of float
        N.
    chi_square, share, error : float
        χ² of one degree of freedom, P and d.
    """
    spread = chi_square * share * (1 - share)
    size = spread * population / (error**2 * (population - 1) + spread)
    return np.floor(size + 0.5)


def survey_sample_adequacy(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the respondents of the cycle as a percentage of those that Krejcie-Morgan asks for, at most 100."""
    table, served, key = tables["skm"], tables["populasi_layanan"], context.subject_key
    answers = table[in_cycle(table["tanggal"], context)]
    size = len(context.subjects)
    respondents = totals(places(context.subjects, answers[key]), size)
    people = served["jumlah_dilayani"].to_numpy(dtype=float)
    known = ~np.isnan(people)
    population = totals(places(context.subjects, served[key][known]), size, people[known])
    chi_square, share, error = (context.rules.cited(PARAMETERS).value[name] for name in ("chi_kuadrat", "p", "d"))
    needed = krejcie_morgan(
        np.where(population > 0, population, np.nan), chi_square=chi_square, share=share, error=error
    )
    return measured(
        context.subjects,
        value=(100 * respondents / needed).clip(max=100),
        cases=population,  # the people served are what is counted; none of them answering is a real 0 %
        reason=NOT_KNOWN_HOW_MANY,
    )


SURVEY_SAMPLE_ADEQUACY = Indicator(
    code="survey_sample_adequacy",
    label=Label(id="Kecukupan responden SKM", en="Respondents of the survey against those needed"),
    polarity="higher",
    measured_in=Label(id="% responden yang diperlukan", en="% of respondents needed"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="skm",
            columns=(
                Column(name="id_responden", kind="text"),
                Column(name="{key}", kind="text", subject=True),
                Column(name="tanggal", kind="date"),
            ),
            key=("id_responden",),
        ),
        TableNeed(
            table="populasi_layanan",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="jumlah_dilayani", kind="integer", required=False, low=0),
            ),
            key=("{key}",),
        ),
    ),
    measure=survey_sample_adequacy,
    reference="PermenPANRB 14/2017; Krejcie & Morgan (1970), doi:10.1177/001316447003000308",
    valid_from=date(2017, 5, 9),
    attribution="unit",
    description=Label(
        id="Jumlah responden SKM dalam siklus ini dibandingkan dengan jumlah yang diperlukan menurut tabel "
        "Krejcie–Morgan untuk banyaknya orang yang dilayani; paling tinggi 100 %. Ini mutu data, bukan mutu pelayanan.",
        en="The respondents of the survey in this cycle against the number that the table of Krejcie and Morgan asks "
        "for, given how many people were served; at most 100 %. It is about the quality of data, not of service.",
    ),
)

INDICATORS = [SURVEY_SAMPLE_ADEQUACY]
