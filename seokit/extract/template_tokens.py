"""Splits a template into what its engine reads and the HTML around it, without ever building a tree.

A block tag inside <head> sends <title> into <body> of any HTML tree; so the engine's own constructs are found
first, then the rest goes through turbohtml's tokenizer with each construct replaced by as many characters that
mean nothing to HTML. Offsets are those of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from seokit.extract.places import BOM

FILLER = "\ue000"  # private use: no letter of a tag's name, no white space, no quote
_LONGEST = 2_000  # characters in which a construct's strings are looked at; beyond, the first end counts

# A tag's inside up to its end, strings skipped (as the lexers of Jinja2, Nunjucks and Go do; Liquid's does not).
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|' + r"'[^'\\]*+(?:\\.[^'\\]*+)*+'"
_TO_PERCENT = re.compile(rf"(?:[^\"'%]++|{_STRING}|%(?!\}}))*+%\}}", re.DOTALL)
_TO_BRACE = re.compile(rf"(?:[^\"'`}}]++|{_STRING}|`[^`]*+`|\}}(?!\}}))*+\}}\}}", re.DOTALL)
_NAME = re.compile(r"[-+~]?\s*([A-Za-z_]\w*)")
_OPENING = {
    "jinja2": re.compile(r"\{[%{#]"),
    "nunjucks": re.compile(r"\{[%{#]"),
    "liquid": re.compile(r"\{[%{]"),
    "hugo": re.compile(r"\{\{"),
}
_CLOSING = {"%": "%}", "{": "}}", "#": "#}"}
_RAW = {
    "jinja2": ("raw",),
    "nunjucks": ("raw", "verbatim"),
    "liquid": ("raw", "comment", "doc"),
}
# What a Go template calls actions; anything else between braces prints a value.
GO_ACTIONS = frozenset((
    "block", "break", "continue", "define", "else", "end", "if", "partial", "partialCached", "range", "return",
    "template", "with",
))  # fmt: skip
_GO_OPENING = frozenset(("block", "define", "if", "range", "with"))


class Construct(NamedTuple):
    """What an engine reads: a statement (`{% … %}`, an action of Go), an output, a comment, a raw block.

    `name` is the first word; `depth` how many blocks are open around it (an end counts as its beginning), `after`
    how many behind it.
    """

    kind: Literal["statement", "output", "comment", "raw"]
    name: str
    start: int
    end: int
    inside: str  # between the braces
    depth: int = 0
    after: int = 0


class HtmlToken(NamedTuple):
    """A tag, comment, doctype or text around the constructs; `name` is a tag's, in lower case."""

    kind: Literal["open", "close", "comment", "doctype", "text"]
    name: str
    start: int
    end: int
    attributes: Sequence[tuple[str, str]] = ()


def constructs(text: str, engine: str) -> list[Construct]:
    """Every construct of the engine (jinja2, nunjucks, liquid, hugo), in order, none inside another."""
    found = list(_constructs(text, engine))
    return _go_depths(found) if engine == "hugo" else _depths(found)


def _constructs(text: str, engine: str) -> Iterator[Construct]:
    opening, raw = _OPENING[engine], _RAW.get(engine, ())
    last = {mark: text.rfind(close) for mark, close in _CLOSING.items()}
    position = 0
    while found := opening.search(text, position):
        start = found.start()
        made = None
        if start + 2 <= last[text[start + 1]]:
            made = _comment(text, start, engine) or _construct(text, start, engine)
        if made is not None and made.kind == "statement" and made.name in raw:
            made = _whole_block(text, made)
        if made is None:  # never closed: text
            position = start + 2
            continue
        yield made
        position = made.end


def _comment(text: str, start: int, engine: str) -> Construct | None:
    """A comment of the engine that begins at `start`."""
    if text[start + 1] == "#":
        end = text.find("#}", start + 2)
        return Construct("comment", "#", start, end + 2, text[start + 2 : end]) if end >= 0 else None
    if engine == "hugo" and text.startswith(("/*", "- /*"), start + 2):
        end = text.find("*/", start + 4)
        close = text.find("}}", end) if end >= 0 else -1
        return Construct("comment", "/*", start, close + 2, text[start + 2 : close]) if close >= 0 else None
    return None


