from __future__ import annotations

import gc
import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pandas as pd
import pytest
from lxml import etree
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

import seokit
from seokit.generate.reports import tables
from seokit.generate.reports.xlsx import DUPLICATE_COLUMNS, KEYWORD_COLUMNS, write_workbook
from seokit.generate.reports.xlsx_cell import MAX_UNITS, cell_text
from seokit.model import Audit

SHEETS = ["Summary", "Issues", "Pages", "Findings", "Duplicates", "Keywords", "Config"]


def written(audit: Audit, **options: int) -> bytes:
    file = io.BytesIO()
    write_workbook(audit, file, **options)
    return file.getvalue()


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(book: Workbook, sheet: str) -> list[tuple[Any, ...]]:
    return list(book[sheet].iter_rows(values_only=True))


def summary(book: Workbook) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows(book, "Summary") if row[0]}


def test_the_sheets_and_their_headers(audit: Audit) -> None:
    book = opened(written(audit))
    assert book.sheetnames == SHEETS
    for sheet, columns in (
        ("Issues", tables.ISSUE_COLUMNS),
        ("Pages", tables.PAGE_COLUMNS),
        ("Findings", tables.FINDING_COLUMNS),
        ("Duplicates", DUPLICATE_COLUMNS),
        ("Keywords", KEYWORD_COLUMNS),
        ("Config", ("Setting", "Value")),
    ):
        assert rows(book, sheet)[0] == columns
        assert book[sheet].freeze_panes == "A2"
        assert book[sheet].auto_filter.ref == book[sheet].dimensions
        assert all(column.width >= 10 for column in book[sheet].column_dimensions.values())


def test_the_summary_has_scores_counts_scope_and_a_chart(audit: Audit) -> None:
    book = opened(written(audit))
    told = summary(book)
    assert told["Date"][0] == datetime(2026, 11, 23)
    assert told["Score: mean of the indexable pages"][0] == 70
    assert told["10th percentile"][0] == 46
    assert told["Section with the lowest mean"][0] == "bread"
    assert told["warning"][1:3] == (3, 2)
    assert told["title-near-duplicate"] == ("warning", 2, 2, pytest.approx(66.67, abs=0.01))
    assert told["content/locked.md"][0] == "permission denied"
    assert told["Files not read"][0] == 1
    charts = [
        n for n in zipfile.ZipFile(io.BytesIO(written(audit))).namelist() if n.startswith("xl/charts/chart")
    ]
    assert len(charts) == 1


def test_cells_agree_with_the_csv_tables_in_two_readers_and_pandas(audit: Audit) -> None:
    data = written(audit)
    expected = [tuple(cell if cell != "" else None for cell in row) for row in tables.page_rows(audit)]
    assert rows(opened(data), "Pages")[1:] == expected
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Pages").to_python()
    assert [tuple(cell if cell != "" else None for cell in row) for row in calamine[1:]] == expected
    frame = pd.read_excel(io.BytesIO(data), sheet_name="Pages", engine="openpyxl")
    assert frame["Title 1 Length"].tolist() == [30, 0, 0]
    assert frame["Inlinks"].isna().tolist() == [False, True, True]


def test_every_issue_leads_to_its_rows(audit: Audit) -> None:
    book = opened(written(audit))
    found = rows(book, "Findings")
    for number, issue in enumerate(tables.issues(audit), 2):
        cell = book["Issues"].cell(number, 1)
        assert cell.value == tables.issue_name(issue.rule)
        sheet, place = cell.hyperlink.location.split("!")
        assert sheet == "'Findings'"
        first, last = (int(end.strip("AO")) for end in place.split(":"))
        assert [row[1] for row in found[first - 1 : last]] == [issue.rule] * issue.findings


def test_colour_stands_only_where_a_limit_was_passed(audit: Audit) -> None:
    sheet = opened(written(audit))["Pages"]
    coloured = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fill_type]
    assert coloured == [f"{chr(65 + tables.PAGE_COLUMNS.index('Meta Description 1 Length'))}2"]


def test_duplicates_and_keywords(audit: Audit) -> None:
    book = opened(written(audit))
    assert rows(book, "Duplicates")[1:] == [
        (
            "/bread/rye",
            "title-near-duplicate",
            2,
            "/bread/rye",
            "How long does a rye loaf rise?",
            "content/bread/rye.md",
            None,
        ),
        ("/bread/rye", "title-near-duplicate", 2, "/draft", None, "content/draft.md", None),
    ]
    assert [row[1:3] for row in rows(book, "Keywords")[1:]] == [
        ("rye", "phrase"),
        ("loaf", "sentence"),
        ("oven", "no"),
    ]


