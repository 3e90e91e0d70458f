from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seokit.generate.reports import tables
from seokit.generate.reports.csv import (
    neutralise,
    read_cell,
    write_findings,
    write_issues,
    write_pages,
    write_table,
)
from seokit.model import Audit

DANGEROUS = set("=+-@＝＋－＠\t\r\n")
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
spiky = st.text("=+-@'\"\t\r\n ,;＝a\xa01", max_size=8)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


def written(columns: tuple[str, ...], rows: list[tables.Row]) -> bytes:
    file = io.BytesIO()
    write_table(columns, rows, file.write)
    return file.getvalue()


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


@given(texts | spiky)
def test_a_neutralised_text_is_harmless_and_reads_back(text: str) -> None:
    cell = neutralise(text)
    assert read_cell(cell) == text
    assert cell.lstrip()[:1] not in DANGEROUS
    assert cell[:1] not in DANGEROUS


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "\na", " =1", "\xa0=1", "＝1", "'=1", "''=1"]
)
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=1", "'a", "'", "''", "1-1", "(=1)", " a"])
def test_harmless_text_stays(text: str) -> None:
    assert neutralise(text) == text == read_cell(text)


@settings(max_examples=60)
@given(st.lists(st.tuples(texts | spiky, numbers | st.none(), texts | spiky), max_size=12))
def test_rows_read_back_with_csv_and_with_pandas(rows: list[tuple[str, int | float | None, str]]) -> None:
    data = written(("a", "b", "c"), list(rows))
    expected = [[a, "" if b is None else str(b), c] for a, b, c in rows]
    assert [[read_cell(row[0]), row[1], read_cell(row[2])] for row in read(data)[1:]] == expected
    frame = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, engine="c")
    assert [[read_cell(row[0]), row[1], read_cell(row[2])] for row in frame.to_numpy().tolist()] == expected


def test_the_form_is_rfc_4180_without_a_mark() -> None:
    assert written(("a", "b"), [('say "x", y', None), ("two\rlines", 0.5)]) == (
        b'a,b\r\n"say ""x"", y",\r\n"two\rlines",0.5\r\n'
    )
    assert written(("é",), []) == "é\r\n".encode()


def test_more_texts_than_are_remembered() -> None:
    rows: list[tables.Row] = [(f"text {number}", number) for number in range(50_000)]
    assert read(written(("a", "b"), rows))[1:] == [[a, str(b)] for a, b in rows]


def test_equal_numbers_of_different_types_keep_their_form() -> None:
    assert written(("a", "b"), [(1, 1.0), (1.0, 1)]) == b"a,b\r\n1,1.0\r\n1.0,1\r\n"


def test_nul_and_lone_surrogates_become_text() -> None:
    assert written(("a",), [("x\0y",), ("\udc80z",)]) == "a\r\nx\ufffdy\r\n\\udc80z\r\n".encode()


def test_hostile_content_arrives_as_it_was(hostile: Audit) -> None:
    file = io.BytesIO()
    write_findings(hostile, file.write)
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))
    assert len(rows) == len(hostile.findings)
    for row, finding in zip(rows, hostile.findings, strict=True):
        plain = finding.message.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode()
        for column in ("message", "url", "path", "field", "value", "limit", "group"):
            assert read_cell(row[column]) == plain
            assert row[column][:1] not in DANGEROUS


def test_findings_are_written_as_any_table(audit: Audit, hostile: Audit) -> None:
    for one in (audit, hostile):
        file = io.BytesIO()
        write_findings(one, file.write)
        assert file.getvalue() == written(tables.FINDING_COLUMNS, list(tables.finding_rows(one.findings)))


def test_three_tables_have_their_headers_and_rows(audit: Audit) -> None:
    for write, columns, count in (
        (write_findings, tables.FINDING_COLUMNS, 5),
        (write_pages, tables.PAGE_COLUMNS, 3),
        (write_issues, tables.ISSUE_COLUMNS, 4),
    ):
        file = io.BytesIO()
        write(audit, file.write)
        header, *rows = read(file.getvalue())
        assert tuple(header) == columns
        assert len(rows) == count
    file = io.BytesIO()
    write_pages(audit, file.write)
    assert read(file.getvalue())[1][7] == "'=Long description"


def test_a_cell_is_no_longer_than_readers_take() -> None:
    rows = read(written(("a", "b"), [("=" + "x" * 200_000, 'y"' * 9), ("z" * 131_072, "")]))
    assert rows[1][0].startswith("'=xxx")
    assert rows[1][0].endswith("x…")
    assert len(rows[1][0]) <= csv.field_size_limit()
    assert rows[2][0] == "z" * 131_072
