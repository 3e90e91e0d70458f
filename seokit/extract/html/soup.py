"""The second reader: BeautifulSoup on Python's own `html.parser`, independent of turbohtml.

`html.parser` makes no tree as browsers do: it neither ends a <p> nor knows what may stand in <head>. So one walk
over its elements, in the order of the file, keeps the few rules of the standard that matter here: which element
ends the head, what is raw text, what is chrome. It is the oracle in tests, and what is left without a wheel.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Doctype, NavigableString, Tag

from seokit.extract.html.attributes import attributes
from seokit.extract.html.found import (
    AFTER_HEAD,
    CHROME,
    CHROME_ROLES,
    CHROME_UNLESS_INSIDE,
    FOOTNOTE_MARKS,
    IN_HEAD,
    INLINE,
    INSIDE,
    MAX_LABEL,
    ROOTS,
    SILENT,
    Found,
    breaker,
    collapsed,
    hides,
    is_control,
)
from seokit.extract.html.oddities import (
    COMMENT,
    DEEP,
    MAX_DEPTH,
    SECOND_HEAD,
    TAG,
    odd,
    unclosed,
)
from seokit.extract.html.soup_tags import Given, Tags, value
from seokit.extract.html.spans import Spans
from seokit.extract.reader import HEADINGS
from seokit.extract.spaces import lines
from seokit.model import Heading, Image, Link, Span, Text

_BREAK = "\0"
# Elements that hold no elements, in a browser that runs scripts; and <template>, whose content is not shown.
_RAW = "script style title textarea iframe noembed noframes noscript template"
RAW = frozenset(_RAW.split())
# Elements that end by themselves: html.parser nests them.
_ENDING = "p li dt dd option optgroup tr td th thead tbody tfoot caption colgroup rt rp html body head"
ENDING = frozenset(_ENDING.split())


def read_soup(text: str) -> Found:
    """Read a page's text."""
    spans = Spans(text)
    # To browsers a marked section (`<![CDATA[`, `<![endif]`) is a comment up to its `>`; html.parser raises.
    source = spans.source.replace("<![", "<!_")
    swallowed = unclosed(source)
    if swallowed and swallowed[0] in (COMMENT, TAG):  # html.parser would read the rest again from there
        source = source[: swallowed[1]]
    soup = BeautifulSoup(source, "html.parser", on_duplicate_attribute="ignore", multi_valued_attributes=None)
    found = _Walk(spans).read(soup)
    if swallowed:
        reason, at = unclosed(text) or swallowed
        found.problems.insert(0, odd(reason, spans.at(at, at)))
    return found


class _Open:
    """An element that is open: what its end has to know."""

    __slots__ = ("begin", "blocks", "counted", "deep", "drawing", "given", "images", "mark", "name", "tag")

    def __init__(self, tag: Tag, name: str, given: Given, walk: _Walk) -> None:
        self.tag, self.name, self.given = tag, name, given
        self.begin, self.images, self.blocks = len(walk.said), len(walk.alts), walk.blocks
        self.deep = False  # too deep to be anything but text, or a template
        self.drawing = ""  # the name of a drawing in a link
        self.counted: list[str] = []  # the counters that it raised
        self.mark: Text | None = None  # the attribute that hides it


