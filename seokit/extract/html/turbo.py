"""The fast reader: turbohtml's tree, made by the rules browsers go by (https://html.spec.whatwg.org/).

Selecting, removing and joining run in C; Python sees only the elements that are kept. The tree is taken to
pieces on the way to the text and thrown away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seokit.extract.html.found import (
    CHROME,
    CHROME_ROLES,
    CHROME_UNLESS_INSIDE,
    FOOTNOTE_MARKS,
    INSIDE,
    JSON_LD,
    LINK_LOADS,
    LOADS,
    META_KEYS,
    SILENT,
    Found,
    Script,
)
from seokit.extract.html.oddities import PARSE_ERRORS
from seokit.extract.html.spans import Spans
from seokit.extract.reader import BLOCKS, HEADINGS
from seokit.extract.spaces import lines
from seokit.model import Heading, HeadTag, Image, Link, Problem, Span, Text

if TYPE_CHECKING:
    from turbohtml import Document, Element

_BREAK = "\0"
_KEPT = frozenset({"title", "meta", "link", "base", "a", *HEADINGS, *LOADS})
_CHROME = ",".join(
    [
        *sorted(CHROME),
        *(
            f"{name}:not({','.join(f'{at} *' for at in sorted(INSIDE))})"
            for name in sorted(CHROME_UNLESS_INSIDE)
        ),
        *(f"[role={role}]" for role in sorted(CHROME_ROLES)),
    ]
)
_MARKED = "[id],[hidden],[style],[itemscope],[typeof],[vocab]"
_NOTES = ",".join(f"a[{name}]" for name in FOOTNOTE_MARKS)


def read_turbo(text: str) -> Found:
    """Read a page's text."""
    from turbohtml import parse

    spans = Spans(text)
    document = parse(
        spans.source, source_locations=True, scripting=True, allow_declarative_shadow_roots=False
    )
    return _Reading(document, spans).found


