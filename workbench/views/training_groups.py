"""What a workshop sees of groups and units: a gap that turns round, one that stays, and what luck does to the small."""

from __future__ import annotations

import pandas as pd

from workbench.fairness.strata import WithinGaps
from workbench.locale import Language
from workbench.views import charts, selection
from workbench.views.blocks import Block, paragraph

BERKELEY = "Bickel, Hammel & O'Connell (1975), Science 187, doi:10.1126/science.187.4175.398"


def admissions(applied: pd.DataFrame, gaps: WithinGaps, language: Language) -> Block:
    """Return admissions of men and women, over all departments and inside each.

    Parameters
    ----------
    applied : DataFrame
        A row a department and sex: ``department, sex`` (men, women), ``applied, admitted``.
    gaps : WithinGaps
        Women's rate less men's, women second: pooled and within departments.
    language : Language
        Of the words and numbers.
    """
    wide = applied.pivot_table(index="department", columns="sex", values=["applied", "admitted"], aggfunc="sum")
    everyone = wide.sum().to_frame(language.text("All departments")).T
    both = pd.concat([everyone, wide])
    rates = both["admitted"] / both["applied"]
    rows = pd.DataFrame(
        {
            "label": [
                language.text("Department {name}", name=name) if name in wide.index else name for name in both.index
            ],
            "focus": [True] + [False] * len(wide),
            "intended": 100 * rates["men"].to_numpy(),
            "found": 100 * rates["women"].to_numpy(),
            "off": False,
            **{sex: [_of(both, name, sex, language) for name in both.index] for sex in ("men", "women")},
        }
    )
    picture = charts.dumbbells(
        rows,
        (language.text("men"), language.text("women")),
        axis=language.text("Admitted, in per cent"),
        columns={"men": language.text("Men"), "women": language.text("Women")},
        language=language,
    )
    more = int((rates["women"] > rates["men"]).loc[list(wide.index)].sum())
    finding = language.text(
        "Over all, women were admitted {pooled} percentage points less often than men; in {more} of {all} departments "
        "they were admitted more often, and inside departments the mean gap is {within} points.",
        pooled=language.number(-100 * float(gaps.table.at[1, "pooled"]), 1),
        more=more,
        all=len(wide),
        within=selection.signed_text(100 * float(gaps.table.at[1, "within"]), language),
    )
    return Block("", finding, (charts.Chart(picture, finding, "", BERKELEY).html(),))


def _of(both: pd.DataFrame, name: str, sex: str, language: Language) -> str:
    admitted, applied = (float(both.loc[name, (what, sex)]) for what in ("admitted", "applied"))
    share = language.percent(admitted / applied)
    return language.text("{share} of {count}", share=share, count=language.number(applied, 0))


def ratings_of_teachers(gaps: WithinGaps, teachers: pd.DataFrame, language: Language) -> Block:
    """Return the gap between women and men who teach, over all and inside kinds of posts.

    Parameters
    ----------
    gaps : WithinGaps
        Women's mean less men's, women second: pooled and within kinds of posts.
    teachers : DataFrame
        A row a teacher: ``gender, tenure``, for the counts.
    language : Language
        Of the words and numbers.
    """
    found = gaps.table.loc[1]
    rows = pd.DataFrame(
        {
            "label": [language.text("All together"), language.text("Inside the same kind of post")],
            "value": [found["pooled"], found["within"]],
            "low": [found["pooled_low"], found["within_low"]],
            "high": [found["pooled_high"], found["within_high"]],
            "focus": False,
        }
    ).astype({"value": float, "low": float, "high": float})
    rows["gap"] = [selection.signed_text(each, language, 2) for each in rows["value"]]
    rows["range"] = [
        language.text(
            "{low} to {high}",
            low=selection.signed_text(low, language, 2),
            high=selection.signed_text(high, language, 2),
        )
        for low, high in rows[["low", "high"]].to_numpy()
    ]
    columns = {
        "gap": language.text("Gap"),
        "range": language.text("{share} interval", share=language.percent(0.95)),
    }
    picture = charts.dots(
        rows,
        axis=language.text("Women's mean less men's, on a scale from 1 to 5"),
        columns=columns,
        language=language,
        domain=(-0.5, 0.25),
        lines=[(0.0, language.text("no gap"))],
    )
    finding = language.text(
        "Women who teach are rated {gap} points lower; compared inside the same kind of post (tenured or not) it is "
        "{within} points: this gap does not turn round.",
        gap=language.number(-float(found["pooled"]), 2),
        within=language.number(-float(found["within"]), 2),
    )
    counts = teachers["gender"].value_counts()
    source = language.text(
        "{women} women and {men} men, each with the mean of their courses. Hamermesh & Parker (2005), "
        "doi:10.1016/j.econedurev.2004.07.013",
        women=int(counts["female"]),
        men=int(counts["male"]),
    )
    return Block("", finding, (charts.Chart(picture, finding, "", source).html(),))


def lucky_units(units: pd.DataFrame, language: Language) -> Block:
    """Return units in the order of what is seen of them, with what is left after their size is taken into account.

    Parameters
    ----------
    units : DataFrame
        Columns ``name, size``; ``seen, low, high``: the mean, and what it alone can tell; ``estimate``: shrunken; and
        ``chance``: how often the unit comes first when all are alike.
    language : Language
        Of the words and numbers.
    """
    table = units.sort_values("seen", ascending=False).reset_index(drop=True)
    rows = pd.DataFrame(
        {
            "label": table["name"],
            "value": table["estimate"],
            "low": table["low"],
            "high": table["high"],
            "seen": table["seen"],
            "focus": table.index == 0,
            "people": [language.number(float(each), 0) for each in table["size"]],
            "mean": [language.number(each, 1) for each in table["seen"]],
            "estimate": [language.number(each, 1) for each in table["estimate"]],
        }
    )
    columns = {
        "people": language.text("People"),
        "mean": language.text("Seen"),
        "estimate": language.text("Estimate"),
    }
    picture = charts.dots(
        rows,
        axis=language.text("Mean mark"),
        columns=columns,
        language=language,
        names=(language.text("seen"), language.text("estimate")),
    )
    finding = _first_and_last(table, language)
    return Block("", finding, (charts.Chart(picture, finding).html(), _chances(units, language)))


def _first_and_last(table: pd.DataFrame, language: Language) -> str:
    first, last = table.iloc[0], table.iloc[-1]
    return language.text(
        "First: {first} with {people} people, seen {seen}, estimated {value}. Last: {last} with {others} people.",
        first=first["name"],
        people=int(first["size"]),
        seen=language.number(float(first["seen"]), 1),
        value=language.number(float(first["estimate"]), 1),
        last=last["name"],
        others=int(last["size"]),
    )


def _chances(units: pd.DataFrame, language: Language) -> str:
    small, large = units.loc[units["size"].idxmin()], units.loc[units["size"].idxmax()]
    return paragraph(
        language.text(
            "If all units were alike, a unit of {small} would come first in {often} of all draws, a unit of {large} in "
            "{seldom}.",
            small=int(small["size"]),
            often=language.percent(float(small["chance"])),
            large=int(large["size"]),
            seldom=language.percent(float(large["chance"])),
        ),
        "note",
    )
