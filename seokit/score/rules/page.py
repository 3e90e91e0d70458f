"""Rules about the HTML document as a whole: what browsers and crawlers need before they read the content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seokit.model import Hit, Link, Page
from seokit.score.context import Context
from seokit.score.rule import rule
from seokit.score.where import is_lost, of_tag

LIGHTHOUSE = "https://developer.chrome.com/docs/lighthouse"
VALID_HEAD = "https://developers.google.com/search/docs/crawling-indexing/valid-page-metadata"
GOOGLEBOT = "https://developers.google.com/search/docs/crawling-indexing/googlebot"
REDIRECTS = "https://developers.google.com/search/docs/crawling-indexing/301-redirects"
MIXED = "https://developer.mozilla.org/en-US/docs/Web/Security/Mixed_content"
IDS = "https://html.spec.whatwg.org/multipage/dom.html#the-id-attribute"

SECONDS = re.compile(r"\s*(\d+)")


@rule(
    "page-viewport-missing",
    severity="info",
    evidence="convention",
    source=f"{LIGHTHOUSE}/pwa/viewport",
    message="the page has no viewport {what}",
    field="html",
    once=True,
)
def viewport_missing(_page: Page, ctx: Context) -> Iterator[Hit]:
    """Without a viewport, phones lay the page out for a desktop's width and shrink it until nobody can read it.

    The tag counts if it sets a width or an initial scale.

    Fix: write `<meta name="viewport" content="width=device-width, initial-scale=1">` into the head.

    Bad:
        <title>Rye bread</title>
    Good:
        <title>Rye bread</title><meta name="viewport" content="width=device-width, initial-scale=1">
    """
    found = ctx.metas.get("viewport")
    if not found:
        yield Hit(None, {"what": "tag"})
    elif not any(word in tag.value.value.lower() for tag in found for word in ("width", "initial-scale")):
        yield Hit(of_tag(found[0]), {"what": "width", "value": found[0].value.value})


@rule(
    "page-charset-missing",
    severity="warning",
    evidence="documented",
    source=f"{LIGHTHOUSE}/best-practices/charset",
    message="the page declares no character encoding{late}",
    field="html",
    once=True,
)
def charset_missing(page: Page, *, limit: int = 1024) -> Iterator[Hit]:
    """Where neither the server nor the page names the encoding, browsers guess: `é` may become `Ã©`.

    Browsers look for the tag in the first `limit` bytes only; characters are counted here. A byte order mark
    counts as a declaration. A header that the server sends would do too, but a file cannot tell.

    Fix: make `<meta charset="utf-8">` the first tag in the head.

    Bad:
        <!doctype html><html lang="en"><head><title>Rye bread</title></head><body>Rye</body></html>
    Good:
        <title>Rye bread</title>
    """
    html = page.html
    if html is None or html.bom:
        return
    for tag in html.tags:
        if tag.kind == "meta" and (
            tag.attribute == "charset"
            or (tag.key == "content-type" and "charset=" in tag.value.value.lower().replace(" ", ""))
        ):
            if tag.span is not None and tag.span.end > limit:
                late = f" in its first {limit} bytes"
                yield Hit(of_tag(tag), {"late": late, "value": tag.span.end})
            return
    yield Hit(None, {"late": ""})


@rule(
    "page-head-broken",
    severity="error",
    evidence="documented",
    source=VALID_HEAD,
    message="<{value}> ends the head: {lost}",
    field="html",
    when="html.head_breaker",
)
def head_broken(page: Page) -> Iterator[Hit]:
    """An element that may not stand in the head ends it. Browsers and Google take what follows as the body.

    Only title, meta, link, script, style, base, noscript and template may stand there. Reported where a tag
    that belongs into the head comes after such an element; that it stands outside the head is not said again.

    Fix: move the element into the body.

    Bad:
        <title>Rye bread</title><img src="pixel.gif" alt=""><meta name="description" content="On rye.">
    Good:
        <title>Rye bread</title><meta name="description" content="On rye."><body><img src="pixel.gif" alt="">
        </body>
    """
    html = page.html
    if html is None or html.head_breaker is None or html.head_breaker.span is None:
        return
    lost = [tag.key or "title" for tag in html.tags if is_lost(tag, html.head_breaker)]
    if lost:
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
        values = {"value": html.head_breaker.value, "lost": f"{', '.join(lost[:3])}{more} come too late"}
        yield Hit(html.head_breaker, values)


@rule(
    "page-duplicate-id",
    severity="info",
    evidence="convention",
    source=IDS,
    message='id="{id}" stands more than once{more}',
    field="html",
    when="html.repeated_ids",
)
def duplicate_id(page: Page) -> Iterator[Hit]:
    """An id names one element; links, labels and scripts find only the first of two.

    One finding a page, at the first id that is used again.

    Fix: give each element an id of its own, or use a class.

    Bad:
        <body><h2 id="rye">Rye</h2><p id="rye">Rye bread keeps.</p></body>
    Good:
        <body><h2 id="rye">Rye</h2><p id="rye-keeps">Rye bread keeps.</p></body>
    """
    if page.html is None or not page.html.repeated_ids:
        return
    first = page.html.repeated_ids[0]
    names = {text.value for text in page.html.repeated_ids}
    more = f", and {len(names) - 1} more ids" if len(names) > 1 else ""
    yield Hit(first, {"id": first.value, "more": more, "value": len(names)})


@rule(
    "page-mixed-content",
    severity="warning",
    evidence="documented",
    source=MIXED,
    message="<{element}> loads {value} without encryption{more}",
    field="html",
    when="html.resources",
)
def mixed_content(page: Page) -> Iterator[Hit]:
    """A page served by https that loads by http: browsers block scripts and frames, and warn of the rest.

    The page is taken to be served by https if its URL, or else its canonical, says so. One finding a page.

    Fix: load it by https, or from your own site.

    Bad:
        <link rel="canonical" href="https://example.org/rye">
        <body><img src="http://example.org/rye.jpg" alt="Rye"></body>
    Good:
        <link rel="canonical" href="https://example.org/rye">
        <body><img src="https://example.org/rye.jpg" alt="Rye"></body>
    """
    if page.html is None or not secure(page):
        return
    found = [one for one in page.html.resources if one.href.lstrip()[:7].lower() == "http://"]
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield Hit(found[0], {"element": element(found[0]), "value": found[0].href, "more": more})


def element(resource: Link) -> str:
    """The name of the element that loads a resource."""
    return resource.text or "link"


def secure(page: Page) -> bool:
    """Whether the page is served by https, as far as it says."""
    for address in (page.url or "", page.canonical.value.strip() if page.canonical else ""):
        if "://" in address:
            return address.lower().startswith("https:")
    return False


@rule(
    "page-too-large",
    severity="warning",
    evidence="documented",
    source=GOOGLEBOT,
    message="the file has {value} bytes, more than {limit}",
    field="html",
)
def too_large(page: Page, *, limit: int = 2_000_000) -> Iterator[Hit]:
    """Googlebot reads the first 2 MB of a page, before compression; what comes later is not indexed.

    Fix: move embedded images, styles, scripts and data into files of their own.

    Bad:
        config: rules.page-too-large.limit = 100
        <title>Rye bread</title><style>body { color: black; background: white }</style>
    Good:
        <title>Rye bread</title><style>body { color: black; background: white }</style>
    """
    if page.html is not None and page.html.size > limit:
        yield Hit(None, {"value": page.html.size})


@rule(
    "page-meta-refresh",
    severity="warning",
    evidence="documented",
    source=REDIRECTS,
    message="the page {does} after {value} seconds",
    field="html",
)
def meta_refresh(page: Page) -> Iterator[Hit]:
    """A page that leaves or reloads while somebody reads it loses them; Google takes it for a temporary redirect.

    An immediate refresh to another address is how a static site redirects; such a page is none of its own and
    is not judged.

    Fix: redirect on the server, or at once; let a script renew what changes.

    Bad:
        <meta http-equiv="refresh" content="5; url=https://example.org/rye">
    Good:
        <meta http-equiv="x-ua-compatible" content="IE=edge">
    """
    if page.html is None:
        return
    for tag in page.html.of("meta", "refresh"):
        found = SECONDS.match(tag.value.value)
        if tag.attribute != "http-equiv" or found is None:
            continue
        leaves = "url" in tag.value.value.lower() or "/" in tag.value.value
        if int(found[1]) or not leaves:
            yield Hit(
                of_tag(tag), {"does": "goes elsewhere" if leaves else "reloads", "value": int(found[1])}
            )
        return


@rule(
    "page-doctype-missing",
    severity="info",
    evidence="convention",
    source=f"{LIGHTHOUSE}/best-practices/doctype",
    message="the page has no doctype",
    field="html",
    once=True,
)
def doctype_missing(page: Page) -> Iterator[Hit]:
    """Without a doctype, browsers fall back to the layout bugs of the nineties (quirks mode).

    Fix: begin the file with `<!doctype html>`.

    Bad:
        <html lang="en"><head><title>Rye bread</title></head><body>Rye</body></html>
    Good:
        <!doctype html><html lang="en"><head><title>Rye bread</title></head><body>Rye</body></html>
    """
    if page.html is not None and not page.html.doctype:
        yield Hit(None)
