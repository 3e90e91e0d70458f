"""Decides every value of a page's head, with where it comes from; the template only prints.

    made = head(page, settings)             # or head(page, settings, site): with breadcrumbs
    made.tags                               # Tag(kind, attribute, name, content, source, hreflang), in order
    made.graph                              # the JSON-LD as plain data, None where the page has no address
    made.script                             # the same as text that is safe inside <script>
    render_head(made)                       # HTML: the tags, then the JSON-LD script

`site` is a `generate.site.Site`: which pages there are and what they are called. Fill it with
`site.add(crumb(page, settings))` for every page. A tag whose value is not known is not written.
head_values.py has the chains, jsonld.py the graph. Sources: https://ogp.me,
https://developers.google.com/search/docs/appearance/title-link,
https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag,
https://developer.x.com/en/docs/x-for-websites/cards/overview/markup (X reads og:title, og:description and
og:image where its own tags are missing, so these are written only where a page has others for X; of
twitter:card, :site, :creator and :image:alt there is no other form).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from seokit.generate import jsonld
from seokit.generate.head_values import NOTHING, Value, Values, locale
from seokit.generate.reports.concise import terminal_safe
from seokit.generate.site import Crumb, Site
from seokit.generate.templates import render
from seokit.model import Page, Settings

MAX_TAGS = (
    6  # of article:tag: more dilute the few that count (FACTS of the field; Yoast and others do the same)
)
# What [head.verification] of the config calls a service → the name of its meta tag, for the home page.
VERIFICATION = {
    "google": "google-site-verification",
    "bing": "msvalidate.01",
    "yandex": "yandex-verification",
    "baidu": "baidu-site-verification",
    "pinterest": "p:domain_verify",
    "facebook": "facebook-domain-verification",
}
_UNPUBLISHED = frozenset({"draft", "future date"})


class Tag(Struct, frozen=True, omit_defaults=True, gc=False):
    """One head tag: `attribute` is name, property or rel, `name` that attribute's value; none in a title.

    `hreflang` is the language of a link rel=alternate.
    """

    kind: Literal["title", "meta", "link"]
    attribute: str
    name: str
    content: str
    source: str
    hreflang: str = ""


class Head(Struct, frozen=True):
    """The head tags of one page, in the order in which they are printed, and its JSON-LD graph."""

    tags: tuple[Tag, ...]
    graph: dict[str, Any] | None = None

    @property
    def script(self) -> str:
        """The graph as JSON that can stand in a script element; "" without one."""
        return jsonld.script(self.graph) if self.graph else ""


def head(page: Page, settings: Settings, site: Site | None = None) -> Head:
    """Decide the head of a page. Never raises for odd values: what cannot be used is left out.

    Without `site` there are no breadcrumbs.
    """
    made, own = head_and_crumb(page, settings)
    return with_trail(made, own, site) if site else made


def head_and_crumb(page: Page, settings: Settings) -> tuple[Head, Crumb | None]:
    """The head without breadcrumbs, and the page's own crumb: for a site that is read once, page by page."""
    values = Values(page, settings)
    return Head(tuple(_tags(values)), jsonld.graph(values)), _crumb(values)


def with_trail(made: Head, own: Crumb | None, site: Site) -> Head:
    """The head with the breadcrumbs that lead to the page; `own` is its crumb."""
    if made.graph is None or own is None or not (trail := site.trail(own.url)):
        return made
    return Head(made.tags, jsonld.with_trail(made.graph, own.name, trail))


def crumb(page: Page, settings: Settings) -> Crumb | None:
    """The page as a breadcrumb; None where it has no address, no name, or is not published."""
    return _crumb(Values(page, settings))


def _crumb(values: Values) -> Crumb | None:
    if not values.url or not values.headline or values.page.not_indexable in _UNPUBLISHED:
        return None
    return Crumb(values.headline.content, values.url)


def render_head(made: Head, templates: str = "") -> str:
    """The tags and the JSON-LD as HTML, from `head.html.j2`; `templates` is a folder whose files replace ours.

    Raises BadTemplateError for a template that is broken.
    """
    return render("head.html.j2", {"tags": made.tags, "jsonld": made.script}, templates).rstrip("\n")


