"""audit.xlsx: the whole audit as one workbook, written row by row in constant memory.

Content is always text, never a formula or a link, and there are no formulas at all. What XML or a cell
cannot hold is changed knowingly: control characters become U+FFFD, text over 32,767 UTF-16 units is cut and
ends in "…".
The same audit gives the same bytes: the date in the file's properties is the audit's day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from seokit.generate.reports import json, tables
from seokit.generate.reports.xlsx_cell import cell_text
from seokit.generate.reports.xlsx_summary import FILLS, write_summary
from seokit.model import Audit, Summary

MAX_ROWS = 1_048_576  # of a sheet, with its header: the format's limit
EXACT = 2**53  # integers from here on are not exact as a cell's double
KEYWORD_COLUMNS = ("Address", "Keyword", "Supported", "Path")
DUPLICATE_COLUMNS = ("Group", "Rule", "Pages", "Address", "Title 1", "Path", "Survivor")

_WIDTHS = {
    "Address": 50,
    "url": 50,
    "path": 50,
    "Path": 50,
    "message": 70,
    "value": 40,
    "related": 40,
    "help": 40,
    "group": 40,
    "Group": 50,
    "Survivor": 50,
    "rule": 30,
    "Rule": 30,
    "field": 22,
    "Title 1": 60,
    "Meta Description 1": 60,
    "Meta Keywords 1": 40,
    "H1-1": 40,
    "H2-1": 30,
    "Canonical Link Element 1": 40,
    "Hash": 20,
    "Last Modified": 20,
    "Section": 20,
    "Issue Name": 36,
    "Description": 70,
    "How To Fix": 70,
    "Help URL": 60,
    "Keyword": 36,
    "Setting": 36,
    "Value": 80,
}
# The cell of Pages whose limit a rule guards. The finding colours it: thresholds stay with the rules.
_LIMITS = {
    "title-too-long": "Title 1 Length",
    "title-too-short": "Title 1 Length",
    "title-too-wide": "Title 1 Pixel Width",
    "title-too-narrow": "Title 1 Pixel Width",
    "description-too-long": "Meta Description 1 Length",
    "description-too-short": "Meta Description 1 Length",
    "description-too-wide": "Meta Description 1 Pixel Width",
    "keywords-too-many": "Keywords",
    "content-thin": "Word Count",
}
Colours = dict[tuple[int, int], Format]


def write_workbook(audit: Audit, file: BinaryIO, *, max_rows: int = MAX_ROWS) -> None:
    """Write audit.xlsx into a seekable binary file.

    A sheet holds at most `max_rows` rows with its header; the Summary names what was left out and the file
    that has it. Findings stand in the order of the issues, so that what is left out is the least severe.
    """
    out = _Out(file)
    try:
        _write(audit, out, max_rows)
    except BaseException as error:
        out.given_up = True
        if isinstance(error, FileCreateError) and isinstance(error.args[0], OSError):
            raise error.args[0] from None  # the disk's own words, which the caller knows
        raise


class _Out:
    """A file that swallows what comes after a failure: a ZipFile wants to finish even when thrown away."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.given_up = False
        self.at = 0  # after that

    def write(self, data: bytes) -> int:
        if not self.given_up:
            return self.file.write(data)
        self.at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        if not self.given_up:
            return self.file.seek(offset, whence)
        self.at = offset
        return offset

    def tell(self) -> int:
        return self.at if self.given_up else self.file.tell()

    def flush(self) -> None:
        if not self.given_up:
            self.file.flush()


def _write(audit: Audit, out: _Out, max_rows: int) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    # A fixed hour: the format wants a time, and the audit knows a day.
    created = datetime.combine(audit.config.today, time())
    book.set_properties({"title": "seokit audit", "created": created})
    found = tables.issues(audit)
    rank = {issue.rule: number for number, issue in enumerate(found)}
    findings = sorted(audit.findings, key=lambda finding: rank[finding.rule])
    clusters = _clusters(audit)
    rows = {
        "Pages": len(audit.pages),
        "Findings": len(findings),
        "Duplicates": len(clusters),
        "Keywords": sum(len(page.keywords) for page in audit.pages),
    }
    write_summary(book, audit, found, {name: n - max_rows + 1 for name, n in rows.items() if n >= max_rows})
    _write_issues(book, audit, found, max_rows)
    _write_pages(book, audit, max_rows)
    _sheet(
        book, "Findings", tables.FINDING_COLUMNS, tables.finding_rows(findings), rows["Findings"], max_rows
    )
    _sheet(book, "Duplicates", DUPLICATE_COLUMNS, clusters, rows["Duplicates"], max_rows)
    _sheet(book, "Keywords", KEYWORD_COLUMNS, _keywords(audit.pages), rows["Keywords"], max_rows)
    config = list(_config(audit))
    _sheet(book, "Config", ("Setting", "Value"), config, len(config), max_rows)
    book.close()


