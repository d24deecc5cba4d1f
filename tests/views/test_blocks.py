from __future__ import annotations

from workbench.views.blocks import Block, Tile, bullets, callout, definitions, escape, folded, paragraph, tiles


def test_a_block_is_a_question_a_finding_and_its_parts():
    html = Block("Who?", "Nobody.", (paragraph("a note", "note"),), "who")._repr_html_()
    assert html == '<section id="who"><h2>Who?</h2><p class="finding">Nobody.</p><p class="note">a note</p></section>'


def test_a_block_says_question_and_finding_where_no_html_is_shown():
    assert repr(Block("Who?", "Nobody.", ("<p>x</p>",))) == "Who?\nNobody."


def test_names_cannot_bring_markup_into_a_page():
    html = Block("<b>", "<i>", (bullets(["<u>"]), tiles([Tile("<s>", "1", "<em>")]), definitions([("<dt>", "<dd>")])))
    for tag in ("<b>", "<i>", "<u>", "<s>", "<em>"):
        assert tag not in html._repr_html_()


def test_a_percent_sign_stays_with_its_number():
    assert escape("62,5 % & more") == "62,5\u00a0% &amp; more"


def test_a_callout_without_anything_to_say_is_not_there():
    assert callout("Limits", []) == ""
    assert "<li>one</li>" in callout("Limits", ["one"])


def test_terms_without_an_explanation_are_left_out():
    assert definitions([("Target", ""), ("Weight", "3")]).count("<dt>") == 1


def test_folded_content_has_a_line_to_click_on():
    assert folded("As a table", "<table></table>").startswith("<details><summary>As a table</summary>")
