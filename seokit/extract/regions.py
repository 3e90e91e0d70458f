r"""Where a text is code and where it is math: one scanner for newlines.py and markdown.py.

Markdown has no math of its own. What opens math here: `$$`, `\(`, `\[`, `\begin{…}`, and a `$` that
is not money. The `$` rules are Pandoc's (the closing `$` follows no space and precedes no digit), with
one addition that question-and-answer sites need: `$ x $`, padded on both sides (on one side only where
the content has a mark of a formula, such as `<` or `^`). A `$` whose content starts with a digit and
reads like words ("$5, or 6$") is money. Code wins over math.

The scan is linear: one pass for tokens, then a look ahead of at most LOOK_AHEAD tokens from an opener.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from seokit.extract.remember import remembered

LOOK_AHEAD = 200  # tokens between an opener and its closer; bounds the work on hostile texts
BLANK_LINES = 2  # a display may contain so many blank lines (some writers put one after `$$`)

Kind = Literal["fence", "code", "math", "open"]


class Region(NamedTuple):
    """A piece of code or math: `[start, end)` with its delimiters, `inner` where its content starts.

    `kind`: fence (fenced block), code (inline), math, open (math that is never closed, up to the next
    blank line: a text that was cut). `opener` is the delimiter as written, for a fence its info word.
    """

    kind: Kind
    start: int
    inner: int
    end: int
    opener: str


_FENCE = re.compile(r"^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*(`{3,}|~{3,})([^`\n]*)$", re.MULTILINE)
_TOKEN = re.compile(
    r"\\\\[()\[\]]?|\\[$()\[\]]|\\`+|\\(?:begin|end)\{[A-Za-z]+\*?\}|\$\$?|`+|\n[ \t]*(?=\n)|\n[ \t]+$"
)
_BLOCK_START = re.compile(r"\n[ \t]*(?:[-*+>#]|\d{1,9}[.)])[ \t]")
_WORD = re.compile(r"\s\(?[A-Za-z]{2}")
_MARKS = "\\^_={<>"  # what formulas have and prices have not
_CLOSER = {r"\(": r"\)", r"\[": r"\]", r"\\(": r"\\)", r"\\[": r"\\]", "$$": "$$"}


def may_hold_math(text: str) -> bool:
    """Whether a scan for math is worth its time: plain `str` searches, no false negatives."""
    if "$" in text:
        return True
    return "\\" in text and ("\\(" in text or "\\[" in text or "\\begin{" in text)


@remembered(128)  # extraction and several rules ask it of one page
def scan(text: str) -> tuple[Region, ...]:
    """All code and math of a Markdown text, in order, without overlaps."""
    regions: list[Region] = []
    start = 0
    for fence in _fences(text):
        regions += _inline(text, start, fence.start)
        regions.append(fence)
        start = fence.end
    regions += _inline(text, start, len(text))
    for place, (region, after) in enumerate(pairwise(regions)):
        if region.end > after.start:  # unclosed math ends where something else begins
            regions[place] = region._replace(end=after.start)
    return tuple(regions)


def _fences(text: str) -> Iterator[Region]:
    if "```" not in text and "~~~" not in text:
        return
    opened: re.Match[str] | None = None
    for line in _FENCE.finditer(text):
        if opened is None:
            opened = line
        elif line[1].startswith(opened[1]) and (not line[2].strip() or line[2].startswith("\\n")):
            yield _fence(opened, line.end(1))
            opened = None
    if opened is not None:
        yield _fence(opened, len(text))


def _fence(opened: re.Match[str], end: int) -> Region:
    return Region("fence", opened.start(1), min(opened.end() + 1, end), end, opened[2].strip())


def _inline(text: str, start: int, end: int) -> Iterator[Region]:
    tokens = [(m.start(), m[0]) for m in _TOKEN.finditer(text, start, end)]
    i = paragraph = 0
    closers = {token for _, token in tokens if token.startswith("\\end")}
    while i < len(tokens):
        position, token = tokens[i]
        last: int | None = None  # index of the closing token
        kind: Kind = "math"
        if token[0] == "`":
            kind, last = "code", _closing_backticks(tokens, i)
        elif token == "$":
            last = _closing_dollar(text, tokens, i)
        elif token.startswith("\\begin"):
            if token.replace("begin", "end", 1) in closers:
                last = _closing_end(tokens, i)
        elif token in _CLOSER:
            last = _closing(tokens, i, token)
            if last is None and token[:2] != "\\\\":
                if position >= paragraph:
                    paragraph = _blank(tokens, i, end)
                yield Region("open", position, position + len(token), paragraph, token)
        if last is None:
            i += 1
            continue
        close, closing = tokens[last]
        yield Region(kind, position, position + len(token), close + len(closing), token)
        i = last + 1


def _ahead(tokens: list[tuple[int, str]], i: int) -> range:
    return range(i + 1, min(len(tokens), i + LOOK_AHEAD))


def _blank(tokens: list[tuple[int, str]], i: int, end: int) -> int:
    return next((tokens[j][0] for j in _ahead(tokens, i) if tokens[j][1][0] == "\n"), end)


def _closing(tokens: list[tuple[int, str]], i: int, opener: str) -> int | None:
    closer, blanks = _CLOSER[opener], 0
    for j in _ahead(tokens, i):
        token = tokens[j][1]
        if token == closer:
            return j
        blanks += token[0] == "\n"
        if token == opener or blanks > BLANK_LINES:
            return None
    return None


def _closing_end(tokens: list[tuple[int, str]], i: int) -> int | None:
    opener, depth, blanks = tokens[i][1], 1, 0
    closer = opener.replace("begin", "end", 1)
    for j in _ahead(tokens, i):
        token = tokens[j][1]
        depth += (token == opener) - (token == closer)
        blanks += token[0] == "\n"
        if not depth:
            return j
        if blanks > BLANK_LINES:
            return None
    return None


def _closing_backticks(tokens: list[tuple[int, str]], i: int) -> int | None:
    run = tokens[i][1]
    for j in _ahead(tokens, i):
        token = tokens[j][1]
        if token[0] == "\n":
            return None
        if token.lstrip("\\") == run:  # a backslash escapes nothing inside code
            return j
    return None


def _closing_dollar(text: str, tokens: list[tuple[int, str]], i: int) -> int | None:
    for j in _ahead(tokens, i):
        position, token = tokens[j]
        if token[0] == "\n" or token == "$$":
            return None
        if token == "$":
            return j if _is_math(text, tokens[i][0], position) else None
    return None


def _is_math(text: str, opening: int, closing: int) -> bool:
    """Whether the content between two single `$` is math and not what stands between two prices."""
    content = text[opening + 1 : closing]
    inside = content.strip()
    if not inside or text[closing + 1 : closing + 2].isdigit() or inside[0] in "),;":
        return False
    padded = content[0].isspace()
    if padded != content[-1].isspace() and not any(mark in inside for mark in _MARKS):
        return False
    if padded and text[opening - 1 : opening].isalnum():
        return False  # "6$ now"
    if padded and "|" in (inside[0], inside[-1]) and inside.count("|") % 2:
        return False  # two cells of a table
    if "\n" in content and _BLOCK_START.search(content):
        return False
    if inside[0].isdigit() and _WORD.search(inside):
        return any(mark in inside for mark in _MARKS)
    return True
