"""The fast reader: turbohtml's tree, made by the rules browsers go by (https://html.spec.whatwg.org/).

Selecting, removing and joining run in C; Python sees only the elements that are kept. The tree is taken to
pieces on the way to the text and thrown away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from turbohtml import Comment, Doctype, TokenType, TreeWalker, parse, tokenize
from turbohtml import Element as NewElement
from turbohtml import Text as NewText

from seokit.extract.html.attributes import decoded
from seokit.extract.html.found import (
    AFTER_HEAD,
    CHROME,
    CHROME_ROLES,
    CHROME_UNLESS_INSIDE,
    FOOTNOTE_MARKS,
    INLINE,
    INSIDE,
    MAX_LABEL,
    ROOTS,
    SILENT,
    TAGS,
    TEXT_TAGS,
    Found,
    breaker,
    collapsed,
    hides,
    is_control,
)
from seokit.extract.html.menus import (
    STAND_IN,
    Cut,
    Menu,
    Menus,
    Place,
    alone,
    fits,
    menu_of,
    well_nested,
)
from seokit.extract.html.oddities import (
    DEEP,
    MAX_DEPTH,
    SECOND_HEAD,
    may_have_two_heads,
    odd,
    unclosed,
)
from seokit.extract.html.plain import HEADING, LINK, read_tag
from seokit.extract.html.spans import Spans
from seokit.extract.html.turbo_tags import Tags
from seokit.extract.reader import HEADINGS
from seokit.extract.spaces import stripped_lines
from seokit.model import Heading, Image, Link, Span, Text

if TYPE_CHECKING:
    from turbohtml import Document, Element, Token

_COMMENTS = 128  # NodeFilter.SHOW_COMMENT of the DOM standard
_INSIDE = ",".join(sorted(INSIDE))
_CHROME = CHROME | CHROME_UNLESS_INSIDE
_IDS = f"[id],{STAND_IN}"
_TAGS = TAGS | {STAND_IN}
_MARKED = f"[hidden],[style],[itemscope],[typeof],[vocab],{STAND_IN}"
_TEXT_TAGS = TEXT_TAGS | {STAND_IN}
_FRAMED = frozenset({"a", *HEADINGS})  # what is another thing in the chrome
_NOTES = ",".join(f"a[{name}]" for name in FOOTNOTE_MARKS)
# An element with more than MAX_DEPTH elements above it, in a form that is matched from the inside out.
_DEEP = "html" + " > *" * MAX_DEPTH


_menus = Menus()


def read_turbo(text: str, menus: Menus = _menus) -> Found:
    """Read a page's text. `menus` knows those of the pages before; without them the same is found."""
    cut = menus.cut(text)
    found = read_cut(text, cut, menus) if cut.menus else None
    if found is None:
        spans = Spans(text)
        head = text.rfind("<head>") if cut.menus else cut.head  # what was cut out may be read otherwise
        found = _Reading(parsed(spans), spans, {}, head).read()
    for name, content in cut.again:
        menus.keep(name, content, learnt(name, content))
    return found


def parsed(spans: Spans) -> Document:
    """The tree."""
    # Noscript is text to a browser that runs scripts. Places of attributes are cheaper found in the text; of end
    # tags only the parser knows whether they end anything.
    return parse(spans.source, scripting=True, source_locations=True, allow_declarative_shadow_roots=False)


def read_cut(text: str, cut: Cut, menus: Menus) -> Found | None:
    """Read a page whose menus are cut out; None where one of them does not stand where it has no effect."""
    spans = Spans(text, cut.text)
    document = parsed(spans)
    places: dict[Element, Place] = {}
    missing = cut.menus.copy()
    for element in document.select(STAND_IN):
        around = element.parent
        if element.position is None or around is None or around.position is None:
            continue
        start = spans.offset(*element.position)
        first, menu = missing.get(start, (-1, None))
        if menu is not None and fits(element, menu) and spans.offset(*around.position) == first:
            places[element] = Place.at(menu, *element.position, start)
            del missing[start]
    for start, (_, menu) in missing.items():
        menus.keep(menu.name, text[start : start + menu.length], None)
    return None if missing else _Reading(document, spans, places, cut.head).read()


def learnt(name: str, content: str) -> Menu | None:
    """Read a menu in a page of its own; None where it has to be read in full each time."""
    text, before = alone(name, content)
    spans = Spans(text)
    document = parsed(spans)
    body: Any = document.select_one("body")
    if body is None or len(body) != 1 or not well_nested(name, content, body[0]):
        return None
    reading = _Reading(document, spans, {}, -1)
    ids = [reading.tags.attribute(element, "id") for element in document.select("[id]")]
    return menu_of(name, content, before, ids, reading.read())


