"""Rules about the address of a page."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from seokit import urls
from seokit.model import Fact, Hit, Page, Text
from seokit.score.by_url import FILE, Target, by_url
from seokit.score.clusters import MOST_RELATED
from seokit.score.context import Context, SiteContext
from seokit.score.facts import Row, index
from seokit.score.rule import rule
from seokit.score.stop_words import stop_words

CANONICALS = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"
STRUCTURE = "https://developers.google.com/search/docs/crawling-indexing/url-structure"
DATED = re.compile(r"/(?:19|20)\d\d[/-](?:0[1-9]|1[0-2])(?=[/-]|$)")
DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
LANGUAGE_SUFFIX = re.compile(r"\.[a-z]{2}(?:-[A-Za-z]{2,4})?$")
FOLDER_PAGES = frozenset({"index", "_index", "readme"})


@rule(
    "url-missing",
    severity="error",
    evidence="self-evident",
    message="the page has no URL",
    field="url",
    missing=True,
)
def missing(page: Page) -> Iterator[Hit]:
    """A page without a URL cannot be published, linked or listed.

    Fix: write the page's path into its URL field, or give the section a `url` pattern in the config.

    Bad:
        title: How sour is rye?
    Good:
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    if page.url == "":
        yield Hit(page.url_field)


@rule(
    "url-duplicate",
    severity="error",
    evidence="documented",
    source=CANONICALS,
    message="the URL {value} is also that of {others}",
    field="url",
    groups=by_url,
)
def duplicate(targets: Sequence[Target], _ctx: SiteContext) -> Iterator[Hit]:
    """Two files with one URL: the site generator publishes one of them and drops the other.

    A slash or `index.html` at the end and the case of the host make no difference. Drafts do not count.
    `related` holds the paths of the other files (50 at most), since their URL is the same.

    Fix: give each page a URL of its own, or delete the file that is not wanted.

    Bad:
        --- file: a.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye bread?
        url: /learn/bread/questions/how-sour-is-rye/
    Good:
        --- file: a.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
        --- file: b.md
        title: How sour is rye bread?
        url: /learn/bread/questions/how-sour-is-rye-bread
    """
    for target in targets:
        if len(target.live) < 2 or target.key.startswith(FILE):
            continue
        pages = sorted(target.live, key=lambda page: page.page.path)
        group = min(page.page.url for page in pages)
        first = [page.page.path for page in pages[: MOST_RELATED + 1]]
        more = f" and {len(pages) - 2} more" if len(pages) > 2 else ""
        for page in pages:
            paths = [path for path in first if path != page.page.path][:MOST_RELATED]
            yield Hit(
                page,
                {"value": page.page.url, "others": beside(page.page.path, paths[0]) + more},
                related=paths,
                group=group,
            )


def beside(path: str, other: str) -> str:
    """The other file as seen from the folder of this one."""
    return posixpath.relpath(other, posixpath.dirname(path) or ".")


