"""The tags that BeautifulSoup found, with their places."""

from __future__ import annotations

from typing import Any

from bs4.element import Tag

from seokit.extract.html.attributes import Attribute, references, tag_end
from seokit.extract.html.found import JSON_LD, LINK_LOADS, LOADS, META_KEYS, Found, Script, collapsed
from seokit.extract.html.oddities import ENDS
from seokit.extract.html.spans import Spans
from seokit.model import HeadTag, Link, Span, Text

Given = dict[str, Attribute]  # a tag's attributes by their names, the first of each


class Tags:
    """Reads tags of one page into `found`."""

    def __init__(self, spans: Spans, found: Found) -> None:
        self.spans = spans
        self.text = spans.text
        self.found = found

    def span(self, tag: Tag) -> Span:
        """The Span of an element's start tag."""
        line, column = tag.sourceline or 1, tag.sourcepos or 0
        end = tag_end(self.text, self.spans.offset(line, column))
        return self.spans.span(line, column, end if end >= 0 else len(self.text))

    def attribute(self, given: Attribute | None, field: str, whole: Span | None = None) -> Text:
        """An attribute's Text; `whole` is its place where the element has no such attribute."""
        span = self.spans.at(given.start, given.end) if given else whole
        value = given.value if given else ""
        return Text(self.text[span.start : span.end] if span else "", value, span, field)

    def read_id(self, given: Given) -> None:
        """What fragments may point at, and ids used twice."""
        one = given.get("id")
        if one is not None and one.value:
            if one.value in self.found.anchors:
                self.found.repeated_ids.append(self.attribute(one, "id"))
            else:
                self.found.anchors[one.value] = None

    def read(self, name: str, given: Given, span: Span, inside: bool, in_drawing: bool) -> None:
        """A tag for the head, or something that a browser loads."""
        if name == "meta":
            self.read_meta(given, span, inside)
        elif name == "link":
            rel = collapsed(value(given, "rel")).lower()
            target = self.attribute(given.get("href"), rel, span)
            self.add("link", rel, target, "rel", given, inside, span)
            if target.value and not LINK_LOADS.isdisjoint(rel.split()):
                self.found.resources.append(Link(target.value, "link", "text", span, "", rel))
        elif name == "title":
            if not in_drawing:
                self.read_title(given, span, inside)
        elif name == "base":
            self.found.base = self.found.base or value(given, "href") or ""
        elif (
            name == "script" and collapsed((value(given, "type") or "").partition(";")[0]).lower() == JSON_LD
        ):
            place, _ = self.content("script", span.end)
            self.found.scripts.append(Script(place, inside))
        elif not in_drawing:
            for attribute in LOADS.get(name, ()):
                address = value(given, attribute)
                if address:
                    self.found.resources.append(Link(address, name, "text", span))

    def add(
        self,
        kind: Any,
        key: str,
        content: Text,
        attribute: str,
        given: Given,
        inside: bool,
        whole: Span,
    ) -> None:
        """A HeadTag."""
        written = {one.name: one.value for one in given.values()}
        self.found.tags.append(HeadTag(kind, key, content, attribute, written, inside, whole))

    def read_meta(self, given: Given, span: Span, inside: bool) -> None:
        """A <meta>: one HeadTag for each key that it has."""
        charset = given.get("charset")
        if charset is not None:
            self.add("meta", "charset", self.attribute(charset, "charset"), "charset", given, inside, span)
            return
        for name in META_KEYS:
            if name in given:
                key = collapsed(given[name].value).lower()
                content = self.attribute(given.get("content"), key, span)
                self.add("meta", key, content, name, given, inside, span)

    def read_title(self, given: Given, span: Span, inside: bool) -> None:
        """A <title>."""
        place, stop = self.content("title", span.end)
        raw = self.text[place.start : place.end]
        said = collapsed(references(raw, in_attribute=False))
        whole = Span(span.line, span.column, span.start, stop)
        self.add("title", "", Text(raw, said, place, "title"), "", given, inside, whole)

    def content(self, name: str, begin: int) -> tuple[Span, int]:
        """The place of the text in an element that holds nothing but text, and where its end tag ends."""
        close = ENDS[name].search(self.text, begin)
        end = close.start() if close else len(self.text)
        stop = self.text.find(">", end) + 1 if close else end
        return self.spans.at(begin, end), stop or len(self.text)


def value(given: Given, name: str) -> str | None:
    """The value of an attribute; None without it."""
    found = given.get(name)
    return found.value if found else None
