"""The guidance of PermenPANRB 6/2022 for the rating of results, as far as it decides; the rest is the superior's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import numpy as np
import pandas as pd
from pydantic import Field

from kinerja.estimates import Floats, measured, places, totals
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

ASSESSMENTS = ("di_bawah", "sesuai", "di_atas")
MOST, FEW = "rating.sebagian_besar", "rating.sebagian_kecil"

NO_RESULTS = message("no results were assessed in this cycle")
NOT_DECIDED = message("the guidance does not decide this case: the assessing official does")


class GuidanceOptions(Options):
    """What "most" and "a small part" mean, which the regulation leaves open; the rule pack's own when not given."""

    most: Annotated[float, Field(ge=0.5, lt=1)] | None = None
    few: Annotated[float, Field(ge=0, lt=0.5)] | None = None


def guided_rating(
    *, above: Floats, below: Floats, count: Floats, main_below: Floats, main: Floats, most: float, few: float
) -> Floats:
    """Return 3, 2 or 1 (above, as, below expectation), NaN where the guidance does not decide.

    Above: more than `most` of the results are above expectation and no main result is below. Below: more than `most`
    are below. As expected: more than `most` are at least as expected, without being rated above, and at most `few` of
    the main results are below.

    The printed guidance (pp. 97-102) is not exhaustive: most results above with one main result below, or an even
    split, fit none of its lines.

    Parameters
    ----------
    above, below, count : array of float
        Results above expectation, below it, and all of them.
    main_below, main : array of float
        Main results (hasil kerja utama) below expectation, and all main results.
    most, few : float
        Declared thresholds, shares: more than `most`, at most `few`.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share_above, share_below = above / count, below / count
        share_main_below = np.where(main > 0, main_below / main, 0.0)
    is_above = (share_above > most) & (main_below == 0)
    is_below = share_below > most
    # Mostly above but with a main result below fits no line: it is more than "as expected" and barred from "above".
    is_as = (1 - share_below > most) & (share_main_below <= few) & ~(share_above > most)
    return np.select([is_above, is_below, is_as], [3.0, 1.0, 2.0], np.nan)


def results_rating_by_guidance(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return what the guidance says of each person's results, and no value where it does not decide."""
    table = tables["hasil_kerja"]
    table = table[table["penilaian"].notna()]
    place, size = places(context.subjects, table[context.subject_key]), len(context.subjects)
    main = (table["jenis"] == "utama").to_numpy(dtype=bool)
    below = (table["penilaian"] == "di_bawah").to_numpy(dtype=bool)
    above = (table["penilaian"] == "di_atas").to_numpy(dtype=bool)
    options, count, unknown = context.options, totals(place, size), np.full(size, np.nan)
    value = guided_rating(
        above=totals(place, size, above),
        below=totals(place, size, below),
        count=count,
        main_below=totals(place, size, below & main),
        main=totals(place, size, main),
        most=float(context.rules.cited(MOST).value if options.most is None else options.most),
        few=float(context.rules.cited(FEW).value if options.few is None else options.few),
    )
    reason = np.where(count == 0, NO_RESULTS, NOT_DECIDED).astype(object)
    return measured(context.subjects, value=value, cases=count, low=unknown, high=unknown, reason=reason)


RESULTS_BY_GUIDANCE = Indicator(
    code="results_rating_by_guidance",
    label=Label(id="Rating hasil kerja menurut panduan", en="Rating of results by the guidance"),
    polarity="higher",
    measured_in=Label(id="1 di bawah, 2 sesuai, 3 di atas ekspektasi", en="1 below, 2 as, 3 above expectation"),
    subject=("employee",),
    needs=(
        TableNeed(
            table="hasil_kerja",
            columns=(
                Column(name="{key}", kind="text", subject=True),
                Column(name="rencana_hasil_kerja", kind="text"),
                Column(name="jenis", kind="category", values=("utama", "tambahan")),
                Column(name="penilaian", kind="category", required=False, values=ASSESSMENTS),
            ),
            key=("{key}", "rencana_hasil_kerja"),
        ),
    ),
    measure=results_rating_by_guidance,
    reference="PermenPANRB 6/2022, contoh panduan hlm. 97–102; ambang: paket aturan rating.sebagian_besar dan "
    "rating.sebagian_kecil",
    valid_from=date(2022, 2, 7),
    attribution="employee",
    description=Label(
        id="Rating hasil kerja yang disarankan contoh panduan: di atas ekspektasi bila sebagian besar hasil di atas "
        "dan tidak ada hasil utama di bawah; di bawah bila sebagian besar di bawah; sesuai bila sebagian besar "
        "memenuhi dan hanya sebagian kecil hasil utama di bawah. Di luar itu panduan tidak memutuskan: pejabat "
        "penilailah yang memutuskan.",
        en="The rating of results that the guidance suggests: above expectation when most results are above and no "
        "main result is below; below when most are below; as expected when most meet it and only a small part of the "
        "main results is below. Beyond that the guidance does not decide: the assessing official does.",
    ),
    options=GuidanceOptions,
)

INDICATORS = [RESULTS_BY_GUIDANCE]