@rule(
    "url-too-long",
    severity="info",
    evidence="convention",
    source="https://www.screamingfrog.co.uk/guides/uri/",
    message="the URL has {value} characters, more than {limit}",
    field="url",
)
def too_long(page: Page, *, limit: int = 115) -> Iterator[Hit]:
    """A long URL is cut where it is shown, and hard to read out, to compare and to share.

    Counted as it is published, with scheme and host where a base URL is known; else only its path.

    Fix: shorten the slug to the words that tell the page from others, and redirect the old URL.

    Bad:
        config: base_url = "https://www.baking.example.org"
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye-and-why-does-it-taste-so-different-from-wheat-bread
    Good:
        config: base_url = "https://www.baking.example.org"
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    if page.url and len(page.url) > limit:
        where = page.title if page.html else page.url_field
        yield Hit(where, {"value": len(page.url)})


@rule(
    "url-file-mismatch",
    severity="warning",
    evidence="self-evident",
    message="the file is called {file}, its {what} says {value}",
    field="url_field",
)
def file_mismatch(page: Page) -> Iterator[Hit]:
    """A file whose name is not the end of its URL is not found by the person who has only one of them.

    Compared are the file's name, the last part of the URL that its front matter states, and the
    `file_name` field where the preset has one. A date before the name (Jekyll), a language after it
    (Hugo), case and the kind of hyphen make no difference. A URL made by a pattern is not judged.

    Fix: rename the file, or correct the field; a changed URL needs a redirect.

    Bad:
        --- file: is-rye-sour.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    Good:
        --- file: how-sour-is-rye.md
        title: How sour is rye?
        url: /learn/bread/questions/how-sour-is-rye
    """
    base = page.path.rpartition("/")[2]
    if base == f"{page.slug}.md" and (not page.file_name or page.file_name.value in ("", base)):
        return  # most of them
    stem = posixpath.splitext(base)[0]
    if page.slug == stem and (not page.file_name or page.file_name.value in ("", base)):
        return
    if stem.lower() in FOLDER_PAGES:
        stem = posixpath.basename(posixpath.dirname(page.path))
    names = {
        plain_name(stem),
        plain_name(LANGUAGE_SUFFIX.sub("", stem)),
        plain_name(DATE_PREFIX.sub("", stem)),
    }
    if page.slug and plain_name(page.slug) not in names:
        yield Hit(page.url_field, {"file": base, "what": "URL", "value": page.slug})
    elif page.file_name and not page.file_name.blank and page.file_name.value.strip() not in (base, stem):
        yield Hit(page.file_name, {"file": base, "what": page.file_name.field, "value": page.file_name.value})


def plain_name(name: str) -> str:
    """A name as a slug, so that case, blanks and underscores do not matter."""
    return urls.slugify(name)


@rule(
    "url-section-mismatch",
    severity="warning",
    evidence="self-evident",
    message="the file lies in the folder {folder}, its URL says {value}",
    field=("url_field", "subject"),
)
def section_mismatch(page: Page) -> Iterator[Hit]:
    """A page filed under one subject and published under another is listed in the wrong place.

    Path and URL are laid side by side at the last folder that both have (`learn` in
    `content/learn/bread/…` and `/learn/bread/questions/…`); what follows must be the same. Judged on
    pages that have a subject and state their URL themselves; without a common folder there is nothing
    to compare.

    Fix: move the file, or correct its URL (and redirect the old one).

    Bad:
        --- file: content/learn/bread/how-sour-is-rye.md
        title: How sour is rye?
        subject: Bread
        url: /learn/bicycles/questions/how-sour-is-rye
    Good:
        --- file: content/learn/bread/how-sour-is-rye.md
        title: How sour is rye?
        subject: Bread
        url: /learn/bread/questions/how-sour-is-rye
    """
    if page.url_field is None or page.url_field.blank:
        return
    folder = page.path.rpartition("/")[0]
    if not folder or f"/{folder.rpartition('/')[2]}/" in page.url_field.value:
        return
    folders = [plain_name(name) for name in folder.split("/")]
    parts = urlsplit(page.url_field.value.strip()).path.strip("/").split("/")[:-1]
    parts = [plain_name(name) for name in parts if name]  # two slashes in a row: url-double-slash
    for place in range(len(folders) - 1, -1, -1):
        if folders[place] and folders[place] in parts:
            after = parts.index(folders[place]) + 1
            if place + 1 < len(folders) and after < len(parts) and folders[place + 1] != parts[after]:
                yield Hit(page.url_field, {"folder": folders[place + 1], "value": parts[after]})
            return


def path_of(page: Page) -> str:
    """The page's URL without scheme and host: percent-encoded, with its query."""
    url = page.url or ""
    return url if url.startswith("/") else "/" + url.partition("://")[2].partition("/")[2]


def at(page: Page) -> Text | None:
    """Where a fault of the URL is shown: the field that states it, else the title."""
    return page.url_field or page.title


