"""Menus, headers and footers that the pages of a site share: read once, then only put in their places.

What stands between the tags of such an element is cut out of a page before it is parsed, and a stand-in put there
that keeps all places. It counts only where the tree shows that the cut changed nothing else: see `fits`.
Whatever is in doubt is read in full, so that a page is read the same whatever was read before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from turbohtml import Document, Element, TokenType, tokenize

from seokit.extract.html.attributes import tag_end
from seokit.extract.html.found import CHROME, CHROME_UNLESS_INSIDE, INSIDE, ROOTS, Found, Script, hides
from seokit.extract.html.plain import TAG
from seokit.model import Heading, HeadTag, Image, Link, Span, Text

STAND_IN = "seokit-menu"  # the element
_START = re.compile(r"<(?:head|header|footer|nav|aside)(?=[ \n>])")
_NEWLINE = re.compile(r"\r\n?|\n")
_FORM = "<form>.</form>"
_SHORTEST, _LONGEST = 300, 200_000  # characters that a menu may have
_DEEPEST = 64  # elements in one another in a menu, and around it
_MOST, _NEW = 1_000, 16  # elements of a page that may be menus: so many are looked at, so many remembered
_KNOWN, _SEEN = 48, 64  # menus that are kept, and the last others that are remembered
# A menu may stand in these: none of them changes how what it holds is parsed.
_AROUND = ROOTS | CHROME | CHROME_UNLESS_INSIDE | INSIDE | {"div"}
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_VOID = frozenset(_VOID_NAMES.split())
_FOREIGN = frozenset({"svg", "math"})
# What is parsed by what stands around it, or does something there.
_REFUSED_NAMES = """
    base body caption col colgroup frame frameset head html plaintext table tbody td template tfoot th thead tr