def _construct(text: str, start: int, engine: str) -> Construct | None:
    """The statement or output that begins at `start`; None when it never ends, or is a comment that does not."""
    mark = text[start + 1]
    if mark == "#":
        return None
    close = _CLOSING[mark]
    to_end = _TO_PERCENT if mark == "%" else _TO_BRACE
    closed = to_end.match(text, start + 2, start + _LONGEST) if engine != "liquid" else None
    end = closed.end() if closed else text.find(close, start + 2) + 2
    if end < 2:
        return None
    inside = text[start + 2 : end - 2]
    named = _NAME.match(inside)
    name = named[1] if named else ""
    statement = name in GO_ACTIONS if engine == "hugo" else mark == "%"
    return Construct("statement" if statement else "output", name, start, end, inside)


def _whole_block(text: str, begin: Construct) -> Construct:
    """A raw or comment block to its end, which none of the engines nests; to the end of the file without one."""
    ended = re.compile(r"\{%[-+]?\s*end" + begin.name + r"\s*[-+]?%\}").search(text, begin.end)
    end = ended.end() if ended else len(text)
    kind: Literal["raw", "comment"] = "raw" if begin.name in ("raw", "verbatim") else "comment"
    return Construct(kind, begin.name, begin.start, end, text[begin.start : end])


def _counted(
    found: list[Construct], opens: Callable[[Construct], bool], ends: Callable[[str], bool]
) -> list[Construct]:
    depth, counted = 0, []
    for item in found:
        statement = item.kind == "statement"
        after = max(depth - 1, 0) if statement and ends(item.name) else depth + (statement and opens(item))
        counted.append(item._replace(depth=min(depth, after), after=after))
        depth = after
    return counted


def _depths(found: list[Construct]) -> list[Construct]:
    """Count open blocks: a name opens one where an `end…` of it exists (which knows custom tags as well)."""
    closed = {item.name[3:] for item in found if item.kind == "statement" and item.name.startswith("end")}
    return _counted(
        found,
        lambda item: item.name in closed and not (item.name == "set" and "=" in item.inside),
        lambda name: name.startswith("end"),
    )


def _go_depths(found: list[Construct]) -> list[Construct]:
    return _counted(found, lambda item: item.name in _GO_OPENING, lambda name: name == "end")


def html_tokens(text: str, found: Sequence[Construct]) -> Iterator[HtmlToken]:
    """The HTML around the constructs: tags, comments and texts, scripts and titles read as their text."""
    import turbohtml

    masked = _masked(text, found)
    starts = list(accumulate((len(line) + 1 for line in masked.split("\n")), initial=0))
    waiting: HtmlToken | None = None
    for token in turbohtml.tokenize(masked, capture_source=True):
        start = starts[token.line - 1] + token.col
        if waiting is not None:
            yield waiting._replace(end=start)
            waiting = None
        kind = _KINDS.get(int(token.type))
        if kind is None:
            waiting = HtmlToken("text", "", start, len(text))
        else:
            end = start + len(token.source or "")
            yield HtmlToken(kind, (token.tag or "").lower(), start, end, token.attrs or ())
    if waiting is not None:
        yield waiting


_KINDS: dict[int, Literal["open", "close", "comment", "doctype"]] = {
    1: "open",
    2: "close",
    3: "comment",
    4: "doctype",
    6: "comment",  # a processing instruction
}


def _masked(text: str, found: Sequence[Construct]) -> str:
    """The text with constructs filled out and without what a tokenizer would take away; no position moves."""
    parts: list[str] = []
    last = 0
    for item in found:
        parts += (text[last : item.start], FILLER * (item.end - item.start))
        last = item.end
    return (
        "".join((*parts, text[last:]))
        .replace("\r\n", " \n")
        .replace("\r", "\n")
        .replace("\0", " ")
        .replace(BOM, " ")
    )
