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
from collections.abc import Callable, Container, Iterable, Iterator
from operator import attrgetter
from typing import Any, Literal

from msgspec import Struct

from seokit.generate import jsonld
from seokit.generate.head_html import script_line, tag_lines
from seokit.generate.head_values import NOTHING, Value, Values, locale
from seokit.generate.site import Crumb, Site
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
    return head_of(values), crumb_of(values)


def head_of(values: Values, there: Container[str] = (), known: frozenset[str] = frozenset()) -> Head:
    """The head without breadcrumbs, as far as it is not there: nothing is decided in vain.

    `there` holds groups of tags, as `tag_key` names them, an image's under the image; `known` names of nodes, as
    `inject.plan.names` gives them: an article that is known may be left out.
    """
    return Head(tuple(_tags(values, there)), jsonld.graph(values, known))


def with_trail(made: Head, own: Crumb | None, site: Site) -> Head:
    """The head with the breadcrumbs that lead to the page; `own` is its crumb."""
    if made.graph is None or own is None or not (trail := site.trail(own.url)):
        return made
    return Head(made.tags, jsonld.with_trail(made.graph, own.name, trail))


def crumb(page: Page, settings: Settings) -> Crumb | None:
    """The page as a breadcrumb; None where it has no address, no name, or is not published."""
    return crumb_of(Values(page, settings))


def crumb_of(values: Values) -> Crumb | None:
    """The same of a page whose values are being decided."""
    if not values.url or not values.headline or values.page.not_indexable in _UNPUBLISHED:
        return None
    return Crumb(values.headline.content, values.url)


def render_head(made: Head, templates: str = "") -> str:
    """The tags and the JSON-LD as HTML; `templates` is a folder that may have a `head.html.j2` of its own.

    Raises BadTemplateError for a template that is broken.
    """
    if not templates:
        lines = tag_lines(made.tags)
        return "\n".join([*lines, script_line(made.script)] if made.graph else lines)
    from seokit.generate.templates import render

    return render("head.html.j2", {"tags": made.tags, "jsonld": made.script}, templates).rstrip("\n")


def explain_head(made: Head, width: int = 0) -> str:
    """A table of tag, value and source, a tag a line, no wider than `width` (default: the terminal's).

    A value that is too long is cut; the tag and the source are always whole.
    """
    from seokit.generate.reports.concise import terminal_safe

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

Kind = Literal["title", "meta", "link"]
Row = tuple[str, Kind, str, str, Callable[[Values], Value]]  # key, kind, attribute, name, what decides it


def tag_key(kind: str, name: str, hreflang: str = "") -> str:
    """What a tag is known by: title, meta by name, link by rel, an alternate by its language."""
    if hreflang:
        return f"hreflang {hreflang.lower()}"
    return f"{kind} {name.lower()}" if name else kind


def _rows(kind: Kind, attribute: str, names: dict[str, str]) -> tuple[Row, ...]:
    """Tags by the property of Values that decides each."""
    return tuple((tag_key(kind, name), kind, attribute, name, attrgetter(of)) for name, of in names.items())


def _own(name: str, given: str) -> Callable[[Values], Value]:
    """A meta that only a built page and the config know."""
    return lambda values: values.own(name) or values.given(getattr(values.settings.head, given), given)


_FIRST = (
    *_rows("title", "", {"": "title"}),
    *_rows("meta", "name", {"description": "description"}),
    *_rows("link", "rel", {"canonical": "canonical"}),
)
_THEN = (
    *_rows("link", "rel", {"prev": "prev", "next": "next"}),
    *_rows("meta", "name", {"robots": "robots", "keywords": "keywords", "author": "author"}),
)
_OPEN_GRAPH = _rows("meta", "property", {
    "og:title": "social_title", "og:description": "social_description", "og:type": "kind", "og:url": "canonical",
    "og:site_name": "site_name", "og:locale": "locale",
})  # fmt: skip
_TIMES = _rows(
    "meta", "property",
    {"article:published_time": "published_time", "article:modified_time": "modified_time"},
)  # fmt: skip
_SECTION = _rows("meta", "property", {"article:section": "section"})
_IMAGE, _X_IMAGE = "meta og:image", "meta twitter:image"  # the keys of an image's tags
OF_THE_IMAGE = (_IMAGE, _X_IMAGE, "meta twitter:card")  # the groups that depend on what the page's image is


