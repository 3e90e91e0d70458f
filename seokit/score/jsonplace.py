"""Where values stand in a JSON text. Led along the path by the standard decoder, and only for findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)  # also of numbers too long to be made

Step = str | int
# Where a member begins (an object's at its key), where its value begins, and where it ends.
Member = tuple[int, int, int]


class JsonPlaces:
    """The places of one text. Each list and object on the way to what is asked for is read through once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._inside: dict[int, dict[Step, Member]] = {}

    def find(self, path: Sequence[Step]) -> tuple[int, int] | None:
        """The offsets [start, end) of what a path of keys and list indexes leads to.

        For a path that ends with a key they begin at the key; of a key that is repeated the last counts, as
        for the parser. None where the path leads nowhere or the text is no JSON.
        """
        try:
            start = value = self._skip(0)
            end = None
            for step in path:
                if value not in self._inside:
                    self._inside[value] = dict(self._members(value))
                start, value, end = self._inside[value][step]
            return start, self._end(value) if end is None else end
        except (ValueError, LookupError, RecursionError):
            return None

    def _members(self, at: int) -> Iterator[tuple[Step, Member]]:
        """What the list or object at an offset holds."""
        opening = self.text[at]
        if opening not in "[{":
            return
        closing = "]" if opening == "[" else "}"
        at = self._skip(at + 1)
        index = 0
        while self.text[at] != closing:
            start, name = at, index
            if opening == "{":
                name, at = scanstring(self.text, self._expect(at, '"'))
                at = self._skip(self._expect(self._skip(at), ":"))
            end = self._end(at)
            yield name, (start, at, end)
            at = self._skip(end)
            if self.text[at] != closing:
                at = self._skip(self._expect(at, ","))
            index += 1

    def _end(self, at: int) -> int:
        return _DECODER.raw_decode(self.text, at)[1]

    def _skip(self, at: int) -> int:
        return _SPACE.match(self.text, at).end()  # type: ignore[union-attr]  # matches everywhere

    def _expect(self, at: int, wanted: str) -> int:
        if self.text[at] != wanted:
            raise ValueError(wanted)
        return at + 1
