"""A sitemap beside the pages that it should list: what its rules share."""

from __future__ import annotations

from functools import cached_property

from seokit import urls
from seokit.extract.sitemapfile import Loc, Sitemap
from seokit.model import Settings, Spot, Summary
from seokit.score.by_url import NOT_FOUND, home_and_entries
from seokit.score.link_faults import folders
from seokit.score.robots import forbidden


class SitemapRecord:
    """The sitemap of a site, or that there is none, and the pages that were audited.

    `sitemap` is None where none was found; `place` is then where it would be. Of sources and built pages the built
    ones decide, as they are what there is.
    """

    def __init__(
        self, sitemap: Sitemap | None, place: str, pages: tuple[Summary, ...], settings: Settings
    ) -> None:
        self.sitemap, self.place, self.settings = sitemap, place, settings
        self.built = any(page.kind != "source" for page in pages)
        self.pages = tuple(page for page in pages if not self.built or page.kind != "source")

    @property
    def locs(self) -> list[Loc]:
        """Every address that is listed."""
        return self.sitemap.locs if self.sitemap else []

    def spot(self, loc: Loc, *, lastmod: bool = False) -> Spot:
        """The place of an address, or of its date."""
        path = self.sitemap.files[loc.file].path if self.sitemap else self.place
        if lastmod and loc.lastmod_line:
            return Spot(path, loc.lastmod_line, loc.lastmod_column, "lastmod", loc.loc)
        return Spot(path, loc.line, loc.column, "loc", loc.loc)

    @cached_property
    def by_key(self) -> dict[str, Summary]:
        """The pages by the key of their URL; of several the first that is indexable."""
        found: dict[str, Summary] = {}
        for page in self.pages:
            if page.url:
                key = self.key(page.url)
                if key not in found or (page.indexable and not found[key].indexable):
                    found[key] = page
        return found

    @cached_property
    def listed(self) -> dict[str, list[Loc]]:
        """The addresses by key, those on other hosts left out."""
        found: dict[str, list[Loc]] = {}
        for loc in self.locs:
            if not self.elsewhere(loc):
                found.setdefault(self.key(loc.loc), []).append(loc)
        return found

    @cached_property
    def host(self) -> str:
        """The host that the addresses must have: that of the base URL, else that of the first address."""
        base = self.settings.base_url or next((loc.loc for loc in self.locs if "://" in loc.loc), "")
        return host_of(base)

    @cached_property
    def unaudited(self) -> frozenset[str]:
        """Keys that may well be pages though none was audited: home, entries, listings that templates make."""
        there = home_and_entries(self.settings)
        return there if self.built else there | folders(list(self.by_key))

    def key(self, url: str) -> str:
        """What a page is grouped by."""
        return urls.site_key(url, self.settings.base_url)

    def elsewhere(self, loc: Loc) -> bool:
        """Whether the address is none of this site's."""
        return host_of(loc.loc) != self.host

    def missing(self) -> list[Summary]:
        """The indexable pages that no sitemap lists."""
        return [
            page
            for key, page in self.by_key.items()
            if page.indexable
            and key not in self.listed
            and not key.endswith(NOT_FOUND)
            and not forbidden(page.url, self.settings)
        ]


def host_of(url: str) -> str:
    """Scheme-less host with its port, in lower case; empty where there is none."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0].lower()
