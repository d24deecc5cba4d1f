"""Tables of a real PostgreSQL server: what is read, in which order, and what is said when it cannot be read."""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.postgres import PASSWORD
from workbench.cli import main
from workbench.model.indicator import Column, TableNeed

UNIT = Column(name="{key}", kind="text", subject=True)
VALUE = Column(name="nilai", kind="number")
NIP = "190001012025011001"  # nobody was born in 1900: a number that cannot exist
TABLE = "create table layanan.nilai (id_unit text, nilai numeric(9, 2), tgl date, n bigint, nama_pelapor text)"
ROWS = (
    "insert into layanan.nilai values ('U2', 4.25, '2025-01-31', 9007199254740993, 'X'), "
    "('U1', 3, '2025-06-30', 2, 'Y'), ('U1', null, null, 1, 'Z')"
)


def reads(place, **source):
    place.tables["nilai"] = {"database": "WORKBENCH_DATABASE", **source}
    return place


def test_types_and_missing_values_come_in_as_the_database_holds_them(place, server):
    server.execute(TABLE, ROWS)
    wanted = (
        UNIT,
        Column(name="nilai", kind="number", required=False),
        Column(name="tgl", kind="date", required=False),
        Column(name="n", kind="text"),
    )
    table = reads(place, relation="layanan.nilai").read(*wanted).tables["nilai"]
    assert table["id_unit"].tolist() == ["U1", "U1", "U2"]
    assert table["nilai"].tolist()[::2] == [3.0, 4.25]
    assert table["n"].tolist() == ["2", "1", "9007199254740993"]  # more digits than a float holds
    assert table["tgl"].tolist()[::2] == [pd.Timestamp(2025, 6, 30), pd.Timestamp(2025, 1, 31)]
    assert table.loc[1, ["nilai", "tgl"]].isna().all()  # absent, not 0


def test_a_query_can_rename_join_and_count(place, server):
    server.execute(TABLE, ROWS)
    reads(place, sql='select id_unit, count(*) as "Nilai" from layanan.nilai group by id_unit order by 2; ')
    assert place.read(UNIT, VALUE).tables["nilai"].to_dict("list") == {"id_unit": ["U1", "U2"], "nilai": [2, 1]}


def test_colons_percent_signs_and_a_last_comment_are_left_alone(place, server):
    reads(place, sql="select 'U1'::text id_unit, 7 % 4 nilai where '12:30' like '%:3%' -- hanya satu")
    assert place.read(UNIT, VALUE).tables["nilai"].to_dict("list") == {"id_unit": ["U1"], "nilai": [3]}


def test_the_order_in_which_the_server_answers_makes_no_difference(place, server):
    server.execute(TABLE, ROWS)
    first = reads(place, relation="layanan.nilai").read(UNIT, Column(name="n", kind="integer"))
    server.execute("create table layanan.lain as select * from layanan.nilai order by n desc")
    second = reads(place, relation="layanan.lain").read(UNIT, Column(name="n", kind="integer"))
    pd.testing.assert_frame_equal(first.tables["nilai"], second.tables["nilai"])
    assert first.sources[1].sha256 == second.sources[1].sha256
    server.execute("update layanan.lain set n = 3 where n = 2")
    third = place.read(UNIT, Column(name="n", kind="integer"))
    assert third.sources[1].sha256 != second.sources[1].sha256


def test_columns_that_nobody_needs_are_neither_read_nor_part_of_the_hash(place, server):
    server.execute(TABLE, ROWS)
    before = reads(place, relation="layanan.nilai").read(UNIT)
    server.execute("update layanan.nilai set nama_pelapor = 'lain'", "revoke all on layanan.nilai from public")
    after = place.read(UNIT)
    assert list(after.tables["nilai"]) == ["id_unit"]
    assert after.sources[1] == before.sources[1]


def test_a_source_names_variable_and_relation_and_nothing_of_the_address(place, server):
    server.execute(TABLE, ROWS)
    source = reads(place, relation="layanan.nilai").read(UNIT).sources[1]
    assert (source.file, source.sheet, source.rows) == ("WORKBENCH_DATABASE", "layanan.nilai", 3)
    assert len(source.sha256) == 64


def test_a_view_a_materialized_view_and_a_table_on_the_search_path_can_be_named(place, server):
    server.execute(
        TABLE, ROWS,
        "create view layanan.v as select id_unit, 1 nilai from layanan.nilai",
        "create materialized view layanan.m as select id_unit, 2 nilai from layanan.nilai",
        "create table if not exists public.di_public as select 'U1' id_unit, 3 nilai",
    )  # fmt: skip
    for relation, value in (("layanan.v", 1), ("layanan.m", 2), ("di_public", 3)):
        assert set(reads(place, relation=relation).read(UNIT, VALUE).tables["nilai"]["nilai"]) == {value}


