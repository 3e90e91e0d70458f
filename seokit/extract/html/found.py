"""What a reader of HTML finds in a page: the same from both readers. And what both look for."""

from __future__ import annotations

from msgspec import Struct

from seokit.extract.reader import BLOCKS, HEADINGS, UNREAD
from seokit.model import HeadTag, Heading, Image, Link, Problem, Span, Text

# Content that surrounds every page of a site. A header or footer counts where the standard calls it a
# banner or contentinfo: not of an article, the main element or a section (https://www.w3.org/TR/html-aam-1.0/).
CHROME = frozenset({"nav", "aside"})
CHROME_UNLESS_INSIDE = frozenset({"header", "footer"})
INSIDE = frozenset({"main", "article", "section"})
CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})

HEAD_TAGS = frozenset({"title", "meta", "link"})
# Element → the attributes that name what a browser loads.
LOADS = {
    "script": ("src",),
    "img": ("src",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
}
LINK_LOADS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"})
# Elements of no text: what `reader.UNREAD` says, but <head> is looked at apart.
SILENT = UNREAD - {"head"}
# Marks of footnotes, as GitHub's flavour of Markdown writes them.
FOOTNOTE_MARKS = ("data-footnote-ref", "data-footnote-backref")
JSON_LD = "application/ld+json"
META_KEYS = ("name", "property", "http-equiv", "itemprop")

__all__ = ["BLOCKS", "HEADINGS", "SILENT", "Found", "Script"]


class Script(Struct, frozen=True):
    """A JSON-LD script: where the text between its tags stands."""

    span: Span
    in_head: bool


class Found(Struct, kw_only=True):
    """What stands in a page. The fields are those of model.Html and model.Page, which say what they mean."""

    doctype: bool = False
    lang: Text = Text(field="lang")
    base: str = ""
    tags: list[HeadTag] = []
    scripts: list[Script] = []
    headings: list[Heading] = []
    links: list[Link] = []
    unlinked: list[Link] = []
    images: list[Image] = []
    resources: list[Link] = []
    microdata: bool = False
    rdfa: bool = False
    head_breaker: Text | None = None
    repeated_ids: list[Text] = []
    anchors: list[str] = []
    hidden: list[Text] = []
    text: str = ""
    code: list[str] = []
    chrome_words: int = 0
    problems: list[Problem] = []
