"""What a page's head must know of the rest of the site: which pages there are, and what they are called.

Breadcrumbs lead over these pages only: a URL's folder without a page of its own is no crumb.
"""

from __future__ import annotations

from msgspec import Struct

from seokit import urls


class Crumb(Struct, frozen=True, gc=False):
    """A page as a step of a trail: its name and its address."""

    name: str
    url: str


class Site(Struct):
    """The pages of a site by `urls.key`, as far as they are published and have a name."""

    base_url: str = ""
    pages: dict[str, Crumb] = {}

    def add(self, crumb: Crumb | None) -> None:
        """Note a page; None, or one that is there already, changes nothing."""
        if crumb is not None:
            self.pages.setdefault(urls.key(crumb.url, self.base_url), crumb)

    def trail(self, url: str) -> list[Crumb]:
        """The pages above a URL, the home page first, those that there are. Not the page itself."""
        home = urls.site(self.base_url)
        key = urls.key(url, self.base_url).partition("?")[0]
        if not key.startswith("/"):
            return []  # another host
        found = []
        end = 0
        while end >= 0:
            above = key[:end] or "/"
            if len(above) >= len(home.folder) and above != key and (crumb := self.pages.get(above)):
                found.append(crumb)
            end = key.find("/", end + 1)
        return found
