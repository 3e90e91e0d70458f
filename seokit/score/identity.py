"""Which page a node of structured data says that it is."""

from __future__ import annotations

from collections.abc import Iterator

from seokit import urls
from seokit.model import Page
from seokit.score.context import Context
from seokit.score.structured import Node, Structured, kinds, opened


def by_kind(structured: Structured, wanted: tuple[str, ...]) -> dict[str, list[Node]]:
    """The top nodes that say something, of each @id the first, under those of the wanted types that they are."""
    found: dict[str, list[Node]] = {}
    seen: set[str | int] = set()
    for node in structured.top:
        mark = node.id or id(node)
        if mark not in seen and not node.stub:
            seen.add(mark)
            for kind in kinds(node.types, wanted):
                found.setdefault(kind, []).append(node)
    return found


def elsewhere(node: Node, page: Page, ctx: Context) -> bool:
    """Whether a node names another page as its own."""
    return any(other for _, _, other in addresses(node, page, ctx))


def addresses(node: Node, page: Page, ctx: Context) -> Iterator[tuple[str, str, bool]]:
    """Which URLs a node says the page has: property, value, and whether that is another page."""
    canonical = page.canonical.value if page.canonical else ""
    for name in ("url", "mainEntityOfPage"):
        for value in opened(node.get(name)):
            if isinstance(value, dict):
                value = value.get("@id") or value.get("url")
            # "#page" is a place on whichever page this is.
            if not isinstance(value, str) or value.startswith("#"):
                continue
            if value.partition("#")[0] == canonical:  # as on most pages; parsing takes longer
                yield name, value, False
            elif (own := page_address(page, ctx)) and (address := resolved(value, page, ctx)):
                base = ctx.settings.base_url
                yield name, value, without_scheme(address, base) != without_scheme(own, base)


def without_scheme(address: str, base_url: str) -> str:
    """The key of a URL, which has a scheme only where the site's own host is not known."""
    key = urls.key(address, base_url)
    return key.partition("://")[2] or key


def page_address(page: Page, ctx: Context) -> str:
    """The absolute URL that the page claims: its canonical, else its own; empty where neither is known."""
    canonical = page.canonical.value if page.canonical else ""
    return resolved(canonical, page, ctx) if canonical.strip() else resolved(page.url or "", page, ctx)


def resolved(href: str, page: Page, ctx: Context) -> str:
    """The absolute address of a URL on the page, or nothing."""
    try:
        return urls.absolute(href, page.url or "", ctx.settings.base_url) if href.strip() else ""
    except urls.UrlError:
        return ""
