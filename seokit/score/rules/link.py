"""Rules about links between the pages of the site: related links (fields) and links in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from seokit.model import Hit
from seokit.score.by_url import FILE, Target, by_url, home_and_entries
from seokit.score.context import SiteContext
from seokit.score.rule import rule
from seokit.score.same import normal

LINKS = "https://developers.google.com/search/docs/crawling-indexing/links-crawlable"
ERRORS = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"
NOINDEX = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"
LONGEST = 2_048  # characters of a URL (sitemaps.org); one of 80,000 slashes has gigabytes of folders
REPEATED = "https://www.nngroup.com/articles/duplicate-links/"


@rule(
    "link-broken",
    severity="error",
    evidence="documented",
    source=ERRORS,
    message="the link to {value} is broken: {reason}",
    field="links",
    groups=by_url,
)
def broken(targets: Sequence[Target], ctx: SiteContext, *, listings: bool = True) -> Iterator[Hit]:
    """A link inside the site that leads to no page: readers and crawlers end at an error.

    Related links and links in the text both count, each by itself. Only what was audited is known: audit
    the whole site, or links into the part that was left out look broken. The home page and the pages
    listed under `entry` are taken to exist. So is, with `listings`, a URL that lies above pages
    (`/blog` above `/blog/rye-bread`), since templates make listings there that have no file.

    Fix: link to a page that exists, or take the link out.

    Bad:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    pages = [target.key for target in targets if target.live]
    there = home_and_entries(ctx.settings)
    if listings:
        there |= folders(pages)
    urls_known = any(not key.startswith(FILE) for key in pages)
    for target in targets:
        if target.live or target.key in there or not (urls_known or target.key.startswith(FILE)):
            continue
        reason = "its page is a draft" if target.pages else "no page has this URL"
        for link in target.links:
            yield Hit(link, {"value": link.value[1], "reason": reason})


def folders(keys: list[str]) -> frozenset[str]:
    """Every URL above one of these: /a and /a/b for /a/b/c."""
    above: set[str] = set()
    for key in keys:
        if len(key) > LONGEST:
            continue
        folder = key.rpartition("/")[0]
        while folder and folder not in above:
            above.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(above)


@rule(
    "link-orphan",
    severity="warning",
    evidence="documented",
    source=LINKS,
    message="no other page links to this one",
    field="url",
    groups=by_url,
)
def orphan(targets: Sequence[Target], ctx: SiteContext) -> Iterator[Hit]:
    """A page that no other page links to is hard to find, for readers and for crawlers.

    Related links and links in the text count, over all sections audited; a page's link to itself and
    the links of drafts do not. What a template links (menus, listings) is not in the sources: name such
    pages under `entry`. Drafts, the home page and entries are not reported; pages with noindex are.

    Fix: link to the page from one that treats a related subject, or list it under `entry`.

    Bad:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: When does sourdough need a colder place?
          url: /learn/bread/questions/colder-place
    """
    reached = home_and_entries(ctx.settings)
    for target in targets:
        if not target.live or target.key in reached or target.key.startswith(FILE):
            continue
        own = {page.page.number for page in target.live}
        for link in chain(target.links, target.placeholders):
            if link.page.number not in own and link.page.not_indexable != "draft":
                break
        else:
            yield from map(Hit, target.live)


@rule(
    "link-repeated",
    severity="info",
    evidence="convention",
    source=REPEATED,
    message="{value} is listed as related more than once",
    field="links",
    groups=by_url,
)
def repeated(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A related page that is listed twice takes the place of another one.

    Each listing after the first is reported. Links in the text do not count: there, linking a page again
    where it is named again is normal.

    Fix: put another related page in place of the second, or take it out.

    Bad:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        related_article2:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
    Good:
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        related_article2:
          title: Why does dough tear?
          url: /learn/bread/questions/why-does-dough-tear
    """
    for target in targets:
        if len(target.links) < 2:
            continue
        seen: set[int] = set()
        for link in target.links:
            if link.value[3]:
                if link.page.number in seen:
                    yield Hit(link, {"value": link.value[1]})
                seen.add(link.page.number)


@rule(
    "link-to-self",
    severity="info",
    evidence="convention",
    source="https://www.nngroup.com/articles/ten-most-violated-homepage-design-guidelines/",
    message="the link to {value} leads to the page that it is on",
    field="links",
    groups=by_url,
)
def to_self(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A link to the page that the reader is on leads nowhere; as a related link it wastes a place.

    A link to a heading of the same page (`/this-page#crust`) is meant so and not reported.

    Fix: link to another page, or take the link out.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: Why does dough tear?
          url: /learn/bread/questions/why-does-dough-tear
    """
    for target in targets:
        if not target.pages or not target.links:
            continue
        own = {page.page.number for page in target.pages}
        for link in target.links:
            if link.page.number in own and "#" not in link.value[1]:
                yield Hit(link, {"value": link.value[1]})


@rule(
    "link-to-noindex",
    severity="warning",
    evidence="documented",
    source=NOINDEX,
    message="the link to {value} leads to a page that is kept out of the index",
    field="links",
    groups=by_url,
)
def to_noindex(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A link to a page with noindex leads readers and crawlers to what search is asked to leave out.

    Fix: link to a page that may be indexed, or take noindex off the target.

    Bad:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        noIndex: true
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    for target in targets:
        if not target.links or not target.live or not all(page.value[2] for page in target.live):
            continue
        own = {page.page.number for page in target.live}
        for link in target.links:
            if link.page.number not in own:
                yield Hit(link, {"value": link.value[1]}, related=[target.live[0].page.address])


@rule(
    "link-placeholder",
    severity="error",
    evidence="self-evident",
    message="the link to {value} is a placeholder that was never filled in",
    field="links",
    groups=by_url,
)
def placeholder(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A path with `undefined`, `null`, `NaN`, `TODO` or `[object Object]` in it, or a bare `#`, is no target.

    A program printed a missing value, or an editor meant to come back. Only whole segments of a path
    count (`/null-hypothesis` is a page), and none where a page really has that URL. In a related link
    `{{ … }}` counts too, since nothing renders it there. Such a link is not reported as broken again.

    Fix: write the target's URL, or take the link out.

    Bad:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: Why does dough tear?
          url: /learn/undefined/questions/why-does-dough-tear
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        related_article1:
          title: Why does dough tear?
          url: /learn/bread/questions/why-does-dough-tear
    """
    for target in targets:
        if not target.live:
            for link in target.placeholders:
                yield Hit(link, {"value": link.value[1]})


@rule(
    "link-title-drift",
    severity="info",
    evidence="convention",
    source=LINKS + "#anchor-text",
    message='the related title "{value}" is not the title of its page, "{title}"',
    field="links",
    groups=by_url,
)
def title_drift(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """A related link carries a copy of its target's title; when the target is renamed, the copy stays.

    Letter case and white space do not count. Where two pages share a URL, one of them is enough.

    Fix: copy the target's title into the related link.

    Bad:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: Is rye sour?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    Good:
        --- file: a.md
        title: When does sourdough need a colder place?
        url: /learn/bread/questions/colder-place
        related_article1:
          title: How sour is rye?
          url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    for target in targets:
        titles = {page.value[1] for page in target.pages if page.value[1]} if target.links else ()
        if not titles:
            continue
        for link in target.links:
            written = link.value[2]
            if not written or written in titles or not written.strip():
                continue
            if normal(written) not in {normal(title) for title in titles}:
                yield Hit(link, {"value": written, "title": min(titles)})