def test_more_rows_than_one_chunk(place, server):
    place.csv("unit", "id_unit\n" + "".join(f"U{number}\n" for number in range(7)))
    reads(place, sql="select 'U' || g % 7 id_unit, g nilai from generate_series(1, 45000) g")
    table = place.read(UNIT, VALUE).tables["nilai"]
    assert (len(table), table["nilai"].sum()) == (45_000, 45_000 * 45_001 / 2)


def test_a_table_without_rows_is_no_fault(place, server):
    server.execute(TABLE)
    assert reads(place, relation="layanan.nilai").read(UNIT, VALUE).tables["nilai"].shape == (0, 2)


def test_a_personal_number_comes_in_as_a_pseudonym(place, server):
    server.execute(f"create table layanan.nilai as select 'U1' id_unit, '{NIP}' nip")
    table = reads(place, relation="layanan.nilai").read(UNIT, Column(name="nip", kind="nip")).tables["nilai"]
    assert table["nip"].str.fullmatch("[a-z2-7]{16}").all()


def test_codes_are_replaced_by_their_meaning_as_in_files(place, server):
    server.execute("create table layanan.nilai as select 'U1' id_unit, 1 nilai union select 'U2', 3")
    reads(place, relation="layanan.nilai", values={"nilai": {"1": 3, "2": 2, "3": 1}})
    assert place.read(UNIT, VALUE).tables["nilai"]["nilai"].tolist() == [3, 1]


