"""The canonical and the link targets of a built page, and nothing else: what tells how its site is served."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

MOST = 400  # links of a page that are looked at


class PageLinks(Struct, frozen=True):
    """The canonical as written (empty without one) and the targets of links."""

    canonical: str = ""
    hrefs: tuple[str, ...] = ()


def page_links(html: str, parser: str = "turbo") -> PageLinks:
    """Read them by turbohtml, or by BeautifulSoup where that is asked for or all there is."""
    if parser == "turbo":
        try:
            from turbohtml.saxparse import sax_parse
        except ImportError:
            return by_soup(html)
        seen = _Seen()
        sax_parse(html, seen)  # type: ignore[arg-type]  # any object with these methods will do
        return PageLinks(seen.canonical, tuple(seen.hrefs))
    return by_soup(html)


class _Seen:
    """What turbohtml's events said."""

    def __init__(self) -> None:
        self.canonical = ""
        self.hrefs: list[str] = []

    def start_element(self, tag: str, attributes: Any) -> None:
        """Note a link."""
        if tag == "a" and len(self.hrefs) < MOST:
            href = dict(attributes).get("href")
            if href:
                self.hrefs.append(href)
        elif tag == "link" and not self.canonical:
            given = dict(attributes)
            if "canonical" in (given.get("rel") or "").lower().split():
                self.canonical = (given.get("href") or "").strip()

    def end_element(self, tag: str) -> None:
        """Nothing."""

    def characters(self, data: str) -> None:
        """Nothing."""

    def comment(self, data: str) -> None:
        """Nothing."""

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        """Nothing."""

    def processing_instruction(self, target: str, data: str) -> None:
        """Nothing."""


def by_soup(html: str) -> PageLinks:
    """Read them by BeautifulSoup."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html.replace("\0", ""), "html.parser")
    canonical = soup.find("link", rel=lambda rel: "canonical" in (rel or "").lower().split(), href=True)
    hrefs = (str(tag["href"]) for tag in soup.find_all("a", href=True, limit=MOST))
    return PageLinks(str(canonical["href"]).strip() if canonical else "", tuple(hrefs))
