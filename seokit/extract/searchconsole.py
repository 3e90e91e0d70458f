"""The table of pages that Search Console exports: its Pages.csv, or the whole ZIP.

The headers are in the language of whoever exported, and so are the names of the files in the ZIP; so columns are
told by their place (page, clicks, impressions, CTR, position) and the table by the addresses in its first column.
A comparison of two periods has every figure twice; the first is the later period. A spreadsheet that saved the
file again may have made semicolons of the commas, and decimal commas of the points.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seokit.extract.files import MAX_BYTES, Unreadable, read_bytes

PLAIN, COMPARED = 5, 9  # columns of an export of one period, and of two
MAX_FILES = 100  # of a ZIP; an export has seven
_DELIMITERS = ",;\t"
_GROUPED = re.compile(r"\d{1,3}(?:[.,'\u2019 \u00a0\u202f]\d{3})+")
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009")


class ExportError(ValueError):
    """A file that is no export of pages; the message says where, and which file to give."""


class Shown(Struct, frozen=True, gc=False):
    """A row: how often Google showed a page, and what came of it. `position` is the mean, from 1; None: not said.

    `address` is as exported. `clicks` and `impressions` are counts over the exported period.
    """

    address: str
    clicks: int
    impressions: int
    position: float | None = None


def read_export(path: str) -> list[Shown]:
    """The rows of a Pages.csv, or of the table of pages in an exported ZIP. Raises ExportError."""
    try:
        data = read_bytes(path)
    except Unreadable as error:
        raise ExportError(f"{path}: {error.reason}") from error
    if not data.strip():
        raise ExportError(f"{path}: the file is empty; give Pages.csv, or the ZIP")
    if data[:2] != b"PK":
        return rows_of(decoded(data, path), path)
    for name, text in texts_in(data, path):
        if names_pages(text):
            return rows_of(text, f"{path} ({name})")
    raise ExportError(
        f"{path}: no table in it lists pages: in Search Console choose Performance, Export, ZIP"
    )


def texts_in(data: bytes, path: str) -> Iterator[tuple[str, str]]:
    """The CSV files in a ZIP: name and text. Raises ExportError for one that is broken or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist()[:MAX_FILES]:
                if not info.filename.lower().endswith(".csv"):
                    continue
                with archive.open(info) as file:
                    content = file.read(MAX_BYTES + 1)
                if len(content) > MAX_BYTES:
                    raise ExportError(f"{path}: {info.filename} has more than {MAX_BYTES:,} bytes")
                yield info.filename, decoded(content, f"{path} ({info.filename})")
    except ExportError:
        raise
    except Exception as error:
        # Broken bytes end in whatever the unpackers raise: BadZipFile, LZMAError, zlib.error, ValueError …
        raise ExportError(f"{path}: this ZIP cannot be read ({error}); export it again") from error


def decoded(data: bytes, name: str) -> str:
    """The text of a CSV file, with or without a byte order mark. Raises ExportError."""
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise ExportError(f"{name}: byte {error.start} is not UTF-8; save the file as CSV UTF-8") from error


def names_pages(text: str) -> bool:
    """Whether the first column of a table, below its header, holds addresses."""
    second = text.partition("\n")[2].lstrip('" \t')
    return second.startswith(("https://", "http://", "/"))


def rows_of(text: str, name: str) -> list[Shown]:
    """The rows of a table. Raises ExportError with the line and column of the first cell that does not fit."""
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = []
    try:
        for cells in reader:
            if reader.line_num == 1 and not is_address(cells[0] if cells else ""):
                check_header(cells, name)
            elif any(cells):
                found.append(row_of(cells, f"{name}:{reader.line_num}"))
    except csv.Error as error:
        raise ExportError(f"{name}:{reader.line_num}: not CSV: {error}") from error
    return found


def check_header(cells: Sequence[str], name: str) -> None:
    """Raise ExportError for a header that is not of an export's width."""
    if len(cells) not in (PLAIN, COMPARED):
        raise ExportError(
            f"{name}:1: {len(cells)} columns, where Search Console's table of pages has {PLAIN} "
            "(page, clicks, impressions, CTR, position)"
        )


def row_of(cells: Sequence[str], place: str) -> Shown:
    """One row of the table; `place` is its file and line."""
    address = cells[0].strip()
    if not is_address(address):
        raise ExportError(
            f'{place}:1: "{address[:80]}" is no address: this is not the table of pages; give Pages.csv, or the ZIP'
        )
    if len(cells) not in (PLAIN, COMPARED):
        raise ExportError(f"{place}: {len(cells)} columns in place of {PLAIN}")
    clicks, impressions, position = (1, 3, 7) if len(cells) == COMPARED else (1, 2, 4)
    return Shown(
        address,
        count_of(cells[clicks], f"{place}:{clicks + 1}"),
        count_of(cells[impressions], f"{place}:{impressions + 1}"),
        position_of(cells[position], f"{place}:{position + 1}"),
    )


def is_address(text: str) -> bool:
    """Whether a cell holds a page: an absolute URL, or a path from "/"."""
    return text.lstrip().startswith(("https://", "http://", "/"))


def count_of(cell: str, place: str) -> int:
    """A count, with or without marks between thousands; nothing written is none. Raises ExportError."""
    text = cell.strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise ExportError(f'{place}: "{cell[:80]}" is no count of clicks or impressions')
    return int(text)


def position_of(cell: str, place: str) -> float | None:
    """A mean position such as 6.07 or 6,07; None where nothing is written, or 0. Raises ExportError."""
    text = cell.translate(_SPACES).replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}(?:\.\d{1,20})?", text, re.ASCII):
        raise ExportError(f'{place}: "{cell[:80]}" is no position')
    return float(text) or None
