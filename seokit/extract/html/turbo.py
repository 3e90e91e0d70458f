"""The fast reader: turbohtml's tree, made by the rules browsers go by (https://html.spec.whatwg.org/).

Selecting, removing and joining run in C; Python sees only the elements that are kept. The tree is taken to
pieces on the way to the text and thrown away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbohtml import Comment, Namespace, TokenType, parse, tokenize
from turbohtml import Element as NewElement
from turbohtml import Text as NewText

from seokit.extract.html.found import (
    AFTER_HEAD,
    CHROME,
    CHROME_ROLES,
    CHROME_UNLESS_INSIDE,
    FOOTNOTE_MARKS,
    INSIDE,
    JSON_LD,
    LINK_LOADS,
    LOADS,
    MAX_LABEL,
    META_KEYS,
    ROOTS,
    SILENT,
    TAGS,
    TEXT_TAGS,
    Found,
    Script,
    breaker,
    collapsed,
    hides,
)
from seokit.extract.html.oddities import (
    DEEP,
    MAX_DEPTH,
    SECOND_HEAD,
    may_be_open,
    may_have_two_heads,
    odd,
    unclosed,
)
from seokit.extract.html.spans import Spans
from seokit.extract.reader import BLOCKS, HEADINGS
from seokit.extract.spaces import lines
from seokit.model import Heading, HeadTag, Image, Link, Span, Text

if TYPE_CHECKING:
    from turbohtml import Document, Element, Token

_BREAK = "\0"
_HTML = Namespace.HTML
_INSIDE = ",".join(f"{name} *" for name in sorted(INSIDE))
_CHROME = ",".join(
    [
        *sorted(CHROME),
        *(f"{name}:not({_INSIDE})" for name in sorted(CHROME_UNLESS_INSIDE)),
        *(f"[role={role}]" for role in sorted(CHROME_ROLES)),
    ]
)
_FRAMED = frozenset({"a", *HEADINGS})  # what is another thing in the chrome
_NOTES = ",".join(f"a[{name}]" for name in FOOTNOTE_MARKS)


def read_turbo(text: str) -> Found:
    """Read a page's text."""
    spans = Spans(text)
    document = parse(
        spans.source, source_locations=True, scripting=True, allow_declarative_shadow_roots=False
    )
    return _Reading(document, spans).read()


