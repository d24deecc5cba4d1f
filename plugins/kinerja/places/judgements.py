"""Invented judgements by raters whose severity is drawn and written down: feedback, ratings, reviews."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinerja.places.ground import Floats, Ground
from kinerja.places.services import numbered
from workbench import (
    Assignment,
    cuts_for_shares,
    draw_severities,
    judged,
    on_number_scale,
    on_ordinal_scale,
    raters_at_random,
)

ABOVE = "ATASAN-01"  # who judges the heads of units
ITEMS = 21
PEERS, PARTNERS = 4, 3
REVIEWERS, REVIEWS = 8, 3
RATINGS = np.array(["di_bawah", "sesuai", "di_atas"], dtype=object)
UNIT_RATINGS = np.array(["sangat_kurang", "kurang", "butuh_perbaikan", "baik", "istimewa"], dtype=object)
IDEAS = (
    "Antrean daring",
    "Layanan keliling",
    "Papan informasi",
    "Formulir ringkas",
    "Jemput bola",
    "Kotak saran digital",
)


@dataclass(frozen=True, kw_only=True)
class Judgements:
    """A table of judgements and the severity of those who gave them (``id_penilai, peran, keketatan``)."""

    table: pd.DataFrame
    severity: pd.DataFrame


def feedback_360(rng: np.random.Generator, people: pd.DataFrame, *, period: str) -> Judgements:
    """Return feedback (1-10) on the 21 guides from the superior, peers, subordinates and partners outside.

    Peers are drawn within the unit, partners from one list for all units: partners overlap everywhere, so that their
    severity can be told from what they judged.
    """
    partners = max(PARTNERS + 1, len(people) // 12)
    giver = np.r_[
        people["id_pegawai"].to_numpy(dtype=object), [ABOVE], numbered("MITRA-", partners).to_numpy(dtype=object)
    ]
    above, heads = len(people), people.drop_duplicates("id_unit").index.to_numpy()
    severity = draw_severities(rng, len(giver), spread=0.6)
    outside = raters_at_random(rng, len(people), partners, each=PARTNERS)
    parts = [("pimpinan", Assignment(subject=heads, rater=np.full(len(heads), above))), *_inside(rng, people)]
    parts.append(("pihak_lain", Assignment(subject=outside.subject, rater=outside.rater + above + 1)))
    subject, rater = (np.concatenate([getattr(pair, name) for _, pair in parts]) for name in ("subject", "rater"))
    role = np.repeat(np.array([name for name, _ in parts], dtype=object), [len(pair.subject) for _, pair in parts])
    latent = judged(
        rng, Assignment(subject=subject, rater=rater), quality=people["effort"].to_numpy(), severity=severity, noise=0.3
    )
    each = latent[:, None] + rng.normal(0, 0.5, (len(latent), ITEMS))
    table = pd.DataFrame(
        {
            "nip": np.repeat(people["nip"].to_numpy()[subject], ITEMS),
            "id_pemberi": np.repeat(giver[rater], ITEMS),
            "peran": np.repeat(role, ITEMS),
            "periode": period,
            "item": np.tile(np.arange(1, ITEMS + 1, dtype="int16"), len(latent)),
            "skor": on_number_scale(each.ravel(), centre=7.5, step=0.9, low=1, high=10).astype("int16"),
        }
    )
    kind = np.where(np.arange(len(giver)) <= above, "pegawai", "mitra")
    return Judgements(table=table, severity=_truth(giver, kind, severity))


def _inside(rng: np.random.Generator, people: pd.DataFrame) -> Iterator[tuple[str, Assignment]]:
    """Yield who judges whom within each unit: the head the others, peers each other, some of them the head."""
    for _, rows in people.reset_index().groupby("id_unit", sort=False)["index"]:
        head, staff = rows.to_numpy()[:1], rows.to_numpy()[1:]
        yield "pimpinan", Assignment(subject=staff, rater=np.repeat(head, len(staff)))
        each = min(PEERS, len(staff) - 1)
        if each > 0:
            # drawn among the others: one's own place and those after it are one further
            drawn = raters_at_random(rng, len(staff), len(staff) - 1, each=each)
            other = drawn.rater + (drawn.rater >= drawn.subject)
            yield "rekan", Assignment(subject=staff[drawn.subject], rater=staff[other])
        below = rng.permutation(staff)[: PEERS + 1]
        yield "bawahan", Assignment(subject=np.repeat(head, len(below)), rater=below)


def superior_ratings(
    rng: np.random.Generator, people: pd.DataFrame, *, periods: Sequence[str], decided: str, shares: Sequence[float]
) -> Judgements:
    """Return the official ratings of results and conduct: everybody by the head of the unit, the heads by one above.

    One rater for each person: severity and what is true of a unit cannot be told apart in this table alone.

    Parameters
    ----------
    rng : Generator
        Source of randomness.
    people : DataFrame
        From `employees`, the head of a unit first.
    periods : sequence of str
        Periods rated, the latest last.
    decided : str
        Day of the ratings of the latest period.
    shares : sequence of float
        How often raters of average severity say below, as and above expectation.
    """
    heads = people.drop_duplicates("id_unit").index
    place = pd.Index(people.loc[heads, "id_unit"]).get_indexer(pd.Index(people["id_unit"]))
    rater = np.where(people.index.isin(heads), len(heads), place)
    code = np.r_[people.loc[heads, "id_pegawai"].to_numpy(dtype=object), [ABOVE]]
    severity = draw_severities(rng, len(code), spread=0.35)
    cuts = cuts_for_shares(shares, spread=float(np.sqrt(people["effort"].var() + 0.35**2 + 0.4**2)))
    assignment = Assignment(subject=np.arange(len(people)), rater=rater)
    rows = []
    for number, period in enumerate(reversed(periods)):
        ratings = {
            column: RATINGS[
                on_ordinal_scale(
                    judged(rng, assignment, quality=people["effort"].to_numpy(), severity=severity, noise=0.4), cuts
                )
                - 1
            ]
            for column in ("rating_hk", "rating_pk")
        }
        day = np.datetime64(decided) - 91 * number
        rows.append(
            pd.DataFrame(
                {"nip": people["nip"], "id_penilai": code[rater], "periode": period, "versi": 1, "tanggal": day}
            ).assign(**ratings)
        )
    table = pd.concat(rows[::-1], ignore_index=True)
    return Judgements(table=table, severity=_truth(code, np.array(["pejabat penilai"] * len(code)), severity))


def leader_ratings(rng: np.random.Generator, ground: Ground, *, period: str, decided: str, leader: str) -> pd.DataFrame:
    """Return what the leader above the units says of each of them (capaian kinerja organisasi)."""
    latent = ground.effects + rng.normal(0, 0.3, len(ground.units))
    rating = on_ordinal_scale(latent, cuts_for_shares([0.02, 0.06, 0.2, 0.52, 0.2], spread=0.7))
    return pd.DataFrame(
        {
            "id_unit": ground.codes,
            "id_penilai": leader,
            "periode": period,
            "versi": 1,
            "tanggal": np.datetime64(decided),
            "capaian_organisasi": UNIT_RATINGS[rating - 1],
        }
    )


def innovations(rng: np.random.Generator, ground: Ground) -> tuple[pd.DataFrame, Judgements]:
    """Return the register of innovations and the scores (0-100) of a panel, of which three judge each innovation."""
    unit, quality = ground.rows("innovations")
    size = len(unit)
    stage = on_ordinal_scale(quality + rng.normal(0, 1, size), cuts_for_shares([0.25, 0.35, 0.3, 0.1], spread=1.2))
    register = pd.DataFrame(
        {
            "id_inovasi": numbered("INO-", size),
            "id_unit": unit,
            "judul": [f"{IDEAS[place % len(IDEAS)]} {place + 1:02d}" for place in range(size)],
            "tanggal": ground.start + rng.integers(5, (ground.end - ground.start).astype(int) - 20, size),
            "tahap": np.array(["ide", "uji_coba", "implementasi", "replikasi"], dtype=object)[stage - 1],
        }
    )
    severity = draw_severities(rng, REVIEWERS, spread=0.9)
    panel = raters_at_random(rng, size, REVIEWERS, each=REVIEWS)
    latent = judged(rng, panel, quality=quality + rng.normal(0, 0.5, size), severity=severity, noise=0.3)
    code = np.array([f"JURI-{number:02d}" for number in range(1, REVIEWERS + 1)], dtype=object)
    scores = pd.DataFrame(
        {
            "id_inovasi": register["id_inovasi"].to_numpy()[panel.subject],
            "id_penilai": code[panel.rater],
            "skor": on_number_scale(latent, centre=70, step=9, low=0, high=100).astype(int),
        }
    )
    return register, Judgements(table=scores, severity=_truth(code, np.array(["juri"] * REVIEWERS), severity))


def _truth(code: np.ndarray, role: np.ndarray, severity: Floats) -> pd.DataFrame:
    return pd.DataFrame({"id_penilai": code, "peran": role, "keketatan": severity})
