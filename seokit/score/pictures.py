"""Whether the file of a page's image can be looked for, and what is known of a social image's size."""

from __future__ import annotations

import os
import re
from functools import lru_cache

from seokit import urls
from seokit.extract.imagesize import image_size
from seokit.extract.layout import below
from seokit.extract.localfile import STATIC_FOLDERS
from seokit.model import Page, Settings
from seokit.score.by_url import TEMPLATE
from seokit.score.context import Context

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Addresses that a server answers with an image that it makes: no file has them.
MADE = ("/_next/image", "/_vercel/image", "/.netlify/images", "/_image", "/cdn-cgi/", "/_ipx/")
COPIED = tuple(folder for folder in STATIC_FOLDERS if folder)[:2]  # folders that are there only to be copied


def is_absent(href: str, page: Page, ctx: Context) -> bool:
    """Whether the address is one of this site and surely no file is behind it; in doubt there is one."""
    href = href.strip()
    if not href or href[:5].lower() == "data:" or TEMPLATE.search(href) or ctx.file_of(href) is not None:
        return False
    path = site_path(href, page, ctx.settings)
    if not path or path.startswith(MADE):
        return False
    if page.html is not None:
        return any(below(page.path, layout.root) is not None for layout in ctx.settings.layouts)
    relative = not href.startswith("/") and not SCHEME.match(href)
    return relative or copies(ctx.settings.root, path.split("/")[1] if path.count("/") > 1 else "")


def site_path(href: str, page: Page, settings: Settings) -> str:
    """The path that an address has on this site; empty for that of another host."""
    if SCHEME.match(href) and not settings.base_url:
        return ""
    base = settings.base_url or urls.site("").origin
    try:
        address = urls.absolute(href, page.url or "/", base)
    except urls.UrlError:
        return ""
    home = urls.site(base)
    start = home.origin + home.folder
    return address[len(start) :] if address.startswith(start + "/") else ""


@lru_cache(maxsize=256)
def copies(root: str, folder: str) -> bool:
    """Whether a folder whose files are copied to the site's root has this one: then an image's place is known.

    A CMS may keep its uploads elsewhere; where no folder of that name is seen, nobody can tell.
    """
    return any(os.path.isdir(os.path.join(root, copied, folder)) for copied in COPIED)  # noqa: PTH112


@lru_cache(maxsize=16_384)
def file_size(path: str) -> int:
    """Bytes of a file, 0 where it has gone. Pages share their images, so each is asked for once."""
    try:
        return os.stat(path).st_size  # noqa: PTH116 - a third of the time of Path.stat
    except OSError:
        return 0


def social_size(page: Page, ctx: Context) -> tuple[int, int] | None:
    """Width and height of the page's social image: as its own tags say, else as its file does."""
    width, height = ctx.meta("og:image:width"), ctx.meta("og:image:height")
    if width.isdecimal() and height.isdecimal():
        return int(width), int(height)
    file = ctx.file_of(page.image.value.strip()) if page.image and not page.image.blank else None
    size = image_size(file) if file else None
    return size[:2] if size and size[2] != "image/svg+xml" else None
