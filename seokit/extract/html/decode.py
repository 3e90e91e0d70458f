"""Bytes → text, as browsers do it: byte order mark, <meta charset>, UTF-8, Windows-1252."""

from __future__ import annotations

from msgspec import Struct

from seokit.extract.files import read_source
from seokit.model import Problem


class Decoded(Struct, frozen=True):
    """A page's text, how it was read, and what was odd about it. `size` in bytes."""

    text: str
    encoding: str
    size: int
    problems: tuple[Problem, ...] = ()


def read_page(path: str) -> Decoded:
    """Read a file. Raises Unreadable."""
    text, problems = read_source(path)
    return Decoded(text, "utf-8", len(text.encode("utf-8", "replace")), problems)
