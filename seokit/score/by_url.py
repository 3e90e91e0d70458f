"""The index that all rules about links, URLs and canonicals share: what a URL has, and who points at it.

Under its own URL a page puts a `PAGE` fact, under the URL that its canonical names a `CANONICAL`, under the
URL of each language version an `ALTERNATE`. All of its links together are one `LINKS` fact: a site of built
pages has millions of links, most of them the same on every page. `pack` numbers the different ones of a
chunk of pages, so that a link travels as three numbers; `targets` sorts them by the URL that they lead to.

    PAGE         kind, title field, whether a noindex key is on, key of the canonical ("" = none or external),
                 keys of its alternates, what a fragment may point at (one text, a line each), whether it
                 is no page to be read (a redirect, or what is shown where nothing is found)
    CANONICAL    kind, canonical as written
    ALTERNATE    kind, language as written, address as written, key of the page that says so
    LINKS        kind, kind of page, its links (packed: their numbers), their lines and columns
                 (packed also: the numbered links, with the first page of a chunk)

A rule sees a link as a fact again, of the value `LINK` or (where the target looks unfinished) `PLACEHOLDER`,
href as written, title of a related link ("" of any other), whether it is related, whether it is navigation.
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from seokit import urls
from seokit.model import Fact, Page, Settings
from seokit.score.context import Context
from seokit.score.facts import Groups, PackedRow, Row, index

if TYPE_CHECKING:
    from seokit.score.link_book import Links, Numbered

PAGE, LINK, PLACEHOLDER, CANONICAL, ALTERNATE, LINKS = range(6)
# A link to a Markdown file (`[rye](rye.md)`) names a file, not a URL. Keys of URLs begin with "/" or "http".
FILE = "file:"
NOWHERE = "nowhere:"  # key of placeholders that have no target at all, such as "#"
ALL_LINKS = "links:"  # key of the LINKS facts
NOT_FOUND = ("/404", "/404.html")  # ends of the keys of pages that are shown where nothing is found
MARKDOWN = (".md", ".mdx", ".markdown")
# What programs and people leave where a path should stand. Whole segments only, in exactly this case:
# /null-hypothesis and /todo are pages. A slash is put before the href, so that the pattern begins with one.
UNFINISHED = re.compile(r"/(?:undefined|null|NaN|TODO|\[object(?: |%20)Object\])(?=[/?#]|$)")
# In a related link or a built page nothing renders {{ … }}; in a source's text a template engine may.
TEMPLATE = re.compile(r"\{\{|\{%|\$\{|<%|%7B%7B|%7B%25", re.IGNORECASE)


MOST_LINKS = 16_384  # that are remembered


class Target(Struct, frozen=True, gc=False):
    """A URL with what has it and what points at it, in the order of the files.

    `live` are the pages that are published: a draft has a URL, but nobody can open it.
    """

    key: str
    pages: Sequence[Fact]
    live: Sequence[Fact]
    links: Links
    placeholders: Links
    canonicals: Sequence[Fact]
    alternates: Sequence[Fact]


def targets(groups: Groups) -> list[Target]:
    """The groups by kind of fact; links that name a file stand under the URL of its page."""
    own = {key: facts for key, facts in groups if key != ALL_LINKS}
    import numpy as np

    from seokit.score.link_book import (  # numpy is loaded where an audit settles, not by its reports
        Book,
        Links,
    )

    book = Book(next((facts for key, facts in groups if key == ALL_LINKS), ()))
    linked = book.links(FileUrls(own).key)
    none = np.zeros(0, dtype=np.uint32)
    nothing = Links(book, none, none)
    found = []
    for key in {**own, **{key: () for _, key in linked}}:
        kinds: dict[int, list[Fact]] = {PAGE: [], CANONICAL: [], ALTERNATE: []}
        for fact in own.get(key, ()):
            kinds[fact.value[0]].append(fact)
        live = [fact for fact in kinds[PAGE] if fact.page.not_indexable != "draft"]
        links = linked.get((LINK, key), nothing)
        unfinished = linked.get((PLACEHOLDER, key), nothing)
        found.append(Target(key, kinds[PAGE], live, links, unfinished, kinds[CANONICAL], kinds[ALTERNATE]))
    return found


class FileUrls:
    """Where the pages of files are published; looked up only if a link names a file."""

    def __init__(self, own: Mapping[str, Sequence[Fact]]) -> None:
        self._own = own

    @cached_property
    def _url_of(self) -> dict[str, str]:
        return {
            FILE + fact.page.path: key
            for key, facts in self._own.items()
            for fact in facts
            if fact.value[0] == PAGE
        }

    def key(self, file: str) -> str:
        """The key of the URL of a file's page; that of the file where it has none."""
        return self._url_of.get(file, file)