@rule(
    "url-uppercase",
    severity="warning",
    evidence="convention",
    source=STRUCTURE,
    message="the URL {value} has upper-case letters",
    field="url",
)
def uppercase(page: Page) -> Iterator[Hit]:
    """Google treats /Rye and /rye as two pages; people type the second, and some servers answer both.

    Letters of percent-encoded characters are judged as they are read.

    Fix: write the URL in lower case, and redirect the old one.

    Bad:
        title: How sour is rye?
        url: /learn/bread/How-sour-is-Rye
    Good:
        title: How sour is rye?
        url: /learn/bread/how-sour-is-rye
    """
    path = path_of(page).partition("?")[0]
    if "%" in path:
        path = urls.unescape(path)
    if path != path.lower() and path.lower() != path.upper():
        yield Hit(at(page), {"value": path})


@rule(
    "url-underscore",
    severity="info",
    evidence="documented",
    source=STRUCTURE,
    message="the URL {value} joins words by underscores",
    field="url",
)
def underscore(page: Page) -> Iterator[Hit]:
    """Google advises hyphens: words joined by an underscore may be taken for one word.

    Fix: write hyphens in new URLs. An old one is hardly worth its redirect.

    Bad:
        title: How sour is rye?
        url: /learn/how_sour_is_rye
    Good:
        title: How sour is rye?
        url: /learn/how-sour-is-rye
    """
    path = path_of(page).partition("?")[0]
    if "_" in path.strip("_/"):
        yield Hit(at(page), {"value": path})


@rule(
    "url-space",
    severity="error",
    evidence="documented",
    source="https://datatracker.ietf.org/doc/html/rfc3986#section-2",
    message="the URL {value} holds a space",
    field="url",
)
def space(page: Page) -> Iterator[Hit]:
    """No URL may hold a space: it is cut there in mails and texts, or sent as %20 and shown so.

    Most often a file was named like its title.

    Fix: put hyphens for the spaces, and redirect the old URL.

    Bad:
        title: How sour is rye?
        url: /learn/how sour is rye
    Good:
        title: How sour is rye?
        url: /learn/how-sour-is-rye
    """
    path = path_of(page).partition("?")[0]
    if "%20" in path or " " in path:
        yield Hit(at(page), {"value": path.replace("%20", " ")})


@rule(
    "url-non-ascii",
    severity="info",
    evidence="convention",
    source=STRUCTURE,
    message="the URL {value} is not of ASCII characters",
    field="url",
)
def non_ascii(page: Page) -> Iterator[Hit]:
    """Outside a browser's address bar every such character becomes three to nine: %C3%BC for ü.

    Search engines read it well; in another script it may be what readers want: then switch this rule off.

    Fix: write the URL in plain letters, as in mueller for müller.

    Bad:
        title: Müller's rye
        url: /learn/müllers-rye
    Good:
        title: Müller's rye
        url: /learn/muellers-rye
    """
    path = path_of(page).partition("?")[0]
    if "%" in path or not path.isascii():
        read = urls.unescape(path)
        if not read.isascii():
            yield Hit(at(page), {"value": read})


@rule(
    "url-double-slash",
    severity="warning",
    evidence="convention",
    source="https://www.screamingfrog.co.uk/seo-spider/issues/url/multiple-slashes/",
    message="the URL {value} has two slashes in a row",
    field="url",
)
def double_slash(page: Page) -> Iterator[Hit]:
    """A part of the path is empty: a template joined two of them with a slash each, or a field was empty.

    Fix: correct the pattern or the field that the URL is made of.

    Bad:
        title: How sour is rye?
        url: /learn//how-sour-is-rye
    Good:
        title: How sour is rye?
        url: /learn/bread/how-sour-is-rye
    """
    path = path_of(page).partition("?")[0]
    if "//" in path:
        yield Hit(at(page), {"value": path})


@rule(
    "url-parameters",
    severity="info",
    evidence="convention",
    source="https://www.screamingfrog.co.uk/guides/uri/",
    message="the URL has {value} parameters, more than {limit}",
    field="url",
)
def parameters(page: Page, *, limit: int = 2) -> Iterator[Hit]:
    """Each parameter can be left out, put elsewhere or given twice: many addresses of one page.

    Fix: put into the path what makes the page another page, and leave the rest out.

    Bad:
        title: How sour is rye?
        url: /learn?subject=bread&page=rye&view=long
    Good:
        title: How sour is rye?
        url: /learn/bread/rye?view=long
    """
    query = path_of(page).partition("?")[2].partition("#")[0]
    count = sum(1 for part in query.split("&") if part) if query else 0
    if count > limit:
        yield Hit(at(page), {"value": count})