class _Reading:
    """The reading of one page. Order matters: what changes the tree comes last."""

    def __init__(self, document: Document, spans: Spans) -> None:
        self.document = document
        self.spans = spans
        self.text = spans.text
        self.found = Found()
        self.html = document.root
        self.head: Any = document.select_one("head")
        self.body: Any = document.select_one("body")
        self.chrome: list[Element] = []
        for template in list(document.iter_elements("template")):
            template.extract()
        self.read_root()
        self.read_breaker()
        if self.body is not None:
            self.chrome = self.body.select(_CHROME)
        hidden = self.read_marked()
        self.read_elements()
        self.read_problems()
        if self.body is not None:
            self.read_text(hidden)

    # -- places --------------------------------------------------------------------------------

    def span(self, place: Any) -> Span:
        """The Span of a turbohtml SourceSpan."""
        line, column, _, end_line, end_column, _ = place
        starts = self.spans.offset
        return Span(line, column + 1, starts(line, column), starts(end_line, end_column))

    def tag(self, element: Element) -> Span | None:
        """The Span of an element's start tag."""
        position = element.position
        if position is None:
            return None
        found = self.spans.tag(*position)
        if found is None:
            location = element.source_location
            found = self.span(location.start_tag) if location else None
        return found

    def attribute(self, element: Element, name: str, field: str, whole: Span | None = None) -> Text:
        """An attribute's Text; `whole` is its place where the element has no such attribute."""
        value = element.attr(name) or ""
        location = element.source_location
        place = location.attrs.get(name) if location else None
        span = self.span(place) if place else whole
        return Text(self.text[span.start : span.end] if span else "", value, span, field)

    # -- the root ------------------------------------------------------------------------------

    def read_root(self) -> None:
        """Doctype and language."""
        self.found.doctype = any(type(child).__name__ == "Doctype" for child in self.document.children)
        if self.html is not None and "lang" in self.html.attrs:
            self.found.lang = self.attribute(self.html, "lang", "lang")

    def read_breaker(self) -> None:
        """The element that ended <head> although `</head>`, or something for the head, was to come."""
        head, body = self.head, self.body
        if head is None or body is None or body.source_location is not None:
            return
        location = head.source_location
        if location is not None and location.end_tag is not None:
            return
        first = next(iter(body), None)
        if first is None:
            return
        name = getattr(first, "tag", "#text")
        span = self.tag(first) if name != "#text" else None
        if self.late_head(span):
            raw = self.text[span.start : span.end] if span else ""
            self.found.head_breaker = Text(raw, name, span, "head")

    def late_head(self, span: Span | None) -> bool:
        """Whether the head goes on after an element that cannot stand in it."""
        rest = self.text[span.end if span else 0 :]
        if "</head" in rest or "<body" in rest or "</HEAD" in rest or "<BODY" in rest:
            return True
        return bool(
            self.body.select_one("title, link[rel=canonical], meta[name=description], meta[name=robots]")
        )

    # -- elements ------------------------------------------------------------------------------

    def read_marked(self) -> list[Element]:
        """Ids, hidden text, microdata, RDFa. Returns the hidden elements."""
        found = self.found
        ids: set[str] = set()
        hidden = []
        for element in self.document.select(_MARKED):
            attrs = element.attrs
            name = element.attr("id")
            if name:
                if name in ids:
                    found.repeated_ids.append(self.attribute(element, "id", "id"))
                else:
                    ids.add(name)
                    found.anchors.append(name)
                if len(attrs) == 1:
                    continue
            if "itemscope" in attrs:
                found.microdata = True
            if "typeof" in attrs or "vocab" in attrs:
                found.rdfa = True
            how = "hidden" if "hidden" in attrs else "style" if hides(element.attr("style")) else ""
            if how:
                hidden.append(element)
                said = " ".join(element.text.split())
                if said:
                    mark = self.attribute(element, how, how)
                    found.hidden.append(Text(mark.raw, said, mark.span, how))
        return hidden

    def read_elements(self) -> None:
        """Head tags, links, headings, images and what a browser loads, in the order of the page."""
        found = self.found
        chrome = self.chrome
        navigation = {link for part in chrome for link in part.iter_elements("a")}
        for element in self.document.iter_elements(_KEPT):
            name = element.tag
            if name == "a":
                self.read_link(element, "navigation" if element in navigation else "text")
            elif name in HEADINGS:
                found.headings.append(Heading(HEADINGS[name], label(element), self.tag(element)))
            elif name == "img":
                self.read_image(element)
            elif name == "meta":
                self.read_meta(element)
            elif name == "link":
                self.read_link_tag(element)
            elif name == "title":
                self.read_title(element)
            elif name == "script":
                self.read_script(element)
            elif name == "base":
                found.base = found.base or element.attr("href") or ""
            else:
                self.read_loads(element, name)

    def read_link(self, element: Element, origin: str) -> None:
        """An <a> of HTML."""
        if element.position is None or element.namespace.value != "html":
            return  # a copy, made where markup is nested wrongly
        attr = element.attr
        href = attr("href")
        rel = (attr("rel") or "").lower()
        text = label(element) or collapsed(attr("title")) or collapsed(attr("aria-label"))
        if href is None:
            name = attr("name")
            if name and name not in self.found.anchors:
                self.found.anchors.append(name)
            if attr("onclick") is not None or not (name or attr("id")):
                self.found.unlinked.append(Link("", text, origin, self.tag(element), "", rel))
            return
        self.found.links.append(Link(href, text, origin, self.tag(element), "", rel))
        name = attr("name")
        if name and name not in self.found.anchors:
            self.found.anchors.append(name)

    def read_image(self, element: Element) -> None:
        attr = element.attr
        span = self.tag(element)
        src = attr("src") or ""
        self.found.images.append(
            Image(src, attr("alt"), span, attr("width"), attr("height"), attr("loading"))
        )
        if src:
            self.found.resources.append(Link(src, "img", "text", span))

    def read_loads(self, element: Element, name: str) -> None:
        """Embedded things: a Link for each address."""
        if element.namespace.value != "html":
            return
        for attribute in LOADS[name]:
            address = element.attr(attribute)
            if address:
                self.found.resources.append(Link(address, name, "text", self.tag(element)))

    def read_script(self, element: Element) -> None:
        """A script that is loaded, or JSON-LD."""
        kind = (element.attr("type") or "").partition(";")[0].strip().lower()
        if kind != JSON_LD:
            self.read_loads(element, "script")
            return
        location = element.source_location
        if location is None:
            return
        start = location.start_tag
        line, column = start.end_line, start.end_col
        begin = self.spans.offset(line, column)
        end = len(self.text)
        if location.end_tag:
            end = self.spans.offset(location.end_tag.start_line, location.end_tag.start_col)
        self.found.scripts.append(Script(Span(line, column + 1, begin, end), element.parent == self.head))

    # -- head tags -----------------------------------------------------------------------------

    def add(
        self, element: Element, kind: Any, key: str, value: Text, attribute: str, whole: Span | None
    ) -> None:
        attributes = {name: one if isinstance(one, str) else "" for name, one in raw_attributes(element)}
        self.found.tags.append(
            HeadTag(kind, key, value, attribute, attributes, element.parent == self.head, whole)
        )

    def read_meta(self, element: Element) -> None:
        """A <meta>: one HeadTag for each key it has."""
        attr = element.attr
        whole = self.tag(element)
        charset = attr("charset")
        if charset is not None:
            self.add(
                element, "meta", "charset", self.attribute(element, "charset", "charset"), "charset", whole
            )
            return
        for name in META_KEYS:
            key = attr(name)
            if key is not None:
                key = collapsed(key).lower()
                self.add(element, "meta", key, self.attribute(element, "content", key, whole), name, whole)

    def read_link_tag(self, element: Element) -> None:
        """A <link>."""
        whole = self.tag(element)
        rel = collapsed(element.attr("rel")).lower()
        value = self.attribute(element, "href", rel, whole)
        self.add(element, "link", rel, value, "rel", whole)
        if value.value and LINK_LOADS.intersection(rel.split()):
            self.found.resources.append(Link(value.value, "link", "text", whole, "", rel))

    def read_title(self, element: Element) -> None:
        """A <title> of HTML, not of SVG; its span goes to the end tag."""
        location = element.source_location
        if element.namespace.value != "html" or location is None:
            return
        inside = location.start_tag
        begin = self.spans.offset(inside.end_line, inside.end_col)
        whole = self.span(inside)
        close = location.end_tag
        end = stop = len(self.text)
        if close:
            end = self.spans.offset(close.start_line, close.start_col)
            stop = self.spans.offset(close.end_line, close.end_col)
        value = Text(
            self.text[begin:end],
            collapsed(element.text),
            Span(inside.end_line, inside.end_col + 1, begin, end),
            "title",
        )
        whole = Span(whole.line, whole.column, whole.start, stop)
        self.add(element, "title", "", value, "", whole)

    # -- text ----------------------------------------------------------------------------------

    def read_problems(self) -> None:
        """What the parser stumbled over and a reader should know."""
        for error in self.document.errors:
            reason = PARSE_ERRORS.get(error.code)
            if reason:
                end = self.spans.offset(error.line, error.col)
                self.found.problems.append(
                    Problem("field-parse-error", reason, Span(error.line, error.col + 1, end, end), "html")
                )

    def read_text(self, hidden: list[Element]) -> None:
        """The visible text, the code, and how many words the chrome has."""
        body = self.body
        for element in hidden:
            element.extract()
        for element in list(body.iter_elements(SILENT)):
            element.extract()
        for element in body.select(_NOTES):
            element.extract()
        chrome = self.chrome
        for element in chrome:
            element.extract()
        for element in list(body.iter_elements("pre")):
            if element.closest("pre") == element and element.find("pre", axis=_ancestors()) is None:
                self.found.code.append(verbatim(element))
        for element in list(body.iter_elements("pre")):
            element.replace_with(_line_break())
        self.found.text = spoken(body)
        self.found.chrome_words = sum(len(spoken(part).split()) for part in chrome)


