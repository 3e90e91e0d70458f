"""Reads a sitemap from disk, or an index with its sitemaps: every loc and lastmod with its place.

Nothing is fetched. Children of an index are looked for below the index's own folder, by the path of their
address. Limits: https://www.sitemaps.org/protocol.html. A file is read as a stream, so that a gzip bomb is met
while it unpacks; entities that a file declares itself are refused, so that none can expand.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from msgspec import Struct

from seokit.extract.files import reason_of

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ADDRESSES = 50_000  # in one file
BYTES = 52_428_800  # of one file, uncompressed
MOST_BYTES = 4 * BYTES  # that are unpacked at all
MOST_FILES = 50_000  # that an index lists
_BLOCK = 1 << 16


class SitemapFileError(ValueError):
    """A sitemap that was named and cannot be opened; the message says which and why."""


class Loc(Struct, frozen=True, gc=False):
    """An address as listed, with the places of loc and lastmod; `file` is the number of the file."""

    loc: str
    file: int
    line: int
    column: int
    lastmod: str | None = None
    lastmod_line: int = 0
    lastmod_column: int = 0


class SitemapFile(Struct):
    """One file: what kind, how much it holds, and why not all of it could be read."""

    path: str
    size: int = 0  # bytes, uncompressed
    count: int = 0  # addresses, or sitemaps in an index
    index: bool = False
    over: tuple[int, int] | None = None  # place of the first address too many
    error: str = ""
    line: int | None = None
    column: int | None = None


class Sitemap(Struct, frozen=True):
    """A sitemap as it lies on disk. `files[0]` is the one that was named."""

    files: list[SitemapFile]
    locs: list[Loc]


def read_sitemap(path: str) -> Sitemap:
    """Read a sitemap, or an index and what it lists. Raises SitemapFileError where the file cannot be opened."""
    sitemap = Sitemap([], [])
    try:
        children = read_file(path, sitemap, nested=False)
    except OSError as error:
        raise SitemapFileError(f"{path}: cannot be read: {reason_of(error)}") from error
    folder = os.path.dirname(path)  # noqa: PTH120
    for child in children[:MOST_FILES]:
        found = child_path(child.loc, folder)
        try:
            if found is None:
                raise FileNotFoundError(2, "no such file below the index's folder")
            read_file(found, sitemap, nested=True)
        except OSError as error:
            message = f"lists the sitemap {child.loc}, which cannot be read: {reason_of(error)}"
            sitemap.files.append(SitemapFile(path, error=message, line=child.line, column=child.column))
    return sitemap


def child_path(loc: str, folder: str) -> str | None:
    """Where a sitemap that an index lists lies: by the path of its address, as far as that leads to a file."""
    try:
        parts = [part for part in unquote(urlsplit(loc).path).split("/") if part not in ("", ".", "..")]
    except ValueError:
        return None
    for first in range(len(parts)):
        path = os.path.join(folder, *parts[first:])
        if os.path.isfile(path):  # noqa: PTH113
            return path
    return None


def read_file(path: str, sitemap: Sitemap, *, nested: bool) -> list[Loc]:
    """Read one file into `sitemap`; returns what it lists if it is an index. Raises OSError."""
    with open(path, "rb") as raw:  # noqa: PTH123
        file = SitemapFile(path)
        sitemap.files.append(file)
        reader = Reader(file, len(sitemap.files) - 1)
        try:
            for block in blocks(raw):
                file.size += len(block)
                if file.size > MOST_BYTES:
                    file.error = f"unpacks to more than {MOST_BYTES:,} bytes: the rest was not read"
                    break
                reader.parser.Parse(block, False)
            else:
                reader.parser.Parse(b"", True)
        except expat.ExpatError as error:
            if not file.error:
                file.error = f"is not well-formed XML: {expat.errors.messages[error.code]}"
                file.line, file.column = error.lineno, error.offset + 1
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            file.error = f"cannot be unpacked: {error}"
    file.index = reader.root == "sitemapindex"
    if file.index and nested:
        file.error = "is an index that an index lists; only sitemaps may be listed there"
        file.line = file.column = 1
        return []
    if not file.index:
        sitemap.locs.extend(reader.found)
    return reader.found if file.index else []


def blocks(raw: BinaryIO) -> Iterator[bytes]:
    """The content of a file, unpacked where it is gzip, piece by piece."""
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    source = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
    while block := source.read(_BLOCK):
        yield block


class Reader:
    """Hears the elements of one file; keeps the addresses of the sitemap namespace alone."""

    def __init__(self, file: SitemapFile, number: int) -> None:
        self.file, self.number = file, number
        self.root = ""
        self.found: list[Loc] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.entity
        self._depth = 0
        self._heard: list[str] | None = None
        self._values: dict[str, tuple[str, int, int]] = {}
        self._at = (0, 0, 0)

    def entity(self, *_declared: object) -> None:
        """Refuse a file that declares entities: none that is needed, and the way to make a small file huge."""
        self.fail("declares entities, which a sitemap has no use for")

    def fail(self, message: str) -> None:
        """Note what is wrong here, and stop."""
        if not self.file.error:
            self.file.error = message
            self.file.line, self.file.column = self.place()
        raise expat.ExpatError(message)

    def place(self) -> tuple[int, int]:
        """Line and column, from 1."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        space, _, local = name.rpartition(" ")
        if self._depth == 1:
            self.root = local
            if local not in ("urlset", "sitemapindex"):
                self.fail(f"is no sitemap: its root is <{local[:40]}>, not <urlset> or <sitemapindex>")
            if space != NAMESPACE:
                told = f'the namespace "{space[:80]}"' if space else "no namespace"
                self.fail(f'has {told}; it must be xmlns="{NAMESPACE}"')
        elif self._depth == 2:
            self._values = {}
            self._at = (*self.place(), 0)
        elif self._depth == 3 and space == NAMESPACE and local in ("loc", "lastmod"):
            self._heard = []
            self._at = (*self._at[:2], 1)
            self._values[local] = ("", *self.place())

    def text(self, data: str) -> None:
        """Text of an element that is kept."""
        if self._heard is not None:
            self._heard.append(data)

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.rpartition(" ")[2]
        if self._depth == 3 and self._heard is not None:
            _, line, column = self._values[local]
            self._values[local] = ("".join(self._heard).strip(), line, column)
            self._heard = None
        elif self._depth == 2 and local in ("url", "sitemap"):
            self.keep()
        self._depth -= 1

    def keep(self) -> None:
        """Keep the address that ended."""
        loc = self._values.get("loc")
        if loc is None or not loc[0]:
            line, column, _ = self._at
            if not self.file.error:
                self.file.error, self.file.line, self.file.column = (
                    "has an entry without an address",
                    line,
                    column,
                )
            return
        self.file.count += 1
        if self.file.count == ADDRESSES + 1:
            self.file.over = (loc[1], loc[2])
        lastmod = self._values.get("lastmod")
        kept = (lastmod[0], lastmod[1], lastmod[2]) if lastmod else (None, 0, 0)
        self.found.append(Loc(loc[0], self.number, loc[1], loc[2], *kept))
