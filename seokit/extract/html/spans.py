r"""From a parser's lines and columns to places in the file.

Parsers count in a text whose line ends have become `\n` and whose byte order mark is gone. A line begins in
that text where it begins in the file, so line and column lead back, whatever the line ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from seokit.extract.places import BOM
from seokit.model import Span

_NEWLINE = re.compile(r"\r\n?|\n")
# A start tag whose attributes are all written `name="value"`: nothing else than a tag can be read there.
_PLAIN_TAG = re.compile(r'<[A-Za-z][A-Za-z0-9]*+(?:[ \n]++[A-Za-z:-]++="[^"]*+")*+[ \n]*+/?>')


class Spans:
    """The places of one text. `source` is what the parser must be given."""

    def __init__(self, text: str) -> None:
        self.text = text
        marked = text.startswith(BOM)
        self.source = text[1:] if marked else text
        if "\r" in text:
            self._starts = [0, *(newline.end() for newline in _NEWLINE.finditer(text))]
            self.source = self.source.replace("\r\n", "\n").replace("\r", "\n")
        else:
            starts = [0]
            at = 0
            for line in text.split("\n"):
                at += len(line) + 1
                starts.append(at)
            self._starts = starts
        if marked:
            self._starts[0] = 1

    def offset(self, line: int, column: int) -> int:
        """The offset in the file of a line from 1 and a column from 0."""
        return self._starts[line - 1] + column

    def tag(self, line: int, column: int) -> Span | None:
        """The Span of the start tag that begins there; None where its attributes are not written plainly."""
        start = self._starts[line - 1] + column
        found = _PLAIN_TAG.match(self.text, start)
        return Span(line, column + 1, start, found.end()) if found else None

    def span(self, line: int, column: int, end: int) -> Span:
        """The Span from there to an offset."""
        return Span(line, column + 1, self._starts[line - 1] + column, end)

    def at(self, start: int, end: int) -> Span:
        """The Span of the characters [start, end)."""
        line = bisect_right(self._starts, start)
        return Span(line, start - self._starts[line - 1] + 1, start, end)
