"""The superior's ratings of a person's results and conduct, and the leader's rating of a unit: official and ordinal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd

from kinerja.estimates import measured
from kinerja.faults import listed
from kinerja.periods import period_ends
from workbench import Column, Context, Indicator, InputError, Label, TableNeed, fault
from workbench.errors import message

RATINGS = ("di_bawah", "sesuai", "di_atas")
UNIT_RATINGS = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "istimewa")

_LENGTHS = {"": 4, "S": 3, "Q": 2}  # what follows the year in the name of a period; a month is the shortest

NOT_RATED = message("no official rating for a period that ends in this cycle")


def official_rating(
    tables: Mapping[str, pd.DataFrame], context: Context, *, table: str, column: str, scale: Sequence[str]
) -> pd.DataFrame:
    """Return the place on the scale, from 1, of the official rating: that of the last period that ends in the cycle.

    Of periods that end on the same day the longest counts. Of several versions of a rating (after calibration or an
    objection) the last one decided by the cut-off holds. Ratings of earlier periods are not averaged in: a rating is
    set anew each time.
    """
    ratings = tables[table]
    ratings = ratings[(ratings["tanggal"] <= pd.Timestamp(context.cycle.data_until)) & ratings[column].notna()]
    ends = period_ends(ratings["periode"], table=table)
    within = ends.between(pd.Timestamp(context.cycle.start), pd.Timestamp(context.cycle.end))
    # Of periods that end together the longest counts: the half-year 2025-S1 rather than its quarter 2025-Q2.
    length = ratings["periode"].str[5:6].map(_LENGTHS).fillna(1)
    ratings = ratings.assign(ends=ends, length=length)[within]
    key = context.subject_key
    ratings = ratings.sort_values(["ends", "length", "versi"], kind="stable")
    _refuse_two_raters(ratings, key, table)
    last = ratings.drop_duplicates(key, keep="last").set_index(key)[column]
    value = last.map({code: number for number, code in enumerate(scale, start=1)}).reindex(context.subjects)
    return measured(
        context.subjects,
        value=value.to_numpy(dtype=float),
        cases=value.notna().to_numpy(dtype=float),
        reason=NOT_RATED,
    )


def _refuse_two_raters(ratings: pd.DataFrame, key: str, table: str) -> None:
    raters = ratings.groupby([key, "periode", "versi"], observed=True)["id_penilai"].nunique()
    twice = raters.index[raters > 1].get_level_values(0)
    InputError.raise_if(
        fault(
            ("tables", table),
            "more than one rater in the same period and version for {rows}: who was in charge decides; keep one row, "
            "or give the later one the next version",
            rows=listed(each),
        )
        for each in [set(twice)]
        if each
    )


def _need(table: str, column: str, scale: tuple[str, ...]) -> tuple[TableNeed, ...]:
    columns = (
        Column(name="{key}", kind="text", subject=True),
        Column(name="id_penilai", kind="text"),
        Column(name="periode", kind="text"),
        Column(name="versi", kind="integer", low=1, high=99),
        Column(name="tanggal", kind="date"),
        Column(name=column, kind="category", required=False, values=scale),
    )
    # The same rating twice would let the order of the rows decide which one counts.
    return (TableNeed(table=table, columns=columns, key=("{key}", "id_penilai", "periode", "versi")),)


RESULTS_RATING = Indicator(
    code="superior_results_rating",
    label=Label(id="Rating hasil kerja oleh pejabat penilai", en="Superior's rating of results"),
    polarity="higher",
    measured_in=Label(id="1 di bawah, 2 sesuai, 3 di atas ekspektasi", en="1 below, 2 as, 3 above expectation"),
    subject=("employee",),
    needs=_need("penilaian", "rating_hk", RATINGS),
    measure=partial(official_rating, table="penilaian", column="rating_hk", scale=RATINGS),
    reference="PermenPANRB 6/2022, hlm. 97–102",
    valid_from=date(2022, 2, 7),
    attribution="employee",
    description=Label(
        id="Rating resmi hasil kerja dari pejabat penilai untuk periode terakhir dalam siklus ini, menurut versi "
        "terakhir yang diputuskan sampai batas data. Rating periode sebelumnya tidak dirata-ratakan. Skala ini urutan, "
        "bukan jarak.",
        en="The official rating of results by the superior for the last period in this cycle, in the last version "
        "decided by the cut-off. Ratings of earlier periods are not averaged in. The scale is an order, not a "
        "distance.",
    ),
)

CONDUCT_RATING = replace(
    RESULTS_RATING,
    code="superior_conduct_rating",
    label=Label(id="Rating perilaku kerja oleh pejabat penilai", en="Superior's rating of conduct"),
    needs=_need("penilaian", "rating_pk", RATINGS),
    measure=partial(official_rating, table="penilaian", column="rating_pk", scale=RATINGS),
    description=Label(
        id="Rating resmi perilaku kerja (BerAKHLAK) dari pejabat penilai untuk periode terakhir dalam siklus ini, "
        "menurut versi terakhir yang diputuskan sampai batas data. Skala ini urutan, bukan jarak.",
        en="The official rating of conduct (BerAKHLAK) by the superior for the last period in this cycle, in the last "
        "version decided by the cut-off. The scale is an order, not a distance.",
    ),
)

UNIT_RATING = replace(
    RESULTS_RATING,
    code="leader_rating_of_unit",
    label=Label(id="Penilaian pimpinan atas unit", en="Leader's rating of the unit"),
    measured_in=Label(id="1 sangat kurang – 5 istimewa", en="1 very poor – 5 outstanding"),
    subject=("unit",),
    needs=_need("penilaian_unit", "capaian_organisasi", UNIT_RATINGS),
    measure=partial(official_rating, table="penilaian_unit", column="capaian_organisasi", scale=UNIT_RATINGS),
    reference="PermenPANRB 6/2022 Ps 24–25, hlm. 92–103 (capaian kinerja organisasi)",
    attribution="unit",
    description=Label(
        id="Capaian kinerja organisasi yang ditetapkan pimpinan di atas unit untuk periode terakhir dalam siklus ini. "
        "Penilaian ini menyangkut unit dan tidak pernah dipakai untuk seorang pegawai tanpa aturan yang menyatakannya.",
        en="The organisational achievement that the leader above the unit set for the last period in this cycle. It is "
        "about the unit and never stands for one person without a rule that says so.",
    ),
)

INDICATORS = [RESULTS_RATING, CONDUCT_RATING, UNIT_RATING]
