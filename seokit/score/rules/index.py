"""Rules about what keeps a page out of the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seokit import urls
from seokit.model import Entry, Hit, Page, Text
from seokit.score.context import Context, SiteContext
from seokit.score.directives import EXPIRES, GOOGLE, directives, expiry_date, fault, robots_metas, says
from seokit.score.pairs import Pair, by_pair
from seokit.score.robots import ROBOT, forbidden
from seokit.score.rule import rule

NOINDEX = "https://developers.google.com/search/docs/crawling-indexing/block-indexing"
METAS = "https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag"
ROBOTS_TXT = "https://developers.google.com/search/docs/crawling-indexing/robots/intro"
PUBLISHED = "https://gohugo.io/content-management/front-matter/"
# Two directives of which one says what the other forbids.
OPPOSITES = (("noindex", "index"), ("nofollow", "follow"))
# Front matter keys that say from when on a page is not to be published (Hugo's names first).
EXPIRY_KEYS = ("expiryDate", "unpublishDate", "expirydate", "expiry_date", "expires")
FALSE = (False, "false", "no", "0", 0)


@rule(
    "index-noindex",
    severity="info",
    evidence="documented",
    source=NOINDEX,
    message="{value} asks to keep the page out of the index",
    when="noindex",
)
def noindex(page: Page) -> Iterator[Hit]:
    """A list of the pages that search engines are asked to leave out, so that none is there by accident.

    What the editor wants counts: any noindex key that is true, whether or not the template reads it
    (see `index-key-unknown`). Such a page counts for no score and is not in the sitemap.

    Fix: nothing, if it is meant so; else take the key out.

    Bad:
        title: How sour is rye?
        noIndex: true
    Good:
        title: How sour is rye?
    """
    if page.noindex:
        yield Hit(page.noindex[0], {"value": page.noindex[0].field})


@rule(
    "index-key-unknown",
    severity="warning",
    evidence="convention",
    source=NOINDEX,
    kind="source",
    message="by the config the template reads {read}, not {value}: the live page is indexed",
    when="noindex",
)
def key_unknown(page: Page, ctx: Context) -> Iterator[Hit]:
    """The editor switched indexing off with a key that the site's template never looks at.

    Only where the preset or the config states which keys are read (`noindex_read_by_template`), and only
    where none of those is on beside it.

    Fix: rename the key to the one that the template reads.

    Bad:
        title: How sour is rye?
        no_index: true
    Good:
        title: How sour is rye?
        noIndex: true
    """
    read = ctx.section.noindex_read_by_template
    if not page.noindex or not read or any(text.field in read for text in page.noindex):
        return
    for text in page.noindex[:1]:
        yield Hit(text, {"value": text.field, "read": " or ".join(read)})


@rule(
    "index-conflict",
    severity="error",
    evidence="self-evident",
    message="{value}, but {other}",
)
def conflict(page: Page, ctx: Context) -> Iterator[Hit]:
    """The page says in one place that it may be indexed, and in another that it may not.

    In a built page: robots and googlebot metas, several of a name, or one that contradicts itself
    (`index, noindex`). Only words that stand there count: a googlebot meta with noindex beside a robots
    meta that says nothing of the index is a choice. Google then takes the stricter one. In front matter:
    of the keys for noindex one is true, another false.

    Fix: decide, and say it once.

    Bad:
        <meta name="robots" content="index, follow">
        <meta name="googlebot" content="noindex">
    Good:
        <meta name="robots" content="noindex">
    """
    if page.html is None:
        yield from keys_in_conflict(page, ctx)
        return
    metas = [(tag, says(tag)) for tag in robots_metas(page, GOOGLE)]
    for forbids, allows in OPPOSITES:
        no = next((tag for tag, words in metas if forbids in words), None)
        yes = next((tag for tag, words in metas if allows in words), None)
        if no and yes:
            value = f"{no.key} says {forbids}"
            other = f"also {allows}" if no is yes else f"{yes.key} says {allows}"
            yield Hit(no.value, {"value": value, "other": other})
            return


def keys_in_conflict(page: Page, ctx: Context) -> Iterator[Hit]:
    """A noindex key of the front matter that is false beside one that is true."""
    if not page.noindex:
        return
    keys = ctx.section.fields.get("noindex", ())
    for entry in page.entries:
        if entry.name in keys and entry.value in FALSE:
            on = page.noindex[0]
            value = f"{on.field} is {on.value or 'true'}"
            yield Hit(entry, {"value": value, "other": f"{entry.name} is {entry.raw}"})
            return


@rule(
    "index-robots-invalid",
    severity="warning",
    evidence="documented",
    source=METAS,
    message='robots directive "{value}" {reason}',
    field="html",
)
def robots_invalid(page: Page) -> Iterator[Hit]:
    """A directive that is misspelled is ignored: a page meant to be hidden is indexed.

    Known are Google's directives, those of Bing and Yandex, and those that search engines knew once.

    Fix: write the directive as the documentation does, with commas between several.

    Bad:
        <meta name="robots" content="no-index, follow">
    Good:
        <meta name="robots" content="noindex, follow">
    """
    for tag in robots_metas(page):
        for directive in directives(tag.value.value):
            reason = fault(directive)
            if reason:
                yield Hit(tag.value, {"value": directive.written, "reason": reason})
                break


@rule(
    "index-snippet-blocked",
    severity="info",
    evidence="documented",
    source=METAS,
    message="{value} keeps the page's text out of the results",
    field="html",
)
def snippet_blocked(page: Page) -> Iterator[Hit]:
    """With nosnippet, or max-snippet:0, a result shows the title alone; nor may Google's answers quote the page.

    A list of such pages, so that none is there by accident. Pages with noindex are not in the results at all.

    Fix: nothing, if it is meant so; else take the directive out.

    Bad:
        <meta name="robots" content="nosnippet">
    Good:
        <meta name="robots" content="max-snippet:-1">
    """
    if page.noindex:
        return
    for tag in robots_metas(page, GOOGLE):
        for directive in directives(tag.value.value):
            if directive.name == "nosnippet" or (directive.name == "max-snippet" and directive.value == "0"):
                yield Hit(tag.value, {"value": directive.written})
                return


@rule(
    "index-expired",
    severity="warning",
    evidence="convention",
    source=METAS,
    message="the page has been out of date since {value}",
)
def expired(page: Page, ctx: Context) -> Iterator[Hit]:
    """The day from which the page should be gone has passed, and it is still here.

    In a built page that is `unavailable_after` in a robots meta, after which Google drops it. In front matter
    it is `expiryDate` or `unpublishDate` (Hugo), `expiry_date` or `expires`.

    Fix: delete the page and redirect its address, or move the day.

    Bad:
        title: Bread fair 2024
        expiryDate: 2024-06-30
    Good:
        title: Bread fair 2024
    """
    for where, written in expiries(page):
        moment = expiry_date(written)
        if moment is not None and moment.date() < ctx.today:
            yield Hit(where, {"value": written})
            return


def expiries(page: Page) -> Iterator[tuple[Text | Entry, str]]:
    """The days after which the page is not to be shown, as written."""
    for tag in robots_metas(page):
        for directive in directives(tag.value.value):
            if directive.name == EXPIRES:
                yield tag.value, directive.value
    if page.html is None and any(key in page.fields for key in EXPIRY_KEYS):
        for entry in page.entries:
            if entry.name in EXPIRY_KEYS and entry.value:
                yield entry, str(entry.value)


@rule(
    "index-blocked-by-robots",
    severity="warning",
    evidence="documented",
    source=ROBOTS_TXT,
    message="robots.txt keeps {robot} from {value}",
    field="url",
)
def blocked_by_robots(page: Page, ctx: Context) -> Iterator[Hit]:
    """A page that robots.txt forbids is not read; its address may be indexed nevertheless, without its text.

    The robots.txt of the site is taken (in a built folder, or where generators copy it from), as Googlebot
    reads it. Drafts are not judged, and a page with noindex is `index-blocked-and-noindex`.

    Fix: take the rule out of robots.txt; to hide the page, use noindex instead.

    Bad:
        --- file: robots.txt
        User-agent: *
        Disallow: /learn/
        --- file: learn/rye/index.html
        <title>How sour is rye?</title>
    Good:
        --- file: robots.txt
        User-agent: *
        Disallow: /search/
        --- file: learn/rye/index.html
        <title>How sour is rye?</title>
    """
    if page.url and not page.noindex and not page.draft and forbidden(page.url, ctx.settings):
        path = urls.key(page.url, ctx.settings.base_url)
        yield Hit(page.url_field or page.title, {"value": path, "robot": ROBOT})


@rule(
    "index-blocked-and-noindex",
    severity="warning",
    evidence="documented",
    source=NOINDEX,
    message="robots.txt keeps {robot} from {value}, so that it never sees the noindex",
    field="url",
)
def blocked_and_noindex(page: Page, ctx: Context) -> Iterator[Hit]:
    """A crawler that may not read the page does not see its noindex: the address can stay in the index.

    Fix: allow the page in robots.txt until it is out of the index; then block it, if need be.

    Bad:
        --- file: robots.txt
        User-agent: *
        Disallow: /learn/
        --- file: learn/rye/index.html
        <title>How sour is rye?</title>
        <meta name="robots" content="noindex">
    Good:
        --- file: robots.txt
        User-agent: *
        Disallow: /search/
        --- file: learn/rye/index.html
        <title>How sour is rye?</title>
        <meta name="robots" content="noindex">
    """
    if page.url and page.noindex and not page.draft and forbidden(page.url, ctx.settings):
        yield Hit(page.noindex[0], {"value": urls.key(page.url, ctx.settings.base_url), "robot": ROBOT})


@rule(
    "index-draft-published",
    severity="error",
    evidence="documented",
    source=PUBLISHED,
    message="the page is a draft, and {value} is published",
    kind="source",
    groups=by_pair,
)
def draft_published(found: Sequence[Pair], _ctx: SiteContext) -> Iterator[Hit]:
    """What somebody marked as not finished is on the site for everybody to read and to index.

    Where sources and built pages are audited together: the source is a draft, and its URL has a built page.

    Fix: take `draft` out if the page is finished; else build without drafts, and delete the built file.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        draft: true
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    """
    for pair in found:
        if pair.source and pair.built and pair.source.page.not_indexable == "draft":
            yield Hit(pair.source, {"value": pair.built.page.url}, related=[pair.built.page.path])


@rule(
    "index-future-date",
    severity="warning",
    evidence="documented",
    source=PUBLISHED,
    message="the page is dated {date}, after today, and {value} is published",
    kind="source",
    groups=by_pair,
)
def future_date(found: Sequence[Pair], _ctx: SiteContext) -> Iterator[Hit]:
    """A page of the future is on the site already: before its time, or under a wrong date.

    Where sources and built pages are audited together. What only the source shows is `date-future`.

    Fix: correct the date, or build without future pages and delete the built file.

    Bad:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        date: 2999-01-01
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    Good:
        --- file: content/rye.md
        title: How sour is rye?
        url: /rye/
        date: 2024-01-01
        --- file: public/rye/index.html
        <title>How sour is rye?</title>
    """
    for pair in found:
        if pair.source and pair.built and pair.source.page.not_indexable == "future date":
            written = {"value": pair.built.page.url, "date": pair.source.page.last_modified}
            yield Hit(pair.source, written, related=[pair.built.page.path])
