"""The fast reader: turbohtml's tree, made by the rules browsers go by (https://html.spec.whatwg.org/).

Selecting, removing and joining run in C; Python sees only the elements that are kept. The tree is taken to
pieces on the way to the text and thrown away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbohtml import Comment, Doctype, Namespace, TokenType, TreeWalker, parse, tokenize
from turbohtml import Element as NewElement
from turbohtml import Text as NewText

from seokit.extract.html.found import (
    AFTER_HEAD,
    CHROME,
    CHROME_ROLES,
    CHROME_UNLESS_INSIDE,
    FOOTNOTE_MARKS,
    INLINE,
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
    ENDS,
    MAX_DEPTH,
    SECOND_HEAD,
    may_have_two_heads,
    odd,
    unclosed,
)
from seokit.extract.html.plain import HEADING, LINK, PAIR, TAG, read_tag
from seokit.extract.html.spans import Spans
from seokit.extract.reader import HEADINGS
from seokit.extract.spaces import stripped_lines
from seokit.model import Heading, HeadTag, Image, Link, Span, Text

if TYPE_CHECKING:
    from turbohtml import Document, Element, Token

_TEXTUAL = frozenset({"title", "script", "style"})
_COMMENTS = 128  # NodeFilter.SHOW_COMMENT of the DOM standard
_HTML = Namespace.HTML
_INSIDE = ",".join(sorted(INSIDE))
_CHROME = CHROME | CHROME_UNLESS_INSIDE
_FRAMED = frozenset({"a", *HEADINGS})  # what is another thing in the chrome
_NOTES = ",".join(f"a[{name}]" for name in FOOTNOTE_MARKS)
# An element with more than MAX_DEPTH elements above it, in a form that is matched from the inside out.
_DEEP = "html" + " > *" * MAX_DEPTH


def read_turbo(text: str) -> Found:
    """Read a page's text."""
    spans = Spans(text)
    # Noscript is text to a browser that runs scripts; places of attributes are cheaper found in the text.
    document = parse(spans.source, scripting=True, allow_declarative_shadow_roots=False)
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
        self.last: dict[str, tuple[int, int]] = {}  # of title, script and style: where their last one begins
        self.names: dict[Element, str] = {}  # of drawings, by the link around them

    def read(self) -> Found:
        """Read it all."""
        for template in list(self.document.iter_elements("template")):
            template.extract()
        if self.text.count("<") > 2 * MAX_DEPTH:  # fewer elements may be as deep as they like
            self.flatten()
        self.read_root()
        self.read_ids()
        self.read_tags()
        self.read_problems()
        if self.body is not None:
            self.silence()
            hidden = self.read_marked()
            chrome = chrome_of(self.body)
            self.read_content(chrome)
            self.read_text(hidden, chrome)
        return self.found

    def flatten(self) -> None:
        """Make plain text of what lies too deep: what an element says is asked for at every level."""
        for deep in self.document.select(_DEEP):
            if not self.found.problems:
                self.found.problems.append(odd(DEEP.format(limit=MAX_DEPTH), self.tag(deep)))
            deep.replace_with(NewText(deep.text))

    # -- places --------------------------------------------------------------------------------

    def tag(self, element: Element) -> Span | None:
        """The Span of an element's start tag; None where it is not written."""
        position = element.position
        if position is None:
            return None
        line, column = position
        start = self.spans.offset(line, column)
        found = TAG.match(self.text, start)
        return Span(line, column + 1, start, found.end() if found else read_tag(self.text, start).end)

    def attribute(self, element: Element, name: str) -> Text:
        """An attribute's Text; without a place where its tag is not written."""
        value = element.attr(name) or ""
        if element.position is None:
            return Text("", value, None, name)
        place = read_tag(self.text, self.spans.offset(*element.position)).places.get(name)
        if place is None:  # of a second <html> or <body>, whose attributes join those of the first
            return Text("", value, None, name)
        span = self.spans.near(*element.position, *place)
        return Text(self.text[place[0] : place[1]], value, span, name)

    # -- the whole page ------------------------------------------------------------------------

    def read_root(self) -> None:
        """Doctype and language."""
        self.found.doctype = any(type(child) is Doctype for child in self.document.children)
        if self.html.attr("lang") is not None:
            self.found.lang = self.attribute(self.html, "lang")

    def read_ids(self) -> None:
        """What fragments may point at, and ids used twice."""
        anchors = self.found.anchors
        for element in self.document.select("[id]"):
            name = element.attr("id")
            if name and name in anchors:
                self.found.repeated_ids.append(self.attribute(element, "id"))
            elif name:
                anchors[name] = None

    def read_tags(self) -> None:
        """Tags for the head and what a browser loads, in the head and elsewhere."""
        body = self.body
        strays: set[Element] = set()
        breaker_name, breaker_span = "", None
        if body is None:
            body = self.html
        elif body.position is None and (first := next(iter(body), None)) is not None:
            # The body begins without its tag: what began it?
            if self.head_is_closed():
                strays = self.strays()
            else:
                breaker_name = getattr(first, "tag", "#text")
                breaker_span = None if breaker_name == "#text" else self.tag(first)
        for element in self.head.iter_elements(TAGS):
            self.read_tag(element, element.tag, True)
        for element in body.iter_elements(TAGS):
            if body is not self.html or element.parent != self.head:
                self.read_tag(element, element.tag, element in strays)
        if breaker_name:
            self.found.head_breaker = breaker(breaker_name, breaker_span, self.text, self.found.tags)

    def head_is_closed(self) -> bool:
        """Whether the head's end tag is written, and ends it. Only a parse of its own tells."""
        head: Any = parse(self.spans.source, source_locations=True, scripting=True).select_one("head")
        location = head.source_location
        return location is not None and location.end_tag is not None

    def strays(self) -> set[Element]:
        """What turbohtml puts into the body after a second <head>, a tag that browsers ignore."""
        found: set[Element] = set()
        for child in self.body:
            if getattr(child, "tag", "") in AFTER_HEAD:
                found.add(child)
            elif type(child) is not Comment and not child.text.isspace():
                break
        return found

    def read_problems(self) -> None:
        """What swallowed the rest of the page, and a second <head>."""
        text = self.text
        lost = any(error.code.startswith("eof-in-") for error in self.document.errors)
        if lost or any(self.never_closed(name) for name in self.last):
            swallowed = unclosed(text)
            if swallowed:
                reason, start = swallowed
                self.found.problems.insert(0, odd(reason, self.spans.at(start, start)))
        if may_have_two_heads(text):
            heads = [token for token in tokenize(self.spans.source) if token.tag == "head" and starts(token)]
            if len(heads) > 1:
                start = self.spans.offset(heads[1].line, heads[1].col)
                span = self.spans.at(start, read_tag(text, start).end)
                self.found.problems.append(odd(SECOND_HEAD, span))

    def never_closed(self, name: str) -> bool:
        """Whether the last of these elements has no end tag."""
        return self.text.find(f"</{name}", self.spans.offset(*self.last[name])) < 0

    # -- tags, wherever they stand -------------------------------------------------------------

    def read_tag(self, element: Element, name: str, inside: bool) -> None:
        """A tag for the head, or something that a browser loads."""
        position = element.position
        if position is None:
            return
        if name == "meta" or name == "link":
            self.read_pair(name, *position, inside)
            return
        html = element.namespace is _HTML
        if name in _TEXTUAL and html:
            self.last[name] = position
        if name == "title":
            if html:
                self.read_title(element, *position, inside)
        elif name == "base":
            self.found.base = self.found.base or element.attr("href") or ""
        elif (
            name == "script" and collapsed((element.attr("type") or "").partition(";")[0]).lower() == JSON_LD
        ):
            place, _ = self.content(
                "script", *position, read_tag(self.text, self.spans.offset(*position)).end
            )
            self.found.scripts.append(Script(place, inside))
        elif html:
            for attribute in LOADS.get(name, ()):
                address = element.attr(attribute)
                if address:
                    self.found.resources.append(Link(address, name, "text", self.tag(element)))

    def read_pair(self, kind: Any, line: int, column: int, inside: bool) -> None:
        """A <meta>, one HeadTag for each key that it has, or a <link>."""
        text = self.text
        start = self.spans.offset(line, column)
        plain = PAIR.match(text, start)
        if plain is not None:
            first, written, second, value = plain.groups()
            if (kind == "meta" and second == "content" and first in META_KEYS) or (
                kind == "link" and second == "href" and first == "rel"
            ):
                key = written.lower() if " " not in written else collapsed(written).lower()
                begin, end = plain.start(3), plain.end(4) + 1
                span = Span(line, column + 1 + begin - start, begin, end)
                whole = Span(line, column + 1, start, plain.end())
                content = Text(text[begin:end], value, span, key)
                given = {first: written, second: value}
                self.found.tags.append(HeadTag(kind, key, content, first, given, inside, whole))
                if first == "rel" and value and not LINK_LOADS.isdisjoint(key.split()):
                    self.found.resources.append(Link(value, "link", "text", whole, "", key))
                return
        values, places, end = read_tag(text, start)
        whole = Span(line, column + 1, start, end)
        if kind == "link":
            keys = [("rel", collapsed(values.get("rel")).lower())]
            wanted = "href"
        elif "charset" in values:
            keys = [("charset", "charset")]
            wanted = "charset"
        else:
            keys = [(name, collapsed(values[name]).lower()) for name in META_KEYS if name in values]
            wanted = "content"
        place = places.get(wanted)
        if place is None:
            span, raw = whole, text[start:end]
        else:
            raw = text[place[0] : place[1]]
            span = self.spans.near(line, column, *place)
        value = values.get(wanted, "")
        for attribute, key in keys:
            tag = HeadTag(kind, key, Text(raw, value, span, key), attribute, values, inside, whole)
            self.found.tags.append(tag)
        if kind == "link" and value and not LINK_LOADS.isdisjoint(keys[0][1].split()):
            self.found.resources.append(Link(value, "link", "text", whole, "", keys[0][1]))

    def content(self, name: str, line: int, column: int, begin: int) -> tuple[Span, int]:
        """The place of the text in an element that holds nothing but text, and where its end tag ends."""
        close = ENDS[name].search(self.text, begin)
        end = close.start() if close else len(self.text)
        stop = self.text.find(">", end) + 1 if close else end
        return self.spans.near(line, column, begin, end), stop or len(self.text)

    def read_title(self, element: Element, line: int, column: int, inside: bool) -> None:
        """A <title> of HTML, not of SVG."""
        values, _, begin = read_tag(self.text, self.spans.offset(line, column))
        place, stop = self.content("title", line, column, begin)
        value = Text(self.text[place.start : place.end], collapsed(element.text), place, "title")
        whole = self.spans.span(line, column, stop)
        self.found.tags.append(HeadTag("title", "", value, "", values, inside, whole))

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
                said = said_by(element, alts=False)
                if said:
                    mark = self.attribute(element, how)
                    found.hidden.append(Text(mark.raw, said, mark.span, how))
        return hidden

    def read_content(self, chrome: list[Element]) -> None:
        """Links, headings and images."""
        text, begins, links = self.text, self.spans.begins, self.found.links
        framed = {one for part in chrome for one in part.iter_elements(_FRAMED, include_self=True)}
        last = -1
        for element in self.body.iter_elements(TEXT_TAGS):
            position = element.position
            if position is None:
                continue
            line, column = position
            name = element.tag
            if name == "a":
                start = (
                    begins[line - 1] + line - 1 + column
                )  # as Spans.offset, which costs as much as a match
                if start <= last and start in self.copied():
                    continue  # made where markup is nested wrongly
                last = start
                origin = "navigation" if element in framed else "text"
                plain = LINK.match(text, start)
                if plain is None:
                    self.read_link(element, line, column, start, origin)
                    continue
                href, _, said = plain.groups()
                said = said or said_by(element) or self.names.get(element, "")
                links.append(Link(href, said, origin, Span(line, column + 1, start, plain.end(2))))
            elif name == "img":
                self.read_image(element)
            elif name == "h1" or element not in framed:
                self.read_heading(element, HEADINGS[name], line, column)

    def read_heading(self, element: Element, level: int, line: int, column: int) -> None:
        """An <h1> to <h6>."""
        start = self.spans.offset(line, column)
        found = HEADING.match(self.text, start)
        if found is None:
            self.found.headings.append(Heading(level, said_by(element), self.tag(element)))
        else:
            span = Span(line, column + 1, start, found.end(1))
            self.found.headings.append(Heading(level, found[2] or said_by(element), span))

    def copied(self) -> set[int]:
        """Where the links begin that were read."""
        return {link.span.start for link in (*self.found.links, *self.found.unlinked) if link.span}

    def read_image(self, element: Element) -> None:
        """An <img>."""
        attr = element.attr
        span = self.tag(element)
        src = attr("src") or ""
        self.found.images.append(
            Image(src, attr("alt"), span, attr("width"), attr("height"), attr("loading"))
        )

    def read_link(self, element: Element, line: int, column: int, start: int, origin: str) -> None:
        """An <a> that is not written plainly, with or without a target."""
        values, _, end = read_tag(self.text, start)
        text = said_by(element) or self.names.get(element, "")
        text = text or collapsed(values.get("title")) or collapsed(values.get("aria-label"))
        name = values.get("name")
        if name:
            self.found.anchors.setdefault(name)
        span = Span(line, column + 1, start, end)
        link = Link(values.get("href", ""), text, origin, span, "", collapsed(values.get("rel")).lower())
        if "href" in values:
            self.found.links.append(link)
        elif "onclick" in values or not (name or values.get("id")):
            self.found.unlinked.append(link)

    def read_text(self, hidden: list[Element], chrome: list[Element]) -> None:
        """The visible text, the code, and how many words the chrome has."""
        body = self.body
        for element in hidden:
            element.extract()
        if hidden:  # what is hidden in the chrome, or chrome that is hidden, has no words
            chrome = chrome_of(body)
        for element in chrome:
            element.replace_with(NewElement("br"))
        for element in list(body.iter_elements("pre")):
            if element.parent is not None and element.parent.closest("pre") is None:
                self.found.code.append(verbatim(element))
                element.replace_with(NewElement("br"))
        self.found.text = spoken(body)
        words = [len(said.split()) for part in chrome for said in part.stripped_strings]
        self.found.chrome_words = sum(words)


def chrome_of(body: Element) -> list[Element]:
    """What surrounds every page of a site: see found.py."""
    found = [
        part
        for part in body.iter_elements(_CHROME)
        if part.tag in CHROME or (part.parent is not None and part.parent.closest(_INSIDE) is None)
    ]
    for part in body.select("[role]"):
        if part.attr("role") in CHROME_ROLES and part not in found:
            found.append(part)
    return found


def starts(token: Token) -> bool:
    """Whether this is a start tag."""
    return token.type is TokenType.START_TAG


def said_by(element: Element, *, alts: bool = True) -> str:
    """What an element says: its text, else the `alt` of its images."""
    inner = list(element.iter_elements())
    if all(one.tag in INLINE for one in inner):
        text = collapsed(element.text)
    else:
        text = collapsed(" ".join(element.strings))
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
    for inner in list(element.iter_elements(INLINE)):
        inner.unwrap()
    walker = TreeWalker(element, _COMMENTS)
    for comment in list(iter(walker.next_node, None)):  # they, too, stand between what is one text
        comment.extract()
    element.normalize()
    return stripped_lines(list(element.stripped_strings))