def _ancestors() -> Any:
    from turbohtml import Axis

    return Axis.ANCESTORS


def _line_break() -> Any:
    from turbohtml import Element

    return Element("br")


def raw_attributes(element: Element) -> list[tuple[str, Any]]:
    """Names and values of all attributes."""
    return list(element.attrs.items())


def collapsed(value: str | None) -> str:
    """White space collapsed."""
    return " ".join(value.split()) if value else ""


def label(element: Element) -> str:
    """What an element says: its text, else the `alt` of its images."""
    text = element.text
    if "\n" in text or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = " ".join(text.split())
    if text:
        return text
    return " ".join(" ".join(image.attr("alt") or "" for image in element.iter_elements("img")).split())


def hides(style: str | None) -> bool:
    """Whether an inline style hides the element."""
    if not style:
        return False
    plain = "".join(style.split()).lower()
    return "display:none" in plain or "visibility:hidden" in plain


def verbatim(element: Element) -> str:
    """A code block as written, without the newline that ends its last line."""
    for end in list(element.iter_elements("br")):
        end.replace_with(_new_line())
    return element.text.rstrip("\n")


def _new_line() -> Any:
    from turbohtml import Text as TextNode

    return TextNode("\n")


def spoken(element: Any) -> str:
    """The text below an element with a line for each block. Takes the tree apart."""
    for inline in list(element.iter_elements()):
        if inline.tag not in BLOCKS:
            inline.unwrap()
    element.normalize()
    return lines(_BREAK.join(element.strings), _BREAK)
