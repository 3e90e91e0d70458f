"""A sitemap on this disk: its file, or several, and of an index the files that it lists. Plain or gzip.

Whatever it turns out to be, reading it takes bounded time and memory: see the limits below, and `sitemapxml`.
"""

from __future__ import annotations

import os
import posixpath
import zlib
from collections.abc import Iterator, Sequence

from msgspec import Struct

from seokit import urls
from seokit.extract.discover import shown
from seokit.extract.files import Unreadable, stream
from seokit.extract.sitemapxml import Cut, Part, Stop, read_xml

MOST_BYTES = 209_715_200  # of a file, uncompressed: four times what the protocol allows
MOST_BYTES_IN_ALL = 4_000_000_000
MOST_URLS = 5_000_000  # of all files together
CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"


class SitemapFileError(ValueError):
    """A sitemap that was named and cannot be opened; the message says which and why."""


class Sitemap(Struct):
    """A sitemap: the files that were named or found, each index followed by the files that it lists.

    `missing` are the entries of indexes of which no file is here: the number of the part, and of the entry.
    """

    parts: tuple[Part, ...]
    missing: tuple[tuple[int, int], ...] = ()

    @property
    def path(self) -> str:
        """The file that was named, or found first."""
        return self.parts[0].path

    @property
    def whole(self) -> bool:
        """Whether all that it lists was read, so that what is not among it is not listed."""
        return not self.missing and all(part.whole for part in self.parts)

    @property
    def told(self) -> str:
        """Which sitemap this is and how much it lists, in words."""
        files = f" in {len(self.parts):,} files" if len(self.parts) > 1 else ""
        return f"{self.path} ({self.count:,} URL{'' if self.count == 1 else 's'}{files})"

    @property
    def count(self) -> int:
        """How many URLs it lists."""
        return sum(len(part.locs) for part in self.parts if part.kind == "urlset")


def read_sitemap(paths: Sequence[str], base_url: str) -> Sitemap:
    """Read a sitemap of one or more files, and of an index those that it lists, in its folder or below.

    Raises SitemapFileError for one of `paths` that cannot be read. What is wrong inside are flaws of the parts. What an
    index lists that an index lists is not read: search engines do not follow it either.
    """
    reading = _Reading()
    for path in paths:
        if os.path.realpath(path) in reading.seen:
            continue
        part = reading.take(path)
        at = len(reading.parts) - 1
        if part.kind != "sitemapindex":
            continue
        for number, loc in enumerate(part.locs):
            file = child_of(loc, part.path, base_url)
            known = reading.seen.get(os.path.realpath(file)) if file else None
            if known is part:
                part.flaw("the index lists itself: search engines do not follow it", *part.place(number))
                part.whole = False
            if known:
                continue  # the same file again: sitemap-duplicate says so
            try:
                child = reading.take(file) if file else None
            except SitemapFileError:
                child = None
            if child is None:
                reading.missing.append((at, number))
            elif child.kind == "sitemapindex":
                child.flaw("an index in an index: search engines do not read what it lists", 1, 1)
                child.whole = False
    return Sitemap(tuple(reading.parts), tuple(reading.missing))


class _Reading:
    """What was read so far, and with it how much more may be."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.missing: list[tuple[int, int]] = []
        self.seen: dict[str, Part] = {}  # by real path
        self._bytes, self._urls = MOST_BYTES_IN_ALL, MOST_URLS

    def take(self, path: str) -> Part:
        """Read one more file. Raises SitemapFileError where it cannot be opened."""
        part = Part(shown(path))
        try:
            chunks = stream(path, CHUNK)
            begin = next(chunks, b"")
            data = _joined(begin, chunks)
            if begin.startswith(_GZIP):
                data = _unzipped(data)
            read_xml(_bounded(data, min(self._bytes, MOST_BYTES)), part, self._urls)
        except Unreadable as error:
            raise SitemapFileError(f"{part.path}: {error.reason}") from error
        self.seen[os.path.realpath(path)] = part
        self._bytes -= part.size
        self._urls -= len(part.locs)
        self.parts.append(part)
        return part


def child_of(loc: str, index: str, base_url: str) -> str:
    """The file behind an address in an index: by its path below the index's folder, or beside it; "" without one."""
    try:
        address = urls.check_loc(loc)
    except urls.UrlError:
        return ""
    path = "/" + address.partition("://")[2].partition("/")[2].partition("?")[0]
    folder = urls.site(base_url).folder if base_url else ""
    inside = path.removeprefix(folder + "/") if folder else path
    for one in (path, inside, posixpath.basename(path)):
        name = posixpath.normpath("/" + urls.unescape(one)).lstrip("/")
        file = posixpath.join(posixpath.dirname(index), name)
        if name and "\0" not in name and os.path.isfile(file):  # noqa: PTH113 - Path.is_file may raise
            return file
    return ""


def _joined(begin: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield begin
    yield from rest


def _bounded(chunks: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The chunks, up to `most` bytes; then raises Cut."""
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if read > most:
            raise Cut(f"the sitemap has more bytes than the {most:,} that are read")
        yield chunk


def _unzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip data hold, a piece at a time, however much it is. Raises Stop where they are broken."""
    unzip = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        data = chunk
        while data:
            if unzip.eof:  # a further member follows, or zeros that fill a block
                data = data.lstrip(b"\0")
                if not data:
                    break
                unzip = zlib.decompressobj(wbits=31)
            try:
                piece = unzip.decompress(data, CHUNK)
            except zlib.error as error:
                raise Stop(f"no gzip: {str(error).rpartition(': ')[2]}") from error
            if piece:
                yield piece
            data = unzip.unconsumed_tail or unzip.unused_data
    if not unzip.eof:
        raise Stop("the gzip data end too early: the file is not whole")
