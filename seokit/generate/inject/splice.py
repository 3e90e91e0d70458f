"""Our block in a text: writing it, finding it, and taking it out so that not one character differs.

    <!-- seokit:begin -->
    <title>How do ferns grow?</title>
    <!-- seokit:was 12 8a3f21cc %3Ctitle%3EFerns%3C/title%3E%0A -->
    <!-- seokit:end -->

`seokit:was` keeps what `replace` took out of the page: how many characters after (or, negative, before) the
block's own place it stood, counted in the page without it and the block; the CRC-32 of the text between, so that
it is never put back into a page that has changed since; and what it was.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

from msgspec import Struct

from seokit.extract.places import line_and_column
from seokit.generate.inject.document import Comment

BEGIN, END, WAS = "<!-- seokit:begin -->", "<!-- seokit:end -->", "<!-- seokit:was "
_WAS = re.compile(r"<!-- seokit:was (-?\d{1,9}) ([0-9a-f]{8}) (.*?) -->", re.DOTALL)
# What could end the comment, or be changed on its way: controls, the signs of markup, a dash before another.
_ESCAPED = re.compile(r"[\x00-\x1f\x7f%<>]|-(?=-)|-\Z")
_ESCAPE = re.compile(r"%([0-9A-F]{2})")
_GAP = re.compile(r"[ \t]*(\r\n|\n|\r)([ \t]*)(<[^\s>]*)?")
_INDENT = re.compile(r"[ \t]*\Z")


class Splice(Struct, frozen=True, gc=False):
    """Replace the characters [start, end) of a text."""

    start: int
    end: int
    text: str


class BlockError(ValueError):
    """The page holds our marks in a way that we did not write; `line` says where."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class Block(Struct, frozen=True):
    """Our block in a text: the characters [start, end), white space before it included; what it took out."""

    start: int
    end: int
    removed: tuple[tuple[int, str, str], ...] = ()  # offset from `start`, CRC of what is between, text


# -- finding it and taking it out ------------------------------------------------------------------


def find_block(text: str, comments: Sequence[Comment]) -> Block | None:
    """The block among the comments of a page's head; None where the page has no mark of ours at all.

    Raises BlockError where the marks stand anywhere else (a script, a text, the body), twice, or without
    their other end: then nobody can tell what is ours.
    """
    if "<!-- seokit:" not in text:
        return None
    begins = [comment for comment in comments if text.startswith(BEGIN, comment.start)]
    ends = [comment for comment in comments if text.startswith(END, comment.start)]
    for mark, found in ((BEGIN, begins), (END, ends)):
        first = text.find(mark)
        if first >= 0 and not any(comment.start == first for comment in found):
            raise _error(text, first, f"holds the text {mark}, but not as a comment of its head")
        if text.count(mark) > 1:
            second = text.index(mark, first + 1)
            raise _error(text, second, f"holds {mark} twice")
    if not begins and not ends:
        return None
    if not ends:
        raise _error(text, begins[0].start, f"holds {BEGIN} without {END}")
    begin, end = begins[0] if begins else None, ends[0]
    if begin is None or begin.start > end.start:
        raise _error(text, end.start, f"holds {END} without {BEGIN} before it")
    inside = text[begin.end : end.start]
    gap = inside[: len(inside) - len(inside.lstrip(" \t\r\n"))]
    start = begin.start - len(gap) if text.startswith(gap, begin.start - len(gap)) else begin.start
    removed = [(int(was[1]), was[2], _unescaped(was[3])) for was in _WAS.finditer(inside)]
    if inside.count(WAS) != len(removed):
        raise _error(text, begin.end + inside.index(WAS), f"holds a {WAS}… --> that cannot be read")
    return Block(start, end.end, tuple(removed))


