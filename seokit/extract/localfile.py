"""Where the file behind an address of the site lies on this disk, if it does: an image's, mostly."""

from __future__ import annotations

import os
import posixpath
from functools import lru_cache
from urllib.parse import unquote

from seokit import urls
from seokit.model import Page, Settings

# Folders whose content generators copy to the site's root: Hugo's, that of Astro, Next and VuePress, of
# Jekyll and Eleventy the root itself, CloudCannon's, Pelican's and MkDocs'.
STATIC_FOLDERS = ("static", "public", "", "src", "content", "docs")


def local_file(href: str, page: Page, settings: Settings) -> str | None:
    """The path of the file that `href` on this page shows; None where no such file is found.

    An address of the site's own host counts as its path. A relative one is looked for beside the page's
    file, then from the page's URL. Never leaves the site's folders, not even by "..".
    """
    if href[:5].lower() == "data:":
        return None
    if href.startswith(("/", "https://", "http://")):  # the same on every page
        return _rooted(href, "/", settings.base_url, _roots(page, settings))
    if "://" not in href[:10] and not href.lstrip().startswith("/") and (written := _decoded(href)):
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), written))
        whole = os.path.abspath(beside)  # noqa: PTH100 - Path.resolve would follow links
        if _inside(whole, settings.root) and _is_file(beside):
            return beside
    return _rooted(href, page.url or "/", settings.base_url, _roots(page, settings))


@lru_cache(maxsize=16_384)
def _rooted(href: str, page_url: str, base_url: str, roots: tuple[str, ...]) -> str | None:
    """The file behind an address, by the path that it has on the site; None also for another site's."""
    base = base_url or urls.site("").origin
    try:
        address = urls.absolute(href, page_url, base)
    except urls.UrlError:
        return None
    home = urls.site(base)
    if not address.startswith(home.origin + home.folder + "/"):
        return None
    inside = _decoded(address[len(home.origin + home.folder) :])
    return _below(posixpath.normpath("/" + inside).lstrip("/"), roots) if inside else None


def _decoded(address: str) -> str:
    """The path of an address as a file's name has it; "" where no file can be called so."""
    try:
        path = unquote(address.partition("#")[0].partition("?")[0].strip(), errors="strict")
    except UnicodeDecodeError:
        return ""
    return "" if "\0" in path else path


def _roots(page: Page, settings: Settings) -> tuple[str, ...]:
    """The folders that may hold the site's files: the built page's own, else those of the generator."""
    if page.html is not None:
        own = [layout.root for layout in settings.layouts if _inside(page.path, layout.root)]
        return tuple(sorted(own, key=len, reverse=True)) or (posixpath.dirname(page.path) or ".",)
    return tuple([os.path.join(settings.root, folder) for folder in STATIC_FOLDERS])


def _inside(path: str, root: str) -> bool:
    return root in ("", ".", "/") or path == root or path.startswith(root.rstrip("/") + "/")


@lru_cache(maxsize=16_384)
def _below(inside: str, roots: tuple[str, ...]) -> str | None:
    """The first of the roots that has the file; pages share their images, so it is looked for once."""
    for root in roots:
        file = os.path.join(root, inside)
        if inside and _is_file(file):
            return file
    return None


def _is_file(path: str) -> bool:
    """Whether there is such a regular file; a name that no file can have is none."""
    try:
        return os.path.isfile(path)  # noqa: PTH113 - Path.is_file may raise
    except ValueError:  # a lone surrogate
        return False