def pack(rows: list[PackedRow]) -> list[PackedRow]:
    """The rows of a chunk of pages with their links numbered, apart for each kind of page."""
    tables: dict[str, dict[Numbered, int]] = {}
    first: dict[str, int] = {}
    packed: list[PackedRow] = []
    for row in rows:
        value = row[2]
        if value[0] == LINKS:
            kind = value[1]
            if kind not in tables:
                tables[kind], first[kind] = {}, len(packed)
            table = tables[kind]
            numbers = array("I", [table.setdefault(link, len(table)) for link in value[2]])
            row = (row[0], row[1], (LINKS, kind, numbers.tobytes(), value[3]), *row[3:])
        packed.append(row)
    for kind, place in first.items():
        row = packed[place]
        packed[place] = (row[0], row[1], (*row[2], list(tables[kind])), *row[3:])
    return packed


@index(prepare=targets, pack=pack)
def by_url(page: Page, ctx: Context) -> Iterator[Row]:
    """The page under its own URL, its canonical and alternates under the URLs that they name, and its links."""
    base = ctx.settings.base_url
    url = page.url or ""
    own = urls.key(url, base) if url else FILE + page.path
    canonical = canonical_key(page, base)
    named = [urls.internal(one.href.value.strip(), url, base) or "" for one in page.alternates or ()]
    anchors = "\n".join(page.html.anchors) if page.html is not None else ""
    title = page.title.value if page.title else ""
    # A built page has no field for its URL: its title stands for it.
    where = page.url_field if page.html is None else page.title
    unread = own.endswith(NOT_FOUND) or is_redirect(page) or page.listed
    yield own, (PAGE, title, bool(page.noindex), canonical, tuple(named), anchors, unread), where
    if canonical and canonical != own and page.canonical:
        yield canonical, (CANONICAL, page.canonical.value), page.canonical
    for one, key in zip(page.alternates or (), named, strict=True):
        if key and key != own:
            yield key, (ALTERNATE, one.lang, one.href.value, own), one.href
    if page.links:
        links, places = links_of(page, base, own)
        if links:
            yield ALL_LINKS, (LINKS, page.kind, links, places), None


def leads_within(fragment: str, anchors: Container[str]) -> bool:
    """Whether a fragment names a place of a page with these anchors, or is meant for a program."""
    if not fragment or fragment in anchors or fragment.lower() == "top" or fragment[0] in "!/:":
        return True
    name = urls.unescape(fragment.partition(":~:")[0])
    return not name or name in anchors


