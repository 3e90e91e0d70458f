"""Rules about the sitemap: the file by itself, and held against the pages."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from seokit import urls
from seokit.extract.dates import parse_date
from seokit.extract.sitemapfile import child_of
from seokit.extract.sitemapxml import Part
from seokit.model import Fact, Hit, Spot
from seokit.score.lastmods import day_of, fault, shape
from seokit.score.robots_faults import Line, lines
from seokit.score.rule import rule
from seokit.score.sitemaps import Listed, Odd, SitemapRecord, declared, judged
from seokit.score.there import unpublished

PROTOCOL = "https://www.sitemaps.org/protocol.html"
BUILD = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"
INDEXES = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/large-sitemaps"
OVERVIEW = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/overview"
NOINDEX = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"
CANONICAL = "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls"
CHECKED = "2026-11-26"

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def grouped(pairs: Iterable[tuple[K, V]]) -> Iterator[tuple[K, V, int]]:
    """Each key with its first value, and how many there are: one fault of a template is said once."""
    found: dict[K, list[V]] = {}
    counts: Counter[K] = Counter()
    for key, value in pairs:
        found.setdefault(key, [value])
        counts[key] += 1
    for key, (first, *_) in found.items():
        yield key, first, counts[key]


def more(count: int, noun: str = "URL") -> str:
    """How many others there are."""
    return f" (and {count - 1:,} more {noun}{'' if count == 2 else 's'})" if count > 1 else ""


@rule(
    "sitemap-missing",
    severity="warning",
    evidence="documented",
    source=OVERVIEW,
    checked=CHECKED,
    message="{reason}",
    record="sitemap",
)
def missing(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A site without a sitemap is found by its links alone: pages that few link to are found late, or never.

    Judged where a built site is audited, as generators make the sitemap when they build: none lies in its
    root (`sitemap.xml`, `sitemap_index.xml`, `sitemap-index.xml`, also as `.gz`), or robots.txt names one that
    is not there.

    Fix: write one (`seokit sitemap` does), or correct the line in robots.txt.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    if not sitemap.there.built:
        return
    for line in robots_sitemaps(sitemap):
        if not judged(line.value, sitemap.settings.base_url or line.value)[0] and not leads_to_file(
            line, sitemap
        ):
            reason = f"robots.txt names {urls.printable(line.value)}, and there is no such file"
            yield Hit(Spot(sitemap.robots, line.number, line.column), {"value": line.value, "reason": reason})
            return
    if sitemap.sitemap is None and not robots_sitemaps(sitemap):
        yield Hit(Spot(sitemap.place), {"reason": "the built site has no sitemap"})


def robots_sitemaps(sitemap: SitemapRecord) -> list[Line]:
    """The lines of robots.txt that name a sitemap."""
    text = sitemap.settings.robots_txt
    return [line for line in lines(text) if line.name == "sitemap" and line.value] if text else []


def leads_to_file(line: Line, sitemap: SitemapRecord) -> bool:
    """Whether the sitemap that a line of robots.txt names is here: in the site's root, or the one that was read."""
    if child_of(line.value, sitemap.place, sitemap.settings.base_url):
        return True
    name = posixpath.basename(line.value)
    return any(posixpath.basename(part.path) == name for part in sitemap.parts)