"""
_REFUSED = frozenset(_REFUSED_NAMES.split())

Row = tuple[str, str, str, str, int, int, int, int]


class Menu(Struct, frozen=True):
    """What stands in a menu, read in a page of its own: see `alone`."""

    name: str  # of the element around it
    before: int  # characters of that page before the content
    length: int
    stand_in: str
    tags: int  # "<" in the content more than in the stand-in
    form: bool  # whether it holds one
    ids: tuple[Text, ...]
    found: Found
    rows: tuple[Row, ...]  # its links: href, text, origin, rel and the four figures of the Span
    last: int  # where the last one begins


class Place(Struct, frozen=True):
    """A menu in a page, and how far its content is from where it stood alone."""

    menu: Menu
    lines: int
    columns: int  # in its first line
    offset: int

    @classmethod
    def at(cls, menu: Menu, line: int, column: int, start: int) -> Place:
        """The place of a menu whose content begins in a line from 1, a column from 0, at an offset."""
        return cls(menu, line - 1, column - menu.before, start - menu.before)

    def span(self, span: Span | None) -> Span | None:
        """The Span in the page."""
        if span is None:
            return None
        column = span.column + self.columns if span.line == 1 else span.column
        return Span(span.line + self.lines, column, span.start + self.offset, span.end + self.offset)

    def text(self, text: Text) -> Text:
        """A Text with its place in the page."""
        return Text(text.raw, text.value, self.span(text.span), text.field)

    def links(self, links: list[Link]) -> list[Link]:
        """Links with their places in the page."""
        span = self.span
        return [Link(one.href, one.text, one.origin, span(one.span), one.field, one.rel) for one in links]

    @property
    def last(self) -> int:
        """Where its last link begins; below 0 without one."""
        return self.menu.last + self.offset if self.menu.last >= 0 else -1

    def add_ids(self, found: Found) -> None:
        """Add what fragments may point at."""
        for one in self.menu.ids:
            if one.value and one.value in found.anchors:
                found.repeated_ids.append(self.text(one))
            elif one.value:
                found.anchors[one.value] = None

    def add_tags(self, found: Found) -> None:
        """Add the tags for the head and what a browser loads."""
        mine, span = self.menu.found, self.span
        found.tags += [
            HeadTag(
                one.kind,
                one.key,
                self.text(one.value),
                one.attribute,
                one.attributes,
                one.in_head,
                span(one.span),
            )
            for one in mine.tags
        ]
        found.scripts += [
            Script(place, one.in_head) for one in mine.scripts if (place := span(one.span)) is not None
        ]
        found.resources += self.links(mine.resources)

    def add_marked(self, found: Found) -> None:
        """Add hidden text, microdata, RDFa."""
        mine = self.menu.found
        found.microdata = found.microdata or mine.microdata
        found.rdfa = found.rdfa or mine.rdfa
        found.hidden += [self.text(one) for one in mine.hidden]

    def add_content(self, found: Found) -> None:
        """Add links, headings and images."""
        mine, span = self.menu.found, self.span
        lines, columns, offset = self.lines, self.columns, self.offset
        found.links += [
            Link(
                href,
                said,
                origin,
                Span(line + lines, column + columns if line == 1 else column, start + offset, end + offset),
                "",
                rel,
            )
            for href, said, origin, rel, line, column, start, end in self.menu.rows
        ]
        found.unlinked += self.links(mine.unlinked)
        found.headings += [Heading(one.level, one.text, span(one.span)) for one in mine.headings]
        found.images += [
            Image(one.src, one.alt, span(one.span), one.width, one.height, one.loading) for one in mine.images
        ]
        for name in mine.anchors:  # the names of links; the ids are there
            found.anchors.setdefault(name)


class Cut(Struct):
    """A page without its menus: the text to parse, with the same lines, and the menus by their offsets."""

    text: str
    menus: dict[int, tuple[int, Menu]]  # start of the content → start of the element, and the menu
    again: list[tuple[str, str]]  # names and contents that were met before, and may be learnt
    head: int  # where the last <head> begins; -1 without one


class Menus:
    """The menus that were met: bounded, and no part of any result."""

    def __init__(self) -> None:
        # By content and end tag, the last used first; None: has to be read in full.
        self._known: list[tuple[str, Menu | None]] = []
        self._seen: dict[int, None] = {}  # hashes of what was there once

    def cut(self, text: str) -> Cut:
        """Cut known menus out of a page."""
        menus: dict[int, tuple[int, Menu]] = {}
        pieces: list[str] = []
        again: list[tuple[str, str]] = []
        done = at = looked = new = 0
        head = -1
        while found := _START.search(text, at):
            first, name = found.start(), found[0][1:]
            if name == "head":
                at = found.end()
                head = first if text[at] == ">" else head
                continue
            tag = TAG.match(text, first)
            start = at = tag.end() if tag else tag_end(text, first)
            looked += 1
            if start < 0 or looked > _MOST:
                head = text.rfind("<head>")
                break
            known = self.known(text, start)
            if known is None:
                if new < _NEW:
                    new += self.remember(text, name, start, again)
            elif (menu := known[1]) is not None:
                menus[start] = (first, menu)
                pieces += (text[done:start], menu.stand_in)
                done = at = start + menu.length
        if not menus:
            return Cut(text, menus, again, head)
        pieces.append(text[done:])
        return Cut("".join(pieces), menus, again, head)

    def known(self, text: str, start: int) -> tuple[str, Menu | None] | None:
        """The menu whose content stands there."""
        for number, known in enumerate(self._known):
            if text.startswith(known[0], start):
                if number:
                    self._known.insert(0, self._known.pop(number))
                return known
        return None

    def remember(self, text: str, name: str, start: int, again: list[tuple[str, str]]) -> bool:
        """Remember what stands there; add it to `again` if it was met not long ago. Returns whether it cost time."""
        end = closing(text, name, start)
        if 0 <= end - start < _SHORTEST:
            return False
        if end >= 0:
            content = text[start:end]
            key = hash((name, content))
            if key in self._seen:
                again.append((name, content))
            else:
                self._seen[key] = None
                while len(self._seen) > _SEEN:
                    del self._seen[next(iter(self._seen))]
        return True

    def keep(self, name: str, content: str, menu: Menu | None) -> None:
        """Remember a menu; None where it has to be read in full each time."""
        key = f"{content}</{name}>"
        self._known = [(key, menu), *(one for one in self._known if one[0] != key)][:_KNOWN]


def alone(name: str, content: str) -> tuple[str, int]:
    """A page with nothing but a menu, and where its content begins."""
    before = f"<!doctype html><head></head><body><{name}>"
    return f"{before}{content}</{name}>", len(before)


def menu_of(name: str, content: str, before: int, ids: list[Text], found: Found) -> Menu | None:
    """A Menu of what was found in `alone`; None where it has to be read in full.

    A menu without words is too odd: its stand-in has one.
    """
    if found.problems or found.base or not found.chrome_words:
        return None
    form = any(token.tag == "form" for token in tokenize(content))
    rows = [
        (
            one.href,
            one.text,
            one.origin,
            one.rel,
            one.span.line,
            one.span.column,
            one.span.start,
            one.span.end,
        )
        for one in found.links
        if one.span is not None
    ]
    last = max((one.span.start for one in (*found.links, *found.unlinked) if one.span), default=-1)
    instead = stand_in(content, form=form)
    return Menu(
        name,
        before,
        len(content),
        instead,
        content.count("<") - instead.count("<"),
        form,
        tuple(ids),
        found,
        tuple(rows),
        last,
    )


def closing(text: str, name: str, start: int) -> int:
    """Where the end tag begins of an element whose content begins at `start`, as it is written; -1 without one."""
    opening, close, most = f"<{name}", f"</{name}>", start + _LONGEST
    end = text.find(close, start, most)
    nested = text.count(opening, start, end) if end >= 0 else 0
    while nested and end >= 0:
        after = text.find(close, end + 1, most)
        nested += text.count(opening, end, after) - 1
        end = after
    return end


def well_nested(name: str, content: str, element: Element) -> bool:
    """Whether the tree below the element is what is written: each tag has its end, none changes another."""
    written: list[tuple[int, str]] = []
    opened: list[str] = []
    ended = False
    for token in tokenize(f"{content}</{name}>"):
        tag = token.tag or ""
        if ended or token.type is TokenType.DOCTYPE or tag in _REFUSED:
            return False
        if token.type is TokenType.START_TAG:
            written.append((len(opened), tag))
            if len(opened) > _DEEPEST:
                return False
            if tag not in _VOID and not (token.self_closing and not _FOREIGN.isdisjoint(opened)):
                opened.append(tag)
        elif token.type is TokenType.END_TAG:
            ended = not opened and tag == name
            if not ended and (not opened or opened.pop() != tag):
                return False
    return ended and written == list(tree_below(element))


def tree_below(element: Element, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Depth and name of each element below."""
    for child in element:
        tag = getattr(child, "tag", "")
        if tag:
            yield depth, tag.lower()
            yield from tree_below(child, depth + 1)  # type: ignore[arg-type]  # it has a tag


