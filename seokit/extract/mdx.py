"""MDX without its program: what is left is Markdown, on the same lines.

Out go `import` and `export` blocks, comments, the tags of components (what stands between them stays), those of
elements whose values are computed, and the marks of Docusaurus' admonitions. Of an expression in a line of text
`…` is left, of a quoted one what it says. Code and math are left alone. MDX has no indented code: what stands
deep inside of components is moved to the left.

Grammar: https://mdxjs.com/docs/what-is-mdx/ and https://docusaurus.io/docs/markdown-features (checked 2026-11-27).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from seokit.extract.regions import scan

MAX_PROGRAM = 20_000  # characters between two braces, of a tag, of a block; more is a brace that stands alone
# Of such braces and tags in a text, and of pieces taken out, before no more is looked for: the work stays linear.
MAX_OPEN, MAX_PIECES = 20, 50_000

# Elements that only hold others: in HTML they would make text of the Markdown on the lines below.
_HOLDERS = "div|section|details|summary|center"
_OPENERS = re.compile(
    rf"""(?P<module>^(?:import[ \t]*['"{{*\w$]|export[ \t]+[{{*a-z]))
    | (?P<html><!--)
    | (?P<escaped>\\[{{<])
    | (?P<brace>\{{)
    | (?P<tag><(?=/?[A-Z>]|/?[a-z][\w-]*\.[a-z][\w-]*[\s/>]|[a-z][\w-]*\s[^<>]*\{{|/?(?:{_HOLDERS})[\s/>]))
    | (?P<note>^[ \t>]*:{{3,}}[\w-]*(?=[\s\[{{]|$))
    """,
    re.MULTILINE | re.VERBOSE,
)
_QUOTED = r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\""""
# What is never closed is one token up to the end, so that nobody looks for its end again and again.
_LONG = r"`(?:[^`\\]|\\.)*(?:`|\Z)|/\*.*?(?:\*/|\Z)"
_BRACES = re.compile(rf"{_QUOTED}|{_LONG}|[{{}}]", re.DOTALL)
_BRACKETS = re.compile(
    rf"{_QUOTED}|{_LONG}|//[^\n]*|[{{}}()\[\]]|(?P<blank>\n(?=[ \t\r]*(?:\n|\Z)))", re.DOTALL
)
_IN_TAG = re.compile(r"""'[^']*'|"[^"]*"|[{>]|=>""")
_LITERAL = re.compile(r"""\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*""")
_HEADING_ID = re.compile(r"\{#[^\s{}]*\}[ \t]*\r?$", re.MULTILINE)
_LABEL = re.compile(r"\[([^\]\n]*)\]")
_LINE_END = re.compile(r"\r\n?|\n")
_NOT_BLANK = re.compile(r"\S")
_FENCE = re.compile(r"(`{3,}|~{3,})([^`]*)\Z")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]{1,4}(?=\S)|\s*\Z)")
_DEEP = re.compile(r"^(?: {4}|\t| {1,3}\t)", re.MULTILINE)
_TAB = 4  # columns
MAX_INDENT = 200  # characters before an expression that has its line to itself

Piece = tuple[int, int]


class Mdx(NamedTuple):
    """An MDX text as read: its Markdown, the text with the program blanked, and where its comments stand.

    `kept` has each character in its place. `comments` are those in braces, `{/* … */}`.
    """

    markdown: str
    kept: str
    comments: tuple[Piece, ...] = ()


def read_mdx(text: str) -> Mdx:
    """Take the program out of a text."""
    shown: list[str] = []
    kept: list[str] = []
    comments: list[Piece] = []
    at = 0
    for start, end in islice(_program(text), MAX_PIECES):
        gone = text[start:end]
        shown += text[at:start], _shown(text, start, end), *_LINE_END.findall(gone)
        kept += text[at:start], _NOT_BLANK.sub(" ", gone)
        if gone.startswith("{/*") and gone.endswith("*/}"):
            comments.append((start, end))
        at = end
    if at:
        text, kept_text = "".join((*shown, text[at:])), "".join((*kept, text[at:]))
    else:
        kept_text = text
    return Mdx(_moved_left(text), kept_text, tuple(comments))


def _shown(text: str, start: int, end: int) -> str:
    """What a reader sees of a piece that has gone: of an expression, which may be anything, `…`."""
    if text[start] != "{" or text.startswith("{/*", start) or _HEADING_ID.match(text, start):
        return ""
    if quoted := _LITERAL.fullmatch(text, start + 1, end - 1):
        return quoted[1] or quoted[2] or ""
    before = text[max(0, start - MAX_INDENT) : start].rstrip(" \t>")[-1:]
    alone = before in ("", "\n", "\r") and text[end : end + 1] in ("", "\n", "\r")
    return "" if alone else "…"


def _program(text: str) -> Iterator[Piece]:
    """What is no Markdown, in order and without overlaps."""
    if not ("{" in text or "<" in text or ":::" in text or "import" in text or "export" in text):
        return
    code = [(region.start, region.end) for region in scan(text) if region.kind != "open"]
    at = still_open = number = 0
    while opener := _OPENERS.search(text, at):
        start, at = opener.start(), opener.end()
        while number < len(code) and code[number][1] <= start:
            number += 1
        if number < len(code) and code[number][0] <= start:
            at = code[number][1]
            continue
        kind = opener.lastgroup
        if kind == "html":  # Docusaurus has them, and whatever stands inside of them
            at = text.find("-->", at) + 3
            if at < 3:
                return
        elif kind == "note":
            yield from _note(text, opener)
        elif kind != "escaped" and (kind != "module" or _may_begin_block(text, start)):
            end = _ENDS[str(kind)](text, start)
            if end:
                at = abs(end)
                yield start, at
            still_open += end <= 0
            if still_open > MAX_OPEN:
                return


def _note(text: str, opener: re.Match[str]) -> Iterator[Piece]:
    """The mark of an admonition, and the brackets around its title."""
    start = text.index(":", opener.start())
    yield start, opener.end()
    label = _LABEL.match(text, opener.end())
    if label:
        yield label.start(), label.start(1)
        yield label.end(1), label.end()


def _may_begin_block(text: str, start: int) -> bool:
    """Whether the line above is blank, or a heading: a paragraph would go on."""
    above = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip()
    return not above or above[0] == "#"


def _module(text: str, start: int) -> int:
    """Where an import or export ends: at a blank line outside of all brackets; 0 where it is none.

    Where its brackets are never closed it ends at the first blank line, which is then negative.
    """
    depth = end = 0
    last = min(start + MAX_PROGRAM, len(text))
    for token in _BRACKETS.finditer(text, start, last):
        if token["blank"] is not None:
            end = end or token.start()
            if depth <= 0:
                end = token.start()
                break
        elif token[0] in "{([":
            depth += 1
        elif token[0] in "})]":
            depth -= 1
    else:
        if depth <= 0 and last == len(text):
            end = last
    named = text.startswith("export", start) or "'" in text[start:end] or '"' in text[start:end]
    return (end if depth <= 0 else -end) if named else 0


def _expression(text: str, start: int) -> int:
    """Where the braces that open at `start` are closed; 0 where they are not."""
    depth = 0
    for token in _BRACES.finditer(text, start, start + MAX_PROGRAM):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if not depth:
                return token.end()
    return 0


def _tag(text: str, start: int) -> int:
    """Where the tag that opens at `start` is closed; 0 where it is not."""
    at = start + 1
    last = start + MAX_PROGRAM
    while token := _IN_TAG.search(text, at, last):
        if token[0] == ">":
            return token.end()
        at = token.end() if token[0] != "{" else _expression(text, token.start())
        if not at:
            return 0
    return 0


_ENDS = {"module": _module, "brace": _expression, "tag": _tag}


def _moved_left(text: str) -> str:
    """The Markdown without what would be indented code: lines that stand deeper than the list that they are in."""
    if not _DEEP.search(text):
        return text
    moved: list[str] = []
    lists: list[int] = []  # the columns where the texts of the open lists begin
    fence, by = "", 0  # the marks of an open fence, and the columns that its lines are moved by
    for line in text.split("\n"):
        bare = line.lstrip(" \t")
        if not bare.strip():
            moved.append(line)
            continue
        column = len(line[: len(line) - len(bare)].expandtabs(_TAB))
        mark = _FENCE.match(bare)
        if fence:
            moved.append(" " * max(column - by, 0) + bare if by else line)
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
            continue
        while lists and column < lists[-1]:
            lists.pop()
        base = lists[-1] if lists else 0
        by = column - base if column - base >= _TAB else 0
        moved.append(" " * base + bare if by else line)
        if mark:
            fence = mark[1]
        elif item := _ITEM.match(bare):
            lists.append(column - by + max(item.end(), 2))
    return "\n".join(moved)