def test_of_duplicates_the_survivor_is_the_one_of_the_merge_plan(tmp_path: Path) -> None:
    for name, links in (("a", ""), ("b", ""), ("x", "[b](/b)")):
        title = "Links" if links else "How long does rye rise?"
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: {title}\nurl: /{name}\n---\n{links or 'A night.'}\n"
        )
    audit = seokit.audit(tmp_path, preset="generic", select=["content-duplicate", "canonical-needed"])
    told = {row[3]: row[6] for row in rows(opened(written(audit)), "Duplicates")[1:]}
    (cluster,) = seokit.duplicates(tmp_path, preset="generic").clusters
    assert told == {"/a": "/b", "/b": None} == {m.page.url: m.target or None for m in cluster.members}


def test_config_names_rules_and_options_but_no_folder(audit: Audit) -> None:
    config = dict(rows(opened(written(audit)), "Config"))
    assert config["rules.description-too-long"] == "severity = warning, limit = 155"
    assert config["config"] == "seokit.toml"
    assert not [value for value in config.values() if value and "somebody" in str(value)]


def test_rows_without_room_are_named_with_the_file_that_has_them(audit: Audit) -> None:
    data = written(audit, max_rows=3)
    book = opened(data)
    lines = [line for line in summary(book) if "had no room" in str(line)]
    assert lines == [
        "Pages: the last 1 rows had no room in this workbook; pages.csv has them all.",
        "Findings: the last 3 rows had no room in this workbook; findings.csv has them all.",
        "Keywords: the last 1 rows had no room in this workbook; audit.json (pages, keywords) has them all.",
    ]
    assert [len(rows(book, sheet)) for sheet in ("Pages", "Findings", "Keywords")] == [3, 3, 3]
    links = [book["Issues"].cell(row, 1).hyperlink for row in (2, 3)]
    assert [link and link.location for link in links] == ["'Findings'!A2:O2", "'Findings'!A3:O3"]
    assert not [line for line in summary(opened(written(audit, max_rows=6))) if "had no room" in str(line)]


def test_hostile_content_stays_text(hostile: Audit) -> None:
    data = written(hostile)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            tree = etree.fromstring(archive.read(name))
            assert not tree.findall(".//{*}f") or "chart" in name
    book = opened(data)
    found = rows(book, "Findings")[1:]
    assert len(found) == len(hostile.findings)
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Findings").to_python()[1:]
    for row, finding in zip(calamine, hostile.findings, strict=True):
        plain = cell_text(finding.message)
        assert row[8] in (plain, plain.replace("_x0041_", "_x005F_x0041_"))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("plain", "plain"),
        ("a\0b\x1bc", "a\ufffdb\ufffdc"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("\ud800", "\ufffd"),
        ("x" * MAX_UNITS, "x" * MAX_UNITS),
        ("x" * (MAX_UNITS + 1), "x" * (MAX_UNITS - 1) + "…"),
        ("😀" * 16_383, "😀" * 16_383),
        ("😀" * 16_384, "😀" * 16_383 + "…"),
        ("x" + "😀" * 16_384, "x" + "😀" * 16_382 + "…"),
        ("<r>x</r>", "<r>x</r> "),
        ("<b>", "<b>"),
    ],
)
def test_cell_text(text: str, cell: str) -> None:
    assert cell_text(text) == cell
    assert len(cell_text(text).encode("utf-16-le")) <= 2 * MAX_UNITS


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60, -(2**60), True])
def test_numbers_that_no_cell_can_hold(audit: Audit, value: float) -> None:
    finding = msgspec.structs.replace(audit.findings[0], value=value)
    book = opened(written(msgspec.structs.replace(audit, findings=(finding,))))
    assert rows(book, "Findings")[1][9] == (1 if value is True else str(value))


def test_the_same_audit_gives_the_same_bytes(audit: Audit) -> None:
    assert written(audit) == written(msgspec.structs.replace(audit, duration=77.0))


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_a_failure_in_the_middle_leaves_nothing_that_complains(audit: Audit) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any, /) -> int:
            if self.tell() > 1000:
                raise OSError(28, "No space left on device")
            return super().write(data)

    with pytest.raises(OSError, match="No space"), Full() as file:
        write_workbook(audit, file)
    gc.collect()


def test_an_empty_audit(audit: Audit) -> None:
    from seokit.model import Scores

    empty = msgspec.structs.replace(audit, pages=(), findings=(), errors=(), scores=Scores())
    book = opened(written(empty))
    assert book.sheetnames == SHEETS
    assert "no findings" in summary(book)
