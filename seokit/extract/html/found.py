"""What a reader of HTML finds in a page: the same from both readers. And what both look for."""

from __future__ import annotations

from collections.abc import Callable, Container

from msgspec import Struct

from seokit.extract.reader import HEADINGS, UNREAD
from seokit.model import Heading, HeadTag, Image, Link, Problem, Span, Text

# Content that surrounds every page of a site. A header or footer counts where the standard calls it a
# banner or contentinfo: not of an article, the main element or a section (https://www.w3.org/TR/html-aam-1.0/).
CHROME = frozenset({"nav", "aside"})
CHROME_UNLESS_INSIDE = frozenset({"header", "footer"})
INSIDE = frozenset({"main", "article", "section"})
CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search"})

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
# What is looked at first, also where no text is read; then what is looked at in the text.
TAGS = frozenset({"title", "meta", "link", "base", "style", *LOADS})
TEXT_TAGS = frozenset({"a", "img", *HEADINGS})
# Elements in a line of text; all others, those that nobody knows too, begin a line of their own.
_INLINE = """
    a abbr acronym b bdi bdo big button cite code data del dfn em font i img input ins kbd label map mark meter
    nobr output progress q rb rp rt rtc ruby s samp select slot small source span strike strong sub sup time tt
    u var wbr link meta base param track area embed
"""
INLINE = frozenset(_INLINE.split())
# Elements whose content is no text: what `reader.UNREAD` says, but <head> is looked at apart.
SILENT = UNREAD - {"head"}
# Marks of footnotes, as GitHub's flavour of Markdown writes them.
FOOTNOTE_MARKS = ("data-footnote-ref", "data-footnote-backref")
# What makes a control of an <a> that leads to "#" or nowhere: a menu, a dialog, a tab. By WAI-ARIA and by Bootstrap.
CONTROL_ROLES = frozenset({"button", "menuitem", "tab"})
CONTROL_MARKS = ("aria-controls", "aria-expanded", "aria-haspopup", "data-bs-toggle", "data-toggle")
JSON_LD = "application/ld+json"
# What may stand in <head>, and what still goes there after </head>: "in head" and "after head" of the standard.
_IN_HEAD = "base basefont bgsound link meta noframes noscript script style template title head html"
IN_HEAD = frozenset(_IN_HEAD.split())
AFTER_HEAD = IN_HEAD - {"noscript"}
META_KEYS = ("name", "property", "http-equiv", "itemprop")
MAX_LABEL = 10_000  # characters; elements may be nested, and each says what all below it say
ROOTS = frozenset({"html", "body"})  # hidden only until a script or a style sheet has been loaded


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
    anchors: dict[str, None] = {}  # a set that keeps its order
    hidden: list[Text] = []
    text: str = ""
    code: list[str] = []
    chrome_words: int = 0
    problems: list[Problem] = []


def hides(style: str | None) -> bool:
    """Whether an inline style hides its element."""
    if not style:
        return False
    plain = "".join(style.split()).lower()
    return "display:none" in plain or "visibility:hidden" in plain


def is_control(get: Callable[[str], str | None], names: Container[str]) -> bool:
    """Whether an <a> with these attributes is no link: a script opens something with it, or it is switched off.

    Themes leave "Next" on the last page without `href`, and mark it as disabled.
    """
    href = get("href")
    if href is not None and href.strip() != "#":
        return False
    return (
        (get("role") or "").strip().lower() in CONTROL_ROLES
        or any(mark in names for mark in CONTROL_MARKS)
        or (get("aria-disabled") or "").strip().lower() == "true"
        or "disabled" in (get("class") or "").lower().split()
    )


def collapsed(value: str | None) -> str:
    """White space collapsed."""
    return " ".join(value.split()) if value else ""


def breaker(name: str, span: Span | None, text: str, tags: list[HeadTag]) -> Text | None:
    """The element that ended <head> before its end tag, where something for the head was still to come.

    Without either, a page without tags for head and body, as the standard allows, just begins its body there.
    """
    rest = span.end if span else 0
    goes_on = any(text.find(mark, rest) >= 0 for mark in ("</head", "<body", "</HEAD", "<BODY"))
    if goes_on or any(not tag.in_head and for_head(tag) for tag in tags):
        return Text(text[span.start : span.end] if span else "", name, span, "head")
    return None


def for_head(tag: HeadTag) -> bool:
    """Whether a tag says something that search engines only believe in the head."""
    if tag.kind == "title":
        return True
    if tag.kind == "link":
        return not {"canonical", "alternate"}.isdisjoint(tag.key.split())
    return tag.key in ("description", "robots", "googlebot")
