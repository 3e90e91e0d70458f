"""What a robots meta says: its directives, which of them are known, and where two contradict each other.

Source: https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag, checked 2026-11-23.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import lru_cache

from msgspec import Struct

from seokit.extract.dates import parse_date
from seokit.model import HeadTag, Page
from seokit.score.wording import listed

# The metas that search engines read directives from; "robots" speaks to all of them.
CRAWLERS = ("robots", "googlebot", "googlebot-news", "bingbot", "slurp", "yandex", "baiduspider")
GOOGLE = ("robots", "googlebot")  # those that Google's text search goes by
# Known to Google today; index and follow are the default.
PLAIN = listed("""
    all index follow noindex nofollow none nosnippet indexifembedded notranslate noimageindex
""")
# Known to other engines, or to Google once. They do no harm: noarchive and nocache are Bing's.
ELSEWHERE = listed("""
    archive noarchive nocache noodp noydir noyaca nositelinkssearchbox snippet imageindex nopagereadaloud
""")
NUMBERED = frozenset({"max-snippet", "max-video-preview"})  # a number, or -1 for no limit
PREVIEWS = frozenset({"none", "standard", "large"})
EXPIRES = "unavailable_after"
# noindex and nofollow in one word, and their opposites.
SHORT = {"none": ("noindex", "nofollow"), "all": ("index", "follow")}


class Directive(Struct, frozen=True):
    """One directive as written, its name in lower case, and what stands behind its colon."""

    written: str
    name: str
    value: str = ""


@lru_cache(maxsize=256)  # a template writes the same on thousands of pages
def directives(content: str) -> tuple[Directive, ...]:
    """The directives of a robots meta: parted by commas, but for the date behind `unavailable_after`."""
    found = []
    rest = content
    while rest:
        part, _, behind = rest.partition(",")
        name = part.partition(":")[0].strip().lower()
        if name == EXPIRES:
            part, behind = expiry(rest)
        written = part.strip()
        if written:
            found.append(Directive(written, name, written.partition(":")[2].strip()))
        rest = behind
    return tuple(found)


def expiry(rest: str) -> tuple[str, str]:
    """`unavailable_after: …` with its date, which may hold commas ("Tue, 25 Jun 2030"), and what is behind it."""
    parts = rest.split(",")
    dated = parts[0]
    for count in range(1, min(len(parts), 4) + 1):
        part = ",".join(parts[:count])
        if expiry_date(part.partition(":")[2]) is not None:
            dated = part
            break
    return dated, rest[len(dated) + 1 :]


def expiry_date(text: str) -> dt.datetime | None:
    """A date as `unavailable_after` may have it: ISO 8601, RFC 822 or RFC 850; None for any other."""
    found = parse_date(text.strip())
    if found is None:
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            found = parsedate_to_datetime(text.strip())
    return found


def fault(directive: Directive) -> str:
    """What is wrong with a directive; empty where it is known and has a value that it may have."""
    name, value = directive.name, directive.value
    if name in NUMBERED:
        whole = value.removeprefix("-").isascii() and value.removeprefix("-").isdigit()
        return "" if whole and int(value) >= -1 else "needs a number, or -1 for no limit"
    if name == "max-image-preview":
        return "" if value.lower() in PREVIEWS else "must be none, standard or large"
    if name == EXPIRES:
        return "" if expiry_date(value) is not None else "needs a date, such as 2030-06-25"
    if name in PLAIN or name in ELSEWHERE:
        return "" if ":" not in directive.written else "takes no value"
    if " " in name and all(word in PLAIN or word in ELSEWHERE for word in name.split()):
        return "holds several words: write commas between them"
    return "is not known to any search engine"


def robots_metas(page: Page, names: Iterable[str] = CRAWLERS) -> Iterator[HeadTag]:
    """The metas of a built page that speak to crawlers, in the order of the file."""
    if page.html is None or page.html.keys("meta").isdisjoint(names):
        return  # most pages
    for tag in page.html.tags:
        if tag.kind == "meta" and tag.attribute == "name" and tag.key in names:
            yield tag


def says(tag: HeadTag) -> frozenset[str]:
    """The names of a meta's directives, with `none` and `all` spelled out. Google reads blanks as commas too."""
    names: list[str] = []
    for directive in directives(tag.value.value):
        for name in directive.name.split():
            names += SHORT.get(name, (name,))
    return frozenset(names)