def explain_head(made: Head, width: int = 0) -> str:
    """A table of tag, value and source, a tag a line, no wider than `width` (default: the terminal's).

    A value that is too long is cut; the tag and the source are always whole.
    """
    rows = [("tag", "value", "source")]
    rows += [
        (terminal_safe(_label(tag)), terminal_safe(tag.content), terminal_safe(tag.source))
        for tag in made.tags
    ]
    first, second, third = (max(len(row[column]) for row in rows) for column in (0, 1, 2))
    second = max(min(second, (width or shutil.get_terminal_size().columns) - first - third - 4), 12)
    return "\n".join(
        f"{name:<{first}}  {_short(value, second):<{second}}  {source}" for name, value, source in rows
    )


# -- the tags in their order ---------------------------------------------------------------------------


def _tags(values: Values) -> Iterator[Tag]:
    """All known tags in order."""
    yield from _known("title", "", ("", values.title))
    yield from _known("meta", "name", ("description", values.description))
    yield from _known("link", "rel", ("canonical", values.canonical))
    for lang, address in values.alternates:
        yield Tag("link", "rel", "alternate", address, "alternates of the page", lang)
    yield from _known("link", "rel", ("prev", values.linked("prev")), ("next", values.linked("next")))
    yield from _known(
        "meta",
        "name",
        ("robots", values.robots),
        ("keywords", values.keywords),
        ("author", values.author),
        *(_verification(values) if values.is_home else ()),
    )
    yield from _known("meta", "property", *_open_graph(values))
    yield from _known("meta", "name", *_twitter(values))


def _verification(values: Values) -> Iterator[tuple[str, Value]]:
    codes = values.settings.head.verification
    for service, name in VERIFICATION.items():
        yield name, values.given(codes.get(service, ""), f"verification.{service}")


def _open_graph(values: Values) -> Iterator[tuple[str, Value]]:
    picture = values.picture
    measured = picture.url if picture.width else NOTHING
    yield "og:title", values.social_title
    yield "og:description", values.social_description
    yield "og:type", values.kind
    yield "og:url", values.canonical
    yield "og:site_name", values.site_name
    yield "og:locale", values.locale
    for other in dict.fromkeys(found for lang, _ in values.alternates if (found := locale(lang))):
        if other != values.locale.content:
            yield "og:locale:alternate", Value(other, "alternates of the page")
    yield "og:image", picture.url
    yield "og:image:alt", picture.alt
    if measured:
        yield "og:image:width", Value(str(picture.width), "the image's file")
        yield "og:image:height", Value(str(picture.height), "the image's file")
        yield "og:image:type", Value(picture.type, "the image's file")
    if values.kind.content == "article":
        yield "article:published_time", values.published_time
        yield "article:modified_time", values.modified_time
        for author in values.authors:
            yield "article:author", Value(author.name, values.author.source)
        yield "article:section", values.section
        for tag in values.tags[:MAX_TAGS]:
            yield "article:tag", Value(tag, "tags")


def _twitter(values: Values) -> Iterator[tuple[str, Value]]:
    picture, settings = values.picture, values.settings.head
    shown = "summary_large_image" if picture.url else "summary"
    chosen = Value(shown, "an image is known" if picture.url else "no image is known")
    yield "twitter:card", values.own("twitter:card") or chosen
    for name, same in (("title", values.social_title), ("description", values.social_description)):
        own = values.own(f"twitter:{name}")
        yield f"twitter:{name}", own if own.content != same.content else NOTHING
    image = values.pictured(values.own("twitter:image").content, "twitter:image")
    yield "twitter:image", image if image.content != picture.url.content else NOTHING
    yield "twitter:image:alt", values.own("twitter:image:alt") or picture.alt
    yield "twitter:site", values.own("twitter:site") or values.given(settings.twitter, "twitter")
    creator = values.given(settings.twitter_creator, "twitter_creator")
    yield "twitter:creator", values.own("twitter:creator") or creator


def _known(
    kind: Literal["title", "meta", "link"], attribute: str, *values: tuple[str, Value]
) -> Iterator[Tag]:
    """The tags whose values are known."""
    for name, value in values:
        if value.content:
            yield Tag(kind, attribute, name, value.content, value.source)


def _label(tag: Tag) -> str:
    return f"{tag.name} {tag.hreflang}" if tag.hreflang else tag.name or tag.kind


def _short(value: str, width: int) -> str:
    return value if len(value) <= width else value[: width - 1] + "…"