def take_out(text: str, block: Block) -> list[Splice]:
    """The splices that give back the page as it was before the block.

    Raises BlockError where the page has changed between the block and what it took out.
    """
    if not block.removed:
        return [Splice(block.start, block.end, "")]
    without = text[: block.start] + text[block.end :]
    splices = [Splice(block.start, block.end, "")]
    for offset, check, was in block.removed:
        at = block.start + offset
        between = without[min(at, block.start) : max(at, block.start)]
        if not 0 <= at <= len(without) or _check(between) != check:
            raise _error(
                text,
                text.index(BEGIN, block.start),
                "has changed since seokit replaced tags in it: they cannot be put back where they were "
                "(build the page anew, or take out the block by hand)",
            )
        place = at if at < block.start else at + block.end - block.start
        if at == block.start:  # at the block itself: before it or behind it makes no difference
            splices.append(Splice(block.end, block.end, was))
        else:
            splices.append(Splice(place, place, was))
    return splices


# -- writing it ------------------------------------------------------------------------------------


def put_in(
    text: str, at: int, follows: int, lines: Sequence[str], removed: Sequence[tuple[int, int]] = ()
) -> list[Splice]:
    """The splices that write the block at `at`, behind the tag that begins at `follows`, and take out ranges.

    `removed` are ranges that hold `at` at most at one of their ends.
    """
    gap = _gap(text, at, follows)
    if not removed:
        return [Splice(at, at, gap + gap.join([BEGIN, *lines, END]))]
    cut = merged(removed, at)
    place = at - sum(end - start for start, end in cut if end <= at)
    pieces, before = [], 0
    without = _without(text, cut)
    for start, end in cut:
        where = start - before
        before += end - start
        between = without[min(where, place) : max(where, place)]
        pieces.append(f"{WAS}{where - place} {_check(between)} {_escaped(text[start:end])} -->")
    block = "".join(gap + line for line in (BEGIN, *lines, *pieces, END))
    return [Splice(at, at, block), *(Splice(start, end, "") for start, end in cut)]


def whole_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of a tag, and its line's with it where it stands alone in it: then no blank line is left."""
    first = start
    while first and text[first - 1] in " \t":
        first -= 1
    last = end
    while last < len(text) and text[last] in " \t":
        last += 1
    if (first == 0 or text[first - 1] in "\r\n") and last < len(text) and text[last] in "\r\n":
        return first, last + (2 if text.startswith("\r\n", last) else 1)
    return start, end


def merged(ranges: Sequence[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    """The ranges sorted, those that touch or overlap made one, but never across `at`."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if made and start <= made[-1][1] and made[-1][1] != at:
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((start, end))
    return made


def apply(text: str, splices: Sequence[Splice]) -> str:
    """The text after the splices. Those at one place come in their order."""
    parts: list[str] = []
    at = 0
    for splice in sorted(splices, key=lambda splice: splice.start):
        parts += (text[at : splice.start], splice.text)
        at = splice.end
    return "".join((*parts, text[at:]))


def _gap(text: str, at: int, follows: int) -> str:
    """What stands between two tags around the place: a line end and the indentation there, or nothing."""
    found = _GAP.match(text, at)
    if found is None:
        return ""
    before = max(text.rfind("\n", 0, max(follows, 0)), text.rfind("\r", 0, max(follows, 0))) + 1
    lead = text[before:follows] if follows >= 0 else ""
    opens = text[follows : follows + 5].lower() in ("<head", "<html")
    closes = (found[3] or "").lower() in ("</head", "<body", "</html", "")
    if opens:
        # After <head> itself, its first child shows how deep children stand.
        indent = found[2] if not closes else lead + "  " if not lead.strip(" \t") else ""
    else:
        indent = lead if follows >= 0 and not lead.strip(" \t") else found[2]
    return found[1] + indent


def _without(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    return apply(text, [Splice(start, end, "") for start, end in ranges]) if ranges else text


def _check(between: str) -> str:
    return f"{zlib.crc32(between.encode('utf-8', 'surrogatepass')):08x}"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"%{ord(found[0]):02X}", text)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _error(text: str, offset: int, reason: str) -> BlockError:
    return BlockError(reason, line_and_column(text, offset)[0])