class _Walk:
    """One walk over a page, in the order of the file."""

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self.text = spans.text
        self.found = Found()
        self.tags = Tags(spans, self.found)
        self.where = "before"  # head, after, body
        self.said: list[str] = []  # all text that is not silent
        self.parts: list[str] = []  # the visible text, and line ends
        self.aside: list[str] = []  # the same of the chrome
        self.pre: list[str] | None = None
        self.alts: list[str] = []
        self.blocks = 0
        self.within = dict.fromkeys(("chrome", "inside", "hidden", "silent", "drawing", "pre", "deep"), 0)
        self.links: list[_Open] = []
        self.named: list[str] = []
        self.deep = False
        self.heads = 0
        self.broken: tuple[str, Span | None] | None = None

    # -- walking -------------------------------------------------------------------------------

    def read(self, soup: BeautifulSoup) -> Found:
        """Walk without recursion: trees may be deep."""
        stack: list[Any] = list(reversed(soup.contents))
        while stack:
            node = stack.pop()
            if isinstance(node, _Open):
                self.end(node)
            elif isinstance(node, Tag):
                opened = self.start(node, node.name.lower())
                stack.append(opened)
                if opened.name not in RAW:
                    stack.extend(reversed(node.contents))
            elif type(node) is NavigableString:
                self.string(str(node))
            elif isinstance(node, Doctype) and self.where == "before" and not self.found.lang.span:
                self.found.doctype = True
        return self.finish()

    def start(self, tag: Tag, name: str) -> _Open:
        """An element begins."""
        span = self.tags.span(tag)
        given: Given = {}
        for one in attributes(self.text, span.start):
            given.setdefault(one.name, one)
        opened = _Open(tag, name, given, self)
        inside = self.place(name, span)
        if name == "head":
            self.heads += 1
            if self.heads == 2:
                self.found.problems.append(odd(SECOND_HEAD, span))
        if name == "template":
            opened.deep = True
            return opened
        self.tags.read_id(given)
        if name == "html" and "lang" in given and not self.found.lang.span:
            self.found.lang = self.tags.attribute(given["lang"], "lang")
        self.tags.read(name, given, span, inside, bool(self.within["drawing"]))
        if name == "title" and self.within["drawing"] and self.links and not self.links[-1].drawing:
            self.links[-1].drawing = collapsed(tag.get_text())
        if name == "svg" or name in SILENT or (name == "a" and not given.keys().isdisjoint(FOOTNOTE_MARKS)):
            self.count(opened, "silent")
        if name == "svg":
            self.count(opened, "drawing")
        if self.within["deep"] > MAX_DEPTH - 3:  # html, body and itself
            if not self.deep:
                self.found.problems.append(odd(DEEP.format(limit=MAX_DEPTH), span))
            self.deep = opened.deep = True
        elif not self.within["silent"]:
            self.read_shown(opened, name, span)
        return opened

    def count(self, opened: _Open, what: str) -> None:
        """Be within something until the element ends."""
        self.within[what] += 1
        opened.counted.append(what)

    def end(self, opened: _Open) -> None:
        """An element ends."""
        name = opened.name
        if name == "head" and self.where == "head":
            self.where = "after"
        if not self.within["silent"] and not opened.deep:
            if opened.mark is not None and (said := self.label(opened, alts=False)):
                self.found.hidden.append(Text(opened.mark.raw, said, opened.mark.span, opened.mark.field))
            if name == "a":
                self.end_link(opened)
            elif name in HEADINGS and (name == "h1" or not self.within["chrome"]):
                self.found.headings.append(
                    Heading(HEADINGS[name], self.label(opened), self.tags.span(opened.tag))
                )
            if "pre" in opened.counted and self.pre is not None:
                self.found.code.append("".join(self.pre).rstrip("\n"))
                self.pre = None
            if name not in INLINE:
                self.line()
        if "chrome" in opened.counted:
            self.line()
        for what in opened.counted:
            self.within[what] -= 1
        if "chrome" in opened.counted:
            self.line()

    def string(self, text: str) -> None:
        """Text between tags."""
        if self.where != "body":
            if text.isspace():
                return
            if self.where != "after":
                self.broken = "#text", None
            self.where = "body"
        if self.within["silent"]:
            return
        if self.pre == [] and text[:1] == "\n":
            text = text[1:]
        self.said.append(text)
        if not self.within["hidden"]:
            self.sink().append(text)

    def sink(self) -> list[str]:
        """Where shown text goes."""
        return self.aside if self.within["chrome"] else self.parts if self.pre is None else self.pre

    def line(self) -> None:
        """A line ends."""
        if not self.within["hidden"]:
            sink = self.sink()
            if sink is not self.pre:
                sink.append(_BREAK)

    # -- places --------------------------------------------------------------------------------

    def place(self, name: str, span: Span) -> bool:
        """Whether the element stands in the head; and what it does to the head."""
        if self.where == "body":
            return False
        if name in ("body", "frameset"):
            self.where = "body"
            return False
        if name in (AFTER_HEAD if self.where == "after" else IN_HEAD):
            if self.where == "before" and name != "html":
                self.where = "head"
            return name not in ("html", "head")
        if self.where != "after":
            self.broken = name, span
        self.where = "body"
        return False

    # -- the text ------------------------------------------------------------------------------

    def read_shown(self, opened: _Open, name: str, span: Span) -> None:
        """An element whose text is read."""
        given = opened.given
        found = self.found
        found.microdata = found.microdata or "itemscope" in given
        found.rdfa = found.rdfa or "typeof" in given or "vocab" in given
        how = "hidden" if "hidden" in given else "style" if hides(value(given, "style")) else ""
        if name not in ENDING:
            self.count(opened, "deep")
        if how and name not in ROOTS and not self.within["hidden"]:
            opened.mark = self.tags.attribute(given[how], how)
        self.read_surroundings(opened, name, hidden=opened.mark is not None)
        if name not in INLINE:
            self.blocks += 1
            opened.blocks = self.blocks  # a label counts the blocks inside
            if name == "br" and self.pre is not None and not self.within["hidden"]:
                self.pre.append("\n")
            self.line()
        if name == "pre" and self.pre is None and not self.within["chrome"] and not self.within["hidden"]:
            self.count(opened, "pre")
            self.pre = []
        if name == "a":
            self.links.append(opened)
        elif name == "img":
            alt = value(given, "alt")
            self.alts.append(alt or "")
            size = value(given, "width"), value(given, "height")
            found.images.append(Image(value(given, "src") or "", alt, span, *size, value(given, "loading")))

    def read_surroundings(self, opened: _Open, name: str, *, hidden: bool) -> None:
        """Whether what follows is hidden, or in the chrome."""
        if hidden:
            self.count(opened, "hidden")
        if name in INSIDE:
            self.count(opened, "inside")
        role = value(opened.given, "role")
        if (
            name in CHROME
            or role in CHROME_ROLES
            or (name in CHROME_UNLESS_INSIDE and not self.within["inside"])
        ):
            self.line()
            self.count(opened, "chrome")
            self.line()

    def label(self, opened: _Open, *, alts: bool = True) -> str:
        """What an element says: its text, else the `alt` of its images."""
        said = self.said[opened.begin :]
        text = collapsed((" " if self.blocks > opened.blocks else "").join(said))
        return (text or (collapsed(" ".join(self.alts[opened.images :])) if alts else ""))[:MAX_LABEL]

    def end_link(self, opened: _Open) -> None:
        """An <a>, with or without a target."""
        given = opened.given
        self.links.pop()
        text = self.label(opened) or opened.drawing
        text = text or collapsed(value(given, "title")) or collapsed(value(given, "aria-label"))
        name = value(given, "name")
        if name:
            self.named.append(name)
        origin = "navigation" if self.within["chrome"] else "text"
        href = value(given, "href")
        link = Link(
            href or "", text, origin, self.tags.span(opened.tag), "", collapsed(value(given, "rel")).lower()
        )
        if is_control(partial(value, given), given):
            return
        if href is not None:
            self.found.links.append(link)
        elif "onclick" in given or not (name or value(given, "id")):
            self.found.unlinked.append(link)

    def finish(self) -> Found:
        """Put in order what was found when elements ended, and join the text."""
        found = self.found
        for records in (found.links, found.unlinked, found.headings, found.hidden):
            records.sort(key=lambda one: one.span.start if one.span else 0)
        for name in self.named:
            found.anchors.setdefault(name)
        if self.broken:
            found.head_breaker = breaker(*self.broken, self.text, found.tags)
        found.text = lines("".join(self.parts), _BREAK)
        found.chrome_words = sum(len(said.split()) for said in self.aside if said != _BREAK)
        return found
