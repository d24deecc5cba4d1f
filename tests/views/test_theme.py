from __future__ import annotations

from itertools import pairwise

import pytest

from workbench.views import theme


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_wcag_counts_it():
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (theme.INK, theme.PAPER),
        (theme.MUTED, theme.PAPER),
        (theme.MUTED, theme.BAND),
        (theme.ACCENT, theme.PAPER),
        (theme.ACCENT, theme.BAND),
        (theme.BETTER, theme.PAPER),
        (theme.WORSE, theme.PAPER),
        (theme.WARNING, theme.WARNING_PAPER),
        *zip(theme.CATEGORY_INKS, theme.CATEGORIES, strict=True),
    ],
)
def test_every_pair_of_text_and_ground_can_be_read(ink, paper):
    assert contrast(ink, paper) >= 4.5


def test_neighbours_in_a_stacked_bar_differ_in_black_and_white():
    greys = [luminance(colour) for colour in theme.CATEGORIES]
    assert all(abs(one - other) > 0.09 for one, other in pairwise(greys))


def test_a_panel_gets_the_colours_as_custom_properties():
    assert theme.panel_variables("wb-x").startswith(".wb-x { --ink: #1b2733;")