@rule(
    "sitemap-invalid-xml",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked=CHECKED,
    message="{reason}{more}",
    record="sitemap",
)
def invalid_xml(sitemap: SitemapRecord) -> Iterator[Hit]:
    """What search engines cannot read of a sitemap, they leave out: from there on, or the whole file.

    The file must be XML in UTF-8, its first element `<urlset>` or `<sitemapindex>` in the protocol's namespace,
    every entry with one absolute address in `<loc>`; gzip may be around it. What other namespaces add (images,
    videos, news, alternates) is not judged. The same fault many times is reported once a file.

    Fix: have the sitemap written by a program that escapes `&` as `&amp;`, such as `seokit sitemap`.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/?print=1&lang=en</loc></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/?print=1&amp;lang=en</loc></url>
        </urlset>
    """
    for part in sitemap.parts:
        for flaw in part.flaws.values():
            values = {"value": flaw.count, "reason": flaw.reason, "more": more(flaw.count, "time")}
            yield Hit(Spot(part.path, flaw.line, flaw.column), values)
        if part.whole and not part.locs and not part.flaws:
            yield Hit(Spot(part.path, 1, 1), {"reason": "it lists nothing", "more": ""})
    wrong = (((id(odd.entry.part), odd.reason), odd.entry) for odd in odd_entries(sitemap) if not odd.address)
    for (_, reason), entry, count in grouped(wrong):
        said = f"the address {urls.printable(entry.loc)} cannot stand in <loc>: {reason}"
        yield Hit(entry.spot, {"value": entry.loc, "reason": said, "more": more(count)})


def odd_entries(sitemap: SitemapRecord) -> Iterator[Odd]:
    """The entries that are no address, or one elsewhere; of indexes too."""
    yield from sitemap.odd
    for listed in sitemap.entries("sitemapindex"):
        reason, address = judged(listed.loc, sitemap.base_url)
        if reason:
            yield Odd(listed, reason, address)


@rule(
    "sitemap-too-many-urls",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked=CHECKED,
    message="{value:,} entries, more than the {limit:,} that a file may have",
    record="sitemap",
)
def too_many_urls(sitemap: SitemapRecord, *, limit: int = 50_000) -> Iterator[Hit]:
    """Search engines refuse a sitemap with more than 50,000 URLs, and an index of more than 50,000 files.

    Fix: split it into several files, and list them in an index; `seokit sitemap` does.

    Bad:
        config: [rules.sitemap-too-many-urls]
        config: limit = 1
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/</loc></url>
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    Good:
        config: [rules.sitemap-too-many-urls]
        config: limit = 2
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/</loc></url>
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    for part in sitemap.parts:
        if len(part.locs) > limit:
            yield Hit(Listed(part, limit, "").spot, {"value": len(part.locs)})


@rule(
    "sitemap-too-large",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked=CHECKED,
    message="{value:,} bytes uncompressed, more than the {limit:,} that a file may have",
    record="sitemap",
)
def too_large(sitemap: SitemapRecord, *, limit: int = 52_428_800) -> Iterator[Hit]:
    """Search engines refuse a sitemap of more than 50 MiB; gzip does not count, the file is measured without it.

    Fix: split it into several files, and list them in an index; `seokit sitemap` does.

    Bad:
        config: [rules.sitemap-too-large]
        config: limit = 100
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    Good:
        config: [rules.sitemap-too-large]
        config: limit = 200
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    for part in sitemap.parts:
        if part.size > limit:
            yield Hit(Spot(part.path), {"value": part.size})


