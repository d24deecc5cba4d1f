from __future__ import annotations

import pandas as pd
import pytest

from workbench.locale import Language
from workbench.views import charts, theme

ID, EN = Language("id"), Language("en")


@pytest.fixture
def rows():
    return pd.DataFrame(
        {
            "label": ["Awal", "Baik", "Cepat"],
            "value": [62.5, 40.0, float("nan")],
            "low": [50.0, float("nan"), float("nan")],
            "high": [75.0, float("nan"), float("nan")],
            "focus": [True, False, False],
            "text": ["62,5", "40,0", "–"],
        }
    )


def drawn(rows, language=ID, **options):
    return charts.dots(rows, axis="Nilai (%)", columns={"text": "Nilai"}, language=language, **options)


def test_a_missing_value_has_its_row_but_no_dot(rows):
    svg = drawn(rows)
    assert "Cepat" in svg
    assert svg.count('aria-roledescription="point"') == 2


def test_an_interval_is_drawn_only_where_it_is_known(rows):
    assert drawn(rows).count('stroke-width="7"') == 1


def test_the_subject_of_the_page_has_the_accent_and_the_others_are_grey(rows):
    svg = drawn(rows)
    assert f'fill="{theme.ACCENT}"' in svg
    assert f'fill="{theme.PEER}"' in svg


def test_without_a_subject_nobody_is_grey(rows):
    assert f'fill="{theme.PEER}"' not in drawn(rows.assign(focus=False))


@pytest.mark.parametrize(("language", "label"), [(ID, "0,4"), (EN, "0.4")])
def test_axes_speak_the_readers_language(rows, language, label):
    small = rows.assign(value=[0.2, 0.8, float("nan")], low=float("nan"), high=float("nan"))
    assert f">{label}<" in drawn(small, language, domain=(0.0, 1.0))


def test_a_target_is_a_named_line(rows):
    assert ">target 80 %<" in drawn(rows, lines=[(80.0, "target 80 %")])


def test_the_same_numbers_give_the_same_bytes(rows):
    assert drawn(rows) == drawn(rows)


def test_parts_of_a_bar_carry_their_numbers_and_their_names():
    parts = pd.DataFrame({"label": ["A"], "focus": [False], "total": ["30"], "Layanan": [20.4], "Disiplin": [9.6]})
    svg = charts.stacked_bars(parts, ["Layanan", "Disiplin"], axis="Poin", columns={"total": "Skor"}, language=ID)
    for text in (">20<", ">10<", ">Layanan<", ">Disiplin<", ">30<"):
        assert text in svg


def test_what_was_taken_away_lies_left_of_zero_with_its_number():
    parts = pd.DataFrame({"label": ["A"], "focus": [False], "Data": [6.0], "Bobot": [-4.5]})
    svg = charts.stacked_bars(parts, ["Data", "Bobot"], axis="Poin", columns={}, language=ID)
    assert ">6,0<" in svg
    assert ">−4,5<" in svg


def test_a_part_too_small_for_its_number_goes_without():
    parts = pd.DataFrame({"label": ["A"], "focus": [False], "Layanan": [98.0], "Disiplin": [3.0]})
    svg = charts.stacked_bars(parts, ["Layanan", "Disiplin"], axis="Poin", columns={}, language=ID)
    assert ">98<" in svg
    assert ">3<" not in svg


def test_a_dumbbell_joins_what_was_intended_with_what_was_found_and_marks_what_is_far_apart():
    pair = pd.DataFrame(
        {
            "label": ["Awal", "Baik"],
            "focus": False,
            "intended": [20.0, 30.0],
            "found": [25.0, None],
            "off": [True, False],
        }
    )
    svg = charts.dumbbells(pair, ("Bobot", "Pengaruh"), axis="%", columns={}, language=ID)
    assert "○ Bobot" in svg
    assert svg.count(theme.WARNING) == 2  # line and dot
    assert svg.count('aria-roledescription="point"') == 3  # two intended, one found
    unknown = charts.dumbbells(pair.tail(1), ("Bobot", "Pengaruh"), axis="%", columns={}, language=ID)
    assert 'stroke-width="2"' not in unknown.replace(f'stroke="{theme.MUTED}" stroke-width="2"', "")  # no line


def test_a_strip_has_a_tick_for_each_of_the_others():
    rows = pd.DataFrame({"label": ["Tepat waktu"], "value": [62.5], "focus": [False], "text": ["62,5"]})
    others = pd.DataFrame({"order": [0, 0, 0], "value": [10.0, 20.0, float("nan")]})
    svg = charts.strips(rows, others, axis="Poin", columns={"text": "Poin"}, language=ID)
    assert svg.count('aria-roledescription="tick"') == 2
    assert svg.count('aria-roledescription="point"') == 1


def test_a_figure_always_has_an_alternative_text():
    html = charts.Chart("<svg/>", 'A "quoted" <finding>', "Title", "Source")._repr_html_()
    assert 'alt="A &quot;quoted&quot; &lt;finding&gt;"' in html
    assert "<figcaption>Source</figcaption>" in html


def test_a_hollow_dot_shows_what_was_seen_and_the_axis_reaches_it(rows):
    svg = drawn(rows.assign(seen=[95.0, 41.0, float("nan")]), names=("dihitung", "ditarik"))
    assert svg.count('aria-roledescription="point"') == 4
    assert "○ dihitung" in svg
    assert ">90<" in svg


def test_a_frontier_falls_from_the_policy_and_names_its_points():
    points = pd.DataFrame({"x": [0.0, 4.0, 10.0], "y": [6.0, 3.0, 2.0]})
    named = pd.DataFrame({"x": [0.0, 4.0], "y": [6.0, 3.0], "name": ["policy", "proposal"], "chosen": [False, True]})
    svg = charts.frontier(points, named, axes=("Weight moved (%)", "Gap (points)"), language=Language("en"))
    for text in ("policy", "proposal", "Weight moved (%)", "Gap (points)"):
        assert text in svg
    assert svg.count(f'fill="{theme.ACCENT}"') == 1  # the policy is hollow
