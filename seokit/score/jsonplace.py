"""Where a value stands in a JSON text. Led along the path by the standard decoder, only for findings."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)  # also of numbers too long to be made

Path = Sequence[str | int]


def find(text: str, path: Path) -> tuple[int, int] | None:
    """The offsets [start, end) of what a path of keys and list indexes leads to.

    For a path that ends with a key they begin at the key; of a key that is repeated the last counts, as for
    the parser. None where the path leads nowhere or the text is no JSON.
    """
    try:
        at = key = _skip(text, 0)
        for step in path:
            key, at = _member(text, at, step) if isinstance(step, str) else _item(text, at, step)
        return key, _DECODER.raw_decode(text, at)[1]
    except (ValueError, IndexError, RecursionError):
        return None


def _member(text: str, at: int, name: str) -> tuple[int, int]:
    """Where the key `name` of the object at `at` begins, and where its value does."""
    found = None
    at = _expect(text, at, "{")
    while text[at] != "}":
        key, after = scanstring(text, at + 1)
        value = _skip(text, _expect(text, _skip(text, after), ":"))
        if key == name:
            found = at, value
        at = _next(text, _DECODER.raw_decode(text, value)[1])
    if found is None:
        raise IndexError(name)
    return found


def _item(text: str, at: int, index: int) -> tuple[int, int]:
    """Where the item of the list at `at` begins, twice."""
    at = _expect(text, at, "[")
    for _ in range(index):
        at = _next(text, _DECODER.raw_decode(text, at)[1])
    return at, at


def _skip(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # matches everywhere


def _expect(text: str, at: int, wanted: str) -> int:
    if text[at] != wanted:
        raise ValueError(wanted)
    return _skip(text, at + 1)


def _next(text: str, at: int) -> int:
    at = _skip(text, at)
    return at if text[at] in "}]" else _expect(text, at, ",")
