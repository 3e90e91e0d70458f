"""What is there at an address of the site: a page that was audited, or a file of it on this disk."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence
from functools import cached_property

from seokit import urls
from seokit.model import Settings, Summary
from seokit.score.by_url import NOT_FOUND, home_and_entries
from seokit.score.link_faults import folders

COPIED_FROM = ("static", "public", "")  # where generators copy files from, below the site's root


class There:
    """The pages that were audited, by URL. Of sources and built pages the built ones are what there is."""

    def __init__(self, pages: Sequence[Summary], settings: Settings) -> None:
        self.settings = settings
        self.built = any(page.kind != "source" for page in pages)
        self.pages = tuple(page for page in pages if not self.built or page.kind != "source")

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

    def key(self, url: str) -> str:
        """What a page is grouped by; without a base URL any host may be the site's own."""
        return urls.site_key(url, self.settings.base_url)

    def absent(self, address: str) -> str:
        """Why there is nothing at an address of this site; empty where there is, or where nobody can tell.

        Besides pages there are files: a PDF, an image, a page that `exclude` leaves out. Where only sources are
        audited, templates make pages that have no file: those above other pages, and whole folders of their
        own (tags, further pages of a list). So a URL is missed only where others of its folder are, and not at
        the top.
        """
        key = self.key(address)
        page = self.by_key.get(key)
        if page is not None:
            return unpublished(page, key)
        if key in home_and_entries(self.settings) or not key.startswith("/") or self._is_file(address):
            return ""
        if self.built:
            return "there is no such page"
        if urls.internal(address, "/", self.settings.base_url or origin(address)) is None:
            return ""  # a file that may be made of a source
        near = key.rpartition("/")[0] in self._siblings and key not in self._above
        return "there is no such page" if near else ""

    @cached_property
    def _above(self) -> frozenset[str]:
        return folders(list(self.by_key))

    @cached_property
    def _siblings(self) -> frozenset[str]:
        """The folders of the pages, in URLs."""
        return frozenset(key.rpartition("/")[0] for key in self.by_key) - {""}

    def _is_file(self, address: str) -> bool:
        """Whether a file lies where a server would look for it."""
        home = urls.site(self.settings.base_url or origin(address))
        path = urls.unescape(address.removeprefix(home.origin).partition("?")[0].partition("#")[0])
        inside = posixpath.normpath("/" + path.removeprefix(home.folder)).lstrip("/")
        if "\0" in inside:
            return False
        roots = [layout.root for layout in self.settings.layouts]
        roots = roots or [os.path.join(self.settings.root, folder) for folder in COPIED_FROM]
        forms = ("", ".html", "/index.html") if self.built else ("",)
        return any(
            os.path.isfile(posixpath.join(root, inside) + form)  # noqa: PTH113 - Path.is_file may raise
            for root in roots
            for form in forms
        )


def unpublished(page: Summary, key: str) -> str:
    """Why a URL's page is none that readers get; empty where they do."""
    if page.not_indexable == "draft":
        return "its page is a draft"
    if page.not_indexable == "future date":
        return "its page is dated in the future"
    if page.not_indexable == "error page" or key.endswith(NOT_FOUND):
        return "it is the page for what is not found"
    return ""


def origin(address: str) -> str:
    """Scheme and host of an address; empty where it has none."""
    try:
        return urls.site("/".join(address.split("/", 3)[:3])).origin if "://" in address else ""
    except urls.UrlError:
        return ""
