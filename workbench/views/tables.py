"""Tables for reading: row names as headings, numbers right-aligned, nothing but thin rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import great_tables
import pandas as pd

from workbench.views import theme
from workbench.views.blocks import kept_together

ROWS_KEPT_TOGETHER = 16
AS_WIDE_AS_WORDS = "table-layout: auto;"  # Jupyter gives every column the same width, and cuts off what is longer


def table(
    rows: pd.DataFrame,
    *,
    name: str,
    headings: Mapping[str, str],
    words: Collection[str] = (),
    focus: str | None = None,
) -> str:
    """Return a table as HTML.

    Parameters
    ----------
    rows : DataFrame
        Text, already in the reader's language, in the order to be shown; the first of `headings` names the rows.
    name : str
        Fixed identifier, so that the same rows give the same bytes.
    headings : mapping
        Column to heading, in the order to be shown.
    words : collection of str
        Columns that hold words and are left-aligned; all others hold numbers.
    focus : str, optional
        Name of the row that the page is about.
    """
    first, *others = headings
    frame = rows[list(headings)].astype(str).reset_index(drop=True).replace(" %", "\u00a0%", regex=True)
    drawn = (
        great_tables.GT(frame, id=f"table-{name}", rowname_col=first)
        .tab_stubhead(headings[first])
        .cols_label({column: headings[column] for column in others})
        .cols_align("right", columns=[column for column in others if column not in words])
        .cols_align("left", columns=[column for column in others if column in words])
        .tab_options(
            **theme.table_options(), table_additional_css=[f"#table-{name} .gt_table {{ {AS_WIDE_AS_WORDS} }}"]
        )
    )
    if focus is not None:
        at = frame.index[frame[first] == focus].tolist()
        emphasis = [great_tables.style.text(color=theme.ACCENT, weight="bold"), great_tables.style.fill(theme.BAND)]
        drawn = drawn.tab_style(emphasis, [great_tables.loc.body(rows=at), great_tables.loc.stub(rows=at)])
    html = str(drawn.as_raw_html())
    return kept_together(html) if len(frame) <= ROWS_KEPT_TOGETHER else html
