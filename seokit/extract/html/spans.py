r"""From a parser's lines and columns to places in the file.

Parsers count in a text whose line ends have become `\n` and whose byte order mark is gone. A line begins in
that text where it begins in the file, so line and column lead back, whatever the line ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from seokit.extract.places import BOM
from seokit.model import Span

_NEWLINE = re.compile(r"\r\n?|\n")


class Spans:
    """The places of one text. `source` is what the parser must be given.

    `parsed`: a text with the same lines, to be parsed in its place (see menus.py).
    """

    def __init__(self, text: str, parsed: str = "") -> None:
        self.text = text
        marked = text.startswith(BOM)
        parsed = parsed or text
        self.source = parsed[1:] if marked else parsed
        self._returns = "\r" in text
        # Where each line begins, less its number from 0: then a "\n" need not be added to each length.
        if self._returns:
            starts = [0, *(newline.end() for newline in _NEWLINE.finditer(text))]
            self.begins = [start - number for number, start in enumerate(starts)]
            self.source = self.source.replace("\r\n", "\n").replace("\r", "\n")
        else:
            self.begins = list(accumulate(map(len, text.split("\n")), initial=0))
        if marked:
            self.begins[0] = 1
        self._starts: list[int] | None = None

    def offset(self, line: int, column: int) -> int:
        """The offset in the file of a line from 1 and a column from 0."""
        return self.begins[line - 1] + line - 1 + column

    def span(self, line: int, column: int, end: int) -> Span:
        """The Span from there to an offset."""
        return Span(line, column + 1, self.begins[line - 1] + line - 1 + column, end)

    def near(self, line: int, column: int, begin: int, end: int) -> Span:
        """The Span of the characters [begin, end) that follow, soon, a line from 1 and a column from 0."""
        start = self.begins[line - 1] + line - 1 + column
        lines = self.text.count("\n", start, begin)
        if self._returns and self.text.find("\r", start, begin) >= 0:
            return self.at(begin, end)
        if lines:
            return Span(line + lines, begin - self.text.rfind("\n", start, begin), begin, end)
        return Span(line, column + 1 + begin - start, begin, end)

    def at(self, start: int, end: int) -> Span:
        """The Span of the characters [start, end)."""
        if self._starts is None:
            self._starts = [begin + number for number, begin in enumerate(self.begins)]
        line = bisect_right(self._starts, start)
        return Span(line, start - self._starts[line - 1] + 1, start, end)