class _Reading:
    """The reading of one page. Order matters: what changes the tree comes last."""

    def __init__(self, document: Document, spans: Spans) -> None:
        self.document = document
        self.spans = spans
        self.text = spans.text
        self.found = Found()
        self.html: Any = document.root
        self.head: Any = document.select_one("head")
        self.body: Any = document.select_one("body")  # None in a page of frames
        self.open_title = False
        self.strays: set[Element] = set()
        self.linked: set[int] = set()
        self.names: dict[Element, str] = {}  # of links around drawings

    def read(self) -> Found:
        """Read it all."""
        found = self.found
        for template in list(self.document.iter_elements("template")):
            template.extract()
        if self.text.count("<") > MAX_DEPTH:
            self.flatten()
        self.find_strays()
        self.read_root()
        self.read_ids()
        for element in self.document.iter_elements(TAGS):
            self.read_tag(element, element.tag)
        self.read_breaker()
        self.read_problems()
        if self.body is not None:
            self.silence()
            hidden = self.read_marked()
            chrome = self.body.select(_CHROME)
            self.read_content(chrome)
            self.read_text(hidden, chrome)
        return found

    # -- places --------------------------------------------------------------------------------

    def span(self, place: Any) -> Span:
        """The Span of a turbohtml SourceSpan."""
        line, column, _, end_line, end_column, _ = place
        offset = self.spans.offset
        return Span(line, column + 1, offset(line, column), offset(end_line, end_column))

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
        location = element.source_location
        place = location.attrs.get(name) if location else None
        span = self.span(place) if place else whole
        return Text(self.text[span.start : span.end] if span else "", element.attr(name) or "", span, field)

    def flatten(self) -> None:
        """Make plain text of what lies too deep: what an element says is asked for at every level."""
        for deep in self.document.select(_DEEP):
            if not self.found.problems:
                self.found.problems.append(odd(DEEP.format(limit=MAX_DEPTH), self.tag(deep)))
            deep.replace_with(NewText(deep.text))

    def find_strays(self) -> None:
        """What turbohtml puts into the body after a second <head>, a tag that browsers ignore."""
        head, body = self.head, self.body
        if body is None or body.source_location is not None or not closed(head):
            return
        for child in body:
            if getattr(child, "tag", "") in AFTER_HEAD:
                self.strays.add(child)
            elif type(child) is not Comment and not child.text.isspace():
                return

    def in_head(self, element: Element) -> bool:
        """Whether the element stands in the head."""
        return element.parent == self.head or element in self.strays

    # -- the whole page ------------------------------------------------------------------------

    def read_root(self) -> None:
        """Doctype and language."""
        self.found.doctype = any(type(child).__name__ == "Doctype" for child in self.document.children)
        if self.html is not None and self.html.attr("lang") is not None:
            self.found.lang = self.attribute(self.html, "lang", "lang")

    def read_ids(self) -> None:
        """What fragments may point at, and ids used twice."""
        anchors = self.found.anchors
        for element in self.document.select("[id]"):
            name = element.attr("id")
            if name and name in anchors:
                self.found.repeated_ids.append(self.attribute(element, "id", "id"))
            elif name:
                anchors[name] = None

    def read_breaker(self) -> None:
        """The element that ended <head> early, if any."""
        head, body = self.head, self.body
        if head is None or body is None or body.source_location is not None:
            return
        if closed(head):
            return
        first = next(iter(body), None)
        if first is not None:
            name = getattr(first, "tag", "#text")
            span = None if name == "#text" else self.tag(first)
            self.found.head_breaker = breaker(name, span, self.text, self.found.tags)

    def read_problems(self) -> None:
        """What the parser stumbled over."""
        lost = any(error.code.startswith("eof-in-") for error in self.document.errors)
        if lost or self.open_title or may_be_open(self.text):
            swallowed = unclosed(self.text)
            if swallowed:
                reason, start = swallowed
                self.found.problems.insert(0, odd(reason, self.spans.at(start, start)))
        if may_have_two_heads(self.text):
            heads = [token for token in tokenize(self.spans.source) if token.tag == "head" and starts(token)]
            if len(heads) > 1:
                span = self.spans.span(heads[1].line, heads[1].col, 0)
                end = self.text.find(">", span.start) + 1
                place = Span(span.line, span.column, span.start, end)
                self.found.problems.append(odd(SECOND_HEAD, place))

    # -- tags, wherever they stand -------------------------------------------------------------

    def read_tag(self, element: Element, name: str) -> None:
        """A tag for the head, or something that a browser loads."""
        if name == "meta":
            self.read_meta(element)
        elif name == "link":
            self.read_link_tag(element)
        elif name == "title":
            self.read_title(element)
        elif name == "base":
            self.found.base = self.found.base or element.attr("href") or ""
        elif (
            name == "script" and collapsed((element.attr("type") or "").partition(";")[0]).lower() == JSON_LD
        ):
            self.read_jsonld(element)
        elif element.namespace is _HTML:
            for attribute in LOADS[name]:
                address = element.attr(attribute)
                if address:
                    self.found.resources.append(Link(address, name, "text", self.tag(element)))

    def add(
        self, element: Element, kind: Any, key: str, value: Text, attribute: str, whole: Span | None
    ) -> None:
        """A HeadTag."""
        given = {name: element.attr(name) or "" for name in element.attrs}
        inside = self.in_head(element)
        self.found.tags.append(HeadTag(kind, key, value, attribute, given, inside, whole))

    def read_meta(self, element: Element) -> None:
        """A <meta>: one HeadTag for each key that it has."""
        whole = self.tag(element)
        if element.attr("charset") is not None:
            value = self.attribute(element, "charset", "charset")
            self.add(element, "meta", "charset", value, "charset", whole)
            return
        for name in META_KEYS:
            key = element.attr(name)
            if key is not None:
                key = collapsed(key).lower()
                self.add(element, "meta", key, self.attribute(element, "content", key, whole), name, whole)

    def read_link_tag(self, element: Element) -> None:
        """A <link>."""
        whole = self.tag(element)
        rel = collapsed(element.attr("rel")).lower()
        value = self.attribute(element, "href", rel, whole)
        self.add(element, "link", rel, value, "rel", whole)
        if value.value and not LINK_LOADS.isdisjoint(rel.split()):
            self.found.resources.append(Link(value.value, "link", "text", whole, "", rel))

    def content(self, element: Element) -> tuple[Span, int]:
        """The place of the text in an element that holds nothing but text, and where its end tag ends."""
        location: Any = element.source_location
        start, close = location.start_tag, location.end_tag
        offset = self.spans.offset
        begin = offset(start.end_line, start.end_col)
        end = stop = len(self.text)
        if close:
            end, stop = offset(close.start_line, close.start_col), offset(close.end_line, close.end_col)
        return Span(start.end_line, start.end_col + 1, begin, end), stop

    def read_title(self, element: Element) -> None:
        """A <title> of HTML, not of SVG."""
        if element.namespace is _HTML and element.position is not None:
            place, stop = self.content(element)
            self.open_title = stop == place.end
            line, column = element.position
            value = Text(self.text[place.start : place.end], collapsed(element.text), place, "title")
            self.add(element, "title", "", value, "", self.spans.span(line, column, stop))

    def read_jsonld(self, element: Element) -> None:
        """A JSON-LD script."""
        if element.position is not None:
            place, _ = self.content(element)
            self.found.scripts.append(Script(place, self.in_head(element)))

    # -- the text ------------------------------------------------------------------------------

    def silence(self) -> None:
        """Take out what is not read; what a drawing is called names the link around it."""
        for element in list(self.body.iter_elements(SILENT)):
            if element.tag == "svg":
                name, link = element.select_one("title"), element.closest("a")
                if name is not None and link is not None:
                    self.names.setdefault(link, collapsed(name.text))
            element.extract()
        for element in self.body.select(_NOTES):
            element.extract()

    def read_marked(self) -> list[Element]:
        """Hidden text, microdata, RDFa. Returns the hidden elements."""
        found = self.found
        hidden: list[Element] = []
        inside: set[Element] = set()
        for element in self.document.select("[hidden],[style],[itemscope],[typeof],[vocab]"):
            attrs = element.attrs
            if "itemscope" in attrs:
                found.microdata = True
            if "typeof" in attrs or "vocab" in attrs:
                found.rdfa = True
            how = "hidden" if "hidden" in attrs else "style" if hides(element.attr("style")) else ""
            if how and element.tag not in ROOTS and element not in inside:
                hidden.append(element)
                inside.update(element.iter_elements())
                said = label(element, alts=False)
                if said:
                    mark = self.attribute(element, how, how)
                    found.hidden.append(Text(mark.raw, said, mark.span, how))
        return hidden

    def read_content(self, chrome: list[Element]) -> None:
        """Links, headings and images, in the order of the page."""
        found = self.found
        framed = {one for part in chrome for one in part.iter_elements(_FRAMED, include_self=True)}
        for element in self.body.iter_elements(TEXT_TAGS):
            name = element.tag
            if name == "a":
                self.read_link(element, "navigation" if element in framed else "text")
            elif name == "img":
                attr = element.attr
                span = self.tag(element)
                image = Image(
                    attr("src") or "", attr("alt"), span, attr("width"), attr("height"), attr("loading")
                )
                found.images.append(image)
            elif name == "h1" or element not in framed:
                found.headings.append(Heading(HEADINGS[name], label(element), self.tag(element)))

    def read_link(self, element: Element, origin: str) -> None:
        """An <a>, with or without a target; a copy, made where markup is nested wrongly, does not count."""
        span = self.tag(element)
        if span is None or span.start in self.linked:
            return
        self.linked.add(span.start)
        attr = element.attr
        href = attr("href")
        rel = attr("rel")
        text = label(element)
        if not text:
            text = self.names.get(element) or collapsed(attr("title")) or collapsed(attr("aria-label"))
        name = attr("name")
        if name:
            self.found.anchors.setdefault(name)
        link = Link(href or "", text, origin, span, "", collapsed(rel).lower() if rel else "")
        if href is not None:
            self.found.links.append(link)
        elif attr("onclick") is not None or not (name or attr("id")):
            self.found.unlinked.append(link)

    def read_text(self, hidden: list[Element], chrome: list[Element]) -> None:
        """The visible text, the code, and how many words the chrome has."""
        body = self.body
        for element in hidden:
            element.extract()
        if hidden:  # what is hidden in the chrome, or chrome that is hidden, has no words
            chrome = body.select(_CHROME)
        for element in chrome:
            element.replace_with(NewElement("br"))
        for element in list(body.iter_elements("pre")):
            if element.parent is not None and element.parent.closest("pre") is None:
                self.found.code.append(verbatim(element))
                element.replace_with(NewElement("br"))
        self.found.text = spoken(body)
        self.found.chrome_words = sum([len(spoken(part).split()) for part in chrome])