@rule(
    "url-slug-differs-from-title",
    severity="info",
    evidence="convention",
    source=STRUCTURE,
    message='the URL ends in {value}, of which no word is in the title "{title}"',
    field=("slug", "title"),
)
def slug_differs(page: Page) -> Iterator[Hit]:
    """A URL that tells of something else than its page: the title was changed, or the file was copied.

    Words are the same that begin alike (four letters); small words, numbers, and words of fewer than three
    letters do not count. Judged where both sides have words of the letters a to z.

    Fix: leave an old URL alone if it still fits; else choose a new one, and redirect the old.

    Bad:
        title: How sour is rye?
        url: /learn/why-does-dough-tear
    Good:
        title: How sour is rye?
        url: /learn/sour-rye
    """
    slug = page.slug or ""
    titled = (page.title.value if page.title else "").casefold()
    parts = [word for word in slug.casefold().replace("_", "-").split("-") if len(word) > 2]
    if not parts or any(word in titled for word in parts) or not slug.isascii():
        return  # nearly all of them
    named = {word for word in parts if word.isalpha()} - stop_words()
    words = {
        word for word in urls.slugify(titled).split("-") if len(word) > 2 and word.isascii()
    } - stop_words()
    if not named or not words or any(word in slug.casefold() for word in words):
        return
    if {word[:4] for word in named}.isdisjoint(word[:4] for word in words):
        title = page.title.value.strip() if page.title else ""
        yield Hit(at(page), {"value": slug, "title": title})


@rule(
    "url-stop-words",
    severity="info",
    evidence="convention",
    source="https://yoast.com/what-are-stop-words/",
    message="the URL has words that could be left out: {value}",
    field="slug",
    default=False,
)
def with_stop_words(page: Page, *, limit: int = 2) -> Iterator[Hit]:
    """Articles and prepositions make a URL longer, and tell nothing.

    English ones only; up to `limit` of them are let pass. Off by default: it is a matter of taste.

    Fix: leave them out of new URLs where it still reads well. An old one is not worth its redirect.

    Bad:
        title: What is the best flour for a rye bread?
        url: /learn/what-is-the-best-flour-for-a-rye-bread
    Good:
        title: What is the best flour for a rye bread?
        url: /learn/best-flour-for-rye-bread
    """
    found = [word for word in (page.slug or "").casefold().split("-") if word in stop_words()]
    if len(found) > limit:
        yield Hit(at(page), {"value": ", ".join(dict.fromkeys(found))})


@rule(
    "url-date-in-path",
    severity="info",
    evidence="convention",
    source="https://yoast.com/dates-in-urls/",
    message="the URL {value} has a date in it",
    field="url",
    default=False,
)
def date_in_path(page: Page) -> Iterator[Hit]:
    """A page that is kept up to date still looks old by its URL. News may want it so.

    Found are /2024/06/, /2024-06/ and a slug that begins with 2024-06-07. Off by default: news are right to have one.

    Fix: choose URLs without dates for new pages; old ones need a redirect each.

    Bad:
        title: How sour is rye?
        url: /2024/06/how-sour-is-rye
    Good:
        title: How sour is rye?
        url: /learn/how-sour-is-rye
    """
    path = path_of(page)
    if DATED.search(path):
        yield Hit(at(page), {"value": path})


@index()
def by_section(page: Page, _ctx: Context) -> Iterator[Row]:
    """The section's pages that have a URL; the URL itself is in their summaries."""
    if page.url:
        yield page.section, None, page.url_field or page.title


