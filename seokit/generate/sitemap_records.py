"""A sitemap's entries, checked and sorted in bounded memory.

A record is a text: the escaped loc, a NUL, and the XML that follows `</loc>`. NUL sorts before every
character of a URL, so sorting records sorts URLs. All is ASCII, so characters are bytes.
"""

from __future__ import annotations

import datetime as dt
import heapq
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
W3C = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?P<seconds>:\d\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-3]):\d\d|[+-]14:00))?",
    re.ASCII,
)
# hreflang: a language (ISO 639-1), a script (ISO 15924), a region (ISO 3166-1), or x-default.
LANGUAGE = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Za-z]{2})?|x-default", re.ASCII)
_ESCAPES = str.maketrans({"&": "&amp;", "'": "&apos;", '"': "&quot;", "<": "&lt;", ">": "&gt;"})
_LASTMOD, _END = "<lastmod>", "</lastmod>"


class SitemapError(ValueError):
    """A sitemap that cannot be written as asked; the message says why."""


class Entry(Struct, frozen=True):
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
        self._held: list[str] = []
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
        plain = urls.loc_pattern(self._base_url).fullmatch
        # A site has few different dates: each is checked once.
        tails: dict[str, str] = {"": "\0"}
        held, size = self._held, 0
        for entry in entries:
            loc, lastmod = entry.loc, entry.lastmod
            if not (12 <= len(loc) <= 2048 and plain(loc)):
                loc = _checked(loc, self._base_url)
            tail = tails.get(lastmod)
            if tail is None:
                if len(tails) > 100_000:
                    tails = {"": "\0"}
                tail = tails[lastmod] = f"\0{_LASTMOD}{checked_lastmod(lastmod, loc)}{_END}"
            if entry.images or entry.alternates:
                tail += self._extensions(entry, loc)
            record = (shown(loc) if "'" in loc or "&" in loc else loc) + tail
            held.append(record)
            size += len(record)
            if size > RUN or len(held) >= RUN_RECORDS:
                self._spill()
                held, size = self._held, 0
        self.count += len(held)
        self._check_returns()

    def sorted(self) -> Iterator[str]:
        """The records in the order of their URLs; of equal URLs the latest lastmod comes last."""
        self._held.sort()
        if not self._runs:
            return iter(self._held)
        for run in self._runs:
            run.seek(0)
        return heapq.merge(self._held, *((line[:-1] for line in run) for run in self._runs))

    def _spill(self) -> None:
        self._held.sort()
        try:
            file = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115
            run = self._files.enter_context(file)
            run.writelines(record + "\n" for record in self._held)
            run.flush()
        except OSError as error:
            raise WriteError(f"a temporary file in {tempfile.gettempdir()}", error) from error
        self._runs.append(run)
        self.count += len(self._held)
        self._held = []

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
                if there is None and not _on_site(target, self._base_url):
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


def lastmod_of(record: str) -> str:
    """The lastmod element of a record, or nothing."""
    start = record.index("\0") + 1
    return record[start : record.index(_END, start) + len(_END)] if record.startswith(_LASTMOD, start) else ""


def latest(elements: set[str]) -> str:
    """The latest of some lastmod elements; "" when none is known."""
    return max((e for e in elements if e), key=lambda e: (moment(e[9:-10]), e), default="")


def shown(url: str) -> str:
    """A URL escaped for XML, with the five entities that sitemaps.org asks for."""
    return url.translate(_ESCAPES)


def _checked(url: str, base_url: str) -> str:
    try:
        return urls.check_loc(url, base_url)
    except urls.UrlError as error:
        raise SitemapError(str(error)) from error


def _on_site(url: str, base_url: str) -> bool:
    try:
        return urls.check_loc(url, base_url) == url
    except urls.UrlError:
        return False