def links_of(page: Page, base: str, own: str) -> tuple[list[Numbered], bytes]:
    """The page's links to pages here, and their lines and columns, packed; 0 where a place is not known."""
    found: list[Numbered] = []
    places: list[int] = []
    url, built = page.url or "", page.html is not None
    fixed = page.html.base if page.html is not None else ""
    # Where relative links begin: they are the same for all pages of a folder, and mostly met before.
    start = (urls.joined(fixed, url, base) if fixed else "") or url
    folder = start[: start.rfind("/") + 1]
    anchors: frozenset[str] | None = None
    met = rooted_links(base) if built and not fixed else None
    for link in page.links or ():
        href, origin = link.href, link.origin
        if met is not None and href[:1] == "/":  # nearly all of a menu, and most others
            one = met[href, origin, link.field]
            if one is not None:
                found.append(one)
                span = link.span
                places += (span.line, span.column) if span else (0, 0)
            continue
        if fixed and start is not url:
            href = urls.joined(href, start, base)
        first = href[:1]
        whole = first == "/" or href.startswith(("https:", "http:"))
        at = "" if whole else start if first == "?" else folder
        one = None
        if not built and ".m" in href and (file := named_file(href, page.path)):
            one = (LINK, file, link.href, link.text if origin == "related" else "",
                   origin == "related", False, link.field)  # fmt: skip
        elif origin == "related":
            target = leads_to(href, at, base, True)
            one = (*target, link.href, link.text, True, False, link.field) if target else None
        elif not (built and first == "#"):
            one = numbered(href, link.href, at, base, origin == "navigation", link.field, built)
        elif href == "#":
            if origin != "navigation":  # there it opens a menu
                one = (PLACEHOLDER, NOWHERE, href, "", False, False, link.field)
        else:  # within the page: of interest only where it leads nowhere
            if anchors is None:
                anchors = frozenset(page.html.anchors if page.html is not None else ())
            if not leads_within(href[1:], anchors):
                one = (LINK, own, link.href, "", False, origin == "navigation", link.field)
        if one is not None:
            found.append(one)
            span = link.span
            places += (span.line, span.column) if span else (0, 0)
    return found, array("I", places).tobytes()


class RootedLinks(dict[tuple[str, str, str], "Numbered | None"]):
    """The links of built pages that begin with a slash, by href, origin and field: they are the same everywhere.

    A dict, since an lru_cache of all that `numbered` wants takes three times as long.
    """

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = base_url

    def __missing__(self, link: tuple[str, str, str]) -> Numbered | None:
        href, origin, field = link
        if len(self) >= MOST_LINKS:
            self.clear()
        self[link] = found = numbered(href, href, "", self.base_url, origin == "navigation", field, True)
        return found


@lru_cache(maxsize=4)
def rooted_links(base_url: str) -> RootedLinks:
    """Those of a site, as far as this process has met them."""
    return RootedLinks(base_url)


@lru_cache(maxsize=16_384)  # a menu is the same on every page
def numbered(
    href: str, written: str, start: str, base_url: str, navigation: bool, field: str, built: bool
) -> Numbered | None:
    """A link in a text or a menu, as it is numbered; None where it leads to no page here."""
    target = leads_to(href, start, base_url, built)
    return (*target, written, "", False, navigation, field) if target else None


@lru_cache(maxsize=4_096)  # pages of one subject link to each other, so that most hrefs come again
def leads_to(href: str, start: str, base_url: str, final: bool) -> tuple[int, str] | None:
    """Kind and key of a link; None where it leads to no page here.

    `start` is what a relative href begins at, `final` says that no template engine reads the href any more.
    """
    if href == "#" or TEMPLATE.search(href):
        return (PLACEHOLDER, NOWHERE) if href == "#" or final else None
    target = urls.internal(href, start, base_url)
    if target is None:
        return None
    return PLACEHOLDER if UNFINISHED.search("/" + href) else LINK, target


def is_redirect(page: Page) -> bool:
    """Whether a built page sends its reader on, by a meta refresh; one that only reloads itself does not."""
    return page.html is not None and bool(page.html.redirect)


def canonical_key(page: Page, base_url: str) -> str:
    """The key of the URL that the page names as its canonical; empty without one, or when it is external."""
    if page.canonical is None or page.canonical.blank:
        return ""
    return urls.internal(page.canonical.value.strip(), page.url or "", base_url) or ""


@lru_cache(maxsize=16)
def home_key(base_url: str) -> str:
    """The key of the home page."""
    return urls.key(urls.site_url(base_url, "/"), base_url)


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
    paths = ("/", *([base] if base else ()), *(path for path in settings.entry if "*" not in path))
    return frozenset(urls.key(urls.site_url(base, path), base) for path in paths)


def listed_by_templates(settings: Settings) -> Callable[[str], bool]:
    """Whether the key of a page fits one of the `entry` with a `*`, which stands for anything: `/blog/*`."""
    base = settings.base_url
    globs = [urls.key(urls.site_url(base, path), base) for path in settings.entry if "*" in path]
    fits = re.compile("|".join(".*".join(map(re.escape, re.split(r"\*|%2A", glob))) for glob in globs))
    return lambda key: bool(globs) and fits.fullmatch(key) is not None
