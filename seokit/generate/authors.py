"""Who wrote a page: front matter names authors in many ways, structured data wants each name alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from seokit.extract.source import dig
from seokit.generate.texts import clean
from seokit.model import Page

# "the name alone": developers.google.com/search/docs/appearance/structured-data/article#author-markup
_BYLINE = re.compile(r"(?:(?:posted|written) )?by:? +", re.IGNORECASE)


class Author(Struct, frozen=True, gc=False):
    """One author: the name alone, and the address of a page about them where it is known."""

    name: str
    url: str = ""


def authors_of(page: Page, address: Callable[[str], str]) -> tuple[Author, ...]:
    """The authors in their order, each once: from a list, from tables with name and url, or from one text.

    `address` makes an address absolute, or "" of it.
    """
    field = page.author
    if field is None or field.blank:
        return ()
    listed: Any = dig(page.fields, field.field.split("."))
    if page.html is not None:
        listed = [tag.value.value for tag in page.html.of("meta", "article:author")]
        listed = [name for name in listed if "://" not in name]  # a profile's address, as Facebook asks for
    if not isinstance(listed, list | dict) or not listed:
        listed = field.value
    found: dict[str, Author] = {}
    for item in listed if isinstance(listed, list) else [listed]:
        named, url = (item.get("name"), item.get("url")) if isinstance(item, dict) else (item, "")
        name = _BYLINE.sub("", clean(named), count=1) if isinstance(named, str) else ""
        if name:
            found.setdefault(name, Author(name, address(url) if isinstance(url, str) else ""))
    return tuple(found.values())