@rule(
    "sitemap-url-missing-page",
    severity="error",
    evidence="documented",
    source=BUILD,
    checked=CHECKED,
    message="{value} is listed: {reason}",
    record="sitemap",
)
def url_missing_page(sitemap: SitemapRecord) -> Iterator[Hit]:
    """The sitemap sends crawlers to an error page: they lose time, and trust in the rest of the list.

    Where a built site is audited, a URL needs a page or a file in it. Where only sources are, templates make
    pages of their own: so a URL is missed only where the sources have others of its folder. Drafts, pages of
    the future and the page for what is not found are no pages to list. In an index, each file must be there.

    Fix: write the sitemap anew after each build; take the URL out, or redirect it and list its target.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        <url><loc>https://example.org/spelt/</loc></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    for number, entry in sitemap.sitemap.missing if sitemap.sitemap else ():
        part = sitemap.parts[number]
        listed = Listed(part, entry, part.locs[entry])
        if judged(listed.loc, "")[1]:  # else sitemap-invalid-xml
            yield Hit(listed.spot, {"value": listed.loc, "reason": "no such file is here"})
    for listed in sitemap.absent:
        reason = sitemap.there.absent(listed.loc)
        if reason:
            yield Hit(listed.spot, {"value": listed.loc, "reason": reason})
    for listed, page in sitemap.known:
        reason = unpublished(page, sitemap.there.key(listed.loc))
        if reason:
            yield Hit(listed.spot, {"value": listed.loc, "reason": reason}, related=[page.path])


@rule(
    "sitemap-page-missing",
    severity="warning",
    evidence="documented",
    source=OVERVIEW,
    checked=CHECKED,
    message="the sitemap does not list the page",
    record="sitemap",
)
def page_missing(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A page that may be indexed, and that the sitemap leaves out, is found later than the others.

    Pages that do not belong there are not missed: with noindex, with another page as canonical, redirects,
    drafts, and those that robots.txt forbids. Nothing is said
    where a part of the sitemap could not be read, or where it lists no page of this site at all.

    Fix: write the sitemap anew; if the page is left out on purpose, give it a noindex.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: spelt/index.html
        <title>Is spelt sour?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: spelt/index.html
        <title>Is spelt sour?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        <url><loc>https://example.org/spelt/</loc></url>
        </urlset>
    """
    for page in sitemap.missing():
        yield Hit(Fact(page), {"value": sitemap.parts[0].path})


@rule(
    "sitemap-noindex-listed",
    severity="error",
    evidence="documented",
    source=NOINDEX,
    checked=CHECKED,
    message="{value} is listed, and its page says noindex",
    record="sitemap",
)
def noindex_listed(sitemap: SitemapRecord) -> Iterator[Hit]:
    """The sitemap asks to index what the page asks not to index: Search Console reports it as an error.

    Fix: take the URL out of the sitemap; if the page is to be found, take its noindex out.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        <meta name="robots" content="noindex">
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    for listed, page in sitemap.known:
        if page.not_indexable == "noindex" and not unpublished(page, sitemap.there.key(listed.loc)):
            yield Hit(listed.spot, {"value": listed.loc}, related=[page.path])


@rule(
    "sitemap-noncanonical-listed",
    severity="warning",
    evidence="documented",
    source=CANONICAL,
    checked=CHECKED,
    message="{value} is listed, and {reason}",
    record="sitemap",
)
def noncanonical_listed(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A sitemap is a list of canonical URLs: what it lists counts as the site's own choice among duplicates.

    Listed are: a page whose canonical is another page, a page that sends its readers on, and a page by another
    form of its address than its canonical has (a slash at the end, http, index.html).

    Fix: list the canonical address, exactly as the page's canonical has it.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        <link rel="canonical" href="https://example.org/rye/">
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        <link rel="canonical" href="https://example.org/rye/">
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    for listed, page in sitemap.known:
        if page.not_indexable == "noindex" or unpublished(page, sitemap.there.key(listed.loc)):
            continue
        if page.not_indexable == "redirect":
            reason = "its page sends the reader on"
        elif page.not_indexable == "canonicalised" or declared(page) not in ("", judged(listed.loc, "")[1]):
            reason = f"the canonical of its page is {urls.printable(page.canonical.strip())}"
        else:
            continue
        yield Hit(listed.spot, {"value": listed.loc, "reason": reason}, related=[page.path])


@rule(
    "sitemap-duplicate",
    severity="warning",
    evidence="documented",
    source=PROTOCOL,
    checked=CHECKED,
    message="{value} is listed already, {other}",
    record="sitemap",
)
def duplicate(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A page that is listed twice counts once, and its two dates may contradict each other.

    Two forms of one address (with and without a slash at the end) are one page; the files of an index are
    looked at together.

    Fix: list each page once, in one file.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    for later, earlier in sitemap.repeated:
        yield Hit(later.spot, {"value": later.loc, "other": named(earlier, later)})
    seen: dict[str, Listed] = {}
    for listed in sitemap.entries("sitemapindex"):
        first = seen.setdefault(judged(listed.loc, "")[1] or listed.loc, listed)
        if first is not listed:
            yield Hit(listed.spot, {"value": listed.loc, "other": named(first, listed)})


def named(entry: Listed, other: Listed) -> str:
    """Where an entry stands, in a message about another one."""
    line, _ = entry.part.place(entry.number)
    return (
        f"in line {line}"
        if entry.part is other.part
        else f"in {posixpath.basename(entry.part.path)}, line {line}"
    )


@rule(
    "sitemap-other-host",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked=CHECKED,
    message="{value} is listed: {reason}{more}",
    record="sitemap",
)
def other_host(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A sitemap speaks for one host: URLs of another, with another scheme or above its folder, are not taken.

    Mostly the address of a test server, or `http://` and `www.` where the site has neither. The host is that
    of `base_url`, or else of most URLs. The same fault many times is reported once a file. (A host that names
    the sitemap in its own robots.txt may have it elsewhere: switch the rule off then.)

    Fix: set the generator's base URL to the site's, and build again.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>http://localhost:1313/rye/</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    foreign = (
        ((id(odd.entry.part), odd.reason, odd.address.split("/", 3)[2]), odd.entry)
        for odd in odd_entries(sitemap)
        if odd.address
    )
    for (_, reason, _), entry, count in grouped(foreign):
        yield Hit(entry.spot, {"value": entry.loc, "reason": reason, "more": more(count)})


@rule(
    "sitemap-lastmod-future",
    severity="warning",
    evidence="documented",
    source=BUILD,
    checked=CHECKED,
    message="lastmod {value} is in the future{more}",
    record="sitemap",
)
def lastmod_future(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A page cannot have changed tomorrow; Google goes by lastmod only as long as it is right.

    Reported once a file, at the first such date.

    Fix: write when the page was changed last; the date on which it is to appear is another one.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc><lastmod>2999-01-22</lastmod></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc><lastmod>2025-01-22</lastmod></url>
        </urlset>
    """
    today = sitemap.settings.today
    for part in sitemap.parts:
        late = (
            ("", number)
            for number, written in enumerate(part.lastmods)
            if written and (day := day_of(written)) and day > today
        )
        for _, number, count in grouped(late):
            values = {"value": part.lastmods[number], "more": more(count)}
            yield Hit(Listed(part, number, part.locs[number]).lastmod_spot, values)