@rule(
    "url-trailing-slash-mixed",
    severity="warning",
    evidence="convention",
    source=STRUCTURE,
    message="the URL {value} ends {form}, {others} others end {other}",
    field="url",
    kind="source",
    groups=by_section,
)
def trailing_slash_mixed(groups: Sequence[tuple[str, Sequence[Fact]]], _ctx: SiteContext) -> Iterator[Hit]:
    """Some URLs of the site end in a slash, others do not: one of the forms is a redirect, or a second page.

    The form of fewer pages is reported; where both have as many, the one without a slash. The home page and
    URLs that end in a file name do not count, and built pages have the URLs that the server gives them.

    Fix: choose one form, and let the generator write it.

    Bad:
        --- file: a.md
        title: How sour is rye?
        url: /rye/
        --- file: b.md
        title: How sour is wheat?
        url: /wheat
    Good:
        --- file: a.md
        title: How sour is rye?
        url: /rye/
        --- file: b.md
        title: How sour is wheat?
        url: /wheat/
    """
    ends: dict[bool, list[Fact]] = {True: [], False: []}
    for _, facts in groups:
        for fact in facts:
            parts = parts_of(fact.page.url)
            if parts and "." not in parts[-1]:
                ends[fact.page.url.partition("?")[0].endswith("/")].append(fact)
    with_slash, without = ends[True], ends[False]
    if not with_slash or not without:
        return
    fewer = with_slash if len(with_slash) < len(without) else without
    form, other = ("with a slash", "without") if fewer is with_slash else ("without a slash", "with one")
    others = len(with_slash) + len(without) - len(fewer)
    for fact in fewer:
        yield Hit(fact, {"value": fact.page.url, "form": form, "other": other, "others": others})


@rule(
    "url-convention-outlier",
    severity="info",
    evidence="convention",
    source=STRUCTURE,
    message="the URL {value} is unlike those of {others} other pages here, {form}",
    field="url",
    kind="source",
    group=by_section,
)
def convention_outlier(
    _section: str, facts: Sequence[Fact], *, pages: int = 20, share: float = 0.95
) -> Iterator[Hit]:
    """One page of the section has its URL by another pattern than nearly all: a slip, or left from a move.

    The pattern is the number of parts of the path, and those parts that nearly all have in common. Judged in
    sections of at least `pages` pages of which the given share follow one pattern.

    Fix: give the page a URL like that of the others, and redirect the old one.

    Bad:
        config: rules.url-convention-outlier.pages = 3
        config: rules.url-convention-outlier.share = 0.6
        --- file: a.md
        title: How sour is rye?
        url: /learn/bread/rye
        --- file: b.md
        title: How sour is wheat?
        url: /learn/bread/wheat
        --- file: c.md
        title: How sour is spelt?
        url: /spelt
    Good:
        config: rules.url-convention-outlier.pages = 3
        config: rules.url-convention-outlier.share = 0.6
        --- file: a.md
        title: How sour is rye?
        url: /learn/bread/rye
        --- file: b.md
        title: How sour is wheat?
        url: /learn/bread/wheat
        --- file: c.md
        title: How sour is spelt?
        url: /learn/bread/spelt
    """
    if len(facts) < pages:
        return
    paths = [parts_of(fact.page.url) for fact in facts]
    lengths = Counter(len(parts) for parts in paths)
    length = min(lengths, key=lambda count: (-lengths[count], count))
    if not length or lengths[length] < share * len(facts):
        return
    usual = [parts for parts in paths if len(parts) == length]
    form: list[str] = []
    for column in zip(*usual, strict=True):
        part, count = Counter(column).most_common(1)[0]
        form.append(part if count >= share * len(facts) else "*")
    fixed = [(place, part) for place, part in enumerate(form) if part != "*"]
    outliers = [
        fact
        for fact, parts in zip(facts, paths, strict=True)
        if len(parts) != length or any(parts[place] != part for place, part in fixed)
    ]
    if len(outliers) <= (1 - share) * len(facts):
        others = len(facts) - len(outliers)
        for fact in outliers:
            yield Hit(fact, {"value": fact.page.url, "others": others, "form": "/" + "/".join(form)})


def parts_of(url: str) -> list[str]:
    """The parts of a URL's path."""
    path = url if url.startswith("/") else url.partition("://")[2].partition("/")[2]
    return [part for part in path.partition("?")[0].split("/") if part]
