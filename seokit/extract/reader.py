"""HTML to text, headings, links, images and code: two readers that must agree.

`read_turbo` runs on turbohtml's parser events and is the one in use. `read_soup` walks a BeautifulSoup
tree: the oracle in tests, and the fallback where turbohtml has no wheel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from seokit.extract.spaces import lines
from seokit.model import Heading, Image, Link

if TYPE_CHECKING:
    from bs4 import Tag

Found = tuple[str, tuple[Heading, ...], tuple[Link, ...], tuple[Image, ...], tuple[str, ...]]
Reader = Callable[..., Found]  # (html, with_code=False)
Attributes = tuple[tuple[str, str | None], ...]

# Elements that end a line of text (the HTML standard's block-level elements, cells and <br>).
_BLOCKS = """
    address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
    optgroup option p pre search section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
# Elements whose content nobody reads as text.
_UNREAD = """
    script style template noscript head title svg math iframe object canvas audio video textarea datalist
    noembed noframes
"""
UNREAD = frozenset(_UNREAD.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# HTML parsers drop NUL from text (or replace it), so it can stand for a line's end.
_BREAK = "\0"


def choose_reader() -> Reader:
    """The reader on turbohtml, or BeautifulSoup's where turbohtml cannot be imported."""
    try:
        import turbohtml.saxparse  # noqa: F401
    except ImportError:
        return read_soup
    return read_turbo


class _Events:
    """What one document's parser events add up to. `parts` holds text and line ends."""

    def __init__(self, with_code: bool = False) -> None:
        self.with_code = with_code
        self.parts: list[str] = []
        self.characters = self.parts.append
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.images: list[Image] = []
        self.code: list[str] = []
        self.unread: list[tuple[str, int]] = []  # open elements that are not read, with where they began
        self.opened: dict[str, list[Any]] = {}  # tag → stack of what its end needs

    def start_element(self, tag: str, attributes: Attributes) -> None:
        if tag in BLOCKS:
            self.parts.append(_BREAK)
            if tag in HEADINGS or tag == "pre":
                self.opened.setdefault(tag, []).append(len(self.parts))
        elif tag == "a":
            given = dict(attributes)
            mark = "data-footnote-ref" in given or "data-footnote-backref" in given
            href = given["href"] or "" if "href" in given and not mark else None
            self.opened.setdefault("a", []).append((len(self.parts), mark, href, len(self.images)))
        elif tag == "img":
            self._image(dict(attributes))
        elif tag in UNREAD:
            self.unread.append((tag, len(self.parts)))

    def comment(self, data: str) -> None:
        """Nobody reads comments."""

    def doctype(self, name: str, public_id: str | None, system_id: str | None) -> None:
        """Nothing to read either."""

    def processing_instruction(self, target: str, data: str) -> None:
        """Nothing to read either."""

    def _image(self, given: dict[str, str | None]) -> None:
        if not self.unread:
            alt = given.get("alt") or "" if "alt" in given else None
            self.images.append(Image(given.get("src") or "", alt))

    def end_element(self, tag: str) -> None:
        if tag in BLOCKS:
            if tag in HEADINGS or tag == "pre":
                self._end_marked(tag)
            self.parts.append(_BREAK)
        elif tag == "a":
            self._end_link()
        elif tag in UNREAD and self.unread and self.unread[-1][0] == tag:
            del self.parts[self.unread.pop()[1] :]

    def _end_marked(self, tag: str) -> None:
        begin = self.opened[tag].pop()
        if self.unread:
            return
        if tag == "pre":
            if not self.opened["pre"]:
                self.code.append(_verbatim(self.parts[begin:]))
                self.parts[begin:] = [self.code[-1].replace("\n", _BREAK)] if self.with_code else []
            return
        self.headings.append(Heading(HEADINGS[tag], _label(self.parts[begin:])))

    def _end_link(self) -> None:
        begin, mark, href, images = self.opened["a"].pop()
        if mark:
            del self.parts[begin:]
        elif href is not None and not self.unread:
            text = _label(self.parts[begin:]) or _alts(self.images[images:])
            self.links.append(Link(href, text))


def _label(parts: list[str]) -> str:
    return " ".join("".join(parts).replace(_BREAK, " ").split())


def _alts(images: list[Image]) -> str:
    return " ".join(" ".join(image.alt for image in images if image.alt).split())


def _verbatim(parts: list[str]) -> str:
    """A code block as written, without the newline that ends its last line."""
    return "".join(parts).replace(_BREAK, "\n").rstrip("\n")


def read_turbo(html: str, with_code: bool = False) -> Found:
    """Read HTML by turbohtml's WHATWG parser, in one pass over its events.

    `with_code` leaves code blocks in the text too.
    """
    from turbohtml.saxparse import sax_parse

    events = _Events(with_code)
    sax_parse(html, events)  # type: ignore[arg-type]  # any object with these methods will do
    text = lines("".join(events.parts), _BREAK)
    return text, tuple(events.headings), tuple(events.links), tuple(events.images), tuple(events.code)


def read_soup(html: str, with_code: bool = False) -> Found:
    """Read HTML by BeautifulSoup: slower, and independent of `read_turbo`."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html.replace("\0", ""), "html.parser")
    for tag in soup.find_all(list(UNREAD)) + soup.select("a[data-footnote-ref], a[data-footnote-backref]"):
        tag.decompose()
    code = [pre for pre in soup.find_all("pre") if not pre.find_parent("pre")]
    images = tuple(Image(_value(tag, "src") or "", _value(tag, "alt")) for tag in soup.find_all("img"))
    found_code = tuple(_verbatim([pre.get_text()]) for pre in code)
    for pre in code:
        pre.replace_with(
            _BREAK + (_verbatim([pre.get_text()]).replace("\n", _BREAK) if with_code else "") + _BREAK
        )
    headings = tuple(
        Heading(HEADINGS[tag.name], _label(list(_strings(tag)))) for tag in soup.find_all(list(HEADINGS))
    )
    links = tuple(
        Link(_value(tag, "href") or "", _label(list(_strings(tag))) or _alts_below(tag))
        for tag in soup.find_all("a", href=True)
    )
    return lines("".join(_strings(soup)), _BREAK), headings, links, images, found_code


def _value(tag: Tag, name: str) -> str | None:
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else value


def _alts_below(tag: Tag) -> str:
    return _alts([Image("", _value(image, "alt")) for image in tag.find_all("img")])


def _strings(tag: Tag) -> Iterator[str]:
    """The strings below a tag with line ends where blocks begin and end; no recursion: trees may be deep."""
    from bs4.element import NavigableString, Tag

    stack: list[Any] = list(reversed(tag.contents))
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if node.name in BLOCKS:
                yield _BREAK
                stack.append(_BREAK)
            stack.extend(reversed(node.contents))
        elif node is _BREAK or type(node) is NavigableString:  # comments and doctypes are subclasses
            yield str(node)