def _tags(values: Values, there: Container[str]) -> list[Tag]:
    """All known tags in order, but for those that are there."""
    tags = _decided(values, _FIRST, there)
    for lang, address in values.alternates:
        if tag_key("link", "", lang) not in there:
            tags.append(Tag("link", "rel", "alternate", address, "alternates of the page", lang))
    tags += _decided(values, _THEN, there)
    if values.is_home:
        tags += _verification(values, there)
    tags += _decided(values, _OPEN_GRAPH, there)
    if values.alternates:
        tags += _other_locales(values, there)
    if _IMAGE not in there:
        tags += _image(values)
    if values.kind.content == "article":
        tags += _article(values, there)
    return tags + _decided(values, _X, there)


def _decided(values: Values, rows: Iterable[Row], there: Container[str]) -> list[Tag]:
    """The tags of some rows whose values are known."""
    return [
        Tag(kind, attribute, name, value.content, value.source)
        for key, kind, attribute, name, decide in rows
        if key not in there and (value := decide(values)).content
    ]


def _verification(values: Values, there: Container[str]) -> Iterator[Tag]:
    codes = values.settings.head.verification
    for service, name in VERIFICATION.items():
        value = values.given(codes.get(service, ""), f"verification.{service}")
        if value and tag_key("meta", name) not in there:
            yield Tag("meta", "name", name, value.content, value.source)


def _other_locales(values: Values, there: Container[str]) -> Iterator[Tag]:
    if "meta og:locale:alternate" in there:
        return
    for other in dict.fromkeys(found for lang, _ in values.alternates if (found := locale(lang))):
        if other != values.locale.content:
            yield Tag("meta", "property", "og:locale:alternate", other, "alternates of the page")


def _image(values: Values) -> Iterator[Tag]:
    picture = values.picture
    if not picture.url:
        return
    yield Tag("meta", "property", "og:image", picture.url.content, picture.url.source)
    if picture.alt:
        yield Tag("meta", "property", "og:image:alt", picture.alt.content, picture.alt.source)
    if picture.width:
        about = {"width": str(picture.width), "height": str(picture.height), "type": picture.type}
        for name, content in about.items():
            if content:
                yield Tag("meta", "property", f"og:image:{name}", content, "the image's file")


def _article(values: Values, there: Container[str]) -> Iterator[Tag]:
    yield from _decided(values, _TIMES, there)
    if "meta article:author" not in there:
        for author in values.authors:
            yield Tag("meta", "property", "article:author", author.name, values.author.source)
    yield from _decided(values, _SECTION, there)
    if "meta article:tag" not in there:
        for tag in values.tags[:MAX_TAGS]:
            yield Tag("meta", "property", "article:tag", tag, "tags")


def _card(values: Values) -> Value:
    if own := values.own("twitter:card"):
        return own
    known = bool(values.picture.url)
    return Value("summary_large_image" if known else "summary", f"{'an' if known else 'no'} image is known")


def _different(name: str, same: str) -> Callable[[Values], Value]:
    """A text for X alone, where it is not what all others get."""

    def decide(values: Values) -> Value:
        own = values.own(name)
        return own if own and own.content != getattr(values, same).content else NOTHING

    return decide


def _x_image(values: Values) -> Value:
    own = values.own("twitter:image")
    image = values.pictured(own.content, "twitter:image") if own else NOTHING
    return image if image and image.content != values.picture.url.content else NOTHING


def _x_alt(values: Values) -> Value:
    return values.own("twitter:image:alt") or values.picture.alt


_X: tuple[Row, ...] = tuple(
    (_X_IMAGE if ":image" in name else tag_key("meta", name), "meta", "name", name, decide)
    for name, decide in {
        "twitter:card": _card,
        "twitter:title": _different("twitter:title", "social_title"),
        "twitter:description": _different("twitter:description", "social_description"),
        "twitter:image": _x_image,
        "twitter:image:alt": _x_alt,
        "twitter:site": _own("twitter:site", "twitter"),
        "twitter:creator": _own("twitter:creator", "twitter_creator"),
    }.items()
)


def _label(tag: Tag) -> str:
    return f"{tag.name} {tag.hreflang}" if tag.hreflang else tag.name or tag.kind


def _short(value: str, width: int) -> str:
    return value if len(value) <= width else value[: width - 1] + "…"
