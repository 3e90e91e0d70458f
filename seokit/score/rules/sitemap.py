"""Rules about the sitemap, held against the pages that were audited."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator

from seokit.extract.dates import parse_date
from seokit.extract.sitemapfile import ADDRESSES, BYTES
from seokit.model import Fact, Hit, Spot, Summary
from seokit.score.robots import parsed
from seokit.score.rule import rule
from seokit.score.sitemaps import SitemapRecord

PROTOCOL = "https://www.sitemaps.org/protocol.html"
GOOGLE = "https://developers.google.com/search/docs/crawling-indexing/sitemaps/build-sitemap"
ROBOTS = "https://www.sitemaps.org/protocol.html#submit_robots"

UNWANTED = ("noindex", "draft", "future date")  # why a page is not to be indexed
# https://www.w3.org/TR/NOTE-datetime, the profile of ISO 8601 that sitemaps.org names
W3C = re.compile(
    r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?", re.ASCII
)


def w3c_fault(text: str) -> str:
    """Why a text is no W3C datetime; empty where it is one."""
    if not W3C.fullmatch(text):
        zone = re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+", text, re.ASCII)
        return "a time needs its zone" if zone else "not a W3C datetime"
    if len(text) >= 10 and parse_date(text) is None:
        return "a day or time that does not exist"
    return ""


def names_sitemap(robots_txt: str | None) -> bool:
    """Whether robots.txt names any sitemap, which may lie elsewhere."""
    return robots_txt is not None and any(True for _ in parsed(robots_txt).sitemaps)


def other_form(loc: str, page: Summary) -> str:
    """Why an address is not the canonical one of its page; empty where it is."""
    if page.not_indexable == "canonicalised":
        return f"its page names {page.canonical} as canonical"
    if page.not_indexable == "redirect":
        return "its page redirects"
    if (
        "://" in page.url
        and loc != page.url
        and page.url.isascii()
        and loc.isascii()
        and "%" not in loc + page.url
    ):
        return f"the page's URL is {page.url}"
    return ""


@rule(
    "sitemap-missing",
    severity="warning",
    evidence="documented",
    source=GOOGLE,
    checked="2026-11-26",
    message="the site has no sitemap",
    record="sitemap",
)
def missing(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A sitemap tells crawlers which pages there are, and which of them changed.

    Reported where built pages are audited, and neither their folder nor robots.txt has one.

    Fix: `seokit sitemap public -o public` writes it as the last step of a build.

    Bad:
        config: base_url = "https://example.org"
        --- file: public/rye.html
        <!doctype html><title>Rye</title><p>Rye rises slowly.</p>
    Good:
        config: base_url = "https://example.org"
        --- file: public/rye.html
        <!doctype html><title>Rye</title><p>Rye rises slowly.</p>
        --- file: public/sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye.html</loc></url>
        </urlset>
    """
    if sitemap.sitemap is None and sitemap.built and not names_sitemap(sitemap.settings.robots_txt):
        yield Hit(Spot(sitemap.place))


@rule(
    "sitemap-invalid-xml",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked="2026-11-26",
    message="the sitemap {reason}",
    record="sitemap",
)
def invalid_xml(sitemap: SitemapRecord) -> Iterator[Hit]:
    """Of a file that is no sitemap, crawlers read nothing, or only what stands before the fault.

    Fix: write sitemaps with a tool; a bare `&` in an address is `&amp;`.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye?a=1&b=2</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye?a=1&amp;b=2</loc></url>
        </urlset>
    """
    for file in sitemap.sitemap.files if sitemap.sitemap else ():
        if file.error:
            yield Hit(Spot(file.path, file.line, file.column), {"reason": file.error, "value": file.error})


@rule(
    "sitemap-too-many-urls",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked="2026-11-26",
    message="the file lists {value} addresses, more than {limit}",
    record="sitemap",
)
def too_many_urls(sitemap: SitemapRecord, *, limit: int = ADDRESSES) -> Iterator[Hit]:
    """A sitemap lists 50,000 addresses at most, and an index as many sitemaps. A larger one is refused as a whole.

    Fix: split it, and list the parts in an index; `seokit sitemap` does that by itself.

    Bad:
        config: rules.sitemap-too-many-urls.limit = 1
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/oat</loc></url>
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    Good:
        config: rules.sitemap-too-many-urls.limit = 2
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/oat</loc></url>
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    """
    for file in sitemap.sitemap.files if sitemap.sitemap else ():
        if file.count > limit:
            line, column = file.over or (None, None)
            yield Hit(Spot(file.path, line, column), {"value": file.count})