# An element with more than MAX_DEPTH elements above it, in a form that is matched from the inside out.
_DEEP = "html" + " > *" * MAX_DEPTH


def closed(head: Element) -> bool:
    """Whether the head's end tag is written, and ends it."""
    location = head.source_location
    return location is not None and location.end_tag is not None


def starts(token: Token) -> bool:
    """Whether this is a start tag."""
    return token.type is TokenType.START_TAG


def label(element: Element, *, alts: bool = True) -> str:
    """What an element says: its text, else the `alt` of its images."""
    inner = list(element.iter_elements())
    if not inner:
        text = element.text
    elif any(one.tag in BLOCKS for one in inner):
        text = " ".join(element.strings)
    else:
        text = element.text
    text = " ".join(text.split())
    if not text and inner and alts:
        text = collapsed(" ".join([one.attr("alt") or "" for one in inner if one.tag == "img"]))
    return text if len(text) <= MAX_LABEL else text[:MAX_LABEL]


def verbatim(element: Element) -> str:
    """A code block as written, without the newline that ends its last line."""
    for end in list(element.iter_elements("br")):
        end.replace_with(NewText("\n"))
    return element.text.rstrip("\n")


def spoken(element: Any) -> str:
    """The text below an element, a line for each block. Takes the tree apart."""
    for inner in list(element.iter_elements()):
        if inner.tag not in BLOCKS:
            inner.unwrap()
    for comment in [one for one in element.descendants if type(one) is Comment]:
        comment.extract()
    element.normalize()
    return lines(_BREAK.join(element.strings), _BREAK)
