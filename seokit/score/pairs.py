"""Source and built page of one URL, side by side: the index that the rules about drift share.

Titles, descriptions and keywords are in the pages' summaries. Beside them a fact holds

    of a source  the field that says noindex ("" = none), key of the canonical ("" = none), where description,
                 canonical, noindex and keywords are written, and the seo title where the config has no expression
    of a build   whether it says noindex, key of the canonical
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct

from seokit import urls
from seokit.model import Fact, Page, Text
from seokit.score.context import Context
from seokit.score.facts import Groups, Row, index

PLACES = ("description", "canonical", "noindex", "keywords")


class Pair(Struct, frozen=True, gc=False):
    """A URL with its source and its built page; either may be missing, as None."""

    key: str
    source: Fact | None
    built: Fact | None

    def at(self, place: str) -> Fact:
        """The source, at the line of one of PLACES; at its title where that is not written."""
        if self.source is None:
            raise ValueError(f"{self.key} has no source")
        field, line, column = self.source.value[2][PLACES.index(place)]
        if line is None:
            return self.source
        return Fact(self.source.page, self.source.value, field, line, column)


def pairs(groups: Groups) -> list[Pair]:
    """The pages by URL, in the order of the files; of several with one URL the first."""
    return [Pair(key, first(facts, "source"), first(facts, "built")) for key, facts in groups]


def first(facts: Sequence[Fact], kind: str) -> Fact | None:
    """The first page of a kind."""
    return next((fact for fact in facts if fact.page.kind == kind), None)


@index(prepare=pairs, across=True)
def by_pair(page: Page, ctx: Context) -> Iterator[Row]:
    """Every page that has a URL, under that URL."""
    if not page.url:
        return
    base = ctx.settings.base_url
    key = urls.key(page.url, base)
    canonical = canonical_of(page, base)
    if page.kind == "source":
        noindex = page.noindex[0] if page.noindex else None
        written = (page.description, page.canonical, noindex, page.keywords_field)
        places = [placed(text) for text in written]
        seo_title = page.seo_title.value if page.seo_title and not ctx.section.title else ""
        subject = page.subject.value if page.subject else ""
        value: Any = (noindex.field if noindex else "", canonical, places, seo_title, subject)
    else:
        value = (bool(page.noindex), canonical)
    yield key, value, page.title


def placed(text: Text | None) -> tuple[str, int | None, int | None]:
    """Field, line and column of a value."""
    if text is None or text.span is None:
        return "", None, None
    return text.field, text.span.line, text.span.column


def canonical_of(page: Page, base_url: str) -> str:
    """The key of the address that the page's canonical names, on whatever host; empty without one."""
    if page.canonical is None or page.canonical.blank:
        return ""
    href = page.canonical.value.strip()
    with suppress(urls.UrlError):  # no base URL to join it with, or no URL at all: it is compared as written
        href = urls.absolute(href, page.url or "", base_url)
    return urls.site_key(href, base_url)
