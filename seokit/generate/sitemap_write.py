"""Writes sitemap.xml: sorted, escaped, split by count and by bytes; the same entries give the same bytes.

The limits and the order of elements are those of https://www.sitemaps.org/protocol.html; images and language
alternates follow Google's extensions (https://developers.google.com/search/docs/crawling-indexing/sitemaps).
"""

from __future__ import annotations

import bisect
import gzip as gz
import io
import itertools
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from msgspec import Struct

from seokit import urls
from seokit.generate.files import WriteError, write_atomic
from seokit.generate.sitemap_records import Entry, Records, SitemapError, latest, shown

MAX_URLS = 50_000  # URLs in a file, and files in an index: sitemaps.org/protocol.html
MAX_BYTES = 52_428_800  # of a file, uncompressed: the same page
INDEX = "sitemap.xml"
PART = re.compile(r"sitemap-[1-9][0-9]*\.xml(?:\.gz)?", re.ASCII)
# By this mark a later run knows the index as its own, and may remove the parts that it lists.
MARK = "<!-- written by seokit -->"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGES = ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
_ALTERNATES = ' xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_OPEN, _CLOSE = "<url><loc>", "</url>\n"
_AROUND = len(_OPEN) + len(_CLOSE)  # bytes around a record
_FOOT = "</urlset>\n"


class Written(Struct, frozen=True, kw_only=True):
    """What `write_sitemap` did, or with `check` would do. File names are relative to the folder.

    `changed` are new or different, `unchanged` were left alone, `removed` are stale parts; `urls` is how many
    URLs the sitemap lists, `duplicates` how many entries repeated one of them.
    """

    urls: int
    duplicates: int = 0
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the disk did not hold just this sitemap."""
        return bool(self.changed or self.removed)


def write_sitemap(
    entries: Iterable[Entry],
    folder: str | os.PathLike[str],
    *,
    base_url: str,
    gzip: bool = False,
    max_urls: int = MAX_URLS,
    max_bytes: int = MAX_BYTES,
    check: bool = False,
) -> Written:
    """Write the sitemap of `entries` into `folder`, which is served at `base_url`; with `check` only compare.

    Up to `max_urls` URLs and `max_bytes` bytes (uncompressed) go into `sitemap.xml`. More go into
    `sitemap-1.xml` …, and `sitemap.xml` becomes their index, written last. With `gzip` the parts are
    `sitemap-1.xml.gz` … and there always is an index, so that the address in robots.txt stays the same.
    Equal URLs are listed once, with the latest lastmod. Afterwards those parts are removed that the index of
    an earlier run of ours lists and that are no longer written; nothing else ever is.
    Raises SitemapError (a bad entry, a limit that cannot be kept, nothing to list) before anything is written
    wherever that can be known, and WriteError.
    """
    if not 1 <= max_urls <= MAX_URLS:
        raise SitemapError(f"max_urls is {max_urls}: a sitemap takes 1 to {MAX_URLS:,} URLs")
    if not 1 <= max_bytes <= MAX_BYTES:
        raise SitemapError(f"max_bytes is {max_bytes}: a sitemap takes 1 to {MAX_BYTES:,} bytes")
    try:
        home = urls.site_url(base_url, "/") if base_url else urls.check_loc(base_url)
    except urls.UrlError as error:
        raise SitemapError(f"the base URL cannot be used: {error}") from error
    with Records(base_url) as records:
        records.add_all(entries)
        if not records.count:
            raise SitemapError("nothing to list: a sitemap needs at least one URL")
        output = _Output(Path(folder), gzip=gzip, check=check, old=_own_parts(Path(folder)))
        parts = _Parts(records, max_urls, max_bytes)
        children: list[tuple[str, str]] = []
        for number, (data, lastmod, last) in enumerate(parts.all(), 1):
            if number > MAX_URLS:
                raise SitemapError(f"more than {MAX_URLS:,} parts: an index cannot list them")
            if last and number == 1 and not gzip:
                output.put(INDEX, data)
                break
            name = f"sitemap-{number}.xml" + (".gz" if gzip else "")
            output.put(name, _zipped(data) if gzip else data)
            children.append((home.rstrip("/") + "/" + name, lastmod))
    if children:
        output.put(INDEX, _index(children))
    output.remove_stale()
    return Written(
        urls=parts.urls,
        duplicates=records.count - parts.urls,
        changed=tuple(output.changed),
        unchanged=tuple(output.unchanged),
        removed=tuple(output.removed),
    )


class _Parts:
    """Cuts sorted records into files."""

    def __init__(self, records: Records, max_urls: int, max_bytes: int) -> None:
        self.urls = 0
        self._records = records
        self._max_urls, self._max_bytes = max_urls, max_bytes
        kinds = (_IMAGES if records.images else "") + (_ALTERNATES if records.alternates else "")
        self._head = f'{_XML}<urlset xmlns="{_PROTOCOL}"{kinds}>\n'
        if records.count > max_urls * MAX_URLS:
            # Refused before a file is written; duplicates can only make it less, and nobody has so many.
            raise SitemapError(f"{records.count:,} URLs do not fit into {MAX_URLS:,} files of {max_urls:,}")

    def all(self) -> Iterator[tuple[bytes, str, bool]]:
        """Each file's bytes, the latest lastmod in it, and whether it is the last one."""
        full = self._max_bytes - len(self._head) - len(_FOOT)
        room, part, dates, number = full, [self._head], set[str](), 0
        for locs, tails in self._records.chunks():
            self.urls += len(locs)
            while locs:
                fit, cost = _fitting(locs, tails, room, self._max_urls - number)
                part.append(_rendered(locs[:fit], tails[:fit]))
                dates.update(tails[:fit])
                room, number = room - cost, number + fit
                locs, tails = locs[fit:], tails[fit:]
                if locs:
                    if not number:
                        raise SitemapError(
                            f"{locs[0]}: does not fit into a file, which has room for {full:,} bytes"
                        )
                    yield self._done(part), latest(dates), False
                    room, part, dates, number = full, [self._head], set(), 0
        yield self._done(part), latest(dates), True

    def _done(self, part: list[str]) -> bytes:
        return "".join((*part, _FOOT)).encode("ascii")


