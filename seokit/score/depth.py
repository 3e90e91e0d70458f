"""How many clicks away from the home page each page is: breadth first, over the links of the whole site."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from seokit.score.by_url import Target


def depths(targets: Sequence[Target], home: str) -> Iterator[tuple[Target, int]]:
    """The published pages that can be reached from the page with the key `home`, with the clicks it takes.

    Each round asks the pages not reached yet whether one that was reached in the last round links to them:
    so the graph need not be turned round, and a page is asked until the first link that is found.
    """
    waiting: list[tuple[Target, array[int]]] = []
    reached: set[int] = set()
    for target in targets:
        if target.key == home:
            reached = {page.page.number for page in target.live}
        elif target.live and len(target.links):
            waiting.append((target, array("I", target.links.numbers())))
    clicks = 0
    while reached and waiting:
        clicks += 1
        found: set[int] = set()
        rest = []
        for one in waiting:
            target, linking = one
            if reached.isdisjoint(linking):
                rest.append(one)
            else:
                found.update(page.page.number for page in target.live)
                yield target, clicks
        reached, waiting = found, rest
