"""Which pages a sitemap lists, and why it leaves the others out: canonical, indexable, existing pages only.

Sources: https://www.sitemaps.org/protocol.html and
https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from seokit import urls
from seokit.extract.dates import parse_date
from seokit.generate.sitemap_records import LANGUAGE, MAX_IMAGES, Entry, SitemapError, on_site
from seokit.generate.sitemap_write import MAX_BYTES, MAX_URLS, Written, write_sitemap
from seokit.model import Page, Settings, Text
from seokit.score.by_url import NOT_FOUND
from seokit.score.robots import ROBOT, parsed

__all__ = [
    "MAX_BYTES",
    "MAX_URLS",
    "Entry",
    "Excluded",
    "SitemapError",
    "Written",
    "sitemap_entries",
    "write_sitemap",
]

NO_PAGE = "the page for what is not found (404)"


class Excluded(Struct, frozen=True):
    """A page that the sitemap leaves out, and why."""

    path: str
    url: str
    reason: str


def sitemap_entries(
    pages: Iterable[Page], settings: Settings, robots_txt: str | None = None
) -> tuple[list[Entry], list[Excluded]]:
    """The entries of the pages that belong into the sitemap, and the others with the reason of each.

    Of pages with one URL the first is listed. lastmod is the modified field, else the date, where it is a
    full date that is not in the future; with `lastmod = "git"` the file's last commit. Of alternates only
    those are listed that list the page in turn, as a sitemap must not hold others.
    In a site of sources and built pages the built ones come first, and are listed; their sources only date them.
    Raises SitemapError without a usable base URL, and where git cannot tell.
    """
    try:
        urls.site(urls.check_loc(settings.base_url))
    except urls.UrlError as error:
        raise SitemapError(f"a sitemap needs the site's base URL: {error}") from error
    chosen = _Chosen(settings, robots_txt)
    for page in pages:
        chosen.add(page)
    if settings.sitemap.lastmod == "git":
        from seokit.generate.gitdates import commit_dates

        dates = commit_dates(list(chosen.files), settings.root)
        chosen.entries = [
            replace(entry, lastmod=dates.get(path, ""))
            for entry, path in zip(chosen.entries, chosen.files, strict=True)
        ]
    return reciprocal(chosen.entries, settings.base_url), chosen.excluded


class _Chosen:
    """The selection as it grows page by page."""

    def __init__(self, settings: Settings, robots_txt: str | None) -> None:
        self.entries: list[Entry] = []
        self.files: list[str] = []
        self.excluded: list[Excluded] = []
        self._settings = settings
        self._robots = parsed(robots_txt) if robots_txt else None
        self._taken: dict[str, str] = {}
        self._built: dict[str, int] = {}  # URL of a built page → its place in `entries`; -1 where it has none
        self._changed: set[int] = set()  # places whose page says itself when it was changed

    def add(self, page: Page) -> None:
        """Take the page, or note why not."""
        settings = self._settings
        lastmod = lastmod_of(page, settings) if settings.sitemap.lastmod == "field" else ""
        key = urls.key(page.url, settings.base_url) if page.url else ""
        if page.kind == "source" and key in self._built:
            self._date(self._built[key], page, lastmod)
            return
        loc, reason = self._judge(page)
        if page.kind != "source":
            self._built.setdefault(key, -1 if reason else len(self.entries))
        elif self._built and not reason:
            reason = "no page is built at its URL"
        if reason:
            self.excluded.append(Excluded(page.path, page.url or "", reason))
            return
        if lastmod and _w3c(page.modified, settings):
            self._changed.add(len(self.entries))
        self.entries.append(Entry(loc, lastmod, self._images(page), self._alternates(page)))
        self.files.append(page.path)

    def _date(self, place: int, source: Page, lastmod: str) -> None:
        """Give a built page what its source knows: git's date, and that of its fields.

        Of the fields the modified one counts where the page says only when it was published, the date where
        the page says nothing.
        """
        if place < 0:
            return
        self.files[place] = source.path
        entry = self.entries[place]
        modified = place not in self._changed and bool(_w3c(source.modified, self._settings))
        if lastmod and (modified or not entry.lastmod):
            self.entries[place] = replace(entry, lastmod=lastmod)

    def _judge(self, page: Page) -> tuple[str, str]:
        """The page's loc, and the reason against it."""
        base = self._settings.base_url
        if page.not_indexable:
            return "", _not_indexable(page)
        if (
            page.html is None
            and not page.entries
            and any(one.rule == "field-parse-error" for one in page.problems)
        ):
            return "", "its front matter cannot be read, so whether it is to be indexed is unknown"
        if not page.url:
            return "", "no URL"
        try:
            loc = urls.check_loc(urls.site_url(base, page.url), base)
        except urls.UrlError as error:
            return "", f"URL: {error.reason}"
        key = urls.key(loc, base)
        if key.endswith(NOT_FOUND):
            return "", NO_PAGE
        if page.html is not None and page.html.redirect:
            return "", f"redirect to {urls.printable(page.html.redirect)}"
        if self._robots is not None and not self._robots.can_fetch(loc, ROBOT):
            return "", f"forbidden by robots.txt ({ROBOT})"
        first = self._taken.setdefault(key, page.path)
        return loc, "" if first == page.path else f"duplicate URL, listed for {first}"

    def _address(self, href: str, page: Page) -> str:
        """What a browser makes of an href. In a source a path from "/" counts from where the site begins."""
        base, url = self._settings.base_url, page.url or "/"
        if page.html is None:
            return urls.absolute(href, url, base)
        return urls.joined(href, urls.joined(page.html.base, url, base) if page.html.base else url, base)

    def _alternates(self, page: Page) -> tuple[tuple[str, str], ...]:
        """The page's hreflang alternates whose language and address are certain, the first of each language."""
        found: dict[str, tuple[str, str]] = {}
        for one in page.alternates or ():
            language = one.lang.strip()
            if not LANGUAGE.fullmatch(language):
                continue
            try:
                address = self._address(one.href.value, page)
                found.setdefault(language.lower(), (language, urls.check_loc(address)))
            except urls.UrlError:
                continue  # hreflang-* rules speak of it
        return tuple(found.values())

    def _images(self, page: Page) -> tuple[str, ...]:
        """The page's images whose address is certain: in a source absolute, or a path from the site's root."""
        sources = [page.image.value] if page.image else []
        sources += [image.src for image in page.images or ()]
        found: dict[str, None] = {}
        for source in sources:
            text = source.strip()
            if text and (page.html is not None or text.startswith(("/", "https://", "http://"))):
                try:
                    found[urls.check_loc(self._address(text, page))] = None
                except urls.UrlError:
                    continue  # a broken image is the business of a rule, not of the sitemap
        return tuple(found)[:MAX_IMAGES]


