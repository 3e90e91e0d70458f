"""The tags that turbohtml found, read from the text where it says that they begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from turbohtml import Namespace

from seokit.extract.html.attributes import decoded
from seokit.extract.html.found import JSON_LD, LINK_LOADS, LOADS, META_KEYS, Found, Script, collapsed
from seokit.extract.html.plain import PAIR, SINGLE, TAG, content_end, read_tag
from seokit.extract.html.spans import Spans
from seokit.model import HeadTag, Link, Span, Text

if TYPE_CHECKING:
    from turbohtml import Element

_TEXTUAL = frozenset({"title", "script", "style"})
_HTML = Namespace.HTML


class Tags:
    """Reads tags of one page into `found`."""

    def __init__(self, spans: Spans, found: Found) -> None:
        self.spans = spans
        self.text = spans.text
        self.found = found
        self.last: dict[str, tuple[int, int]] = {}  # of title, script and style: where their last one begins

    def unclosed(self) -> bool:
        """Whether the last title, script or style has no end tag."""
        for name, position in self.last.items():
            if self.text.find(f"</{name}", self.spans.offset(*position)) < 0:
                return True
        return False

    def span(self, element: Element) -> Span | None:
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
        line, column = element.position
        start = self.spans.offset(line, column)
        plain = SINGLE.match(self.text, start)
        if plain is not None and plain[1] == name:
            begin = plain.start(1)
            span = Span(line, column + 1 + begin - start, begin, plain.end(2) + 1)
            return Text(self.text[begin : span.end], value, span, name)
        place = read_tag(self.text, start).places.get(name)
        if place is None:  # of a second <html> or <body>, whose attributes join those of the first
            return Text("", value, None, name)
        span = self.spans.near(line, column, *place)
        return Text(self.text[place[0] : place[1]], value, span, name)

    def read(self, element: Element, name: str, inside: bool) -> None:
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
            start = self.spans.offset(*position)
            plain = SINGLE.match(self.text, start)
            begin = plain.end() if plain else read_tag(self.text, start).end
            self.found.scripts.append(Script(self.content("script", *position, begin), inside))
        elif html:
            for attribute in LOADS.get(name, ()):
                address = element.attr(attribute)
                if address:
                    self.found.resources.append(Link(address, name, "text", self.span(element)))

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
                if "&" in written or "&" in value:
                    written, value = decoded(written), decoded(value)
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
        single = SINGLE.match(text, start) if kind == "meta" else None
        if single is not None and single[1] == "charset":
            self.read_charset(single, Span(line, column + 1, start, single.end()), inside)
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

    def read_charset(self, single: re.Match[str], whole: Span, inside: bool) -> None:
        """A <meta charset="…">."""
        value = decoded(single[2]) if "&" in single[2] else single[2]
        begin, end = single.start(1), single.end(2) + 1
        span = Span(whole.line, whole.column + begin - whole.start, begin, end)
        content = Text(self.text[begin:end], value, span, "charset")
        given = {"charset": value}
        self.found.tags.append(HeadTag("meta", "charset", content, "charset", given, inside, whole))

    def content(self, name: str, line: int, column: int, begin: int) -> Span:
        """The place of the text in an element that holds nothing but text."""
        return self.spans.near(line, column, begin, content_end(self.text, name, begin))

    def read_title(self, element: Element, line: int, column: int, inside: bool) -> None:
        """A <title> of HTML, not of SVG."""
        text = self.text
        start = self.spans.offset(line, column)
        values: dict[str, str] = {}
        begin = start + len("<title>")
        if not text.startswith("<title>", start):
            values, _, begin = read_tag(text, start)
        place = self.content("title", line, column, begin)
        value = Text(text[place.start : place.end], collapsed(element.text), place, "title")
        stop = text.find(">", place.end) + 1 or len(text)
        whole = Span(line, column + 1, start, stop)
        self.found.tags.append(HeadTag("title", "", value, "", values, inside, whole))
