"""JSON front matter with the place of each value: the standard decoder, led along the objects."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from seokit.extract.files import Unreadable
from seokit.extract.places import Places, line_at, span_of
from seokit.extract.scalars import plain
from seokit.extract.yamltree import MAX_DEPTH, MAX_NAME, MAX_PROBLEMS
from seokit.model import Entry, Problem

_SPACE = re.compile(r"[ \t\r\n]*")
_TYPES = {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "mapping"}


def _number(written: str) -> Any:
    """A number; as text where it is not finite, or an integer too long to print."""
    try:
        made: Any = float(written) if not written.lstrip("-").isdigit() else int(written)
    except ValueError:
        return written
    return plain(made, written)[1]


_DECODER = json.JSONDecoder(parse_int=_number, parse_float=_number, parse_constant=str)


class JsonLeaves:
    """The values, leaves and problems of the JSON object that begins at `start`, and where it ends.

    Objects inside lists belong to the list's value; a key that is repeated there is not reported.
    Raises Unreadable where the nesting is too deep.
    """

    def __init__(self, text: str, start: int, path: str) -> None:
        self.text = text
        self.lines = Places(text)
        self.path = path
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}
        self.end: int | None = None  # None: the object is broken
        try:
            self.values, self.entries, self.end = self._object(start, "", 1)
        except json.JSONDecodeError as error:
            reason = f"{error.msg[:1].lower()}{error.msg[1:]}: mend the JSON here or just above"
            where = span_of(text, error.pos, error.pos)
            self.problems.append(Problem("field-parse-error", reason, where, value=line_at(text, error.pos)))
        except RecursionError:
            raise self._too_deep() from None

    def _too_deep(self) -> Unreadable:
        return Unreadable(self.path, f"the front matter is nested too deep (more than {MAX_DEPTH} levels)")

    def _skip(self, at: int, expected: str = "") -> int:
        """Past white space, and past the expected character; else a JSONDecodeError."""
        at = _SPACE.match(self.text, at).end()  # type: ignore[union-attr]
        if not expected:
            return at
        if not self.text.startswith(expected, at):
            raise json.JSONDecodeError(f"Expecting '{expected}'", self.text, at)
        return at + 1

    def _object(self, at: int, prefix: str, depth: int) -> tuple[dict[str, Any], list[Entry], int]:
        """The object that begins at `at`: its values, its leaves, and the offset after it."""
        if depth > MAX_DEPTH:
            raise self._too_deep()
        values: dict[str, Any] = {}
        leaves: dict[str, list[Entry]] = {}  # of a key that is repeated the last ones stay, as its value does
        places: dict[str, int] = {}
        at = self._skip(at, "{")
        if self.text.startswith("}", self._skip(at)):
            return values, [], self._skip(at) + 1
        while True:
            key_at = self._skip(at)
            key, at = scanstring(self.text, self._skip(at, '"'))
            key = self._safe(prefix + key, key, key_at)
            name = prefix + key
            if key in places:
                self._repeated(name, places[key], key_at)
            places.setdefault(key, key_at)
            at = self._skip(self._skip(at, ":"))
            if self.text.startswith("{", at) and not self.text.startswith("}", self._skip(at + 1)):
                values[key], leaves[key], at = self._object(at, f"{name[:MAX_NAME]}.", depth + 1)
            else:
                leaf, at = self._leaf(name, at)
                values[key], leaves[key] = leaf.value, [leaf]
            at = self._skip(at)
            if self.text.startswith("}", at):
                return values, [entry for entries in leaves.values() for entry in entries], at + 1
            at = self._skip(at, ",")

    def _leaf(self, name: str, start: int) -> tuple[Entry, int]:
        """Any value but an object with keys: one leaf, and the offset after it."""
        value, end = _DECODER.raw_decode(self.text, start)
        value = self._clean(name, value, start, 1)
        sort = "null" if value is None else _TYPES[type(value)]
        return Entry(name, sort, self.text[start:end], value, self.lines.span(start, end)), end

    def _clean(self, name: str, value: Any, at: int, depth: int) -> Any:
        """The value with lone surrogates replaced; also the guard of its depth."""
        if isinstance(value, str):
            return self._safe(name, value, at)
        if depth > MAX_DEPTH:
            raise self._too_deep()
        if isinstance(value, list):
            return [self._clean(name, item, at, depth + 1) for item in value]
        if isinstance(value, dict):
            return {
                self._safe(name, key, at): self._clean(name, item, at, depth + 1)
                for key, item in value.items()
            }
        return value

    def _safe(self, name: str, value: str, at: int) -> str:
        r"""Text that can be written: half a pair of `\uD800` escapes becomes U+FFFD, and a Problem."""
        try:
            value.encode()
        except UnicodeEncodeError:
            value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            reason = (
                r"half of a \ud800 pair of escapes stands alone and is no character: write the whole pair"
            )
            self._report("field-parse-error", reason, at, name.encode("utf-8", "replace").decode())
        return value

    def _repeated(self, name: str, before: int, at: int) -> None:
        """A key that stands in its object already."""
        line = self.lines.span(before, before).line
        reason = (
            f"the key {name} stands again in one object, first on line {line}: the last one wins, keep one"
        )
        self._report("field-duplicate-key", reason, at, name)

    def _report(self, rule: str, reason: str, at: int, name: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            where = span_of(self.text, at, at + 1)
            self.problems.append(Problem(rule, reason, where, name, line_at(self.text, at)))
