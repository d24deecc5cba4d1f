"""The Indonesian catalogue is complete and true to the English sentences; nothing English is left where it is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.small_run import small_run
from tests.test_spoilt_inputs import PARAMETERS, SPOILT, UNITS, VALUES
from tests.views.reading import pictures, words
from workbench.cli import main
from workbench.locale import Language
from workbench.views.reports import Report

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "workbench" / "locale" / "id" / "LC_MESSAGES" / "workbench.po"
SOURCES = (ROOT / "workbench", ROOT / "plugins" / "kinerja")
ID, EN = Language("id"), Language("en")

# Written the same in both languages.
SHARED = {"Median", "median", "Target", "target", "plugin", "Plugin {name}", "Python", "Status", "Data", "Kurtosis"}
SHARED |= {"{sheet}: {rows}", "{sheets}; {other}", "{reason}", "Outfit", "Rating"}
SHARED |= {f"{{{each}}}: {{reason}}" for each in ("option", "place")} | {"{outcome}: {reason}."}

# None of these is an Indonesian word; "data", "unit", "target" and the like are in both languages.
ENGLISH_WORDS = """
    the of and is are was were be been has have with without from by for not or but must than which who what where
    how why when this that these there here it its their them all every each other others another score scores
    weight weights value values rank ranks row rows column file files name missing more less most least better
    worse higher lower points cases units employees rules changed unknown found expected needed run page
"""
ENGLISH = set(ENGLISH_WORDS.split())


def translated() -> dict[str, str]:
    """Return the sentences of the catalogue with their translation; of a plural, its one Indonesian form."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    single = {each.id: each.string for each in catalogue if isinstance(each.id, str) and each.id}
    return single | {each.id[0]: each.string[0] for each in catalogue if isinstance(each.id, tuple)}


def keywords() -> dict[str, tuple[int, ...] | None]:
    """Return the calls whose sentences are collected, as ``make messages`` names them."""
    return parse_keywords(re.findall(r" -k (\S+)", (ROOT / "Makefile").read_text(encoding="utf-8")))


def extracted() -> set[str]:
    method = [("**.py", "workbench.locale.extraction:calls")]
    return {
        sentence for source in SOURCES for _, _, sentence, *_ in extract_from_dir(source, method, keywords=keywords())
    }


def gaps(sentence: str) -> set[str]:
    """Return what is filled in: ``{named}``, or argparse's ``%(named)s``."""
    if re.search(r"%(\(\w+\))?[rs]", sentence):
        return set(re.findall(r"%(?:\(\w+\))?[rs]", sentence))
    return set(re.findall(r"\{\w+(?:![rsa])?\}", sentence))


WORDS = translated()
GAP = re.compile(r"^[^\n]*(\w \S*\{[a-z_]+\}|\{[a-z_]+\}\S* \w)[^\n]*$")


def test_the_makefile_names_the_calls_that_are_used():
    assert keywords()["fault"] == keywords()["_fault"] == (2,)
    assert {"text", "message", "progress"} <= set(keywords())


def test_every_sentence_of_the_program_has_an_indonesian_one():
    assert len(extracted()) > 400
    assert sorted(sentence for sentence in extracted() if not WORDS.get(sentence)) == []


def test_no_sentence_with_a_gap_escapes_the_catalogue():
    """A template kept in a variable is seen by the extractor only inside `message`."""
    assert sorted(set(sentences_with_gaps()) - set(WORDS)) == []


def sentences_with_gaps() -> Iterator[str]:
    for path in (path for source in SOURCES for path in source.rglob("*.py")):
        if path.name == "declared.py":  # its sentences stand there in both languages
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        silent = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}  # docstrings
        silent |= {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in ast.walk(each)}
        constants = [each for each in ast.walk(tree) if isinstance(each, ast.Constant) and id(each) not in silent]
        yield from (each.value for each in constants if isinstance(each.value, str) and GAP.search(each.value))


@pytest.mark.parametrize("sentence", sorted(WORDS))
def test_a_translation_has_the_same_gaps_and_the_same_blanks_at_its_ends(sentence):
    translation = WORDS[sentence]
    assert gaps(translation) == gaps(sentence)
    for blanks in (r"^\s*", r"\s*$"):
        assert re.search(blanks, translation)[0] == re.search(blanks, sentence)[0]


def test_only_words_that_both_languages_share_are_translated_by_themselves():
    assert {sentence for sentence, translation in WORDS.items() if sentence == translation} <= SHARED


def test_no_translation_keeps_an_english_word():
    kept = {each: english(each) for each in WORDS.values() if english(each)}
    assert kept == {}