@rule(
    "sitemap-lastmod-uniform",
    severity="info",
    evidence="documented",
    source=BUILD,
    checked=CHECKED,
    message="{count:,} of {all:,} lastmod say {value}: the day of a build, it seems, not of a change",
    record="sitemap",
)
def lastmod_uniform(sitemap: SitemapRecord, *, share: float = 0.95, least: int = 100) -> Iterator[Hit]:
    """Where every page changed on one day, the date says when the site was built, and is soon ignored.

    Speaks from `least` dates on, where `share` of them (from 0 to 1) are one day, and where the pages themselves do
    not say that day too. Sitemaps for Google News hold two days by design, and are not looked at.

    Fix: have the generator write the date of the last change, or none.

    Bad:
        config: [rules.sitemap-lastmod-uniform]
        config: least = 2
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: spelt/index.html
        <title>Is spelt sour?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc><lastmod>2025-01-22T10:30:00Z</lastmod></url>
        <url><loc>https://example.org/spelt/</loc><lastmod>2025-01-22T10:30:01Z</lastmod></url>
        </urlset>
    Good:
        config: [rules.sitemap-lastmod-uniform]
        config: least = 2
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: spelt/index.html
        <title>Is spelt sour?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc><lastmod>2025-01-22</lastmod></url>
        <url><loc>https://example.org/spelt/</loc><lastmod>2024-06-01</lastmod></url>
        </urlset>
    """
    parts = [part for part in sitemap.parts if part.kind == "urlset" and not part.news]
    days = Counter(written[:10] for part in parts for written in part.lastmods if written)
    total = days.total()
    if not total or total < least:
        return
    day, count = max(days.items(), key=lambda item: (item[1], item[0]))
    if count < share * total or said_by_pages(sitemap, parts, day):
        return
    where = next(
        Listed(part, number, part.locs[number]).lastmod_spot
        for part in parts
        for number, written in enumerate(part.lastmods)
        if written[:10] == day
    )
    yield Hit(where, {"value": day, "count": count, "all": total, "limit": share})


