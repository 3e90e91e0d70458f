"""Tables as CSV for any reader: UTF-8, comma, CRLF (RFC 4180), no byte order mark.

A mark would help a double click in Excel and break the first column's name for most other readers;
audit.xlsx is the file for Excel (or there: Data, From Text/CSV, which asks for the encoding).

Text that a spreadsheet would run as a formula gets a leading apostrophe, as OWASP advises; `read_cell`
undoes it. NUL becomes U+FFFD, and a lone surrogate its backslash escape: UTF-8 text may hold neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from seokit.generate.reports import tables
from seokit.model import Audit, Finding

Write = Callable[[bytes], object]

MAX_CELL = 131_072  # characters: what Python's csv reads (csv.field_size_limit); spreadsheets cut at 32,767
_FORMULA = frozenset("=+-@＝＋－＠")  # the full-width ones work as formulas in East Asian versions
_CONTROL = frozenset("\t\r\n")
_SPACES = frozenset(filter(str.isspace, map(chr, range(0x3001))))
# A text that begins with none of these is safe; an apostrophe is here so that reading back is exact.
_SUSPECT = _FORMULA | _SPACES | {"'"}
_BATCH = 2_000  # rows: memory stays small, and more at once is no faster


def neutralise(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet could take it for a formula, else as it is.

    Suspect is a text whose first character, after apostrophes and white space, is one of `= + - @` (or one
    of these in full width), and one that begins with tab, CR or LF.
    """
    return "'" + text if _is_formula(text) else text


def read_cell(text: str) -> str:
    """Undo `neutralise`: for every text t, `read_cell(neutralise(t)) == t`."""
    return text[1:] if text[:1] == "'" and _is_formula(text) else text


def write_findings(audit: Audit, write: Write) -> None:
    """Write findings.csv, piece by piece, as bytes."""
    _write_lines(chain([",".join(tables.FINDING_COLUMNS)], _finding_lines(audit.findings)), write)


def write_pages(audit: Audit, write: Write) -> None:
    """Write pages.csv, piece by piece, as bytes."""
    write_table(tables.page_columns(audit), tables.page_rows(audit), write)


def write_issues(audit: Audit, write: Write) -> None:
    """Write issues.csv, piece by piece, as bytes."""
    write_table(tables.issue_columns(audit), tables.issue_rows(tables.issues(audit)), write)


def write_table(columns: Sequence[str], rows: Iterable[tables.Row], write: Write) -> None:
    """Write one table. Numbers stay numbers; None and the empty text are an empty cell.

    Twice as fast as `csv.writer`, which looks at every character of every cell: most cells repeat.
    """
    cells = _Cells()
    lines = (
        ",".join([cells[c] if c.__class__ is str else "" if c is None else repr(c) for c in row])
        for row in chain([columns], rows)
    )
    _write_lines(lines, write)


def _finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The lines that `write_table` makes of `tables.finding_rows`; what a rule always says is looked up once.

    Most of an audit's cells are here, so they get no tuple of their own.
    """
    cells = _Cells()
    known = tables.about_rules({f.rule for f in findings})
    ends: dict[tuple[str, str, str], tuple[str, str]] = {}
    for f in findings:
        stated = f.severity, f.rule, f.fix
        if stated not in ends:
            about = known[f.rule]
            head = ",".join([cells[f.severity], cells[f.rule], cells[about.evidence]])
            ends[stated] = head, f"{cells[f.fix]},{cells[about.help]}"
        head, tail = ends[stated]
        line = "" if f.line is None else f.line
        column = "" if f.column is None else f.column
        value = cells[f.value] if isinstance(f.value, str) else f.value
        limit = cells[f.limit] if isinstance(f.limit, str) else f.limit
        related = cells[tables.related_cell(f.related)] if f.related else ""
        yield (
            f"{head},{cells[f.url]},{cells[f.path]},{line},{column},{cells[f.field]},{cells[f.message]}"
            f",{value},{limit},{cells[f.group]},{related},{tail}"
        )


def _write_lines(lines: Iterator[str], write: Write) -> None:
    while batch := list(islice(lines, _BATCH)):
        batch.append("")
        write("\r\n".join(batch).encode("utf-8", "backslashreplace"))


class _Cells(dict[Any, str]):
    """Text → its cell, neutralised and quoted where need be; of the last `bound` texts at most."""

    bound = 20_000
    longest = 500  # characters of a text worth remembering

    def __missing__(self, text: str) -> str:
        if len(text) > MAX_CELL:
            return self[text[: MAX_CELL - 2] + "…"]
        cell = neutralise(text) if text[:1] in _SUSPECT else text
        if "\0" in cell:
            cell = cell.replace("\0", "\ufffd")
        if '"' in cell or "," in cell or "\n" in cell or "\r" in cell:
            cell = '"' + cell.replace('"', '""') + '"'
        if len(text) <= self.longest:
            if len(self) >= self.bound:
                self.clear()
            self[text] = cell
        return cell


def _is_formula(text: str) -> bool:
    core = text.lstrip("'")
    return core[:1] in _CONTROL or core.lstrip()[:1] in _FORMULA