def stand_in(content: str, *, form: bool) -> str:
    """What a parser gets in the place of a menu: the same lines, and what follows in the same column."""
    inside = f"<{STAND_IN}>{_FORM if form else '.'}</{STAND_IN}>"
    breaks = len(_NEWLINE.findall(content))
    if not breaks:
        return inside.ljust(len(content))
    last = max(content.rfind("\n"), content.rfind("\r")) + 1
    return inside + "\n" * breaks + " " * (len(content) - last)


def fits(element: Element, menu: Menu) -> bool:
    """Whether the stand-in is where the menu was, and nothing around it would have changed how that is parsed.

    A formatting element left open would have been opened again around the stand-in; what else has an effect
    on its inside (a table, a select, a drawing, a form) is not in `_AROUND`.
    """
    if getattr(element.parent, "tag", "") != menu.name:
        return False
    if menu.form and [one.text for one in element.iter_elements("form")] != ["."]:
        return False
    inside = False
    for depth, one in enumerate(element.ancestors):
        if not isinstance(one, Element):  # the document, or what a template holds
            return isinstance(one, Document) and not (inside and menu.name in CHROME_UNLESS_INSIDE)
        tag = one.tag
        if tag not in _AROUND or depth > _DEEPEST:
            return False
        inside = inside or tag in INSIDE
        if tag not in ROOTS and (one.attr("hidden") is not None or hides(one.attr("style"))):
            return False
    return False