def test_the_compiled_catalogue_is_what_the_written_one_compiles_to():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="id")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run: make messages"


def test_numbers_have_the_separators_of_their_language():
    assert (ID.number(1234.5), EN.number(1234.5)) == ("1.234,5", "1,234.5")
    assert (ID.number(1234.0, 0), ID.number(1234567.25, 2)) == ("1.234", "1.234.567,25")


def test_halves_are_rounded_up():
    assert [ID.number(value, 0) for value in (0.5, 1.5, 2.5)] == ["1", "2", "3"]
    assert ID.number(80.25) == "80,3"


def test_a_share_is_shown_in_per_cent():
    assert (ID.percent(0.625, 1), EN.percent(0.625, 1)) == ("62,5 %", "62.5 %")
    assert ID.percent(1.0) == "100 %"


@pytest.mark.parametrize("language", [ID, EN])
def test_what_is_not_known_is_a_dash_and_never_zero(language):
    unknown = [language.number(None), language.number(float("nan")), language.percent(float("nan"))]
    assert unknown == ["–", "–", "–"]


def test_dates_are_in_words():
    day = date(2025, 6, 30)
    assert (ID.date(day), EN.date(day)) == ("30 Juni 2025", "30 June 2025")


def test_a_sentence_without_translation_is_shown_in_english():
    assert ID.text("not in the catalogue: {gap}", gap=3) == "not in the catalogue: 3"
    assert ID.text("") == ""


def english(text: str) -> list[str]:
    """Return the English words of `text`, leaving out commands, codes, hashes and citations in quotation marks."""
    placed = re.sub(r"\S+\.yaml:\d+ \(\S+\)", " ", text)
    plain = re.sub(r"'[^']*'|maksud Anda: \S+|\{[^}]*\}|--\w+|%\(\w+\)\w|\S+[:.=_/\[]\S+", " ", placed)
    return [word for word in re.findall(r"(?<![a-z0-9])[a-z]+(?![a-z0-9])", plain.lower()) if word in ENGLISH]


SECTIONS = "opening results contributions certainty weights indicators data changes rules objections verification"
SUBJECT_SECTIONS = "opening measured made_of not_scored objections provenance"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return small_run(tmp_path_factory.mktemp("small"))


def seen(html: str) -> str:
    """Return what a reader sees on a page, its pictures and their descriptions included."""
    drawn = " ".join(re.sub(r"<[^>]+>", " ", picture) for picture in pictures(html))
    described = " ".join(re.findall(r'alt="([^"]*)"', html))
    return f"{words(html)} {drawn} {described}"


@pytest.mark.parametrize("section", SECTIONS.split())
def test_a_cycle_report_in_indonesian_has_no_english_words(run, section):
    block = getattr(Report(run, ID), section)()
    assert english(seen(block._repr_html_())) == []
    assert english(seen(getattr(Report(run, EN), section)()._repr_html_())) != []


@pytest.mark.parametrize("subject", ["A", "E"])
@pytest.mark.parametrize("section", SUBJECT_SECTIONS.split())
def test_a_report_on_one_subject_in_indonesian_has_no_english_words(run, section, subject):
    block = getattr(Report(run, ID).of(subject), section)()
    assert english(seen(block._repr_html_())) == []


@pytest.mark.parametrize("case", SPOILT)
def test_faults_in_indonesian_have_no_english_words(case, tmp_path, capsys):
    spoil, _ = SPOILT[case]
    for name, content in (("siklus.yaml", PARAMETERS), ("unit.csv", UNITS), ("nilai.csv", VALUES)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    spoil(tmp_path)
    assert main(["check", "--lang", "id", str(tmp_path / "siklus.yaml")]) == 2
    said = re.sub(r"\(kata pembaca YAML: .*?\);", "", capsys.readouterr().err)
    assert "masalah; tidak ada yang ditulis" in said
    assert english(said) == []


@pytest.mark.parametrize("command", ["run", "check", "init", "new-plugin", "indicators", "plugins", "verify"])
def test_help_is_in_indonesian_by_default(command, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    said = capsys.readouterr().out
    assert said.startswith("cara pakai: workbench")
    assert "menampilkan bantuan ini" in said
    usage, _, explained = said.partition("\n\n")
    assert english(explained.partition("Contoh:")[0]) == [], usage


def test_what_rounds_to_nothing_has_no_sign():
    assert Language("id").number(-0.04, 1) == "0,0"
    assert Language("id").number(-0.05, 1) == "-0,1"