def _fitting(locs: list[str], tails: list[str], room: int, count: int) -> tuple[int, int]:
    """How many of the records go into `room` bytes and `count` places, and the bytes that they take."""
    cost = sum(map(len, locs)) + sum(map(len, tails)) + _AROUND * len(locs)
    if cost <= room and len(locs) <= count:
        return len(locs), cost
    costs = list(
        itertools.accumulate(
            (len(loc) + len(tail) + _AROUND for loc, tail in zip(locs, tails, strict=True)), initial=0
        )
    )
    fit = min(bisect.bisect_right(costs, room) - 1, count)
    return fit, costs[fit]


def _rendered(locs: list[str], tails: list[str]) -> str:
    """The url elements, a line each."""
    cells = [_CLOSE + _OPEN] * (3 * len(locs))
    cells[0::3], cells[1::3] = locs, tails
    return _OPEN + "".join(cells)[: -len(_OPEN)] if locs else ""


class _Output:
    """The folder: writes or compares files, and remembers which it met."""

    def __init__(self, folder: Path, *, gzip: bool, check: bool, old: set[str]) -> None:
        self.changed: list[str] = []
        self.unchanged: list[str] = []
        self.removed: list[str] = []
        self._folder, self._gzip, self._check, self._old = folder, gzip, check, old

    def put(self, name: str, data: bytes) -> None:
        """Write a file unless it holds these bytes already."""
        path = self._folder / name
        if _same(path, data):
            self.unchanged.append(name)
            return
        self.changed.append(name)
        if not self._check:
            write_atomic(path, data)

    def remove_stale(self) -> None:
        """Remove the parts of an earlier run that this one did not write."""
        for name in sorted(self._old - {*self.changed, *self.unchanged}):
            path = self._folder / name
            if not path.is_file():
                continue
            self.removed.append(name)
            if not self._check:
                try:
                    path.unlink()
                except OSError as error:
                    raise WriteError(path, error) from error


def _same(path: Path, data: bytes) -> bool:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device might never end
            reason = "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is no regular file"
            raise WriteError(path, reason)
        return status.st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False
    except WriteError:
        raise
    except OSError as error:
        raise WriteError(path, error) from error


def _own_parts(folder: Path) -> set[str]:
    """The names of the parts that an index of ours in this folder lists; none when it is not ours."""
    index = folder / INDEX
    try:
        data = index.read_bytes() if index.is_file() else b""
    except OSError:
        return set()
    if MARK.encode() not in data[:200]:
        return set()
    try:
        locs = [found.text or "" for found in ET.fromstring(data).iter(f"{{{_PROTOCOL}}}loc")]
    except ET.ParseError:
        return set()
    return {name for loc in locs if PART.fullmatch(name := loc.rpartition("/")[2])}


def _index(children: list[tuple[str, str]]) -> bytes:
    """The index of the parts, each with the latest lastmod in it where one is known."""
    rows = "".join(f"<sitemap><loc>{shown(loc)}</loc>{lastmod}</sitemap>\n" for loc, lastmod in children)
    return f'{_XML}{MARK}\n<sitemapindex xmlns="{_PROTOCOL}">\n{rows}</sitemapindex>\n'.encode("ascii")


def _zipped(data: bytes) -> bytes:
    """Gzip without name and time. `gzip.compress` lets the platform into the header, GzipFile does not."""
    buffer = io.BytesIO()
    with gz.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=6, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()
