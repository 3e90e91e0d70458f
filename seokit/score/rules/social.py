"""Rules about how a link to the page looks where it is shared: Open Graph and X's cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

from seokit import urls
from seokit.model import Hit, Page, Text
from seokit.score.context import Context
from seokit.score.rule import rule
from seokit.score.where import of_tag

OPEN_GRAPH = "https://ogp.me/"
CARDS = "https://developer.x.com/cards/markup"
FACEBOOK = "https://developers.facebook.com/docs/sharing/webmasters/"

CARD_TYPES = frozenset({"summary", "summary_large_image", "app", "player"})
LOCALE = re.compile(r"[a-z]{2,3}_(?:[A-Z]{2}|[0-9]{3}|[A-Z][a-z]{3}(?:_[A-Z]{2})?)")
# Open Graph's arrays, https://ogp.me/#array: only these properties may stand once.
SINGLE = (
    "og:title",
    "og:description",
    "og:type",
    "og:url",
    "og:site_name",
    "og:locale",
    "twitter:card",
    "twitter:title",
    "twitter:description",
    "twitter:image",
)


def first(ctx: Context, key: str) -> Text | None:
    """The place of the first meta of this name, which says nothing; None without one."""
    return of_tag(ctx.metas[key][0]) if key in ctx.metas else None


@rule(
    "social-title-missing",
    severity="info",
    evidence="convention",
    source=OPEN_GRAPH,
    message="the page has no og:title",
    field="html",
    once=True,
)
def title_missing(page: Page, ctx: Context) -> Iterator[Hit]:
    """Where a link is shared, its card shows og:title; without one, services take the title with the site's name.

    `twitter:title` alone does not count, since only X reads it. A page without any title is title-missing.

    Fix: write `<meta property="og:title" content="…">` into the head.

    Bad:
        <title>Rye bread | Example</title>
    Good:
        <title>Rye bread | Example</title><meta property="og:title" content="Rye bread">
    """
    if page.title and not page.title.blank and not ctx.meta("og:title"):
        yield Hit(first(ctx, "og:title"))


@rule(
    "social-description-missing",
    severity="info",
    evidence="convention",
    source=OPEN_GRAPH,
    message="the page has no og:description",
    field="html",
    once=True,
)
def description_missing(page: Page, ctx: Context) -> Iterator[Hit]:
    """A card without a description shows the meta description, cut, or the first words of the page.

    A page that has no meta description either is description-missing.

    Fix: write `<meta property="og:description" content="…">` into the head.

    Bad:
        <meta name="description" content="Why rye bread keeps for a week, and how to keep it for two.">
    Good:
        <meta property="og:description" content="Why rye bread keeps.">
    """
    if ctx.meta("og:description"):
        return
    if page.description and not page.description.blank:
        yield Hit(first(ctx, "og:description"))


@rule(
    "social-image-missing",
    severity="warning",
    evidence="convention",
    source=OPEN_GRAPH,
    message="the page has no og:image",
    field="html",
    once=True,
)
def image_missing(_page: Page, ctx: Context) -> Iterator[Hit]:
    """Links with a picture are seen; without og:image, services pick any image of the page, or none.

    Fix: write `<meta property="og:image" content="https://…">` into the head; one image for the site will do.

    Bad:
        <meta property="og:title" content="Rye bread">
    Good:
        <meta property="og:image" content="https://example.org/rye.jpg">
    """
    if not ctx.meta("og:image", "og:image:url", "og:image:secure_url"):
        yield Hit(first(ctx, "og:image"))


@rule(
    "social-url-mismatch",
    severity="warning",
    evidence="convention",
    source=FACEBOOK,
    message="og:url is {value}, the canonical {canonical}",
    field="html",
)
def url_mismatch(page: Page, ctx: Context) -> Iterator[Hit]:
    """Likes and shares are counted under og:url; it should name the page that search engines index.

    A slash at the end makes no difference. Without a canonical, nothing is compared.

    Fix: write the canonical URL into both.

    Bad:
        <link rel="canonical" href="https://example.org/rye">
        <meta property="og:url" content="https://example.org/">
    Good:
        <link rel="canonical" href="https://example.org/rye">
        <meta property="og:url" content="https://example.org/rye">
    """
    if page.canonical is None or page.canonical.blank:
        return
    base = ctx.settings.base_url
    shared, canonical = ctx.meta("og:url"), page.canonical.value.strip()
    if shared and shared != canonical and urls.key(shared, base) != urls.key(canonical, base):
        yield Hit(of_tag(ctx.metas["og:url"][0]), {"value": shared, "canonical": canonical})


@rule(
    "social-card-invalid",
    severity="warning",
    evidence="convention",
    source=CARDS,
    message='twitter:card is "{value}", which is no type of card',
    field="html",
)
def card_invalid(_page: Page, ctx: Context) -> Iterator[Hit]:
    """X knows four types of card: summary, summary_large_image, app and player. Of another it shows none.

    Fix: write summary_large_image, or summary.

    Bad:
        <meta name="twitter:card" content="large">
    Good:
        <meta name="twitter:card" content="summary_large_image">
    """
    for tag in ctx.metas.get("twitter:card", ())[:1]:
        if tag.value.value.strip() not in CARD_TYPES:
            yield Hit(of_tag(tag), {"value": tag.value.value})


@rule(
    "social-image-relative",
    severity="warning",
    evidence="documented",
    source=OPEN_GRAPH,
    message="{name} is {value}, not an absolute URL",
    field="html",
)
def image_relative(_page: Page, ctx: Context) -> Iterator[Hit]:
    """Services read the tag without knowing the page's address, and show no image for a relative one.

    Fix: write the whole URL, with https:// and the host.

    Bad:
        <meta property="og:image" content="/rye.jpg">
    Good:
        <meta property="og:image" content="https://example.org/rye.jpg">
    """
    for name in ("og:image", "twitter:image"):
        for tag in ctx.metas.get(name, ()):
            value = tag.value.value.strip()
            if value and not value.lower().startswith(("http://", "https://")):
                yield Hit(of_tag(tag), {"name": name, "value": value})
                return


@rule(
    "social-locale-invalid",
    severity="info",
    evidence="convention",
    source=OPEN_GRAPH,
    message='{name} is "{value}", not a language and a territory such as en_US',
    field="html",
)
def locale_invalid(_page: Page, ctx: Context) -> Iterator[Hit]:
    """Open Graph writes a locale with an underscore and a territory; `en-US`, as HTML has it, is none.

    Fix: write the language in small and the territory in capital letters, with an underscore between them.

    Bad:
        <meta property="og:locale" content="en-US">
    Good:
        <meta property="og:locale" content="en_US">
    """
    for name in ("og:locale", "og:locale:alternate"):
        for tag in ctx.metas.get(name, ()):
            if not LOCALE.fullmatch(tag.value.value.strip()):
                yield Hit(of_tag(tag), {"name": name, "value": tag.value.value})
                return


@rule(
    "social-duplicate",
    severity="warning",
    evidence="convention",
    source=OPEN_GRAPH,
    message="{value} stands {times} times{more}",
    field="html",
)
def duplicate(_page: Page, ctx: Context) -> Iterator[Hit]:
    """Two tags for one thing: which of them a service shows is anybody's guess; often two plugins write them.

    Properties that may be repeated (og:image, og:locale:alternate, article:tag …) are left alone.

    Fix: find what writes the second one, and switch it off there.

    Bad:
        <meta property="og:title" content="Rye bread"><meta property="og:title" content="Rye">
    Good:
        <meta property="og:title" content="Rye bread"><meta property="article:tag" content="rye">
    """
    twice = [(name, found) for name in SINGLE if len(found := ctx.metas.get(name, [])) > 1]
    if twice:
        name, found = twice[0]
        more = f", and {len(twice) - 1} more tags too" if len(twice) > 1 else ""
        yield Hit(of_tag(found[1]), {"value": name, "times": len(found), "more": more})
