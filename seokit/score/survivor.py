"""Which of several pages with one content should stay: the rule and the merge plan both ask here.

Only a page that may be indexed can stay, and the home page has to. A canonical that is written is somebody's
decision; links are what others know the page by; an old page is known to search engines; of two equal URLs the
smaller one, so that the answer is always the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from seokit.extract.dates import parse_date
from seokit.model import Summary

UNDATED = "9999"  # sorts behind every date
Preference = tuple[bool, bool, int, int, str, int, str, str]


class Claim(Struct, frozen=True, gc=False):
    """What speaks for a page. `key` and `canonical` are keys of URLs, `inlinks` counts the pages that link to it."""

    page: Summary
    key: str
    canonical: str = ""  # empty: none
    date: str = ""  # as written
    inlinks: int = 0
    entry: bool = False  # the home page, or one that the config names as an entry


def preferences(claims: Sequence[Claim]) -> list[Preference]:
    """For each page what it is judged by: the smallest is the survivor."""
    own = {claim.key for claim in claims}
    named = Counter(c.canonical for c in claims if c.canonical in own and c.canonical != c.key)
    return [
        (
            bool(claim.page.not_indexable or not claim.page.url),
            not claim.entry,
            -named[claim.key],
            -claim.inlinks,
            day(claim.date) or UNDATED,
            len(claim.page.address),
            claim.page.address,
            claim.page.path,
        )
        for claim in claims
    ]


def day(date: str) -> str:
    """A date as 2026-11-23; empty for what is none."""
    moment = parse_date(date) if date else None
    return moment.date().isoformat() if moment else ""


def by_preference(claims: Sequence[Claim]) -> list[Claim]:
    """The pages, the one that should stay first."""
    ranked = sorted(zip(preferences(claims), range(len(claims)), strict=True))
    return [claims[place] for _, place in ranked]


def told(ordered: Sequence[Claim]) -> str:
    """Why the first of `by_preference` stays: what it has before the second, in a few words."""
    first = ordered[0]
    ranks = preferences(ordered)
    own, other = ranks[0], ranks[1] if len(ranks) > 1 else (True,)
    place = next((at for at, (one, two) in enumerate(zip(own, other, strict=False)) if one != two), 0)
    names = f"{-own[2]:,} of the others name{'s' if own[2] == -1 else ''} it as canonical"
    links = f"most pages link to it: {first.inlinks:,}"
    return (
        "the only one that may be indexed", "the home page, or an entry", names, links, f"the oldest, of {own[4]}",
        "the shortest URL", "the first of equally short URLs", "the first file of this URL",
    )[place]  # fmt: skip
