"""A sitemap beside the pages that it should list: what its rules share.

One pass over the URLs, which may be a million, keeps only what some rule has to say of them.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from msgspec import Struct
from xxhash import xxh3_64_intdigest

from seokit import urls
from seokit.extract.sitemapfile import Sitemap
from seokit.extract.sitemapxml import Part
from seokit.model import Settings, Spot, Summary
from seokit.score.robots import forbidden
from seokit.score.there import There, origin, unpublished

BATCH = 1_000
NOTHING = Sitemap(())


class Listed(Struct, frozen=True, gc=False):
    """One entry: its part, its number there, and the URL as written."""

    part: Part
    number: int
    loc: str

    @property
    def spot(self) -> Spot:
        """Where its loc stands."""
        return Spot(self.part.path, *self.part.place(self.number), "loc", self.loc)

    @property
    def lastmod_spot(self) -> Spot:
        """Where its lastmod stands."""
        return Spot(self.part.path, *self.part.lastmod_place(self.number), "lastmod", self.loc)


class Odd(Struct, frozen=True, gc=False):
    """An entry that is not on this site or is no address, and why; `address` normalised where it is one."""

    entry: Listed
    reason: str
    address: str = ""


class SitemapRecord:
    """The sitemap of a site, or that there is none, and the pages that were audited.

    `sitemap` is None where none was found; `place` is then where it would be. `robots` is the path of robots.txt.
    `odd`: entries that are no address, or one elsewhere. `known`: those of pages about which there may be something
    to say; `absent`: those of no page that was audited. `named` are the keys of the pages that are listed.
    """

    def __init__(
        self,
        sitemap: Sitemap | None,
        place: str,
        pages: Sequence[Summary],
        settings: Settings,
        robots: str = "",
    ) -> None:
        self.sitemap, self.place, self.settings, self.robots = sitemap, place, settings, robots
        self.there = There(pages, settings)
        self.parts = (sitemap or NOTHING).parts
        self.odd: list[Odd] = []
        self.known: list[tuple[Listed, Summary]] = []
        self.absent: list[Listed] = []
        self.named: set[str] = set()
        self._lists_ours = False
        self._canonicals = {
            key: canonical for key, page in self.there.by_key.items() if (canonical := declared(page))
        }
        self._hashes = array("Q")  # of the keys of all entries, in their order
        for part in self.parts:
            for start in range(0, len(part.locs) if part.kind == "urlset" else 0, BATCH):
                self._take(part, start, part.locs[start : start + BATCH])

    @cached_property
    def base_url(self) -> str:
        """The site's base URL; where nobody knows it, the origin of most URLs of the sitemap, or nothing."""
        if self.settings.base_url:
            return self.settings.base_url
        starts: Counter[str] = Counter()
        for part in self.parts:
            starts.update("/".join(loc.split("/", 3)[:3]) for loc in part.locs if "://" in loc[:8])
        origins = (origin(start) for start in sorted(starts, key=lambda one: (-starts[one], one)))
        return next(filter(None, origins), "")

    def _take(self, part: Part, start: int, locs: Sequence[str]) -> None:
        plain = is_plain(locs, self.base_url)
        pages = self.there.by_key
        for number, loc in enumerate(locs, start):
            reason, address = ("", loc) if plain else judged(loc, self.base_url)
            key = self.there.key(address) if address else ""
            self._hashes.append(xxh3_64_intdigest(key.encode("utf-8", "surrogatepass")) if key else 0)
            page = pages.get(key)
            if reason:
                self.odd.append(Odd(Listed(part, number, loc), reason, address))
                # Under another host the page is listed all the same: that is one fault, and said once.
                self.named.add(urls.site_key(address, "") if address else "")
                self.named.add(key)
            elif page is None:
                self.absent.append(Listed(part, number, loc))
            else:
                self._lists_ours = True
                self.named.add(key)
                canonical = self._canonicals.get(key, address)
                if page.not_indexable or canonical != address or unpublished(page, key):
                    self.known.append((Listed(part, number, loc), page))

    def entries(self, kind: str) -> Iterator[Listed]:
        """All entries of the files of a kind: urlset or sitemapindex."""
        for part in self.parts:
            if part.kind == kind:
                for number, loc in enumerate(part.locs):
                    yield Listed(part, number, loc)

    @cached_property
    def repeated(self) -> list[tuple[Listed, Listed]]:
        """The entries whose page an earlier entry lists already, and that entry."""
        import numpy as np

        hashes = np.frombuffer(self._hashes, dtype=np.uint64)
        _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
        again = np.flatnonzero((first[inverse] != np.arange(len(hashes))) & (hashes != 0))
        pairs = zip(again.tolist(), first[inverse[again]].tolist(), strict=True)
        found = [(self._at(later), self._at(earlier)) for later, earlier in pairs]
        return [pair for pair in found if len({self.there.key(one.loc) for one in pair}) == 1]

    def _at(self, place: int) -> Listed:
        for part in self.parts:
            if part.kind != "urlset":
                continue
            if place < len(part.locs):
                return Listed(part, place, part.locs[place])
            place -= len(part.locs)
        raise IndexError(place)

    def missing(self) -> Iterator[Summary]:
        """The indexable pages that are not listed; none where a part could not be read, or lists none of the site's."""
        pages = self.there.by_key
        if self.sitemap is None or not self.sitemap.whole or not self._lists_ours:
            return
        for key, page in pages.items():
            if key in self.named or not page.indexable or not key.startswith("/") or unpublished(page, key):
                continue
            if not forbidden(page.url, self.settings):
                yield page


def is_plain(locs: Sequence[str], base_url: str) -> bool:
    """Whether all are normal addresses of the site that need no closer look."""
    text = "\n".join(locs)
    return (
        bool(base_url)
        and urls.loc_pattern(base_url).fullmatch(text) is not None
        and text.count("\n") == len(locs) - 1
        and len(min(locs, key=len)) >= urls.MIN_LOC
        and len(max(locs, key=len)) <= urls.MAX_LOC
    )


def judged(loc: str, base_url: str) -> tuple[str, str]:
    """Why a loc must not stand in the site's sitemap ("" = it may), and the address that it is ("" = none)."""
    try:
        address = urls.check_loc(loc)
    except urls.UrlError as error:
        return error.reason, ""
    try:
        urls.check_loc(loc, base_url)
    except urls.UrlError as error:
        return error.reason, address
    return "", address


def declared(page: Summary) -> str:
    """The canonical that a page names, as an address; empty where it names none, or none that is an address."""
    written = page.canonical.strip()
    if not written.startswith(("https://", "http://")):
        return ""
    try:
        return urls.check_loc(written)
    except urls.UrlError:
        return ""
