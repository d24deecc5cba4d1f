import base64
import hashlib
import hmac

import numpy as np
import pandas as pd
import pytest

from workbench.errors import InputError
from workbench.files.cells import Cells, ColumnPlace, text_cells
from workbench.files.pseudonyms import KEY_VARIABLE, key_faults, parse_identifiers, pseudonyms, publication_key
from workbench.model.indicator import IdentifierFormat
from workbench.model.labels import Label

KEY = b"0123456789abcdef0123456789abcdef"
NIP = "190001012025011001"


def nip(faults=lambda numbers: numbers.where(numbers.str.replace(" ", "").str.len() != 18, "")):
    return IdentifierFormat(
        code="nip", label=Label.of("NIP"), faults=faults, clean=lambda numbers: numbers.str.replace(" ", "")
    )


def parse(*values, identifier=None, key=KEY):
    place = ColumnPlace(where="p.csv", table="p", header="nip", rows=np.arange(len(values)) + 2)
    cells = text_cells(pd.Series(list(values), dtype="str"))
    return parse_identifiers(cells, place, identifier or nip(), key=key)


def test_a_pseudonym_is_the_start_of_a_keyed_hash_in_base32():
    digest = hmac.new(KEY, NIP.encode(), hashlib.sha256).digest()
    expected = base64.b32encode(digest).decode()[:16].lower()
    assert pseudonyms([NIP], KEY) == [expected]
    assert pseudonyms([NIP], KEY[::-1]) != [expected]


def test_one_person_has_one_pseudonym_however_the_number_is_spaced():
    typed = parse(NIP, "19000101 202501 1 001", "190002022025012002", "")
    assert typed.faults == ()
    assert typed.values[0] == typed.values[1] != typed.values[2]
    assert typed.values.isna().to_list() == [False, False, False, True]


def test_a_pseudonym_in_place_of_a_number_stays_what_it_is():
    # so that a table that the workbench has written can be filled in and read again
    (code,) = pseudonyms([NIP], KEY)
    typed = parse(NIP, code)
    assert typed.faults == ()
    assert typed.values[0] == typed.values[1] == code
    assert len(parse("2345672345672345").faults) == 1  # digits alone are a number of sixteen, such as a NIK


def test_a_wrong_number_is_told_by_row_and_reason_even_when_a_plugin_quotes_it():
    quoting = nip(lambda numbers: "NIP " + numbers + " has too few digits, " + numbers.str[:7])
    typed = parse("1985010120", identifier=quoting)
    assert [fault.render() for fault in typed.faults] == ["p.csv: column 'nip': NIP … has too few digits, … (row 2)"]
    assert typed.values.isna().all()


def test_rows_with_the_same_reason_share_a_line():
    short = nip(lambda numbers: pd.Series(["a NIP has 18 digits"] * len(numbers), index=numbers.index))
    lines = [fault.render() for fault in parse("1", "2", "1", identifier=short).faults]
    assert lines == ["p.csv: column 'nip': a NIP has 18 digits (rows 2, 3, 4)"]


def test_the_sentence_of_a_plugin_is_translated():
    short = nip(lambda numbers: pd.Series(["a NIP has 18 digits"] * len(numbers), index=numbers.index))
    (found,) = parse("1", identifier=short).faults
    assert "NIP terdiri atas 18 angka" in found.render(
        lambda text: text.replace("a NIP has 18 digits", "NIP terdiri atas 18 angka")
    )


def test_a_number_stored_as_a_number_has_lost_digits():
    place = ColumnPlace(where="p.xlsx", table="p", header="nip", rows=np.array([2]))
    cells = Cells(text=pd.Series([None], dtype="str"), number=pd.Series([1.90001012025011e17]))
    (found,) = parse_identifiers(cells, place, nip(), key=KEY).faults
    assert found.render() == (
        "p.xlsx: column 'nip': personal numbers stored as numbers, not as text (row 2); Excel keeps only 15 digits of "
        "a number, so format the column as text and export it again from the source"
    )


def test_without_a_key_numbers_are_checked_and_nothing_is_let_through():
    assert parse(NIP, key=None).values.isna().all()


def test_a_missing_or_short_key_is_a_fault_that_says_how_to_make_one():
    (none,) = key_faults(None, ("subjects", "key_format"))
    assert none.render() == (
        "subjects.key_format: personal numbers are replaced by pseudonyms, which needs a secret key: set the "
        "environment variable WORKBENCH_KEY_FILE to a file with at least 32 random bytes, kept outside the report "
        "folder"
    )
    (short,) = key_faults(b"secret", ("subjects", "key_format"))
    assert "has 6 bytes" in short.render()
    assert list(key_faults(KEY, ("subjects", "key_format"))) == []


def test_a_publication_has_a_key_of_its_own(tmp_path, monkeypatch):
    secret = tmp_path / "key"
    secret.write_bytes(b"k" * 32)
    monkeypatch.setenv(KEY_VARIABLE, str(secret))
    one, other = (publication_key(synthetic=False, purpose=purpose) for purpose in ("leaders a", "leaders b"))
    assert one == hmac.digest(b"k" * 32, b"leaders a", "sha256")
    assert other not in (one, b"k" * 32)


def test_a_publication_without_a_good_key_is_refused(tmp_path, monkeypatch):
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    with pytest.raises(InputError, match="needs a secret key"):
        publication_key(synthetic=False, purpose="leaders a")
    (tmp_path / "key").write_bytes(b"short")
    monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "key"))
    with pytest.raises(InputError, match="has 5 bytes"):
        publication_key(synthetic=False, purpose="leaders a")
