"""Citizen satisfaction: the index IKM out of the survey SKM, nine elements (unsur) known by name, not by number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
import pandas as pd
from pydantic import BeforeValidator, Field, model_validator

from kinerja.estimates import Floats, measured, places, student_interval, totals
from workbench import Column, Context, Indicator, Label, Options, TableNeed
from workbench.errors import message

ELEMENTS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "pengaduan",
    "sarana",
)
Element = Literal[
    "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku", "pengaduan", "sarana"
]

NO_ANSWERS = message("no survey answers in this cycle")
ELEMENT_UNANSWERED = message("an element of the survey has no answers at all, so the nine cannot be averaged")


def _as_written(given: Any) -> Any:
    return str(given) if isinstance(given, float) else given


class SatisfactionOptions(Options):
    """The weight of the elements, exactly as it is to be used.

    Printed forms round 1/9 to 0.11 or 0.111; that alone turns an 88.31 (A) into 87.43 (B). The exact 1/9 is the
    default, and whatever is chosen stands in the report.
    """

    labels: ClassVar[Mapping[str, Label]] = {
        "weight_printed": Label(id="bobot setiap unsur", en="weight of each element"),
        "weights": Label(id="bobot unsur", en="weights of the elements"),
    }

    weight_printed: Annotated[Literal["1/9", "0.11", "0.111", "0.1111"], BeforeValidator(_as_written)] = "1/9"
    weights: dict[Element, Annotated[float, Field(ge=0, le=1)]] | None = None

    @model_validator(mode="after")
    def _own_weights_cover_all_elements(self) -> SatisfactionOptions:
        if self.weights is None:
            return self
        if "weight_printed" in self.model_fields_set:
            raise ValueError(message("give either 'weight_printed' or 'weights', not both"))
        if len(self.weights) < len(ELEMENTS):
            raise ValueError(message("'weights' must name all nine elements, each with its weight"))
        if abs(sum(self.weights.values()) - 1) > 1e-6:
            raise ValueError(message("the weights of the nine elements must add up to 1"))
        return self

    @property
    def by_element(self) -> Floats:
        """The nine weights in the order of `ELEMENTS`."""
        if self.weights is not None:
            return np.array([self.weights[element] for element in ELEMENTS])  # type: ignore[index]  # ELEMENTS are the words of Element
        return np.full(9, 1 / 9 if self.weight_printed == "1/9" else float(self.weight_printed))


def ikm(tables: Mapping[str, pd.DataFrame], context: Context) -> pd.DataFrame:
    """Return the converted index (NIK, 25-100) of each unit: 25 Σ weight · mean answer, over the nine elements.

    The mean of an element is over those who answered it. The 95 % interval takes the respondent as the unit of
    sampling: t-interval with the linearised variance of the weighted sum of means.
    """
    table = _answered(tables["skm"], context)
    answers = table[list(ELEMENTS)].to_numpy(dtype=float, na_value=np.nan)
    place, size = places(context.subjects, table[context.subject_key]), len(context.subjects)
    weights = context.options.by_element
    means, answered = _means_of_elements(answers, place, size)
    respondents = totals(place, size)
    # An element with weight 0 may go unanswered; one that counts may not.
    value = 25 * np.where(weights > 0, means * weights, 0.0).sum(axis=1)
    deviations = _deviations(answers, means, answered, respondents, weights, place)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = 25 * np.sqrt(totals(place, size, deviations**2) / (respondents * (respondents - 1)))
    low, high = student_interval(value, error, respondents)
    best = 100 * weights.sum()
    return measured(
        context.subjects,
        value=value,
        cases=respondents,
        low=low.clip(best / 4, best),
        high=high.clip(best / 4, best),
        reason=np.where(respondents == 0, NO_ANSWERS, ELEMENT_UNANSWERED).astype(object),
    )


def _answered(table: pd.DataFrame, context: Context) -> pd.DataFrame:
    last = min(context.cycle.end, context.cycle.data_until)
    within = table["tanggal"].between(pd.Timestamp(context.cycle.start), pd.Timestamp(last))
    return table[within & table[list(ELEMENTS)].notna().any(axis=1)]


def _means_of_elements(answers: Floats, place: np.ndarray, size: int) -> tuple[Floats, Floats]:
    given = ~np.isnan(answers)
    number = np.column_stack([totals(place, size, column) for column in given.T])
    total = np.column_stack([totals(place, size, column) for column in np.where(given, answers, 0.0).T])
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / number, number


def _deviations(
    answers: Floats, means: Floats, answered: Floats, respondents: Floats, weights: Floats, place: np.ndarray
) -> Floats:
    """Return how far each respondent pulls the index: Σ weight · (answer - mean) · respondents / answered."""
    with np.errstate(invalid="ignore", divide="ignore"):
        pull = (answers - means[place]) * (respondents[:, None] / answered)[place]
    return np.asarray(np.where(np.isnan(answers), 0.0, pull) @ weights)


IKM = Indicator(
    code="ikm",
    label=Label(id="Indeks Kepuasan Masyarakat (NIK)", en="Citizen satisfaction index (NIK)"),
    polarity="higher",
    measured_in=Label(id="NIK 25–100", en="NIK 25–100"),
    subject=("unit",),
    needs=(
        TableNeed(
            table="skm",
            columns=(
                Column(name="id_responden", kind="text"),
                Column(name="{key}", kind="text", subject=True),
                Column(name="tanggal", kind="date"),
                *(Column(name=element, kind="number", required=False, low=1, high=4) for element in ELEMENTS),
            ),
            key=("id_responden",),
        ),
    ),
    measure=ikm,
    reference="PermenPANRB 14/2017, Lampiran",
    valid_from=date(2017, 5, 9),
    attribution="unit",
    description=Label(
        id="Rata-rata jawaban responden (1–4) atas sembilan unsur pelayanan, masing-masing dikalikan bobotnya, "
        "dijumlahkan, lalu dikalikan 25. Unsur yang tidak dijawab oleh seorang responden tidak dihitung sebagai nol: "
        "rata-rata unsur itu diambil dari mereka yang menjawab. Bobot yang dipakai dicantumkan dalam laporan.",
        en="The mean answer of the respondents (1–4) to nine elements of the service, each multiplied by its weight, "
        "summed and multiplied by 25. An element that a respondent left empty does not count as zero: its mean is "
        "taken over those who answered. The weight used is printed in the report.",
    ),
    options=SatisfactionOptions,
)

INDICATORS = [IKM]