def test_a_fault_of_the_data_names_variable_relation_column_and_row(place, server):
    server.execute("create table layanan.nilai as select 'U2' id_unit, 'banyak' nilai union select 'U1', '3'")
    assert reads(place, relation="layanan.nilai").faults(UNIT, VALUE) == [
        "WORKBENCH_DATABASE[layanan.nilai]: column 'nilai': 'banyak' where a number belongs (row 2); write digits "
        "only, and leave a cell without a value empty"
    ]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (
            {"relation": "layanan.nilay"},
            "tables.nilai.relation: the database in WORKBENCH_DATABASE has no table or view 'layanan.nilay'; nearest: "
            "layanan.nilai",
        ),
        (
            {"relation": "layanann.nilai"},
            "tables.nilai.relation: the database in WORKBENCH_DATABASE has no schema 'layanann'; nearest: layanan",
        ),
        (
            {"relation": "layanan.tanpa_nilai"},
            "WORKBENCH_DATABASE[layanan.tanpa_nilai]: no column 'nilai', needed by mutu; nearest in the header: nilei",
        ),
        (
            {"relation": "layanan.lain"},
            "WORKBENCH_DATABASE[layanan.lain]: none of the columns that are needed (id_unit, nilai) is there; it has: "
            "kode, angka",
        ),
        (
            {"sql": "select id_unit, nila from layanan.nilai"},
            "tables.nilai.sql: the database cannot answer this: 'column \"nila\" does not exist'",
        ),
        (
            {"sql": "delete from layanan.nilai"},
            "tables.nilai.sql: this is not a single select statement that the database understands: 'syntax error at "
            'or near "from"\'',
        ),
        (
            {"sql": "select 'U1' id_unit, 1 nilai; drop table layanan.nilai"},
            "tables.nilai.sql: this is not a single select statement that the database understands: 'syntax error at "
            'or near ";"\'',
        ),
        (
            {"sql": "select 'U1' id_unit, nextval('layanan.urutan') nilai"},
            "tables.nilai.sql: this would change data; a table is only ever read ('cannot execute nextval() in a "
            "read-only…')",
        ),
        (
            {"sql": "select 'U1' id_unit, length(pg_sleep(9)::text) nilai", "timeout": 1},
            "tables.nilai.sql: no answer within 1 s; ask for less, or allow more with 'timeout:'",
        ),
        (
            {"sql": "select 'U1' id_unit, now() nilai"},
            "WORKBENCH_DATABASE[nilai]: column 'nilai' holds times with a time zone; say in 'sql:' which local time is "
            "meant, such as nilai at time zone 'Asia/Jakarta' as nilai",
        ),
        (
            {"sql": "select 'U1' id_unit, array[1, 2] nilai"},
            "WORKBENCH_DATABASE[nilai]: column 'nilai' holds 'list<item: int64>'; write text, numbers or dates",
        ),
        (
            {"sql": "select 'U1' id_unit, date 'infinity' nilai union select 'U2', date '2025-01-01'"},
            "WORKBENCH_DATABASE[nilai]: column 'nilai' holds values of several kinds, or of none that can be read; "
            "write text, numbers or dates",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(place, server, source, line):
    server.execute(
        TABLE, ROWS,
        "create table layanan.tanpa_nilai as select 'U1' id_unit, 1 nilei",
        "create table layanan.lain as select 'U1' kode, 1 angka",
        "create sequence layanan.urutan",
    )  # fmt: skip
    assert reads(place, **source).faults(UNIT, VALUE) == [line]


def test_nothing_is_changed_by_reading(place, server):
    server.execute("create sequence layanan.urutan")
    reads(place, sql="select 'U1' id_unit, nextval('layanan.urutan') nilai").faults(UNIT, VALUE)
    reads(place, sql="select 'U1' id_unit, last_value nilai from layanan.urutan where not is_called")
    assert place.read(UNIT, VALUE).tables["nilai"]["nilai"].tolist() == [1]


def test_one_table_that_fails_does_not_hide_the_faults_of_another(place, server):
    server.execute("create table layanan.a as select 'U1' id_unit, 'x' nilai")
    place.tables |= {
        "a": {"database": "WORKBENCH_DATABASE", "sql": "selec"},
        "b": {"database": "WORKBENCH_DATABASE", "relation": "layanan.a"},
    }
    wanted = [place.indicator(name, TableNeed(table=name, columns=(UNIT, VALUE))) for name in "ab"]
    first, second = place.faults(*wanted)
    assert first.startswith("tables.a.sql: this is not a single select")
    assert second.startswith("WORKBENCH_DATABASE[layanan.a]: column 'nilai': 'x' where a number belongs")


def test_a_reader_without_rights_is_told_so(place, server, monkeypatch):
    server.execute(TABLE, "drop role if exists pembaca", "create role pembaca login password 'rahasia2'")
    server.execute("grant usage on schema layanan to pembaca")
    monkeypatch.setenv("WORKBENCH_DATABASE", server.address(user="pembaca", password="rahasia2"))
    assert reads(place, relation="layanan.nilai").faults(UNIT, VALUE) == [
        "tables.nilai.relation: the user in WORKBENCH_DATABASE may not read this; ask for the right to select "
        "('permission denied for table nilai')"
    ]
    server.execute("grant select (id_unit, nilai) on layanan.nilai to pembaca")
    assert place.faults(UNIT, VALUE) == []  # the rights to the needed columns are enough


def test_a_wrong_password_is_told_once_for_all_tables_and_never_shown(place, server, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("WORKBENCH_DATABASE", server.address(password="sandi-salah"))
    place.tables |= {name: {"database": "WORKBENCH_DATABASE", "relation": name} for name in "ab"}
    wanted = [place.indicator(name, TableNeed(table=name, columns=(UNIT, VALUE))) for name in "ab"]
    found = place.faults(*wanted)
    assert found == [
        "tables.a.database: the server refuses the user name or the password in WORKBENCH_DATABASE; correct them there"
    ]
    assert "sandi-salah" not in caplog.text


def test_a_database_that_the_server_does_not_have(place, server, monkeypatch):
    monkeypatch.setenv("WORKBENCH_DATABASE", server.address(database="tidak_ada"))
    assert reads(place, relation="nilai").faults(UNIT, VALUE) == [
        "tables.nilai.database: the server has no database of the name that ends the address in WORKBENCH_DATABASE"
    ]


def test_a_server_that_is_down(place, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("WORKBENCH_DATABASE", f"postgresql://u:sandi@127.0.0.1:{port}/d")
    assert reads(place, relation="nilai").faults(UNIT, VALUE) == [
        "tables.nilai.database: no database server answers at the address in WORKBENCH_DATABASE; start it, or correct "
        "host and port"
    ]


def test_a_server_that_accepts_and_says_nothing(place, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("WORKBENCH_DATABASE", f"postgresql://u:sandi@127.0.0.1:{silent.getsockname()[1]}/d")
        assert reads(place, relation="nilai", timeout=1).faults(UNIT, VALUE) == [
            "tables.nilai.database: no answer within 1 s from the address in WORKBENCH_DATABASE; is the server up and "
            "reachable?"
        ]


def test_a_server_that_ends_while_it_answers(place, server):
    end = "select pg_terminate_backend(pg_backend_pid())"
    reads(place, sql=f"select 'U1' id_unit, case when ({end}) then 1 end nilai")
    (line,) = place.faults(UNIT, VALUE)
    assert line.startswith("tables.nilai.sql: ")
    assert "terminating connection" in line or "connection to the server was lost" in line


def test_an_encrypted_connection_that_the_server_does_not_offer(place, server, monkeypatch):
    monkeypatch.setenv("WORKBENCH_DATABASE", server.address(sslmode="require"))
    assert reads(place, relation="layanan.nilai").faults(UNIT, VALUE) == [
        "tables.nilai.database: no secure connection as sslmode in WORKBENCH_DATABASE asks; check the server's "
        "certificate"
    ]


def test_sqlite_is_read_as_well_and_cannot_be_written(place, monkeypatch):
    path = place.folder / "data.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table nilai (id_unit text, nilai real)")
        connection.execute("insert into nilai values ('U2', 4.5), ('U1', 3)")
    connection.close()
    monkeypatch.setenv("WORKBENCH_DATABASE", f"sqlite:///{path}")
    assert reads(place, relation="nilai").read(UNIT, VALUE).tables["nilai"].to_dict("list") == {
        "id_unit": ["U1", "U2"],
        "nilai": [3, 4.5],
    }


PARAMETERS = """\
place: desa
title: Contoh
cycle: "2025"
period: {start: 2025-01-01, end: 2025-12-31}
tables:
  unit: {database: WORKBENCH_DATABASE, relation: layanan.unit}
  nilai:
    database: WORKBENCH_DATABASE
    sql: |
      select id_unit, avg(nilai) as layanan
      from layanan.pengaduan
      where tgl::text < '2025-07-01'
      group by id_unit
subjects: {kind: unit, table: unit, key: id_unit, label: nama}
declare:
  layanan: {label: Layanan, table: nilai, column: layanan, polarity: higher, measured_in: "%", reference: SK 1/2025}
framework:
  label: Kinerja
  normalisation: {method: goalposts, low: 0, high: 100}
  indicators:
    layanan: {}
reports: {formats: [html]}
"""


@pytest.fixture
def cycle(tmp_path: Path, server) -> Path:
    server.execute(
        "create table layanan.unit as select 'A' id_unit, 'Unit A' nama union select 'B', 'Unit B'",
        "create table layanan.pengaduan (id_unit text, nilai numeric, tgl date)",
        "insert into layanan.pengaduan values "
        "('A', 80, '2025-01-02'), ('A', 60, '2025-02-01'), ('B', 50, '2025-03-01')",
    )
    path = tmp_path / "2025.yaml"
    path.write_text(PARAMETERS, encoding="utf-8")
    return path


def test_a_cycle_from_a_database_is_scored_and_its_password_stands_nowhere(cycle, server, tmp_path, capsys):
    assert main(["run", str(cycle), "--runs", str(tmp_path / "runs"), "--lang", "en"]) == 0
    directory = Path(capsys.readouterr().out.splitlines()[-1])
    scores = pd.read_csv(directory / "scores.csv", sep=None, engine="python", dtype=str)
    assert scores.iloc[:, 0].tolist() == ["A", "B"]
    assert "70" in scores.to_csv()  # (80 + 60) / 2
    secrets = [word.encode() for word in (PASSWORD, server.address(), "rahasia")]
    written = [path for path in directory.parent.rglob("*") if path.is_file()]
    assert len(written) > 10
    assert [path for path in written for secret in secrets if secret in path.read_bytes()] == []
    server.execute("update layanan.pengaduan set nilai = 81 where nilai = 80")
    assert main(["run", str(cycle), "--runs", str(tmp_path / "runs"), "--lang", "en"]) == 0
    assert Path(capsys.readouterr().out.splitlines()[-1]) != directory  # other data, another fingerprint


def test_a_missing_address_is_told_with_file_and_line(cycle, monkeypatch, capsys):
    monkeypatch.delenv("WORKBENCH_DATABASE")
    assert main(["check", str(cycle), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "2025.yaml:6 (tables.unit.database): the environment variable WORKBENCH_DATABASE is not set" in said
    assert "Traceback" not in said


def test_a_query_that_fails_leaves_one_line_in_the_terminal_and_no_log(cycle):
    spoilt = PARAMETERS.replace("avg(nilai)", "1 / (avg(nilai) - avg(nilai))").replace("tgl::text", "tgl::date")
    cycle.write_text(spoilt, encoding="utf-8")
    command = [sys.executable, "-m", "workbench", "check", str(cycle), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if not line.endswith("…")] == [
        f"{cycle}:9 (tables.nilai.sql): the database cannot answer this: 'division by zero'",
        "1 problem(s); nothing was written.",
    ]