def said_by_pages(sitemap: SitemapRecord, parts: Iterable[Part], day: str) -> bool:
    """Whether most of the pages that are listed with this day, and have a date, say it themselves."""
    agree = disagree = 0
    for part in parts:
        for loc, written in zip(part.locs, part.lastmods, strict=True):
            page = sitemap.there.by_key.get(sitemap.there.key(loc)) if written[:10] == day else None
            own = parse_date(page.last_modified) if page else None
            if own is not None:
                agree += own.date().isoformat() == day
                disagree += own.date().isoformat() != day
    return agree > disagree


@rule(
    "sitemap-lastmod-invalid",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked=CHECKED,
    message="lastmod {value} {reason}{more}",
    record="sitemap",
)
def lastmod_invalid(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A date that search engines cannot read is no date, and the page is fetched as if there were none.

    A W3C datetime is wanted: 2025-01-22, or 2025-01-22T10:30:00+01:00. Dates of one form are reported once.

    Fix: write the date in that form; where it is not known, leave `<lastmod>` out.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc><lastmod>22.01.2025</lastmod></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc><lastmod>2025-01-22</lastmod></url>
        </urlset>
    """
    for part in sitemap.parts:
        wrong = (
            ((shape(written), reason), number)
            for number, written in enumerate(part.lastmods)
            if written and (reason := fault(written))
        )
        for (_, reason), number, count in grouped(wrong):
            values = {"value": urls.printable(part.lastmods[number]), "reason": reason, "more": more(count)}
            yield Hit(Listed(part, number, part.locs[number]).lastmod_spot, values)


@rule(
    "sitemap-not-in-robots",
    severity="info",
    evidence="documented",
    source=BUILD,
    checked=CHECKED,
    message="{reason}",
    record="sitemap",
)
def not_in_robots(sitemap: SitemapRecord) -> Iterator[Hit]:
    """Crawlers to which nobody has submitted the sitemap look for its address in robots.txt.

    Judged where robots.txt names another sitemap than there is, or where a built site has none. A robots.txt
    that names no sitemap at all is `robots-sitemap-missing`.

    Fix: add a line `Sitemap: https://…/sitemap.xml` to robots.txt, with the whole address.

    Bad:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: robots.txt
        User-agent: *
        Disallow:

        Sitemap: https://example.org/old-sitemap.xml
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    Good:
        --- file: rye/index.html
        <title>How sour is rye?</title>
        --- file: robots.txt
        User-agent: *
        Disallow:

        Sitemap: https://example.org/sitemap.xml
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    """
    if sitemap.sitemap is None:
        return
    if sitemap.settings.robots_txt is None:
        if sitemap.there.built:
            yield Hit(Spot(sitemap.sitemap.path), {"reason": "there is no robots.txt that names the sitemap"})
        return
    listed = robots_sitemaps(sitemap)
    names = {posixpath.basename(part.path) for part in sitemap.parts}
    if listed and names.isdisjoint(posixpath.basename(line.value) for line in listed):
        first = listed[0]
        said = f"{urls.printable(first.value)}, but not {posixpath.basename(sitemap.sitemap.path)}"
        values = {"value": first.value, "reason": f"robots.txt names {said}"}
        yield Hit(Spot(sitemap.robots, first.number, first.column), values)
