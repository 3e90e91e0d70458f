"""A sitemap's entries, checked, deduplicated and sorted in bounded memory.

A record is a text: the escaped loc, a NUL, and its tail, the XML from `</loc>` to the end of the URL's elements.
NUL sorts before every character of a URL, so sorting records sorts URLs. All is ASCII, so characters are bytes.
Entries are taken by the thousand, so that the work on each is done in C.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import operator
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Self, TextIO

from msgspec import Struct

from seokit import urls
from seokit.generate.files import WriteError

MAX_IMAGES = 1_000  # a URL: developers.google.com/search/docs/crawling-indexing/sitemaps/image-sitemaps
RUN = 160_000_000  # characters held in memory before a sorted run goes to a temporary file
RUN_RECORDS = 1_200_000
BATCH = 1_000
W3C = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?P<seconds>:\d\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-3]):\d\d|[+-]14:00))?",
    re.ASCII,
)
# hreflang: a language (ISO 639-1), a script (ISO 15924), a region (ISO 3166-1), or x-default.
LANGUAGE = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Za-z]{2})?|x-default", re.ASCII)
_ESCAPES = str.maketrans({"&": "&amp;", "'": "&apos;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})
LOC_END = "</loc>"
_LASTMOD, _END = "<lastmod>", "</lastmod>"


class SitemapError(ValueError):
    """A sitemap that cannot be written as asked; the message says why."""


class Entry(Struct, frozen=True, gc=False):
    """One URL: `lastmod` a W3C date or datetime, `images` absolute URLs, `alternates` (hreflang, URL).

    The alternates of a page name the page itself too, and every one of them lists it in turn.
    """

    loc: str
    lastmod: str = ""
    images: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()


class Records:
    """Takes entries in any order, gives records in order. Holds `RUN` characters, spills the rest to disk."""

    def __init__(self, base_url: str) -> None:
        self.count = 0
        self.images = self.alternates = False
        self._base_url = base_url
        self._pattern = urls.loc_pattern(base_url)
        self._held: list[str] = []
        self._size = 0
        # A site has few different dates: each is checked once.
        self._tails: dict[str, str] = {"": f"\0{LOC_END}"}
        self._runs: list[TextIO] = []
        self._files = ExitStack()
        self._returns: dict[str, frozenset[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Check and take all entries, once. Raises SitemapError for the first that must not be listed."""
        rest = iter(entries)
        while batch := list(itertools.islice(rest, BATCH)):
            self.count += len(batch)
            locs = [entry.loc for entry in batch]
            tails = [self._tails.get(entry.lastmod, "") for entry in batch]
            if self._is_plain(batch, locs, tails):
                held = list(map(operator.add, locs, tails))
            else:
                held = [self._record(entry) for entry in batch]
            self._held += held
            self._size += sum(map(len, held))
            if self._size > RUN or len(self._held) > RUN_RECORDS:
                self._spill()
        self._check_returns()

    def chunks(self) -> Iterator[tuple[list[str], list[str]]]:
        """The locs, in order and each once, and their tails, some thousand at a time."""
        self._held.sort()
        records = iter(self._held)
        if self._runs:
            records = heapq.merge(self._held, *(map(_chomped, run) for run in self._runs))
        last: list[str] = []
        while batch := list(itertools.islice(records, BATCH)):
            flat = "\0".join(last + batch).split("\0")
            locs, tails = flat[0::2], flat[1::2]
            if len(set(locs)) < len(locs):
                # Of equal locs the last is kept: it has the greatest tail, so the latest lastmod.
                unique = dict(zip(locs, tails, strict=True))
                locs, tails = list(unique), list(unique.values())
            # The last one waits, as the next batch may repeat it.
            last = [f"{locs[-1]}\0{tails[-1]}"]
            yield locs[:-1], tails[:-1]
        loc, tail = last[0].split("\0")
        yield [loc], [tail]

    def _is_plain(self, batch: list[Entry], locs: list[str], tails: list[str]) -> bool:
        """Whether the batch needs no closer look: normal addresses, known dates, nothing beside."""
        text = "\n".join(locs)
        return (
            self._pattern.fullmatch(text) is not None
            and text.count("\n") == len(locs) - 1
            and len(min(locs, key=len)) >= urls.MIN_LOC
            and len(max(locs, key=len)) <= urls.MAX_LOC
            and "" not in tails
            and not [1 for entry in batch if entry.images or entry.alternates]
        )

    def _record(self, entry: Entry) -> str:
        """Check one entry closely, and make its record."""
        loc = _checked(entry.loc, self._base_url)
        tail = self._tails.get(entry.lastmod)
        if tail is None:
            if len(self._tails) > 100_000:  # hostile: no site has so many
                self._tails = {"": f"\0{LOC_END}"}
            tail = f"\0{LOC_END}{_LASTMOD}{checked_lastmod(entry.lastmod, loc)}{_END}"
            self._tails[entry.lastmod] = tail
        if entry.images or entry.alternates:
            tail += self._extensions(entry, loc)
        return shown(loc) + tail

    def _spill(self) -> None:
        try:
            file = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115
            run = self._files.enter_context(file)
            run.writelines(record + "\n" for record in sorted(self._held))
            run.seek(0)
        except OSError as error:
            raise WriteError(f"a temporary file in {tempfile.gettempdir()}", error) from error
        self._runs.append(run)
        self._held, self._size = [], 0

    def _extensions(self, entry: Entry, loc: str) -> str:
        """The XML of images and alternates, in the order in which they were given, without repetition."""
        if len(entry.images) > MAX_IMAGES:
            raise SitemapError(f"{loc}: {len(entry.images):,} images, a URL takes {MAX_IMAGES:,}")
        links = ""
        targets = {}
        for language, href in entry.alternates:
            if not LANGUAGE.fullmatch(language):
                raise SitemapError(
                    f"{loc}: {urls.printable(language)!r} is no hreflang (en, pt-BR, x-default)"
                )
            if language.lower() in targets:
                raise SitemapError(f"{loc}: two alternates for {language}")
            target = targets[language.lower()] = _checked(href, "")
            links += f'<xhtml:link rel="alternate" hreflang="{language}" href="{shown(target)}"/>'
        if targets:
            self.alternates = True
            self._returns[loc] = frozenset(targets.values())
        images = dict.fromkeys(_checked(image, "") for image in entry.images)
        self.images = self.images or bool(images)
        return links + "".join(
            f"<image:image><image:loc>{shown(src)}</image:loc></image:image>" for src in images
        )

    def _check_returns(self) -> None:
        """Alternates are reciprocal: a page lists itself, and each of this site's lists it in turn."""
        for loc, targets in self._returns.items():
            if loc not in targets:
                raise SitemapError(f"{loc}: its alternates do not name the page itself")
            for target in targets:
                there = self._returns.get(target)
                if there is None and not on_site(target, self._base_url):
                    continue  # another host's sitemap, which is not seen here
                if there is None or loc not in there:
                    raise SitemapError(f"{loc}: its alternate {target} does not list it in turn")


