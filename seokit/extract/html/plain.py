"""Tags that are written plainly: `name="value"`, lower case, one space between, no line end inside.

Each pattern is only tried where a parser says that such a tag begins. There the standard leaves what it matches no
other reading, and what it does not match is read by the rules (attributes.py). Most tags of most sites are plain,
and are read at a third of the time.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from seokit.extract.html.attributes import Attribute, attributes_from, decoded, name_end
from seokit.extract.html.oddities import ENDS

_ONE = r'([a-z][a-z-]*)="([^"\r\n]*)"'
# Values may hold references. <meta name="…" content="…">, <link rel="…" href="…">
PAIR = re.compile(rf"<[a-z]+ {_ONE} {_ONE} ?/?>")
# <meta charset="utf-8">, <html lang="en">
SINGLE = re.compile(rf"<[a-z][a-z0-9]* {_ONE} ?/?>")
_NEXT = re.compile(rf" {_ONE}")
# <a href="…">text</a>, with a class before or after. The text may be more than the one group takes, and is then
# asked of the parser; the empty group tells where the tag ends. "#" may be a control's, which a class may tell.
_WORDS = r"([^\s<&]++(?: [^\s<&]++)*+)"
LINK = re.compile(rf'<a (?:class="[^"]*" )?href="(?!#")([^"\r\n]*)"(?: class="[^"]*")?>()(?:{_WORDS}</a>)?')
# <h2 id="…">text</h2>
HEADING = re.compile(rf'<h[1-6](?: (?:id|class)="[^"]*")*>()(?:{_WORDS}</h)?')
TAG = re.compile(r'<[A-Za-z][A-Za-z0-9]*+(?:[ \n]++[A-Za-z:-]++(?:="[^"]*+")?+(?=[ \n/>]))*+[ \n]*+/?>')


class Tag(NamedTuple):
    """A tag as it is written: its attributes, the place of each [start, end), and where the tag ends."""

    values: dict[str, str]
    places: dict[str, tuple[int, int]]
    end: int


def content_end(text: str, name: str, start: int) -> int:
    """Where the text ends of a title, script or style whose content begins at `start`: at its end tag, if any."""
    end = text.find("</", start)
    if end < 0 or not text.startswith(f"{name}>", end + 2):
        close = ENDS[name].search(text, start)
        end = close.start() if close else len(text)
    return end


def read_tag(text: str, start: int) -> Tag:
    """The tag whose `<` stands at `start`."""
    values: dict[str, str] = {}
    places: dict[str, tuple[int, int]] = {}
    at = name_end(text, start)
    while found := _NEXT.match(text, at):
        name, value = found.groups()
        at = found.end()
        if name not in values:
            values[name] = decoded(value) if "&" in value else value
            places[name] = (found.start(1), at)
    if text.startswith(">", at):
        return Tag(values, places, at + 1)
    others: list[Attribute] = []
    end = attributes_from(text, at, others) if at >= 0 else -1
    for name, value, begin, stop in others:
        if name not in values:
            values[name] = value
            places[name] = (begin, stop)
    return Tag(values, places, end if end >= 0 else len(text))
