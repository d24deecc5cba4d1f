from __future__ import annotations

import dataclasses

from tests.views.reading import row, words
from workbench.locale import Language
from workbench.views import closing_sections as sections

EN, ID = Language("en"), Language("id")
PACK = {
    "code": "permenpanrb-6-2022",
    "title": {"id": "Pengelolaan kinerja pegawai ASN", "en": "Performance management"},
    "reference": "Berita Negara 2022 No. 155",
    "confidence": "official",
    "valid_from": "2022-02-07",
}


def changed(run, **manifest):
    return dataclasses.replace(run, manifest={**run.manifest, **manifest})


def test_each_rule_pack_has_citation_date_and_confidence(run):
    html = sections.rules(changed(run, rules=[PACK]), ID)._repr_html_()
    assert row(html, "Pengelolaan kinerja pegawai ASN")[0] == "7 Februari 2022"
    assert "Berita Negara 2022 No. 155 (permenpanrb-6-2022)" in words(html)


def test_without_rule_packs_the_section_says_so(run):
    assert sections.rules(run, EN).finding == "No rule pack: only the choices of the parameters file."


def test_a_predicate_is_a_proposal_and_its_matrix_is_cited(run):
    predicate = {"rows": "pelayanan", "columns": "kecepatan", "predicates": {}, "reference": "Permen 6/2022 p. 99"}
    with_rule = dataclasses.replace(changed(run, rules=[PACK]), predicate=predicate)
    assert "It is a proposal: the assessing official decides." in words(sections.rules(with_rule, EN)._repr_html_())


def test_the_places_own_words_on_objections_come_first(run):
    own = changed(run, objections={"id": "Tulis kepada Camat.", "en": "Write to the head of the district."})
    assert sections.objections(own, ID).finding == "Tulis kepada Camat."
    assert sections.objections(own, EN).finding == "Write to the head of the district."


def test_deadlines_come_from_the_rule_pack_with_their_source(run):
    deadline = {"value": 14, "reference": "Permen 6/2022 Ps 28", "confidence": "official"}
    deadline["label"] = {"id": "Banding", "en": "Appeal"}
    html = sections.objections(changed(run, deadlines={"x.hari_kerja_banding": deadline}), EN)._repr_html_()
    assert row(html, "Appeal") == ["14 working days", "Permen 6/2022 Ps 28", "official text"]


def test_an_objection_quotes_the_fingerprint(run):
    assert run.fingerprint in words(sections.objections(run, EN)._repr_html_())


def test_the_appendix_names_fingerprint_seed_python_packages_and_plugins(run):
    text = words(sections.verification(run, EN)._repr_html_())
    assert run.fingerprint in text
    assert f"numpy {run.manifest['packages']['numpy']}" in text
    assert f"Python {run.manifest['python']}" in text
    for plugin in run.manifest["plugins"]:
        assert f"Plugin {plugin['name']}" in text


def test_words_are_explained_and_a_class_only_where_there_is_one(run):
    assert "Band A named interval" in words(sections.verification(run, EN)._repr_html_())
    bare = dataclasses.replace(run, framework={**run.framework, "bands": None})
    assert "A named interval" not in words(sections.verification(bare, EN)._repr_html_())


def test_the_unit_report_says_where_the_rest_is(run):
    text = words(sections.provenance(changed(run, rules=[PACK]), EN)._repr_html_())
    assert "permenpanrb-6-2022" in text
    assert "The cycle report lists weights, data, rules and software in full." in text
