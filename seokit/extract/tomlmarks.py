"""TOML front matter: values by tomllib, their places by a scan of the lines that hold keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from seokit.extract.files import Unreadable
from seokit.extract.places import Places, line_at, span_of
from seokit.extract.scalars import plain
from seokit.extract.yamltree import MAX_DEPTH, MAX_NAME
from seokit.model import Entry, Problem

_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
# tomllib takes quadratic time over a dotted key of many parts, and recurses over nested lists.
_LONG_KEY = re.compile(rf"(?:^|[{{,\[])[ \t]*+(?:{_PART}[ \t]*+\.[ \t]*+){{{MAX_DEPTH}}}", re.MULTILINE)
_KEY = re.compile(rf"[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*=[ \t]*")
_TABLE = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_PART}(?:[ \t]*\.[ \t]*{_PART})*)[ \t]*\]")
_PARTS = re.compile(_PART)
_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|\#[^\n]*|[\[\]{}]|[^"'\#\[\]{}\n]+|\n''',
    re.DOTALL,
)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

Leaves = tuple[dict[str, Any], tuple[Entry, ...], tuple[Problem, ...]]


def read_toml(text: str, start: int, end: int, path: str) -> Leaves:
    """The values, leaves and problems of the TOML in the characters [start, end) of a file's text.

    Dates become ISO text, NaN and the infinities the text they were. A leaf's span is that of the value
    after its key; a leaf inside an inline table has the span of the whole table, a list of tables that of
    its first header. Raises Unreadable where the nesting is too deep.
    """
    block = text[start:end]
    if "\n" not in block:
        block = block.replace("\r", "\n")  # TOML has no lone \r; one for one, so places hold
    too_deep = Unreadable(path, f"the front matter is nested too deep (more than {MAX_DEPTH} levels)")
    if _LONG_KEY.search(block):
        raise too_deep
    try:
        values = tomllib.loads(block)
    except RecursionError:
        raise too_deep from None
    except ValueError as error:  # also an integer of more than 4,300 digits
        return {}, (), (_problem(text, start, end, str(error)),)
    places = dict(_places(block))
    lines = Places(text)
    entries: list[Entry] = []

    def leaves(mapping: dict[str, Any], prefix: str, names: tuple[str, ...]) -> dict[str, Any]:
        if len(names) > MAX_DEPTH:
            raise too_deep
        made = {}
        for key, value in mapping.items():
            here = (*names, key)
            if isinstance(value, dict) and value:
                made[key] = leaves(value, f"{(prefix + key)[:MAX_NAME]}.", here)
                continue
            first, last = _place(places, here)
            raw = text[start + first : start + last]
            sort, made[key] = _plain(value, raw)
            entries.append(Entry(prefix + key, sort, raw, made[key], lines.span(start + first, start + last)))
        return made

    try:
        values = leaves(values, "", ())
    except RecursionError:
        raise too_deep from None
    return values, tuple(entries), ()


def _plain(value: Any, raw: str) -> tuple[str, Any]:
    """Type and JSON-plain value."""
    if isinstance(value, list):
        return "list", [_plain(item, str(item))[1] for item in value]
    if isinstance(value, dict):
        return "mapping", {key: _plain(item, str(item))[1] for key, item in value.items()}
    return plain(value, raw)


def _place(places: dict[tuple[str, ...], tuple[int, int]], names: tuple[str, ...]) -> tuple[int, int]:
    """Where a leaf's value stands; for one inside an inline table or a list of tables, where that stands."""
    while names:
        if names in places:
            return places[names]
        names = names[:-1]
    return 0, 0


def _places(block: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """(key names, (start, end) of the value) of each `key = value`, and of each `[[header]]`."""
    table: tuple[str, ...] = ()
    at = 0
    lists: set[tuple[str, ...]] = set()
    while at < len(block):
        header = _TABLE.match(block, at)
        key = None if header else _KEY.match(block, at)
        if header:
            table = _names(header[2])
            if header[1] == "[[" and table not in lists:
                lists.add(table)
                yield table, (header.start(1), header.end() + 1)
        elif key:
            end = _value_end(block, key.end())
            # Keys below a list of tables have no name of their own: the list is the leaf.
            if not any(table[:size] in lists for size in range(1, len(table) + 1)):
                yield table + _names(key[1]), (key.end(), end)
            at = end
        line_end = block.find("\n", at)
        at = len(block) if line_end < 0 else line_end + 1


def _names(written: str) -> tuple[str, ...]:
    """The parts of a dotted key; a quoted part as tomllib reads it."""
    parts = _PARTS.findall(written)
    return tuple(next(iter(tomllib.loads(f"{part} = 0"))) if part[0] in "\"'" else part for part in parts)


def _value_end(block: str, at: int) -> int:
    """Where the value that begins at `at` ends: brackets closed, strings whole, comments left out."""
    depth = 0
    end = at
    for token in _TOKEN.finditer(block, at):
        kind = token[0]
        if kind == "\n" or kind[0] == "#":
            if depth == 0:
                return end
            continue
        depth += (kind in ("[", "{")) - (kind in ("]", "}"))
        end = token.start() + len(kind.rstrip(" \t\r")) if kind.strip() else end
    return end


def _problem(text: str, start: int, end: int, said: str) -> Problem:
    """The sentence of tomllib, with the place that it names at its end."""
    place = _PLACE.search(said)
    at = max(start, end - 1)
    if place:
        said = said[: place.start()]
        if place[1]:
            at = start
            for _ in range(int(place[1]) - 1):
                at = text.find("\n", at) + 1
            at += int(place[2]) - 1
    at = min(at, max(start, end - 1))
    reason = f"{said[:1].lower()}{said[1:]}: mend the TOML here or just above"
    return Problem("field-parse-error", reason, span_of(text, at, at), value=line_at(text, at))
