"""A built page: bytes → text (decode) → what stands in it (turbo, soup) → a Page (page)."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Literal

from seokit.extract.html.found import Found


def read_html_page(text: str, parser: Literal["turbo", "soup"] = "turbo") -> Found:
    """Read a page's text by turbohtml, or by BeautifulSoup where that is asked for or all there is."""
    if parser == "turbo" and turbo_is_there():
        from seokit.extract.html.turbo import read_turbo

        return read_turbo(text)
    from seokit.extract.html.soup import read_soup

    return read_soup(text)


@cache
def turbo_is_there() -> bool:
    """Whether turbohtml can be imported: it has no wheel for every machine."""
    if find_spec("turbohtml") is None:
        return False
    try:
        import turbohtml  # noqa: F401
    except ImportError:  # a wheel for another machine
        return False
    return True
