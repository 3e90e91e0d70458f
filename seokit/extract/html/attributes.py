"""The attributes of one tag with their places, by the tokenizer's rules of the HTML standard.

https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9A-Fa-f]+;?|[A-Za-z][A-Za-z0-9]*;?)")
_NAME = re.compile(r"</?[A-Za-z][^\t\n\f\r />]*")
# One attribute. A name may begin with "=", and holds anything but space, "/", ">" and "=".
_ATTRIBUTE = re.compile(
    r"""[\t\n\f\r /]*+
    (?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)
    (?:[\t\n\f\r ]*+=[\t\n\f\r ]*+
       (?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\t\n\f\r >"'][^\t\n\f\r >]*+)|(?=>)|(?P<open>["'])))?+
    """,
    re.VERBOSE,
)


class Attribute(NamedTuple):
    """An attribute: its name in lower case, its value with references decoded, [start, end) of both."""

    name: str
    value: str
    start: int
    end: int


def name_end(text: str, start: int) -> int:
    """Where the name of the tag ends whose `<` stands at `start`; -1 where no tag begins there."""
    found = _NAME.match(text, start)
    return found.end() if found else -1


def attributes(text: str, start: int) -> Iterator[Attribute]:
    """The attributes of the tag whose `<` stands at `start`, the first of each name and all others too.

    Ends at the tag's `>`, at the end of the text, and where a quote is never closed.
    """
    found: list[Attribute] = []
    at = name_end(text, start)
    if at >= 0:
        attributes_from(text, at, found)
    return iter(found)


def attributes_from(text: str, at: int, found: list[Attribute]) -> int:
    """Add the attributes of a tag from the end of its name, or of an attribute, on. Returns as `tag_end`."""
    while True:
        match = _ATTRIBUTE.match(text, at)
        if match is None:
            return text.find(">", at) + 1 or -1
        name, double, single, bare, unclosed = match.groups()
        if unclosed:
            return -1
        at = match.end()
        found.append(Attribute(name.lower(), decoded(double or single or bare or ""), match.start(1), at))


def tag_end(text: str, start: int) -> int:
    """The offset after the `>` of the tag whose `<` stands at `start`; -1 where it is never closed."""
    at = name_end(text, start)
    return attributes_from(text, at, []) if at >= 0 else -1


def decoded(value: str) -> str:
    """An attribute's value: line ends become one character, references are decoded."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return references(value, in_attribute=True) if "&" in value else value


def references(text: str, *, in_attribute: bool) -> str:
    """Character references decoded. In an attribute `&copy=` and `&copyright` stay, as in `?a=1&copy=2`.

    https://html.spec.whatwg.org/multipage/parsing.html#named-character-reference-state
    """

    def character(found: re.Match[str]) -> str:
        written = found[0]
        if written[1] == "#":
            return numeric(written)
        name = written[1:]
        if in_attribute and (
            name not in html5 or (name[-1] != ";" and text[found.end() : found.end() + 1] == "=")
        ):
            return written
        return unescape(written)

    return _REFERENCE.sub(character, text)


def numeric(written: str) -> str:
    """A numeric reference's character; what cannot be one is U+FFFD, and 0x80 to 0x9F are Windows-1252's."""
    digits = written[2:].rstrip(";")
    hexadecimal = digits[0] in "xX"
    digits = digits[1:].lstrip("0") if hexadecimal else digits.lstrip("0")
    if len(digits) > 7:
        return "\ufffd"
    number = int(digits or "0", 16 if hexadecimal else 10)
    if number == 0 or number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return "\ufffd"
    if 0x80 <= number < 0xA0:
        return bytes([number]).decode("cp1252", "ignore") or chr(number)
    return chr(number)