def reciprocal(entries: list[Entry], base_url: str) -> list[Entry]:
    """The entries with only such alternates as list the page in turn, and none where the page does not list itself.

    Of another host's pages nothing is known: their alternates stay.
    """
    targets = {entry.loc: dict(entry.alternates) for entry in entries if entry.alternates}
    if not targets:
        return entries
    changed = True
    while changed:
        changed = False
        for loc, listed in targets.items():
            kept = {
                language: target
                for language, target in listed.items()
                if loc in (targets.get(target) or {}).values()
                or (target not in targets and not on_site(target, base_url))
            }
            if loc not in kept.values() or set(kept.values()) == {loc}:
                kept = {}  # a page has alternates only together with itself
            if len(kept) < len(listed):
                targets[loc], changed = kept, True
    return [
        replace(entry, alternates=tuple(targets[entry.loc].items())) if entry.alternates else entry
        for entry in entries
    ]


def _not_indexable(page: Page) -> str:
    """The reason as a reader wants it: which field, which target."""
    if page.not_indexable == "redirect" and page.html is not None:
        return f"redirect to {urls.printable(page.html.redirect)}"
    if page.not_indexable == "error page":
        return NO_PAGE
    if page.not_indexable == "noindex" and page.noindex:
        return f"noindex ({page.noindex[0].field})"
    if page.not_indexable == "canonicalised" and page.canonical:
        return f"canonical is another page: {urls.printable(page.canonical.value.strip())}"
    if page.not_indexable == "future date" and page.date:
        return f"date is in the future: {urls.printable(page.date.value.strip())}"
    return page.not_indexable


def lastmod_of(page: Page, settings: Settings) -> str:
    """When the page last changed by its fields: modified, else date; "" when neither is certain."""
    return _w3c(page.modified, settings) or _w3c(page.date, settings)


def _w3c(field: Text | None, settings: Settings) -> str:
    """A date field as W3C datetime; the day alone where no zone is written, as none is guessed."""
    moment = parse_date(field.value) if field and not field.blank else None
    if moment is None or moment.date() > settings.today:
        return ""
    return moment.date().isoformat() if moment.tzinfo is None else moment.isoformat(timespec="seconds")
