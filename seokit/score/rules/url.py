"""Rules about the address of a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from seokit import urls
from seokit.model import Hit, Page
from seokit.score.by_url import FILE, Target, by_url
from seokit.score.clusters import MOST_RELATED
from seokit.score.context import SiteContext
from seokit.score.rule import rule

CANONICALS = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"
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
        yield Hit(page.url_field, {"value": len(page.url)})


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
    parts = [plain_name(name) for name in parts]
    for place in range(len(folders) - 1, -1, -1):
        if folders[place] and folders[place] in parts:
            after = parts.index(folders[place]) + 1
            if place + 1 < len(folders) and after < len(parts) and folders[place + 1] != parts[after]:
                yield Hit(page.url_field, {"folder": folders[place + 1], "value": parts[after]})
            return