def checked_lastmod(value: str, loc: str) -> str:
    """A W3C datetime that sitemap.xsd takes too: a full date, with or without a time and its zone.

    Seconds are added where they lack. Raises SitemapError for anything else, and for dates that never were.
    """
    found = W3C.fullmatch(value)
    try:
        moment(value)
    except ValueError:
        found = None
    if not found:
        shown_value = urls.printable(value)
        raise SitemapError(f"{loc}: lastmod {shown_value!r} is not 2025-01-22 or 2025-01-22T10:30:00+01:00")
    return value if len(value) == 10 or found["seconds"] else value[:16] + ":00" + value[16:]


def moment(value: str) -> dt.datetime:
    """A W3C date or datetime as a moment to compare; a bare date is its midnight, UTC. Raises ValueError."""
    parsed = dt.datetime.fromisoformat(value)
    return parsed.replace(tzinfo=dt.UTC) if parsed.tzinfo is None else parsed


def latest(tails: Iterable[str]) -> str:
    """The latest lastmod element of some tails; "" when none has one."""
    start = len(LOC_END)
    known = {t[start : t.index(_END) + len(_END)] for t in tails if t.startswith(_LASTMOD, start)}
    return max(known, key=lambda e: (moment(e[len(_LASTMOD) : -len(_END)]), e), default="")


def shown(url: str) -> str:
    """A URL escaped for XML, with the five entities that sitemaps.org asks for."""
    return url.translate(_ESCAPES)


def _checked(url: str, base_url: str) -> str:
    try:
        return urls.check_loc(url, base_url)
    except urls.UrlError as error:
        raise SitemapError(str(error)) from error


def on_site(url: str, base_url: str) -> bool:
    """Whether an address, normalised, is one of the site."""
    try:
        return urls.check_loc(url, base_url) == url
    except urls.UrlError:
        return False


def _chomped(line: str) -> str:
    return line[:-1]