class _Reading:
    """The reading of one page. Order matters: what changes the tree comes last."""

    def __init__(self, document: Document, spans: Spans, places: dict[Element, Place], head: int) -> None:
        self.document = document
        self.places = places  # of menus that were cut out
        self.last_head = head  # where the last <head> is written; -1 without one
        self.spans = spans
        self.text = spans.text
        self.found = Found()
        self.html: Any = document.root
        parts = by_name(self.html)
        self.head: Any = parts["head"]
        self.body: Any = parts.get("body")  # None in a page of frames
        self.tags = Tags(spans, self.found)
        self.names: dict[Element, str] = {}  # of drawings, by the link around them

    def read(self) -> Found:
        """Read it all."""
        for template in list(self.document.iter_elements("template")):
            template.extract()
        tags = self.spans.source.count("<") + sum([place.menu.tags for place in self.places.values()])
        if tags > 2 * MAX_DEPTH:  # fewer elements may be as deep as they like
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
                self.found.problems.append(odd(DEEP.format(limit=MAX_DEPTH), self.tags.span(deep)))
            deep.replace_with(NewText(deep.text))

    # -- the whole page ------------------------------------------------------------------------

    def read_root(self) -> None:
        """Doctype and language."""
        self.found.doctype = Doctype in map(type, self.document.children)
        if self.html.attr("lang") is not None:
            self.found.lang = self.tags.attribute(self.html, "lang")

    def read_ids(self) -> None:
        """What fragments may point at, and ids used twice."""
        anchors = self.found.anchors
        for element in self.document.select(_IDS):
            name = element.attr("id")
            if name and name in anchors:
                self.found.repeated_ids.append(self.tags.attribute(element, "id"))
            elif name:
                anchors[name] = None
            elif element in self.places:
                self.places[element].add_ids(self.found)

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
                breaker_span = None if breaker_name == "#text" else self.tags.span(first)
        for element in self.head.iter_elements(TAGS):
            self.tags.read(element, element.tag, True)
        for element in body.iter_elements(_TAGS):
            if element in self.places:
                self.places[element].add_tags(self.found)
            elif body is not self.html or element.parent != self.head:
                self.tags.read(element, element.tag, element in strays)
        if breaker_name:
            self.found.head_breaker = breaker(breaker_name, breaker_span, self.text, self.found.tags)

    def head_is_closed(self) -> bool:
        """Whether the head's end tag is written, and ends it."""
        location = self.head.source_location
        return location is not None and location.end_tag is not None

    def is_closed(self) -> bool:
        """Whether nothing follows the page's end tag: then nothing swallowed it. Cheaper than asking for errors."""
        location = self.html.source_location
        end = location.end_tag if location is not None else None
        return end is not None and not self.spans.source[end.end_offset :].strip()

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
        lost = not self.is_closed() and any(
            error.code.startswith("eof-in-") for error in self.document.errors
        )
        if lost or self.tags.unclosed():
            swallowed = unclosed(text)
            if swallowed:
                reason, start = swallowed
                self.found.problems.insert(0, odd(reason, self.spans.at(start, start)))
        if may_have_two_heads(text, self.last_head):
            heads = [token for token in tokenize(self.spans.source) if token.tag == "head" and starts(token)]
            if len(heads) > 1:
                start = self.spans.offset(heads[1].line, heads[1].col)
                span = self.spans.at(start, read_tag(text, start).end)
                self.found.problems.append(odd(SECOND_HEAD, span))

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
        for element in self.document.select(_MARKED):
            if element in self.places:
                self.places[element].add_marked(found)
                continue
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
                    mark = self.tags.attribute(element, how)
                    found.hidden.append(Text(mark.raw, said, mark.span, how))
        return hidden

    def read_content(self, chrome: list[Element]) -> None:
        """Links, headings and images."""
        text, begins, links = self.text, self.spans.begins, self.found.links
        framed = {one for part in chrome for one in part.iter_elements(_FRAMED, include_self=True)}
        last = -1
        for element in self.body.iter_elements(_TEXT_TAGS):
            position = element.position
            if position is None:
                continue
            line, column = position
            name = element.tag
            if name == "a":
                # As Spans.offset, which costs as much as a match.
                start = begins[line - 1] + line - 1 + column
                if start <= last and start in self.copied():
                    continue  # made where markup is nested wrongly
                last = start
                origin = "navigation" if element in framed else "text"
                plain = LINK.match(text, start)
                if plain is None:
                    self.read_link(element, line, column, start, origin)
                    continue
                href, _, said = plain.groups()
                if "&" in href:
                    href = decoded(href)
                said = said or said_by(element) or self.names.get(element, "")
                links.append(Link(href, said, origin, Span(line, column + 1, start, plain.end(2))))
            elif name == "img":
                self.read_image(element)
            elif name == STAND_IN:
                if element in self.places:
                    self.places[element].add_content(self.found)
                    last = self.places[element].last
            elif name == "h1" or element not in framed:
                self.read_heading(element, HEADINGS[name], line, column)

    def read_heading(self, element: Element, level: int, line: int, column: int) -> None:
        """An <h1> to <h6>."""
        start = self.spans.offset(line, column)
        found = HEADING.match(self.text, start)
        if found is None:
            self.found.headings.append(Heading(level, said_by(element), self.tags.span(element)))
        else:
            span = Span(line, column + 1, start, found.end(1))
            self.found.headings.append(Heading(level, found[2] or said_by(element), span))

    def copied(self) -> set[int]:
        """Where the links begin that were read."""
        return {link.span.start for link in (*self.found.links, *self.found.unlinked) if link.span}

    def read_image(self, element: Element) -> None:
        """An <img>."""
        attr = element.attr
        span = self.tags.span(element)
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
        if is_control(values.get, values):
            return
        if "href" in values:
            self.found.links.append(link)
        elif "onclick" in values or not (name or values.get("id")):
            self.found.unlinked.append(link)

    def read_text(self, hidden: list[Element], chrome: list[Element]) -> None:
        """The visible text, the code, and how many words the chrome has."""
        body = self.body
        for element in hidden:
            element.extract()
        for element in self.places:
            element.parent.clear()  # type: ignore[union-attr]  # has been looked at; the space is no text either
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
        menus = [place.menu.found.chrome_words for place in self.places.values()]
        self.found.chrome_words = sum(words) + sum(menus)


def by_name(element: Any) -> dict[str, Any]:
    """The first child of each name."""
    return {getattr(child, "tag", ""): child for child in reversed(element.children)}


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
