"""The index that all rules about links, URLs and canonicals share: what a URL has, and who points at it.

Under its own URL a page puts a `PAGE` fact, under the URL of every link's target a `LINK` (or, where the
target looks unfinished, a `PLACEHOLDER`), under the URL that its canonical names a `CANONICAL`. Values
are short, since a site has as many of these facts as it has links:

    PAGE         kind, title field, whether a noindex key is on, key of the canonical ("" = none or external)
    LINK         kind, href as written, title of a related link ("" for a link in the text), whether related
    PLACEHOLDER  the same as LINK
    CANONICAL    kind, canonical as written
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from seokit import urls
from seokit.model import Fact, Page, Settings
from seokit.score.context import Context
from seokit.score.facts import Groups, Row, index

PAGE, LINK, PLACEHOLDER, CANONICAL = range(4)
# A link to a Markdown file (`[rye](rye.md)`) names a file, not a URL. Keys of URLs begin with "/" or "http".
FILE = "file:"
NOWHERE = "nowhere:"  # key of placeholders that have no target at all, such as "#"
MARKDOWN = (".md", ".mdx", ".markdown")
# What programs and people leave where a path should stand. Whole segments only, in exactly this case:
# /null-hypothesis and /todo are pages. A slash is put before the href, so that the pattern begins with one.
UNFINISHED = re.compile(r"/(?:undefined|null|NaN|TODO|\[object(?: |%20)Object\])(?=[/?#]|$)")
# In a related link nothing renders {{ … }}; in a text a template engine may.
TEMPLATE = re.compile(r"\{\{|\{%|\$\{|<%|%7B%7B|%7B%25", re.IGNORECASE)

# What most hrefs are: a path from the root with nothing odd in it.
PLAIN = re.compile(r"/(?!/)[\w/-]*+", re.ASCII)


class Target(Struct, frozen=True, gc=False):
    """A URL with what has it and what points at it, in the order of the files.

    `live` are the pages that are published: a draft has a URL, but nobody can open it.
    """

    key: str
    pages: Sequence[Fact]
    live: Sequence[Fact]
    links: Sequence[Fact]
    placeholders: Sequence[Fact]
    canonicals: Sequence[Fact]


def targets(groups: Groups) -> list[Target]:
    """The groups by kind of fact; links that name a file stand under the URL of its page."""
    found = []
    for key, facts in resolved(groups):
        kinds: dict[int, list[Fact]] = {PAGE: [], LINK: [], PLACEHOLDER: [], CANONICAL: []}
        for fact in facts:
            kinds[fact.value[0]].append(fact)
        live = [fact for fact in kinds[PAGE] if fact.page.not_indexable != "draft"]
        found.append(Target(key, kinds[PAGE], live, kinds[LINK], kinds[PLACEHOLDER], kinds[CANONICAL]))
    return found


def resolved(groups: Groups) -> Groups:
    """The groups, with links that name a file moved to the URL of that file's page."""
    named = [(key, facts) for key, facts in groups if key.startswith(FILE)]
    if not any(fact.value[0] == LINK for _, facts in named for fact in facts):
        return groups
    merged = {key: list(facts) for key, facts in groups}
    url_of = {f.page.path: key for key, facts in groups for f in facts if f.value[0] == PAGE}
    for key, _ in named:
        url = url_of.get(key.removeprefix(FILE), key)
        if url != key:
            merged[url] += merged.pop(key)
    return list(merged.items())


@index(prepare=targets)
def by_url(page: Page, ctx: Context) -> Iterator[Row]:
    """The page under its own URL, and its links and canonical under the URLs that they name."""
    base = ctx.settings.base_url
    url = page.url or ""
    own = urls.key(url, base) if url else FILE + page.path
    canonical = canonical_key(page, base)
    yield own, (PAGE, page.title.value if page.title else "", bool(page.noindex), canonical), page.url_field
    if canonical and canonical != own and page.canonical:
        yield canonical, (CANONICAL, page.canonical.value), page.canonical
    for link in page.links or ():
        href, related = link.href, link.origin == "related"
        title = link.text if related else ""
        plain = plain_target(href, base)
        if plain:
            yield plain[1], (plain[0], href, title, related), link
            continue
        if href == "#" or TEMPLATE.search(href):
            if href == "#" or related:
                yield NOWHERE, (PLACEHOLDER, href, title, related), link
            continue
        if ".m" in href and (named := named_file(href, page.path)):
            yield named, (LINK, href, title, related), link
            continue
        target = urls.internal(href, url, base)
        if target is not None:
            kind = PLACEHOLDER if UNFINISHED.search("/" + href) else LINK
            yield target, (kind, href, title, related), link


@lru_cache(maxsize=4_096)  # pages of one subject link to each other, so that most hrefs come again
def plain_target(href: str, base_url: str) -> tuple[int, str] | None:
    """Kind and key of a link that is a plain path from the root to a page here; None for all others."""
    if not PLAIN.fullmatch(href):
        return None
    target = urls.internal(href, "", base_url)
    return (PLACEHOLDER if UNFINISHED.search(href) else LINK, target) if target is not None else None


def canonical_key(page: Page, base_url: str) -> str:
    """The key of the URL that the page names as its canonical; empty without one, or when it is external."""
    if page.canonical is None or page.canonical.blank:
        return ""
    return urls.internal(page.canonical.value.strip(), page.url or "", base_url) or ""


def named_file(href: str, path: str) -> str:
    """The key of the Markdown file that a relative link names; empty for any other link.

    `path` is the linking page's. A path from the root stays a URL: which folder is its root is unknown.
    """
    target = href.partition("#")[0].partition("?")[0]
    if not target.lower().endswith(MARKDOWN) or target.startswith("/") or ":" in target:
        return ""
    return FILE + posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))


def home_and_entries(settings: Settings) -> frozenset[str]:
    """The keys of the home page and of `entry`: pages that are there and found without a link."""
    base = settings.base_url
    paths = ("/", *([base] if base else ()), *settings.entry)
    return frozenset(urls.key(urls.site_url(base, path), base) for path in paths)
