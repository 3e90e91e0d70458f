"""One file of a sitemap, read as a stream: what it lists, where, and what is no sitemap in it.

Nothing is expanded, fetched or kept that a sitemap does not need: a document type ends the reading, and with it
every entity; a tag or a comment is at most a megabyte, elements are nested a few deep. What is wrong is noted
with its place, and what was read before it stays.

Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import Literal
from xml.parsers import expat

from msgspec import Struct, field

PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
UNITS = {"urlset": "url", "sitemapindex": "sitemap"}
MOST_TOKEN = (
    1_000_000  # bytes of a tag, a comment or an instruction; expat reads an unfinished one again and again
)
MOST_DEPTH = 16  # of a video's or a product's elements there are five
MOST_DATES = 100_000  # different lastmods that are kept once
MOST_TEXT = 10_000  # characters of a loc or a lastmod that are kept; a loc has 2,048


class Flaw(Struct):
    """What is wrong with a file, where first, and how often."""

    reason: str
    line: int | None = None
    column: int | None = None
    count: int = 1


class Part(Struct):
    """One file of a sitemap. `locs` and `lastmods` ("" = none) stand side by side, as written.

    `places` are line and column of each loc and lastmod, four numbers an entry; 0 where there is none.
    `size` is in bytes, uncompressed. `whole` says whether it was read to its end, `cut` which limit of ours ended
    the reading, `news` whether it is for Google News.
    """

    path: str
    kind: Literal["urlset", "sitemapindex", ""] = ""
    size: int = 0
    locs: list[str] = []
    lastmods: list[str] = []
    places: array[int] = field(default_factory=lambda: array("I"))
    flaws: dict[str, Flaw] = {}
    whole: bool = False
    cut: str = ""
    news: bool = False

    def place(self, number: int) -> tuple[int | None, int | None]:
        """Line and column of an entry's loc."""
        line, column = self.places[4 * number : 4 * number + 2]
        return line or None, column or None

    def lastmod_place(self, number: int) -> tuple[int | None, int | None]:
        """Line and column of an entry's lastmod."""
        line, column = self.places[4 * number + 2 : 4 * number + 4]
        return line or None, column or None

    def flaw(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        """Note what is wrong; the same again is only counted."""
        found = self.flaws.get(reason)
        if found:
            found.count += 1
        else:
            self.flaws[reason] = Flaw(reason, line, column)


class Stop(Exception):  # noqa: N818 - a reason to read no further
    """What ends the reading of a file: what is wrong with it, and the place where that is known."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line, self.column = reason, line, column


class Cut(Exception):  # noqa: N818 - likewise
    """What ends the reading of a file that is too much for us; the message says what."""


def read_xml(chunks: Iterable[bytes], part: Part, most_urls: int) -> None:
    """Read a file's bytes into `part`; what is wrong becomes its flaws. Raises nothing of its own.

    Of more than `most_urls` entries the rest is not read, and `part.whole` stays False.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    _Handler(parser, part, most_urls)
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            part.size = fed
            if fed - parser.CurrentByteIndex > MOST_TOKEN:
                raise Stop(f"a tag or a comment of more than {MOST_TOKEN:,} bytes: the rest is not read")
        parser.Parse(b"", True)
        part.whole = True
    except Stop as stop:
        part.flaw(stop.reason, stop.line, stop.column)
    except Cut as reason:
        part.cut = str(reason)
    except expat.ExpatError as error:
        part.flaw(f"no XML: {expat.ErrorString(error.code)}", error.lineno, error.offset + 1)
    except LookupError:
        part.flaw("the encoding that it declares is not known; a sitemap is UTF-8", 1, 1)


class _Handler:
    """What the parser calls: an entry is put together, and goes into the part when it ends."""

    def __init__(self, parser: expat.XMLParserType, part: Part, most_urls: int) -> None:
        self.parser, self.part, self.most_urls = parser, part, most_urls
        self.depth = 0
        self.word = self.unit = self.loc_name = self.lastmod_name = ""
        self.in_unit = False
        self.loc = self.lastmod = ""
        self.here = [0, 0, 0, 0]  # as in Part.places; before a loc is met, the place of the entry itself
        self.text: list[str] = []
        self.known: dict[str, str] = {}  # lastmods: a site has few different ones
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.XmlDeclHandler = self.declared
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartNamespaceDeclHandler = self.namespace

    def at(self) -> tuple[int, int]:
        """Line and column of what the parser is at, from 1."""
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth == 3:
            if name == self.loc_name:
                self.take(0, self.loc)
            elif name == self.lastmod_name:
                self.take(2, self.lastmod)
        elif self.depth == 2:
            self.enter(name)
        elif self.depth == 1:
            self.begin(name)
        elif self.depth > MOST_DEPTH:
            raise Stop(f"elements are nested more than {MOST_DEPTH} deep: the rest is not read", *self.at())

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1
        if self.depth == 2:
            if name in (self.loc_name, self.lastmod_name):
                self.parser.CharacterDataHandler = None
                said = "".join(self.text).strip()[:MOST_TEXT]
                if name == self.loc_name:
                    self.loc = said
                else:
                    self.lastmod = self.known.setdefault(said, said) if len(self.known) < MOST_DATES else said
        elif self.depth == 1 and self.in_unit:
            self.leave()

    def take(self, place: int, before: str) -> None:
        """Collect the text of a loc or a lastmod, which has its `place` in `here`."""
        if before:
            what = "lastmod" if place else "loc"
            self.part.flaw(f"a second <{what}> in one <{self.word}>", *self.at())
        self.here[place : place + 2] = self.at()
        self.text.clear()
        self.parser.CharacterDataHandler = self.text.append

    def begin(self, name: str) -> None:
        """The first element says what the file is."""
        space, _, word = name.rpartition(" ")
        if word not in UNITS:
            raise Stop(f"the first element is <{word[:40]}>, not <urlset> or <sitemapindex>", *self.at())
        self.part.kind = "urlset" if word == "urlset" else "sitemapindex"
        if not space:
            self.part.flaw(f"no namespace: write {PROTOCOL}", *self.at())
        elif space != PROTOCOL:
            self.part.flaw(f"the namespace {space[:100]} is not {PROTOCOL}", *self.at())
        self.word = UNITS[word]
        before = f"{space} " if space else ""
        self.unit, self.loc_name, self.lastmod_name = (before + one for one in (self.word, "loc", "lastmod"))

    def enter(self, name: str) -> None:
        """An entry begins, or what another namespace has in its place."""
        self.in_unit = name == self.unit
        self.loc = self.lastmod = ""
        self.here[:] = (*self.at(), 0, 0)
        if not self.in_unit and name.rpartition(" ")[0] == self.unit.rpartition(" ")[0]:
            said = f"<{name.rpartition(' ')[2][:40]}> stands where <{self.word}> belongs"
            self.part.flaw(said, *self.at())
        if len(self.part.locs) >= self.most_urls:
            raise Cut(f"the sitemap has more URLs than the {self.most_urls:,} that are read")

    def leave(self) -> None:
        """An entry ends."""
        if self.loc:
            self.part.locs.append(self.loc)
            self.part.lastmods.append(self.lastmod)
            self.part.places.extend(self.here)
        else:
            self.part.flaw(f"a <{self.word}> without an address in <loc>", self.here[0], self.here[1])

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """The XML declaration."""
        if encoding and encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii"):
            self.part.flaw(f"the encoding is {encoding[:40]}; a sitemap is UTF-8", 1, 1)

    def doctype(self, name: str, *_rest: object) -> None:
        """A document type: where entities could be declared."""
        if name.lower() == "html":
            raise Stop("an HTML page, no sitemap", *self.at())
        raise Stop("a document type (<!DOCTYPE>), which no sitemap has: the rest is not read", *self.at())

    def namespace(self, _prefix: str | None, uri: str | None) -> None:
        """A namespace is declared."""
        if uri == NEWS:
            self.part.news = True
