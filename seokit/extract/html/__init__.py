"""A built page: bytes → text (decode) → what stands in it (turbo, soup) → a Page (page)."""

from __future__ import annotations

from typing import Literal

from seokit.extract.html.found import Found


def read_html_page(text: str, parser: Literal["turbo", "soup"] = "turbo") -> Found:
    """Read a page's text by turbohtml, or by BeautifulSoup where that is asked for or all there is."""
    from seokit.extract.html.turbo import read_turbo

    return read_turbo(text)