def _sheet(
    book: Workbook,
    name: str,
    columns: Sequence[str],
    rows: Iterable[tables.Row],
    count: int,
    max_rows: int,
    *,
    colours: Colours | None = None,
    links: Sequence[str] = (),
) -> None:
    """A sheet with a frozen, filterable header and the first `max_rows` - 1 of `count` rows.

    `colours` by row and column, from 0; the header is row 0. `links`: where the first cells lead.
    """
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, min(count, max_rows - 1), len(columns) - 1)
    header = book.add_format({"bold": True, "bottom": 1})
    for number, column in enumerate(columns):
        # Four more than the title: the button of the filter hides the end of it.
        sheet.set_column(number, number, _WIDTHS.get(column, max(10, len(column) + 4)))
        sheet.write_string(0, number, column, header)
    colours = colours or {}
    write_string, write_number = sheet.write_string, sheet.write_number
    for r, row in zip(range(1, max_rows), rows, strict=False):
        for c, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                if c == 0 and links and links[r - 1]:
                    sheet.write_url(r, c, links[r - 1], string=cell_text(cell))
                else:
                    write_string(r, c, cell_text(cell))
            elif -EXACT < cell < EXACT:
                write_number(r, c, cell, colours.get((r, c)))
            else:  # not exact as a double, infinite, or not a number at all
                write_string(r, c, str(cell))


def _write_issues(book: Workbook, audit: Audit, found: Sequence[tables.Issue], max_rows: int) -> None:
    """The overview; each name leads to its rows in Findings, which stand together."""
    links, first = [], 2
    last_column = chr(ord("A") + len(tables.FINDING_COLUMNS) - 1)
    for issue in found:
        last = min(first + issue.findings - 1, max_rows)
        links.append(f"internal:'Findings'!A{first}:{last_column}{last}" if first <= max_rows else "")
        first += issue.findings
    rows = tables.issue_rows(found)
    _sheet(book, "Issues", tables.issue_columns(audit), rows, len(found), max_rows, links=links)


def _write_pages(book: Workbook, audit: Audit, max_rows: int) -> None:
    """The pages; a length, width or count is coloured where a rule found it beyond its limit."""
    formats = {severity: book.add_format({"bg_color": fill}) for severity, fill in FILLS.items()}
    columns = {rule: tables.PAGE_COLUMNS.index(column) for rule, column in _LIMITS.items()}
    rows = {page.number: row for row, page in enumerate(audit.pages, 1)}
    colours = {
        (rows[f.page], columns[f.rule]): formats[f.severity]
        for f in audit.findings
        if f.rule in columns and f.page in rows
    }
    _sheet(
        book,
        "Pages",
        tables.page_columns(audit),
        tables.page_rows(audit),
        len(audit.pages),
        max_rows,
        colours=colours,
    )


def _clusters(audit: Audit) -> list[tables.Row]:
    """The members of every cluster of duplicates or near duplicates, the largest cluster first.

    Rules about what a whole section has in common, such as an opening, group pages too; they stay out. The
    survivor is the one that canonical-needed names, where that speaks of the page.
    """
    titles = {page.number: page.title for page in audit.pages}
    members = [f for f in audit.findings if f.group and "duplicate" in f.rule]
    survivors = {f.page: str(f.value) for f in audit.findings if f.rule == "canonical-needed"}
    sizes = Counter((f.group, f.rule) for f in members)
    members.sort(key=lambda f: (-sizes[f.group, f.rule], f.group, f.rule, f.url, f.path))
    return [
        (
            f.group,
            f.rule,
            sizes[f.group, f.rule],
            f.url or f.path,
            titles.get(f.page),
            f.path,
            survivors.get(f.page),
        )
        for f in members
    ]


def _keywords(pages: Iterable[Summary]) -> Iterator[tables.Row]:
    """Every keyword of every page, and how the text supports it; empty where nobody looked."""
    for page in pages:
        support = dict.fromkeys(page.keywords_unsupported, "no")
        support |= dict.fromkeys(page.keywords_sentence, "sentence")
        support |= dict.fromkeys(page.keywords_phrase, "phrase")
        for keyword in page.keywords:
            yield page.address, keyword, support.get(keyword), page.path


def _config(audit: Audit) -> Iterator[tables.Row]:
    """The configuration as pairs: settings first, then every rule with its severity and options."""
    scope = json.scope(audit.config)
    for key, value in scope.items():
        if key == "sections":
            for section in value:
                yield (
                    f"section {section['name']}".rstrip(),
                    _pairs({k: v for k, v in section.items() if k != "name"}),
                )
        elif key != "rules":
            yield key, _plain(value)
    for rule, options in scope["rules"].items():
        yield f"rules.{rule}", _pairs(options)


def _pairs(mapping: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{key} = {_plain(value)}" for key, value in mapping.items() if value not in ("", (), [])
    )


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
