"""Which links a rule reports: each for itself, but one that a template has put into every menu once.

Shared by the rules about links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from seokit.model import Fact, Hit
from seokit.score.clusters import MOST_RELATED
from seokit.score.context import SiteContext

if TYPE_CHECKING:
    from seokit.score.link_book import Links

Faults = Mapping[str, Sequence[Sequence[Fact]]]  # what `by_link_fault` gives
# A link in the navigation of more pages than this, or than this share of all pages, is a template's.
SHARED, MOST_PAGES = 50, 0.8


def told(links: Links | Sequence[Fact], pages: int) -> Iterator[tuple[Fact, str, list[str]]]:
    """The links to report of those to one target, what a message adds, and other pages with the same link.

    Each for itself; but once for all where a template has put it into the navigation of most pages.
    """
    text: Links | Sequence[Fact]
    menus: Links | Sequence[Fact]
    if isinstance(links, Sequence):
        text, menus = [link for link in links if not link.value[4]], [link for link in links if link.value[4]]
        having = len({link.page.number for link in menus})
    else:
        text, menus = links.apart()
        having = len(set(menus.numbers()))
    shared = having > SHARED or having > MOST_PAGES * pages
    for link in text if shared else chain(text, menus):
        yield link, "", []
    if shared:
        having_it = iter(menus)
        first = next(having_it)
        others: dict[str, None] = {}
        for link in having_it:
            if link.page.number != first.page.number:
                others[link.page.address] = None
            if len(others) == MOST_RELATED:
                break
        yield first, f" (in the navigation of {having:,} pages)" if having > 1 else "", list(others)


def faulty(faults: Faults, fault: str, ctx: SiteContext) -> Iterator[Hit]:
    """The links with a fault, those of a template once."""
    for links in faults.get(fault, ()):
        for link, more, others in told(links, ctx.pages):
            values = {"value": link.value[1], "text": " ".join(link.value[2].split()), "more": more}
            yield Hit(link, values, related=others)