@rule(
    "sitemap-too-large",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked="2026-11-26",
    message="the file has {value} bytes uncompressed, more than {limit}",
    record="sitemap",
)
def too_large(sitemap: SitemapRecord, *, limit: int = BYTES) -> Iterator[Hit]:
    """A sitemap has 52,428,800 bytes at most before it is compressed. A larger one is refused as a whole.

    Fix: split it, and list the parts in an index.

    Bad:
        config: rules.sitemap-too-large.limit = 100
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    Good:
        config: rules.sitemap-too-large.limit = 200
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    """
    for file in sitemap.sitemap.files if sitemap.sitemap else ():
        if file.size > limit:
            yield Hit(Spot(file.path), {"value": file.size})


@rule(
    "sitemap-url-missing-page",
    severity="error",
    evidence="documented",
    source=GOOGLE,
    checked="2026-11-26",
    message="{value} is listed, but no page has this URL",
    record="sitemap",
)
def url_missing_page(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A sitemap that sends crawlers to pages that are not there is trusted less, the more often it happens.

    Only what was audited is known: audit the whole site. Of sources alone, the home page, entries and URLs above
    pages are taken to exist, as templates make them.

    Fix: write the sitemap anew: `seokit sitemap`.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        <url><loc>https://example.org/gone</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    """
    for key, locs in sitemap.listed.items():
        if key not in sitemap.by_key and key not in sitemap.unaudited:
            for loc in locs:
                yield Hit(sitemap.spot(loc), {"value": loc.loc})


@rule(
    "sitemap-page-missing",
    severity="warning",
    evidence="documented",
    source=GOOGLE,
    checked="2026-11-26",
    message="the page is indexable, but no sitemap lists it",
    record="sitemap",
)
def page_missing(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A page that is not listed is found later, or never where few links lead to it.

    Pages that robots.txt forbids, and those that are not indexable, are not asked for.

    Fix: write the sitemap anew: `seokit sitemap`.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        <url><loc>https://example.org/oat</loc></url>
        </urlset>
    """
    if sitemap.sitemap is not None and sitemap.locs:
        for page in sitemap.missing():
            yield Hit(Fact(page))


@rule(
    "sitemap-noindex-listed",
    severity="error",
    evidence="documented",
    source=GOOGLE,
    checked="2026-11-26",
    message="{value} is listed, but its page is not to be indexed ({reason})",
    record="sitemap",
)
def noindex_listed(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A sitemap lists what is to be indexed; noindex says the opposite, and one of the two is a mistake.

    Drafts, and pages with a date in the future, count too.

    Fix: take the page out of the sitemap, or the noindex out of the page.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        no_index: true
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    """
    for key, locs in sitemap.listed.items():
        page = sitemap.by_key.get(key)
        if page is not None and page.not_indexable in UNWANTED:
            for loc in locs:
                yield Hit(sitemap.spot(loc), {"value": loc.loc, "reason": page.not_indexable})


@rule(
    "sitemap-noncanonical-listed",
    severity="warning",
    evidence="documented",
    source=GOOGLE,
    checked="2026-11-26",
    message="{value} is listed, but {reason}",
    record="sitemap",
)
def noncanonical_listed(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A sitemap lists canonical addresses; any other one is a vote against the page's own choice.

    Reported are pages that name another page as canonical, redirects, and addresses in another form than the
    page's own: scheme, slash at the end, case.

    Fix: list the canonical address.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        seo:
          canonical_url: /oat
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        <url><loc>https://example.org/oat</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        <url><loc>https://example.org/oat</loc></url>
        </urlset>
    """
    for key, locs in sitemap.listed.items():
        page = sitemap.by_key.get(key)
        if page is None:
            continue
        for loc in locs:
            reason = other_form(loc.loc, page)
            if reason:
                yield Hit(sitemap.spot(loc), {"value": loc.loc, "reason": reason}, related=(page.url,))


@rule(
    "sitemap-duplicate",
    severity="warning",
    evidence="documented",
    source=PROTOCOL,
    checked="2026-11-26",
    message="{value} is listed {times} times",
    record="sitemap",
)
def duplicate(sitemap: SitemapRecord) -> Iterator[Hit]:
    """An address that is listed twice says nothing more, and its dates may differ.

    Reported once, at the second place; forms of one address (a slash more, index.html) are the same.

    Fix: list each page once.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        <url><loc>https://example.org/rye/</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    """
    for locs in sitemap.listed.values():
        if len(locs) > 1:
            yield Hit(sitemap.spot(locs[1]), {"value": locs[1].loc, "times": len(locs)})


@rule(
    "sitemap-other-host",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked="2026-11-26",
    message="{value} is not on {limit}, where the sitemap is",
    record="sitemap",
)
def other_host(sitemap: SitemapRecord) -> Iterator[Hit]:
    """All addresses in a sitemap must be on its own host; crawlers drop the others.

    The host is that of the base URL, else that of the first address. `www.` is another host.

    Fix: list the addresses of this site, absolute, with one host.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        <url><loc>https://www.example.org/rye</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    """
    for loc in sitemap.locs:
        if sitemap.elsewhere(loc):
            yield Hit(sitemap.spot(loc), {"value": loc.loc, "limit": sitemap.host})


@rule(
    "sitemap-lastmod-future",
    severity="warning",
    evidence="documented",
    source=GOOGLE,
    checked="2026-11-26",
    message="{value} has not happened yet",
    record="sitemap",
)
def lastmod_future(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A page was not changed tomorrow. Crawlers that meet such dates stop to believe the others.

    Fix: write the date of the last change of the text, or none.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc><lastmod>2999-01-01</lastmod></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc><lastmod>2020-01-01</lastmod></url>
        </urlset>
    """
    for loc in sitemap.locs:
        day = parse_date(loc.lastmod) if loc.lastmod and not w3c_fault(loc.lastmod) else None
        if day is not None and day.date() > sitemap.settings.today:
            yield Hit(sitemap.spot(loc, lastmod=True), {"value": loc.lastmod})


@rule(
    "sitemap-lastmod-uniform",
    severity="info",
    evidence="documented",
    source=GOOGLE,
    checked="2026-11-26",
    message="{value} of {dated} dates are {day}: a build time, not a change",
    record="sitemap",
)
def lastmod_uniform(sitemap: SitemapRecord, *, share: float = 0.95, least: int = 100) -> Iterator[Hit]:
    """Where all pages changed on one day, the date is that of a build, and Google ignores dates that are not true.

    Judged from `least` dates on; `share` is from 0 to 1.

    Fix: write the date at which the text of the page last changed; `lastmod` in the config says where from.

    Bad:
        config: rules.sitemap-lastmod-uniform.least = 2
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc><lastmod>2026-01-02</lastmod></url>
        <url><loc>https://example.org/oat</loc><lastmod>2026-01-02T10:00:00Z</lastmod></url>
        </urlset>
    Good:
        config: rules.sitemap-lastmod-uniform.least = 2
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: oat.md
        title: Oat
        url: /oat
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc><lastmod>2026-01-02</lastmod></url>
        <url><loc>https://example.org/oat</loc><lastmod>2025-07-08</lastmod></url>
        </urlset>
    """
    days = Counter(loc.lastmod[:10] for loc in sitemap.locs if loc.lastmod)
    dated = days.total()
    if dated < least:
        return
    day, count = days.most_common(1)[0]
    if count >= share * dated:
        loc = next(loc for loc in sitemap.locs if loc.lastmod and loc.lastmod[:10] == day)
        values = {"value": count, "dated": f"{dated:,}", "day": day, "limit": share}
        yield Hit(sitemap.spot(loc, lastmod=True), values)


@rule(
    "sitemap-lastmod-invalid",
    severity="error",
    evidence="documented",
    source=PROTOCOL,
    checked="2026-11-26",
    message="{value} is no date that a sitemap may hold ({reason})",
    record="sitemap",
)
def lastmod_invalid(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A date in another form makes some crawlers refuse the whole file.

    lastmod is a W3C datetime, such as 2026-01-02 or 2026-01-02T10:00:00+00:00.

    Fix: write the date in that form.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc><lastmod>02.01.2026</lastmod></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc><lastmod>2026-01-02</lastmod></url>
        </urlset>
    """
    for loc in sitemap.locs:
        reason = w3c_fault(loc.lastmod) if loc.lastmod is not None else ""
        if reason:
            yield Hit(sitemap.spot(loc, lastmod=True), {"value": loc.lastmod, "reason": reason})


@rule(
    "sitemap-not-in-robots",
    severity="info",
    evidence="documented",
    source=ROBOTS,
    checked="2026-11-26",
    message="robots.txt does not name this sitemap",
    record="sitemap",
)
def not_in_robots(sitemap: SitemapRecord) -> Iterator[Hit]:
    """A sitemap that robots.txt names is found by every crawler. Where it names another one, one of them is forgotten.

    Fix: name it: `Sitemap: https://example.org/sitemap.xml`.

    Bad:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: robots.txt
        User-agent: *
        Disallow:
        Sitemap: https://example.org/old.xml
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    Good:
        config: base_url = "https://example.org"
        --- file: rye.md
        title: Rye
        url: /rye
        --- file: robots.txt
        User-agent: *
        Disallow:
        Sitemap: https://example.org/sitemap.xml
        --- file: sitemap.xml
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc>https://example.org/rye</loc></url>
        </urlset>
    """
    text = sitemap.settings.robots_txt
    if text is not None and sitemap.sitemap is not None:
        path = sitemap.sitemap.files[0].path
        named = {address.rpartition("/")[2] for address in parsed(text).sitemaps}
        if named and os.path.basename(path) not in named:  # noqa: PTH119
            yield Hit(Spot(path), {"value": path})
