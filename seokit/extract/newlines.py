r"""Backslash-n in a field: a newline, or the start of a LaTeX command.

Some content systems store a text on one line, with every newline written as the two characters
backslash and n. Putting the newlines back by a plain replacement breaks `$b \neq 0$`. What is done here:

- A backslash-n is a newline, unless the word it begins is a LaTeX command (data/latex_commands.txt; the
  whole run of letters must be the command) inside math, and does not stand directly after an opening
  `$$` or `\[`: there a line break is usual, so `$$\nu_{n+1}` is the variable u on a new line.
- Inline code keeps it: two characters, as written.
- In a fenced block the ends of its lines are newlines (else there would be no block), while a string
  literal keeps its own: `print("a\nb")`. A fence marked latex or tex keeps commands, as math does.
- A doubled backslash before n (`\\n`) is an escaped escape: a newline in prose and in a fence; in
  math, where `\\` ends a row, it stays as written. `\\\n` is a row's end and a newline.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from seokit.extract.regions import Region, scan
from seokit.extract.remember import remembered

_ESCAPE = re.compile(r"(\\+)n([A-Za-z]*)")
_NEWLINE = re.compile(r"\\n")  # finds its backslash three times faster than str.replace finds the pair
_LITERAL = re.compile(
    r"\"\"\"|'''|\"(?:[^\"\\\n]|\\.){0,400}\"|(?<![A-Za-z0-9)\]])'(?:[^'\\\n]|\\.){0,400}'"
    r"|(?<![A-Za-z0-9])[fbruFBRU]'(?:[^'\\\n]|\\.){0,400}'"
)
_TEX_FENCES = ("latex", "tex", "math", "katex")


class Collision(NamedTuple):
    """A LaTeX command that a plain replacement would break: its offset in the value, its name."""

    offset: int
    command: str


class Restored(NamedTuple):
    """The text with its newlines, and the commands that they were told apart from."""

    text: str
    collisions: tuple[Collision, ...] = ()


@cache
def latex_commands() -> frozenset[str]:
    """The LaTeX commands starting with n, without the backslash."""
    table = files("seokit.data").joinpath("latex_commands.txt").read_text(encoding="utf-8")
    return frozenset(line for line in table.split("\n") if line and line[0] != "#")


@cache
def _careful() -> re.Pattern[str]:
    """Finds where a plain replacement may be wrong: a command, or a doubled backslash before n."""
    tails = sorted(name[1:] for name in latex_commands())
    firsts = "".join(sorted({tail[0] for tail in tails}))
    # The look-ahead spares most newlines a walk through a hundred alternatives.
    return re.compile(rf"\\(?:n(?=[{firsts}])(?:{'|'.join(tails)})(?![A-Za-z])|\\n)")


@remembered(128)  # extraction and several rules ask for the same value
def restore_newlines(raw_value: str) -> Restored:
    """Put the newlines back into a value that holds them as backslash and n; see the module's rules.

    Returns the text, and every place (characters from the start of `raw_value`) where replacing each
    backslash-n by a newline would have broken a LaTeX command. Never raises.
    """
    if "\\n" not in raw_value:
        return Restored(raw_value)
    if "`" in raw_value or ("~" in raw_value and "~~~" in raw_value) or _careful().search(raw_value):
        return _restore(raw_value)
    return Restored(_NEWLINE.sub("\n", raw_value))


def _restore(raw: str) -> Restored:
    commands = latex_commands()
    escapes = list(_ESCAPE.finditer(raw))
    regions = scan(_draft(raw, escapes, commands))
    pieces: list[str] = []
    collisions: list[Collision] = []
    done = index = 0
    literals: tuple[int, list[int]] = (-1, [])
    for escape in escapes:
        doubled = len(escape[1]) % 2 == 0
        at = escape.end(1) - (2 if doubled else 1)
        while index < len(regions) and regions[index].end <= at:
            index += 1
        region = regions[index] if index < len(regions) and regions[index].start <= at else None
        command = "n" + escape[2] if "n" + escape[2] in commands else ""
        if region is not None and region.kind == "fence" and literals[0] != index:
            literals = (index, _string_literals(raw, region))
        if region is not None and _is_kept(region, at, command, doubled, literals[1]):
            if command and region.kind != "code" and not _in(at, literals[1]):
                collisions.append(Collision(at, command))
            continue
        pieces += (raw[done:at], "\n")
        done = escape.end(1) + 1
    pieces.append(raw[done:])
    return Restored("".join(pieces), tuple(collisions))


def _draft(raw: str, escapes: list[re.Match[str]], commands: frozenset[str]) -> str:
    """`raw` with probable newlines put in, at unchanged offsets: what the scanner can find regions in."""
    pieces: list[str] = []
    done = 0
    for escape in escapes:
        if "n" + escape[2] in commands:
            continue
        width = 2 - len(escape[1]) % 2
        pieces += (raw[done : escape.end(1) - width], " " * width, "\n")
        done = escape.end(1) + 1
    pieces.append(raw[done:])
    return "".join(pieces)


def _is_kept(region: Region, at: int, command: str, doubled: bool, literals: list[int]) -> bool:
    if region.kind == "code":
        return True
    if region.kind == "fence":
        tex = region.opener.lower().startswith(_TEX_FENCES)
        return at >= region.inner and (_in(at, literals) or (tex and bool(command)))
    if not command:
        return doubled
    return at != region.inner or region.opener not in ("$$", "\\[")


def _in(at: int, bounds: list[int]) -> bool:
    """Whether a place is between a start and its end; `bounds` are start, end, start, end …, ascending."""
    return bisect_right(bounds, at) % 2 == 1


def _string_literals(raw: str, fence: Region) -> list[int]:
    """Where string literals with a backslash-n stand in a fenced block: start, end and so on.

    A triple-quoted string spans lines: it is none here.
    """
    found: list[int] = []
    position = fence.inner
    while match := _LITERAL.search(raw, position, fence.end):
        text, start, position = match[0], match.start(), match.end()
        if text in ('"""', "'''"):
            close = raw.find(text, position, fence.end)
            position = close + 3 if close >= 0 else position
        elif "\\n" in text and text.lstrip("fbruFBRU")[1:2] in tuple("),;]}:"):
            position = start + 1  # what stands between two literals, not in one
        elif "\\n" in text:
            found += (start, position)
    return found
